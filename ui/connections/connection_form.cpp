// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_form.h"

#include "core/remote/arm_client.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::connections {

using components::fromUtf8;
using components::makeButton;
using components::toUtf8;
using remote::Connection;
using remote::SafetyLevel;

namespace {

QLineEdit *makeField(const QString &name, const QString &placeholder = {})
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setPlaceholderText(placeholder);
    return field;
}

void addSafety(QComboBox &box, const QString &text, SafetyLevel level)
{
    box.addItem(text, int(level));
}

} // namespace

ConnectionForm::ConnectionForm(std::shared_ptr<remote::Network> network, QWidget *parent)
    : Card(tr("Connection"), parent), m_network(std::move(network))
{
    m_name = makeField(tr("Name"), tr("Production, West Europe"));
    m_url = makeField(tr("URL"), "https://management.azure.com");
    m_scope = makeField(tr("Service"), "/subscriptions/…/resourceGroups/…/providers/Microsoft.ApiManagement/service/…");
    m_token = makeField(tr("Bearer token"), tr("Kept in memory until Gatehouse ends"));
    m_token->setEchoMode(QLineEdit::Password);
    m_environment = new QComboBox;
    m_environment->setAccessibleName(tr("Environment"));
    m_environment->addItem(tr("Development"), "dev");
    m_environment->addItem(tr("Test"), "test");
    m_environment->addItem(tr("Production"), "prod");
    m_environment->addItem(tr("Local"), "local");
    m_safety = new QComboBox;
    m_safety->setAccessibleName(tr("Safety"));
    addSafety(*m_safety, tr("Publish without asking"), SafetyLevel::Free);
    addSafety(*m_safety, tr("Ask before publishing"), SafetyLevel::Confirm);
    addSafety(*m_safety, tr("Type the name to publish"), SafetyLevel::TypeName);
    addSafety(*m_safety, tr("Read-only"), SafetyLevel::ReadOnly);
    m_problem = components::makeParagraph({});
    theme::setTextTone(m_problem, theme::Tone::Danger);
    m_testResult = components::makeParagraph({});
    m_connect = makeButton(tr("Connect"), theme::ButtonRank::Primary, "connections");
    m_save = makeButton(tr("Save"));
    m_test = makeButton(tr("Test"), theme::ButtonRank::Secondary, "activity");
    m_remove = makeButton(tr("Delete"), theme::ButtonRank::Danger, "trash");

    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&URL"), m_url);
    form->addRow(tr("&Service"), m_scope);
    form->addRow(tr("Bearer &token"), m_token);
    form->addRow(tr("&Environment"), m_environment);
    form->addRow(tr("S&afety"), m_safety);
    auto *buttons = new QHBoxLayout;
    for (auto *button : {m_connect, m_save, m_test, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    body()->addLayout(form);
    body()->addWidget(m_problem);
    body()->addWidget(m_testResult);
    body()->addLayout(buttons);
    body()->addStretch();

    for (auto *field : {m_name, m_url, m_scope, m_token})
        connect(field, &QLineEdit::textChanged, this, &ConnectionForm::check);
    connect(m_test, &QPushButton::clicked, this, &ConnectionForm::test);
    connect(m_save, &QPushButton::clicked, this, [this] { emit saved(connection()); });
    connect(m_connect, &QPushButton::clicked, this, [this] { emit connectWanted(connection()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removed(m_connection); });
    showConnection({});
}

void ConnectionForm::showConnection(const Connection &connection)
{
    m_testing.abandon();
    m_connection = connection;
    m_name->setText(fromUtf8(connection.name));
    m_url->setText(fromUtf8(connection.url));
    m_scope->setText(fromUtf8(connection.scope));
    m_token->clear();
    m_token->setPlaceholderText(connection.token.empty() ? tr("Kept in memory until Gatehouse ends") : tr("Unchanged"));
    m_environment->setCurrentIndex(qMax(0, m_environment->findData(fromUtf8(connection.environment))));
    m_safety->setCurrentIndex(qMax(0, m_safety->findData(int(connection.safety))));
    m_testResult->hide();
    const bool editable = !connection.isLocal;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_name, m_url, m_scope, m_token, m_environment, m_safety})
        widget->setEnabled(editable);
    m_remove->setVisible(editable && !connection.id.empty());
    m_save->setVisible(editable);
    check();
}

Connection ConnectionForm::connection() const
{
    Connection connection = m_connection;
    connection.name = toUtf8(m_name->text().trimmed());
    connection.url = toUtf8(m_url->text().trimmed());
    while (connection.url.ends_with('/'))
        connection.url.pop_back();
    connection.scope = toUtf8(m_scope->text().trimmed());
    if (!m_token->text().isEmpty())
        connection.token = SecretString{toUtf8(m_token->text().trimmed())};
    connection.environment = toUtf8(m_environment->currentData().toString());
    connection.safety = SafetyLevel(m_safety->currentData().toInt());
    return connection;
}

void ConnectionForm::check()
{
    const auto current = connection();
    const bool empty = current.name.empty() && current.url.empty();
    const auto status = remote::validate(current);
    m_problem->setText(empty || status ? QString() : components::errorText(status.error()));
    m_problem->setVisible(!m_problem->text().isEmpty());
    const bool usable = status.has_value() && !current.name.empty();
    m_save->setEnabled(usable);
    m_test->setEnabled(usable && !current.token.empty() && !m_testing.isRunning());
    m_connect->setEnabled(usable && !current.token.empty());
    m_connect->setToolTip(current.token.empty() ? tr("Give a token first") : QString());
}

void ConnectionForm::test()
{
    showTest(true, tr("Asking the service…"));
    m_test->setEnabled(false);
    m_testing = components::runInBackground<Result<remote::Answer>>(
        this,
        [network = m_network, connection = connection()](std::stop_token stop, const components::Progress &) {
            return remote::ArmClient(connection, network).get("", {}, std::move(stop));
        },
        [this](Result<remote::Answer> answer) {
            m_test->setEnabled(true);
            if (!answer) {
                showTest(false, components::errorText(answer.error()));
                return;
            }
            const auto *object = answer->body.if_object();
            showTest(true, tr("It answers: %1").arg(object ? fromUtf8(stringMember(*object, "name")) : QString()));
        });
}

void ConnectionForm::showTest(bool succeeded, const QString &text)
{
    theme::setTextTone(m_testResult, succeeded ? theme::Tone::Success : theme::Tone::Danger);
    m_testResult->setText(text);
    m_testResult->show();
}

} // namespace gatehouse::ui::connections
