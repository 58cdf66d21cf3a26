// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/audit_page.h"

#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"

#include <QAction>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse::ui::audit {

using components::DataTable;
using components::fromUtf8;
using components::makeLabel;
using components::toUtf8;
using theme::TextRole;

namespace {

constexpr int pageSize = 200;
constexpr int typingMs = 250;

} // namespace

AuditPage::AuditPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_rows(std::make_shared<AuditRows>()),
      m_refresh(new QAction(theme::icon("refresh"), tr("Refresh"), this)), m_typing(new QTimer(this))
{
    m_refresh->setShortcut(QKeySequence(Qt::Key_F5));
    m_typing->setSingleShot(true);
    m_typing->setInterval(typingMs);
    m_table = new DataTable(AuditRows::columns(), tr("Audit records"), this);
    m_table->setSource(m_rows);
    m_more = components::makeButton(tr("Load older records"), theme::ButtonRank::Link);
    m_more->hide();

    auto *card = new components::Card({}, this);
    card->setEdgeToEdge(true);
    m_tableStates = new components::StateStack(m_table, card);
    card->body()->addWidget(m_tableStates, 1);
    card->body()->addWidget(m_more, 0, Qt::AlignCenter);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setHandleWidth(16);
    split->addWidget(card);
    split->addWidget(makeDetail());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    auto *content = new QWidget(this);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(12);
    contentLayout->addWidget(makeFilters());
    contentLayout->addWidget(split, 1);
    m_states = new components::StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(m_states);

    connect(m_refresh, &QAction::triggered, this, &AuditPage::reload);
    connect(m_typing, &QTimer::timeout, this, &AuditPage::reload);
    connect(m_more, &QPushButton::clicked, this, &AuditPage::loadMore);
    connect(m_table, &DataTable::currentKeyChanged, this, &AuditPage::showCurrent);
    connect(m_table, &DataTable::opened, this, [this] { m_diff->setFocus(); });
    const auto changed = [this] {
        m_stale = true;
        if (m_active && isVisible())
            reload();
    };
    connect(&m_session, &shell::Session::connectionChanged, this, changed);
    connect(&m_session, &shell::Session::configurationChanged, this, changed);
}

QWidget *AuditPage::makeFilters()
{
    auto *bar = new QWidget(this);
    m_who = new QLineEdit(bar);
    m_who->setPlaceholderText(tr("Who"));
    m_who->setAccessibleName(tr("Who"));
    m_who->setClearButtonEnabled(true);
    m_who->setMaximumWidth(180);
    m_what = new components::FilterEdit(tr("Resource: apis/orders…"), bar);
    m_what->setTarget(m_table);
    m_action = new QComboBox(bar);
    m_action->setAccessibleName(tr("Action"));
    m_action->addItem(tr("Every action"), QString());
    for (const char *action : {"put", "patch", "delete", "import", "listSecrets", "listValue", "regeneratePrimaryKey", "regenerateSecondaryKey", "denied"})
        m_action->addItem(actionText(action), QString::fromLatin1(action));
    m_when = new components::SegmentedControl(tr("When"), bar);
    m_when->addSegment(tr("1 h"), 60);
    m_when->addSegment(tr("24 h"), 24 * 60);
    m_when->addSegment(tr("7 d"), 7 * 24 * 60);
    m_when->addSegment(tr("All"), 0);
    m_when->setCurrentIndex(3);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_what, 1);
    layout->addWidget(m_who);
    layout->addWidget(m_action);
    layout->addWidget(m_when);

    const auto typed = [this] { m_typing->start(); };
    connect(m_who, &QLineEdit::textChanged, this, typed);
    connect(m_what, &QLineEdit::textChanged, this, typed);
    connect(m_action, &QComboBox::currentIndexChanged, this, &AuditPage::reload);
    connect(m_when, &components::SegmentedControl::currentChanged, this, &AuditPage::reload);
    return bar;
}

QWidget *AuditPage::makeDetail()
{
    auto *card = new components::Card(tr("Record"), this);
    m_detailTitle = makeLabel({}, TextRole::Heading);
    m_detailResource = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_detailResource, TextRole::Mono);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(16);
    m_facts->setVerticalSpacing(4);
    m_diff = new components::DiffText;
    m_noDiff = components::makeParagraph({});
    auto *left = new QVBoxLayout;
    left->addWidget(m_detailTitle);
    left->addWidget(m_detailResource);
    left->addLayout(m_facts);
    left->addStretch();
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    row->addLayout(left, 2);
    auto *right = new QVBoxLayout;
    right->addWidget(m_diff, 1);
    right->addWidget(m_noDiff);
    row->addLayout(right, 5);
    card->body()->addLayout(row);
    return card;
}

QList<QAction *> AuditPage::pageActions() const
{
    return {m_refresh};
}

void AuditPage::activate()
{
    m_active = true;
    if (m_stale)
        reload();
}

