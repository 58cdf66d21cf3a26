// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Work on a policy as a person does it, in the real window on the real gateway: set a breakpoint, send, stop, look, step through <base/> and a
// fragment, go on; try a change that is not published; see in the review what it changes.

#include "core/remote/arm_client.h"
#include "core/remote/local_gateway.h"
#include "tests/support/result_test.h"
#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/trace_timeline.h"
#include "ui/policies/debug_pane.h"
#include "ui/policies/debugging.h"
#include "ui/policies/policies_page.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/trying.h"
#include "ui/request/answer_view.h"
#include "ui/request/request_form.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/review_dialog.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using resource::ResourceId;
using shell::DebugSession;

namespace {

constexpr int patience = 20'000; //!< ms: a deadline, not a wait

//! Gives the fields that reached it back as its body.
class Backend : public QTcpServer
{
public:
    Backend()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                const auto request = socket->readAll();
                if (!request.contains("\r\n\r\n"))
                    return;
                ++count;
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + QByteArray::number(request.size()) + "\r\n\r\n" + request);
            });
        });
        if (!listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
    int count = 0;
};

const auto apiPolicy = ResourceId::of("apis/orders/policies/policy");
const std::string apiText = "<policies>\n"
                            "  <inbound>\n"
                            "    <set-variable name=\"first\" value=\"@(41 + 1)\" />\n" // 3
                            "    <set-variable name=\"second\" value=\"2\" />\n" // 4
                            "    <base />\n"
                            "    <include-fragment fragment-id=\"shared\" />\n" // 6
                            "  </inbound>\n"
                            "  <backend><base /></backend>\n"
                            "  <outbound><base /></outbound>\n"
                            "  <on-error><base /></on-error>\n"
                            "</policies>\n";

} // namespace

class TestPolicies : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    Backend m_backend;
    theme::Theme m_theme;
    std::shared_ptr<remote::Network> m_remote = remote::Network::create();
    shell::SettingsStore m_settings{nullptr};
    shell::ConnectionList m_connections{nullptr};
    std::unique_ptr<remote::LocalGateway> m_gateway;
    std::unique_ptr<shell::MainWindow> m_window;
    policies::PoliciesPage *m_page = nullptr;

    DebugSession &debugger() { return m_window->session().debugger(); }
    policies::PolicyEditor *editor() { return m_page->editor(); }
    QString variable(const std::string &path)
    {
        const std::function<QString(const std::vector<shell::DebugNode> &)> find = [&](const std::vector<shell::DebugNode> &nodes) -> QString {
            for (const auto &node : nodes) {
                if (node.path == path)
                    return QString::fromStdString(node.variable.value);
                if (const auto below = find(node.children); !below.isEmpty())
                    return below;
            }
            return {};
        };
        return find(debugger().variables());
    }
    bool stands()
    {
        return QTest::qWaitFor([this] { return debugger().state() == DebugSession::State::Stopped && debugger().areVariablesComplete() && !debugger().variables().empty(); }, patience);
    }
    void publish()
    {
        auto *review = m_window->openReview();
        QVERIFY(review);
        review->publish();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().changes().empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->session().isLoading(), patience);
        review->close();
    }

