// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/roles_page.h"

#include "core/remote/connection.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/roles/access_pane.h"
#include "ui/roles/import_groups_dialog.h"
#include "ui/roles/mapping_dialog.h"
#include "ui/roles/matrix_table.h"
#include "ui/roles/permission_detail.h"
#include "ui/roles/role_texts.h"
#include "ui/shell/rights.h"
#include "ui/shell/session.h"
#include "ui/shell/session_state.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace gatehouse::ui::roles {

using components::DataTable;
using components::fromUtf8;
using components::toUtf8;
using namespace policy::roles;

namespace {

constexpr qint64 largestCsv = 1 << 20;

QWidget *tableCard(DataTable *table)
{
    auto *card = new components::Card;
    card->setEdgeToEdge(true);
    card->body()->addWidget(table);
    return card;
}

} // namespace

RolesPage::RolesPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_add(new QAction(theme::icon("plus"), tr("Map a claim"), this)),
      m_import(new QAction(theme::icon("upload"), tr("Import groups…"), this)),
      m_removeMapping(new QAction(theme::icon("trash"), tr("Remove mapping"), this))
{
    m_add->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    m_import->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    m_removeMapping->setShortcut(QKeySequence(Qt::Key_Delete));
    m_removeMapping->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_mode = new components::SegmentedControl(tr("Show"), this);
    for (const auto &text : {tr("Matrix"), tr("Claims"), tr("Check access"), tr("Findings")})
        m_mode->addSegment(text);
    m_filter = new components::FilterEdit(tr("Filter…"), this);
    auto kept = m_filter->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_filter->setSizePolicy(kept);
    m_notice = components::makeParagraph({});
    m_notice->hide();
    theme::setTextTone(m_notice, theme::Tone::Info);
    m_detail = new PermissionDetail(this);
    m_mappings = new DataTable(MappingRows::columns(), tr("Claims that give roles"), this);
    m_mappings->addAction(m_removeMapping);
    m_mappings->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_access = new AccessPane(this);
    m_findings = new DataTable(FindingRows::columns(), tr("Findings"), this);

    m_matrixCard = new components::Card({}, this);
    static_cast<components::Card *>(m_matrixCard)->setEdgeToEdge(true);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setHandleWidth(16);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_matrixCard);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({860, 340});
    m_panes = new QStackedWidget(this);
    m_panes->addWidget(m_split);
    m_panes->addWidget(tableCard(m_mappings));
    m_panes->addWidget(m_access);
    m_panes->addWidget(tableCard(m_findings));

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_mode);
    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(12);
    contentLayout->addLayout(bar);
    contentLayout->addWidget(m_notice);
    contentLayout->addWidget(m_panes, 1);
    m_states = new components::StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);

    m_mode->setCurrentIndex(MatrixPane);
    connect(m_mode, &components::SegmentedControl::currentChanged, this, [this](int mode) {
        m_panes->setCurrentIndex(mode);
        m_filter->setVisible(mode != CheckPane);
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (auto *table : {static_cast<DataTable *>(m_matrix), m_mappings, m_findings})
            if (table)
                table->rows()->setFilter(text);
    });
    connect(m_add, &QAction::triggered, this, [this] { addMapping({}); });
    connect(m_import, &QAction::triggered, this, &RolesPage::chooseGroups);
    connect(m_removeMapping, &QAction::triggered, this, &RolesPage::removeMapping);
    connect(m_detail, &PermissionDetail::granted, this, [this](const Target &target, const std::string &role, bool allowed) {
        edit([=](RoleFragment &fragment) { return fragment.grant(role, target, allowed); });
    });
    connect(m_detail, &PermissionDetail::mapWanted, this, [this](const std::string &role) { addMapping(fromUtf8(role)); });
    connect(m_detail, &PermissionDetail::renameWanted, this, &RolesPage::renameRole);
    connect(m_detail, &PermissionDetail::removeWanted, this, [this](const std::string &role) {
        edit([=](RoleFragment &fragment) {
            fragment.removeRole(role);
            return Status();
        });
    });
    connect(m_findings, &DataTable::opened, this, [this](const QString &key) { openFinding(key.mid(key.lastIndexOf('#') + 1).toInt()); });
    connect(m_access->table(), &DataTable::opened, this, [this](const QString &key) { emit navigate("apis", key); });
    const auto changed = [this] {
        m_stale = true;
        if (m_active)
            reload();
    };
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
    connect(&m_session.rights(), &shell::Rights::changed, this, [this] { offerEdits(m_session.state() == shell::Session::State::Ready); });
    connect(&m_session, &shell::Session::changesChanged, this, changed);
    connect(&m_session, &shell::Session::stateChanged, this, changed);
}

