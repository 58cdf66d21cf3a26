// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/case.h"

#include "core/base/text.h"
#include "core/policy/rehearsal/checks_reader.h"
#include "core/policy/rehearsal/reader.h"

namespace gatehouse::policy::rehearsal {

namespace {

constexpr std::uint64_t maxStatus = 999;
constexpr std::uint64_t maxDelay = 24ULL * 3600 * 1000;
constexpr std::uint64_t maxCount = 1ULL << 53;

//! Fields by name; an array is several of one name.
http::Headers readHeaders(const Place &place, Diagnostics &findings)
{
    http::Headers headers;
    forEachMember(place, findings, [&](const std::string &name, const Place &value) {
        if (!http::isToken(name))
            reportAt(findings, value.pointer, "rehearsal.badValue",
                     {{"value", name}, {"expected", "the name of a header field"}});
        const auto add = [&](const Place &one) {
            const auto text = scalarText(*one.value);
            if (!text)
                reportType(findings, one, "string");
            else if (!http::isFieldValue(*text))
                reportAt(findings, one.pointer, "rehearsal.badValue",
                         {{"value", *text}, {"expected", "the value of a header field"}});
            else
                headers.add(name, *text);
        };
        if (const auto *several = value.value->if_array()) {
            for (std::size_t i = 0; i < several->size(); ++i)
                add(value.at(i, (*several)[i]));
        } else {
            add(value);
        }
    });
    return headers;
}

//! `headers`, and the content as `body` or as `json`.
void readMessage(ObjectReader &reader, Diagnostics &findings, http::Headers &headers, std::string &body)
{
    if (const auto place = reader.find("headers"))
        headers = readHeaders(*place, findings);
    const auto text = reader.text("body");
    const auto document = reader.find("json");
    if (text && document)
        reader.report(document->pointer, "rehearsal.oneOf", {{"members", "body, json"}});
    if (text)
        body = *text;
    if (!document)
        return;
    body = toJson(*document->value);
    if (!headers.has("Content-Type"))
        headers.add("Content-Type", "application/json");
}

Answer readAnswer(const Place &place, Diagnostics &findings)
{
    Answer answer;
    if (const auto *number = place.value->if_int64(); number && *number >= 100 && *number <= 999) { // the status alone
        answer.status = static_cast<int>(*number);
        return answer;
    }
    ObjectReader reader(place, findings);
    answer.method = reader.text("method", "");
    answer.url = reader.text("url", "");
    answer.times = reader.number("times", maxCount);
    answer.delay = std::chrono::milliseconds(reader.number("delay", maxDelay).value_or(0));
    if (const auto failure = reader.text("fails")) {
        if (*failure == "timeout")
            answer.failure = Answer::Failure::Timeout;
        else if (*failure == "unavailable")
            answer.failure = Answer::Failure::Unavailable;
        else
            reader.report(reader.pointer() + "/fails", "rehearsal.badValue",
                          {{"value", *failure}, {"expected", "timeout, unavailable"}});
    }
    answer.status = static_cast<int>(reader.number("status", maxStatus).value_or(200));
    if (answer.status < 100)
        reader.report(reader.pointer() + "/status", "rehearsal.badValue",
                      {{"value", std::to_string(answer.status)}, {"expected", "100 to 999"}});
    answer.reason = reader.text("reason", "");
    readMessage(reader, findings, answer.headers, answer.body);
    return answer;
}

std::vector<Answer> readAnswers(const std::vector<Place> &places, Diagnostics &findings)
{
    std::vector<Answer> answers;
    for (const auto &place : places)
        answers.push_back(readAnswer(place, findings));
    return answers;
}

void readUrl(ObjectReader &reader, Case &out)
{
    auto text = reader.text("url", "/");
    if (text.starts_with('/'))
        text = "https://gateway.test" + text;
    auto url = http::Url::parse(text);
    if (!url) {
        reader.report(reader.pointer() + "/url", "rehearsal.badValue",
                      {{"value", text}, {"expected", "a path or an http or https URL"}});
        return;
    }
    out.url = std::move(*url);
    out.url.path = out.url.path.empty() ? "/" : http::normalizePath(out.url.path);
}

void readRequest(const Place &place, Case &out, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    out.method = reader.text("method", "GET");
    if (!http::isToken(out.method))
        reader.report(reader.pointer() + "/method", "rehearsal.badValue",
                      {{"value", out.method}, {"expected", "a method"}});
    readUrl(reader, out);
    readMessage(reader, findings, out.headers, out.body);
    out.clientAddress = reader.text("clientAddress", out.clientAddress);
    if (const auto parameters = reader.find("parameters"))
        forEachMember(*parameters, findings, [&](const std::string &name, const Place &value) {
            if (auto text = scalarText(*value.value))
                out.parameters.insert_or_assign(name, std::move(*text));
            else
                reportType(findings, value, "string");
        });
}

void readApi(const Place &place, ApiInfo &api, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    api.id = reader.text("id", api.id);
    api.name = reader.text("name", api.id);
    api.path = reader.text("path", "");
    api.revision = reader.text("revision", "1");
    api.version = reader.text("version", "");
    api.serviceUrl = reader.text("serviceUrl", api.serviceUrl);
    api.isCurrentRevision = reader.flag("isCurrentRevision", true);
}

OperationInfo readOperation(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    OperationInfo operation;
    operation.id = reader.text("id", "operation");
    operation.name = reader.text("name", operation.id);
    operation.method = reader.text("method", "");
    operation.urlTemplate = reader.text("urlTemplate", "");
    if (const auto definition = reader.find("definition")) {
        if (const auto *object = definition->value->if_object())
            operation.definition = *object;
        else
            reportType(findings, *definition, "object");
    }
    return operation;
}

//! Ids, or objects of an id and a name.
std::vector<NamedInfo> readNamed(ObjectReader &reader, std::string_view member, const char *name, Diagnostics &findings)
{
    std::vector<NamedInfo> all;
    for (const auto &item : reader.list(member)) {
        if (const auto text = scalarText(*item.value)) {
            all.push_back({*text, *text});
            continue;
        }
        ObjectReader one(item, findings);
        auto id = one.required("id");
        all.push_back({id, one.text(name, id)});
    }
    return all;
}

UserInfo readUser(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    UserInfo user;
    user.id = reader.text("id", "user");
    user.email = reader.text("email", "");
    user.firstName = reader.text("firstName", "");
    user.lastName = reader.text("lastName", "");
    user.note = reader.text("note", "");
    user.groups = readNamed(reader, "groups", "name", findings);
    user.identities = readNamed(reader, "identities", "provider", findings);
    return user;
}

SubscriptionInfo readSubscription(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    SubscriptionInfo subscription;
    subscription.id = reader.text("id", "subscription");
    subscription.name = reader.text("name", subscription.id);
    subscription.userId = reader.text("userId", "");
    subscription.key = reader.text("key", "");
    subscription.primary = reader.flag("primary", true);
    if (const auto user = reader.find("user")) {
        subscription.owner = std::make_shared<const UserInfo>(readUser(*user, findings));
        subscription.userId = subscription.owner->id;
    }
    return subscription;
}

LastError readError(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    LastError error;
    error.source = reader.required("source");
    error.reason = reader.required("reason");
    error.message = reader.text("message", "");
    error.wireMessage = error.message;
    error.status = static_cast<int>(reader.number("status", maxStatus).value_or(401));
    return error;
}

void readNamedValues(const Place &place, Case &out, Diagnostics &findings)
{
    forEachMember(place, findings, [&](const std::string &name, const Place &value) {
        NamedValue named;
        if (auto text = scalarText(*value.value)) {
            named.value = std::move(*text);
        } else {
            ObjectReader reader(value, findings);
            named.value = reader.required("value");
            named.secret = reader.flag("secret", false);
        }
        out.namedValues.insert_or_assign(name, std::move(named));
    });
}

std::vector<UsedCalls> readUsed(const std::vector<Place> &places, Diagnostics &findings)
{
    std::vector<UsedCalls> all;
    for (const auto &place : places) {
        ObjectReader reader(place, findings);
        UsedCalls used;
        used.policy = reader.text("policy", "");
        used.key = reader.text("key");
        used.calls = reader.number("calls", maxCount).value_or(0);
        used.bytes = reader.number("bytes", maxCount).value_or(0);
        all.push_back(std::move(used));
    }
    return all;
}

void readWorld(ObjectReader &reader, Case &out, Diagnostics &findings)
{
    if (const auto place = reader.find("namedValues"))
        readNamedValues(*place, out, findings);
    if (const auto place = reader.find("backends"))
        forEachMember(*place, findings, [&](const std::string &id, const Place &value) {
            if (auto url = scalarText(*value.value))
                out.backends.insert_or_assign(id, std::move(*url));
            else
                reportType(findings, value, "string");
        });
    out.counters = readUsed(reader.list("counters"), findings);
    out.quotas = readUsed(reader.list("quotas"), findings);
    for (const auto &place : reader.list("concurrency")) {
        ObjectReader taken(place, findings);
        auto key = taken.required("key");
        out.concurrency.push_back({std::move(key), taken.number("taken", maxCount).value_or(0)});
    }
    for (const auto &place : reader.list("cache")) {
        ObjectReader entry(place, findings);
        CachedEntry cached;
        cached.key = entry.required("key");
        if (const auto value = entry.find("value"))
            cached.value = *value->value;
        cached.duration = std::chrono::seconds(entry.number("seconds", 10ULL * 366 * 24 * 3600).value_or(3600));
        out.cache.push_back(std::move(cached));
    }
    const auto backend = reader.list("backend");
    if (!backend.empty())
        out.backend = readAnswers(backend, findings);
    out.answers = readAnswers(reader.list("answers"), findings);
}

void readGiven(ObjectReader &reader, Case &out, Diagnostics &findings)
{
    const auto now = reader.text("now", "2026-01-01T00:00:00Z");
    if (const auto time = fromIso(now))
        out.now = *time;
    else
        reader.report("/now", "rehearsal.badValue", {{"value", now}, {"expected", "a time as 2026-01-01T00:00:00Z"}});
    out.seed = reader.number("seed", maxCount).value_or(1);
    if (const auto place = reader.find("request"))
        readRequest(*place, out, findings);
    else if (reader.isObject())
        reader.report("", "rehearsal.required", {{"member", "request"}});
    if (const auto place = reader.find("api"))
        readApi(*place, out.api, findings);
    if (const auto place = reader.find("operation"))
        out.operation = readOperation(*place, findings);
    if (const auto place = reader.find("product")) {
        ObjectReader product(*place, findings);
        auto id = product.text("id", "product");
        out.product = ProductInfo{id, product.text("name", id)};
        out.product->groups = readNamed(product, "groups", "name", findings);
    }
    if (const auto place = reader.find("subscription"))
        out.subscription = readSubscription(*place, findings);
    if (const auto place = reader.find("variables"))
        forEachMember(*place, findings, [&](const std::string &name, const Place &value) {
            out.variables.emplace_back(name, *value.value);
        });
    if (const auto place = reader.find("error"))
        out.error = readError(*place, findings);
}

} // namespace

tl::expected<Case, Diagnostics> readCase(const json::value &value)
{
    Diagnostics findings;
    Case out;
    out.api.id = out.api.name = "api";
    out.api.revision = "1";
    out.api.serviceUrl = "https://backend.test";
    {
        ObjectReader reader({&value, ""}, findings);
        out.name = reader.required("name");
        readGiven(reader, out, findings);
        readWorld(reader, out, findings);
        if (const auto place = reader.find("expect"))
            out.expect = readExpectation(*place, findings);
        else if (reader.isObject())
            reader.report("", "rehearsal.required", {{"member", "expect"}});
    }
    if (!findings.empty())
        return tl::unexpected(std::move(findings));
    return out;
}

json::value merged(json::value below, const json::value &over)
{
    const auto *members = over.if_object();
    auto *target = below.if_object();
    if (!members || !target)
        return over;
    for (const auto &[name, value] : *members) {
        auto *there = target->if_contains(name);
        if (there)
            *there = merged(std::move(*there), value);
        else
            target->emplace(name, value);
    }
    return below;
}

} // namespace gatehouse::policy::rehearsal
