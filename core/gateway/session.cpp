// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/session.h"

#include "core/base/text.h"
#include "core/crypto/certificate_file.h"
#include "core/gateway/records.h"
#include "core/gateway/request_url.h"

namespace gatehouse::gateway {

namespace {

//! Lent by the snapshot that the session holds.
ProgramPointer lendProgram(const ProgramPointer &program)
{
    return ProgramPointer(ProgramPointer(), program.get());
}

policy::LastError unreadablePolicy()
{
    policy::LastError error;
    error.source = "configuration";
    error.reason = "PolicyNotReadable";
    error.message = "A policy document that applies to this request could not be read.";
    error.status = 500;
    return error;
}

policy::LastError badRequestError(int status)
{
    policy::LastError error;
    error.source = "http";
    error.reason = "BadRequest";
    error.status = status;
    error.message = error.wireMessage = std::string(http::reasonPhrase(status));
    return error;
}

bool is(std::string_view name, std::string_view wanted)
{
    return name.size() == wanted.size() && equalsIgnoreCase(name, wanted);
}

std::optional<std::uint64_t> announcedLength(const http::Headers &headers)
{
    const auto text = headers.get("Content-Length");
    const auto length = text ? toInteger(*text) : std::nullopt;
    if (!length || *length < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(*length);
}

} // namespace

Session::Session(Worker &worker, std::string clientAddress)
    : m_worker(worker)
    , m_connection(worker.loopImpl(), *this, worker.options().limits, worker.options().timeouts)
    , m_state(&worker.shared().live)
    , m_upstream(*this, worker)
{
    m_exchange.clientAddress = std::move(clientAddress);
}

Session::~Session()
{
    m_active = false;
    m_run.reset();
    m_upstream.cancel();
}

void Session::open(int fd, SSL_CTX *tls)
{
    m_connection.open(fd, tls);
}

void Session::dropIdleSnapshot()
{
    if (m_active)
        return;
    // What was lent by it goes with it; variables may hold constants of its programs.
    m_run.reset();
    m_exchange.variables.clear();
    m_exchange.matched = {};
    m_snapshot.reset();
    leaveTrial();
}

void Session::leaveTrial()
{
    m_trialCache.reset();
    m_trial.reset();
    m_state = &m_worker.shared().live;
}

std::int64_t Session::elapsed() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - m_connection.firstByte()).count();
}

void Session::beginRecord()
{
    clear(m_record);
    m_active = true;
    m_tunnel = m_bodyPiped = false;
    m_sink = Sink::Nowhere;
    m_record.time = m_worker.clock().utc();
    fillUuid(m_exchange.requestId, m_worker.random());
    m_record.requestId = m_exchange.requestId;
    m_record.clientAddress = m_exchange.clientAddress;
    m_record.method = m_connection.request().method;
    m_record.phases.headRead = elapsed();
}

void Session::onHead()
{
    beginRecord();
    if (!beginExchange()) {
        onBadRequest(400, "http.badTarget");
        return;
    }
    if (isForDebugger())
        startDebugger();
    else
        run();
}

//! These fields are for the gateway alone. Hardly ever is one of them there.
void Session::takeOwnFields()
{
    auto &headers = m_exchange.request.headers;
    bool any = false;
    for (const auto field : headers)
        any = any || is(field.name, DebuggedExchange::requestField) || is(field.name, TracedExchange::requestField)
            || is(field.name, Trial::requestField);
    m_debugged.reset();
    m_traced.reset();
    m_debugKey.clear();
    m_trialToken.reset();
    if (!any)
        return;
    if (const auto token = headers.get(Trial::requestField)) {
        m_trialToken = *token;
        headers.remove(Trial::requestField);
    }
    m_debugKey = headers.get(DebuggedExchange::requestField).value_or("");
    headers.remove(DebuggedExchange::requestField);
    if (headers.has(TracedExchange::requestField))
        m_traced = std::make_unique<TracedExchange>(m_exchange, m_worker.shared().traces, m_worker.clock());
}

bool Session::isForDebugger() const
{
    const auto &url = m_exchange.request.url;
    return m_connection.isUpgrade() && DebugClient::isItsPath(url.path) && http::queryValue(url.query, "key");
}

