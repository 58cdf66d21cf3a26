// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/debug_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace gatehouse;
using namespace gatehouse::remote;

namespace {

constexpr const char *key = "ke/y+=1";

//! A gateway's debugger that says what a test wants.
class FakeDebugger
{
public:
    FakeDebugger()
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] {
            peer.reset(m_server.nextPendingConnection());
            QObject::connect(peer.get(), &QWebSocket::textMessageReceived, peer.get(), [this](const QString &text) {
                received.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
            });
        });
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    DebugTarget target() const { return {"http://127.0.0.1:" + std::to_string(m_server.serverPort()), SecretString(key), {}, false}; }
    //! The next command of that name, taken away.
    QJsonObject next(const QString &name)
    {
        QJsonObject found;
        (void)QTest::qWaitFor([&] {
            for (int i = 0; i < received.size(); ++i) {
                if (received[i]["name"].toString() == name) {
                    found = received.takeAt(i);
                    return true;
                }
            }
            return false;
        });
        return found;
    }
    void say(const QByteArray &text) { peer->sendTextMessage(QString::fromUtf8(text)); }

    std::unique_ptr<QWebSocket> peer;
    QList<QJsonObject> received;

private:
    QWebSocketServer m_server{QStringLiteral("debugger"), QWebSocketServer::NonSecureMode};
};

//! Answers every request with a status line; "" : with nothing.
class PlainServer : public QTcpServer
{
public:
    explicit PlainServer(QByteArray status)
    {
        connect(this, &QTcpServer::newConnection, this, [this, status] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, status] {
                if (!status.isEmpty() && socket->readAll().contains("\r\n\r\n"))
                    socket->write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            });
        });
        if (!listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    DebugTarget target() const { return {"http://127.0.0.1:" + std::to_string(serverPort()), SecretString(key), {}, false}; }
};

const DebugPlace place{"r1", 2, "orders", "get", "starter"};

} // namespace

class TestDebugClient : public QObject
{
    Q_OBJECT

private slots:
    void attachesWithTheKeyAndSpeaksTheProtocol()
    {
        FakeDebugger debugger;
        DebugClient client;
        auto target = debugger.target();
        target.stopsOnEntry = true;
        client.open(target);
        QCOMPARE(client.state(), DebugClient::State::Connecting);
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        QCOMPARE(debugger.next("attach")["arguments"].toObject()["break"].toBool(), true);
        const QUrl address = debugger.peer->requestUrl();
        QCOMPARE(address.path(), QString("/debug"));
        QVERIFY2(address.query(QUrl::FullyEncoded) == "key=ke%2Fy%2B%3D1", qPrintable(address.query(QUrl::FullyEncoded)));

        client.setBreakpoints("/apis/orders", {"inbound[1]/set-header[2]"});
        const auto set = debugger.next("setBreakpoints")["arguments"].toObject();
        QCOMPARE(set["scopeId"].toString(), QString("/apis/orders"));
        QCOMPARE(set["breakpoints"].toArray()[0].toObject()["path"].toString(), QString("inbound[1]/set-header[2]"));

        client.go(DebugClient::Go::StepOut, place);
        const auto step = debugger.next("stepOut")["arguments"].toObject();
        QCOMPARE(step["requestId"].toString(), QString("r1"));
        QCOMPARE(step["threadId"].toInt(), 2);
        QCOMPARE(step["productId"].toString(), QString("starter"));
        client.terminate("r1");
        QCOMPARE(debugger.next("terminateRequests")["arguments"].toObject()["requests"].toArray()[0].toString(), QString("r1"));
    }

