// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/backends.h"

#include "core/base/iso_duration.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/backend_certificate.h"
#include "core/policy/named_values.h"
#include "core/policy/proxy_settings.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

const json::object *objectMember(const json::object &object, std::string_view name)
{
    const auto *value = member(object, name);
    return value && value->is_object() ? &value->get_object() : nullptr;
}

const json::array &arrayMember(const json::object &object, std::string_view name)
{
    static const json::array none;
    const auto *value = member(object, name);
    return value && value->is_array() ? value->get_array() : none;
}

//! Templates of ARM write numbers as text, too.
std::optional<long long> numberMember(const json::object &object, std::string_view name)
{
    if (const auto number = intMember(object, name))
        return number;
    return toInteger(stringMember(object, name));
}

std::int64_t microsMember(const json::object &object, std::string_view name)
{
    return parseIsoDuration(stringMember(object, name)).value_or(std::chrono::seconds(0)).count() * 1'000'000;
}

class BackendReader
{
public:
    BackendReader(const resource::Resource &resource, const policy::Bindings &bindings, Diagnostics &findings)
        : m_resource(resource), m_bindings(bindings), m_findings(findings)
    {
    }

    Backend read()
    {
        const auto &properties = m_resource.properties;
        m_backend.id = m_resource.id.name();
        m_backend.lowerId = toLower(m_backend.id);
        m_backend.url = stringMember(properties, "url");
        m_backend.isPool = equalsIgnoreCase(stringMember(properties, "type"), "Pool");
        if (const auto *pool = objectMember(properties, "pool"); pool && m_backend.isPool)
            readMembers(arrayMember(*pool, "services"));
        if (const auto *breaker = objectMember(properties, "circuitBreaker"))
            readBreaker(arrayMember(*breaker, "rules"));
        if (const auto *credentials = objectMember(properties, "credentials"))
            readCredentials(*credentials);
        if (const auto *tls = objectMember(properties, "tls")) {
            m_backend.tls.chain = boolMember(*tls, "validateCertificateChain", true);
            m_backend.tls.name = boolMember(*tls, "validateCertificateName", true);
        }
        if (const auto *proxy = objectMember(properties, "proxy"))
            readProxy(*proxy);
        return std::move(m_backend);
    }

private:
    void refuse(std::string code, std::string pointer)
    {
        m_backend.fault = code;
        find(std::move(code), std::move(pointer));
    }

    void find(std::string code, std::string pointer)
    {
        m_findings.push_back({Severity::Warning, {}, std::move(pointer), std::move(code), {{"resource", m_resource.id.text()}}});
    }

    void readMembers(const json::array &services)
    {
        for (const auto &service : services) {
            if (!service.is_object())
                continue;
            const auto &entry = service.get_object();
            const auto id = stringMember(entry, "id");
            PoolMember poolMember{toLower(id.substr(id.rfind('/') + 1)), {}, 0};
            if (const auto weight = numberMember(entry, "weight"); weight && *weight >= 0)
                poolMember.weight = static_cast<std::uint32_t>(*weight);
            if (const auto priority = numberMember(entry, "priority"); priority && *priority >= 0)
                poolMember.priority = static_cast<std::uint32_t>(*priority);
            m_backend.members.push_back(std::move(poolMember));
        }
        std::stable_sort(m_backend.members.begin(), m_backend.members.end(),
                         [](const auto &a, const auto &b) { return a.priority < b.priority; });
    }

    //! The first rule: Azure takes no more.
    void readBreaker(const json::array &rules)
    {
        if (rules.empty() || !rules[0].is_object())
            return;
        const auto &rule = rules[0].get_object();
        const auto *condition = objectMember(rule, "failureCondition");
        if (!condition)
            return;
        BackendBreaker breaker;
        if (const auto count = numberMember(*condition, "count"); count && *count > 0)
            breaker.rule.count = static_cast<std::uint64_t>(*count);
        if (const auto percentage = numberMember(*condition, "percentage"); percentage && *percentage > 0)
            breaker.rule.percentage = static_cast<std::uint32_t>(*percentage);
        breaker.rule.intervalMicros = microsMember(*condition, "interval");
        breaker.rule.tripMicros = microsMember(rule, "tripDuration");
        breaker.acceptRetryAfter = boolMember(rule, "acceptRetryAfter", false);
        for (const auto &range : arrayMember(*condition, "statusCodeRanges")) {
            if (!range.is_object())
                continue;
            const auto from = numberMember(range.get_object(), "min");
            const auto to = numberMember(range.get_object(), "max");
            if (from && to)
                breaker.statuses.emplace_back(static_cast<int>(*from), static_cast<int>(*to));
        }
        for (const auto &reason : arrayMember(*condition, "errorReasons")) {
            if (reason.is_string())
                breaker.reasons.emplace_back(std::string_view(reason.get_string()));
        }
        m_backend.breaker = std::move(breaker);
    }

