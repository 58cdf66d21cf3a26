// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/overview/overview_data.h"
#include "ui/shell/page.h"

#include <optional>

class QTimer;

namespace gatehouse::ui::charts {
class LatencyChart;
class StackedBarChart;
}
namespace gatehouse::ui::components {
class DataTable;
class FigureTile;
class SegmentedControl;
class StateStack;
}

namespace gatehouse::ui::overview {

//! Requests, p95, errors and authentication failures of a range, their course, and the newest failures. Reads again every 5 s while it is shown.
class OverviewPage : public shell::Page
{
    Q_OBJECT

public:
    explicit OverviewPage(shell::Session &session, QWidget *parent = nullptr);

    QString title() const override { return tr("Overview"); }
    void activate() override;
    void deactivate() override;
    bool isReady() const override;

    const std::optional<OverviewData> &data() const { return m_data; }

private:
    QWidget *makeTiles();
    QWidget *makeCharts();
    QWidget *makeFailures();
    void connectionChanged();
    void reload();
    void showResult(Result<OverviewData> result);
    void showTiles();
    void showCharts();
    void showFailures();
    std::chrono::minutes range() const;

    shell::Session &m_session;
    std::optional<OverviewData> m_data;
    components::TaskSlot m_loading;
    QTimer *m_timer;
    bool m_active = false;

    components::StateStack *m_states;
    components::SegmentedControl *m_range;
    components::FigureTile *m_requests;
    components::FigureTile *m_p95;
    components::FigureTile *m_errors;
    components::FigureTile *m_authentication;
    charts::LatencyChart *m_latency;
    charts::StackedBarChart *m_failures;
    components::DataTable *m_recent;
    components::StateStack *m_recentStates;
};

} // namespace gatehouse::ui::overview
