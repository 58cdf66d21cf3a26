// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/remote/arm_client.h"
#include "core/resource/change_recorder.h"
#include "core/telemetry/exchange_record.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

using telemetry::ExchangeRecord;

struct ProviderInfo
{
    std::vector<std::string> apiVersions;
    std::string gatewayVersion;
    std::vector<std::string> capabilities; //!< "histograms", "exchanges", "counters", "audit", "status", "trials"

    bool has(std::string_view capability) const;
};

struct PublishFinding
{
    std::string severity; //!< "error", "warning"
    std::string resource;
    std::string message;
};

struct GatewayStatus
{
    std::string state;
    std::optional<UtcTime> startedAt;
    std::vector<std::string> gateway, gatewayTls;
    int workers = 0;
    std::uint64_t requests = 0; //!< since the start
    std::uint64_t droppedRecords = 0;
    std::vector<PublishFinding> findings; //!< of the last publish
    std::uint64_t revision = 0;
};

enum class GroupBy { Total, Api, Operation, Subscription };
enum class Step { Minute, FiveMinutes, QuarterHour, Hour, Day };

std::string_view nameOf(GroupBy groupBy); //!< "total", "api", "operation", "subscription"
std::string_view nameOf(Step step); //!< "PT1M", "PT5M", "PT15M", "PT1H", "P1D"
std::chrono::minutes lengthOf(Step step);
//! The finest step that gives at most `points` of them over a range.
Step stepFor(std::chrono::minutes range, int points = 180);

struct HistogramQuery
{
    UtcTime from{}, to{};
    Step step = Step::Minute;
    GroupBy groupBy = GroupBy::Total;
    std::string api, operation, subscription; //!< "" : all
};

//! Figures of one group in one interval; times in milliseconds, absent when there was no request.
struct TrafficFigures
{
    UtcTime start{}; //!< of a bucket; of a summary: the range's begin
    std::string group; //!< "orders", "orders/getOrder", a subscription's name; "" for the total
    std::uint64_t requests = 0;
    std::uint64_t status2xx = 0, status3xx = 0, status4xx = 0, status5xx = 0, aborted = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0;
    std::optional<double> p50, p95, p99, max, mean, backendP50, backendP95;
    std::map<std::string, std::uint64_t> reasons; //!< LastError.Reason to count

    std::uint64_t failures() const { return status5xx + aborted; }
    std::uint64_t reasonCount(std::string_view reason) const;
};

struct Histograms
{
    UtcTime from{}, to{};
    Step step = Step::Minute;
    std::string minutesKept, hoursKept; //!< ISO 8601 durations
    std::vector<TrafficFigures> buckets; //!< by time, then group
    std::vector<TrafficFigures> summary; //!< one a group over the whole range
};

struct ExchangeFilter
{
    std::string api, operation, subscription;
    std::string status; //!< "4xx", "429"
    std::string outcome;
    std::string text;
};

struct ExchangePage
{
    std::vector<ExchangeRecord> records; //!< newest last
    std::string cursor; //!< what `after` takes to go on
};

struct LimitCounter
{
    std::string counter; //!< "apis/orders/policies/policy#rate-limit[1]"
    std::string key;
    std::uint64_t calls = 0, limit = 0;
    std::string period; //!< "PT60S"
    std::optional<UtcTime> renewsAt;
};

struct AuditQuery
{
    std::optional<UtcTime> from, to;
    std::string subject, resource, action, outcome;
    std::string before; //!< of the page before
    int limit = 100;
};

struct AuditEntry
{
    std::uint64_t sequence = 0;
    resource::ChangeRecord record;
};

struct AuditPage
{
    std::vector<AuditEntry> entries; //!< newest first
    std::string before; //!< "" : the last page
};

struct KeyUse
{
    std::string subscription;
    std::string key; //!< "primary", "secondary"
    std::optional<UtcTime> time;
};

struct PolicyFinding
{
    std::string severity; //!< "error", "warning", "information"
    int line = 0, column = 0;
    std::string element, code, message;
};

struct PolicyCheck
{
    bool valid = false;
    std::vector<PolicyFinding> findings;
};

//! One policy that runs for an operation, in order, with where it comes from.
struct EffectivePolicy
{
    std::string section; //!< "inbound", "backend", "outbound", "on-error"
    std::string scope; //!< "global", "product", "api", "operation"
    std::string resource; //!< id of the policy or fragment that holds it
    std::string name;
    std::string summary;
    int depth = 0; //!< nesting
    bool executed = false; //!< false: known, but this gateway fails loudly at it
    int line = 0;
};

//! Typed access to providers/Gatehouse.Local. Blocking, thread-safe as the client is; the client must outlive it. On a
//! service without the provider (Azure) every call fails with NotFound.
class LocalProvider
{
public:
    explicit LocalProvider(const ArmClient &client) : m_client(client) { }

    Result<ProviderInfo> info(std::stop_token stop = {}) const;
    Result<GatewayStatus> status(std::stop_token stop = {}) const;
    Result<Histograms> histograms(const HistogramQuery &query, std::stop_token stop = {}) const;
    Result<ExchangePage> exchanges(const ExchangeFilter &filter = {}, int limit = 200, std::string_view after = {},
                                   std::stop_token stop = {}) const;
    Result<std::vector<LimitCounter>> counters(std::stop_token stop = {}) const;
    Result<AuditPage> audit(const AuditQuery &query = {}, std::stop_token stop = {}) const;
    Result<std::vector<KeyUse>> lastUse(std::stop_token stop = {}) const;
    //! `scope` "global", "product", "api", "operation"; `text` as rawxml.
    Result<PolicyCheck> checkPolicy(std::string_view scope, std::string_view text, std::stop_token stop = {}) const;
    Result<std::vector<EffectivePolicy>> effectivePolicies(std::string_view api, std::string_view operation,
                                                           std::string_view product = {},
                                                           std::stop_token stop = {}) const;

private:
    const ArmClient &m_client;
};

ArmClient::Query queryOf(const ExchangeFilter &filter);

//! Pure readers of the provider's JSON; absent members keep their defaults. Corrupt "remote.badAnswer" when the shape
//! is wrong.
Result<ExchangeRecord> exchangeFrom(const json::value &value);
Result<Histograms> histogramsFrom(const json::value &value);
Result<AuditPage> auditFrom(const json::value &value);

} // namespace gatehouse::remote
