// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"
#include "test_issuer.h"

#include "core/base/text.h"
#include "core/resource/kinds.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <poll.h>

using namespace gatehouse;
using test::RunningService;
using test::TestIssuer;

namespace {

constexpr auto ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
constexpr auto contributorRole = "b24988ac-6180-42a0-ab88-20f7382dd24c";
constexpr auto readerRole = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

//! The service with sign-in, and calls in somebody's name.
class SignedInService : public RunningService
{
public:
    explicit SignedInService(const Clock *clock = nullptr) : RunningService(clock) { }

    TestIssuer issuer;

    Status begin()
    {
        auto wanted = options();
        wanted.signIn = management::SignInOptions{issuer.url(), {"api://gatehouse"}, "groups", {}, std::chrono::seconds{0}};
        if (auto started = start(std::move(wanted)); !started)
            return started;
        for (const auto *api : {"orders", "pets", "secret-plans"})
            call("PUT", std::string{"apis/"} + api, std::string{R"({"properties":{"displayName":"x","path":")"} + api + R"(","protocols":["https"]}})");
        return {};
    }
    http::Response as(const std::string &token, const std::string &method, const std::string &target, const std::string &body = {},
                      const std::vector<Header> &headers = {})
    {
        auto all = headers;
        all.emplace_back("Authorization", "Bearer " + token);
        return call(method, target, body, all);
    }
    std::string person(const std::string &id, json::object more = {})
    {
        more["sub"] = id;
        return issuer.token(std::move(more));
    }
    //! At "", "apis/orders", or an absolute scope.
    http::Response authorization(const std::string &token, const std::string &method, const std::string &scope, const std::string &rest,
                                 const std::string &body = {}, const std::string &version = "2022-04-01")
    {
        net::ClientRequest request;
        request.method = method;
        const auto absolute = scope == "/" ? std::string{} : scope.starts_with('/') ? scope : prefix() + (scope.empty() ? "" : "/" + scope);
        request.url = url() + absolute + "/providers/Microsoft.Authorization/" + rest + (rest.find('?') == std::string::npos ? "?" : "&")
            + "api-version=" + version;
        request.headers.add("Authorization", "Bearer " + (token.empty() ? std::string{service->token().reveal()} : token));
        if (!body.empty())
            request.headers.add("Content-Type", "application/json");
        request.body = body;
        return send(std::move(request)).value_or(http::Response{});
    }
    http::Response assign(const std::string &role, const std::string &scope, const std::string &principal, const std::string &type = "User",
                          const std::string &token = {})
    {
        return authorization(token, "PUT", scope, "roleAssignments/" + nextName(), assignment(role, principal, type));
    }
    std::string assignment(const std::string &role, const std::string &principal, const std::string &type = "User") const
    {
        return toJson(json::object{{"properties", json::object{{"roleDefinitionId", prefix() + "/providers/Microsoft.Authorization/roleDefinitions/" + role},
                                                              {"principalId", principal},
                                                              {"principalType", type}}}});
    }
    std::string nextName()
    {
        char name[37];
        std::snprintf(name, sizeof name, "00000000-0000-4000-8000-%012d", ++m_number);
        return name;
    }
    json::array audit(const std::string &query)
    {
        const auto body = json(call("GET", "G/audit?" + query));
        return body.as_object().at("value").as_array();
    }

private:
    int m_number = 0;
};

std::string codeIn(const http::Response &response)
{
    const auto body = RunningService::json(response);
    const auto *error = member(body, "error");
    return std::to_string(response.head.status) + (error && error->is_object() ? ' ' + std::string{stringMember(error->get_object(), "code")} : "");
}

std::string namesIn(const http::Response &response)
{
    std::string names;
    const auto body = RunningService::json(response);
    if (const auto *value = member(body, "value"); value && value->is_array())
        for (const auto &one : value->get_array())
            names += (names.empty() ? "" : " ") + std::string{stringMember(one.as_object(), "name")};
    return names;
}

constexpr auto policyBody =
    R"({"properties":{"format":"rawxml","value":"<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"}})";
constexpr auto namedValueBody = R"({"properties":{"displayName":"key","value":"hunter2","secret":true}})";

} // namespace

class TstAccess : public QObject
{
    Q_OBJECT

private slots:
    void showsTheUseOfTheKeysThatOneMayRead()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        for (const auto *name : {"mine", "theirs"})
            QVERIFY(running.call("PUT", std::string{"subscriptions/"} + name, R"({"properties":{"displayName":"x","scope":"/apis"}})").head.status < 300);
        const auto one = running.person("11111111-0000-4000-8000-000000000001");
        QCOMPARE(running.as(one, "GET", "G/keyUse").head.status, 403);
        QVERIFY(running.assign(readerRole, "subscriptions/mine", "11111111-0000-4000-8000-000000000001").head.status < 300);
        const auto seen = RunningService::json(running.as(one, "GET", "G/keyUse")).at("value").as_array();
        QCOMPARE(seen.size(), std::size_t{2});
        for (const auto &key : seen)
            QCOMPARE(key.at("subscription").as_string(), json::string{"mine"});
    }
    void refusesATestIssuerForSignIn()
    {
        for (const auto *issuer : {"http://127.0.0.1:8081/gatehouse/issuer", "http://localhost:8081/gatehouse/issuer//"})
            QVERIFY2(!(management::SignInOptions{issuer, {"api://gatehouse"}, "groups", {}, {}}.check()), issuer);
        QVERIFY((management::SignInOptions{"https://login.example/gatehouse/issuers", {"api://gatehouse"}, "groups", {}, {}}.check()));
    }

