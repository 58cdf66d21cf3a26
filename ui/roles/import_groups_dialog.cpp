// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/import_groups_dialog.h"
#include "ui/roles/role_texts.h"

#include "ui/components/dialog_frame.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <set>

namespace gatehouse::ui::roles {

using components::fromUtf8;
using components::toUtf8;
using policy::roles::Group;
using policy::roles::Mapping;
using policy::roles::roleNameOf;

ImportGroupsDialog::ImportGroupsDialog(const std::vector<Group> &groups, const RoleSnapshot &snapshot, const QString &connectionName, QWidget *parent)
    : QDialog(parent), m_groups(groups), m_issuer(new QComboBox(this)), m_claim(new QComboBox(this)),
      m_table(new QTableWidget(int(groups.size()), 3, this))
{
    setWindowTitle(tr("Import groups – %1").arg(connectionName));
    for (auto *box : {m_issuer, m_claim})
        box->setEditable(true);
    m_issuer->lineEdit()->setAccessibleName(tr("Issuer"));
    m_issuer->lineEdit()->setPlaceholderText(QStringLiteral("https://login.microsoftonline.com/TENANT/v2.0"));
    m_claim->lineEdit()->setAccessibleName(tr("Claim"));
    std::set<std::string> issuers, mapped;
    for (const auto &mapping : snapshot.model.mappings) {
        issuers.insert(mapping.issuer);
        mapped.insert(mapping.value);
    }
    for (const auto &issuer : issuers)
        m_issuer->addItem(fromUtf8(issuer));
    m_claim->addItems({QStringLiteral("groups"), QStringLiteral("roles")});

    m_table->setAccessibleName(tr("Groups"));
    m_table->setHorizontalHeaderLabels({tr("Group"), tr("Id"), tr("Role")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(1, 310);
    m_table->setColumnWidth(2, 180);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int row = 0; row < int(groups.size()); ++row) {
        const auto &group = groups[std::size_t(row)];
        auto *name = new QTableWidgetItem(fromUtf8(group.name));
        name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        // What is mapped already is left alone unless asked for.
        name->setCheckState(mapped.contains(group.id) ? Qt::Unchecked : Qt::Checked);
        auto *id = new QTableWidgetItem(fromUtf8(group.id));
        id->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_table->setItem(row, 0, name);
        m_table->setItem(row, 1, id);
        m_table->setItem(row, 2, new QTableWidgetItem(fromUtf8(roleNameOf(group.name))));
    }
    auto *form = new QFormLayout;
    form->addRow(tr("&Issuer"), m_issuer);
    form->addRow(tr("&Claim"), m_claim);
    const auto frame = components::frameDialog(this, tr("Stage"));
    m_problem = frame.problem;
    m_ok = frame.accept;
    frame.content->addWidget(components::makeParagraph(tr("Each ticked group is mapped to its role. Several groups may have the same role.")));
    frame.content->addLayout(form);
    frame.content->addWidget(m_table, 1);
    resize(760, 520);

    connect(m_issuer, &QComboBox::editTextChanged, this, &ImportGroupsDialog::check);
    connect(m_claim, &QComboBox::editTextChanged, this, &ImportGroupsDialog::check);
    connect(m_table, &QTableWidget::itemChanged, this, &ImportGroupsDialog::check);
    check();
}

std::vector<Mapping> ImportGroupsDialog::mappings() const
{
    std::vector<Mapping> all;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, 0)->checkState() == Qt::Checked)
            all.push_back({toUtf8(m_issuer->currentText().trimmed()), toUtf8(m_claim->currentText().trimmed()), m_groups[std::size_t(row)].id,
                           {toUtf8(m_table->item(row, 2)->text().trimmed())}});
    return all;
}

void ImportGroupsDialog::check()
{
    const auto all = mappings();
    QString problem;
    for (const auto &mapping : all) {
        if (!mapping.issuer.empty() && !isValid(mapping)) {
            problem = policy::roles::isRoleName(mapping.roles.front())
                ? roleErrorText({ErrorKind::Invalid, "roles.badMapping", {}, {}})
                : roleErrorText({ErrorKind::Invalid, "roles.badRole", {{"role", mapping.roles.front()}}, {}});
            break;
        }
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(problem.isEmpty() && !all.empty() && !all.front().issuer.empty());
}

} // namespace gatehouse::ui::roles
