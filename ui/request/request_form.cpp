// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/request_form.h"

#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "core/remote/test_token_client.h"
#include "core/remote/trace_client.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/trace_timeline.h"
#include "ui/request/access_panel.h"
#include "ui/request/answer_view.h"
#include "ui/request/request_fields.h"
#include "ui/request/trial_support.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/gateway_address.h"
#include "ui/shell/session.h"
#include "ui/shell/settings_store.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse::ui::request {

using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using shell::DebugSession;
using theme::TextRole;

namespace {

constexpr std::chrono::seconds tracePatience{6};
const QString traceSetting = QStringLiteral("catalog.trace");
enum Against { Published, Changes };

//! "" : the service makes test tokens.
QString whyNoTestTokens(const remote::ArmClient &client, const std::stop_token &stop)
{
    const auto info = remote::TestTokenClient(client).describe(stop);
    return info ? QString() : RequestForm::tr("No test tokens here: %1").arg(components::errorText(info.error()));
}

QString nameOf(const resource::Configuration &configuration, const resource::ResourceId &id)
{
    const auto *resource = configuration.find(id);
    return fromUtf8(resource ? stringMember(resource->properties, "displayName", id.name()) : id.name());
}

} // namespace

RequestForm::RequestForm(shell::Session &session, std::vector<resource::ResourceId> operations, const std::string &gatewayUrl, shell::SettingsStore *settings,
                         QWidget *parent)
    : QDialog(parent), m_session(session), m_operation(operations.front()), m_changes([&session] { return session.changes(); }), m_trials(session)
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(980, 640);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(24);
    split->addWidget(makeRequest(operations));
    m_answer = new AnswerView(this);
    split->addWidget(m_answer);
    split->setSizes({440, 500});
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
    connect(m_answer, &AnswerView::findingChosen, this, &RequestForm::documentWanted);
    connect(m_fields, &RequestFields::changed, this, &RequestForm::refresh);
    connect(m_operations, &QComboBox::currentIndexChanged, this, &RequestForm::chooseOperation);
    connect(m_access, &AccessPanel::changed, this, &RequestForm::refresh);
    connect(m_against, &QComboBox::currentIndexChanged, this, &RequestForm::refresh);
    connect(&m_session, &shell::Session::changesChanged, this, &RequestForm::refresh);
    connect(&m_session.debugger(), &DebugSession::stateChanged, this, &RequestForm::debuggerChanged);
    connect(m_trace, &QCheckBox::toggled, this, [this, settings](bool on) {
        m_timeline->setVisible(on);
        if (on)
            resize(std::max(width(), 1180), std::max(height(), 860));
        if (settings)
            settings->set(traceSetting, on);
    });
    prepare(gatewayUrl);
    chooseOperation();
    m_fields->setGatewayUrl(gatewayUrl);
    setTracing(settings && settings->flag(traceSetting, false));
}

QWidget *RequestForm::makeRequest(const std::vector<resource::ResourceId> &operations)
{
    auto *side = new QWidget(this);
    m_operations = new QComboBox;
    m_operations->setAccessibleName(tr("Operation"));
    const auto configuration = m_session.effective();
    for (const auto &id : operations)
        m_operations->addItem(QStringLiteral("%1 / %2").arg(nameOf(*configuration, id.parent()), nameOf(*configuration, id)), fromUtf8(id.text()));
    m_operations->setVisible(operations.size() > 1);
    m_operations->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_fields = new RequestFields;
    m_against = new QComboBox;
    m_against->setAccessibleName(tr("Runs against"));
    m_against->addItem(tr("What is published"));
    m_against->addItem({});
    m_access = new AccessPanel;
    m_fields->addRow(tr("Token"), m_access);
    m_fields->addRow(tr("Runs against"), m_against);
    m_notOffered = components::makeParagraph({}, TextRole::Secondary, 3);
    m_notOffered->hide();
    makeButtons();
    auto *buttons = new QHBoxLayout;
    for (QWidget *one : {static_cast<QWidget *>(m_send), static_cast<QWidget *>(m_debug), static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_trace)})
        buttons->addWidget(one);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Request"), TextRole::CardTitle));
    layout->addWidget(m_operations);
    layout->addWidget(m_fields, 1);
    layout->addWidget(m_notOffered);
    layout->addLayout(buttons);
    return side;
}