    void refusesTokensByName()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        running.assign(readerRole, "", "anna");
        auto &issuer = running.issuer;
        const auto code = [&](const std::string &token) { return codeIn(running.as(token, "GET", "apis")); };
        QCOMPARE(code(running.person("anna")), "200");
        QCOMPARE(code(running.person("anna", {{"exp", 1'000'000'000}})), "401 ExpiredAuthenticationToken");
        QCOMPARE(code(running.person("anna", {{"nbf", 9'000'000'000}, {"exp", 9'000'000'600}})), "401 InvalidAuthenticationToken");
        QCOMPARE(code(running.person("anna", {{"exp", nullptr}})), "401 InvalidAuthenticationToken");
        QCOMPARE(code(running.person("anna", {{"aud", "api://other"}})), "401 InvalidAuthenticationTokenAudience");
        QCOMPARE(code(running.person("anna", {{"iss", "https://elsewhere.test"}})), "401 InvalidAuthenticationTokenTenant");
        QCOMPARE(code(running.person("anna", {{"cnf", json::object{{"jkt", "x"}}}})), "401 InvalidAuthenticationToken");
        QCOMPARE(code(running.person("anna", {{"nonce", "x"}})), "401 InvalidAuthenticationToken");
        QCOMPARE(code(test::TokenMaker::unsignedToken({{"iss", issuer.url()}, {"aud", "api://gatehouse"}, {"sub", "anna"}})),
                 "401 InvalidAuthenticationToken");
        // Signed with what everybody knows.
        QCOMPARE(code(test::TokenMaker::mac(test::TokenMaker::keySet({&issuer.maker}), {{"iss", issuer.url()}, {"sub", "anna"}}, "first")),
                 "401 InvalidAuthenticationToken");
        const auto stranger = test::TokenMaker::ec("first");
        QCOMPARE(code(stranger.sign({{"iss", issuer.url()}, {"aud", "api://gatehouse"}, {"sub", "anna"}, {"exp", 9'000'000'000}})),
                 "401 InvalidAuthenticationToken");
        QCOMPARE(code("not.a.token"), "401 InvalidAuthenticationToken");
        QCOMPARE(code("nonsense"), "401 InvalidAuthenticationToken");
        const auto refused = running.as("nonsense", "GET", "apis");
        QVERIFY(refused.head.headers.get("WWW-Authenticate").value_or("").starts_with("Bearer "));
    }
    void learnsNewKeysAndSaysWhenTheIssuerIsDown()
    {
        SignedInService running;
        running.issuer.isDown = true;
        VERIFY_RESULT(running.begin());
        running.assign(readerRole, "", "anna");
        QCOMPARE(codeIn(running.as(running.person("anna"), "GET", "apis")), "503 ServiceUnavailable");
        // The token file needs no issuer.
        QCOMPARE(running.call("GET", "apis").head.status, 200);
        running.issuer.isDown = false;
        QTRY_COMPARE_WITH_TIMEOUT(running.as(running.person("anna"), "GET", "apis").head.status, 200, 15'000);
        auto &issuer = running.issuer;
        const auto second = test::TokenMaker::rsa("second");
        issuer.publish({&issuer.maker, &second});
        issuer.maker = second;
        QCOMPARE(running.as(running.person("anna"), "GET", "apis").head.status, 200);
        const int asked = issuer.asked;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(running.as(running.person("anna"), "GET", "apis").head.status, 200);
        QCOMPARE(issuer.asked.load(), asked);
    }
    void stopsWhileACallWaitsForTheIssuer()
    {
        // Takes the connection and never answers.
        const int silent = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        QVERIFY(::bind(silent, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(silent, 4) == 0);
        ::getsockname(silent, reinterpret_cast<sockaddr *>(&address), &size);
        RunningService running;
        auto wanted = running.options();
        wanted.signIn = management::SignInOptions{"http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)), {"x"}, "groups", {}, {}};
        VERIFY_RESULT(running.start(std::move(wanted)));
        test::RawSocket waiting(running.managementPort());
        QVERIFY(waiting.send("GET " + running.prefix() + "/apis?api-version=2022-08-01 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(running.managementPort())
                             + "\r\nAuthorization: Bearer a.b.c\r\n\r\n"));
        pollfd asked{silent, POLLIN, 0};
        QCOMPARE(::poll(&asked, 1, 10'000), 1); // the gateway asks for the document
        QCOMPARE(running.call("GET", "apis").head.status, 200); // and goes on meanwhile
        running.service->stop(std::chrono::milliseconds{100});
        running.service.reset();
        ::close(silent);
    }
    void opensNothingToThoseWithoutARole()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        const auto nobody = running.person("nobody");
        std::vector<std::pair<std::string, std::string>> calls;
        const auto below = [](std::string_view parent, std::string_view rest) { return std::string{parent} + (parent.empty() ? "" : "/") + std::string{rest}; };
        // An id for each type: "apis/operations" is "apis/x/operations/x".
        const auto idOf = [](std::string_view type) {
            std::string id;
            for (const auto segment : split(type, '/'))
                id += (id.empty() ? "" : "/") + std::string{segment} + (segment == "policies" ? "/policy" : "/x");
            return type.empty() ? std::string{} : id;
        };
        for (const auto &kind : resource::kinds()) {
            for (const auto parent : kind.parents) {
                const auto collection = below(idOf(parent), kind.segment);
                const auto id = kind.segment.empty() ? std::string{} : collection + "/" + (kind.fixedName.empty() ? "x" : std::string{kind.fixedName});
                for (const auto *method : {"GET", "HEAD", "PUT", "PATCH", "DELETE"})
                    calls.emplace_back(method, id);
                if (!kind.segment.empty())
                    calls.emplace_back("GET", collection);
                for (const auto &action : kind.actions)
                    calls.emplace_back("POST", below(id, action.name));
            }
        }
        for (const auto *derived : {"policyDescriptions", "apis/x/products", "apis/x/revisions", "products/x/subscriptions"})
            calls.emplace_back("GET", derived);
        for (const auto *local : {"G", "G/status", "G/histograms", "G/exchanges", "G/counters", "G/audit", "G/lastUse", "G/keyUse", "G/openapi", "G/trials", "G/trials/x"})
            calls.emplace_back("GET", local);
        for (const auto *local : {"G/policyCheck", "G/effectivePolicies", "G/trials", "G/new"})
            calls.emplace_back("POST", local);
        calls.emplace_back("DELETE", "G/trials/x");
        QVERIFY(calls.size() > 300);
        const std::string words = "does not have authorization to perform action 'Microsoft.ApiManagement/service";
        for (const auto &[method, target] : calls) {
            const auto response = running.as(nobody, method, target, method == "GET" ? "" : "{}");
            QVERIFY2(response.head.status == 403, (method + " " + target + " " + codeIn(response)).c_str());
            if (method != "HEAD")
                QVERIFY2(response.body.find(words) != std::string::npos, response.body.c_str());
        }
        for (const auto &[method, rest] : {std::pair{"GET", "roleAssignments"}, {"PUT", "roleAssignments/x"}, {"DELETE", "roleAssignments/x"},
                                           {"GET", "roleAssignmentScheduleRequests"}, {"PUT", "roleAssignmentScheduleRequests/x"},
                                           {"POST", "roleAssignmentScheduleRequests/x/cancel"}, {"GET", "roleAssignmentApprovals/x/stages"},
                                           {"PUT", "roleAssignmentApprovals/x/stages/x"}, {"GET", "roleDefinitions"}, {"PUT", "roleDefinitions/x"}, {"DELETE", "permissions"}, {"PUT", "permissions"}})
            QCOMPARE(running.authorization(nobody, method, "", rest, "{}", std::string{rest}.starts_with("roleAssignmentS") || std::string{rest}.starts_with("roleAssignmentAp") ? "2020-10-01" : "2022-04-01").head.status, 403);
        // What one may do oneself, everybody may know.
        const auto own = running.authorization(nobody, "GET", "", "permissions");
        QCOMPARE(own.head.status, 200);
        QVERIFY(RunningService::json(own).as_object().at("value").as_array().empty());
    }
    void keepsSecretsFromReaders()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        QCOMPARE(running.call("PUT", "namedValues/key", namedValueBody).head.status, 201);
        for (const auto *role : {readerRole, "71522526-b88f-4d52-b57f-d31fc3546d0d"}) {
            const auto id = std::string{"reader-"} + role;
            QCOMPARE(running.assign(role, "", id).head.status, 201);
            const auto reader = running.person(id);
            const auto shown = running.as(reader, "GET", "namedValues/key");
            QCOMPARE(shown.head.status, 200);
            QVERIFY(shown.body.find("hunter2") == std::string::npos);
            QCOMPARE(codeIn(running.as(reader, "POST", "namedValues/key/listValue")), "403 AuthorizationFailed");
            QCOMPARE(codeIn(running.as(reader, "POST", "subscriptions/master/listSecrets")), "403 AuthorizationFailed");
            QCOMPARE(codeIn(running.as(reader, "POST", "gateways/managed/listDebugCredentials", "{}")), "403 AuthorizationFailed");
            QCOMPARE(codeIn(running.as(reader, "PUT", "apis/new", "{}")), "403 AuthorizationFailed");
            QCOMPARE(codeIn(running.as(reader, "POST", "G/trials", "{}")), "403 AuthorizationFailed");
            QCOMPARE(running.as(reader, "GET", "G/audit").head.status, 200);
        }
        QCOMPARE(running.assign(contributorRole, "", "maker").head.status, 201);
        const auto maker = running.person("maker");
        QVERIFY(running.as(maker, "POST", "namedValues/key/listValue").body.find("hunter2") != std::string::npos);
        QCOMPARE(codeIn(running.assign(ownerRole, "", "maker", "User", maker)), "403 AuthorizationFailed");
    }
    void givesRightsOnOneApi()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        QCOMPARE(running.assign(contributorRole, "apis/orders", "anna").head.status, 201);
        const auto anna = running.person("anna");
        QCOMPARE(namesIn(running.as(anna, "GET", "apis")), "orders");
        const auto list = RunningService::json(running.as(anna, "GET", "apis"));
        QCOMPARE(list.as_object().at("count").to_number<int>(), 1);
        QCOMPARE(running.as(anna, "GET", "apis/orders").head.status, 200);
        QCOMPARE(running.as(anna, "PUT", "apis/orders/operations/get", R"({"properties":{"displayName":"x","method":"GET","urlTemplate":"/"}})").head.status, 201);
        QCOMPARE(running.as(anna, "PUT", "apis/orders/policies/policy", policyBody).head.status, 201);
        QCOMPARE(running.as(anna, "GET", "apis/orders/operations").head.status, 200);
        QCOMPARE(running.as(anna, "PUT", "apis/orders;rev=2", R"({"properties":{"path":"orders","sourceApiId":"/apis/orders"}})").head.status, 201);
        for (const auto *target : {"apis/pets", "apis/pets/operations", "products", "namedValues", "policies/policy", "", "G/audit", "G/exchanges"})
            QCOMPARE(codeIn(running.as(anna, "GET", target)), "403 AuthorizationFailed");
        QCOMPARE(codeIn(running.as(anna, "PUT", "apis/new", R"({"properties":{"displayName":"x","path":"n"}})")), "403 AuthorizationFailed");
        // What another API holds doesn't come by a copy either, however the member is spelled.
        for (const auto *name : {"sourceApiId", "source\\u0041piId"})
            for (const auto *source : {"/apis/secret-plans", " /apis/secret-plans ", "//apis/secret-plans", "apis/secret-plans;rev=1"})
                QCOMPARE(codeIn(running.as(anna, "PUT", "apis/orders;rev=3", std::string{"{\"properties\":{\"path\":\"orders\",\""} + name + "\":\"" + source + "\"}}")), "403 AuthorizationFailed");
        const auto denied = running.as(anna, "DELETE", "apis/pets", {}, {{"If-Match", "*"}});
        QVERIFY(denied.body.find("The client 'anna' with object id 'anna' does not have authorization to perform action "
                                 "'Microsoft.ApiManagement/service/apis/delete' over scope '" + running.prefix() + "/apis/pets' or the scope is invalid. "
                                 "If access was recently granted, please refresh your credentials.") != std::string::npos);
        // Rights of a name go with what was called so.
        QCOMPARE(running.call("DELETE", "apis/orders?deleteRevisions=true", {}, {{"If-Match", "*"}}).head.status, 200);
        running.call("PUT", "apis/orders", R"({"properties":{"displayName":"x","path":"orders"}})");
        QCOMPARE(codeIn(running.as(anna, "GET", "apis/orders")), "403 AuthorizationFailed");
    }
    void keepsRightsWhenARevisionBecomesCurrent()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        running.assign(contributorRole, "apis/orders;rev=1", "anna");
        const auto anna = running.person("anna");
        QCOMPARE(running.as(anna, "PUT", "apis/orders;rev=2", R"({"properties":{"path":"orders","sourceApiId":"/apis/orders"}})").head.status, 201);
        QCOMPARE(running.as(anna, "PUT", "apis/orders/releases/r", R"({"properties":{"apiId":"/apis/orders;rev=2"}})").head.status, 201);
        QCOMPARE(running.as(anna, "DELETE", "apis/orders;rev=1", {}, {{"If-Match", "*"}}).head.status, 200);
        QCOMPARE(running.as(anna, "GET", "apis/orders").head.status, 200);
    }
    void triesChangesOfOneApi()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        running.assign(contributorRole, "apis/orders", "anna");
        const auto anna = running.person("anna");
        const auto trial = [&](const char *api) {
            return toJson(json::object{{"changes", json::array{json::object{{"id", running.prefix() + "/apis/" + api + "/policies/policy"},
                                                                           {"properties", parseJson(policyBody)->at("properties")}}}}});
        };
        const auto copy = toJson(json::object{{"changes", json::array{json::object{{"id", running.prefix() + "/apis/orders;rev=2"},
                                                                                  {"properties", json::object{{"path", "orders"}, {"sourceApiId", "/apis/secret-plans"}}}}}}});
        QCOMPARE(codeIn(running.as(anna, "POST", "G/trials", copy)), "403 AuthorizationFailed");
        const auto begun = running.as(anna, "POST", "G/trials", trial("orders"));
        QCOMPARE(codeIn(begun), "201");
        QCOMPARE(codeIn(running.as(anna, "GET", "G/trials")), "403 AuthorizationFailed");
        QCOMPARE(codeIn(running.as(running.person("bert"), "DELETE", "G/trials/" + std::string{RunningService::json(begun).at("name").as_string()})), "403 AuthorizationFailed");
        QCOMPARE(running.as(anna, "DELETE", "G/trials/" + std::string{RunningService::json(begun).at("name").as_string()}).head.status, 200);
        QCOMPARE(codeIn(running.as(anna, "POST", "G/trials", trial("pets"))), "403 AuthorizationFailed");
    }
    void countsGroups()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        running.assign(readerRole, "apis/pets", "team", "Group");
        QCOMPARE(running.as(running.person("anna", {{"groups", json::array{"x", "team"}}}), "GET", "apis/pets").head.status, 200);
        QCOMPARE(running.as(running.person("bert", {{"groups", json::array{"x"}}}), "GET", "apis/pets").head.status, 403);
        const auto many = running.as(running.person("anna", {{"groups", json::array{"team"}}, {"_claim_names", json::object{{"groups", "src1"}}}}), "GET", "apis/pets");
        QCOMPARE(codeIn(many), "403 AuthorizationFailed");
        QVERIFY(many.body.find("roles that were assigned to groups did not count") != std::string::npos);
    }
    void keepsAssignmentsAsTheyWereWritten()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        const auto name = "roleAssignments/" + running.nextName();
        const auto put = [&](const std::string &scope, const std::string &at, const std::string &body) {
            return codeIn(running.authorization({}, "PUT", scope, at, body));
        };
        const auto anna = running.assignment(readerRole, "anna");
        QCOMPARE(put("apis/orders", name, anna), "201");
        QCOMPARE(put("apis/orders", name, anna), "200");
        QCOMPARE(put("apis/orders", name, running.assignment(readerRole, "bert")), "400 RoleAssignmentUpdateNotPermitted");
        QCOMPARE(put("apis/pets", name, anna), "400 RoleAssignmentUpdateNotPermitted");
        QCOMPARE(put("apis/orders", "roleAssignments/" + running.nextName(), anna), "409 RoleAssignmentExists");
        QCOMPARE(put("apis/orders", "roleAssignments/x", anna), "400 InvalidRoleAssignmentId");
        QCOMPARE(put("apis/none", "roleAssignments/" + running.nextName(), anna), "404 ResourceNotFound");
        QCOMPARE(put("apis/orders", "roleAssignments/" + running.nextName(), running.assignment("none", "anna")), "404 RoleDefinitionDoesNotExist");
        QCOMPARE(put("/subscriptions/11111111-0000-0000-0000-000000000000", "roleAssignments/" + running.nextName(), anna), "404 SubscriptionNotFound");
        QCOMPARE(running.authorization({}, "GET", "apis/orders", name).head.status, 200);
        QCOMPARE(codeIn(running.authorization({}, "GET", "apis/pets", name)), "404 RoleAssignmentNotFound");
        QCOMPARE(put("/subscriptions/00000000-0000-0000-0000-000000000000", "roleAssignments/" + running.nextName(), running.assignment(ownerRole, "boss")), "201");
        const auto boss = running.person("boss");
        QCOMPARE(running.assign(readerRole, "apis/pets", "bert", "User", boss).head.status, 201);
        const auto listed = RunningService::json(running.authorization(boss, "GET", "apis/orders", "roleAssignments?$filter=atScope()"));
        QCOMPARE(listed.as_object().at("value").as_array().size(), 2U);
        const auto removed = running.authorization(boss, "DELETE", "apis/orders", name);
        QCOMPARE(removed.head.status, 200);
        QVERIFY(removed.body.find("\"principalId\":\"anna\"") != std::string::npos);
        QCOMPARE(running.authorization(boss, "DELETE", "apis/orders", name).head.status, 204);
        const auto records = running.audit("resource=roleAssignments&limit=100");
        QCOMPARE(records.size(), 9U);
        const auto &deleted = records.front().as_object();
        QCOMPARE(std::string{deleted.at("action").as_string()}, "delete");
        QVERIFY(toJson(deleted).find("anna") != std::string::npos && toJson(deleted).find("boss") != std::string::npos);
        // The service's own resources know nothing of them.
        QCOMPARE(running.call("GET", "roleAssignments").head.status, 404);
    }
    void saysWhatOneMayDo()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        running.assign(readerRole, "", "anna");
        running.assign(contributorRole, "apis/orders", "anna");
        const auto anna = running.person("anna");
        const auto count = [&](const std::string &scope) {
            return RunningService::json(running.authorization(anna, "GET", scope, "permissions")).as_object().at("value").as_array().size();
        };
        QCOMPARE(count(""), 1U);
        QCOMPARE(count("apis/orders/operations/get"), 2U);
        QCOMPARE(namesIn(running.authorization(anna, "GET", "", "roleDefinitions?$filter=roleName%20eq%20'Reader'")), readerRole);
        QCOMPARE(running.authorization(anna, "GET", "/", std::string{"roleDefinitions/"} + ownerRole).head.status, 200);
    }
    void givesRightsForAWhile()
    {
        test::ManualClock clock;
        SignedInService running(&clock);
        VERIFY_RESULT(running.begin());
        const auto later = [&](const char *id) { return running.person(id, {{"exp", 9'000'000'000}}); };
        running.assign(readerRole, "", "anna");
        running.assign(ownerRole, "", "boss");
        running.assign(contributorRole, "", "maker");
        const auto anna = later("anna"), boss = later("boss");
        const auto wanted = [&](const char *who, const char *why, const char *duration) {
            const json::object expiration{{"type", "AfterDuration"}, {"duration", duration}};
            return toJson(json::object{{"properties", json::object{{"principalId", who},
                                                                  {"roleDefinitionId", std::string{"/providers/Microsoft.Authorization/roleDefinitions/"} + contributorRole},
                                                                  {"requestType", "SelfActivate"},
                                                                  {"justification", why},
                                                                  {"scheduleInfo", json::object{{"expiration", expiration}}}}}});
        };
        const auto name = running.nextName();
        const auto ask = [&](const std::string &token, const std::string &body, const std::string &as) {
            return codeIn(running.authorization(token, "PUT", "apis/orders", "roleAssignmentScheduleRequests/" + as, body, "2020-10-01"));
        };
        const auto decide = [&](const std::string &token, const char *result, const std::string &of) {
            const auto body = toJson(json::object{{"properties", json::object{{"reviewResult", result}, {"justification", "agreed"}}}});
            return codeIn(running.authorization(token, "PUT", "apis/orders", "roleAssignmentApprovals/" + of + "/stages/" + of, body, "2021-01-01-preview"));
        };
        const auto writes = [&] { return running.as(anna, "PUT", "apis/orders/policies/policy", policyBody, {{"If-Match", "*"}}).head.status; };
        QCOMPARE(ask(anna, wanted("anna", "", "PT1H"), name), "400 RoleAssignmentRequestPolicyValidationFailed");
        QCOMPARE(ask(anna, wanted("anna", "an incident", "PT9H"), name), "400 RoleAssignmentRequestPolicyValidationFailed");
        QCOMPARE(ask(anna, wanted("boss", "an incident", "PT1H"), name), "400 InvalidPrincipalId");
        QCOMPARE(ask(later("stranger"), wanted("stranger", "let me in", "PT1H"), name), "403 AuthorizationFailed");
        QCOMPARE(ask(anna, wanted("anna", "an incident", "PT1H"), name), "201");
        QCOMPARE(ask(anna, wanted("anna", "an incident", "PT1H"), running.nextName()), "409 PendingRoleAssignmentRequest");
        QCOMPARE(writes(), 403);
        QCOMPARE(decide(anna, "Approve", name), "403 AuthorizationFailed");
        QCOMPARE(decide(later("maker"), "Approve", name), "403 AuthorizationFailed");
        QCOMPARE(decide(boss, "Perhaps", name), "400 InvalidRequestContent");
        QCOMPARE(decide(boss, "Approve", name), "200");
        QCOMPARE(decide(boss, "Approve", name), "400 RoleAssignmentRequestNotPending");
        QVERIFY(writes() < 300);
        QCOMPARE(running.as(anna, "GET", "namedValues").head.status, 200);
        QCOMPARE(codeIn(running.as(anna, "PUT", "apis/pets/policies/policy", policyBody)), "403 AuthorizationFailed");
        clock.advance(std::chrono::minutes{59});
        QVERIFY(writes() < 300);
        clock.advance(std::chrono::minutes{1});
        QCOMPARE(writes(), 403);
        running.call("GET", "apis");
        // Who may give roles may ask too, and may not agree with themselves.
        const auto own = running.nextName();
        QCOMPARE(ask(boss, wanted("boss", "tidying up", "PT5M"), own), "201");
        QCOMPARE(decide(boss, "Approve", own), "403 RequestorCannotApprove");
        QCOMPARE(codeIn(running.authorization(boss, "POST", "apis/orders", "roleAssignmentScheduleRequests/" + own + "/cancel", {}, "2020-10-01")), "200");
        QCOMPARE(decide({}, "Approve", own), "400 RoleAssignmentRequestNotPending");
        std::string steps;
        for (const auto *action : {"requestRole", "approveRole", "endRole", "cancelRoleRequest"})
            for (const auto &record : running.audit(std::string{"outcome=succeeded&action="} + action))
                steps += std::string{action} + ':' + std::string{record.at("principal").at("subject").as_string()} + ' ';
        QCOMPARE(steps, "requestRole:boss requestRole:anna approveRole:boss endRole:gatehouse cancelRoleRequest:boss ");
    }
    void recordsWhoWasDenied()
    {
        SignedInService running;
        VERIFY_RESULT(running.begin());
        const auto token = running.person("mallory");
        for (int i = 0; i < 60; ++i)
            QCOMPARE(running.as(token, "DELETE", "apis/pets", {}, {{"If-Match", "*"}}).head.status, 403);
        running.call("PUT", "tags/x", R"({"properties":{"displayName":"x"}})");
        const auto records = running.audit("action=denied&limit=1000");
        QVERIFY(records.size() >= 20 && records.size() <= 42); // a minute may have ended in between
        const auto text = toJson(records.front());
        for (const auto *part : {"mallory", "AuthorizationFailed", "Microsoft.ApiManagement/service/apis/delete", "/apis/pets"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        for (const auto &record : records)
            QVERIFY(toJson(record).find(token) == std::string::npos);
        const auto own = running.audit("resource=tags/x");
        QCOMPARE(own.front().at("principal").at("breakGlass").as_bool(), true);
    }
};

QTEST_GUILESS_MAIN(TstAccess)
#include "tst_access.moc"
