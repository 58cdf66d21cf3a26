// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"
#include "test_issuer.h"

#include "core/crypto/certificate.h"
#include "core/vault/challenge.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QFile>
#include <QTest>

using namespace gatehouse;

namespace {

constexpr const char *secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
constexpr const char *owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

std::string policyThatSays(const std::string &text)
{
    return "<policies><inbound><return-response><set-status code=\"200\" /><set-body>" + text
        + "</set-body></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
}

//! A vault somewhere else, and the identity endpoint that the gateway gets tokens from. Plain http, which is taken on loopback alone.
class StubVault
{
public:
    StubVault()
    {
        m_loop.start("stub-vault");
        m_loop.run([this] {
            net::HttpServerOptions options;
            options.endpoint = {"127.0.0.1", 0};
            auto server = net::HttpServer::listen(m_loop, options, [this](std::shared_ptr<net::ServerExchange> exchange) { answer(*exchange); });
            if (server)
                m_server = std::move(*server);
        });
        m_url = "http://127.0.0.1:" + std::to_string(m_server->endpoint().port);
    }
    ~StubVault()
    {
        m_loop.run([this] { m_server.reset(); });
        m_loop.stop();
    }

    const std::string &url() const { return m_url; }
    void set(const std::string &value)
    {
        const std::lock_guard lock(m_mutex);
        m_value = value;
    }
    std::string resource = "https://vault.localhost"; //!< set before the first call
    std::atomic<bool> isDown{false};
    std::atomic<int> tokens{0}, reads{0}, bareCalls{0};

private:
    void answer(net::ServerExchange &exchange)
    {
        http::Response response;
        response.head.headers.add("Content-Type", "application/json");
        const auto target = exchange.request().target;
        const auto token = exchange.request().headers.get("Authorization").value_or("");
        if (target.starts_with("/token")) {
            ++tokens;
            response.body = toJson(json::object{{"access_token", "stub-token"}, {"expires_in", "3600"}, {"token_type", "Bearer"}});
        } else if (isDown) {
            response.head.status = 503;
            response.body = toJson(json::object{{"error", json::object{{"code", "ServerBusy"}, {"message", "later"}}}});
        } else if (token != "Bearer stub-token") {
            ++bareCalls;
            response.head.status = 401;
            response.head.headers.add("WWW-Authenticate", vault::challengeHeader({"https://login.example/tenant", resource, {}}));
        } else {
            ++reads;
            const std::lock_guard lock(m_mutex);
            response.body = toJson(json::object{{"value", m_value}, {"id", m_url + "/secrets/stub/0123456789abcdef0123456789abcdef"}});
        }
        exchange.respond(std::move(response));
    }
    net::Loop m_loop;
    std::unique_ptr<net::HttpServer> m_server;
    std::string m_url;
    std::mutex m_mutex;
    std::string m_value = "from afar";
};

//! The service with a vault of its own.
class VaultService : public test::RunningService
{
public:
    using test::RunningService::RunningService;

