// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/rotate_dialog.h"

#include "ui/components/dialog_frame.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse::ui::keys {

using components::fromUtf8;
using components::toUtf8;
using vault::TargetSpec;

namespace {

constexpr int typingPause = 300;

QSpinBox *makeDays(const QString &name, int value, int least, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(least, 3650);
    box->setValue(value);
    box->setSuffix(RotateDialog::tr(" d", "days"));
    box->setAccessibleName(name);
    return box;
}

} // namespace

RotateDialog::RotateDialog(const QString &subscription, const remote::Connection &connection, MakePlan makePlan, QWidget *parent)
    : QDialog(parent), m_subscription(subscription), m_connection(connection), m_makePlan(std::move(makePlan)), m_typing(new QTimer(this))
{
    setWindowTitle(tr("Rotate the keys of %1 – %2").arg(subscription, fromUtf8(connection.name)));
    m_typing->setSingleShot(true);
    m_typing->setInterval(typingPause);
    m_kind = new QComboBox(this);
    m_kind->setAccessibleName(tr("Where clients read the key"));
    m_kind->addItem(tr("A file"), TargetSpec::File);
    m_kind->addItem(tr("A Key Vault secret"), TargetSpec::KeyVault);
    m_kind->addItem(tr("A webhook"), TargetSpec::Webhook);
    m_address = new QLineEdit(this);
    m_address->setAccessibleName(tr("Address"));
    m_secretFile = new QLineEdit(this);
    m_secretFile->setAccessibleName(tr("File with the secret"));
    m_secretLabel = new QLabel(this);
    m_secretLabel->setBuddy(m_secretFile);
    m_quiet = makeDays(tr("Days without a call"), 1, 0, this);
    m_overlap = makeDays(tr("Days that both keys hold at most"), 7, 0, this);
    m_every = makeDays(tr("Days until it is done again"), 0, 0, this);
    m_every->setSpecialValueText(tr("Once"));
    m_every->setToolTip(tr("‘gatectl keys rotate --due’, run daily, begins it when the time has come"));
    m_key = new QComboBox(this);
    m_key->setAccessibleName(tr("Begin with"));
    m_key->addItem(tr("The key that is proved unused"), QString());
    m_key->addItem(tr("Primary key"), QStringLiteral("primary"));
    m_key->addItem(tr("Secondary key"), QStringLiteral("secondary"));
    m_reason = new QLineEdit(this);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Goes into the audit log"));
    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name of the connection"));
    m_name->setPlaceholderText(fromUtf8(connection.name));
    auto *form = new QFormLayout;
    form->addRow(tr("&Write the new key to"), m_kind);
    form->addRow(tr("&Address"), m_address);
    form->addRow(m_secretLabel, m_secretFile);
    form->addRow(tr("Old key &unused for"), m_quiet);
    form->addRow(tr("Both hold &at most"), m_overlap);
    form->addRow(tr("&Again after"), m_every);
    form->addRow(tr("&Begin with"), m_key);
    form->addRow(tr("&Reason"), m_reason);
    if (connection.safety == remote::SafetyLevel::TypeName)
        form->addRow(tr("&Type the connection’s name"), m_name);
    else
        m_name->hide();
    m_plan = components::makeParagraph({});
    m_plan->setAccessibleName(tr("What would happen"));
    m_plan->setMinimumHeight(120);
    m_plan->setAlignment(Qt::AlignTop);
    const auto frame = components::frameDialog(this, tr("Rotate"));
    frame.content->addLayout(form);
    frame.content->addWidget(components::makeLabel(tr("What would happen"), theme::TextRole::BodyStrong));
    frame.content->addWidget(m_plan);
    m_problem = frame.problem;
    m_accept = frame.accept;
    setMinimumWidth(560);

    const auto later = [this] {
        m_planHolds = false;
        allow();
        m_typing->start();
    };
    const auto kindChanged = [this, later] {
        const auto kind = m_kind->currentData().toInt();
        m_address->setPlaceholderText(kind == TargetSpec::File     ? QStringLiteral("/etc/shop/api-key")
                                          : kind == TargetSpec::KeyVault ? QStringLiteral("https://contoso.vault.azure.net/secrets/shop-key")
                                                                         : QStringLiteral("https://shop.example.org/keys"));
        m_secretLabel->setText(kind == TargetSpec::KeyVault ? tr("File with its &token") : tr("File with the &signing secret"));
        m_secretLabel->setVisible(kind != TargetSpec::File);
        m_secretFile->setVisible(kind != TargetSpec::File);
        later();
    };
    connect(m_typing, &QTimer::timeout, this, &RotateDialog::changed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, kindChanged);
    connect(m_key, &QComboBox::currentIndexChanged, this, later);
    for (auto *edit : {m_address, m_secretFile})
        connect(edit, &QLineEdit::textChanged, this, later);
    for (auto *box : {m_quiet, m_overlap, m_every})
        connect(box, &QSpinBox::valueChanged, this, later);
    connect(m_name, &QLineEdit::textChanged, this, &RotateDialog::allow);
    kindChanged();
    m_address->setFocus();
}