bool AuditPage::isReady() const
{
    return !m_stale && !m_loading.isRunning() && !m_typing->isActive();
}

remote::AuditQuery AuditPage::query() const
{
    remote::AuditQuery query;
    query.subject = toUtf8(m_who->text().trimmed());
    query.resource = toUtf8(m_what->text().trimmed());
    query.action = toUtf8(m_action->currentData().toString());
    query.limit = pageSize;
    if (const int minutes = m_when->currentData().toInt(); minutes > 0)
        query.from = SystemClock().utc() - std::chrono::minutes{minutes};
    return query;
}

void AuditPage::reload()
{
    load(false);
}

void AuditPage::loadMore()
{
    load(true);
}

void AuditPage::load(bool more)
{
    m_stale = false;
    const auto client = m_session.client();
    if (!client) {
        m_states->setEmpty("audit", tr("No gateway is connected"), tr("Start the local gateway or choose a connection to see who did what."));
        return;
    }
    if (m_rows->rowCount() == 0)
        m_states->setLoading(tr("Reading the records…"));
    auto asked = query();
    asked.before = more ? m_before : std::string{};
    m_loading = components::runInBackground<Result<remote::AuditPage>>(
        this,
        [client, asked](std::stop_token stop, const components::Progress &) { return remote::LocalProvider(*client).audit(asked, std::move(stop)); },
        [this, more](Result<remote::AuditPage> page) { showRecords(std::move(page), more); });
}

void AuditPage::showRecords(Result<remote::AuditPage> page, bool more)
{
    if (!page) {
        if (page.error().kind == ErrorKind::NotFound)
            m_states->setEmpty("info", tr("This service has no audit records here"),
                               tr("The record of every change with its difference comes from Gatehouse's own gateway. Azure's Activity Log has who and when."));
        else
            m_states->setError(tr("The records could not be read"), components::errorText(page.error()), tr("Try again"), [this] { reload(); });
        return;
    }
    m_states->setContent();
    if (!more)
        m_rows->clear();
    m_before = page->before;
    m_rows->append(std::move(page->entries));
    m_table->rows()->sourceChanged();
    m_more->setVisible(!m_before.empty());
    if (m_rows->rowCount() == 0)
        m_tableStates->setEmpty("audit", tr("No record matches"), tr("Widen the filter or the time."));
    else
        m_tableStates->setContent();
    if (m_table->currentKey().isEmpty() && m_rows->rowCount() > 0)
        m_table->setCurrentKey(m_rows->key(0));
    showCurrent();
}

void AuditPage::showCurrent()
{
    const auto *entry = m_rows->find(m_table->currentKey());
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    if (!entry) {
        m_detailTitle->setText(tr("Choose a record to see what changed."));
        m_detailResource->setText({});
        m_diff->setDiff({}, {});
        m_noDiff->setText({});
        return;
    }
    const auto &record = entry->record;
    m_detailTitle->setText(tr("%1 by %2").arg(actionText(record.action), whoText(record.principal)));
    m_detailResource->setText(record.resourceId.empty() ? tr("service") : fromUtf8(record.resourceId));
    const auto fact = [this](const QString &name, const QString &value) {
        if (!value.isEmpty())
            m_facts->addRow(makeLabel(name, TextRole::Secondary, 3), new components::ElidedLabel(value, Qt::ElideMiddle));
    };
    fact(tr("Time"), components::dateTimeText(record.time));
    fact(tr("Answer"), QString::number(record.status) + " " + fromUtf8(record.errorCode));
    fact(tr("From"), fromUtf8(record.clientAddress));
    fact(tr("Program"), fromUtf8(record.userAgent));
    fact(tr("ETag"), fromUtf8(record.etagBefore.empty() ? record.etagAfter : record.etagBefore + " → " + record.etagAfter));
    fact(tr("Request id"), fromUtf8(record.requestId));
    const auto document = diffOf(*entry);
    m_diff->setDiff(document.before, document.after);
    const bool same = document.before == document.after;
    m_diff->setVisible(!same);
    m_noDiff->setText(!same ? QString() : document.kind == components::DiffDocument::Action ? tr("This record has no bodies.") : tr("Nothing differs: the same was written again."));
    m_noDiff->setVisible(same);
}

bool AuditPage::reveal(const QString &id)
{
    m_what->setText(id);
    return true;
}

QList<shell::TourScene> AuditPage::tourScenes()
{
    return {{"diff",
             [this] {
                 // A change where there is one, else a creation: a fresh gateway has creations alone.
                 QString creation;
                 for (int row = 0; row < m_rows->rowCount(); ++row) {
                     const auto &record = m_rows->find(m_rows->key(row))->record;
                     if (record.before && record.after && m_table->setCurrentKey(m_rows->key(row)))
                         return;
                     if (record.after && creation.isEmpty())
                         creation = m_rows->key(row);
                 }
                 m_table->setCurrentKey(creation);
             },
             nullptr}};
}

} // namespace gatehouse::ui::audit
