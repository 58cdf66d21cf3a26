// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/debugging.h"
#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "ui/components/data_table.h"
#include "ui/policies/debug_pane.h"
#include "ui/policies/document_pane.h"
#include "ui/policies/effective_pane.h"
#include "ui/policies/policies_page.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/policy_places.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::policies;
using resource::ResourceId;
using shell::DebugSession;

namespace {

const char *const masterKey = "master-key";

//! A service that gives the master key out, and is empty otherwise.
class Service : public QTcpServer
{
public:
    Service()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
        });
        if (!listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    int keyStatus = 200;

private:
    void answer(QTcpSocket &socket)
    {
        const auto request = socket.readAll();
        if (!request.contains("\r\n\r\n"))
            return;
        const auto scope = QByteArray::fromStdString(resource::ServiceScope{}.prefix());
        QByteArray body = "{\"value\":[]}";
        int status = 200;
        if (request.contains("subscriptions/master/listSecrets")) {
            status = keyStatus;
            body = status == 200 ? QByteArray("{\"primaryKey\":\"") + masterKey + "\"}" : QByteArray("{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"no\"}}");
        } else if (request.contains("Microsoft.Authorization/permissions")) {
            body = "{\"value\":[{\"actions\":[\"*\"],\"notActions\":[]}]}";
        } else if (request.startsWith("GET " + scope + "?")) {
            body = "{\"id\":\"" + scope + "\",\"name\":\"local\",\"properties\":{}}";
        }
        socket.write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
};

//! A gateway's debugger whose runs stand where a test says.
class Gateway
{
public:
    Gateway()
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] {
            peer.reset(m_server.nextPendingConnection());
            QObject::connect(peer.get(), &QWebSocket::textMessageReceived, peer.get(), [this](const QString &text) { take(QJsonDocument::fromJson(text.toUtf8()).object()); });
        });
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()); }
    void say(const QString &name, const QJsonValue &arguments, const QJsonValue &id = {})
    {
        QJsonObject message{{"name", name}, {"arguments", arguments}};
        if (!id.isUndefined() && !id.isNull())
            message["id"] = id;
        peer->sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson()));
    }
    void stop(const QString &event, const QString &request = "r1") { say(event, QJsonObject{{"requestId", request}, {"threadId", 1}, {"apiId", "orders"}}); }
    bool gets(const QString &name)
    {
        return QTest::qWaitFor([&] { return commands.removeOne(name); });
    }

    std::unique_ptr<QWebSocket> peer;
    QStringList commands; //!< names, of what is not answered here
    QMap<QString, QStringList> breakpoints; //!< paths by scope, as set last
    QJsonArray stack;
    QMap<QString, QJsonArray> variables; //!< by path

private:
    void take(const QJsonObject &message)
    {
        const auto name = message["name"].toString();
        const auto arguments = message["arguments"].toObject();
        if (name == "getStackTrace") {
            say("stackTrace", stack, message["id"]);
        } else if (name == "getVariables") {
            say("variables", variables[arguments["path"].toString()], message["id"]);
        } else if (name == "setBreakpoints") {
            QStringList paths;
            for (const auto &one : arguments["breakpoints"].toArray())
                paths << one.toObject()["path"].toString();
            breakpoints[arguments["scopeId"].toString()] = paths;
        } else {
            commands << name;
        }
    }

    QWebSocketServer m_server{QStringLiteral("gateway"), QWebSocketServer::NonSecureMode};
};

QJsonObject frame(const QString &scope, const QString &name, int index = 1)
{
    return {{"scopeId", scope}, {"section", "inbound"}, {"name", name}, {"index", index}};
}

QJsonObject variable(const QString &name, const QString &value, int nested = 0)
{
    return {{"name", name}, {"type", "String"}, {"value", value}, {"nestedCount", nested}};
}

const std::string apiText = "<policies>\n"
                            "  <inbound>\n"
                            "    <base />\n" // 3
                            "    <set-header name=\"A\"><value>1</value></set-header>\n" // 4
                            "    <choose>\n" // 5
                            "      <when condition=\"@(true)\">\n" // 6
                            "        <include-fragment fragment-id=\"shared\" />\n" // 7
                            "      </when>\n"
                            "    </choose>\n"
                            "    <set-header name=\"B\">\n" // 10
                            "      <value>2</value>\n"
                            "    </set-header>\n"
                            "  </inbound>\n"
                            "  <backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error>\n"
                            "</policies>\n";

} // namespace

class TestDebugging : public QObject
{
    Q_OBJECT

private:
    theme::Theme m_theme;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    std::unique_ptr<Service> m_service;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<shell::Session> m_session;
    std::unique_ptr<PoliciesPage> m_page;

