// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/sse_stream.h"
#include "ui/components/run_in_background.h"
#include "ui/shell/page.h"
#include "ui/traffic/exchange_rows.h"

#include <memory>
#include <vector>

class QLabel;

namespace gatehouse::ui::components {
class DataTable;
class FilterEdit;
class Pill;
class StateStack;
}

namespace gatehouse::ui::traffic {

class ExchangeDetail;

//! The live tail: every request through the gateway as it ends, with a filter, a pause that loses nothing, following, and a request's phases.
class TrafficPage : public shell::Page
{
    Q_OBJECT

public:
    explicit TrafficPage(shell::Session &session, QWidget *parent = nullptr);

    QString title() const override { return tr("Traffic"); }
    QList<QAction *> pageActions() const override;
    void activate() override;
    void deactivate() override;
    bool isReady() const override;
    //! A request id, or a text to filter by ("outcome:refused").
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *table() const { return m_table; }
    components::FilterEdit *filter() const { return m_filter; }
    bool isPaused() const;
    //! Records held back while paused.
    std::size_t heldBack() const { return m_held.size(); }

private:
    void connectionChanged();
    void begin();
    void backfilled(Result<remote::ExchangePage> page);
    void follow(const std::string &cursor);
    void take(std::vector<telemetry::ExchangeRecord> records);
    void add(std::vector<telemetry::ExchangeRecord> records);
    void setPaused(bool paused);
    void showState(remote::SseStream::State state);
    void showCounts();
    void selectFailure();
    void openTrace(const QString &traceId);

    shell::Session &m_session;
    std::shared_ptr<ExchangeRows> m_rows;
    std::unique_ptr<remote::SseStream> m_stream;
    components::TaskSlot m_loading;
    std::vector<telemetry::ExchangeRecord> m_held;
    std::uint64_t m_missed = 0;
    bool m_begun = false;

    QAction *m_pause;
    QAction *m_followNewest;
    QAction *m_clear;
    components::StateStack *m_states;
    components::FilterEdit *m_filter;
    components::Pill *m_live;
    QLabel *m_counts;
    components::DataTable *m_table;
    ExchangeDetail *m_detail;
};

} // namespace gatehouse::ui::traffic
