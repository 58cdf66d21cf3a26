// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/group_list.h"
#include "ui/roles/role_matrix.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace gatehouse::ui::roles {

//! Groups of a directory, each to be mapped to a role: those that are ticked.
class ImportGroupsDialog : public QDialog
{
    Q_OBJECT

public:
    ImportGroupsDialog(const std::vector<policy::roles::Group> &groups, const RoleSnapshot &snapshot, const QString &connectionName, QWidget *parent = nullptr);

    //! One mapping a ticked group, with its one role.
    std::vector<policy::roles::Mapping> mappings() const;

private:
    void check();

    std::vector<policy::roles::Group> m_groups;
    QComboBox *m_issuer;
    QComboBox *m_claim;
    QTableWidget *m_table;
    QLabel *m_problem;
    QPushButton *m_ok;
};

} // namespace gatehouse::ui::roles
