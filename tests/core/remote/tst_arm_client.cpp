// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/arm_client.h"
#include "tests/core/remote/fake_server.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <chrono>
#include <future>

using namespace gatehouse;
using namespace gatehouse::remote;
using test::FakeServer;

namespace {

constexpr auto scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";
constexpr auto secret = "a-token-that-must-not-show";

Connection connectionTo(const FakeServer &server)
{
    Connection connection;
    connection.name = "test";
    connection.url = server.url();
    connection.scope = scope;
    connection.token = SecretString(secret);
    return connection;
}

//! JSON with single quotes, for reading's sake (and moc stumbles over raw strings).
std::string js(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

RetryOptions quick()
{
    RetryOptions options;
    options.firstDelay = std::chrono::milliseconds{5};
    options.pollInterval = std::chrono::milliseconds{5};
    return options;
}

} // namespace

class TestArmClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_network = Network::create(); }

    void addsScopeVersionAndToken()
    {
        FakeServer server([](const auto &, const auto &send) {
            send(FakeServer::answer(200, js("{'name':'orders'}"), "ETag: \"v1\"\r\nx-ms-request-id: r1\r\n"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto answer = client.get("apis/orders", {{"format", "raw xml"}});
        VERIFY_RESULT(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->etag, std::string("v1"));
        QCOMPARE(answer->requestId, std::string("r1"));
        const auto request = server.requests().at(0);
        QCOMPARE(request.target, std::string(scope) + "/apis/orders?format=raw%20xml&api-version=2024-05-01");
        QCOMPARE(request.headers.at("authorization"), std::string("Bearer ") + secret);
    }

    void speaksTheProvidersOwnVersion()
    {
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(200, "{}")); });
        const ArmClient client(connectionTo(server), m_network, quick());
        VERIFY_RESULT(client.get("providers/Gatehouse.Local/status"));
        QVERIFY(server.requests().at(0).target.ends_with("/status?api-version=2026-11-01"));
    }

    void sendsConditionsQuoted_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("tag") << QByteArray("abc") << QByteArray("\"abc\"");
        QTest::newRow("any") << QByteArray("*") << QByteArray("*");
    }
    void sendsConditionsQuoted()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, sent);
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(200, "{}")); });
        const ArmClient client(connectionTo(server), m_network, quick());
        VERIFY_RESULT(client.put("apis/a", json::object{{"properties", json::object{}}}, given.toStdString()));
        const auto request = server.requests().at(0);
        QCOMPARE(request.method, std::string("PUT"));
        QCOMPARE(request.body, js("{'properties':{}}"));
        QCOMPARE(request.headers.at("if-match"), sent.toStdString());
    }

    void readsAllPages()
    {
        FakeServer *self = nullptr;
        FakeServer server([&self](const auto &request, const auto &send) {
            const bool second = request.target.find("skip=2") != std::string::npos;
            const auto next = js(",'nextLink':'") + self->url() + "/page?skip=2\"";
            send(FakeServer::answer(200, js("{'value':[1,2],'count':3") + (second ? std::string() : next) + "}"));
        });
        self = &server;
        const ArmClient client(connectionTo(server), m_network, quick());
        std::vector<std::size_t> progress;
        const auto items = client.list("apis", {}, [&progress](std::size_t soFar, std::size_t count) {
            QCOMPARE(count, std::size_t{3});
            progress.push_back(soFar);
        });
        VERIFY_RESULT(items);
        QCOMPARE(items->size(), std::size_t{4});
        QCOMPARE(progress, (std::vector<std::size_t>{2, 4}));
        QCOMPARE(server.requests().at(1).target, std::string("/page?skip=2"));
    }

    void doesNotCarryTheTokenToAnotherHost()
    {
        FakeServer other([](const auto &, const auto &send) { send(FakeServer::answer(200, js("{'value':[]}"))); });
        FakeServer server([&other](const auto &, const auto &send) {
            send(FakeServer::answer(200, js("{'value':[],'nextLink':'") + other.url() + "/next\"}"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto items = client.list("apis");
        QVERIFY(!items);
        QCOMPARE(items.error().code, std::string("remote.foreignLink"));
        QVERIFY(other.requests().empty());
    }

    void followsNoRedirect()
    {
        FakeServer other([](const auto &, const auto &send) { send(FakeServer::answer(200, "{}")); });
        FakeServer server([&other](const auto &, const auto &send) {
            send(FakeServer::answer(307, "", "Location: " + other.url() + "/\r\n"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto answer = client.get("apis");
        VERIFY_RESULT(answer);
        QCOMPARE(answer->status, 307);
        QVERIFY(other.requests().empty());
    }

    void waitsAsThrottlingAsks()
    {
        std::atomic<int> count = 0;
        FakeServer server([&count](const auto &, const auto &send) {
            if (count++ == 0)
                send(FakeServer::answer(429, "{}", "Retry-After: 1\r\n"));
            else
                send(FakeServer::answer(200, "{}"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto begin = std::chrono::steady_clock::now();
        VERIFY_RESULT(client.get("apis"));
        QVERIFY(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds{1000});
        QCOMPARE(count.load(), 2);
    }

    void triesAtMostFourTimes_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("calls");
        QTest::newRow("GET 503") << QByteArray("GET") << 503 << 4;
        QTest::newRow("PUT 429") << QByteArray("PUT") << 429 << 4;
        QTest::newRow("DELETE 503") << QByteArray("DELETE") << 503 << 4;
        QTest::newRow("POST 503 is not repeated") << QByteArray("POST") << 503 << 1;
        QTest::newRow("PATCH 503 is not repeated") << QByteArray("PATCH") << 503 << 1;
        QTest::newRow("GET 500 is not repeated") << QByteArray("GET") << 500 << 1;
        QTest::newRow("GET 404 is not repeated") << QByteArray("GET") << 404 << 1;
    }
    void triesAtMostFourTimes()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(int, calls);
        FakeServer server([status](const auto &, const auto &send) { send(FakeServer::answer(status, "{}")); });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto answer = client.call(method.toStdString(), "apis/a", {}, {}, "{}");
        QVERIFY(!answer);
        QCOMPARE(QString::fromStdString(std::string(answer.error().arg("status"))).toInt(), status);
        QCOMPARE(server.requests().size(), static_cast<std::size_t>(calls));
    }

    void doesNotRepeatAPostWhoseConnectionBroke_data()
    {
        QTest::addColumn<bool>("pooled");
        QTest::addColumn<bool>("hasBody");
        QTest::newRow("new connection, empty") << false << false;
        QTest::newRow("new connection, body") << false << true;
        QTest::newRow("kept connection, empty") << true << false;
        QTest::newRow("kept connection, body") << true << true;
    }
    void doesNotRepeatAPostWhoseConnectionBroke()
    {
        QFETCH(bool, pooled);
        QFETCH(bool, hasBody);
        FakeServer server([](const auto &request, const auto &send) {
            send(request.method == "POST" ? "" : FakeServer::answer(200, "{}"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        if (pooled)
            VERIFY_RESULT(client.get("subscriptions/a"));
        const auto answer = client.post("subscriptions/a/regeneratePrimaryKey",
                                        hasBody ? json::value(json::object{{"a", 1}}) : json::value());
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("remote.broken"));
        QCOMPARE(server.requests().size(), std::size_t{pooled ? 2U : 1U});
    }

    void sendsThePostsBody()
    {
        FakeServer server([](const auto &request, const auto &send) { send(FakeServer::answer(200, request.body)); });
        const ArmClient client(connectionTo(server), m_network, quick());
        const auto answer = client.post("x/do", json::object{{"text", std::string(300'000, 'x')}});
        VERIFY_RESULT(answer);
        QCOMPARE(answer->body.at("text").as_string().size(), std::size_t{300'000});
    }

    void namesARefusedConnection()
    {
        std::string url;
        {
            FakeServer gone([](const auto &, const auto &) {});
            url = gone.url();
        }
        Connection connection;
        connection.url = url;
        connection.scope = scope;
        const auto answer = ArmClient(connection, m_network, quick()).get("apis");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("remote.connect"));
        QCOMPARE(answer.error().kind, ErrorKind::Unavailable);
    }

    void aStopRequestAbortsTheCall()
    {
        std::atomic<bool> arrived = false;
        FakeServer *self = nullptr;
        FakeServer server([&arrived, &self](const auto &, const auto &) {
            arrived = true;
            while (!self->isStopping())
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
        });
        self = &server;
        const ArmClient client(connectionTo(server), m_network, quick());
        std::stop_source stop;
        auto answer =
            std::async(std::launch::async, [&client, &stop] { return client.get("apis", {}, stop.get_token()); });
        QTRY_VERIFY(arrived);
        stop.request_stop();
        QCOMPARE(answer.wait_for(std::chrono::seconds{5}), std::future_status::ready);
        const auto result = answer.get();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    }

    void aStopRequestEndsTheWaitBetweenTries()
    {
        FakeServer server(
            [](const auto&, const auto &send) { send(FakeServer::answer(503, "{}", "Retry-After: 30\r\n")); });
        const ArmClient client(connectionTo(server), m_network, quick());
        std::stop_source stop;
        auto answer =
            std::async(std::launch::async, [&client, &stop] { return client.get("apis", {}, stop.get_token()); });
        QTRY_COMPARE(server.requests().size(), std::size_t{1});
        stop.request_stop();
        QCOMPARE(answer.wait_for(std::chrono::seconds{5}), std::future_status::ready);
        QCOMPARE(answer.get().error().kind, ErrorKind::Cancelled);
    }

    void servesManyThreads()
    {
        FakeServer server([](const auto &request, const auto &send) {
            send(FakeServer::answer(200, "{\"target\":\"" + request.target + "\"}"));
        });
        const ArmClient client(connectionTo(server), m_network, quick());
        std::vector<std::future<bool>> calls;
        for (int i = 0; i < 40; ++i) {
            calls.push_back(std::async(std::launch::async, [&client, i] {
                const auto path = "apis/a" + std::to_string(i);
                const auto answer = client.get(path);
                return answer
                    && stringMember(answer->body.as_object(), "target").find("/" + path + "?")
                    != std::string_view::npos;
            }));
        }
        for (auto &call : calls)
            QVERIFY(call.get());
    }

    void tellsTheArmErrorWithItsDetails()
    {
        FakeServer server([](const auto&, const auto &send) {
            send(FakeServer::answer(
                400,
                js("{'error':{'code':'ValidationError','message':'One or more fields contain incorrect values:',")
                    + js("'details':[{'code':'ValidationError','target':'policy','message':'Error in element x'}]}}"),
                "x-ms-request-id: r7\r\n"));
        });
        const auto answer = ArmClient(connectionTo(server), m_network, quick()).put("policies/policy", json::object{});
        QVERIFY(!answer);
        const auto &error = answer.error();
        QCOMPARE(error.kind, ErrorKind::Invalid);
        QCOMPARE(error.code, std::string("remote.arm"));
        QCOMPARE(std::string(error.arg("code")), std::string("ValidationError"));
        QCOMPARE(std::string(error.arg("detail")), std::string("policy: Error in element x"));
        QCOMPARE(std::string(error.arg("requestId")), std::string("r7"));
        QVERIFY(error.debugText().find(secret) == std::string::npos);
    }

    void refusesAnAnswerThatIsNoJson()
    {
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(200, "<html>")); });
        const auto answer = ArmClient(connectionTo(server), m_network, quick()).get("apis");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("remote.badAnswer"));
    }

    void waitsForALongRunningOperation()
    {
        std::atomic<int> polls = 0;
        FakeServer *self = nullptr;
        FakeServer server([&polls, &self](const auto &request, const auto &send) {
            if (request.method == "PUT")
                send(FakeServer::answer(202, "", "Location: " + self->url() + "/operationResults/1\r\n"));
            else if (polls++ == 0)
                send(FakeServer::answer(202, "", "Retry-After: 0\r\n"));
            else
                send(FakeServer::answer(201, js("{'name':'orders'}"), "ETag: \"e\"\r\n"));
        });
        self = &server;
        const auto answer = ArmClient(connectionTo(server), m_network, quick()).put("apis/orders", json::object{});
        VERIFY_RESULT(answer);
        QCOMPARE(answer->status, 201);
        QCOMPARE(answer->etag, std::string("e"));
        QCOMPARE(polls.load(), 2);
        QCOMPARE(server.requests().back().target, std::string("/operationResults/1"));
    }

    void readsTheResourceWhenItsAsyncOperationHasSucceeded()
    {
        std::atomic<int> polls = 0;
        FakeServer *self = nullptr;
        FakeServer server([&polls, &self](const auto &request, const auto &send) {
            if (request.method == "PUT")
                send(FakeServer::answer(201, js("{'properties':{'provisioningState':'InProgress'}}"),
                                        "Azure-AsyncOperation: " + self->url() + "/tenant/operationResults/1\r\n"));
            else if (request.target == "/tenant/operationResults/1")
                send(FakeServer::answer(200, js(polls++ == 0 ? "{'status':'InProgress'}" : "{'status':'Succeeded'}"),
                                        "Retry-After: 0\r\n"));
            else
                send(FakeServer::answer(200, js("{'name':'orders'}"), "ETag: \"e\"\r\n"));
        });
        self = &server;
        const auto answer = ArmClient(connectionTo(server), m_network, quick()).put("apis/orders", json::object{});
        VERIFY_RESULT(answer);
        QCOMPARE(answer->etag, std::string("e"));
        QCOMPARE(polls.load(), 2);
    }

    void tellsWhyAnAsyncOperationFailed()
    {
        FakeServer *self = nullptr;
        FakeServer server([&self](const auto &request, const auto &send) {
            if (request.method == "PUT")
                send(FakeServer::answer(202, "", "Azure-AsyncOperation: " + self->url() + "/tenant/operationResults/1\r\n"));
            else
                send(FakeServer::answer(200, js("{'status':'Failed','error':{'code':'ValidationError','message':'bad path'}}")));
        });
        self = &server;
        const auto answer = ArmClient(connectionTo(server), m_network, quick()).put("apis/orders", json::object{});
        QVERIFY(!answer);
        QCOMPARE(std::string(answer.error().arg("code")), std::string("ValidationError"));
    }

    void unpacksALargeCompressedAnswer()
    {
        // Above 10 MB with a high ratio Qt refuses by default.
        const QByteArray text = "{\"value\":[\"" + QByteArray(12 << 20, 'x') + "\"]}";
        FakeServer server([packed = gzip(text)](const auto &, const auto &send) {
            send(FakeServer::answer(200, packed, "Content-Encoding: gzip\r\n"));
        });
        const auto items = ArmClient(connectionTo(server), m_network, quick()).list("apis");
        VERIFY_RESULT(items);
        QCOMPARE(items->at(0).as_string().size(), std::size_t{12U << 20});
    }

    void refusesPlainHttpBeyondThisMachine()
    {
        Connection connection;
        connection.url = "http://192.0.2.1";
        connection.scope = scope;
        const auto answer = ArmClient(connection, m_network, quick()).get("apis");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("remote.plainHttp"));
    }

    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("milliseconds"); // -1: none
        QTest::newRow("seconds") << QByteArray("57") << 57'000;
        QTest::newRow("date") << QByteArray("Tue, 24 Nov 2026 00:00:30 GMT") << 30'000;
        QTest::newRow("past date") << QByteArray("Mon, 23 Nov 2026 00:00:30 GMT") << 0;
        QTest::newRow("negative") << QByteArray("-1") << -1;
        QTest::newRow("garbage") << QByteArray("soon") << -1;
        QTest::newRow("empty") << QByteArray() << -1;
    }
    void readsRetryAfter()
    {
        QFETCH(QByteArray, value);
        QFETCH(int, milliseconds);
        const UtcTime now{std::chrono::seconds{1795478400}}; // 2026-11-24T00:00:00Z
        const auto delay = retryAfterOf(value.toStdString(), now);
        QCOMPARE(delay ? static_cast<int>(delay->count()) : -1, milliseconds);
    }

private:
    static std::string gzip(const QByteArray &text)
    {
        // qCompress gives a length and a zlib stream; HTTP's "deflate" is that stream, gzip another frame round the
        // same data.
        const auto zlib = qCompress(text).mid(4);
        std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
        const auto deflate = zlib.mid(2, zlib.size() - 6);
        out.append(deflate.constData(), static_cast<std::size_t>(deflate.size()));
        const auto append = [&out](std::uint32_t number) {
            for (int i = 0; i < 4; ++i)
                out += static_cast<char>((number >> (8 * i)) & 0xff);
        };
        append(crc32(text));
        append(static_cast<std::uint32_t>(text.size()));
        return out;
    }
    static std::uint32_t crc32(const QByteArray &text)
    {
        std::uint32_t crc = 0xffffffff;
        for (const char c : text) {
            crc ^= static_cast<unsigned char>(c);
            for (int i = 0; i < 8; ++i)
                crc = (crc >> 1) ^ (0xedb88320U & (0U - (crc & 1U)));
        }
        return ~crc;
    }

    std::shared_ptr<Network> m_network;
};

QTEST_GUILESS_MAIN(TestArmClient)
#include "tst_arm_client.moc"