private slots:
    void initTestCase()
    {
        remote::LocalGatewayOptions options;
        options.program = GATEHOUSE_BIN_DIR "/gatectl";
        options.dataDirectory = m_directory.filePath("data").toStdString();
        options.arguments = {"--listen", "127.0.0.1:0"};
        m_gateway = std::make_unique<remote::LocalGateway>(options, m_remote);
        m_gateway->start();
        QTRY_VERIFY2_WITH_TIMEOUT(m_gateway->isUp(), qPrintable(m_gateway->log().join('\n')), patience);
        const QList<shell::PageEntry> entries{
            {"policies", "Policies", "policies", {}, [](shell::Session &s) { return new policies::PoliciesPage(s); }, false},
        };
        m_window = std::make_unique<shell::MainWindow>(shell::Services{m_theme, m_remote, m_settings, nullptr, m_connections, m_gateway.get()}, entries);
        m_window->resize(1440, 900);
        m_window->show();
        auto &session = m_window->session();
        session.setConnection(*m_gateway->connection());
        QTRY_COMPARE_WITH_TIMEOUT(session.state(), shell::Session::State::Ready, patience);
        session.stagePut({ResourceId::of("apis/orders"),
                          {{"displayName", "Orders API"}, {"path", "orders"}, {"serviceUrl", m_backend.url().toStdString()}, {"protocols", json::array{"http", "https"}}, {"subscriptionRequired", false}},
                          {}, {}});
        session.stagePut({ResourceId::of("apis/orders/operations/list"), {{"displayName", "List"}, {"method", "GET"}, {"urlTemplate", "/"}}, {}, {}});
        session.stagePut({ResourceId::of("policyFragments/shared"),
                          {{"format", "rawxml"}, {"value", "<fragment>\n  <set-header name=\"X-Shared\" exists-action=\"override\"><value>s</value></set-header>\n</fragment>\n"}}, {}, {}});
        session.stagePut({apiPolicy, {{"format", "rawxml"}, {"value", apiText}}, {}, {}});
        publish();
        m_window->showPage("policies");
        m_page = qobject_cast<policies::PoliciesPage *>(m_window->page("policies"));
        QVERIFY(m_page);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->isReady(), patience);
        QVERIFY(m_page->reveal("apis/orders"));
    }

    void breaksLooksStepsAndGoesOn()
    {
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {}, QPoint(8, editor()->pointBelow(editor()->lineBegin(3)).y() - 6));
        QCOMPARE(editor()->breakpointLines(), std::vector<int>{3});

        QPointer<request::RequestForm> form = m_page->trying()->open(false);
        QVERIFY(form);
        QSignalSpy answered(form, &request::RequestForm::answered);
        form->debug();
        QVERIFY2(stands(), qPrintable(QStringLiteral("state %1, status %2: %3 %4").arg(int(debugger().state())).arg(form->status()).arg(form->answer()->message(), form->answer()->bodyText())));
        QVERIFY(form->isHeld());
        QCOMPARE(m_backend.count, 0);
        QCOMPARE(editor()->currentLine(), 3);
        QCOMPARE(m_page->debugging()->pane()->stateText(), QString("Stopped"));
        QCOMPARE(variable("Request.Method"), QString("GET"));
        QCOMPARE(variable("Variables.first"), QString());

        debugger().go(DebugSession::Go::StepOver);
        QVERIFY(stands());
        QCOMPARE(variable("Variables.first"), QString("42"));
        QCOMPARE(editor()->currentLine(), 4);
        debugger().go(DebugSession::Go::StepIn); // through <base/>: the global policy has nothing in inbound
        QVERIFY(stands());
        QVERIFY2(editor()->policyText().starts_with("<fragment>"), "the fragment opens by itself");
        QCOMPARE(editor()->currentLine(), 2);
        QCOMPARE(m_page->debugging()->pane()->stack()->rows()->totalCount(), 2);
        debugger().go(DebugSession::Go::StepOut);
        QVERIFY(stands()); // in backend, of all APIs
        QCOMPARE(debugger().frames().front().scopeId, std::string("/tenant"));
        QCOMPARE(variable("Request.Headers.X-Shared"), QString("s"));
        debugger().go(DebugSession::Go::Continue);
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, patience);
        QCOMPARE(form->status(), 200);
        QVERIFY(form->answer()->bodyText().contains("X-Shared: s"));
        QVERIFY(!form->answer()->bodyText().contains("Ocp-Apim-Debug"));
        QCOMPARE(debugger().state(), DebugSession::State::Waiting);
        debugger().clearBreakpoints();
        debugger().stop();
        form->close();
    }

    void triesWhatIsTypedWithoutPublishingIt()
    {
        QVERIFY(m_page->reveal("apis/orders"));
        QTRY_VERIFY_WITH_TIMEOUT(m_page->trying()->action()->isEnabled(), patience);
        const auto at = editor()->policyText().find("<base");
        editor()->replaceRange(at, at, "<set-header name=\"X-Tried\" exists-action=\"override\"><value>yes</value></set-header>\n    ");
        QPointer<request::RequestForm> form = m_page->trying()->open(true);
        QVERIFY(form && form->isTrying());
        QSignalSpy answered(form, &request::RequestForm::answered);
        form->send();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, patience);
        QCOMPARE(form->status(), 200);
        QVERIFY2(form->answer()->bodyText().contains("X-Tried: yes"), qPrintable(form->answer()->bodyText()));
        QVERIFY(form->answer()->noteText().contains("not published"));
        QTRY_VERIFY_WITH_TIMEOUT(!form->isSending() && form->timeline()->rows(), patience);
        QCOMPARE(m_window->session().changes().items().size(), std::size_t(0));

        // What is published is as it was.
        form->setTrying(false);
        form->send();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 2, patience);
        QVERIFY(!form->answer()->bodyText().contains("X-Tried"));

        // A text that can't run: what is wrong with it, and nothing is sent.
        const auto calls = m_backend.count;
        const auto broken = editor()->policyText().find("<set-header name=\"X-Tried\"");
        editor()->replaceRange(broken, broken, "<rate-limit calls=\"many\" renewal-period=\"60\" />\n    ");
        form->setTrying(true);
        form->send();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 3, patience);
        QCOMPARE(form->status(), 0);
        QVERIFY(form->answer()->findingTable()->rows()->totalCount() > 0);
        QCOMPARE(m_backend.count, calls);

        // The trial ends with its form.
        const auto client = m_window->session().client();
        form->close();
        QTRY_VERIFY_WITH_TIMEOUT(remote::TrialClient(*client).list().value_or(std::vector<remote::Trial>(1)).empty(), patience);
    }

    void theReviewNamesWhatAPolicyChangesBy()
    {
        auto text = editor()->policyText();
        const auto broken = text.find("<rate-limit");
        text.erase(broken, text.find("<set-header", broken) - broken);
        editor()->changeTo(text);
        QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(m_window->session().changes().find(apiPolicy));
        auto *review = m_window->openReview();
        QVERIFY(review);
        QCOMPARE(review->differences()->sentences(), QStringList{"set-header “X-Tried” added in inbound"});
        review->close();
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_gateway.reset();
    }
};

QTEST_MAIN(TestPolicies)
#include "tst_policies.moc"
