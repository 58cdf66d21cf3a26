// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/traces.h"
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/support/result_test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QWebSocket>

using namespace gatehouse;
using namespace gatehouse::gateway;
using gatehouse::test::Backend;
using gatehouse::test::RawClient;
using gatehouse::test::TestGateway;

namespace {

constexpr int patience = 15'000;
const char *const masterKey = "0123456789abcdef0123456789abcdef";

//! What VS Code's extension is to the gateway, over a WebSocket of Qt's.
class DebugSession
{
public:
    explicit DebugSession(std::uint16_t port, const QString &path = "/debug-0123456789abcdef", const QString &key = masterKey)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString &text) {
            messages.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
        });
        m_socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1%2?key=%3").arg(port).arg(path, key)));
    }
    bool opens() { return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, patience); }
    bool closes() { return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, patience); }
    void close() { m_socket.close(); }
    void cut() { m_socket.abort(); }
    QWebSocket &socket() { return m_socket; }

    void send(const QString &name, QJsonObject arguments = {})
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(QJsonObject{{"name", name}, {"arguments", arguments}}).toJson()));
        m_socket.flush(); // the test may block next
    }
    //! The next message of that name, taken away; empty: none came.
    QJsonObject next(const QString &name)
    {
        QJsonObject found;
        (void)QTest::qWaitFor([&] {
            for (int i = 0; i < messages.size(); ++i) {
                if (messages[i]["name"].toString() == name) {
                    found = messages.takeAt(i);
                    return true;
                }
            }
            return false;
        }, patience);
        return found;
    }
    //! Waits for a stop and keeps where it was.
    bool stops(const QString &event)
    {
        const auto message = next(event);
        m_place = message["arguments"].toObject();
        return !message.isEmpty();
    }
    QJsonObject place() const { return {{"requestId", m_place["requestId"]}, {"threadId", m_place["threadId"]}}; }
    QJsonObject stopped() const { return m_place; }
    void go(const QString &command) { send(command, place()); }
    //! Innermost first: "/apis/orders inbound set-header[1] < ..."
    QString stack()
    {
        send("getStackTrace", place());
        QStringList frames;
        for (const auto &one : next("stackTrace")["arguments"].toArray()) {
            const auto frame = one.toObject();
            frames << QStringLiteral("%1 %2 %3[%4]").arg(frame["scopeId"].toString(), frame["section"].toString(), frame["name"].toString()).arg(frame["index"].toInt());
        }
        return frames.join(" < ");
    }
    QJsonObject variable(const QString &path, const QString &name)
    {
        auto arguments = place();
        arguments["path"] = path;
        send("getVariables", arguments);
        for (const auto &one : next("variables")["arguments"].toArray())
            if (one.toObject()["name"].toString() == name)
                return one.toObject();
        return {};
    }
    void breakAt(const QString &scope, const QStringList &paths)
    {
        QJsonArray all;
        for (const auto &path : paths)
            all.append(QJsonObject{{"path", path}, {"scopeId", scope}});
        send("setBreakpoints", {{"scopeId", scope}, {"breakpoints", all}});
    }
    //! Commands are taken in order: all before it have been.
    void settle()
    {
        send("getRequests");
        next("requests");
    }

    QList<QJsonObject> messages;

private:
    QWebSocket m_socket;
    QJsonObject m_place;
};

struct Fixture
{
    Backend backend;
    policy::Expressions expressions;
    TestGateway gateway;

    explicit Fixture(int workers = 1) : gateway(options(workers))
    {
        gateway.put("subscriptions/master", json::object{{"scope", "/"}, {"state", "active"}, {"primaryKey", masterKey}, {"secondaryKey", std::string(32, 'b')}});
        gateway.put("policyFragments/greet", json::object{{"format", "rawxml"},
                                                         {"value", "<fragment><set-header name=\"X-F\"><value>1</value></set-header>"
                                                                   "<set-variable name=\"inside\" value=\"yes\"/></fragment>"}});
        gateway.policy("", "<policies><inbound><set-variable name=\"global\" value=\"g\"/></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>");
        gateway.api("orders", "orders", backend.url());
        gateway.policy("apis/orders", "<policies><inbound><set-variable name=\"first\" value=\"@(41 + 1)\"/><base/>"
                                      "<include-fragment fragment-id=\"greet\"/>"
                                      "<choose><when condition=\"@(context.Request.Method == &quot;GET&quot;)\"><set-header name=\"X-W\"><value>w</value></set-header></when></choose>"
                                      "</inbound><backend><base/></backend><outbound><set-header name=\"X-Out\"><value>o</value></set-header></outbound><on-error/></policies>");
        gateway.publish();
    }
    GatewayOptions options(int workers)
    {
        GatewayOptions options;
        options.expressions = &expressions;
        options.workers = workers;
        return options;
    }
    //! A request under the debugger's eyes; read its answer later.
    std::unique_ptr<RawClient> request(const std::string &more = {}, const std::string &target = "/orders/1")
    {
        auto client = std::make_unique<RawClient>(gateway.port());
        client->send("GET " + target + " HTTP/1.1\r\nHost: gw.example\r\nConnection: close\r\nOcp-Apim-Debug: " + masterKey + "\r\n" + more + "\r\n");
        return client;
    }
    std::string handshake(const std::string &target, const std::string &more = {})
    {
        RawClient client(gateway.port());
        client.send("GET " + target + " HTTP/1.1\r\nHost: gw.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + (more.empty() ? "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : more) + "\r\n");
        return client.until("\r\n\r\n");
    }
};

} // namespace