void RequestForm::makeButtons()
{
    m_send = makeButton(tr("Send"), theme::ButtonRank::Primary, "send");
    m_send->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_send->setDefault(true);
    m_debug = makeButton(tr("Debug"), theme::ButtonRank::Secondary, "bug");
    m_debug->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_D));
    m_debug->setToolTip(tr("Attaches the debugger and sends: the request stands at your breakpoints in Policies (Ctrl+D)"));
    m_copy = makeButton(tr("Copy as cURL"), theme::ButtonRank::Secondary, "copy");
    m_copy->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    m_copy->setToolTip(tr("The key is written as $SUBSCRIPTION_KEY"));
    m_trace = new QCheckBox(tr("Trace"));
    m_trace->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_trace->setAccessibleName(tr("Trace the request"));
    m_trace->setToolTip(tr("Shows what each policy did to the request (Ctrl+T)"));
    connect(m_send, &QPushButton::clicked, this, &RequestForm::send);
    connect(m_debug, &QPushButton::clicked, this, &RequestForm::debug);
    connect(m_copy, &QPushButton::clicked, this, &RequestForm::copyCurl);
}

void RequestForm::prepare(const std::string &gatewayUrl)
{
    const auto client = m_session.client();
    if (!client)
        return;
    m_preparing = components::runInBackground<Place>(
        this,
        [client, gatewayUrl](std::stop_token stop, const components::Progress &) {
            return Place{gatewayUrl.empty() ? shell::readGatewayUrl(*client, stop) : gatewayUrl, whyNoTrials(*client, stop), whyNoTestTokens(*client, stop)};
        },
        [this](Place place) {
            m_isPrepared = true;
            m_whyNotTried = place.whyNotTried;
            m_access->setTestTokensOffered(place.whyNoTokens);
            m_fields->setGatewayUrl(place.gatewayUrl);
            if (!m_whyNotTried.isEmpty())
                setTrying(false);
            refresh();
            if (const auto wanted = std::exchange(m_wanted, std::nullopt))
                start(*wanted);
        });
}

void RequestForm::chooseOperation()
{
    if (const auto id = resource::ResourceId::parse(components::toUtf8(m_operations->currentData().toString())))
        m_operation = *id;
    const auto *connection = m_session.connection();
    const auto configuration = m_session.effective();
    setWindowTitle(tr("%1 – %2").arg(nameOf(*configuration, m_operation), connection ? fromUtf8(connection->name) : QString()));
    m_fields->setOperation(*configuration, m_operation, m_fields->draft().gatewayUrl);
}

void RequestForm::setOperation(const resource::ResourceId &operation)
{
    if (const int index = m_operations->findData(fromUtf8(operation.text())); index >= 0)
        m_operations->setCurrentIndex(index);
}

void RequestForm::setTracing(bool on)
{
    m_trace->setChecked(on);
}

bool RequestForm::isTracing() const
{
    return m_trace->isChecked();
}

void RequestForm::setTrying(bool on)
{
    m_against->setCurrentIndex(on && m_whyNotTried.isEmpty() ? Changes : Published);
}

bool RequestForm::isTrying() const
{
    return m_against->currentIndex() == Changes;
}

void RequestForm::setChanges(std::function<resource::ChangeSet()> changes)
{
    m_changes = std::move(changes);
    refresh();
}

QString RequestForm::whyNotTried() const
{
    return m_whyNotTried;
}

void RequestForm::refresh()
{
    const auto missing = m_fields->draft().missing();
    const auto why = missing.empty() ? m_access->problem() : tr("%1 is needed").arg(fromUtf8(missing.front()));
    const bool isReady = why.isEmpty() && !m_isUnderWay;
    const int count = int(m_changes().items().size());
    m_against->setItemText(Changes, count > 0 ? tr("My %n change(s), not published", nullptr, count) : tr("My changes (there are none)"));
    m_against->setEnabled(m_whyNotTried.isEmpty());
    m_notOffered->setText(m_whyNotTried);
    m_notOffered->setVisible(!m_whyNotTried.isEmpty());
    m_send->setText(isTrying() ? tr("Try it") : tr("Send"));
    m_send->setEnabled(isReady);
    m_send->setToolTip(!why.isEmpty() ? why : isTrying() ? tr("Runs what is staged and typed without publishing it; backends are really called (Ctrl+Enter)") : tr("Ctrl+Enter"));
    m_debug->setEnabled(isReady && !m_isDebugWanted);
}