    std::string valueOf(std::string_view text, const char *pointer = "properties.credentials")
    {
        std::vector<std::string> unknown;
        auto value = policy::substituteNamedValues(
            text,
            [this](std::string_view name) -> std::optional<std::string> {
                const auto found = m_bindings.namedValues.find(name);
                return found == m_bindings.namedValues.end() ? std::nullopt : std::optional(found->second);
            },
            unknown);
        if (!unknown.empty())
            find("gateway.backendNamedValue", pointer);
        return value;
    }

    //! Calls `use` with each name and value of {"name": ["value"]}.
    template<typename Use>
    void eachValue(const json::object &credentials, std::string_view part, Use use)
    {
        const auto *values = objectMember(credentials, part);
        if (!values)
            return;
        for (const auto &[name, entry] : *values) {
            if (entry.is_string())
                use(name, valueOf(entry.get_string()));
            else if (entry.is_array())
                for (const auto &value : entry.get_array())
                    if (value.is_string())
                        use(name, valueOf(value.get_string()));
        }
    }

    void readCredentials(const json::object &credentials)
    {
        eachValue(credentials, "header", [this](std::string_view name, const std::string &value) { addHeader(name, value); });
        eachValue(credentials, "query", [this](std::string_view name, const std::string &value) {
            m_backend.query += (m_backend.query.empty() ? "" : "&") + http::percentEncode(name) + "=" + http::percentEncode(value);
        });
        if (const auto *authorization = objectMember(credentials, "authorization")) {
            m_backend.headers.remove("Authorization");
            addHeader("Authorization", valueOf(stringMember(*authorization, "scheme")) + " " + valueOf(stringMember(*authorization, "parameter")));
        }
        readCertificates(credentials);
    }

    //! TLS shows one: the first that the service has with its key.
    void readCertificates(const json::object &credentials)
    {
        bool named = false;
        const auto look = [&](const json::array &list, bool byThumbprint) {
            for (const auto &entry : list) {
                if (!entry.is_string())
                    continue;
                named = true;
                const std::string_view text = entry.get_string();
                auto file = byThumbprint ? policy::certificateByThumbprint(m_bindings, text)
                                         : policy::certificateById(m_bindings, text.substr(text.rfind('/') + 1));
                if (file && file->key && !m_backend.certificate)
                    m_backend.certificate = std::move(file);
            }
        };
        look(arrayMember(credentials, "certificateIds"), false);
        look(arrayMember(credentials, "certificate"), true);
        if (named && !m_backend.certificate)
            refuse("gateway.backendCertificate", "properties.credentials");
    }

    void readProxy(const json::object &proxy)
    {
        auto use = policy::proxyUse(valueOf(stringMember(proxy, "url"), "properties.proxy"), valueOf(stringMember(proxy, "username"), "properties.proxy"),
                                    valueOf(stringMember(proxy, "password"), "properties.proxy"));
        if (use)
            m_backend.proxy = std::move(*use);
        else
            refuse("gateway.backendProxy", "properties.proxy");
    }

    void addHeader(std::string_view name, const std::string &value)
    {
        if (http::isToken(name) && http::isFieldValue(value))
            m_backend.headers.add(name, value);
        else
            find("gateway.backendHeader", "properties.credentials.header");
    }

    const resource::Resource &m_resource;
    const policy::Bindings &m_bindings;
    Diagnostics &m_findings;
    Backend m_backend;
};

} // namespace

bool BackendBreaker::countsStatus(int status) const
{
    return std::any_of(statuses.begin(), statuses.end(), [status](const auto &range) { return status >= range.first && status <= range.second; });
}

bool BackendBreaker::countsReason(std::string_view reason) const
{
    return std::any_of(reasons.begin(), reasons.end(), [reason](const auto &known) { return equalsIgnoreCase(known, reason); });
}

Backends Backends::compile(const resource::Configuration &configuration, const policy::Bindings &bindings, Diagnostics &findings)
{
    Backends backends;
    for (const auto &resource : configuration.children({}, "backends")) {
        auto backend = BackendReader(*resource, bindings, findings).read();
        auto lowerId = backend.lowerId;
        backends.m_byLowerId.insert_or_assign(std::move(lowerId), std::move(backend));
    }
    return backends;
}

const Backend *Backends::find(std::string_view id) const
{
    return findLower(toLower(id));
}

const Backend *Backends::findLower(std::string_view lowerId) const
{
    const auto found = m_byLowerId.find(lowerId);
    return found == m_byLowerId.end() ? nullptr : &found->second;
}

} // namespace gatehouse::gateway
