// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/tracer.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gatehouse::policy {

namespace {

constexpr std::string_view fragments = "policyFragments/";

//! "00:00:00.2983315", .NET's TimeSpan.
std::string elapsedText(std::chrono::microseconds time)
{
    const auto micros = std::max<std::int64_t>(0, time.count());
    const auto seconds = micros / 1'000'000;
    char text[40];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06d0", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                  static_cast<int>(seconds % 60), static_cast<int>(micros % 1'000'000));
    return text;
}

//! With the seven digits that Azure writes.
std::string timestampText(UtcTime time)
{
    auto text = toIso(time);
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%06d0Z", static_cast<int>(time.time_since_epoch().count() % 1'000'000));
    return text.substr(0, text.rfind('.')) + fraction;
}

std::string quoted(const json::value &value)
{
    const auto *text = value.if_string();
    return "'" + (text ? std::string(*text) : toJson(value)) + "'";
}

std::string sentenceOf(const Change &change)
{
    const bool gone = change.after.is_null();
    const bool ofRequest = change.what.starts_with("request.");
    const std::string side = ofRequest ? "Request" : "Response";
    if (change.what == "request.header" || change.what == "response.header")
        return side + " header '" + change.name + (gone ? "' was removed" : "' was set to " + quoted(change.after));
    if (change.what == "response.status")
        return "Response status code was set to " + toJson(change.after);
    if (change.what == "response.reason")
        return "Response status reason was set to " + quoted(change.after);
    if (change.what == "request.method")
        return "Request method was set to " + quoted(change.after);
    if (change.what == "request.url")
        return "Request URL was changed to " + quoted(change.after);
    if (change.what == "backend.url")
        return "Backend request URL was changed to " + quoted(change.after);
    if (change.what == "backend.id")
        return "Backend was changed to " + quoted(change.after);
    if (change.what == "variable")
        return "Context variable '" + change.name + (gone ? "' was removed" : "' was set");
    return side + (gone ? " body was removed" : " body was set");
}

json::value changesJson(const std::vector<Change> &changes)
{
    json::array all;
    for (const auto &change : changes) {
        json::object one{{"what", change.what}};
        if (!change.name.empty())
            one["name"] = utf8Of(change.name);
        one["before"] = change.before;
        one["after"] = change.after;
        all.push_back(std::move(one));
    }
    return all;
}

json::object errorJson(const LastError &error)
{
    json::object object{{"source", error.source}, {"reason", error.reason}, {"message", utf8Of(error.message)}, {"status", error.status}};
    if (!error.path.empty())
        object["path"] = error.path;
    return object;
}

json::object responseJson(const ResponseMessage &response)
{
    json::object object{{"status", {{"code", response.status}, {"reason", utf8Of(response.reason)}}},
                        {"headers", headersJson(response.headers)}};
    if (auto body = bodyJson(bodyStateOf(response.body)); !body.is_null())
        object["body"] = std::move(body);
    return object;
}

//! A policy that waits for somebody's answer.
bool isCall(const StepOrigin &origin)
{
    return origin.policy == "forward-request" || origin.policy == "send-request";
}

bool isWhen(const StepOrigin &origin)
{
    return origin.policy == "choose" && origin.path.substr(origin.path.rfind('/') + 1).starts_with("when[");
}

} // namespace

Tracer::Tracer(const Exchange &exchange, const Clock &clock, Secrets::Known secrets)
    : m_exchange(exchange), m_clock(clock), m_secrets(std::move(secrets)), m_began(exchange.started), m_state(ExchangeState::of(exchange))
{
    m_secrets.addFrom(exchange);
}

std::optional<std::size_t> Tracer::reserve(Section section, std::string source)
{
    if (m_full)
        return std::nullopt;
    const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - m_began);
    if (m_entries.size() >= maxEntries || m_bytes > maxBytes) {
        m_full = true;
        source = "api-inspector";
    }
    m_entries.push_back({section, std::move(source), timestampText(m_clock.utc()), elapsedText(elapsed), {}});
    if (!m_full)
        return m_entries.size() - 1;
    m_entries.back().data = json::object{{"message", "The trace is too long: what follows was left out."}};
    return std::nullopt;
}

void Tracer::fill(std::size_t place, json::value data)
{
    m_secrets.blackOut(data);
    m_bytes += toJson(data).size();
    m_entries[place].data = std::move(data);
}

