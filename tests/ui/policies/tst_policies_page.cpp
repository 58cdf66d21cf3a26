// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policies_page.h"

#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "ui/components/data_table.h"
#include "ui/components/state_stack.h"
#include "ui/policies/completion_popup.h"
#include "ui/policies/document_pane.h"
#include "ui/policies/editor_assist.h"
#include "ui/policies/effective_pane.h"
#include "ui/policies/effective_rows.h"
#include "ui/policies/form_pane.h"
#include "ui/policies/highlight.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/results_pane.h"
#include "ui/policies/scope_rows.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::policies;
using resource::ResourceId;

namespace {

//! A management endpoint with an empty service: what the tests work on is staged.
class EmptyService : public QTcpServer
{
public:
    EmptyService()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { answer(*socket); });
        });
        if (!listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }

    remote::Connection connection() const
    {
        remote::Connection connection;
        connection.id = "test";
        connection.name = "test";
        connection.url = "http://127.0.0.1:" + std::to_string(serverPort());
        connection.scope = resource::ServiceScope{}.prefix();
        connection.token = SecretString("token");
        return connection;
    }

private:
    static void answer(QTcpSocket &socket)
    {
        const auto request = socket.readAll();
        if (!request.contains("\r\n\r\n"))
            return;
        const auto path = request.mid(4, request.indexOf('?') - 4);
        const auto scope = QByteArray::fromStdString(resource::ServiceScope{}.prefix());
        const auto body = path.endsWith("Microsoft.Authorization/permissions") ? QByteArray("{\"value\":[{\"actions\":[\"*\"],\"notActions\":[]}]}")
            : path == scope ? QByteArray("{\"id\":\"" + scope + "\",\"name\":\"local\",\"properties\":{}}") : QByteArray("{\"value\":[]}");
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
};

const auto apiPolicy = ResourceId::of("apis/orders/policies/policy");

} // namespace

class TestPoliciesPage : public QObject
{
    Q_OBJECT

private:
    theme::Theme m_theme;
    EmptyService m_service;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    std::unique_ptr<shell::Session> m_session;
    std::unique_ptr<PoliciesPage> m_page;

    std::string text() const { return m_page->editor()->policyText(); }
    void caretBehind(const std::string &what) { m_page->editor()->goTo(text().find(what) + what.size()); }

private slots:
    void init()
    {
        m_session = std::make_unique<shell::Session>(m_network, nullptr);
        m_page = std::make_unique<PoliciesPage>(*m_session);
        m_page->resize(1180, 780);
        m_page->show();
        m_page->activate();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_session->setConnection(m_service.connection());
        QTRY_COMPARE(m_session->state(), shell::Session::State::Ready);
        m_session->stagePut({ResourceId::of("apis/orders"), {{"displayName", "Orders API"}, {"path", "orders"}}, {}, {}});
        m_session->stagePut({ResourceId::of("policyFragments/shared"), {{"format", "rawxml"}, {"value", "<fragment><base /></fragment>"}}, {}, {}});
        QVERIFY(m_page->reveal("apis/orders"));
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
    }

    void aScopeWithoutADocumentSaysSo()
    {
        QCOMPARE(m_page->document()->states()->state(), components::StateStack::Empty);
        emit m_page->document()->createWanted();
        QCOMPARE(m_page->document()->states()->state(), components::StateStack::Content);
        QVERIFY(text().find("<base />") != std::string::npos);
        QVERIFY(m_page->document()->stageButton()->isEnabled());
    }

    void whatNoDocumentSaysIsADefault()
    {
        const auto lines = effectiveLines(std::make_shared<resource::Configuration>(), ResourceId::of("policies/policy"), {});
        const auto found = std::ranges::find(lines, QStringLiteral("forward-request"), &EffectiveLine::text);
        QVERIFY(found != lines.end());
        QVERIFY(!found->isOwn && found->line == 0);
        const auto row = int(found - lines.begin());
        QCOMPARE(EffectiveRows(lines).cell(row, 1).text, QStringLiteral("default"));
    }

