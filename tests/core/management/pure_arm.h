// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/management/api_versions.h"
#include "core/management/arm_reads.h"
#include "core/management/arm_writes.h"
#include "core/management/change_records.h"
#include "core/resource/kinds.h"

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

//! The pure layer with a configuration in memory in the store's place: what a call answers and what it would leave
//! behind.
class PureArm
{
public:
    resource::ServiceScope scope;
    SystemRandom random;
    std::string version = "2022-08-01";
    std::vector<resource::ChangeRecord> records;

    PureArm() { put("", R"({"publisherEmail":"a@b.c","publisherName":"A"})"); }

    void put(const std::string &id, const std::string &properties)
    {
        resource::Resource one;
        one.id = id.empty() ? resource::ResourceId{} : resource::ResourceId::of(id);
        one.properties = parseJson(properties)->as_object();
        one.etag = nextEtag();
        m_configuration.put(std::move(one));
    }
    const resource::Configuration &configuration() const { return m_configuration; }

    management::Environment environment()
    {
        return {scope, UtcTime{std::chrono::seconds{1'795'478'400}}, &random, SecretString{"0123456789abcdef"},
                "http://127.0.0.1:8080"};
    }

    using Header = std::pair<std::string, std::string>;
    //! `target` is below the service ("apis/orders?x=y") or absolute.
    http::Response call(const std::string &method, const std::string &target, const std::string &body = {},
                        const std::vector<Header> &headers = {})
    {
        management::ArmRequest request;
        request.method = method;
        const auto question = target.find('?');
        const auto path = target.substr(0, question);
        request.path = path.starts_with('/') ? path : scope.prefix() + (path.empty() ? "" : "/") + path;
        request.query =
            (question == std::string::npos ? "" : target.substr(question + 1) + "&") + "api-version=" + version;
        request.origin = "http://127.0.0.1:1";
        request.body = body;
        if (!body.empty())
            request.headers.add("Content-Type", "application/json");
        for (const auto &[name, value] : headers)
            request.headers.set(name, value);
        return answer(request);
    }

    http::Response answer(const management::ArmRequest &request)
    {
        using namespace management;
        auto route = parseRoute(request.path, scope);
        if (!route)
            return errorResponse(route.error());
        if (auto error = checkApiVersion(request.queryValue("api-version"), route->target == Target::Provider))
            return errorResponse(*error);
        route->id = canonicalId(m_configuration, route->id);
        if (request.method == "GET" || request.method == "HEAD")
            return answerRead(request, *route, m_configuration, environment());
        auto outcome = planWrite(request, *route, m_configuration, environment());
        if (auto *plan = std::get_if<WritePlan>(&outcome))
            return run(*plan);
        if (auto *reading = std::get_if<SecretReading>(&outcome))
            return reading->answer;
        return std::get<http::Response>(outcome);
    }

    static json::value json(const http::Response &response)
    {
        return parseJson(response.body).value_or(json::value(nullptr));
    }
    static std::string code(const http::Response &response)
    {
        const auto body = json(response);
        const auto *error = member(body, "error");
        return error && error->is_object() ? std::string{stringMember(error->get_object(), "code")} : "";
    }
    static std::string etag(const http::Response &response)
    {
        return std::string{response.head.headers.get("ETag").value_or("")};
    }

private:
    std::string nextEtag() { return "AAAA" + std::to_string(++m_etag) + "="; }

    http::Response run(management::WritePlan &plan)
    {
        const auto make = management::recordMaker(plan, {}, SecretString{"0123456789abcdef"}, scope);
        const auto before = m_configuration;
        std::vector<store::Written> written;
        for (auto &write : plan.writes) {
            const auto *old = m_configuration.find(write.id);
            const auto &wanted = write.precondition;
            if ((wanted.ifMatch && (!old || (*wanted.ifMatch != "*" && old->etag != *wanted.ifMatch)))
                || (wanted.ifNoneMatchAny && old))
                return management::errorResponse(management::preconditionFailed());
            if (!write.resource) {
                m_configuration.erase(write.id);
                written.push_back({write.id, "", false, 0});
                continue;
            }
            write.resource->etag = nextEtag();
            written.push_back({write.id, write.resource->etag, !old, 0});
            m_configuration.put(*write.resource);
        }
        for (auto &record : make(before, written))
            records.push_back(std::move(record));
        return plan.answer(m_configuration);
    }

    resource::Configuration m_configuration;
    int m_etag = 0;
};

} // namespace gatehouse::test
