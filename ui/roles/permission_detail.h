// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/components/run_in_background.h"
#include "ui/roles/role_matrix.h"

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui::components {
class Pill;
}

namespace gatehouse::ui::roles {

//! The chosen cell: whether the role may call it, through which row, and who else may. Emits what the person decided; stages nothing itself.
class PermissionDetail : public components::Card
{
    Q_OBJECT

public:
    explicit PermissionDetail(QWidget *parent = nullptr);

    //! Row or role -1: nothing chosen.
    void showCell(std::shared_ptr<const RoleSnapshot> snapshot, int row, int role);
    QPushButton *grantButton() const { return m_grant; }
    bool isReady() const { return !m_asking.isRunning(); }

signals:
    void granted(const gatehouse::policy::roles::Target &target, const std::string &role, bool allowed);
    void mapWanted(const std::string &role);
    void renameWanted(const std::string &role);
    void removeWanted(const std::string &role);

private:
    void showMethods();
    void askWho();

    std::shared_ptr<const RoleSnapshot> m_snapshot;
    int m_row = -1, m_role = -1;
    components::TaskSlot m_asking;
    QLabel *m_nothing;
    QWidget *m_form;
    QLabel *m_title;
    components::Pill *m_state;
    QLabel *m_words;
    QPlainTextEdit *m_opaque;
    QPushButton *m_grant;
    QWidget *m_methodBox;
    QList<QCheckBox *> m_methods;
    QLabel *m_mappings;
    QPushButton *m_map;
    QPushButton *m_rename;
    QPushButton *m_remove;
    QLabel *m_whoTitle;
    QLabel *m_who;
};

} // namespace gatehouse::ui::roles
