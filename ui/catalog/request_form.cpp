// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/request_form.h"

#include "core/base/json.h"
#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "core/remote/trace_client.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/phase_timeline.h"
#include "ui/components/pill.h"
#include "ui/components/reasons.h"
#include "ui/components/state_stack.h"
#include "ui/components/trace_timeline.h"
#include "ui/shell/session.h"
#include "ui/shell/settings_store.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui::catalog {

using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using components::toUtf8;
using theme::TextRole;

namespace {

constexpr std::size_t longestShown = 512U << 10;
constexpr std::chrono::seconds credentialLife{120}; // from asking for it to the request's arrival
constexpr std::chrono::seconds tracePatience{6};
const QString traceSetting = QStringLiteral("catalog.trace");

QPlainTextEdit *makeEditor(const QString &name, bool readOnly)
{
    auto *editor = new QPlainTextEdit;
    theme::setTextRole(editor, TextRole::Mono);
    editor->setAccessibleName(name);
    editor->setReadOnly(readOnly);
    editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    editor->setTabChangesFocus(true);
    return editor;
}

QString bodyText(const remote::HttpAnswer &answer)
{
    if (answer.body.size() > longestShown)
        return fromUtf8(std::string_view{answer.body}.substr(0, longestShown)) + RequestForm::tr("\n… cut here: the answer has %1.").arg(components::bytesText(qint64(answer.body.size())));
    if (const auto parsed = parseJson(answer.body))
        return fromUtf8(toPrettyJson(*parsed));
    return fromUtf8(answer.body);
}

//! Asks ARM for the subscription's primary key; an empty key for no subscription.
Result<SecretString> fetchKey(const remote::ArmClient &client, const std::string &subscription, std::stop_token stop)
{
    if (subscription.empty())
        return SecretString{};
    auto answer = client.post("subscriptions/" + subscription + "/listSecrets", nullptr, std::move(stop));
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    const auto *object = answer->body.if_object();
    return SecretString{std::string{object ? stringMember(*object, "primaryKey") : std::string_view{}}};
}

} // namespace

RequestForm::RequestForm(shell::Session &session, const resource::ResourceId &operation, const std::string &gatewayUrl, shell::SettingsStore *settings,
                         QWidget *parent)
    : QDialog(parent), m_session(session), m_operation(operation), m_draft(draftOf(*session.configuration(), operation, gatewayUrl))
{
    const auto *resource = session.configuration()->find(operation);
    const auto name = fromUtf8(resource ? stringMember(resource->properties, "displayName", operation.name()) : operation.name());
    const auto *connection = session.connection();
    setWindowTitle(tr("%1 – %2").arg(name, connection ? fromUtf8(connection->name) : QString()));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(980, 640);

    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(24);
    split->addWidget(makeRequest());
    split->addWidget(makeAnswer());
    split->setSizes({420, 520});
    split->setChildrenCollapsible(false);
    m_timeline = new components::TraceTimeline(this);
    m_timeline->setNothing(tr("Send the request: it is traced, and each policy shows here with what it changed and what it cost."));
    m_timeline->hide();
    auto *rows = new QSplitter(Qt::Vertical, this);
    rows->setHandleWidth(16);
    rows->addWidget(split);
    rows->addWidget(m_timeline);
    rows->setSizes({320, 440});
    rows->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addWidget(rows);
    connect(m_timeline, &components::TraceTimeline::documentWanted, this, &RequestForm::documentWanted);
    connect(m_trace, &QCheckBox::toggled, this, [this, settings](bool on) {
        m_timeline->setVisible(on);
        if (on)
            resize(std::max(width(), 1180), std::max(height(), 860));
        if (settings)
            settings->set(traceSetting, on);
    });

    fillParameters();
    fillSubscriptions();
    m_body->setPlainText(fromUtf8(m_draft.body));
    m_body->setVisible(!m_draft.contentType.empty());
    showUrl();
    setTracing(settings && settings->flag(traceSetting, false));
}

void RequestForm::setTracing(bool on)
{
    m_trace->setChecked(on);
}

bool RequestForm::isTracing() const
{
    return m_trace->isChecked();
}

