// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/local_provider.h"

#include "core/remote/json_reader.h"

#include <algorithm>

namespace gatehouse::remote {

namespace {

std::string pathOf(std::string_view part)
{
    return std::string(localProviderPath) + (part.empty() ? "" : "/") + std::string(part);
}

void addIfGiven(ArmClient::Query &query, std::string_view name, std::string_view value)
{
    if (!value.empty())
        query.emplace_back(name, value);
}

PublishFinding publishFindingOf(const json::object &object)
{
    return {textOf(object, "severity"), textOf(object, "resource"), textOf(object, "message")};
}

LimitCounter counterOf(const json::object &object)
{
    return {textOf(object, "counter"), textOf(object, "key"), countOf(object, "calls"),
            countOf(object, "limit"), textOf(object, "period"), timeOf(object, "renewsAt")};
}

PolicyFinding policyFindingOf(const json::object &object)
{
    return {textOf(object, "severity"),
            static_cast<int>(countOf(object, "line")),
            static_cast<int>(countOf(object, "column")),
            textOf(object, "element"),
            textOf(object, "code"),
            textOf(object, "message")};
}

EffectivePolicy effectivePolicyOf(const json::object &object)
{
    return {textOf(object, "section"),
            textOf(object, "scope"),
            textOf(object, "resource"),
            textOf(object, "name"),
            textOf(object, "summary"),
            static_cast<int>(countOf(object, "depth")),
            boolMember(object, "executed", false),
            static_cast<int>(countOf(object, "line"))};
}

ArmClient::Query queryOf(const AuditQuery &query)
{
    ArmClient::Query pairs;
    if (query.from)
        pairs.emplace_back("from", toIso(*query.from));
    if (query.to)
        pairs.emplace_back("to", toIso(*query.to));
    addIfGiven(pairs, "subject", query.subject);
    addIfGiven(pairs, "resource", query.resource);
    addIfGiven(pairs, "action", query.action);
    addIfGiven(pairs, "outcome", query.outcome);
    addIfGiven(pairs, "before", query.before);
    pairs.emplace_back("limit", std::to_string(query.limit));
    return pairs;
}

const json::object &objectOf(const Answer &answer)
{
    static const json::object none;
    const auto *object = answer.body.if_object();
    return object ? *object : none;
}

} // namespace

ArmClient::Query queryOf(const ExchangeFilter &filter)
{
    ArmClient::Query pairs;
    addIfGiven(pairs, "api", filter.api);
    addIfGiven(pairs, "operation", filter.operation);
    addIfGiven(pairs, "subscription", filter.subscription);
    addIfGiven(pairs, "status", filter.status);
    addIfGiven(pairs, "outcome", filter.outcome);
    addIfGiven(pairs, "text", filter.text);
    return pairs;
}

bool ProviderInfo::has(std::string_view capability) const
{
    return std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

Result<ProviderInfo> LocalProvider::info(std::stop_token stop) const
{
    const auto answer = m_client.get(pathOf(""), {}, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    const auto &object = objectOf(*answer);
    return ProviderInfo{textsOf(object, "apiVersions"), textOf(object, "gatewayVersion"),
                        textsOf(object, "capabilities")};
}

Result<GatewayStatus> LocalProvider::status(std::stop_token stop) const
{
    const auto answer = m_client.get(pathOf("status"), {}, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    const auto &object = objectOf(*answer);
    GatewayStatus status;
    status.state = textOf(object, "state");
    status.startedAt = timeOf(object, "startedAt");
    status.gateway = textsOf(object, "gateway");
    status.gatewayTls = textsOf(object, "gatewayTls");
    status.workers = static_cast<int>(countOf(object, "workers"));
    status.requests = countOf(object, "requests");
    status.droppedRecords = countOf(object, "droppedRecords");
    status.revision = countOf(object, "revision");
    if (auto findings = listOf<PublishFinding>(answer->body, "findings", publishFindingOf))
        status.findings = std::move(*findings);
    return status;
}

Result<Histograms> LocalProvider::histograms(const HistogramQuery &query, std::stop_token stop) const
{
    ArmClient::Query pairs{{"from", toIso(query.from)},
                           {"to", toIso(query.to)},
                           {"step", std::string(nameOf(query.step))},
                           {"groupBy", std::string(nameOf(query.groupBy))}};
    addIfGiven(pairs, "api", query.api);
    addIfGiven(pairs, "operation", query.operation);
    addIfGiven(pairs, "subscription", query.subscription);
    const auto answer = m_client.get(pathOf("histograms"), pairs, std::move(stop));
    return answer ? histogramsFrom(answer->body) : Result<Histograms>(tl::unexpected(answer.error()));
}

Result<ExchangePage> LocalProvider::exchanges(const ExchangeFilter &filter, int limit, std::string_view after,
                                              std::stop_token stop) const
{
    auto pairs = queryOf(filter);
    pairs.emplace_back("limit", std::to_string(limit));
    addIfGiven(pairs, "after", after);
    const auto answer = m_client.get(pathOf("exchanges"), pairs, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    const auto &object = objectOf(*answer);
    const auto *value = member(object, "value");
    const auto *array = value ? value->if_array() : nullptr;
    if (!array)
        return badAnswer("no array value");
    ExchangePage page{{}, textOf(object, "cursor")};
    for (const auto &item : *array) {
        auto record = exchangeFrom(item);
        if (!record)
            return tl::unexpected(record.error());
        page.records.push_back(std::move(*record));
    }
    return page;
}

Result<std::vector<LimitCounter>> LocalProvider::counters(std::stop_token stop) const
{
    return m_client.get(pathOf("counters"), {}, std::move(stop)).and_then([](const Answer &answer) {
        return listOf<LimitCounter>(answer.body, "value", counterOf);
    });
}

Result<AuditPage> LocalProvider::audit(const AuditQuery &query, std::stop_token stop) const
{
    const auto answer = m_client.get(pathOf("audit"), queryOf(query), std::move(stop));
    return answer ? auditFrom(answer->body) : Result<AuditPage>(tl::unexpected(answer.error()));
}

Result<std::vector<KeyUse>> LocalProvider::lastUse(std::stop_token stop) const
{
    return m_client.get(pathOf("lastUse"), {}, std::move(stop)).and_then([](const Answer &answer) {
        return listOf<KeyUse>(answer.body, "value", [](const json::object &object) {
            return KeyUse{textOf(object, "subscription"), textOf(object, "key"), timeOf(object, "time")};
        });
    });
}

Result<PolicyCheck> LocalProvider::checkPolicy(std::string_view scope, std::string_view text,
                                               std::stop_token stop) const
{
    const json::object body{{"scope", scope}, {"format", "rawxml"}, {"value", text}};
    const auto answer = m_client.post(pathOf("policyCheck"), body, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    auto findings = listOf<PolicyFinding>(answer->body, "findings", policyFindingOf);
    if (!findings)
        return tl::unexpected(findings.error());
    return PolicyCheck{boolMember(objectOf(*answer), "valid", false), std::move(*findings)};
}

Result<std::vector<EffectivePolicy>> LocalProvider::effectivePolicies(std::string_view api, std::string_view operation,
                                                                      std::string_view product,
                                                                      std::stop_token stop) const
{
    json::object body{{"api", api}, {"operation", operation}};
    if (!product.empty())
        body["product"] = product;
    return m_client.post(pathOf("effectivePolicies"), body, std::move(stop)).and_then([](const Answer &answer) {
        return listOf<EffectivePolicy>(answer.body, "value", effectivePolicyOf);
    });
}

} // namespace gatehouse::remote