    management::ServiceOptions withVault() const
    {
        auto wanted = options();
        wanted.vault = net::Endpoint{"127.0.0.1", 0};
        return wanted;
    }
    http::Response vaultCall(const std::string &method, const std::string &path, const std::string &body = {}, const std::string &token = "owner")
    {
        net::ClientRequest request;
        request.method = method;
        request.url = url("vault") + path + "?api-version=7.4";
        if (!token.empty())
            request.headers.add("Authorization", "Bearer " + (token == "owner" ? std::string{service->token().reveal()} : token));
        request.headers.add("Content-Type", "application/json");
        request.body = body;
        return send(std::move(request)).value_or(http::Response{});
    }
    int setSecret(const std::string &name, const std::string &value)
    {
        return vaultCall("PUT", "/secrets/" + name, toJson(json::object{{"value", value}})).head.status;
    }
    int putNamedValue(const std::string &name, const std::string &identifier)
    {
        const json::object properties{{"displayName", name}, {"secret", true}, {"keyVault", json::object{{"secretIdentifier", identifier}}}};
        return call("PUT", "namedValues/" + name, toJson(json::object{{"properties", properties}})).head.status;
    }
    //! An API that answers with that text, from a policy.
    void putApi(const std::string &name, const std::string &text)
    {
        const json::object properties{{"displayName", name}, {"path", name}, {"protocols", json::array{"http"}}, {"subscriptionRequired", false},
                                      {"serviceUrl", "http://127.0.0.1:9"}};
        call("PUT", "apis/" + name, toJson(json::object{{"properties", properties}}));
        call("PUT", "apis/" + name + "/operations/all", toJson(json::object{{"properties", json::object{{"displayName", "all"}, {"method", "GET"}, {"urlTemplate", "/*"}}}}));
        call("PUT", "apis/" + name + "/policies/policy",
             toJson(json::object{{"properties", json::object{{"format", "rawxml"}, {"value", policyThatSays(text)}}}}));
    }
    std::string lastStatus(const std::string &resource)
    {
        const auto answer = call("GET", resource);
        const auto body = json(answer);
        const auto *properties = member(body, "properties");
        const auto *vault = properties ? member(*properties, "keyVault") : nullptr;
        const auto *status = vault ? member(*vault, "lastStatus") : nullptr;
        return status ? std::string{stringMember(status->as_object(), "code")} : std::string{};
    }
    int assign(const std::string &scope, const std::string &role, const std::string &principal)
    {
        const json::object properties{{"roleDefinitionId", "/providers/Microsoft.Authorization/roleDefinitions/" + role}, {"principalId", principal}};
        net::ClientRequest request;
        request.method = "PUT";
        request.url = url() + scope + "/providers/Microsoft.Authorization/roleAssignments/" + uuid4(m_ids) + "?api-version=2022-04-01";
        request.headers.add("Authorization", "Bearer " + std::string{service->token().reveal()});
        request.headers.add("Content-Type", "application/json");
        request.body = toJson(json::object{{"properties", properties}});
        return send(std::move(request)).value_or(http::Response{}).head.status;
    }
    std::string group() const { return prefix().substr(0, prefix().find("/providers/")); }

private:
    SystemRandom m_ids;
};

} // namespace