    void typesCompletesSeesTheProblemAndStages()
    {
        emit m_page->document()->createWanted();
        m_page->editor()->setFocus();
        caretBehind("<base />");
        QTest::keyClicks(m_page->editor(), "<rate-limit-b");
        auto *popup = m_page->assist()->popup();
        QVERIFY(popup->isVisible());
        QCOMPARE(popup->offers().front().label, std::string("rate-limit-by-key"));
        QTest::keyClick(m_page->editor(), Qt::Key_Return);
        QVERIFY2(text().find("<rate-limit-by-key ") != std::string::npos, text().c_str());
        QTRY_VERIFY(!m_page->results()->problems().empty());
        QVERIFY(m_page->results()->isVisible());

        auto mended = text();
        const auto begin = mended.find("<rate-limit-by-key");
        mended.replace(begin, mended.find("/>", begin) + 2 - begin, R"x(<rate-limit-by-key calls="5" renewal-period="60" counter-key="@(context.Request.IpAddress)" />)x");
        m_page->editor()->changeTo(mended);
        QTRY_VERIFY(m_page->results()->problems().empty());

        QTest::keyClick(m_page->editor(), Qt::Key_S, Qt::ControlModifier);
        const auto *item = m_session->changes().find(apiPolicy);
        QVERIFY(item && item->after);
        QCOMPARE(std::string(stringMember(item->after->properties, "value")), mended);
        QCOMPARE(std::string(stringMember(item->after->properties, "format")), std::string("rawxml"));
        QVERIFY(!m_page->document()->stageButton()->isEnabled());
        QTRY_VERIFY(m_page->effective()->table()->rows()->totalCount() > 0);
    }

    void anExpressionsFaultIsUnderlinedWhereItStands()
    {
        emit m_page->document()->createWanted();
        caretBehind("<base />");
        const auto at = m_page->editor()->caretOffset();
        m_page->editor()->replaceRange(at, at, "<set-header name=\"a\"><value>@(context.Reqest.Method)</value></set-header>");
        QTRY_VERIFY(!m_page->results()->problems().empty());
        const auto problem = m_page->results()->problems().front();
        QCOMPARE(text().substr(problem.begin, problem.end - problem.begin), std::string("Reqest"));
        emit m_page->results()->problemChosen(0);
        QCOMPARE(m_page->editor()->selectedText(), QStringLiteral("Reqest"));
    }

    void undoneTextIsNoEdit()
    {
        QVERIFY(m_page->reveal("policyFragments/shared"));
        const auto before = text();
        m_page->editor()->setFocus();
        QTest::keyClicks(m_page->editor(), "x");
        QVERIFY(m_page->document()->stageButton()->isEnabled());
        m_page->editor()->undo();
        QCOMPARE(text(), before);
        QVERIFY(!m_page->document()->stageButton()->isEnabled());
        QTRY_VERIFY(!m_page->results()->problems().empty()); // <base/> in a fragment
    }

    void theFormEditsTheTextsOwnBytes()
    {
        emit m_page->document()->createWanted();
        caretBehind("<base />");
        const auto at = m_page->editor()->caretOffset();
        m_page->editor()->replaceRange(at, at, "<!-- keep -->\n  <set-header   name='a' exists-action=\"skip\"><value>1</value></set-header>");
        caretBehind("<set-header");
        QTRY_VERIFY(m_page->form()->form() && m_page->form()->form()->policy == "set-header");
        auto *name = qobject_cast<QLineEdit *>(m_page->form()->fieldEditor("name"));
        QVERIFY(name);
        name->setText("b");
        emit name->editingFinished();
        QVERIFY2(text().find("<!-- keep -->\n  <set-header   name='b' exists-action=\"skip\"><value>1</value>") != std::string::npos, text().c_str());
        m_page->editor()->undo();
        QVERIFY(text().find("name='a'") != std::string::npos);
    }

    void aLargeDocumentIsCheckedAndColouredInTime()
    {
        std::string large = "<policies><inbound><base />\n";
        while (large.size() < 64 << 10)
            large += "<set-header name=\"X-" + std::to_string(large.size())
                     + "\" exists-action=\"override\">\n  <value>@(context.Request.Headers.GetValueOrDefault(\"X\", \"a\").Split(',')[0])</value>\n</set-header>\n";
        large += "</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
        const KnownNames names{resource::Configuration{}};
        const RememberingCompiler compiler;
        QElapsedTimer timer;
        QVERIFY(checkText(large, policy::Scope::Api, names, &compiler).empty());
        timer.start();
        QVERIFY(checkText(large, policy::Scope::Api, names, &compiler).empty());
        const auto checked = timer.nsecsElapsed();
        timer.restart();
        QCOMPARE(highlight(large).styles.size(), large.size());
        qInfo("%zu KB: checked again in %.2f ms, coloured in %.2f ms", large.size() >> 10, double(checked) / 1e6, double(timer.nsecsElapsed()) / 1e6);
    }
};

QTEST_MAIN(TestPoliciesPage)
#include "tst_policies_page.moc"
