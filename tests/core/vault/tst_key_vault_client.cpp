// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/key_vault_client.h"

#include "core/vault/value_cache.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>

#include <deque>

using namespace gatehouse;

namespace {

//! A vault and a token endpoint that answer when they are told to.
class FakeVaultNetwork
{
public:
    vault::Fetch fetch()
    {
        return [this](identity::FetchRequest request, std::function<void(Result<http::Response>)> done) { m_waiting.push_back({std::move(request), std::move(done)}); };
    }
    std::function<void(std::function<void()>)> post()
    {
        return [this](std::function<void()> task) { m_tasks.push_back(std::move(task)); };
    }
    void run()
    {
        while (!m_waiting.empty() || !m_tasks.empty()) {
            if (!m_tasks.empty()) {
                auto task = std::move(m_tasks.front());
                m_tasks.pop_front();
                task();
                continue;
            }
            auto [request, done] = std::move(m_waiting.front());
            m_waiting.pop_front();
            log.push_back(request.method + " " + request.url + (request.headers.has("Authorization") ? " with " + std::string{request.headers.get("Authorization").value_or("")} : std::string{}));
            done(answer(request));
        }
    }

    std::vector<std::string> log;
    std::string resource = "https://vault.azure.net";
    std::string goodToken = "Bearer token-1";
    std::string givenToken = "token-1";
    int status = 200;
    std::string errorCode;
    bool isUnreachable = false;

private:
    Result<http::Response> answer(const identity::FetchRequest &request) const
    {
        http::Response response;
        if (request.url.starts_with("http://127.0.0.1:40342")) {
            response.body = toJson(json::object{{"access_token", givenToken}, {"expires_in", 3600}});
            return response;
        }
        if (isUnreachable)
            return fail(ErrorKind::Unavailable, "net.connect", {{"reason", "refused"}});
        if (request.headers.get("Authorization").value_or("") != goodToken) {
            response.head.status = 401;
            response.head.headers.add("WWW-Authenticate", vault::challengeHeader({"https://login.microsoftonline.com/t", resource, {}}));
            return response;
        }
        response.head.status = status;
        response.body = status == 200 ? toJson(json::object{{"value", "v"}, {"id", "https://contoso.vault.azure.net/secrets/k/0123456789abcdef0123456789abcdef"}})
                                      : toJson(json::object{{"error", json::object{{"code", errorCode}}}});
        return response;
    }

    struct Waiting
    {
        identity::FetchRequest request;
        std::function<void(Result<http::Response>)> done;
    };
    std::deque<Waiting> m_waiting;
    std::deque<std::function<void()>> m_tasks;
};

identity::TokenSources sources(const std::string &name = "managed-identity")
{
    return *identity::parseTokenSources(toJson(json::object{{name, json::object{{"kind", "metadata"}, {"url", "http://127.0.0.1:40342/token"}}}}));
}

} // namespace

