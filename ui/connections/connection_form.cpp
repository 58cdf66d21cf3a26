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

ConnectionForm::ConnectionForm(std::shared_ptr<remote::Network> network, shell::SignIns *signIns, QWidget *parent)
    : Card(tr("Connection"), parent), m_network(std::move(network)), m_signIns(signIns)
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

    m_fields = new QFormLayout;
    auto *form = m_fields;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&URL"), m_url);
    form->addRow(tr("&Service"), m_scope);
    addSignInFields();
    form->addRow(tr("&Environment"), m_environment);
    form->addRow(tr("S&afety"), m_safety);
    auto *buttons = new QHBoxLayout;
    for (auto *button : {m_connect, m_save, m_test, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    body()->addLayout(form);
    body()->addWidget(makeSignInPanel());
    body()->addWidget(m_problem);
    body()->addWidget(m_testResult);
    body()->addLayout(buttons);
    body()->addStretch();

    for (auto *field : {m_name, m_url, m_scope, m_token, m_issuer, m_clientId, m_audience, m_signInScope})
        connect(field, &QLineEdit::textChanged, this, &ConnectionForm::check);
    connect(m_test, &QPushButton::clicked, this, &ConnectionForm::test);
    connect(m_save, &QPushButton::clicked, this, [this] { emit saved(connection()); });
    connect(m_connect, &QPushButton::clicked, this, [this] { emit connectWanted(connection()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removed(m_connection); });
    showConnection({});
}

void ConnectionForm::addSignInFields()
{
    m_access = new QComboBox;
    m_access->setAccessibleName(tr("Access"));
    m_access->addItem(tr("By a bearer token"));
    if (m_signIns)
        m_access->addItem(tr("As a person who signs in"));
    m_issuer = makeField(tr("Issuer"), "https://login.microsoftonline.com/…/v2.0");
    m_clientId = makeField(tr("Client ID"), tr("By which the provider knows Gatehouse"));
    m_audience = makeField(tr("Audience"), tr("What the token is for; leave it out for Entra ID"));
    m_signInScope = makeField(tr("OAuth scope"), "profile offline_access");
    m_fields->addRow(tr("A&ccess"), m_access);
    m_fields->addRow(tr("Bearer &token"), m_token);
    m_fields->addRow(tr("&Issuer"), m_issuer);
    m_fields->addRow(tr("C&lient ID"), m_clientId);
    m_fields->addRow(tr("A&udience"), m_audience);
    m_fields->addRow(tr("&OAuth scope"), m_signInScope);
    connect(m_access, &QComboBox::currentIndexChanged, this, &ConnectionForm::check);
}

QWidget *ConnectionForm::makeSignInPanel()
{
    m_signInPanel = new QWidget;
    m_person = components::makeParagraph({});
    m_person->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_signIn = makeButton(tr("Sign in"), theme::ButtonRank::Secondary, "external");
    m_signInByCode = makeButton(tr("Sign in with a code"));
    m_openPage = makeButton(tr("Open the page"), theme::ButtonRank::Secondary, "external");
    m_signOut = makeButton(tr("Sign out"));
    auto *buttons = new QHBoxLayout;
    for (auto *button : {m_signIn, m_signInByCode, m_openPage, m_signOut})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(m_signInPanel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_person);
    layout->addLayout(buttons);
    if (!m_signIns)
        return m_signInPanel;
    connect(m_signIn, &QPushButton::clicked, this, [this] { emit signInWanted(connection(), shell::SignIns::Way::Browser); });
    connect(m_signInByCode, &QPushButton::clicked, this, [this] { emit signInWanted(connection(), shell::SignIns::Way::DeviceCode); });
    connect(m_openPage, &QPushButton::clicked, this, [this] {
        if (const auto request = m_signIns->deviceRequest(m_connection.id))
            m_signIns->openPage(fromUtf8(request->completeUrl.empty() ? request->url : request->completeUrl));
    });
    connect(m_signOut, &QPushButton::clicked, this, [this] {
        if (m_signIns->isRunning(m_connection.id))
            m_signIns->cancel(m_connection.id);
        else
            m_signIns->signOut(m_connection.id);
    });
    connect(m_signIns, &shell::SignIns::changed, this, [this](const QString &id) {
        if (toUtf8(id) == m_connection.id)
            check();
    });
    return m_signInPanel;
}

bool ConnectionForm::bySignIn() const
{
    return m_access->currentIndex() == 1;
}

//! Who is signed in, what is awaited, or why it did not work.
void ConnectionForm::refreshSignIn()
{
    const bool shown = bySignIn() && m_signIns;
    m_fields->setRowVisible(m_token, !bySignIn());
    for (auto *field : {m_issuer, m_clientId, m_audience, m_signInScope})
        m_fields->setRowVisible(field, bySignIn());
    m_signInPanel->setVisible(shown);
    if (!shown)
        return;
    const auto &id = m_connection.id;
    const bool running = m_signIns->isRunning(id);
    const auto request = m_signIns->deviceRequest(id);
    const auto failure = m_signIns->failure(id);
    auto tone = theme::Tone::Neutral;
    QString text = tr("Nobody is signed in.");
    if (request)
        text = tr("Open %1 and type %2").arg(fromUtf8(request->url), fromUtf8(request->userCode));
    else if (running)
        text = tr("Waiting for the provider…");
    else if (m_connection.person) {
        text = tr("Signed in as %1. The access lasts until %2 and is renewed by itself.").arg(fromUtf8(m_connection.person->name()), components::clockText(m_connection.person->expires()));
        tone = theme::Tone::Success;
    } else if (failure) {
        text = components::errorText(*failure);
        tone = theme::Tone::Danger;
    }
    theme::setTextTone(m_person, tone);
    m_person->setText(text);
    m_signIn->setVisible(!running && !m_connection.person);
    m_signInByCode->setVisible(!running && !m_connection.person);
    m_openPage->setVisible(request.has_value());
    m_signOut->setVisible(running || m_connection.person);
    m_signOut->setText(running ? tr("Cancel") : tr("Sign out"));
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
    m_access->setCurrentIndex(connection.signIn.empty() || !m_signIns ? 0 : 1);
    m_issuer->setText(fromUtf8(connection.signIn.issuer));
    m_clientId->setText(fromUtf8(connection.signIn.clientId));
    m_audience->setText(fromUtf8(connection.signIn.audience));
    m_signInScope->setText(fromUtf8(connection.signIn.scope));
    m_environment->setCurrentIndex(qMax(0, m_environment->findData(fromUtf8(connection.environment))));
    m_safety->setCurrentIndex(qMax(0, m_safety->findData(int(connection.safety))));
    m_testResult->hide();
    const bool editable = !connection.isLocal;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_name, m_url, m_scope, m_access, m_token, m_environment, m_safety})
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
    connection.signIn = {};
    if (bySignIn())
        connection.signIn = {toUtf8(m_issuer->text().trimmed()), toUtf8(m_clientId->text().trimmed()), toUtf8(m_signInScope->text().trimmed()), toUtf8(m_audience->text().trimmed())};
    if (connection.signIn.empty() || connection.signIn != m_connection.signIn)
        connection.person = nullptr; // who signed in elsewhere is nobody here
    if (!bySignIn() && !m_token->text().isEmpty())
        connection.token = SecretString{toUtf8(m_token->text().trimmed())};
    connection.environment = toUtf8(m_environment->currentData().toString());
    connection.safety = SafetyLevel(m_safety->currentData().toInt());
    return connection;
}

void ConnectionForm::check()
{
    const auto current = connection();
    const bool empty = current.name.empty() && current.url.empty();
    auto status = remote::validate(current);
    if (status && bySignIn())
        status = remote::validate(current.signIn);
    m_problem->setText(empty || status ? QString() : components::errorText(status.error()));
    m_problem->setVisible(!m_problem->text().isEmpty());
    const bool usable = status.has_value() && !current.name.empty();
    m_save->setEnabled(usable);
    m_test->setEnabled(usable && current.hasAccess() && !m_testing.isRunning());
    m_connect->setEnabled(usable && current.hasAccess());
    m_connect->setToolTip(current.hasAccess() ? QString() : bySignIn() ? tr("Sign in first") : tr("Give a token first"));
    m_signIn->setEnabled(usable);
    m_signInByCode->setEnabled(usable);
    refreshSignIn();
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