void Session::startDebugger()
{
    m_trialToken.reset(); // it debugs trials too, and is none
    takeSnapshot();
    if (auto error = DebugClient::refuse(m_exchange, m_upgradeTo, (*m_snapshot)->masterKeys, m_worker.options().remoteDebugger)) {
        respondPlainly(*error);
        return;
    }
    auto client = std::make_unique<DebugClient>(m_connection, m_worker.shared().debugger, m_worker.loop());
    if (!client->attach()) {
        policy::LastError busy;
        busy.source = "debugger";
        busy.reason = "DebuggerBusy";
        busy.status = 409;
        busy.message = busy.wireMessage = "Another debugger is attached to this gateway.";
        respondPlainly(busy);
        return;
    }
    m_debugClient = std::move(client);
    m_tunnel = true;
    m_record.status = 101;
    m_record.phases.inboundDone = m_record.phases.firstByteSent = elapsed();
    classify(m_record, std::nullopt);
    m_debugClient->open(m_exchange.request.headers.get("Sec-WebSocket-Key").value_or(""));
}

//! Null: nobody watches the run.
policy::RunObserver *Session::observer()
{
    auto *tracer = m_traced ? m_traced->tracer() : nullptr;
    auto &debugger = m_worker.shared().debugger;
    if (m_debugKey.empty() || !debugger.isAttached() || !DebugClient::isMasterKey(m_debugKey, (*m_snapshot)->masterKeys))
        return tracer;
    m_debugged = std::make_unique<DebuggedExchange>(m_exchange, debugger, m_worker.loop(), (*m_snapshot)->secrets, tracer,
                                                    [this] { m_connection.abort(); });
    return m_debugged.get();
}

void Session::drain()
{
    if (m_debugClient)
        m_debugClient->goAway();
    else
        m_connection.drain();
}

//! Once a connection: renegotiation is off.
void Session::readClientCertificate()
{
    m_certificateRead = true;
    if (!m_connection.isTls() || !m_worker.options().clientCertificates)
        return;
    std::shared_ptr<crypto::CertificateFile> client;
    for (const auto &der : m_connection.peerCertificates()) {
        auto read = crypto::readCertificateFile(der, {});
        if (!read)
            break;
        if (!client)
            client = std::make_shared<crypto::CertificateFile>(std::move(*read));
        else
            client->chain.push_back(std::move(read->certificate));
    }
    m_exchange.clientCertificate = std::move(client);
}

bool Session::beginExchange()
{
    if (!m_certificateRead)
        readClientCertificate();
    auto &head = m_connection.request();
    auto &request = m_exchange.request;
    m_exchange.variables.clear();
    m_exchange.owedHeaders.clear();
    m_exchange.bandwidth.clear();
    m_exchange.backendCertificate.reset();
    m_exchange.quotas.clear();
    m_exchange.watchers.clear();
    m_exchange.proxy = {};
    m_exchange.lastError.reset();
    m_exchange.matched = {};
    m_exchange.hasResponse = false;
    m_exchange.response.status = 200;
    m_exchange.response.reason.clear();
    m_exchange.response.headers.clear();
    m_exchange.response.body.clear();
    m_exchange.timestamp = m_record.time;
    m_exchange.started = m_worker.clock().steady();
    m_exchange.backendId.clear();
    m_exchange.backendBaseUrl.clear();

    m_originalHost = head.headers.get("Host").value_or("");
    m_upgradeTo.clear();
    if (m_connection.isUpgrade() && m_connection.bodyFraming() == http::BodyFraming::None)
        m_upgradeTo = head.headers.get("Upgrade").value_or("");
    if (!readRequestUrl(head.target, m_originalHost, m_connection.isTls(), request.url))
        return false;
    request.method = head.method;
    std::swap(request.headers, head.headers);
    if (request.headers.has("Connection"))
        http::removeHopByHop(request.headers);
    takeOwnFields();
    m_exchange.originalUrl = request.url;
    m_record.host = request.url.host;
    m_record.path = request.url.path;
    if (m_connection.bodyFraming() == http::BodyFraming::None) {
        request.body.clear();
        return true;
    }
    request.body.content = std::static_pointer_cast<policy::BodyStream>(BodyHandle::renew(m_body, *this));
    request.body.length.reset();
    if (m_connection.bodyFraming() == http::BodyFraming::Length)
        request.body.length = m_connection.contentLength();
    return true;
}

//! What the request runs: what is published now, or a trial. False: there is no such trial.
bool Session::takeSnapshot()
{
    m_record.isTrial = m_trialToken.has_value();
    auto trial = m_trialToken ? m_worker.shared().trials.find(*m_trialToken) : nullptr;
    if (!m_trialToken && m_snapshot == m_worker.snapshot())
        return true;
    m_run.reset(); // its values may be constants of the old one's programs
    m_snapshot = m_worker.snapshot();
    leaveTrial();
    if (!m_trialToken)
        return true;
    if (!trial)
        return false;
    m_snapshot = std::make_shared<const std::shared_ptr<const Snapshot>>(trial->snapshot);
    m_trial = std::move(trial);
    m_state = &m_trial->state;
    if (m_trial->snapshot->externalCache)
        m_trialCache.emplace(m_worker.loopImpl(), m_state->cache);
    return true;
}

