// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policies_page.h"

#include "core/base/text.h"
#include "core/remote/connection.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/state_stack.h"
#include "ui/policies/completion_popup.h"
#include "ui/policies/debug_pane.h"
#include "ui/policies/debugging.h"
#include "ui/policies/document_pane.h"
#include "ui/policies/editor_assist.h"
#include "ui/policies/effective_pane.h"
#include "ui/policies/form_pane.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/policy_validator.h"
#include "ui/policies/results_pane.h"
#include "ui/policies/scope_rows.h"
#include "ui/policies/trying.h"
#include "ui/request/request_form.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/rights.h"
#include "ui/shell/session_state.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse::ui::policies {

using components::DataTable;
using components::fromUtf8;
using resource::ResourceId;

PoliciesPage::PoliciesPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_compiler(std::make_shared<const RememberingCompiler>())
{
    m_filter = new components::FilterEdit(tr("Filter scopes…"), this);
    m_tree = new DataTable(ScopeRows::columns(), tr("Scopes"), this);
    m_document = new DocumentPane(this);
    m_results = new ResultsPane(this);
    m_validator = new PolicyValidator(m_compiler, this);
    m_assist = new EditorAssist(*editor(), m_compiler, this, this);
    m_effective = new EffectivePane(this);
    m_form = new FormPane(this);
    m_debugging = new Debugging(m_session, *editor(), this);
    m_trying = new Trying(m_session, m_buffers, this);
    m_follow = new QTimer(this);
    m_follow->setSingleShot(true);
    m_follow->setInterval(80);
    makeActions();
    layOut();
    connectParts();
    connectDebugging();
    const auto changed = [this] {
        m_stale = true;
        if (m_active)
            reload();
    };
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
    connect(&m_session.rights(), &shell::Rights::changed, this, &PoliciesPage::showStanding);
    connect(&m_session, &shell::Session::changesChanged, this, changed);
    connect(&m_session, &shell::Session::stateChanged, this, changed);
}

PoliciesPage::~PoliciesPage() = default;

void PoliciesPage::connectParts()
{
    m_filter->setTarget(m_tree);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) { m_tree->rows()->setFilter(text); });
    connect(m_tree, &DataTable::currentKeyChanged, this, &PoliciesPage::showScope);
    connect(m_tree, &DataTable::opened, this, [this] { editor()->setFocus(); });
    connect(m_document, &DocumentPane::createWanted, this, &PoliciesPage::create);
    connect(m_document, &DocumentPane::stageWanted, this, &PoliciesPage::stage);
    connect(m_document, &DocumentPane::revertWanted, this, &PoliciesPage::revert);
    connect(m_document, &DocumentPane::compareWanted, this, &PoliciesPage::compare);
    connect(m_assist, &EditorAssist::definitionFound, this, &PoliciesPage::showDefinition);
    connect(m_effective, &EffectivePane::lineChosen, this,
            [this](const ResourceId &document, qulonglong offset) { openAt(document, std::size_t(offset), std::size_t(offset)); });
    connect(m_results, &ResultsPane::hitChosen, this, [this](const SearchHit &hit) { openAt(hit.document, hit.begin, hit.end); });
    connect(editor(), &PolicyEditor::caretMoved, m_follow, qOverload<>(&QTimer::start));
    connect(m_follow, &QTimer::timeout, this, [this] { m_form->follow(editor()->policyText(), editor()->caretOffset()); });
    connect(m_form, &FormPane::edited, this, [this](const std::string &text) {
        editor()->changeTo(text);
        m_follow->start();
    });
    connect(m_results, &ResultsPane::closed, editor(), qOverload<>(&QWidget::setFocus));
    connect(editor(), &PolicyEditor::textEdited, this, &PoliciesPage::textEdited);
    connect(m_validator, &PolicyValidator::checked, this, [this](const std::vector<Problem> &problems) {
        if (!m_document->hasDocument())
            return;
        takeProblems(problems);
        showEffective();
    });
    connect(m_results, &ResultsPane::problemChosen, this, [this](int index) {
        const auto &problem = m_results->problems()[std::size_t(index)];
        editor()->selectRange(problem.begin, problem.end);
        editor()->setFocus();
    });
}

void PoliciesPage::connectDebugging()
{
    connect(m_debugging, &Debugging::documentWanted, this, [this](const ResourceId &document) { reveal(fromUtf8(document.text())); });
    connect(m_debugging, &Debugging::shown, this, [this](bool on) {
        showDebugger(on);
        if (on && !m_active)
            emit navigate(QStringLiteral("policies"), {}); // a request stands
    });
    connect(m_debugging, &Debugging::requestWanted, this, [this] {
        if (auto *form = m_trying->open(false))
            form->debug();
    });
    connect(m_debugging, &Debugging::breakpointsChanged, this, [this] { m_effective->setBreakpoints(m_session.debugger().allBreakpoints()); });
    connect(m_trying, &Trying::documentWanted, this, &PoliciesPage::openLine);
    connect(m_trying, &Trying::debugging, this, [this] { showDebugger(true); });
}

