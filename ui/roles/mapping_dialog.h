// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/roles/role_matrix.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui::roles {

//! Asks which claim gives which role: a new role comes to be by its first mapping.
class MappingDialog : public QDialog
{
    Q_OBJECT

public:
    //! `connectionName` stands in the title: which gateway this is about.
    MappingDialog(const RoleSnapshot &snapshot, const QString &connectionName, QWidget *parent = nullptr);

    void setRole(const QString &role);
    std::string role() const;
    policy::roles::Mapping mapping() const; //!< without roles

private:
    void check();

    QComboBox *m_role;
    QComboBox *m_issuer;
    QComboBox *m_claim;
    QLineEdit *m_value;
    QLabel *m_problem;
    QPushButton *m_ok;
};

} // namespace gatehouse::ui::roles