QList<QAction *> RolesPage::pageActions() const
{
    return {m_import, m_add};
}

void RolesPage::activate()
{
    m_active = true;
    if (m_stale)
        reload();
}

bool RolesPage::isReady() const
{
    return !m_loading.isRunning() && !m_session.isLoading() && !m_stale && m_access->isReady() && m_detail->isReady();
}

QString RolesPage::notice() const
{
    return m_notice->isHidden() ? QString() : m_notice->text();
}

void RolesPage::reload()
{
    using State = shell::Session::State;
    m_stale = false;
    const bool ready = m_session.state() == State::Ready;
    offerEdits(ready);
    if (m_session.state() == State::Disconnected)
        m_snapshot.reset();
    if (!shell::showSessionState(m_session, *m_states, QStringLiteral("roles"), tr("Start the local gateway or choose a connection to see who may call what."), m_snapshot != nullptr))
        return;
    if (!m_snapshot)
        m_states->setLoading(tr("Reading the role mapping…"));
    m_loading = components::runInBackground<std::shared_ptr<const RoleSnapshot>>(
        this, [configuration = m_session.effective()](std::stop_token, const components::Progress &) { return makeSnapshot(configuration); },
        [this](std::shared_ptr<const RoleSnapshot> snapshot) { showSnapshot(std::move(snapshot)); });
}

void RolesPage::offerEdits(bool ready)
{
    const auto reason = m_session.rights().whyNot("write", resource::ResourceId::of("policyFragments/gatehouse-roles"));
    shell::offer(m_add, ready, reason);
    shell::offer(m_import, ready, reason);
    shell::offer(m_removeMapping, ready && m_snapshot && !m_snapshot->model.mappings.empty(), reason);
}

void RolesPage::showSnapshot(std::shared_ptr<const RoleSnapshot> snapshot)
{
    m_snapshot = std::move(snapshot);
    int attention = 0;
    for (const auto &finding : m_snapshot->findings)
        attention += finding.severity != Severity::Information;
    emit badgeChanged(attention);
    if (!m_snapshot->found) {
        if (m_snapshot->problem.code == "roles.none")
            m_states->setEmpty("roles", tr("No role mapping yet"),
                               tr("A policy fragment says which claims give which role, and what a role may call. The first one allows anyone to call each API, so that nothing changes until you do."),
                               tr("Set up roles"), [this] { setUp(); });
        else
            m_states->setError(tr("The role mapping can't be read"), roleErrorText(m_snapshot->problem), tr("Open the fragment"),
                               [this] { emit navigate("policies", "policyFragments/gatehouse-roles"); });
        return;
    }
    // A table keeps its row by itself, not the cell.
    const int column = m_matrix ? m_matrix->currentIndex().column() : 0;
    if (!m_matrix || m_columns != m_snapshot->roles) {
        remakeMatrix();
    } else {
        m_matrix->setSource(std::make_shared<MatrixRows>(m_snapshot));
        if (column > 0)
            m_matrix->setCurrentIndex(m_matrix->currentIndex().siblingAtColumn(column));
    }
    m_mappings->setSource(std::make_shared<MappingRows>(m_snapshot));
    m_findings->setSource(std::make_shared<FindingRows>(m_snapshot));
    m_access->setSnapshot(m_snapshot);
    offerEdits(m_session.state() == shell::Session::State::Ready);
    m_states->setContent();
    showCell();
}