void RotateDialog::changed()
{
    const auto kind = m_kind->currentData().toInt();
    const auto address = toUtf8(m_address->text().trimmed()), secret = toUtf8(m_secretFile->text().trimmed());
    m_ruleHolds = m_planHolds = false;
    m_problem->clear();
    m_plan->clear();
    if (address.empty()) {
        m_plan->setText(tr("Say where clients read their key."));
        allow();
        return;
    }
    json::object target;
    if (kind == TargetSpec::File)
        target = {{"file", address}};
    else if (kind == TargetSpec::KeyVault)
        target = {{"keyVault", address}, {"tokenFile", secret}};
    else
        target = {{"webhook", address}, {"secretFile", secret}};
    const auto days = [](const QSpinBox *box) { return std::to_string(box->value()) + "d"; };
    json::object rule{{"subscription", toUtf8(m_subscription)}, {"quiet", days(m_quiet)}, {"overlap", days(m_overlap)}, {"targets", json::array{target}}};
    if (m_every->value() > 0)
        rule["every"] = days(m_every);
    if (const auto key = toUtf8(m_key->currentData().toString()); !key.empty())
        rule["key"] = key;
    const auto rules = vault::parseRotationRules(toJson(json::object{{"rotations", json::array{rule}}}));
    if (!rules) {
        const auto &first = rules.error().front();
        m_problem->setText(rotationErrorText(Error{ErrorKind::Invalid, first.code, first.args, {}}));
        allow();
        return;
    }
    m_rule = rules->front();
    m_ruleHolds = true;
    m_plan->setText(tr("Looking at the use of both keys…"));
    m_planning = components::runInBackground<Result<vault::RotationPlan>>(
        this, [make = m_makePlan, wanted = m_rule](std::stop_token stop, const components::Progress &) { return make(wanted, std::move(stop)); },
        [this](Result<vault::RotationPlan> plan) { showPlan(std::move(plan)); });
}

void RotateDialog::showPlan(Result<vault::RotationPlan> plan)
{
    m_planHolds = plan.has_value();
    m_plan->setText(plan ? planText(m_rule, *plan) : QString());
    m_problem->setText(plan ? QString() : rotationErrorText(plan.error()));
    allow();
}

void RotateDialog::allow()
{
    const bool named = m_connection.safety != remote::SafetyLevel::TypeName || typedName() == fromUtf8(m_connection.name);
    const bool readOnly = m_connection.safety == remote::SafetyLevel::ReadOnly;
    if (readOnly)
        m_problem->setText(tr("This connection is read-only."));
    m_accept->setEnabled(m_ruleHolds && m_planHolds && named && !readOnly);
}

QString RotateDialog::typedName() const
{
    return m_name->text().trimmed();
}

QString RotateDialog::reason() const
{
    return m_reason->text().trimmed();
}

QString RotateDialog::plan() const
{
    return m_plan->text();
}

QString RotateDialog::problem() const
{
    return m_problem->text();
}

} // namespace gatehouse::ui::keys
