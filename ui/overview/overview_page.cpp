// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include "ui/charts/latency_chart.h"
#include "ui/charts/stacked_bar_chart.h"
#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/figure_tile.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/reasons.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <cmath>

namespace gatehouse::ui::overview {

using components::Card;
using components::Cell;
using components::CellKind;
using components::Column;
using components::DataTable;
using components::FigureTile;
using components::fromUtf8;
using theme::Tone;

namespace {

constexpr int refreshMs = 5'000;

//! The newest authentication failures.
class FailureRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(OverviewPage)

public:
    explicit FailureRows(std::vector<remote::ExchangeRecord> records) : m_records(std::move(records)) { }

    static QList<Column> columns()
    {
        return {
            {tr("Time"), CellKind::Mono, 110, false, Qt::ElideRight},
            {tr("Caller"), CellKind::Strong, 180, false, Qt::ElideRight},
            {tr("API"), CellKind::Text, 160, false, Qt::ElideRight},
            {tr("Reason"), CellKind::Pill, 150, false, Qt::ElideRight},
            {tr("Path"), CellKind::Mono, 220, true, Qt::ElideMiddle},
            {tr("Address"), CellKind::Mono, 130, false, Qt::ElideRight},
        };
    }
    int rowCount() const override { return int(m_records.size()); }
    QString key(int row) const override { return fromUtf8(m_records[std::size_t(row)].requestId); }
    Cell cell(int row, int column) const override
    {
        const auto &record = m_records[std::size_t(row)];
        Cell cell;
        switch (column) {
        case 0:
            cell.text = components::clockText(record.time);
            cell.toolTip = components::dateTimeText(record.time);
            break;
        case 1: cell.text = record.subscriptionId.empty() ? tr("unknown") : fromUtf8(record.subscriptionId); break;
        case 2: cell.text = fromUtf8(record.apiId); break;
        case 3:
            cell.text = components::reasonText(record.reason);
            cell.tone = components::toneOfReason(record.reason);
            cell.dot = true;
            break;
        case 4: cell.text = fromUtf8(record.method + " " + record.path); break;
        case 5: cell.text = fromUtf8(record.clientAddress); break;
        default: break;
        }
        return cell;
    }

private:
    std::vector<remote::ExchangeRecord> m_records;
};

//! "+6.2 % on the 15 minutes before"; nothing where there is nothing to compare with.
QString relativeChange(double now, double before)
{
    if (before <= 0)
        return {};
    const double change = (now - before) / before * 100;
    return (change >= 0 ? "+" : "−") + QString::number(std::abs(change), 'f', 1) + " %";
}

Tone toneOfRise(double change)
{
    return change > 0 ? Tone::Danger : change < 0 ? Tone::Success : Tone::Neutral;
}

} // namespace

OverviewPage::OverviewPage(shell::Session &session, QWidget *parent)
    : Page(parent), m_session(session), m_timer(new QTimer(this))
{
    m_range = new components::SegmentedControl(tr("Time range"), this);
    m_range->addSegment(tr("15 m"), 15, tr("The last 15 minutes"));
    m_range->addSegment(tr("1 h"), 60, tr("The last hour"));
    m_range->addSegment(tr("24 h"), 24 * 60, tr("The last 24 hours"));
    m_range->addSegment(tr("7 d"), 7 * 24 * 60, tr("The last 7 days"));
    m_range->setCurrentIndex(0);

    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    layout->addWidget(makeTiles());
    layout->addWidget(makeCharts(), 3);
    layout->addWidget(makeFailures(), 2);
    m_states = new components::StateStack(content, this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 4, 24, 24);
    outer->addWidget(m_states);

    m_timer->setInterval(refreshMs);
    connect(m_timer, &QTimer::timeout, this, &OverviewPage::reload);
    connect(m_range, &components::SegmentedControl::currentChanged, this, &OverviewPage::reload);
    connect(&m_session, &shell::Session::connectionChanged, this, &OverviewPage::connectionChanged);
    connect(m_failures, &charts::StackedBarChart::barClicked, this, [this] { emit navigate("traffic", "outcome:refused"); });
}

QWidget *OverviewPage::makeTiles()
{
    auto *tiles = new QWidget(this);
    auto *layout = new QHBoxLayout(tiles);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    m_requests = new FigureTile("activity", tr("Requests"));
    m_p95 = new FigureTile("gauge", tr("p95 latency"));
    m_errors = new FigureTile("warning", tr("Error rate"));
    m_authentication = new FigureTile("lock", tr("Authentication failures"));
    for (auto *tile : {m_requests, m_p95, m_errors, m_authentication})
        layout->addWidget(tile, 1);
    return tiles;
}

QWidget *OverviewPage::makeCharts()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    auto *latency = new Card(tr("Latency"));
    latency->setSubtitle(tr("all APIs"));
    latency->addHeaderWidget(m_range);
    m_latency = new charts::LatencyChart;
    latency->body()->addWidget(m_latency);
    auto *failures = new Card(tr("Failures"));
    failures->setSubtitle(tr("by reason"));
    m_failures = new charts::StackedBarChart;
    failures->body()->addWidget(m_failures);
    layout->addWidget(latency, 3);
    layout->addWidget(failures, 2);
    return row;
}