void Tracer::note(std::string source, json::value data)
{
    if (const auto place = reserve(m_section, std::move(source)))
        fill(*place, std::move(data));
}

void Tracer::begin()
{
    const auto &matched = m_exchange.matched;
    json::object request{{"method", m_exchange.request.method},
                         {"url", utf8Of(m_exchange.originalUrl.text())},
                         {"headers", headersJson(m_exchange.request.headers)}};
    note("api-inspector", json::object{{"request", std::move(request)}});
    json::object configuration;
    if (const auto &api = matched.api) {
        json::value to = nullptr;
        if (const auto url = http::Url::parse(api->serviceUrl))
            to = {{"scheme", url->scheme}, {"host", url->host}, {"port", url->effectivePort()}, {"path", url->path.empty() ? "/" : url->path},
                  {"queryString", url->query}, {"query", json::object{}}, {"isDefaultPort", url->port == 0}};
        configuration["api"] = {{"id", api->id}, {"from", "/" + api->path}, {"to", std::move(to)},
                                {"version", api->version.empty() ? json::value(nullptr) : json::value(api->version)},
                                {"revision", api->revision}};
    } else {
        configuration["api"] = nullptr;
    }
    configuration["operation"] = matched.operation ? json::value{{"id", matched.operation->id},
                                                                 {"method", matched.operation->method},
                                                                 {"uriTemplate", matched.operation->urlTemplate}}
                                                   : json::value(nullptr);
    const auto &subscription = matched.subscription;
    configuration["user"] = subscription && !subscription->userId.empty() ? json::value(json::object{{"id", subscription->userId}}) : json::value("-");
    configuration["product"] = matched.product ? json::value(json::object{{"id", matched.product->id}}) : json::value("-");
    configuration["subscription"] = subscription ? json::value(json::object{{"id", subscription->id}}) : json::value("-");
    note("api-inspector", json::object{{"configuration", std::move(configuration)}});
}

void Tracer::failed(const LastError &error)
{
    m_section = Section::OnError;
    note(error.source, json::object{{"message", utf8Of(error.message)}, {"error", errorJson(error)}});
}

void Tracer::message(const TraceEntry &entry)
{
    static constexpr std::array<const char *, 3> severities{"verbose", "information", "error"};
    json::object data{{"message", utf8Of(entry.message)}, {"severity", severities[static_cast<std::size_t>(entry.severity)]}};
    json::object metadata;
    for (const auto &[name, value] : entry.metadata)
        metadata[utf8Of(name)] = utf8Of(value);
    if (!metadata.empty())
        data["metadata"] = std::move(metadata);
    note(entry.source, std::move(data));
}

void Tracer::answered(const ResponseMessage &response)
{
    closeAll();
    m_section = m_exchange.lastError ? Section::OnError : Section::Outbound;
    note("transfer-response", json::object{{"message", "Response headers have been sent to the caller."}, {"response", responseJson(response)}});
}

void Tracer::sent()
{
    note("transfer-response", json::object{{"message", "Response has been sent to the caller in full"}});
}

//! What has changed since the last look is the work of `group`; null: nobody's that is shown.
void Tracer::attribute(Group *group)
{
    auto now = ExchangeState::of(m_exchange);
    m_secrets.addFrom(now.requestHeaders);
    if (group) {
        auto changes = changesBetween(m_state, now);
        std::move(changes.begin(), changes.end(), std::back_inserter(group->changes));
    }
    m_state = std::move(now);
}

Tracer::Group &Tracer::groupOf(const Run &run)
{
    for (auto &group : m_groups)
        if (group.run == &run || !group.run)
            return group;
    return m_groups.emplace_back();
}

//! Fragments have no step of their own.
void Tracer::fragmentBoundary(const StepOrigin &origin)
{
    auto fragment = origin.resourceId.starts_with(fragments) ? origin.resourceId.substr(fragments.size()) : std::string();
    if (fragment == m_fragment)
        return;
    if (!m_fragment.empty())
        note("include-fragment", json::value("Leaving policy fragment '" + m_fragment + "'"));
    if (!fragment.empty())
        note("include-fragment", json::value("Entering policy fragment '" + fragment + "'"));
    m_fragment = std::move(fragment);
}

