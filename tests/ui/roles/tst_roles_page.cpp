// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/roles_page.h"

#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "ui/components/data_table.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/roles/access_pane.h"
#include "ui/roles/mapping_dialog.h"
#include "ui/roles/matrix_table.h"
#include "ui/roles/permission_detail.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::roles;
using namespace gatehouse::policy::roles;
using resource::ResourceId;

namespace {

//! A management endpoint with an empty service: what the tests work on is staged.
class ServiceWithoutApis : public QTcpServer
{
public:
    ServiceWithoutApis()
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

const auto fragmentResource = ResourceId::of("policyFragments/gatehouse-roles");

} // namespace

class TestRolesPage : public QObject
{
    Q_OBJECT

private:
    theme::Theme m_theme;
    ServiceWithoutApis m_service;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    std::unique_ptr<shell::Session> m_session;
    std::unique_ptr<RolesPage> m_page;

    RoleModel model() const
    {
        const auto found = findRoles(*m_session->effective());
        return found ? found->fragment.model() : RoleModel();
    }
    std::vector<std::string> rolesAt(const Target &target) const
    {
        for (const auto &grant : model().grants)
            if (grant.target == target)
                return grant.roles;
        return {};
    }
    void setUpWithReader()
    {
        m_page->setUp();
        m_page->importGroups({{"https://i/", "groups", "g1", {"reader"}}});
        QTRY_VERIFY(m_page->isReady() && m_page->matrix() && m_page->matrix()->rows()->columnCount() == 4);
    }
    void choose(const QString &key, int column)
    {
        m_page->matrix()->rows()->reveal(key);
        m_page->matrix()->setCurrentIndex(m_page->matrix()->rows()->indexOfKey(key).siblingAtColumn(column));
        m_page->matrix()->setFocus();
    }

private slots:
    void init()
    {
        m_session = std::make_unique<shell::Session>(m_network, nullptr);
        m_page = std::make_unique<RolesPage>(*m_session);
        m_page->resize(1180, 780);
        m_page->show();
        m_page->activate();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QCOMPARE(m_page->states()->state(), components::StateStack::Empty);
        m_session->setConnection(m_service.connection());
        QTRY_COMPARE(m_session->state(), shell::Session::State::Ready);
        m_session->stagePut({ResourceId::of("apis/orders"), {{"displayName", "Orders API"}, {"path", "orders"}}, {}, {}});
        m_session->stagePut({ResourceId::of("apis/orders/operations/get"),
                             {{"displayName", "Get order"}, {"method", "GET"}, {"urlTemplate", "/{id}"}}, {}, {}});
        QTRY_VERIFY(m_page->isReady() && m_page->states()->state() == components::StateStack::Empty);
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
    }

    void settingUpChangesNobodysRights()
    {
        QPushButton *button = nullptr;
        for (auto *one : m_page->states()->findChildren<QPushButton *>())
            if (one->text() == "Set up roles")
                button = one;
        QVERIFY(button && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(m_page->states()->state(), components::StateStack::Content);
        QCOMPARE(rolesAt(Target::ofApi("orders")), std::vector<std::string>{"anyone"});
        QVERIFY(m_session->changes().find(fragmentResource));
        QVERIFY(m_session->changes().find(ResourceId::of("policies/policy")));
        QVERIFY(!m_page->notice().isEmpty());
    }

    void spaceAllowsAndTakesAway()
    {
        setUpWithReader();
        choose("apis/orders/operations/get", 3);
        QTest::keyClick(m_page->matrix(), Qt::Key_Space);
        QCOMPARE(rolesAt(Target::ofOperation("orders", "get")), std::vector<std::string>{"reader"});
        QTRY_VERIFY(m_page->isReady());
        QCOMPARE(m_page->matrix()->currentKey(), QStringLiteral("apis/orders/operations/get"));
        QCOMPARE(m_page->matrix()->currentIndex().column(), 3);
        QCOMPARE(m_page->detail()->grantButton()->text(), QStringLiteral("Take away"));
        QTest::keyClick(m_page->matrix(), Qt::Key_Space);
        QVERIFY(rolesAt(Target::ofOperation("orders", "get")).empty());
        QTRY_VERIFY(m_page->isReady());
        QTest::mouseClick(m_page->detail()->grantButton(), Qt::LeftButton);
        QCOMPARE(rolesAt(Target::ofOperation("orders", "get")), std::vector<std::string>{"reader"});
    }

    void arrowsMoveBetweenCellsAndFold()
    {
        setUpWithReader();
        choose("apis/orders", 0);
        m_page->matrix()->rows()->setExpanded("apis/orders", false);
        choose("apis/orders", 0);
        QTest::keyClick(m_page->matrix(), Qt::Key_Right);
        QVERIFY(m_page->matrix()->rows()->isExpanded("apis/orders"));
        QTest::keyClick(m_page->matrix(), Qt::Key_Right);
        QCOMPARE(m_page->matrix()->currentIndex().column(), 1);
        QTest::keyClick(m_page->matrix(), Qt::Key_Left);
        QCOMPARE(m_page->matrix()->currentIndex().column(), 0);
    }

    void aMethodIsAllowedInTheDetail()
    {
        setUpWithReader();
        choose("apis/orders", 3);
        QAbstractButton *get = nullptr;
        for (auto *button : m_page->detail()->findChildren<QAbstractButton *>())
            if (button->text() == "GET")
                get = button;
        QVERIFY(get && get->isVisible());
        get->click();
        QCOMPARE(rolesAt(Target::ofApi("orders", "GET")), std::vector<std::string>{"reader"});
    }

    void aMappingIsAddedAndRemoved()
    {
        setUpWithReader();
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<MappingDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            auto boxes = dialog->findChildren<QComboBox *>();
            boxes[0]->setCurrentText("two words");
            auto *value = dialog->findChildren<QLineEdit *>().last();
            value->setText("Order Clerk");
            boxes[1]->setCurrentText("https://i/");
            QVERIFY(!dialog->findChildren<QPushButton *>().last()->isEnabled() || !dialog->findChildren<QPushButton *>().first()->isEnabled());
            boxes[0]->setCurrentText("clerk");
            dialog->accept();
        });
        m_page->primaryAction()->trigger();
        QTRY_VERIFY(m_page->isReady());
        QCOMPARE(model().mappings.size(), std::size_t(2));
        QCOMPARE(model().mappings.back().roles, std::vector<std::string>{"clerk"});
        m_page->mode()->setCurrentIndex(1);
        m_page->mappings()->setCurrentKey("1");
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->mappings()->setFocus();
        QTest::keyClick(m_page->mappings(), Qt::Key_Delete);
        QCOMPARE(model().mappings.size(), std::size_t(1));
    }