void RolesPage::remakeMatrix()
{
    auto *old = m_matrix;
    const auto key = old ? old->currentKey() : QString();
    const auto role = old && old->currentIndex().column() > 0 ? m_columns[std::size_t(old->currentIndex().column() - 1)] : std::string();
    QStringList open;
    if (old)
        for (int row = 0; row < old->rows()->rowCount(); ++row)
            if (const auto index = old->rows()->index(row, 0); index.data(components::RowModel::ExpandedRole).toBool())
                open.append(index.data(components::RowModel::KeyRole).toString());
    m_matrix = new MatrixTable(MatrixRows::columns(*m_snapshot), tr("Who may call what"), m_matrixCard);
    m_columns = m_snapshot->roles;
    static_cast<components::Card *>(m_matrixCard)->body()->addWidget(m_matrix);
    m_matrix->rows()->setFilter(m_filter->text());
    m_matrix->setSource(std::make_shared<MatrixRows>(m_snapshot));
    for (const auto &one : open)
        m_matrix->rows()->setExpanded(one, true);
    m_filter->setTarget(m_matrix);
    connect(m_matrix, &MatrixTable::cellChanged, this, &RolesPage::showCell);
    connect(m_matrix, &MatrixTable::toggled, this, &RolesPage::toggleCell);
    if (old) {
        const bool focused = old->hasFocus();
        old->hide();
        old->deleteLater();
        if (focused)
            m_matrix->setFocus();
        const auto at = std::find(m_columns.begin(), m_columns.end(), role);
        if (const auto index = m_matrix->rows()->indexOfKey(key); index.isValid())
            m_matrix->setCurrentIndex(index.siblingAtColumn(at == m_columns.end() ? 0 : int(at - m_columns.begin()) + 1));
    }
}

void RolesPage::showCell()
{
    if (!m_snapshot || !m_matrix)
        return;
    const auto index = m_matrix->currentIndex();
    const int row = index.isValid() ? m_snapshot->rowOf(m_matrix->currentKey()) : -1;
    const int role = index.column() - 1;
    m_detail->showCell(m_snapshot, row, role < int(m_snapshot->roles.size()) ? role : -1);
}

void RolesPage::toggleCell()
{
    const int row = m_snapshot->rowOf(m_matrix->currentKey());
    const int role = m_matrix->currentIndex().column() - 1;
    if (row < 0 || role < 0 || m_snapshot->rows[std::size_t(row)].kind == MatrixRow::Opaque)
        return;
    const auto target = m_snapshot->rows[std::size_t(row)].target;
    const auto name = m_snapshot->roles[std::size_t(role)];
    const bool allowed = !m_snapshot->cell(std::size_t(row), std::size_t(role)).isOwn;
    edit([=](RoleFragment &fragment) { return fragment.grant(name, target, allowed); });
}

void RolesPage::edit(const RoleEdit &change)
{
    auto result = changed(*m_session.effective(), change);
    if (!result) {
        m_notice->setText(roleErrorText(result.error()));
        theme::setTextTone(m_notice, theme::Tone::Danger);
        m_notice->show();
        return;
    }
    theme::setTextTone(m_notice, theme::Tone::Info);
    m_notice->setText(tr("The global policy is changed too: it includes the mapping from now on, so that it runs before every API."));
    m_notice->setVisible(result->includes);
    for (auto &resource : result->puts)
        m_session.stagePut(std::move(resource));
}

void RolesPage::setUp()
{
    edit([configuration = m_session.effective()](RoleFragment &fragment) { return allowAllApis(fragment, *configuration); });
}

