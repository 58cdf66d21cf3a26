// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_page.h"

#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"
#include "ui/traffic/exchange_detail.h"
#include "ui/traffic/trace_dialog.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse::ui::traffic {

using components::DataTable;
using components::fromUtf8;
using telemetry::ExchangeRecord;
using theme::Tone;

namespace {

constexpr int backfill = 500;

} // namespace

TrafficPage::TrafficPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_rows(std::make_shared<ExchangeRows>()), m_pause(new QAction(theme::icon("pause"), tr("Pause"), this)),
      m_followNewest(new QAction(theme::icon("chevron-down"), tr("Follow newest"), this)), m_clear(new QAction(theme::icon("trash"), tr("Clear list"), this))
{
    m_pause->setCheckable(true);
    m_pause->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_P));
    m_followNewest->setCheckable(true);
    m_followNewest->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_End));
    m_clear->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    m_filter = new components::FilterEdit(tr("Filter by path, status, API, caller, reason…"), this);
    m_live = new components::Pill(tr("Connecting"), Tone::Neutral, true, this);
    m_counts = components::makeLabel({}, theme::TextRole::Secondary, 2);
    m_table = new DataTable(ExchangeRows::columns(), tr("Requests"), this);
    m_table->setSource(m_rows);
    m_table->setFollowing(true);
    m_followNewest->setChecked(true);
    m_detail = new ExchangeDetail(this);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_live);
    bar->addWidget(m_counts);
    auto *card = new components::Card({}, this);
    card->setEdgeToEdge(true);
    card->body()->addWidget(m_table);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->addWidget(card);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setSizes({820, 360});
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

    m_filter->setTarget(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) { m_table->rows()->setFilter(text); });
    connect(m_table->rows(), &components::RowModel::countChanged, this, &TrafficPage::showCounts);
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString &key) { m_detail->showRecord(m_rows->find(key)); });
    connect(m_detail, &ExchangeDetail::traceWanted, this, &TrafficPage::openTrace);
    connect(m_table, &DataTable::followingChanged, m_followNewest, &QAction::setChecked);
    connect(m_followNewest, &QAction::toggled, m_table, &DataTable::setFollowing);
    connect(m_pause, &QAction::toggled, this, &TrafficPage::setPaused);
    connect(m_clear, &QAction::triggered, this, [this] {
        m_rows->clear();
        m_table->rows()->sourceChanged();
        m_detail->showRecord(nullptr);
    });
    connect(&m_session, &shell::Session::connectionChanged, this, &TrafficPage::connectionChanged);
}

QList<QAction *> TrafficPage::pageActions() const
{
    return {m_clear, m_followNewest, m_pause};
}

bool TrafficPage::isPaused() const
{
    return m_pause->isChecked();
}

void TrafficPage::activate()
{
    if (!m_begun)
        begin();
}

void TrafficPage::deactivate()
{
    // Goes on in the background: coming back, nothing is missing.
}

bool TrafficPage::isReady() const
{
    return m_begun && !m_loading.isRunning();
}

void TrafficPage::connectionChanged()
{
    m_stream.reset();
    m_loading.abandon();
    m_rows->clear();
    m_held.clear();
    m_missed = 0;
    m_table->rows()->sourceChanged();
    m_detail->showRecord(nullptr);
    m_begun = false;
    if (isVisible())
        begin();
}

void TrafficPage::begin()
{
    m_begun = true;
    const auto client = m_session.client();
    if (!client) {
        m_states->setEmpty("activity", tr("No gateway is connected"), tr("Start the local gateway or choose a connection to see its traffic."));
        return;
    }
    m_states->setLoading(tr("Reading the newest requests…"));
    m_loading = components::runInBackground<Result<remote::ExchangePage>>(
        this,
        [client](std::stop_token stop, const components::Progress &) {
            return remote::LocalProvider(*client).exchanges({}, backfill, {}, std::move(stop));
        },
        [this](Result<remote::ExchangePage> page) { backfilled(std::move(page)); });
}

