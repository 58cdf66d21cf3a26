// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/json.h"
#include "core/policy/exchange.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! A case of a policy test: what is given, what answers instead of backends, what is expected. Pointers are where a
//! thing stands in the case (RFC 6901), for whoever has its text.

//! What answers a call of forward-request or send-request.
struct Answer
{
    enum class Failure { None, Timeout, Unavailable };
    std::string method; //!< "" : any
    std::string url; //!< "*" stands for anything; without "?" the query does not count; "" : any
    std::optional<std::uint64_t> times; //!< how many calls it answers
    std::chrono::milliseconds delay{0};
    Failure failure = Failure::None;
    int status = 200;
    std::string reason;
    http::Headers headers;
    std::string body;
};

//! A counter of rate-limit or quota that does not begin at nothing.
struct UsedCalls
{
    std::string policy; //!< a part of the counter's identity: "orders/policies/policy#rate-limit[1]",
                        //!< "rate-limit-by-key"; "" : any
    std::optional<std::string> key;
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0; //!< of quotas
};

struct TakenPlaces
{
    std::string key;
    std::uint64_t count = 0;
};

struct CachedEntry
{
    std::string key;
    json::value value;
    std::chrono::seconds duration{3600};
};

struct NamedValue
{
    std::string value;
    bool secret = false;
};

//! Everything that is given has to hold.
struct TextCheck
{
    std::optional<std::string> equals;
    std::vector<std::string> contains;
    std::optional<std::string> matches; //!< .NET's regular expressions
    std::optional<json::value> json; //!< as JSON: order of members and layout apart
    std::optional<json::value> jsonContains; //!< members that are not named may be there
    bool absent = false; //!< a field: it is not there; a body: it is empty
    std::string pointer;
};

struct NamedCheck
{
    std::string name;
    TextCheck check;
};

struct ResponseCheck
{
    std::optional<int> status;
    std::optional<TextCheck> reason;
    std::vector<NamedCheck> headers;
    std::optional<TextCheck> body;
    std::string pointer;
};

struct RequestCheck
{
    std::optional<TextCheck> method, url;
    std::vector<NamedCheck> headers;
    std::optional<TextCheck> body;
    std::string pointer;
};

//! Exactly these calls, in their order; none when empty.
struct CallsCheck
{
    std::vector<RequestCheck> calls;
    std::string pointer;
};

struct VariableCheck
{
    std::string name;
    bool absent = false;
    std::optional<json::value> equals;
    std::optional<TextCheck> text; //!< of what ToString() gives
    std::string pointer;
};

struct ErrorCheck
{
    bool none = false;
    std::vector<NamedCheck> parts; //!< source, reason, message, section, scope, path, policyId
    std::string pointer;
};

//! A sample of emit-metric that has to be there.
struct MetricCheck
{
    std::string name;
    std::optional<double> value;
    std::vector<std::pair<std::string, std::string>> dimensions; //!< there may be others
    std::string pointer;
};

struct Condition
{
    std::string expression; //!< "@(...)" of type bool, seen from the end of the run
    std::string pointer;
};

struct Expectation
{
    std::optional<ResponseCheck> response;
    std::vector<VariableCheck> variables;
    std::optional<CallsCheck> backend;
    std::optional<CallsCheck> sent;
    std::optional<ErrorCheck> error;
    std::vector<NamedCheck> traces; //!< each names a source ("" : any) and has to hold for one entry at least
    std::vector<MetricCheck> metrics;
    std::vector<Condition> conditions;
};

struct Case
{
    std::string name;
    UtcTime now;
    std::uint64_t seed = 1;

    std::string method = "GET";
    http::Url url;
    http::Headers headers;
    std::string body;
    std::string clientAddress = "203.0.113.7";
    std::map<std::string, std::string, std::less<>> parameters; //!< beside those of the URL template
    ApiInfo api;
    std::optional<OperationInfo> operation;
    std::optional<ProductInfo> product;
    std::optional<SubscriptionInfo> subscription;
    std::vector<std::pair<std::string, json::value>> variables;
    std::optional<LastError> error; //!< the gateway refused the request before policies: on-error alone runs

    std::map<std::string, NamedValue> namedValues;
    std::map<std::string, std::string> backends; //!< by id: base URL
    std::vector<UsedCalls> counters, quotas;
    std::vector<TakenPlaces> concurrency;
    std::vector<CachedEntry> cache;
    std::optional<std::vector<Answer>> backend; //!< nothing: an empty 200 each time
    std::vector<Answer> answers; //!< of send-request

    Expectation expect;
};

//! Reads a case strictly: what is not known is an error. Codes "rehearsal.*" with the JSON pointer; all findings at
//! once.
tl::expected<Case, Diagnostics> readCase(const json::value &value);

//! Objects are put together member by member, anything else in `over` (null too) stands for what is below it.
json::value merged(json::value below, const json::value &over);

} // namespace gatehouse::policy::rehearsal
