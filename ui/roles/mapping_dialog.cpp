// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/mapping_dialog.h"
#include "ui/roles/role_texts.h"

#include "ui/components/dialog_frame.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <set>

namespace gatehouse::ui::roles {

using components::fromUtf8;
using components::toUtf8;
using policy::roles::Mapping;

namespace {

QComboBox *makeChoice(const QString &name, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setEditable(true);
    box->setAccessibleName(name);
    box->lineEdit()->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

} // namespace

MappingDialog::MappingDialog(const RoleSnapshot &snapshot, const QString &connectionName, QWidget *parent)
    : QDialog(parent), m_role(makeChoice(tr("Role"), this)), m_issuer(makeChoice(tr("Issuer"), this)), m_claim(makeChoice(tr("Claim"), this)),
      m_value(new QLineEdit(this))
{
    setWindowTitle(tr("Map a claim to a role – %1").arg(connectionName));
    for (const auto &role : snapshot.model.roles())
        m_role->addItem(fromUtf8(role));
    m_role->setCurrentText({});
    std::set<std::string> issuers;
    for (const auto &mapping : snapshot.model.mappings)
        issuers.insert(mapping.issuer);
    for (const auto &issuer : issuers)
        m_issuer->addItem(fromUtf8(issuer));
    m_issuer->lineEdit()->setPlaceholderText(QStringLiteral("https://login.microsoftonline.com/TENANT/v2.0"));
    m_issuer->lineEdit()->setCursorPosition(0);
    m_claim->addItems({QStringLiteral("roles"), QStringLiteral("groups"), QStringLiteral("scp"), QStringLiteral("azp"), QStringLiteral("appid")});
    m_value->setAccessibleName(tr("Value"));
    m_value->setPlaceholderText(tr("* for any value"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Role"), m_role);
    form->addRow(tr("&Issuer"), m_issuer);
    form->addRow(tr("&Claim"), m_claim);
    form->addRow(tr("&Value"), m_value);
    const auto frame = components::frameDialog(this, tr("Stage"));
    m_problem = frame.problem;
    m_ok = frame.accept;
    frame.content->addWidget(components::makeParagraph(tr("Whoever has this claim in a validated token has the role. A new name makes a new role.")));
    frame.content->addLayout(form);
    setMinimumWidth(520);

    for (auto *box : {m_role, m_issuer, m_claim})
        connect(box, &QComboBox::editTextChanged, this, &MappingDialog::check);
    connect(m_value, &QLineEdit::textChanged, this, &MappingDialog::check);
    check();
}

void MappingDialog::setRole(const QString &role)
{
    m_role->setCurrentText(role);
}

std::string MappingDialog::role() const
{
    return toUtf8(m_role->currentText().trimmed());
}

Mapping MappingDialog::mapping() const
{
    return {toUtf8(m_issuer->currentText().trimmed()), toUtf8(m_claim->currentText().trimmed()), toUtf8(m_value->text().trimmed()), {}};
}

void MappingDialog::check()
{
    const auto name = role();
    const auto one = mapping();
    const bool goodRole = policy::roles::isRoleName(name);
    const bool complete = !one.issuer.empty() && !one.claim.empty() && !one.value.empty();
    QString problem;
    if (!name.empty() && !goodRole)
        problem = roleErrorText({ErrorKind::Invalid, "roles.badRole", {{"role", name}}, {}});
    else if (complete && !policy::roles::isValid(one))
        problem = roleErrorText({ErrorKind::Invalid, "roles.badMapping", {}, {}});
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(goodRole && complete && problem.isEmpty());
}

} // namespace gatehouse::ui::roles