    DebugSession &debugger() const { return m_session->debugger(); }
    Debugging *debugging() const { return m_page->debugging(); }
    PolicyEditor *editor() const { return m_page->editor(); }
    void attach()
    {
        debugging()->startAction()->trigger();
        QTRY_COMPARE(debugger().state(), DebugSession::State::Waiting);
    }
    QAction *command(int index) const { return debugging()->commands().at(index); }

private slots:
    void init()
    {
        m_service = std::make_unique<Service>();
        m_gateway = std::make_unique<Gateway>();
        m_session = std::make_unique<shell::Session>(m_network, nullptr);
        m_page = std::make_unique<PoliciesPage>(*m_session);
        m_page->resize(1300, 800);
        m_page->show();
        m_page->activate();
        remote::Connection connection;
        connection.id = connection.name = "test";
        connection.url = "http://127.0.0.1:" + std::to_string(m_service->serverPort());
        connection.scope = resource::ServiceScope{}.prefix();
        connection.token = SecretString("token");
        connection.gatewayUrl = m_gateway->url();
        m_session->setConnection(connection);
        QTRY_COMPARE(m_session->state(), shell::Session::State::Ready);
        m_session->stagePut({ResourceId::of("apis/orders"), {{"displayName", "Orders API"}, {"path", "orders"}}, {}, {}});
        m_session->stagePut({ResourceId::of("apis/orders/policies/policy"), {{"format", "rawxml"}, {"value", apiText}}, {}, {}});
        m_session->stagePut({ResourceId::of("policyFragments/shared"),
                             {{"format", "rawxml"}, {"value", "<fragment>\n  <set-variable name=\"v\" value=\"1\" />\n</fragment>\n"}}, {}, {}});
        QVERIFY(m_page->reveal("apis/orders"));
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
    }

    void placesHaveTheDebuggersPaths()
    {
        QStringList found;
        for (const auto &place : placesOf(apiText))
            found << QStringLiteral("%1:%2").arg(place.line).arg(QString::fromStdString(place.path));
        QCOMPARE(found, (QStringList{"3:inbound[1]/base[1]", "4:inbound[1]/set-header[1]", "5:inbound[1]/choose[1]", "6:inbound[1]/choose[1]/when[1]",
                                     "7:inbound[1]/choose[1]/when[1]/include-fragment[1]", "10:inbound[1]/set-header[2]",
                                     "14:backend[1]/base[1]", "14:outbound[1]/base[1]", "14:on-error[1]/base[1]"}));
        QCOMPARE(placesOf("<fragment><retry count=\"1\" interval=\"1\"><set-header name=\"x\"/></retry></fragment>").back().path, std::string("retry[1]/set-header[1]"));
        QVERIFY(placesOf("<policies><inbound>").empty());
    }

    void attachesAndSaysHowItStands()
    {
        QVERIFY(!command(0)->isEnabled());
        attach();
        QVERIFY(debugging()->pane()->isVisible());
        QCOMPARE(debugging()->pane()->stateText(), QString("Attached"));
        QVERIFY(!debugging()->startAction()->isEnabled());
        auto *copy = debugging()->pane()->findChildren<QPushButton *>().at(1);
        copy->click();
        QCOMPARE(QApplication::clipboard()->text(), QString("Ocp-Apim-Debug: ") + masterKey);
        debugging()->commands().at(4)->trigger();
        QCOMPARE(debugger().state(), DebugSession::State::Off);
        QVERIFY(debugger().credential().empty());
    }

    void withoutTheKeyItSaysWhy()
    {
        m_service->keyStatus = 403;
        debugging()->startAction()->trigger();
        QTRY_COMPARE(debugger().state(), DebugSession::State::Failed);
        QCOMPARE(debugger().error()->code, std::string("debug.noKey"));
        QCOMPARE(debugging()->pane()->stateText(), QString("Not attached"));
        m_service->keyStatus = 200;
        attach();
    }

    void breakpointsMoveWithTheTextAndReachTheGateway()
    {
        attach();
        emit editor()->breakpointToggled(11); // inside of it
        emit editor()->breakpointToggled(7);
        emit editor()->breakpointToggled(2); // <inbound>: none
        QCOMPARE(editor()->breakpointLines(), (std::vector<int>{7, 10}));
        emit editor()->breakpointToggled(3);
        QTRY_VERIFY(m_gateway->breakpoints["/apis/orders"].contains("inbound[1]/base[1]"));
        QCOMPARE(editor()->breakpointLines(), (std::vector<int>{3, 7, 10}));
        emit editor()->breakpointToggled(3);
        QTRY_COMPARE(m_gateway->breakpoints["/apis/orders"], (QStringList{"inbound[1]/set-header[2]", "inbound[1]/choose[1]/when[1]/include-fragment[1]"}));

        const auto at = editor()->policyText().find("<set-header name=\"A\"");
        editor()->replaceRange(at, at, "<set-header name=\"New\"><value>0</value></set-header>\n    ");
        QCOMPARE(editor()->breakpointLines(), (std::vector<int>{8, 11}));
        QTRY_COMPARE(m_gateway->breakpoints["/apis/orders"].size(), 2);
        QTRY_VERIFY(m_gateway->breakpoints["/apis/orders"].contains("inbound[1]/set-header[3]"));

        // Another document and back: they are still there.
        QVERIFY(m_page->reveal("policyFragments/shared"));
        QVERIFY(editor()->breakpointLines().empty());
        QVERIFY(m_page->reveal("apis/orders"));
        QCOMPARE(editor()->breakpointLines(), (std::vector<int>{8, 11}));
        emit editor()->breakpointToggled(8);
        QTRY_COMPARE(m_gateway->breakpoints["/apis/orders"], (QStringList{"inbound[1]/set-header[3]"}));
    }