class TestDebugger : public QObject
{
    Q_OBJECT

private slots:
    void breaksStepsAndLooksThroughBaseAndFragment()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", false}});
        session.breakAt("/tenant", {"inbound[1]/set-variable[1]"});
        session.breakAt("/policyFragments/greet", {"set-variable[1]"});
        session.settle();
        const auto client = fixture.request();

        QVERIFY(session.stops("stopOnBreakpoint")); // inside <base/>
        QCOMPARE(session.stopped()["apiId"].toString(), QString("orders"));
        QCOMPARE(session.stopped()["operationId"].toString(), QString("GET-all"));
        QCOMPARE(session.stack(), QString("/tenant inbound set-variable[1]"));
        QCOMPARE(session.variable("Variables", "first")["value"].toString(), QString("42"));
        QCOMPARE(session.variable("Variables", "first")["type"].toString(), QString("Int32"));
        QVERIFY(session.variable("Variables", "global").isEmpty());
        QCOMPARE(session.variable("", "Variables")["nestedCount"].toInt(), 1);
        QCOMPARE(session.variable("Request.Headers", "Host")["value"].toString(), QString("gw.example"));
        QVERIFY(session.variable("Request.Headers", "Ocp-Apim-Debug").isEmpty());

        session.go("continue");
        QVERIFY(session.stops("stopOnBreakpoint")); // inside the fragment
        QCOMPARE(session.stack(), QString("/policyFragments/greet inbound set-variable[1] < /apis/orders inbound include-fragment[1]"));
        QCOMPARE(session.variable("Variables", "global")["value"].toString(), QString("g"));

