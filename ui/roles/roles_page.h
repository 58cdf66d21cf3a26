// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/roles/role_edit.h"
#include "ui/roles/role_matrix.h"
#include "ui/shell/page.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui::components {
class DataTable;
class FilterEdit;
class SegmentedControl;
class StateStack;
}

namespace gatehouse::ui::roles {

class AccessPane;
class MatrixTable;
class PermissionDetail;

//! Who may call what: a matrix of roles and APIs, the claims that give roles, what one person may call, and what is wrong. Edits go into the change
//! tray as puts of the fragment, and of the global policy while it does not include it.
class RolesPage : public shell::Page
{
    Q_OBJECT

public:
    explicit RolesPage(shell::Session &session, QWidget *parent = nullptr);

    QString title() const override { return tr("Roles"); }
    QList<QAction *> pageActions() const override;
    QAction *primaryAction() const override { return m_add; }
    void activate() override;
    void deactivate() override { m_active = false; }
    bool isReady() const override;
    //! "apis/orders" or "apis/orders/operations/get".
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    MatrixTable *matrix() const { return m_matrix; }
    components::DataTable *mappings() const { return m_mappings; }
    components::DataTable *findings() const { return m_findings; }
    PermissionDetail *detail() const { return m_detail; }
    AccessPane *access() const { return m_access; }
    components::StateStack *states() const { return m_states; }
    components::SegmentedControl *mode() const { return m_mode; }
    //! Makes a mapping in which anyone may call each API that there is, and stages it.
    void setUp();
    //! Maps these groups; the rest of an import.
    void importGroups(const std::vector<policy::roles::Mapping> &mappings);
    QString notice() const;

private:
    enum Pane { MatrixPane, MappingPane, CheckPane, FindingPane };

    void reload();
    void offerEdits(bool ready);
    void showSnapshot(std::shared_ptr<const RoleSnapshot> snapshot);
    void remakeMatrix();
    void showCell();
    void toggleCell();
    void addMapping(const QString &role);
    void removeMapping();
    void renameRole(const std::string &role);
    void chooseGroups();
    void openFinding(int row);
    void edit(const RoleEdit &change);
    QString connectionName() const;

    shell::Session &m_session;
    std::shared_ptr<const RoleSnapshot> m_snapshot;
    components::TaskSlot m_loading;
    bool m_active = false;
    bool m_stale = true;

    QAction *m_add;
    QAction *m_import;
    QAction *m_removeMapping;
    components::StateStack *m_states;
    components::SegmentedControl *m_mode;
    components::FilterEdit *m_filter;
    QLabel *m_notice;
    QStackedWidget *m_panes;
    QSplitter *m_split;
    QWidget *m_matrixCard;
    MatrixTable *m_matrix = nullptr;
    std::vector<std::string> m_columns; //!< roles that m_matrix was made for
    PermissionDetail *m_detail;
    components::DataTable *m_mappings;
    AccessPane *m_access;
    components::DataTable *m_findings;
};

} // namespace gatehouse::ui::roles