    void saysWhereARunStandsAndEnds()
    {
        FakeDebugger debugger;
        DebugClient client;
        std::vector<DebugStop> stops;
        std::vector<DebugPlace> ends;
        connect(&client, &DebugClient::stopped, this, [&](const DebugStop &stop) { stops.push_back(stop); });
        connect(&client, &DebugClient::ended, this, [&](const DebugPlace &end) { ends.push_back(end); });
        client.open(debugger.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        debugger.say(R"({"name":"stopOnException","arguments":{"requestId":"r1","threadId":2,"apiId":"orders","operationId":"get","productId":"starter","message":"no"}})");
        debugger.say(R"({"name":"somethingNew","arguments":7})");
        debugger.say(R"({"name":"threadExited","arguments":{"requestId":"r1","threadId":2,"apiId":"orders","operationId":"get","productId":"starter"}})");
        QTRY_COMPARE(ends.size(), std::size_t(1));
        QCOMPARE(stops.size(), std::size_t(1));
        QCOMPARE(stops[0].reason, DebugStop::Exception);
        QCOMPARE(stops[0].message, std::string("no"));
        QVERIFY(stops[0].place == place && ends[0] == place);
    }

    void matchesAnswersToTheirQuestions()
    {
        FakeDebugger debugger;
        DebugClient client;
        client.open(debugger.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        std::vector<DebugVariable> first, second;
        std::vector<DebugFrame> frames;
        client.variables(place, "Request", [&](auto found) { first = std::move(found); });
        client.variables(place, "Variables", [&](auto found) { second = std::move(found); });
        client.stack(place, [&](auto found) { frames = std::move(found); });
        const auto one = debugger.next("getVariables");
        const auto other = debugger.next("getVariables");
        QCOMPARE(one["arguments"].toObject()["path"].toString(), QString("Request"));
        const auto id = [](const QJsonObject &message) { return QByteArray::number(message["id"].toInteger()); };
        debugger.say(R"({"name":"stackTrace","id":)" + id(debugger.next("getStackTrace"))
                     + R"(,"arguments":[{"scopeId":"/policyFragments/f","section":"inbound","name":"set-header","index":1},)"
                       R"({"scopeId":"/apis/orders","section":"inbound","name":"include-fragment","index":1},)"
                       R"({"scopeId":"/apis/orders","section":"inbound","name":"choose","index":3}]})");
        debugger.say(R"({"name":"variables","id":)" + id(other) + R"(,"arguments":[{"name":"v","type":"Int32","value":"42","nestedCount":0}]})");
        debugger.say(R"({"name":"variables","id":)" + id(one) + R"(,"arguments":[{"name":"Headers","type":"d","value":"","nestedCount":3}]})");
        QTRY_COMPARE(first.size(), std::size_t(1));
        QCOMPARE(first[0].nestedCount, 3);
        QCOMPARE(second.at(0).value, std::string("42"));
        QCOMPARE(frames.size(), std::size_t(3));
        QCOMPARE(debugPathOf(frames, 0), std::string("set-header[1]"));
        QCOMPARE(debugPathOf(frames, 1), std::string("inbound[1]/choose[3]/include-fragment[1]"));
        QCOMPARE(debugPathOf(frames, 2), std::string("inbound[1]/choose[3]"));
        QCOMPARE(debugPathOf(frames, 3), std::string());
    }

    void failuresSayWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("wrong key") << QByteArray("401 Unauthorized") << int(ErrorKind::Forbidden) << "debug.forbidden";
        QTest::newRow("another machine") << QByteArray("403 Forbidden") << int(ErrorKind::Forbidden) << "debug.forbidden";
        QTest::newRow("another session") << QByteArray("409 Conflict") << int(ErrorKind::Conflict) << "debug.busy";
        QTest::newRow("no debugger") << QByteArray("404 Not Found") << int(ErrorKind::Unsupported) << "debug.unsupported";
        QTest::newRow("silence") << QByteArray() << int(ErrorKind::Timeout) << "remote.timeout";
    }
    void failuresSayWhatTheyAre()
    {
        QFETCH(QByteArray, status);
        QFETCH(int, kind);
        QFETCH(QString, code);
        PlainServer server(status);
        DebugClient client(nullptr, std::chrono::milliseconds(status.isEmpty() ? 150 : 10'000));
        client.open(server.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Failed);
        QCOMPARE(QString::fromStdString(client.error()->code), code);
        QCOMPARE(int(client.error()->kind), kind);
        QVERIFY(client.error()->debugText().find("ke/y") == std::string::npos && client.error()->debugText().find("ke%2F") == std::string::npos);
    }

    void nobodyThereIsUnavailable()
    {
        DebugTarget target;
        {
            PlainServer gone({});
            target = gone.target();
        }
        DebugClient client;
        client.open(target);
        QTRY_COMPARE(client.state(), DebugClient::State::Failed);
        QCOMPARE(client.error()->code, std::string("remote.connect"));
    }

    void theKeyGoesOverPlainHttpToThisMachineAlone()
    {
        DebugClient client;
        client.open({"http://gateway.example", SecretString(key), {}, false});
        QCOMPARE(client.state(), DebugClient::State::Failed);
        QCOMPARE(client.error()->code, std::string("remote.plainHttp"));
    }

    void aSessionThatBreaksIsLost()
    {
        FakeDebugger debugger;
        DebugClient client;
        client.open(debugger.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        QTRY_VERIFY(debugger.peer);
        debugger.peer->abort();
        QTRY_COMPARE(client.state(), DebugClient::State::Failed);
        QCOMPARE(client.error()->code, std::string("debug.lost"));
        client.open(debugger.target()); // again
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
    }

    void afterClosingNothingIsCalled()
    {
        FakeDebugger debugger;
        DebugClient client;
        client.open(debugger.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        bool called = false;
        client.stack(place, [&](const auto &) { called = true; });
        QVERIFY(!debugger.next("getStackTrace").isEmpty());
        QSignalSpy peerGone(debugger.peer.get(), &QWebSocket::disconnected);
        client.close();
        QCOMPARE(client.state(), DebugClient::State::Closed);
        QVERIFY(peerGone.wait());
        QVERIFY(!called);
    }

    void whatIsNoMessageEndsTheSession()
    {
        FakeDebugger debugger;
        DebugClient client;
        client.open(debugger.target());
        QTRY_COMPARE(client.state(), DebugClient::State::Attached);
        QTRY_VERIFY(debugger.peer);
        debugger.say("[1");
        QTRY_COMPARE(client.state(), DebugClient::State::Failed);
        QCOMPARE(client.error()->kind, ErrorKind::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestDebugClient)
#include "tst_debug_client.moc"
