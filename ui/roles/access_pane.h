// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/roles/role_matrix.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui::components {
class DataTable;
class StateStack;
}

namespace gatehouse::ui::roles {

//! What one person may call, operation by operation.
struct AccessResult
{
    std::vector<policy::roles::OperationPlace> operations;
    std::vector<policy::roles::Decision> decisions;
    std::optional<Error> problem;

    std::size_t allowed() const; //!< ungoverned ones too
};

//! Asks the gateway's engine what pasted claims may call.
class AccessPane : public QWidget
{
    Q_OBJECT

public:
    explicit AccessPane(QWidget *parent = nullptr);

    void setSnapshot(std::shared_ptr<const RoleSnapshot> snapshot);
    QPlainTextEdit *claims() const { return m_claims; }
    void check();
    bool isReady() const { return !m_running.isRunning(); }
    components::DataTable *table() const { return m_table; }

private:
    void show(const AccessResult &result);

    std::shared_ptr<const RoleSnapshot> m_snapshot;
    components::TaskSlot m_running;
    QPlainTextEdit *m_claims;
    QComboBox *m_product;
    QPushButton *m_check;
    QLabel *m_summary;
    components::DataTable *m_table;
    components::StateStack *m_states;
};

//! Which rows decided, in words.
QString ruleText(const policy::roles::Decision &decision);

} // namespace gatehouse::ui::roles
