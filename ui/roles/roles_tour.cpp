// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of RolesPage: its pictures in the tour.

#include "ui/components/formats.h"
#include "ui/components/segmented_control.h"
#include "ui/roles/access_pane.h"
#include "ui/roles/import_groups_dialog.h"
#include "ui/roles/mapping_dialog.h"
#include "ui/roles/matrix_table.h"
#include "ui/roles/roles_page.h"
#include "ui/shell/session.h"

#include <QPlainTextEdit>

#include <utility>

namespace gatehouse::ui::roles {

using components::fromUtf8;
using namespace policy::roles;

namespace {

//! Without waiting for an answer.
void showInTour(QDialog *dialog)
{
    if (dialog)
        dialog->show();
}

//! The window when there is nothing to ask for.
template<typename Dialog>
QWidget *dialogOr(RolesPage &page)
{
    auto *dialog = page.findChild<Dialog *>();
    return dialog ? static_cast<QWidget *>(dialog) : page.window();
}

} // namespace

QList<shell::TourScene> RolesPage::tourScenes()
{
    const auto matrix = [this] { m_mode->setCurrentIndex(MatrixPane); };
    // Without a mapping the tour stages one, and takes it back.
    const auto made = std::make_shared<bool>(false);
    const auto example = [this, made, matrix] {
        matrix();
        if (!m_snapshot || m_snapshot->found || m_session.state() != shell::Session::State::Ready
            || m_session.changes().find(resource::ResourceId::of("policies/policy")))
            return;
        *made = true;
        edit([configuration = m_session.effective()](RoleFragment &fragment) {
            const std::string issuer = "https://login.example.org/";
            const auto apis = configuration->children({}, "apis");
            auto status = allowAllApis(fragment, *configuration);
            if (status && !apis.empty())
                status = fragment.grant("operator", Target::ofApi(apis.front()->id.name()), true);
            for (const auto &[role, value] : {std::pair("reader", "Fleet.Read"), std::pair("operator", "Fleet.Operate")})
                if (status)
                    status = fragment.map(role, issuer, "roles", value, true);
            return status ? fragment.grant("reader", Target::ofMethod("GET"), true) : status;
        });
    };
    const auto last = [this, made, matrix] {
        matrix();
        if (!std::exchange(*made, false))
            return;
        m_session.discard(resource::ResourceId::of("policyFragments/" + std::string(defaultFragmentId)));
        m_session.discard(resource::ResourceId::of("policies/policy"));
    };
    return {{"example", example, nullptr},
            {"matrix",
             [this, matrix] {
                 matrix();
                 if (!m_matrix)
                     return;
                 m_matrix->rows()->setExpandedAll(true);
                 if (m_matrix->rows()->rowCount() > 4)
                     m_matrix->setCurrentIndex(m_matrix->rows()->index(4, std::min(3, m_matrix->rows()->columnCount() - 1)));
             },
             nullptr},
            {"map", [this] { showInTour(m_snapshot ? new MappingDialog(*m_snapshot, connectionName(), this) : nullptr); },
             [this] { return dialogOr<MappingDialog>(*this); }, [this] { delete findChild<MappingDialog *>(); }},
            {"import",
             [this] {
                 const std::vector<Group> groups{{"Order Clerks (EU)", "5f1f7c2e-6f0f-4b43-9a7e-0a8f5f3f6f10"}, {"Fleet Readers", "0b9c2a44-7d86-4a52-8f43-0c3a7e1d2b96"}};
                 showInTour(m_snapshot ? new ImportGroupsDialog(groups, *m_snapshot, connectionName(), this) : nullptr);
             },
             [this] { return dialogOr<ImportGroupsDialog>(*this); }, [this] { delete findChild<ImportGroupsDialog *>(); }},
            {"claims", [this] { m_mode->setCurrentIndex(MappingPane); }, nullptr, matrix},
            {"check",
             [this] {
                 m_mode->setCurrentIndex(CheckPane);
                 if (m_snapshot && !m_snapshot->model.mappings.empty()) {
                     const auto &all = m_snapshot->model.mappings;
                     const auto &one = all.back().value == anyValue ? all.front() : all.back();
                     m_access->claims()->setPlainText(QStringLiteral("{\n  \"iss\": \"%1\",\n  \"%2\": \"%3\"\n}")
                                                          .arg(fromUtf8(one.issuer), fromUtf8(one.claim), fromUtf8(one.value)));
                 }
                 m_access->check();
             },
             nullptr, matrix},
            {"findings", [this] { m_mode->setCurrentIndex(FindingPane); }, nullptr, last}};
}

} // namespace gatehouse::ui::roles