class TstKeyVaultClient : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_network = {}; }

    void followsTheChallengeOnceAndKeepsItAndTheToken()
    {
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        VERIFY_RESULT(read(client));
        QCOMPARE(m_network.log.size(), std::size_t(3));
        QCOMPARE(m_network.log[0], std::string("GET https://contoso.vault.azure.net/secrets/k/?api-version=7.4"));
        QVERIFY2(m_network.log[1].find("resource=https%3A%2F%2Fvault.azure.net") != std::string::npos, m_network.log[1].c_str());
        QVERIFY(m_network.log[2].ends_with(" with Bearer token-1"));
        VERIFY_RESULT(read(client));
        QCOMPARE(m_network.log.size(), std::size_t(4));
    }
    void sendsNoTokenWhereTheChallengePointsElsewhere()
    {
        m_network.resource = "https://evil.example";
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        QCOMPARE(read(client).error().code, std::string("vault.otherResource"));
        QCOMPARE(m_network.log.size(), std::size_t(1));
    }
    void followsAChallengeThatChanged()
    {
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        VERIFY_RESULT(read(client));
        m_network.resource = "https://azure.net";
        m_network.goodToken = "Bearer token-2";
        m_network.givenToken = "token-2";
        VERIFY_RESULT(read(client));
    }
    void givesUpWhenTheTokenIsNotTaken()
    {
        m_network.goodToken = "Bearer of somebody else";
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        const auto refused = read(client);
        QCOMPARE(refused.error().code, std::string("vault.refused"));
        QVERIFY(refused.error().debugText().find("token-1") == std::string::npos);
        QVERIFY(m_network.log.size() <= 4);
    }
    void wantsATokenSource()
    {
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), {}, m_clock);
        QCOMPARE(read(client).error().code, std::string("vault.noTokenSource"));
    }
    void takesTheSourceOfTheClientIdWhereThereIsOne()
    {
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources("managed-identity/1111"), m_clock);
        QCOMPARE(read(client).error().code, std::string("vault.noTokenSource"));
        VERIFY_RESULT(read(client, "1111"));
    }
    void tellsFailuresApart_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("failure");
        QTest::newRow("absent") << 404 << "SecretNotFound" << "vault.absent";
        QTest::newRow("not allowed") << 403 << "Forbidden" << "vault.refused";
        QTest::newRow("throttled") << 429 << "Throttled" << "vault.busy";
        QTest::newRow("broken") << 500 << "" << "vault.busy";
        QTest::newRow("moved") << 302 << "" << "vault.busy";
    }
    void tellsFailuresApart()
    {
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, failure);
        m_network.status = status;
        m_network.errorCode = code.toStdString();
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        const auto refused = read(client);
        QCOMPARE(QString::fromStdString(refused.error().code), failure);
        QCOMPARE(QString::fromStdString(std::string{refused.error().arg("code")}), code);
    }
    void saysThatTheVaultCantBeReached()
    {
        m_network.isUnreachable = true;
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), sources(), m_clock);
        QCOMPARE(read(client).error().code, std::string("vault.unreachable"));
    }
    void readsTheOwnVaultAsItself()
    {
        m_network.goodToken = "Bearer own";
        vault::KeyVaultClient client(m_network.fetch(), m_network.post(), {}, m_clock);
        client.setOwn({{"https://localhost:8444"}, "https://127.0.0.1:8444", SecretString{std::string("own")}});
        VERIFY_RESULT(read(client, {}, "https://localhost:8444/secrets/k"));
        QCOMPARE(m_network.log.front(), std::string("GET https://127.0.0.1:8444/secrets/k/?api-version=7.4 with Bearer own"));
    }
    void keepsValuesSealedForTheirResource()
    {
        QTemporaryDir directory;
        const auto path = directory.filePath("values.db").toStdString();
        SystemRandom random;
        vault::FetchedValue fetched{"https://v/secrets/k", true, SecretString{std::string("value")}, "text/plain", {"Success", {}, m_clock.utc()}};
        {
            auto cache = vault::ValueCache::open(path, SecretString{std::string("0123456789abcdef")}, random);
            VERIFY_RESULT(cache);
            VERIFY_RESULT((*cache)->put("namedvalues/a", fetched));
            fetched.known = false;
            VERIFY_RESULT((*cache)->put("namedvalues/b", fetched));
            const auto all = (*cache)->all();
            VERIFY_RESULT(all);
            QVERIFY(all->at("namedvalues/a").known && all->at("namedvalues/a").value.reveal() == "value" && !all->at("namedvalues/b").known);
        }
        auto other = vault::ValueCache::open(path, SecretString{std::string("another key, as long")}, random);
        VERIFY_RESULT(other);
        QVERIFY(!(*other)->all()->at("namedvalues/a").known);
    }

private:
    Result<vault::SecretAnswer> read(vault::KeyVaultClient &client, const std::string &clientId = {}, const std::string &id = "https://contoso.vault.azure.net/secrets/k")
    {
        std::optional<Result<vault::SecretAnswer>> came;
        client.read(*vault::parseSecretIdentifier(id), clientId, [&](Result<vault::SecretAnswer> answer) { came = std::move(answer); });
        m_network.run();
        return came ? std::move(*came) : Result<vault::SecretAnswer>(fail(ErrorKind::Internal, "test.noAnswer"));
    }

    test::ManualClock m_clock;
    FakeVaultNetwork m_network;
};

QTEST_GUILESS_MAIN(TstKeyVaultClient)
#include "tst_key_vault_client.moc"