bool RequestForm::canSend() const
{
    return m_fields->draft().missing().empty() && m_access->problem().isEmpty();
}

void RequestForm::send()
{
    start(false);
}

void RequestForm::debug()
{
    if (m_isUnderWay || !canSend())
        return;
    emit debugging();
    auto &debugger = m_session.debugger();
    if (debugger.isAttached()) {
        start(true);
        return;
    }
    m_isDebugWanted = true;
    m_answer->setLoading(tr("Attaching the debugger…"));
    refresh();
    debugger.start();
}

void RequestForm::debuggerChanged()
{
    const auto &debugger = m_session.debugger();
    if (m_wasDebugged && m_isUnderWay)
        m_answer->setLoading(debugger.state() == DebugSession::State::Stopped ? tr("The request stands in the debugger: go on in Policies.") : tr("Waiting for the answer…"));
    if (!m_isDebugWanted || debugger.state() == DebugSession::State::Connecting)
        return;
    m_isDebugWanted = false;
    if (debugger.isAttached())
        start(true);
    else if (debugger.error())
        m_answer->setError(tr("The debugger is not attached"), components::errorText(*debugger.error()), tr("Try again"), [this] { debug(); });
    refresh();
}

void RequestForm::start(bool isDebugged)
{
    const auto client = m_session.client();
    if (!client || m_isUnderWay || !canSend())
        return;
    m_answer->setLoading(tr("Waiting for the answer…"));
    if (!m_isPrepared && m_fields->draft().gatewayUrl.empty()) {
        m_wanted = isDebugged;
        return;
    }
    m_tracing.abandon();
    m_wasTraced = isTracing();
    m_wasDebugged = isDebugged;
    if (m_wasTraced)
        m_timeline->setLoading();
    SendPlan plan{m_fields->draft(), m_wasTraced ? std::string(m_operation.parent().name()) : std::string(), {}, {}, {}, m_access->choice()};
    m_carried = plan.access;
    if (isDebugged)
        plan.debugKey = m_session.debugger().credential();
    if (isTrying())
        plan.changes = m_changes();
    if (plan.changes && plan.changes->empty())
        plan.changes.reset(); // the same as what is published
    if (plan.changes)
        plan.trial = m_trials.of(*plan.changes);
    m_tried = plan.changes;
    m_isUnderWay = true;
    m_sending = components::runInBackground<Sent>(
        this, [client, plan = std::move(plan)](std::stop_token stop, const components::Progress &) { return sendRequest(*client, plan, stop); },
        [this](Sent sent) { showSent(std::move(sent)); });
    refresh();
}

void RequestForm::showSent(Sent sent)
{
    m_isUnderWay = false;
    if (m_tried)
        m_trials.keep(sent.trial, *m_tried);
    refresh();
    m_status = 0;
    if (sent.isRefused) {
        m_answer->showFindings(std::move(sent.findings));
        if (m_wasTraced)
            m_timeline->setNothing(tr("Nothing was sent: the changes were refused."));
        emit answered(0);
        return;
    }
    showTrace(sent);
    if (!sent.answer) {
        m_answer->setError(tr("No answer"), components::errorText(sent.answer.error()), tr("Send again"), [this] { send(); });
        emit answered(0);
        return;
    }
    m_status = sent.answer->status;
    auto note = accessNote(m_carried, *sent.answer);
    if (m_tried) {
        note += (note.isEmpty() ? QString() : QStringLiteral(" "))
            + tr("Ran against %n change(s) that are not published.", nullptr, int(m_tried->items().size()));
        if (!sent.findings.empty())
            note += QLatin1Char(' ') + fromUtf8(sent.findings.front().message);
    }
    m_answer->showAccess(decodedToken(sent.token), decodedToken(sent.proof));
    m_answer->showAnswer(*sent.answer, note);
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
    auto text = fromUtf8(m_fields->draft().toCurl());
    if (const auto access = m_access->choice(); access.kind != AccessChoice::None) {
        text += access.key ? QStringLiteral(" \\\n  -H \"Authorization: DPoP $ACCESS_TOKEN\" \\\n  -H \"DPoP: $DPOP_PROOF\"")
                           : QStringLiteral(" \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\"");
    }
    QApplication::clipboard()->setText(text);
    m_copy->setText(tr("Copied"));
}

} // namespace gatehouse::ui::request