//! What is published must not answer in its place: whoever sent the token would take the one for the other.
void Session::respondWithoutTrial()
{
    policy::LastError error;
    error.source = "trial";
    error.reason = "TrialNotFound";
    error.status = 410;
    error.message = error.wireMessage = "No trial with this token runs on this gateway: it has ended or expired, or the gateway was started anew. Create the trial "
                                        "again, or leave out the field Gatehouse-Trial to call what is published.";
    error.headers.add(Trial::errorField, "gone");
    respondPlainly(error);
}

void Session::run()
{
    if (!takeSnapshot()) {
        respondWithoutTrial();
        return;
    }
    auto admission = admit(**m_snapshot, m_exchange, m_match);
    if (admission.api)
        m_record.apiId = admission.api->info.id;
    if (admission.operation)
        m_record.operationId = admission.operation->info.id;
    if (admission.product)
        m_record.productId = admission.product->info.id;
    if (admission.key) {
        m_record.subscriptionId = admission.key->info.id;
        if (!m_trial)
            m_worker.keyUsed(*admission.key, m_record.time);
    }
    if (m_traced) {
        m_traced->admitted(admission, (*m_snapshot)->secrets, m_worker.random());
        m_record.traceId = m_traced->id();
    }
    const auto &program = *admission.program;
    if (!program) {
        respondPlainly(admission.error ? *admission.error : unreadablePolicy());
        return;
    }
    m_run.emplace(lendProgram(program), m_exchange, *this, [this] { respond(); });
    m_run->observe(observer());
    if (admission.error)
        m_run->startWithError(std::move(*admission.error));
    else if (admission.preflight)
        m_run->startPreflight();
    else
        m_run->start();
}

//! There is no program to run on-error with.
void Session::respondPlainly(const policy::LastError &error)
{
    m_exchange.lastError = error;
    policy::fillErrorResponse(m_exchange.response, error, m_exchange.requestId);
    respond();
}

void Session::respond()
{
    auto &response = m_exchange.response;
    if (m_traced)
        m_traced->answers(response);
    if (m_trial)
        response.headers.set(Trial::requestField, m_trial->info.id);
    m_record.status = response.status;
    m_record.phases.firstByteSent = elapsed();
    if (m_record.phases.inboundDone < 0)
        m_record.phases.inboundDone = m_record.phases.firstByteSent;
    classify(m_record, m_exchange.lastError);
    if (m_upstream.isTunnel() && response.status == 101) {
        http::ResponseHead head;
        head.status = 101;
        head.headers = response.headers;
        m_tunnel = true;
        m_sink = Sink::Backend;
        m_connection.startTunnel(head);
        if (m_active)
            m_upstream.pipeToClient();
        return;
    }
    if (std::holds_alternative<std::shared_ptr<policy::BodyStream>>(response.body.content)) {
        respondWithStream();
        return;
    }
    m_upstream.cancel();
    if (const auto *bytes = response.body.bytes()) {
        watch(*bytes);
        endWatchers();
        m_connection.startResponse(response.status, response.reason, response.headers, bytes->size());
        m_connection.writeBody(*bytes);
    } else {
        // The length that a GET would have had stays in the answer to HEAD and in 304.
        const bool keeps = m_exchange.request.method == "HEAD" || response.status == 304;
        const auto length = keeps ? announcedLength(response.headers) : std::optional<std::uint64_t>(0);
        m_connection.startResponse(response.status, response.reason, response.headers, length);
    }
    m_connection.endResponse();
}

void Session::respondWithStream()
{
    auto &response = m_exchange.response;
    if (!m_upstream.owns(response.body)) {
        // Somebody read from it: the rest alone would be a wrong answer.
        m_upstream.cancel();
        m_connection.abort();
        return;
    }
    m_connection.startResponse(response.status, response.reason, response.headers, response.body.length);
    m_upstream.pipeToClient();
}

void Session::pipeEnded()
{
    endWatchers(); // before the client can know that it has all
    m_connection.endResponse();
}

void Session::pipeBroken()
{
    classifyBrokenBackend(m_record);
    writeRecord();
    m_connection.abort();
}

void Session::endExchange()
{
    m_sink = Sink::Nowhere;
    m_reader = nullptr;
    m_debugged.reset();
    if (m_body)
        m_body->detach();
}

