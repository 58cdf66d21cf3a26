// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/local_provider.h"
#include "ui/charts/latency_chart.h"
#include "ui/charts/stacked_bar_chart.h"

#include <QList>
#include <QString>

#include <chrono>
#include <stop_token>
#include <vector>

namespace gatehouse::ui::overview {

//! What the page shows of one range; read in the background from a gateway's Gatehouse.Local.
struct OverviewData
{
    UtcTime from{}, to{};
    remote::Step step = remote::Step::Minute;
    std::vector<remote::TrafficFigures> buckets; //!< total, by time
    remote::TrafficFigures now; //!< over the range
    remote::TrafficFigures before; //!< over the range of the same length before it
    std::vector<remote::TrafficFigures> byApi;
    std::vector<remote::ExchangeRecord> failures; //!< newest first: refused for a key or token
    std::uint64_t droppedRecords = 0;
};

//! Blocking; several calls. Fails as LocalProvider does.
Result<OverviewData> readOverview(const remote::ArmClient &client, UtcTime now, std::chrono::minutes range, std::stop_token stop);

std::uint64_t authenticationFailures(const remote::TrafficFigures &figures);
//! 5xx and aborted of all requests; 0 when there were none.
double errorShare(const remote::TrafficFigures &figures);

//! Pure views of the data for the widgets.
QList<charts::LatencyPoint> latencyPoints(const OverviewData &data);
//! Failures by reason (4xx of the gateway and 5xx), one value a bucket of `step`.
QList<charts::BarSeries> failureSeries(const OverviewData &data);
enum class Figure { Requests, P95, ErrorShare, AuthenticationFailures };
QList<double> spark(const OverviewData &data, Figure figure);

} // namespace gatehouse::ui::overview
