// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/remote/connection.h"
#include "tests/core/remote/fake_server.h"

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace gatehouse::test {

//! A store behind the ARM protocol, small but with real ETags and conditions: what the client is tested against where a
//! test wants to say itself what the service does.
class FakeArm
{
public:
    FakeArm() : m_server([this](const auto &request, const auto &send) { send(answer(request)); }) { }

    remote::Connection connection() const
    {
        remote::Connection connection;
        connection.name = "fake";
        connection.url = m_server.url();
        connection.scope = scope;
        connection.token = SecretString("token");
        connection.safety = remote::SafetyLevel::Free;
        return connection;
    }
    FakeServer &server() { return m_server; }

    void put(const std::string &id, json::object properties)
    {
        std::scoped_lock lock(m_mutex);
        m_resources[id] = {std::move(properties), ++m_version};
    }
    bool has(const std::string &id) const
    {
        std::scoped_lock lock(m_mutex);
        return m_resources.count(id) > 0;
    }
    json::object properties(const std::string &id) const
    {
        std::scoped_lock lock(m_mutex);
        const auto found = m_resources.find(id);
        return found == m_resources.end() ? json::object{} : found->second.properties;
    }
    //! Calls that change anything, as "PUT apis/orders".
    std::vector<std::string> changes() const
    {
        std::vector<std::string> all;
        for (const auto &request : m_server.requests()) {
            if (request.method != "GET" && request.method != "HEAD")
                all.push_back(request.method + " " + idOf(request.target));
        }
        return all;
    }
    std::set<std::string> refused; //!< PUT and DELETE of these answer 400; set before the first call

    static constexpr auto scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";

private:
    struct Stored
    {
        json::object properties;
        int version = 0;
    };

    static std::string idOf(const std::string &target)
    {
        const std::string prefix = scope;
        auto path = target.substr(0, target.find('?'));
        path = path.substr(std::min(path.size(), prefix.size()));
        return path.empty() ? path : path.substr(1);
    }

    json::value bodyOf(const std::string &id, const Stored &stored) const
    {
        return json::object{{"id", std::string(scope) + (id.empty() ? "" : "/") + id},
                            {"name", id.substr(id.rfind('/') + 1)},
                            {"properties", stored.properties}};
    }

    std::string found(int status, const std::string &id, const Stored &stored) const
    {
        return FakeServer::answer(status, toJson(bodyOf(id, stored)),
                                  "ETag: \"" + std::to_string(stored.version) + "\"\r\n");
    }

    static std::string error(int status, const std::string &code)
    {
        return FakeServer::answer(status,
                                  toJson(json::object{{"error", json::object{{"code", code}, {"message", code}}}}));
    }

    std::string answer(const FakeServer::Request &request)
    {
        std::scoped_lock lock(m_mutex);
        const auto id = idOf(request.target);
        const auto at = m_resources.find(id);
        const bool exists = at != m_resources.end();
        const bool isLink = id.rfind("products/", 0) == 0 && id.find("/apis/") != std::string::npos;
        if (request.method == "HEAD")
            return exists ? FakeServer::answer(204, "") : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        if (request.method == "GET" && isLink)
            return error(405, "MethodNotAllowed"); // as ARM does
        if (request.method == "GET" && (exists || id.empty()))
            return found(200, id, exists ? at->second : Stored{});
        if (request.method == "GET")
            return std::count(id.begin(), id.end(), '/') % 2 == 0 ? list(id) : error(404, "ResourceNotFound");
        const auto match = request.headers.find("if-match");
        if (match != request.headers.end() && match->second != "*"
            && (!exists || match->second != "\"" + std::to_string(at->second.version) + "\""))
            return error(412, "PreconditionFailed");
        if (request.headers.count("if-none-match") && exists)
            return error(412, "PreconditionFailed");
        if (refused.count(id))
            return error(400, "ValidationError");
        if (request.method == "DELETE") {
            m_resources.erase(id);
            return FakeServer::answer(200, "");
        }
        if (request.method == "POST")
            return FakeServer::answer(204, "");
        const auto body = parseJson(request.body);
        const auto *given = body ? member(*body, "properties") : nullptr;
        m_resources[id] = {given && given->is_object() ? given->get_object() : json::object{}, ++m_version};
        return found(exists ? 200 : 201, id, m_resources[id]);
    }

    std::string list(const std::string &collection) const
    {
        json::array items;
        for (const auto &[id, stored] : m_resources) {
            if (id.rfind(collection + "/", 0) == 0 && id.find('/', collection.size() + 1) == std::string::npos)
                items.push_back(bodyOf(id, stored));
        }
        const auto count = items.size();
        return FakeServer::answer(200, toJson(json::object{{"value", std::move(items)}, {"count", count}}));
    }

    mutable std::mutex m_mutex;
    std::map<std::string, Stored> m_resources;
    int m_version = 0;
    FakeServer m_server;
};

} // namespace gatehouse::test
