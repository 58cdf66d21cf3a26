// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/debug_session.h"

#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "ui/shell/gateway_address.h"
#include "ui/shell/session.h"

#include <algorithm>

namespace gatehouse::ui::shell {

using remote::DebugClient;
using remote::DebugPlace;
using remote::DebugStop;
using resource::ResourceId;

namespace {

constexpr int mostQuestions = 400; // nodes of one stop that are opened

constexpr std::string_view ownPolicy = "/policies/policy";

//! The node of exactly that path; nullptr: none.
DebugNode *nodeAt(std::vector<DebugNode> &nodes, const std::string &path)
{
    for (auto &node : nodes) {
        if (node.path == path)
            return &node;
        if (path.starts_with(node.path + ".")) {
            if (auto *found = nodeAt(node.children, path))
                return found;
        }
    }
    return nullptr;
}

void collectValues(const std::vector<DebugNode> &nodes, std::map<std::string, std::string> &values)
{
    for (const auto &node : nodes) {
        values[node.path] = node.variable.value;
        collectValues(node.children, values);
    }
}

} // namespace

DebugSession::DebugSession(Session &session) : QObject(&session), m_session(session)
{
    connect(&m_client, &DebugClient::stateChanged, this, &DebugSession::clientChanged);
    connect(&m_client, &DebugClient::stopped, this, &DebugSession::runStopped);
    connect(&m_client, &DebugClient::ended, this, &DebugSession::runEnded);
    connect(&m_session, &Session::connectionChanged, this, [this] {
        const auto *connection = m_session.connection();
        const auto id = connection ? connection->id : std::string();
        if (id == m_connectionId)
            return;
        m_connectionId = id;
        stop();
        clearBreakpoints();
    });
    if (const auto *connection = m_session.connection())
        m_connectionId = connection->id;
}

DebugSession::~DebugSession()
{
    m_client.disconnect(this);
}

std::optional<ResourceId> DebugSession::documentOf(const std::string &scopeId)
{
    if (scopeId == "/tenant")
        return ResourceId::of("policies/policy");
    if (!scopeId.starts_with('/'))
        return std::nullopt;
    const bool inFragment = scopeId.starts_with("/policyFragments/");
    const auto id = ResourceId::parse(scopeId.substr(1) + (inFragment ? std::string() : std::string(ownPolicy)));
    return id ? std::optional(*id) : std::nullopt;
}

std::string DebugSession::scopeIdOf(const ResourceId &document)
{
    std::string text = document.text();
    if (text == ownPolicy.substr(1))
        return "/tenant";
    if (text.ends_with(ownPolicy))
        text.resize(text.size() - ownPolicy.size());
    return "/" + text;
}

void DebugSession::start()
{
    const auto client = m_session.client();
    if (m_state == State::Connecting || isAttached())
        return;
    if (!client) {
        failWith({ErrorKind::Unavailable, "debug.noConnection", {}});
        return;
    }
    setState(State::Connecting);
    m_access = components::runInBackground<Result<Access>>(
        this,
        [client](std::stop_token stop, const components::Progress &) -> Result<Access> {
            auto key = readSubscriptionKey(*client, "master", stop);
            if (!key) {
                if (key.error().kind == ErrorKind::Forbidden)
                    return fail(ErrorKind::Forbidden, "debug.noKey");
                if (key.error().kind == ErrorKind::NotFound)
                    return fail(ErrorKind::Unsupported, "debug.unsupported");
                return tl::unexpected(std::move(key.error()));
            }
            return Access{readGatewayUrl(*client, stop), std::move(*key)};
        },
        [this](Result<Access> access) { attach(std::move(access)); });
}

void DebugSession::attach(Result<Access> access)
{
    if (!access) {
        failWith(std::move(access.error()));
        return;
    }
    m_gatewayUrl = access->gatewayUrl;
    m_credential = access->key;
    const auto *connection = m_session.connection();
    m_client.open({std::move(access->gatewayUrl), std::move(access->key), connection ? connection->caPem : std::string(), false});
}

void DebugSession::stop()
{
    m_access.abandon();
    m_client.close();
    m_error.reset();
    m_credential = {};
    m_standing.clear();
    m_before.clear();
    setState(State::Off);
}

void DebugSession::clientChanged()
{
    switch (m_client.state()) {
    case DebugClient::State::Attached:
        for (const auto &[document, paths] : m_breakpoints)
            sendBreakpoints(document);
        // Commands are taken in order: with an answer the breakpoints are in force, before a request can overtake them.
        m_client.variables({}, {}, [this](const auto &) { setState(State::Waiting); });
        break;
    case DebugClient::State::Failed:
        failWith(*m_client.error());
        break;
    case DebugClient::State::Connecting:
    case DebugClient::State::Closed:
        break;
    }
}

void DebugSession::setBreakpoints(const ResourceId &document, std::vector<std::string> paths)
{
    if (breakpoints(document) == paths)
        return;
    if (paths.empty())
        m_breakpoints.erase(document);
    else
        m_breakpoints[document] = std::move(paths);
    sendBreakpoints(document);
    emit breakpointsChanged();
}

const std::vector<std::string> &DebugSession::breakpoints(const ResourceId &document) const
{
    static const std::vector<std::string> none;
    const auto found = m_breakpoints.find(document);
    return found == m_breakpoints.end() ? none : found->second;
}

void DebugSession::clearBreakpoints()
{
    const auto all = std::exchange(m_breakpoints, {});
    if (all.empty())
        return;
    for (const auto &[document, paths] : all)
        sendBreakpoints(document);
    emit breakpointsChanged();
}

void DebugSession::sendBreakpoints(const ResourceId &document)
{
    m_client.setBreakpoints(scopeIdOf(document), breakpoints(document));
}

void DebugSession::runStopped(const DebugStop &stop)
{
    m_standing.push_back(stop);
    if (m_standing.size() == 1)
        show();
    else
        emit stateChanged(); // more of them stand
}

void DebugSession::runEnded(const DebugPlace &place)
{
    if (m_shownPlace.isSameRun(place))
        m_before.clear();
    const auto found = std::find_if(m_standing.begin(), m_standing.end(), [&](const DebugStop &stop) { return stop.place.isSameRun(place); });
    if (found == m_standing.end())
        return;
    if (found == m_standing.begin()) {
        removeCurrent();
    } else {
        m_standing.erase(found);
        emit stateChanged();
    }
}

//! Asks what the first of those that stand looks like.
void DebugSession::show()
{
    const int generation = ++m_generation;
    const auto place = stopped().place;
    if (!m_shownPlace.isSameRun(place))
        m_before.clear();
    m_shownPlace = place;
    m_variables.clear();
    m_openQuestions = m_questions = 0;
    m_client.stack(place, [this, generation](std::vector<remote::DebugFrame> frames) {
        if (generation != m_generation)
            return;
        m_frames = std::move(frames);
        setState(State::Stopped);
        emit stoppedChanged();
        ask({});
    });
}

void DebugSession::ask(const std::string &path)
{
    if (++m_questions > mostQuestions)
        return;
    ++m_openQuestions;
    m_client.variables(stopped().place, path, [this, path, generation = m_generation](std::vector<remote::DebugVariable> found) {
        if (generation == m_generation)
            take(path, std::move(found));
    });
}

void DebugSession::take(const std::string &path, std::vector<remote::DebugVariable> found)
{
    --m_openQuestions;
    auto *parent = path.empty() ? nullptr : nodeAt(m_variables, path);
    auto &nodes = parent ? parent->children : m_variables;
    std::vector<std::string> deeper;
    for (auto &variable : found) {
        DebugNode node;
        node.path = path.empty() ? variable.name : path + "." + variable.name;
        if (variable.nestedCount > 0)
            deeper.push_back(node.path);
        const auto before = m_before.find(node.path);
        node.isChanged = !m_before.empty() && (before == m_before.end() || before->second != variable.value);
        node.variable = std::move(variable);
        nodes.push_back(std::move(node));
    }
    for (const auto &one : deeper)
        ask(one);
    if (m_openQuestions == 0)
        emit variablesChanged();
}

void DebugSession::go(Go how)
{
    if (m_state != State::Stopped)
        return;
    if (m_openQuestions == 0) {
        m_before.clear();
        collectValues(m_variables, m_before);
    }
    m_client.go(how, stopped().place);
    removeCurrent();
}

void DebugSession::terminate()
{
    if (m_state == State::Stopped)
        m_client.terminate(stopped().place.requestId); // threadExited follows
}

void DebugSession::removeCurrent()
{
    ++m_generation;
    m_standing.pop_front();
    m_frames.clear();
    m_variables.clear();
    setState(State::Waiting);
    if (!m_standing.empty())
        show();
}

void DebugSession::failWith(Error error)
{
    m_credential = {};
    m_standing.clear();
    m_error = std::move(error);
    setState(State::Failed);
}

void DebugSession::setState(State state)
{
    if (state != State::Stopped) {
        ++m_generation;
        m_frames.clear();
        m_variables.clear();
    }
    if (state != State::Failed)
        m_error.reset();
    m_state = state;
    emit stateChanged();
}

} // namespace gatehouse::ui::shell