void PoliciesPage::makeActions()
{
    const auto add = [this](const char *icon, const QString &text, const QKeySequence &keys) {
        auto *action = new QAction(theme::icon(QLatin1String(icon)), text, this);
        action->setShortcut(keys);
        return action;
    };
    m_stage = add("check", tr("Stage policy"), Qt::CTRL | Qt::Key_Return);
    m_findAll = add("search", tr("Find in all policies"), Qt::CTRL | Qt::SHIFT | Qt::Key_F);
    m_nextProblem = add("chevron-down", tr("Next problem"), Qt::Key_F8);
    m_previousProblem = add("chevron-up", tr("Previous problem"), Qt::SHIFT | Qt::Key_F8);
    m_revert = add("undo", tr("Revert the policy"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    m_compare = add("drift", tr("Compare with the live policy"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_remove = add("trash", tr("Remove this scope's policy"), Qt::CTRL | Qt::SHIFT | Qt::Key_Delete);
    m_definition = add("external", tr("Go to fragment or named value"), Qt::Key_F12);
    m_quiet = {m_stage, m_previousProblem, m_nextProblem, m_definition, m_revert, m_compare, m_remove};
    m_quiet += m_debugging->commands() + m_debugging->breakpointActions();
    connect(m_revert, &QAction::triggered, this, &PoliciesPage::revert);
    connect(m_compare, &QAction::triggered, this, &PoliciesPage::compare);
    connect(m_remove, &QAction::triggered, this, &PoliciesPage::remove);
    connect(m_definition, &QAction::triggered, m_assist, &EditorAssist::goToDefinition);
    connect(m_findAll, &QAction::triggered, this, &PoliciesPage::findInAll);
    connect(m_stage, &QAction::triggered, this, &PoliciesPage::stage);
    connect(m_nextProblem, &QAction::triggered, this, [this] { stepProblem(1); });
    connect(m_previousProblem, &QAction::triggered, this, [this] { stepProblem(-1); });
}

void PoliciesPage::layOut()
{
    m_tree->horizontalHeader()->hide();
    m_tree->setSortingEnabled(false);
    auto *left = new QWidget(this);
    left->setMinimumWidth(220);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins({});
    leftLayout->setSpacing(12);
    auto *treeCard = new components::Card({}, this);
    treeCard->setEdgeToEdge(true);
    treeCard->body()->addWidget(m_tree);
    leftLayout->addWidget(m_filter);
    leftLayout->addWidget(treeCard, 1);

    auto *middle = new QSplitter(Qt::Vertical, this);
    middle->setHandleWidth(16);
    middle->addWidget(m_document);
    middle->addWidget(m_results);
    middle->setMinimumWidth(380);
    middle->setStretchFactor(0, 1);
    middle->setSizes({640, 150});
    middle->setChildrenCollapsible(false);

    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setHandleWidth(16);
    m_columns->addWidget(left);
    m_columns->addWidget(middle);
    auto *right = new QSplitter(Qt::Vertical, this);
    right->setMinimumWidth(250);
    right->setHandleWidth(16);
    right->addWidget(m_effective);
    right->addWidget(m_form);
    right->setSizes({400, 400});
    right->setChildrenCollapsible(false);
    m_right = new QStackedWidget(this);
    m_right->addWidget(right);
    m_right->addWidget(m_debugging->pane());
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({250, 600, 290});
    m_columns->setChildrenCollapsible(false);
    m_states = new components::StateStack(m_columns, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);
}

PolicyEditor *PoliciesPage::editor() const
{
    return m_document->editor();
}

QList<QAction *> PoliciesPage::pageActions() const
{
    return {m_findAll, m_debugging->startAction(), m_trying->action()};
}

void PoliciesPage::deactivate()
{
    m_active = false;
    m_assist->popup()->hide();
    for (auto *action : std::as_const(m_quiet))
        window()->removeAction(action);
}

void PoliciesPage::activate()
{
    window()->addActions(m_quiet);
    m_active = true;
    if (m_stale)
        reload();
}

bool PoliciesPage::isReady() const
{
    const auto &debugger = m_session.debugger();
    const bool isStopped = debugger.state() == shell::DebugSession::State::Stopped;
    if (debugger.state() == shell::DebugSession::State::Connecting || (isStopped && !debugger.areVariablesComplete()))
        return false;
    if (const auto *form = m_trying->form(); form && form->isSending() && !(form->isHeld() && isStopped))
        return false;
    return !m_session.isLoading() && !m_stale && !m_validator->isBusy() && !m_effective->isBusy() && !m_follow->isActive() && !m_results->isBusy();
}

void PoliciesPage::reload()
{
    m_stale = false;
    if (!shell::showSessionState(m_session, *m_states, QStringLiteral("policies"), tr("Start the local gateway or choose a connection to see its policies."), m_names != nullptr))
        return;
    showConfiguration();
}

void PoliciesPage::showConfiguration()
{
    const auto *connection = m_session.connection();
    if (const auto id = connection ? fromUtf8(connection->id) : QString(); id != m_connectionId) {
        m_connectionId = id;
        m_buffers.clear(); // another gateway's texts
        m_hasScope = false;
    }
    const auto effective = m_session.effective();
    m_names = std::make_shared<const KnownNames>(*effective, connection && remote::isAzure(*connection));
    m_validator->setNames(m_names);
    m_assist->setNames(m_names);
    m_results->setConfiguration(effective);
    m_buffers.rebase(*effective);
    refreshTree();
    m_states->setContent();
    if (!m_hasScope || !m_rows->find(fromUtf8(m_current.text())))
        m_tree->setCurrentKey(m_rows->at(0).key);
    else
        showText();
}

void PoliciesPage::refreshTree()
{
    QSet<QString> edited;
    for (const auto &id : m_buffers.edited())
        edited.insert(fromUtf8(id.text()));
    const bool isFirst = !m_rows;
    m_rows = std::make_shared<const ScopeRows>(scopesOf(*m_session.effective(), m_session.changes()), edited);
    m_tree->setSource(m_rows);
    if (!isFirst)
        return;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        if (m_rows->at(row).kind == ScopeKind::Group)
            m_tree->rows()->setExpanded(m_rows->key(row), true);
}

void PoliciesPage::showScope(const QString &key)
{
    const auto *entry = m_rows ? m_rows->find(key) : nullptr;
    if (!entry || entry->kind == ScopeKind::Group)
        return; // a heading: the text stays
    if (m_hasScope && entry->document == m_current)
        return;
    m_current = entry->document;
    m_hasScope = true;
    m_assist->setScope(scopeOf(m_current));
    showText();
}

void PoliciesPage::showText()
{
    m_assist->popup()->hide();
    if (!m_hasScope) {
        m_document->showNothing();
        return;
    }
    const auto effective = m_session.effective();
    const auto title = scopeTitle(*effective, m_current);
    const auto *buffer = m_buffers.open(m_current, *effective);
    if (buffer) {
        m_document->showDocument(title, {}, buffer->text);
        check(true);
    } else {
        m_validator->stop();
        m_document->showMissing(title, {}, !isReadOnly());
        takeProblems({});
    }
    m_debugging->showDocument(buffer ? std::optional(m_current) : std::nullopt);
    m_trying->setDocument(m_current);
    showStanding();
    showEffective();
    m_follow->start();
}

void PoliciesPage::showEffective()
{
    auto configuration = m_session.effective();
    if (const auto *buffer = m_buffers.find(m_current); buffer && buffer->isEdited()) {
        auto typed = std::make_shared<resource::Configuration>(*configuration);
        typed->put(withText(m_current, configuration->find(m_current), buffer->text));
        configuration = std::move(typed);
    }
    m_effective->showScope(std::move(configuration), m_current);
}

void PoliciesPage::findInAll()
{
    const auto selected = editor()->selectedText();
    m_results->openSearch(selected.contains(QLatin1Char('\n')) ? QString() : selected);
}

void PoliciesPage::showDefinition(const ResourceId &id)
{
    if (reveal(fromUtf8(id.text()))) {
        editor()->setFocus();
        return;
    }
    // Not a policy: where it is used is what can be shown here.
    const auto *resource = m_session.effective()->find(id);
    const auto name = fromUtf8(resource ? stringMember(resource->properties, "displayName", id.name()) : id.name());
    m_results->openSearch(equalsIgnoreCase(id.collection(), "namedValues") ? QStringLiteral("{{%1}}").arg(name) : name);
}

void PoliciesPage::openAt(const ResourceId &document, std::size_t offset, std::size_t end)
{
    if (!reveal(fromUtf8(document.text())))
        return;
    editor()->selectRange(offset, end);
    editor()->setFocus();
}

void PoliciesPage::openLine(const QString &document, int line)
{
    if (!reveal(document))
        return;
    window()->activateWindow();
    if (line > 0)
        editor()->goTo(editor()->lineBegin(line));
    editor()->setFocus();
}

void PoliciesPage::showDebugger(bool on)
{
    if (m_right->currentIndex() == int(on))
        return;
    m_right->setCurrentIndex(int(on));
    // Names and values want more room than the effective policy.
    const int all = m_columns->width();
    m_columns->setSizes(on ? QList<int>{all * 19 / 100, all * 46 / 100, all * 35 / 100} : QList<int>{250, std::max(400, all - 540), 290});
}

bool PoliciesPage::reveal(const QString &id)
{
    if (!m_rows)
        return false;
    const auto *entry = m_rows->find(id);
    if (!entry)
        entry = m_rows->find(id + QStringLiteral("/policies/policy"));
    if (!entry || entry->kind == ScopeKind::Group)
        return false;
    if (!m_tree->setCurrentKey(entry->key)) {
        m_filter->clear();
        m_tree->setCurrentKey(entry->key);
    }
    showScope(entry->key);
    return true;
}

} // namespace gatehouse::ui::policies