void RolesPage::addMapping(const QString &role)
{
    if (!m_snapshot)
        return;
    MappingDialog dialog(*m_snapshot, connectionName(), this);
    dialog.setRole(role);
    if (dialog.exec() != QDialog::Accepted)
        return;
    edit([name = dialog.role(), one = dialog.mapping()](RoleFragment &fragment) {
        return fragment.map(name, one.issuer, one.claim, one.value, true);
    });
}

void RolesPage::removeMapping()
{
    const auto *source = dynamic_cast<const MappingRows *>(m_mappings->rows()->source());
    const auto *one = source && !m_mappings->currentKey().isEmpty() ? source->mapping(m_mappings->currentKey().toInt()) : nullptr;
    if (one)
        edit([gone = *one](RoleFragment &fragment) { return fragment.setMapping(gone.issuer, gone.claim, gone.value, {}); });
}

void RolesPage::renameRole(const std::string &role)
{
    bool accepted = false;
    const auto name = QInputDialog::getText(this, tr("Rename role – %1").arg(connectionName()), tr("New name of %1").arg(fromUtf8(role)), QLineEdit::Normal,
                                            fromUtf8(role), &accepted);
    if (accepted)
        edit([role, to = toUtf8(name.trimmed())](RoleFragment &fragment) { return fragment.renameRole(role, to); });
}

void RolesPage::chooseGroups()
{
    const auto path = m_snapshot ? QFileDialog::getOpenFileName(this, tr("Groups as name and id"), {}, tr("CSV files (*.csv *.txt);;All files (*)")) : QString();
    if (path.isEmpty())
        return;
    QFile file(path);
    Result<std::vector<Group>> groups = fail(ErrorKind::Invalid, "roles.badCsv", {{"line", "1"}});
    if (file.open(QIODevice::ReadOnly))
        groups = readGroups(file.read(largestCsv + 1).toStdString());
    if (!groups) {
        m_notice->setText(roleErrorText(groups.error()));
        theme::setTextTone(m_notice, theme::Tone::Danger);
        m_notice->show();
        return;
    }
    ImportGroupsDialog dialog(*groups, *m_snapshot, connectionName(), this);
    if (dialog.exec() == QDialog::Accepted)
        importGroups(dialog.mappings());
}

void RolesPage::importGroups(const std::vector<Mapping> &mappings)
{
    edit([mappings](RoleFragment &fragment) {
        for (const auto &one : mappings)
            if (auto status = fragment.map(one.roles.front(), one.issuer, one.claim, one.value, true); !status)
                return status;
        return Status();
    });
}

void RolesPage::openFinding(int row)
{
    if (!m_snapshot || row < 0 || std::size_t(row) >= m_snapshot->findings.size())
        return;
    const auto &finding = m_snapshot->findings[std::size_t(row)];
    if (const auto role = finding.arg("role"); !role.empty()) {
        const auto at = std::find(m_columns.begin(), m_columns.end(), role);
        m_mode->setCurrentIndex(MatrixPane);
        if (at != m_columns.end())
            m_matrix->setCurrentIndex(m_matrix->rows()->index(0, int(at - m_columns.begin()) + 1));
        m_matrix->setFocus();
    } else if (finding.code == "roles.nobody") {
        reveal(fromUtf8(finding.pointer));
    } else {
        emit navigate("policies", fromUtf8(finding.pointer));
    }
}

bool RolesPage::reveal(const QString &id)
{
    if (!m_snapshot || !m_matrix || m_snapshot->rowOf(id) < 0)
        return false;
    m_mode->setCurrentIndex(MatrixPane);
    m_matrix->rows()->reveal(id);
    const auto index = m_matrix->rows()->indexOfKey(id);
    if (!index.isValid())
        return false;
    m_matrix->setCurrentIndex(index.siblingAtColumn(std::max(1, m_matrix->currentIndex().column())));
    m_matrix->setFocus();
    return true;
}

QString RolesPage::connectionName() const
{
    const auto *connection = m_session.connection();
    return connection ? fromUtf8(connection->name) : QString();
}

} // namespace gatehouse::ui::roles