        session.go("stepOut");
        QVERIFY(session.stops("stopOnStep"));
        QCOMPARE(session.stack(), QString("/apis/orders inbound when[1] < /apis/orders inbound choose[1]"));
        session.go("stepIn");
        QVERIFY(session.stops("stopOnStep"));
        QCOMPARE(session.stack(), QString("/apis/orders inbound set-header[1] < /apis/orders inbound when[1] < /apis/orders inbound choose[1]"));
        session.go("stepOver");
        QVERIFY(session.stops("stopOnStep"));
        QCOMPARE(session.stack(), QString("/tenant backend forward-request[1]"));
        QCOMPARE(session.variable("Request.Headers", "X-W")["value"].toString(), QString("w"));
        QCOMPARE(fixture.backend.count(), std::size_t(0));
        session.go("stepOver");
        QVERIFY(session.stops("stopOnStep"));
        QCOMPARE(session.stack(), QString("/apis/orders outbound set-header[1]"));
        QCOMPARE(session.variable("Response", "StatusCode")["value"].toString(), QString("200"));
        session.go("continue");
        QVERIFY(!session.next("threadExited").isEmpty());
        const auto answer = client->toEnd();
        QVERIFY2(answer.starts_with("HTTP/1.1 200") && answer.find("X-Out: o") != std::string::npos, answer.c_str());
        QVERIFY(!fixture.backend.seen().at(0).head.headers.has("Ocp-Apim-Debug"));
    }

    void aBreakpointAtBaseStopsAtTheFirstPolicyThatItBringsIn()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", false}});
        session.breakAt("/apis/orders", {"inbound/base", "backend/base", "outbound/base"});
        session.settle();
        const auto client = fixture.request();

        QVERIFY(session.stops("stopOnBreakpoint"));
        QCOMPARE(session.stack(), QString("/tenant inbound set-variable[1]"));
        QVERIFY(!session.variable("Variables", "first").isEmpty());
        session.go("continue");
        QVERIFY(session.stops("stopOnBreakpoint")); // it begins its section
        QCOMPARE(session.stack(), QString("/tenant backend forward-request[1]"));
        session.go("continue"); // outbound has none
        QVERIFY(!session.next("threadExited").isEmpty());
        QVERIFY(client->toEnd().starts_with("HTTP/1.1 200"));
    }

    void standsInTheStagedTextOfATrial()
    {
        Fixture fixture;
        auto candidate = fixture.gateway.configuration;
        std::swap(candidate, fixture.gateway.configuration);
        fixture.gateway.policy("apis/orders", "<policies><inbound><set-variable name=\"staged\" value=\"@(6 * 7)\"/><set-header name=\"X-S\"><value>s</value></set-header></inbound>"
                                              "<backend><forward-request/></backend><outbound/><on-error/></policies>");
        std::swap(candidate, fixture.gateway.configuration);
        const auto trial = fixture.gateway.plane->startTrial(candidate, {}, {});
        VERIFY_RESULT(trial);
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", false}});
        session.breakAt("/apis/orders", {"inbound[1]/set-header[1]"});
        session.settle();
        const auto client = fixture.request("Gatehouse-Trial: " + std::string(trial->token.reveal()) + "\r\n");
        QVERIFY(session.stops("stopOnBreakpoint"));
        QCOMPARE(session.stack(), QString("/apis/orders inbound set-header[1]"));
        QCOMPARE(session.variable("Variables", "staged")["value"].toString(), QString("42"));
        QVERIFY(session.variable("Request.Headers", "Gatehouse-Trial").isEmpty());
        session.go("continue");
        const auto answer = client->toEnd();
        QVERIFY2(answer.starts_with("HTTP/1.1 200") && answer.find("Gatehouse-Trial: " + trial->info.id) != std::string::npos, answer.c_str());
    }

    void stopsOnEntryAndPausesNobodyElse()
    {
        Fixture fixture(2);
        DebugSession session(fixture.gateway.port(), "/debug");
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        const auto held = fixture.request();
        QVERIFY(session.stops("stopOnEntry"));
        session.send("getRequests");
        const auto requests = session.next("requests")["arguments"].toArray();
        QCOMPARE(requests.size(), 1);
        QCOMPARE(requests[0].toObject()["threads"].toArray().size(), 1);
        for (int i = 0; i < 5; ++i)
            QVERIFY(fixture.gateway.get("/orders/other").starts_with("HTTP/1.1 200"));
        QVERIFY(fixture.gateway.get("/orders/other", "Ocp-Apim-Debug: wrong\r\n").starts_with("HTTP/1.1 200"));
        session.go("continue");
        QVERIFY(held->toEnd().starts_with("HTTP/1.1 200"));
    }

    void aDebuggerThatGoesAwayLetsAllGoOn_data()
    {
        QTest::addColumn<bool>("politely");
        QTest::newRow("closed") << true;
        QTest::newRow("cut") << false;
    }
    void aDebuggerThatGoesAwayLetsAllGoOn()
    {
        QFETCH(bool, politely);
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        const auto client = fixture.request();
        QVERIFY(session.stops("stopOnEntry"));
        politely ? session.close() : session.cut();
        QVERIFY(session.closes());
        QVERIFY(client->toEnd().starts_with("HTTP/1.1 200"));
        DebugSession next(fixture.gateway.port());
        QVERIFY(next.opens());
    }

    void aClientThatGoesAwayEndsItsThread()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        auto client = fixture.request();
        QVERIFY(session.stops("stopOnEntry"));
        client.reset();
        QVERIFY(!session.next("threadExited").isEmpty());
        session.go("continue"); // nothing is there any more
        session.send("getRequests");
        QCOMPARE(session.next("requests")["arguments"].toArray().size(), 0);
    }

    void aRequestCanBeEnded()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        const auto client = fixture.request();
        QVERIFY(session.stops("stopOnEntry"));
        session.send("terminateRequests", {{"requests", QJsonArray{session.place()["requestId"]}}});
        QCOMPARE(client->toEnd(), std::string());
        QVERIFY(!session.next("threadExited").isEmpty());
    }

    void stopsOnAFailure()
    {
        Fixture fixture;
        fixture.gateway.policy("apis/orders", "<policies><inbound><check-header name=\"X-Needed\" failed-check-httpcode=\"412\" failed-check-error-message=\"no header\" "
                                              "ignore-case=\"true\"><value>1</value></check-header></inbound><backend/><outbound/>"
                                              "<on-error><set-header name=\"X-E\"><value>e</value></set-header></on-error></policies>");
        fixture.gateway.publish();
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach");
        session.settle();
        const auto client = fixture.request();
        QVERIFY(session.stops("stopOnException"));
        QVERIFY(session.stopped()["message"].toString().contains("X-Needed"));
        QCOMPARE(session.stack(), QString("/apis/orders on-error set-header[1]"));
        QCOMPARE(session.variable("LastError", "Reason")["value"].toString(), QString("HeaderNotFound"));
        session.go("continue");
        QVERIFY(client->toEnd().starts_with("HTTP/1.1 412"));
    }

    void branchesAreThreadsOfTheirOwn()
    {
        Fixture fixture;
        const auto send = "<send-request mode=\"new\" response-variable-name=\"%\" ignore-error=\"false\"><set-url>" + fixture.backend.url() + "/%</set-url><set-method>GET</set-method></send-request>";
        const auto named = [&send](char name) {
            auto text = send;
            std::replace(text.begin(), text.end(), '%', name);
            return text;
        };
        fixture.gateway.policy("apis/orders", "<policies><inbound><wait for=\"all\">" + named('a') + named('b') + "</wait></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>");
        fixture.gateway.publish();
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.breakAt("/apis/orders", {"inbound/wait/send-request[1]", "inbound/wait/send-request[2]"});
        session.settle();
        const auto client = fixture.request();
        QVERIFY(session.stops("stopOnBreakpoint"));
        const auto first = session.place();
        QVERIFY(session.stops("stopOnBreakpoint"));
        QVERIFY(first["threadId"] != session.place()["threadId"]);
        session.go("continue");
        session.send("continue", first);
        QVERIFY(client->toEnd().starts_with("HTTP/1.1 200"));
        QCOMPARE(fixture.backend.count(), std::size_t(3));
    }

    void aTracedRequestCanBeDebugged()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        const auto client = fixture.request("Apim-Debug-Authorization: " + fixture.gateway.plane->traces().issueToken("orders", std::chrono::minutes(1)) + "\r\n");
        QVERIFY(session.stops("stopOnEntry"));
        session.go("continue");
        const auto answer = client->toEnd();
        const auto at = answer.find("Apim-Trace-Id: ");
        QVERIFY(at != std::string::npos);
        const auto trace = fixture.gateway.plane->traces().find(answer.substr(at + 15, 32));
        QVERIFY(trace && trace->find("\"set-variable\"") != std::string::npos);
    }

    void onlyTheMasterKeyOpensIt()
    {
        Fixture fixture;
        QVERIFY(fixture.handshake("/debug?key=wrong").starts_with("HTTP/1.1 401"));
        QVERIFY(fixture.handshake("/debug?key=").starts_with("HTTP/1.1 401"));
        QVERIFY(fixture.handshake("/debug").starts_with("HTTP/1.1 404")); // a path as any other
        QVERIFY(fixture.handshake("/debug?key=" + std::string(masterKey), "Sec-WebSocket-Key: x\r\n").starts_with("HTTP/1.1 400"));
        const auto answer = fixture.handshake("/debug?key=" + std::string(32, 'b'));
        QVERIFY2(answer.starts_with("HTTP/1.1 101") && answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos, answer.c_str());
    }

    void oneSessionAtATime()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        QVERIFY(fixture.handshake("/debug?key=" + std::string(masterKey)).starts_with("HTTP/1.1 409"));
    }

    void aBrokenFrameEndsTheSessionWithItsReason()
    {
        Fixture fixture;
        RawClient client(fixture.gateway.port());
        client.send("GET /debug?key=" + std::string(masterKey) + " HTTP/1.1\r\nHost: gw.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QVERIFY(client.until("\r\n\r\n").starts_with("HTTP/1.1 101"));
        client.send(std::string("\x81\x01x", 3)); // not masked
        QVERIFY(client.toEnd().ends_with(std::string("\x88\x02\x03\xea", 4)));
    }

    void drainingWaitsForNobodyWhoIsHeld()
    {
        Fixture fixture;
        DebugSession session(fixture.gateway.port());
        QVERIFY(session.opens());
        session.send("attach", {{"break", true}});
        session.settle();
        const auto client = fixture.request();
        QVERIFY(session.stops("stopOnEntry"));
        fixture.gateway.plane->drain(std::chrono::seconds(10));
        QVERIFY(client->toEnd().starts_with("HTTP/1.1 200"));
        QVERIFY(session.closes());
    }
};

QTEST_GUILESS_MAIN(TestDebugger)
#include "tst_debugger.moc"