    void pastedClaimsAreChecked()
    {
        setUpWithReader();
        choose("apis/orders", 1);
        QTest::keyClick(m_page->matrix(), Qt::Key_Space); // anyone no more
        QTRY_VERIFY(m_page->isReady());
        choose("apis/orders/operations/get", 3);
        QTest::keyClick(m_page->matrix(), Qt::Key_Space);
        QTRY_VERIFY(m_page->isReady());
        m_page->mode()->setCurrentIndex(2);
        const auto decision = [&] {
            const auto *rows = m_page->access()->table()->rows();
            return rows->rowCount() ? rows->index(0, 2).data(components::RowModel::CellRole).value<components::Cell>().text : QString();
        };
        m_page->access()->claims()->setPlainText("{\"iss\":\"https://i/\",\"groups\":[\"g1\"]}");
        m_page->access()->check();
        QTRY_COMPARE(decision(), QStringLiteral("Allowed"));
        m_page->access()->claims()->setPlainText("{\"iss\":\"https://i/\",\"groups\":[\"g2\"]}");
        m_page->access()->check();
        QTRY_COMPARE(decision(), QStringLiteral("Denied"));
    }

    void findingsLeadToTheirPlace()
    {
        setUpWithReader();
        QVERIFY(m_page->findings()->rows()->rowCount() > 0); // reader may call nothing, no token is validated
        m_page->mode()->setCurrentIndex(3);
        for (int row = 0; row < m_page->findings()->rows()->rowCount(); ++row) {
            const auto key = m_page->findings()->rows()->index(row, 0).data(components::RowModel::KeyRole).toString();
            if (m_page->findings()->rows()->index(row, 1).data(components::RowModel::CellRole).value<components::Cell>().text.startsWith("reader"))
                emit m_page->findings()->opened(key);
        }
        QCOMPARE(m_page->mode()->currentIndex(), 0);
        QCOMPARE(m_page->matrix()->currentIndex().column(), 3);
    }

    void whatIsWrittenByHandIsShownAndStays()
    {
        setUpWithReader();
        auto text = findRoles(*m_session->effective())->fragment.text();
        const std::string row = "            case \"orders\": roles += \"anyone \"; break;\n";
        const std::string own = "            case \"orders\": if (method == \"GET\") { roles += \"anyone \"; } break;\n";
        QVERIFY(text.find(row) != std::string::npos);
        text.replace(text.find(row), row.size(), own);
        m_session->stagePut({fragmentResource, {{"value", text}, {"format", "rawxml"}}, {}, {}});
        QTRY_VERIFY(m_page->isReady() && m_page->matrix()->rows()->totalCount() == 3);
        choose("apis/orders/operations/get", 3);
        QTest::keyClick(m_page->matrix(), Qt::Key_Space);
        QVERIFY(findRoles(*m_session->effective())->fragment.text().find(own) != std::string::npos);
        QTRY_VERIFY(m_page->isReady());
        choose("apis/orders", 3);
        QTest::keyClick(m_page->matrix(), Qt::Key_Space);
        QVERIFY(m_page->notice().contains("by hand"));
    }

    void everyControlHasAName()
    {
        setUpWithReader();
        for (auto *widget : m_page->findChildren<QWidget *>())
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus && !qobject_cast<QAbstractButton *>(widget)
                && (qobject_cast<components::DataTable *>(widget) || qobject_cast<QLineEdit *>(widget) || qobject_cast<QPlainTextEdit *>(widget)))
                QVERIFY2(!widget->accessibleName().isEmpty() || !qobject_cast<QLineEdit *>(widget)->placeholderText().isEmpty(), widget->metaObject()->className());
    }
};

QTEST_MAIN(TestRolesPage)
#include "tst_roles_page.moc"
