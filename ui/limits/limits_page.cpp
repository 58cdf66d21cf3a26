// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limits_page.h"

#include "core/remote/connection.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/limits/add_limit_dialog.h"
#include "ui/limits/limit_detail.h"
#include "ui/shell/rights.h"
#include "ui/shell/session.h"
#include "ui/shell/session_state.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui::limits {

using components::DataTable;
using components::fromUtf8;
using components::Progress;
using resource::Resource;
using resource::ResourceId;

LimitsPage::LimitsPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_add(new QAction(theme::icon("plus"), tr("Add limit"), this))
{
    m_add->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    m_mode = new components::SegmentedControl(tr("Show limits"), this);
    m_mode->addSegment(tr("By scope"));
    m_mode->addSegment(tr("By operation"));
    m_filter = new components::FilterEdit(tr("Filter limits…"), this);
    m_limits = new DataTable(LimitRows::columns(), tr("Limits"), this);
    m_operations = new DataTable(OperationRows::columns(), tr("Limits by operation"), this);
    m_tables = new QStackedWidget(this);
    m_tables->addWidget(m_limits);
    m_tables->addWidget(m_operations);
    m_detail = new LimitDetail(this);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_mode);
    auto *tableCard = new components::Card({}, this);
    tableCard->setEdgeToEdge(true);
    tableCard->body()->addWidget(m_tables);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->addWidget(tableCard);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setSizes({860, 320});
    split->setChildrenCollapsible(false);
    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(12);
    contentLayout->addLayout(bar);
    contentLayout->addWidget(split, 1);
    m_states = new components::StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);

    m_mode->setCurrentIndex(0);
    m_filter->setTarget(m_limits);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_limits->rows()->setFilter(text);
        m_operations->rows()->setFilter(text);
    });
    connect(m_mode, &components::SegmentedControl::currentChanged, this, &LimitsPage::setMode);
    connect(m_limits, &DataTable::currentKeyChanged, this, &LimitsPage::showCurrent);
    connect(m_limits, &DataTable::opened, this, [this] { m_detail->calls()->setFocus(); });
    connect(m_operations, &DataTable::opened, this, [this](const QString &key) { emit navigate("apis", key); });
    connect(m_add, &QAction::triggered, this, &LimitsPage::addLimit);
    connect(m_detail, &LimitDetail::staged, this, [this](const LimitValues &values) {
        const auto *limit = m_snapshot ? m_snapshot->find(m_limits->currentKey()) : nullptr;
        const auto *document = limit ? m_session.effective()->find(limit->document) : nullptr;
        if (document)
            stage(withValues(*document, *limit, values));
    });
    connect(m_detail, &LimitDetail::removed, this, [this] {
        const auto *limit = m_snapshot ? m_snapshot->find(m_limits->currentKey()) : nullptr;
        const auto *document = limit ? m_session.effective()->find(limit->document) : nullptr;
        if (document)
            stage(withoutLimit(*document, *limit));
    });
    const auto changed = [this] {
        m_stale = true;
        if (m_active)
            reload();
    };
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
    connect(&m_session.rights(), &shell::Rights::changed, this, [this] { showCurrent(); });
    connect(&m_session, &shell::Session::changesChanged, this, changed);
    connect(&m_session, &shell::Session::stateChanged, this, changed);
}

QList<QAction *> LimitsPage::pageActions() const
{
    return {m_add};
}

void LimitsPage::activate()
{
    m_active = true;
    if (m_stale)
        reload();
}

bool LimitsPage::isReady() const
{
    return !m_loading.isRunning() && !m_session.isLoading() && !m_stale;
}

void LimitsPage::reload()
{
    m_stale = false;
    if (!shell::showSessionState(m_session, *m_states, QStringLiteral("gauge"), tr("Start the local gateway or choose a connection to see its limits."), m_snapshot != nullptr))
        return;
    if (!m_snapshot)
        m_states->setLoading(tr("Reading the policies…"));
    auto configuration = m_session.effective();
    m_loading = components::runInBackground<std::shared_ptr<const LimitSnapshot>>(
        this, [configuration](std::stop_token, const Progress &) { return makeSnapshot(configuration); },
        [this](std::shared_ptr<const LimitSnapshot> snapshot) { showSnapshot(std::move(snapshot)); });
}

void LimitsPage::showSnapshot(std::shared_ptr<const LimitSnapshot> snapshot)
{
    m_snapshot = std::move(snapshot);
    m_limits->setSource(std::make_shared<LimitRows>(m_snapshot, m_session.changes()));
    m_operations->setSource(std::make_shared<OperationRows>(m_snapshot));
    m_operations->rows()->setExpandedAll(true);
    if (m_snapshot->limits.empty() && m_snapshot->rows.empty()) {
        m_states->setEmpty("gauge", tr("No limits yet"), tr("Import an API, then add a limit to it."));
        return;
    }
    m_states->setContent();
    if (m_limits->currentKey().isEmpty() && !m_snapshot->limits.empty())
        m_limits->setCurrentKey(fromUtf8(m_snapshot->limits.front().key));
    showCurrent();
}

void LimitsPage::showCurrent()
{
    const auto *limit = m_snapshot ? m_snapshot->find(m_limits->currentKey()) : nullptr;
    if (!limit) {
        m_detail->showLimit(nullptr, {}, 0);
        return;
    }
    const auto index = static_cast<std::size_t>(limit - m_snapshot->limits.data());
    m_detail->showLimit(limit, m_snapshot->scopeNames[index], m_snapshot->operations[index]);
    const auto reason = m_session.rights().whyNot("write", limit->document);
    m_detail->setReadOnly(!reason.isEmpty(), reason);
}

void LimitsPage::setMode(int mode)
{
    m_tables->setCurrentIndex(mode);
    m_filter->setTarget(m_tables->currentWidget());
    m_detail->setVisible(mode == 0);
}

void LimitsPage::addLimit()
{
    const auto *connection = m_session.connection();
    AddLimitDialog dialog(*m_session.effective(), connection ? fromUtf8(connection->name) : QString(), this);
    if (const auto *limit = m_snapshot ? m_snapshot->find(m_limits->currentKey()) : nullptr)
        dialog.setDocument(limit->document);
    if (dialog.exec() == QDialog::Accepted)
        stage(withNewLimit(m_session.effective()->find(dialog.document()), dialog.document(), dialog.values(), dialog.counterKey()));
}

void LimitsPage::stage(Result<Resource> changed)
{
    if (changed)
        m_session.stagePut(std::move(*changed));
    else
        m_states->setError(tr("The limit could not be changed"), components::errorText(changed.error()), tr("Back"),
                           [this] { m_states->setContent(); });
}

bool LimitsPage::reveal(const QString &id)
{
    if (!m_snapshot)
        return false;
    for (const auto &limit : m_snapshot->limits) {
        if (fromUtf8(limit.document.text()).compare(id, Qt::CaseInsensitive) == 0) {
            m_mode->setCurrentIndex(0);
            return m_limits->setCurrentKey(fromUtf8(limit.key));
        }
    }
    if (!m_operations->setCurrentKey(id))
        return false;
    m_mode->setCurrentIndex(1);
    return true;
}

QList<shell::TourScene> LimitsPage::tourScenes()
{
    return {{"by-operation", [this] { m_mode->setCurrentIndex(1); }, nullptr}, {"by-scope", [this] { m_mode->setCurrentIndex(0); }, nullptr}};
}

} // namespace gatehouse::ui::limits