QWidget *RequestForm::makeRequest()
{
    auto *side = new QWidget(this);
    m_method = new components::MethodBadge(fromUtf8(m_draft.method));
    m_url = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_url, TextRole::Mono);
    m_parameters = new QFormLayout;
    m_parameters->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_subscription = new QComboBox;
    m_subscription->setAccessibleName(tr("Subscription"));
    m_body = makeEditor(tr("Body"), false);
    m_send = makeButton(tr("Send"), theme::ButtonRank::Primary, "send");
    m_send->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_send->setDefault(true);
    m_copy = makeButton(tr("Copy as cURL"), theme::ButtonRank::Secondary, "copy");
    m_copy->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    m_copy->setToolTip(tr("The key is written as $SUBSCRIPTION_KEY"));

    m_trace = new QCheckBox(tr("Trace"));
    m_trace->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_trace->setAccessibleName(tr("Trace the request"));
    m_trace->setToolTip(tr("Shows what each policy did to the request (Ctrl+T)"));

    auto *line = new QHBoxLayout;
    line->addWidget(m_method);
    line->addWidget(m_url, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_send);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_trace);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Request"), TextRole::CardTitle));
    layout->addLayout(line);
    layout->addLayout(m_parameters);
    layout->addWidget(m_body, 1);
    layout->addStretch();
    layout->addLayout(buttons);

    connect(m_send, &QPushButton::clicked, this, &RequestForm::send);
    connect(m_copy, &QPushButton::clicked, this, &RequestForm::copyCurl);
    return side;
}

