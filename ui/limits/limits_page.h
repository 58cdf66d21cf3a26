// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/limits/limit_rows.h"
#include "ui/shell/page.h"

namespace gatehouse::ui::components {
class DataTable;
class FilterEdit;
class SegmentedControl;
class StateStack;
}

class QStackedWidget;

namespace gatehouse::ui::limits {

class LimitDetail;

//! Every rate limit at every scope, or what each operation meets. Edits go into the change tray as puts of the policy document, in which only
//! the edited attributes differ.
class LimitsPage : public shell::Page
{
    Q_OBJECT

public:
    explicit LimitsPage(shell::Session &session, QWidget *parent = nullptr);

    QString title() const override { return tr("Limits"); }
    QList<QAction *> pageActions() const override;
    QAction *primaryAction() const override { return m_add; }
    void activate() override;
    bool isReady() const override;
    //! "apis/orders/policies/policy" or "apis/orders/operations/get".
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *limitTable() const { return m_limits; }
    LimitDetail *detail() const { return m_detail; }

private:
    void reload();
    void showSnapshot(std::shared_ptr<const LimitSnapshot> snapshot);
    void showCurrent();
    void setMode(int mode);
    void addLimit();
    void stage(Result<resource::Resource> changed);

    shell::Session &m_session;
    std::shared_ptr<const LimitSnapshot> m_snapshot;
    components::TaskSlot m_loading;
    bool m_active = false;
    bool m_stale = true;

    QAction *m_add;
    components::StateStack *m_states;
    components::SegmentedControl *m_mode;
    components::FilterEdit *m_filter;
    QStackedWidget *m_tables;
    components::DataTable *m_limits;
    components::DataTable *m_operations;
    LimitDetail *m_detail;
};

} // namespace gatehouse::ui::limits