class TstVaultService : public QObject
{
    Q_OBJECT

private slots:
    void answersACallWithoutATokenByAChallenge()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        for (const auto *token : {"", "another"}) {
            const auto refused = running.vaultCall("GET", "/secrets/x", {}, token);
            QCOMPARE(refused.head.status, 401);
            const auto challenge = vault::parseChallenge(refused.head.headers.get("WWW-Authenticate").value_or(""));
            VERIFY_RESULT(challenge);
            QCOMPARE(challenge->resource, std::string("https://vault.localhost"));
        }
        running.stop();
    }
    void rolesDecideWhoReadsAndWrites()
    {
        test::TestIssuer issuer;
        VaultService running;
        auto options = running.withVault();
        options.signIn = management::SignInOptions{issuer.url(), {"api://gatehouse"}, "groups", {}, std::chrono::seconds{60}};
        VERIFY_RESULT(running.start(std::move(options)));
        QCOMPARE(running.setSecret("one", "1"), 200);
        QCOMPARE(running.setSecret("two", "2"), 200);
        const auto ada = issuer.token({{"sub", "ada"}, {"aud", "https://vault.localhost"}});
        const auto refused = running.vaultCall("GET", "/secrets/one", {}, ada);
        QCOMPARE(refused.head.status, 403);
        QVERIFY(refused.body.find("ForbiddenByRbac") != std::string::npos);
        QVERIFY(refused.body.find("Microsoft.KeyVault/vaults/secrets/getSecret/action") != std::string::npos);
        // What manages a vault does not read what is in it.
        QCOMPARE(running.assign(running.group(), owner, "ada"), 201);
        QCOMPARE(running.vaultCall("GET", "/secrets/one", {}, ada).head.status, 403);
        QCOMPARE(running.assign(running.group() + "/providers/Microsoft.KeyVault/vaults/local/secrets/one", secretsUser, "ada"), 201);
        QCOMPARE(running.vaultCall("GET", "/secrets/one", {}, ada).head.status, 200);
        QCOMPARE(running.vaultCall("GET", "/secrets/ONE", {}, ada).head.status, 200);
        QCOMPARE(running.vaultCall("GET", "/secrets/two", {}, ada).head.status, 403);
        QCOMPARE(running.vaultCall("GET", "/secrets", {}, ada).head.status, 403);
        QCOMPARE(running.vaultCall("PUT", "/secrets/one", toJson(json::object{{"value", "x"}}), ada).head.status, 403);
        QCOMPARE(running.vaultCall("DELETE", "/secrets/one", {}, ada).head.status, 403);
        // A token for the management endpoint is none for the vault.
        QCOMPARE(running.vaultCall("GET", "/secrets/one", {}, issuer.token({{"sub", "ada"}})).head.status, 401);
        running.stop();
    }
    void recordsWhatIsChangedAndReadWithoutTheValue()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        const std::string marker = "nobody-else-has-this";
        QCOMPARE(running.setSecret("audited", marker), 200);
        QCOMPARE(running.vaultCall("GET", "/secrets/audited").head.status, 200);
        QCOMPARE(running.vaultCall("DELETE", "/secrets/audited").head.status, 200);
        QCOMPARE(running.vaultCall("GET", "/secrets/audited").head.status, 404);
        const auto audit = running.call("GET", "G/audit?limit=100");
        for (const auto *action : {"setSecret", "getSecret", "deleteSecret"})
            QVERIFY2(audit.body.find(std::string{"\"action\":\""} + action + "\"") != std::string::npos, audit.body.c_str());
        QVERIFY(audit.body.find("vaults/local/secrets/audited") != std::string::npos);
        QVERIFY(audit.body.find(marker) == std::string::npos);
        running.stop();
    }
    void namedValuesComeFromTheGatewaysOwnVault()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        QCOMPARE(running.setSecret("greeting", "hello"), 200);
        QCOMPARE(running.putNamedValue("greeting", running.url("vault") + "/secrets/greeting"), 201);
        running.putApi("greet", "{{greeting}}");
        QCOMPARE(running.get(running.gatewayUrl() + "/greet/x").body, std::string("hello"));
        QCOMPARE(running.lastStatus("namedValues/greeting"), std::string("Success"));
        QCOMPARE(toJson(running.json(running.call("POST", "namedValues/greeting/listValue"))), std::string("{\"value\":\"hello\"}"));
        QVERIFY(running.call("GET", "namedValues/greeting").body.find("hello") == std::string::npos);
        // A new version is used when it is asked for.
        QCOMPARE(running.setSecret("greeting", "good evening"), 200);
        QCOMPARE(running.get(running.gatewayUrl() + "/greet/x").body, std::string("hello"));
        QCOMPARE(running.call("POST", "namedValues/greeting/refreshSecret").head.status, 200);
        QCOMPARE(running.get(running.gatewayUrl() + "/greet/x").body, std::string("good evening"));
        QVERIFY(running.call("GET", "G/audit?limit=100").body.find("good evening") == std::string::npos);
        running.stop();
    }
    void aValueNeverKnownFailsWhatNeedsItAlone()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        QCOMPARE(running.putNamedValue("absent", running.url("vault") + "/secrets/nowhere"), 201);
        running.putApi("needs", "value=[{{absent}}]");
        running.putApi("needs-not", "fine");
        QCOMPARE(running.lastStatus("namedValues/absent"), std::string("SecretNotFound"));
        const auto failed = running.get(running.gatewayUrl() + "/needs/x");
        QVERIFY2(failed.head.status >= 500, failed.body.c_str());
        QVERIFY(failed.body.find("value=[") == std::string::npos);
        QCOMPARE(running.get(running.gatewayUrl() + "/needs-not/x").body, std::string("fine"));
        const auto read = running.call("POST", "namedValues/absent/listValue");
        QCOMPARE(read.head.status, 400);
        QVERIFY(read.body.find("SecretNotFound") != std::string::npos);
        QCOMPARE(running.setSecret("nowhere", "here now"), 200);
        QCOMPARE(running.call("POST", "namedValues/absent/refreshSecret").head.status, 200);
        QCOMPARE(running.get(running.gatewayUrl() + "/needs/x").body, std::string("value=[here now]"));
        running.stop();
    }
    void followsTheTimer()
    {
        VaultService running;
        auto options = running.withVault();
        options.vaultRefresh = std::chrono::seconds{1};
        VERIFY_RESULT(running.start(std::move(options)));
        QCOMPARE(running.setSecret("greeting", "one"), 200);
        QCOMPARE(running.putNamedValue("greeting", running.url("vault") + "/secrets/greeting"), 201);
        running.putApi("greet", "{{greeting}}");
        QCOMPARE(running.setSecret("greeting", "two"), 200);
        QTRY_COMPARE_WITH_TIMEOUT(running.get(running.gatewayUrl() + "/greet/x").body, std::string("two"), 30'000);
        running.stop();
    }
    void keepsTheLastGoodValueOfAVaultThatIsDown()
    {
        StubVault stub;
        VaultService running;
        auto options = running.options();
        options.tokenSourcesFile = running.file("sources.json");
        VERIFY_RESULT(management::writePrivateFile(
            options.tokenSourcesFile, toJson(json::object{{"managed-identity", json::object{{"kind", "metadata"}, {"url", stub.url() + "/token"}}}})));
        VERIFY_RESULT(running.start(options));
        QCOMPARE(running.putNamedValue("far", stub.url() + "/secrets/stub"), 201);
        running.putApi("far", "{{far}}");
        QCOMPARE(running.get(running.gatewayUrl() + "/far/x").body, std::string("from afar"));
        QCOMPARE(stub.bareCalls.load(), 1);
        QCOMPARE(running.call("POST", "namedValues/far/refreshSecret").head.status, 200);
        QCOMPARE(stub.tokens.load(), 1); // kept, as the challenge is
        QCOMPARE(stub.bareCalls.load(), 1);
        stub.isDown = true;
        QCOMPARE(running.call("POST", "namedValues/far/refreshSecret").head.status, 200);
        QCOMPARE(running.lastStatus("namedValues/far"), std::string("ServerBusy"));
        QCOMPARE(running.get(running.gatewayUrl() + "/far/x").body, std::string("from afar"));
        running.stop();
        VERIFY_RESULT(running.start(options));
        QCOMPARE(running.get(running.gatewayUrl() + "/far/x").body, std::string("from afar"));
        for (const auto *name : {"data/vault-values.db", "data/vault-values.db-wal", "data/configuration.db", "data/configuration.db-wal"}) {
            QFile file(QString::fromStdString(running.file(name).string()));
            if (file.open(QIODevice::ReadOnly))
                QVERIFY2(!file.readAll().contains("from afar"), name);
        }
        stub.isDown = false;
        stub.set("changed meanwhile");
        QCOMPARE(running.call("POST", "namedValues/far/refreshSecret").head.status, 200);
        QCOMPARE(running.get(running.gatewayUrl() + "/far/x").body, std::string("changed meanwhile"));
        running.stop();
    }
    void sendsNoTokenToAVaultOfAnotherDomain()
    {
        StubVault stub;
        stub.resource = "https://vault.azure.net";
        VaultService running;
        auto options = running.options();
        options.tokenSourcesFile = running.file("sources.json");
        VERIFY_RESULT(management::writePrivateFile(
            options.tokenSourcesFile, toJson(json::object{{"managed-identity", json::object{{"kind", "metadata"}, {"url", stub.url() + "/token"}}}})));
        VERIFY_RESULT(running.start(std::move(options)));
        QCOMPARE(running.putNamedValue("far", stub.url() + "/secrets/stub"), 201);
        QCOMPARE(running.lastStatus("namedValues/far"), std::string("ChallengeRefused"));
        QCOMPARE(stub.tokens.load(), 0);
        QCOMPARE(stub.reads.load(), 0);
        running.stop();
    }
    void refusesWhatIsNoSecretsIdentifier()
    {
        VaultService running;
        VERIFY_RESULT(running.start());
        for (const auto *identifier : {"", "http://contoso.vault.azure.net/secrets/x", "https://contoso.vault.azure.net/keys/x", "file:///etc/passwd"}) {
            const json::object properties{{"displayName", "x"}, {"keyVault", json::object{{"secretIdentifier", identifier}}}};
            const auto refused = running.call("PUT", "namedValues/x", toJson(json::object{{"properties", properties}}));
            QCOMPARE(refused.head.status, 400);
            QVERIFY(refused.body.find("keyVault.secretIdentifier") != std::string::npos);
        }
        running.stop();
    }
    void certificatesComeFromTheVault()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        const auto made = crypto::makeSelfSigned({"client.example.test"}, 30, SystemClock().utc());
        VERIFY_RESULT(made);
        const auto body = json::object{{"value", std::string{made->keyPem.reveal()} + made->certificatePem}};
        QCOMPARE(running.vaultCall("POST", "/certificates/client/import", toJson(body)).head.status, 200);
        const json::object properties{{"keyVault", json::object{{"secretIdentifier", running.url("vault") + "/secrets/client"}}}};
        QCOMPARE(running.call("PUT", "certificates/client", toJson(json::object{{"properties", properties}})).head.status, 201);
        const auto shown = running.json(running.call("GET", "certificates/client"));
        const auto &facts = shown.at("properties").as_object();
        QCOMPARE(std::string(stringMember(facts, "subject")), std::string("CN=client.example.test"));
        QVERIFY(stringMember(facts, "thumbprint").size() == 40 && !stringMember(facts, "expirationDate").empty());
        QCOMPARE(running.lastStatus("certificates/client"), std::string("Success"));
        QVERIFY(!facts.contains("data"));
        QCOMPARE(running.setSecret("text", "no certificate"), 200);
        const json::object other{{"keyVault", json::object{{"secretIdentifier", running.url("vault") + "/secrets/text"}}}};
        QCOMPARE(running.call("PUT", "certificates/other", toJson(json::object{{"properties", other}})).head.status, 201);
        QCOMPARE(running.lastStatus("certificates/other"), std::string("InvalidAnswer"));
        running.stop();
    }
    void showsEveryCertificateByTheTimeItHasLeft()
    {
        VaultService running;
        VERIFY_RESULT(running.start(running.withVault()));
        const auto made = crypto::makeSelfSigned({"client.example.test"}, 20, SystemClock().utc());
        VERIFY_RESULT(made);
        const auto pem = std::string{made->keyPem.reveal()} + made->certificatePem;
        QCOMPARE(running.vaultCall("POST", "/certificates/client/import", toJson(json::object{{"value", pem}})).head.status, 200);
        const json::object properties{{"keyVault", json::object{{"secretIdentifier", running.url("vault") + "/secrets/client"}}}};
        QCOMPARE(running.call("PUT", "certificates/client", toJson(json::object{{"properties", properties}})).head.status, 201);
        const auto answer = running.call("GET", "G/certificates");
        QCOMPARE(answer.head.status, 200);
        QVERIFY(answer.body.find("PRIVATE KEY") == std::string::npos);
        const auto body = running.json(answer);
        const auto &value = body.at("value").as_array();
        QCOMPARE(value.size(), std::size_t(3));
        QCOMPARE(std::string(value[0].at("id").as_string()), std::string("certificates/client"));
        QCOMPARE(std::string(value[0].at("renewal").as_string()), std::string("keyVault"));
        QCOMPARE(std::string(value[0].at("state").as_string()), std::string("expiring"));
        QCOMPARE(value[0].at("daysLeft").as_int64(), std::int64_t(19));
        QCOMPARE(std::string(value[1].at("id").as_string()), std::string("vault/certificates/client"));
        QCOMPARE(std::string(value[2].at("id").as_string()), std::string("listeners/own"));
        QCOMPARE(std::string(value[2].at("renewal").as_string()), std::string("automatic"));
        running.stop();
    }
    void renewsItsOwnCertificateWithoutDroppingAConnection()
    {
        test::ManualClock clock;
        VaultService running(&clock);
        auto options = running.withVault();
        options.listenTls = {{"127.0.0.1", 0}};
        options.certificateCheck = std::chrono::milliseconds{20};
        VERIFY_RESULT(running.start(std::move(options)));
        const auto gatewayTls = std::string{running.announced.at("gatewayTls").as_array().at(0).as_string()};
        QCOMPARE(running.setSecret("one", "1"), 200);
        QCOMPARE(running.get(gatewayTls + "/nowhere").head.status, 404);
        const auto before = management::readPrivateFile(running.file("data/management-cert.pem"));
        clock.advance(std::chrono::days{820});
        QTRY_VERIFY_WITH_TIMEOUT(management::readPrivateFile(running.file("data/management-cert.pem")) != before, 30'000);
        const auto board = [&] { return running.call("GET", "G/certificates").body; };
        QTRY_VERIFY_WITH_TIMEOUT(board().find("\"state\":\"valid\"") != std::string::npos, 30'000);
        // The client trusts the former certificate alone: these are the connections that it had.
        QCOMPARE(running.vaultCall("GET", "/secrets/one").head.status, 200);
        QCOMPARE(running.get(gatewayTls + "/nowhere").head.status, 404);
        running.stop();
    }
    void listensOnThisMachineAlone()
    {
        VaultService running;
        auto beyond = running.withVault();
        beyond.vault = net::Endpoint{"0.0.0.0", 0};
        QCOMPARE(running.tryStart(std::move(beyond)).error().code, std::string("service.notLoopback"));
    }
};

QTEST_GUILESS_MAIN(TstVaultService)
#include "tst_vault_service.moc"