QWidget *OverviewPage::makeFailures()
{
    auto *card = new Card(tr("Recent authentication failures"));
    card->setSubtitle(tr("live"));
    auto *all = components::makeButton(tr("View all"), theme::ButtonRank::Link);
    connect(all, &QPushButton::clicked, this, [this] { emit navigate("traffic", "outcome:refused"); });
    card->addHeaderWidget(all);
    m_recent = new DataTable(FailureRows::columns(), tr("Recent authentication failures"));
    connect(m_recent, &DataTable::opened, this, [this](const QString &key) { emit navigate("traffic", key); });
    m_recentStates = new components::StateStack(m_recent);
    card->body()->addWidget(m_recentStates);
    return card;
}

std::chrono::minutes OverviewPage::range() const
{
    return std::chrono::minutes{m_range->currentData().toInt()};
}

void OverviewPage::activate()
{
    m_active = true;
    m_timer->start();
    reload();
}

void OverviewPage::deactivate()
{
    m_active = false;
    m_timer->stop();
    m_loading.abandon();
}

bool OverviewPage::isReady() const
{
    return m_data.has_value() || (!m_loading.isRunning() && !m_session.isLoading());
}

void OverviewPage::connectionChanged()
{
    m_data.reset();
    m_loading.abandon();
    if (m_active)
        reload();
}

void OverviewPage::reload()
{
    const auto client = m_session.client();
    if (!client) {
        m_states->setEmpty("activity", tr("No gateway is connected"), tr("Start the local gateway at the lower left, or choose a connection above."));
        return;
    }
    if (!m_data)
        m_states->setLoading(tr("Reading the figures…"));
    m_loading = components::runInBackground<Result<OverviewData>>(
        this,
        [client, range = range()](std::stop_token stop, const components::Progress &) {
            return readOverview(*client, SystemClock().utc(), range, std::move(stop));
        },
        [this](Result<OverviewData> result) { showResult(std::move(result)); });
}

void OverviewPage::showResult(Result<OverviewData> result)
{
    if (!result) {
        m_data.reset();
        if (result.error().kind == ErrorKind::NotFound)
            m_states->setEmpty("info", tr("This service has no figures here"),
                               tr("Latency and failures come from Gatehouse's own gateway. Azure's figures are in Azure Monitor."));
        else
            m_states->setError(tr("The figures could not be read"), components::errorText(result.error()), tr("Try again"), [this] { reload(); });
        return;
    }
    m_data = std::move(*result);
    m_states->setContent();
    showTiles();
    showCharts();
    showFailures();
}

void OverviewPage::showTiles()
{
    const auto &now = m_data->now;
    const auto &before = m_data->before;
    const double minutes = double(range().count());
    m_requests->setFigure(tr("%1 /min").arg(components::countText(double(now.requests) / minutes)));
    m_requests->setChange(relativeChange(double(now.requests), double(before.requests)));
    m_requests->setSpark(spark(*m_data, Figure::Requests));
    m_p95->setFigure(components::millisecondsText(now.p95.value_or(std::nan(""))));
    const double p95Change = now.p95.value_or(0) - before.p95.value_or(now.p95.value_or(0));
    m_p95->setChange(before.p95 ? (p95Change >= 0 ? "+" : "−") + components::millisecondsText(std::abs(p95Change)) : QString(), toneOfRise(p95Change));
    m_p95->setSpark(spark(*m_data, Figure::P95));
    const double share = errorShare(now);
    m_errors->setFigure(components::percentText(share));
    const double shareChange = (share - errorShare(before)) * 100;
    m_errors->setChange(before.requests ? tr("%1 pt").arg((shareChange >= 0 ? "+" : "−") + QString::number(std::abs(shareChange), 'f', 2)) : QString(),
                        toneOfRise(shareChange));
    m_errors->setSpark(spark(*m_data, Figure::ErrorShare), share > 0.01 ? Tone::Danger : Tone::Accent);
    const auto failures = authenticationFailures(now);
    m_authentication->setFigure(components::countText(double(failures)));
    m_authentication->setChange(relativeChange(double(failures), double(authenticationFailures(before))),
                                toneOfRise(double(failures) - double(authenticationFailures(before))));
    m_authentication->setSpark(spark(*m_data, Figure::AuthenticationFailures), failures > 0 ? Tone::Danger : Tone::Accent);
}

void OverviewPage::showCharts()
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto from = duration_cast<milliseconds>(m_data->from.time_since_epoch()).count();
    const auto to = duration_cast<milliseconds>(m_data->to.time_since_epoch()).count();
    m_latency->setData(latencyPoints(*m_data), from, to);
    m_failures->setData(failureSeries(*m_data), from, duration_cast<milliseconds>(remote::lengthOf(m_data->step)).count());
}

void OverviewPage::showFailures()
{
    m_recent->setSource(std::make_shared<FailureRows>(m_data->failures));
    if (m_data->failures.empty())
        m_recentStates->setEmpty("shield", tr("No authentication failures"), tr("Nobody was turned away for a key or a token among the newest requests."));
    else
        m_recentStates->setContent();
}

} // namespace gatehouse::ui::overview