    void aStopOpensItsDocumentAndShowsWhatTheRunKnows()
    {
        attach();
        m_gateway->stack = {frame("/policyFragments/shared", "set-variable"), frame("/apis/orders", "include-fragment"), frame("/apis/orders", "when"), frame("/apis/orders", "choose")};
        m_gateway->variables[""] = {variable("Request", {}, 1), variable("Variables", {}, 1)};
        m_gateway->variables["Request"] = {variable("Method", "GET")};
        m_gateway->variables["Variables"] = {variable("first", "41")};
        m_gateway->stop("stopOnBreakpoint");
        QTRY_COMPARE(debugger().state(), DebugSession::State::Stopped);
        QTRY_VERIFY(debugger().areVariablesComplete());
        QCOMPARE(editor()->currentLine(), 2);
        QVERIFY(editor()->policyText().starts_with("<fragment>"));
        auto *stack = debugging()->pane()->stack();
        QCOMPARE(stack->rows()->totalCount(), 4);
        QCOMPARE(stack->rows()->index(0, 1).data().toString(), QString("Fragment shared"));
        QTRY_COMPARE(debugging()->pane()->variables()->rows()->visibleRows(), 3); // Variables is open

        // A frame further out is in another document.
        emit debugging()->pane()->frameChosen(1);
        QCOMPARE(editor()->currentLine(), 7);

        // A step: what changed meanwhile is told apart.
        m_gateway->stack = {frame("/apis/orders", "set-header", 2)};
        m_gateway->variables["Variables"] = {variable("first", "41"), variable("v", "1")};
        command(1)->trigger();
        QVERIFY(m_gateway->gets("stepOver"));
        QCOMPARE(debugger().state(), DebugSession::State::Waiting);
        QCOMPARE(editor()->currentLine(), 0);
        m_gateway->stop("stopOnStep");
        QTRY_VERIFY(debugger().state() == DebugSession::State::Stopped && debugger().areVariablesComplete() && !debugger().variables().empty());
        QCOMPARE(editor()->currentLine(), 10);
        const auto &values = debugger().variables().at(1).children;
        QCOMPARE(values.size(), std::size_t(2));
        QVERIFY(!values[0].isChanged && values[1].isChanged);

        const std::pair<int, const char *> ways[] = {{2, "stepIn"}, {3, "stepOut"}, {0, "continue"}};
        for (const auto &[index, name] : ways) {
            command(index)->trigger();
            QVERIFY2(m_gateway->gets(name), name);
            m_gateway->stop("stopOnStep");
            QTRY_COMPARE(debugger().state(), DebugSession::State::Stopped);
        }
        m_gateway->say("threadExited", QJsonObject{{"requestId", "r1"}, {"threadId", 1}});
        QTRY_COMPARE(debugger().state(), DebugSession::State::Waiting);
    }

    void runsThatStandAreShownOneAfterTheOther()
    {
        attach();
        m_gateway->stack = {frame("/apis/orders", "choose")};
        m_gateway->stop("stopOnBreakpoint", "r1");
        m_gateway->stop("stopOnBreakpoint", "r2");
        QTRY_COMPARE(debugger().standingCount(), std::size_t(2));
        QTRY_COMPARE(debugger().state(), DebugSession::State::Stopped);
        QCOMPARE(debugging()->pane()->stateText(), QString("Stopped, 2 stand"));
        QCOMPARE(debugger().stopped().place.requestId, std::string("r1"));
        command(0)->trigger();
        QTRY_COMPARE(debugger().state(), DebugSession::State::Stopped);
        QCOMPARE(debugger().stopped().place.requestId, std::string("r2"));
    }

    void aLostSessionTakesTheMarkAway()
    {
        attach();
        m_gateway->stack = {frame("/apis/orders", "choose")};
        m_gateway->stop("stopOnBreakpoint");
        QTRY_COMPARE(editor()->currentLine(), 5);
        m_gateway->peer->abort();
        QTRY_COMPARE(debugger().state(), DebugSession::State::Failed);
        QCOMPARE(debugger().error()->code, std::string("debug.lost"));
        QCOMPARE(editor()->currentLine(), 0);
    }

    void theEffectivePolicyMarksThemToo()
    {
        QTRY_VERIFY(!m_page->effective()->isBusy() && m_page->effective()->table()->rows()->totalCount() > 0);
        const auto marked = [this] {
            int count = 0;
            const auto *rows = static_cast<const EffectiveRows *>(m_page->effective()->table()->rows()->source());
            for (int row = 0; row < rows->rowCount(); ++row)
                count += rows->hasBreakpoint(row);
            return count;
        };
        QCOMPARE(marked(), 0);
        emit editor()->breakpointToggled(4);
        QCOMPARE(marked(), 1);
    }
};

QTEST_MAIN(TestDebugging)
#include "tst_debugging.moc"