QWidget *RequestForm::makeAnswer()
{
    auto *content = new QWidget(this);
    m_answerStatus = new components::Pill;
    m_answerTime = makeLabel({}, TextRole::Secondary, 2);
    m_answerBody = makeEditor(tr("Body of the answer"), true);
    m_answerHeaders = makeEditor(tr("Headers of the answer"), true);
    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(m_answerBody, tr("Body"));
    tabs->addTab(m_answerHeaders, tr("Headers"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_answerStatus);
    line->addWidget(m_answerTime);
    line->addStretch();
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Answer"), TextRole::CardTitle));
    layout->addLayout(line);
    layout->addWidget(tabs, 1);
    m_answerStates = new components::StateStack(content, this);
    m_answerStates->setEmpty("send", tr("Nothing sent yet"), tr("Fill in the request and press Ctrl+Enter. The call goes through the gateway and shows in Traffic."));
    return m_answerStates;
}

void RequestForm::fillParameters()
{
    for (const auto &parameter : m_draft.parameters) {
        auto *field = new QLineEdit(fromUtf8(parameter.value));
        const auto label = parameter.required ? tr("%1 *").arg(fromUtf8(parameter.name)) : fromUtf8(parameter.name);
        field->setAccessibleName(fromUtf8(parameter.name));
        field->setPlaceholderText(parameter.place == Parameter::Header ? tr("header") : parameter.place == Parameter::Query ? tr("query") : tr("path"));
        field->setToolTip(fromUtf8(parameter.description));
        connect(field, &QLineEdit::textChanged, this, &RequestForm::showUrl);
        m_parameters->addRow(label, field);
        m_fields += field;
    }
    m_parameters->addRow(tr("Key of"), m_subscription);
}

void RequestForm::fillSubscriptions()
{
    m_subscription->addItem(tr("No key"), QString());
    for (const auto &id : subscriptionsFor(*m_session.configuration(), m_operation.parent())) {
        const auto *subscription = m_session.configuration()->find(id);
        const auto name = fromUtf8(stringMember(subscription->properties, "displayName", id.name()));
        m_subscription->addItem(theme::icon("key"), name, fromUtf8(id.name()));
    }
    if (m_subscription->count() > 1)
        m_subscription->setCurrentIndex(1);
}

void RequestForm::readFields()
{
    for (qsizetype i = 0; i < m_fields.size(); ++i)
        m_draft.parameters[std::size_t(i)].value = toUtf8(m_fields[i]->text());
    m_draft.body = m_body->isHidden() ? std::string{} : toUtf8(m_body->toPlainText());
    m_draft.subscriptionId = toUtf8(m_subscription->currentData().toString());
}

void RequestForm::showUrl()
{
    readFields();
    m_url->setText(fromUtf8(m_draft.url()));
    const auto missing = m_draft.missing();
    m_send->setEnabled(missing.empty() && !m_sending.isRunning());
    m_send->setToolTip(missing.empty() ? QString() : tr("%1 is needed").arg(fromUtf8(missing.front())));
}

//! `tracedApi` "": without a trace. A failed credential does not keep the request back.
RequestForm::Sent RequestForm::sendDraft(const remote::ArmClient &client, const RequestDraft &draft, const std::string &tracedApi, const std::stop_token &stop)
{
    auto key = fetchKey(client, draft.subscriptionId, stop);
    if (!key)
        return {tl::unexpected(std::move(key.error())), {}};
    auto call = draft.toCall(*key);
    call.caPem = client.connection().caPem;
    std::optional<Error> untraced;
    if (!tracedApi.empty()) {
        if (const auto token = remote::TraceClient(client).credential(tracedApi, credentialLife, stop))
            call.headers.emplace_back(remote::TraceClient::requestField, token->reveal());
        else
            untraced = token.error();
    }
    return {client.network()->send(call, stop), std::move(untraced)};
}

void RequestForm::send()
{
    readFields();
    const auto client = m_session.client();
    if (!client || m_sending.isRunning() || !m_draft.missing().empty())
        return;
    m_answerStates->setLoading(tr("Waiting for the answer…"));
    m_tracing.abandon();
    m_wasTraced = isTracing();
    if (m_wasTraced)
        m_timeline->setLoading();
    m_sending = components::runInBackground<Sent>(
        this,
        [client, draft = m_draft, api = std::string(m_operation.parent().name()), traced = m_wasTraced](std::stop_token stop, const components::Progress &) {
            return sendDraft(*client, draft, traced ? api : std::string(), stop);
        },
        [this](Sent sent) { showAnswer(std::move(sent)); });
    m_send->setEnabled(false);
}

void RequestForm::showAnswer(Sent sent)
{
    showUrl();
    m_send->setEnabled(m_draft.missing().empty());
    showTrace(sent);
    if (!sent.answer) {
        m_answerStates->setError(tr("No answer"), components::errorText(sent.answer.error()), tr("Send again"), [this] { send(); });
        emit answered(0);
        return;
    }
    const auto &answer = *sent.answer;
    m_status = answer.status;
    m_answerStates->setContent();
    m_answerStatus->setText(QString::number(answer.status));
    m_answerStatus->setTone(components::toneOfStatus(answer.status));
    m_answerTime->setText(tr("%1, %2").arg(components::durationText(answer.elapsed.count()), components::bytesText(qint64(answer.body.size()))));
    m_answerBody->setPlainText(bodyText(answer));
    QStringList lines;
    for (const auto &[name, value] : answer.headers)
        lines += fromUtf8(name) + ": " + fromUtf8(value);
    m_answerHeaders->setPlainText(lines.join('\n'));
    emit answered(m_status);
}

void RequestForm::showTrace(const Sent &sent)
{
    if (!m_wasTraced)
        return;
    if (sent.untraced) {
        m_timeline->setError(*sent.untraced);
        return;
    }
    const auto id = sent.answer ? remote::traceIdOf(*sent.answer) : Result<std::string>(tl::unexpected(sent.answer.error()));
    if (id)
        fetchTrace(*id);
    else
        m_timeline->setError(id.error());
}

void RequestForm::fetchTrace(const std::string &traceId)
{
    const auto client = m_session.client();
    if (!client)
        return;
    m_timeline->setLoading();
    m_tracing = components::runInBackground<Result<remote::Trace>>(
        this,
        [client, traceId](std::stop_token stop, const components::Progress &) { return remote::TraceClient(*client).fetch(traceId, tracePatience, std::move(stop)); },
        [this, traceId](Result<remote::Trace> trace) {
            if (trace)
                m_timeline->setTrace(std::move(*trace));
            else
                m_timeline->setError(trace.error(), tr("Try again"), [this, traceId] { fetchTrace(traceId); });
        });
}

void RequestForm::copyCurl()
{
    readFields();
    QApplication::clipboard()->setText(fromUtf8(m_draft.toCurl()));
    m_copy->setText(tr("Copied"));
}

} // namespace gatehouse::ui::catalog
