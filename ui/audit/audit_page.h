// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/local_provider.h"
#include "ui/audit/audit_rows.h"
#include "ui/components/run_in_background.h"
#include "ui/shell/page.h"

#include <memory>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace gatehouse::ui::components {
class DataTable;
class DiffText;
class ElidedLabel;
class FilterEdit;
class Pill;
class SegmentedControl;
class StateStack;
}

namespace gatehouse::ui::audit {

//! Who did what and when, each record opening to its difference. The filter is the gateway's, so that it sees all records and not the page's.
class AuditPage : public shell::Page
{
    Q_OBJECT

public:
    explicit AuditPage(shell::Session &session, QWidget *parent = nullptr);

    QString title() const override { return tr("Audit"); }
    QList<QAction *> pageActions() const override;
    void activate() override;
    bool isReady() const override;
    //! A resource id: only its records.
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *table() const { return m_table; }

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    remote::AuditQuery query() const;
    void reload();
    void loadMore();
    void load(bool more);
    void showRecords(Result<remote::AuditPage> page, bool more);
    void showCurrent();

    shell::Session &m_session;
    std::shared_ptr<AuditRows> m_rows;
    components::TaskSlot m_loading;
    std::string m_before; //!< of the next page; "" : none
    bool m_active = false;
    bool m_stale = true;

    QAction *m_refresh;
    QTimer *m_typing; //!< waits until the person stops typing
    components::StateStack *m_states;
    components::StateStack *m_tableStates;
    QLineEdit *m_who;
    components::FilterEdit *m_what;
    QComboBox *m_action;
    components::SegmentedControl *m_when;
    components::DataTable *m_table;
    QPushButton *m_more;
    QLabel *m_detailTitle;
    components::ElidedLabel *m_detailResource;
    QFormLayout *m_facts;
    components::DiffText *m_diff;
    QLabel *m_noDiff;
};

} // namespace gatehouse::ui::audit