void Session::writeRecord()
{
    if (!m_active)
        return;
    m_active = false;
    m_record.phases.done = elapsed();
    m_record.bytesIn = m_connection.bytesIn();
    m_record.bytesOut = m_connection.bytesOut();
    endWatchers();
    if (!m_exchange.bandwidth.empty())
        chargeBandwidth(m_record.bytesIn + m_record.bytesOut);
    m_worker.record(m_record);
    if (!m_trial)
        return;
    // An idle connection keeps no trial. Its run may be on the stack now.
    m_worker.loopImpl().defer([this, alive = guard()] {
        if (!alive.expired())
            dropIdleSnapshot();
    });
}

void Session::onSent()
{
    if (m_traced)
        m_traced->sent();
    endExchange();
    writeRecord();
}

void Session::onBroken()
{
    if (m_run)
        m_run->cancel();
    m_upstream.cancel();
    endExchange();
    if (m_active && !m_tunnel)
        classifyAborted(m_record);
    writeRecord();
}

void Session::onBadRequest(int status, std::string_view code)
{
    if (!m_active) {
        beginRecord();
        m_exchange.response.headers.clear();
    } else {
        if (m_run)
            m_run->cancel();
        m_upstream.cancel();
        endExchange();
    }
    m_exchange.response = {};
    classifyBadRequest(m_record, status, code);
    policy::fillErrorResponse(m_exchange.response, badRequestError(status), m_exchange.requestId);
    const auto &response = m_exchange.response;
    const std::string_view body = response.body.bytes() ? std::string_view(*response.body.bytes()) : std::string_view();
    m_connection.startResponse(status, response.reason, response.headers, body.size());
    m_connection.writeBody(body);
    m_connection.endResponse();
}

void Session::onClosed()
{
    m_upstream.cancel();
    if (m_debugClient)
        m_debugClient->connectionClosed(); // it may be on the stack: it goes with the session
    writeRecord(); // a tunnel ends with its connection
    m_worker.remove(this);
}

void Session::onBody(std::string_view piece)
{
    if (m_debugClient)
        m_debugClient->received(piece);
    else if (m_sink == Sink::Backend) {
        m_upstream.requestPiece(piece);
    } else if (m_sink == Sink::Reader) {
        m_connection.wantBody(false);
        answerReader(std::string(piece));
    }
}

void Session::onBodyEnd()
{
    if (m_debugClient)
        m_debugClient->peerClosed();
    else if (m_tunnel)
        m_upstream.shutdownWrite();
    else if (m_sink == Sink::Backend)
        m_upstream.requestEnded();
    else if (m_sink == Sink::Reader)
        answerReader(std::string());
}

void Session::onDrained()
{
    m_upstream.clientDrained();
}

void Session::readBody(policy::BodyStream::Callback callback)
{
    m_reader = std::move(callback);
    m_sink = Sink::Reader;
    if (!m_connection.bodyComplete()) {
        m_connection.wantBody(true);
        return;
    }
    m_worker.loopImpl().defer([this, guard = guard()] {
        if (!guard.expired() && m_sink == Sink::Reader)
            answerReader(std::string());
    });
}

void Session::cancelBody()
{
    m_reader = nullptr;
    m_sink = Sink::Nowhere;
}

void Session::answerReader(Result<std::string> piece)
{
    if (const auto reader = std::exchange(m_reader, nullptr))
        reader(std::move(piece));
}

void Session::pipeRequest()
{
    m_sink = Sink::Backend;
    m_bodyPiped = true;
    if (m_connection.bodyComplete())
        m_upstream.requestEnded();
    else
        m_connection.wantBody(true);
}

void Session::stopRequestPipe()
{
    if (m_sink != Sink::Backend || m_tunnel)
        return;
    m_sink = Sink::Nowhere;
    m_connection.wantBody(false);
}

void Session::resumeRequest()
{
    if (m_sink == Sink::Backend)
        m_connection.wantBody(true);
}

void Session::backendChosen(const std::string &host, bool connected)
{
    m_record.backendHost = host;
    if (m_record.phases.inboundDone < 0)
        m_record.phases.inboundDone = elapsed();
    if (connected)
        m_record.phases.backendConnected = m_record.phases.inboundDone;
}

void Session::backendConnected()
{
    m_record.phases.backendConnected = elapsed();
}

void Session::backendAnswered(int status)
{
    m_record.backendStatus = status;
    m_record.phases.backendFirstByte = elapsed();
}

void Session::backendDone()
{
    m_record.phases.backendDone = elapsed();
}

} // namespace gatehouse::gateway