bool Tracer::before(Run &run)
{
    if (m_full)
        return true;
    auto last = std::find_if(m_groups.begin(), m_groups.end(), [this](const auto &group) { return group.run == m_last; });
    attribute(last == m_groups.end() ? nullptr : &*last);
    const auto &origin = run.origin();
    auto *group = &groupOf(run);
    const bool same = group->run && group->origin.section == run.section() && group->origin.path == origin.path
        && group->origin.resourceId == origin.resourceId;
    if (!same) {
        close(*group);
        if (m_section != run.section() && !m_fragment.empty()) {
            note("include-fragment", json::value("Leaving policy fragment '" + m_fragment + "'"));
            m_fragment.clear();
        }
        m_section = run.section();
        fragmentBoundary(origin);
        *group = {};
        group->run = &run;
        group->origin = origin;
        group->origin.section = run.section();
        group->place = reserve(m_section, origin.policy).value_or(m_entries.size());
    }
    group->stepBegan = m_clock.steady();
    m_last = &run;
    return true;
}

void Tracer::after(Run &run, const StepResult &result)
{
    auto &group = groupOf(run);
    if (group.run != &run || m_full)
        return;
    group.cost += std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - group.stepBegan);
    const bool plumbing = run.program().steps[run.index()]->isPlumbing() && result.kind != StepResult::Fail;
    attribute(plumbing ? nullptr : &group);
    group.isShown = group.isShown || !plumbing;
    if (isCall(run.origin()))
        group.place = reserve(m_section, run.origin().policy).value_or(m_entries.size()); // after what was sent
    if (!plumbing)
        group.jumped = result.kind == StepResult::Jump;
    if (result.kind == StepResult::Fail) {
        group.error = result.error;
        if (group.error->source.empty())
            group.error->source = run.origin().policy;
        group.error->path = run.origin().path;
    }
    m_last = nullptr;
}

json::value Tracer::dataOf(const Group &group) const
{
    const auto &origin = group.origin;
    json::object data;
    if (group.error) {
        data["message"] = utf8Of(group.error->message);
    } else if (isWhen(origin)) {
        data["message"] = "Expression was successfully evaluated.";
        data["value"] = !group.jumped;
    } else if (origin.policy == "set-variable" && group.changes.size() == 1) {
        data["message"] = "Context variable was successfully set.";
        data["name"] = utf8Of(group.changes.front().name);
        data["value"] = group.changes.front().after;
    } else if (origin.policy == "return-response" || origin.policy == "mock-response" || origin.policy == "forward-request") {
        data["message"] = origin.policy == "return-response" ? "Return response was applied"
            : origin.policy == "mock-response"               ? "Mocked response was applied"
                                                             : "Response was received from the backend service.";
        data["response"] = responseJson(m_exchange.response);
    } else {
        json::array sentences;
        for (const auto &change : group.changes)
            sentences.emplace_back(sentenceOf(change));
        data["message"] = sentences.empty() ? json::value("Nothing was changed.") : json::value(std::move(sentences));
    }
    data["scope"] = nameOf(origin.scope);
    data["section"] = nameOf(origin.section);
    data["resourceId"] = origin.resourceId;
    data["path"] = origin.path;
    if (!origin.policyId.empty())
        data["policyId"] = origin.policyId;
    data["position"] = {{"line", origin.position.line}, {"column", origin.position.column}};
    data["durationMicroseconds"] = group.cost.count();
    if (!group.changes.empty())
        data["changes"] = changesJson(group.changes);
    if (group.error)
        data["error"] = errorJson(*group.error);
    return data;
}

void Tracer::close(Group &group)
{
    if (group.run && group.isShown && group.place < m_entries.size())
        fill(group.place, dataOf(group));
    group.run = nullptr;
}

void Tracer::closeAll()
{
    for (auto &group : m_groups)
        close(group);
    m_groups.clear();
    m_last = nullptr;
    if (!m_fragment.empty())
        note("include-fragment", json::value("Leaving policy fragment '" + std::exchange(m_fragment, {}) + "'"));
}

json::object Tracer::entries() const
{
    json::object all;
    for (const auto section : {Section::Inbound, Section::Backend, Section::Outbound, Section::OnError}) {
        json::array some;
        for (const auto &entry : m_entries)
            if (entry.section == section && entry.data)
                some.push_back(json::object{{"source", entry.source}, {"timestamp", entry.timestamp}, {"elapsed", entry.elapsed}, {"data", *entry.data}});
        if (!some.empty())
            all[nameOf(section)] = std::move(some);
    }
    return all;
}

} // namespace gatehouse::policy