void TrafficPage::backfilled(Result<remote::ExchangePage> page)
{
    if (!page) {
        if (page.error().kind == ErrorKind::NotFound)
            m_states->setEmpty("info", tr("This service has no live traffic here"),
                               tr("Single requests come from Gatehouse's own gateway. Azure writes them to Application Insights, if it is set up."));
        else
            m_states->setError(tr("The requests could not be read"), components::errorText(page.error()), tr("Try again"), [this] { begin(); });
        return;
    }
    m_states->setContent();
    add(std::move(page->records));
    follow(page->cursor);
}

void TrafficPage::follow(const std::string &cursor)
{
    const auto client = m_session.client();
    remote::SseStream::Callbacks callbacks;
    callbacks.records = [this](std::vector<ExchangeRecord> records) { take(std::move(records)); };
    callbacks.gap = [this](std::uint64_t missed) {
        m_missed += missed;
        showCounts();
    };
    callbacks.state = [this](remote::SseStream::State state, const std::optional<Error> &) { showState(state); };
    m_stream = std::make_unique<remote::SseStream>(*client, remote::ExchangeFilter{}, this, std::move(callbacks), cursor);
}

void TrafficPage::take(std::vector<ExchangeRecord> records)
{
    if (!isPaused()) {
        add(std::move(records));
        return;
    }
    m_held.insert(m_held.end(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
    showCounts();
}

void TrafficPage::add(std::vector<ExchangeRecord> records)
{
    if (m_rows->append(std::move(records)))
        m_table->rows()->sourceAppended();
    else
        m_table->rows()->sourceChanged();
    showCounts();
}

void TrafficPage::setPaused(bool paused)
{
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setIcon(theme::icon(paused ? "play" : "pause"));
    if (!paused)
        add(std::exchange(m_held, {}));
    showState(remote::SseStream::State::Live);
}

void TrafficPage::showState(remote::SseStream::State state)
{
    switch (state) {
    case remote::SseStream::State::Connecting:
    case remote::SseStream::State::Waiting:
        m_live->setText(tr("Reconnecting"));
        m_live->setTone(Tone::Warning);
        break;
    case remote::SseStream::State::Refused:
        m_live->setText(tr("Refused"));
        m_live->setTone(Tone::Danger);
        break;
    case remote::SseStream::State::Live:
        m_live->setText(isPaused() ? tr("Paused") : tr("Live"));
        m_live->setTone(isPaused() ? Tone::Neutral : Tone::Success);
        break;
    }
}

void TrafficPage::showCounts()
{
    auto text = tr("%1 of %n request(s)", nullptr, m_table->rows()->totalCount()).arg(QLocale().toString(m_table->rows()->matchCount()));
    if (isPaused())
        text += tr(" · %n held back", nullptr, int(m_held.size()));
    if (m_missed > 0)
        text += tr(" · %n missed", nullptr, int(m_missed));
    m_counts->setText(text);
}

bool TrafficPage::reveal(const QString &id)
{
    if (m_rows->find(id)) {
        m_filter->clear();
        return m_table->setCurrentKey(id);
    }
    m_filter->setText(id);
    return true;
}

void TrafficPage::openTrace(const QString &traceId)
{
    auto *dialog = new TraceDialog(m_session, traceId, this);
    connect(dialog, &TraceDialog::documentWanted, this, [this](const QString &id) { emit navigate("policies", id); });
    dialog->show();
}

void TrafficPage::selectFailure()
{
    for (int row = m_rows->rowCount() - 1; row >= 0; --row) {
        if (m_rows->record(row).phases.backendDone > 0 && m_table->setCurrentKey(m_rows->key(row)))
            return;
    }
}

QList<shell::TourScene> TrafficPage::tourScenes()
{
    return {
        {"request",
         [this] {
             m_filter->clear();
             m_pause->setChecked(true);
             selectFailure();
         },
         nullptr},
        {"refused", [this] { m_filter->setText("outcome:refused"); }, nullptr},
        {"live",
         [this] {
             m_filter->clear();
             m_pause->setChecked(false);
             m_table->setFollowing(true);
         },
         nullptr},
    };
}

} // namespace gatehouse::ui::traffic
