// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/keys_page.h"

#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "ui/components/data_table.h"
#include "ui/components/segmented_control.h"
#include "ui/components/state_stack.h"
#include "ui/keys/key_detail.h"
#include "ui/keys/rotate_dialog.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::keys;

namespace {

//! A management endpoint with two subscriptions, one in use.
class ServiceWithKeys : public QTcpServer
{
public:
    bool mayReadUse = true;

    ServiceWithKeys()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
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
        connection.safety = remote::SafetyLevel::Free;
        return connection;
    }

private:
    static json::value bodyOf(const std::string &path)
    {
        const auto scope = resource::ServiceScope{}.prefix();
        if (path == scope)
            return json::object{{"id", scope}, {"name", "local"}, {"properties", json::object{}}};
        if (path.ends_with("/subscriptions")) {
            json::array all;
            for (const auto *name : {"shop", "idle"})
                all.push_back(json::object{{"id", scope + "/subscriptions/" + name}, {"name", name}, {"type", "x"},
                                           {"properties", json::object{{"displayName", name}, {"scope", "/apis"}, {"state", "active"}}}});
            return json::object{{"value", all}};
        }
        if (path.ends_with("/keyUse")) {
            const auto now = SystemClock().utc();
            const auto ago = [&](int days) { return toIso(now - std::chrono::days{days}); };
            json::array all;
            for (const auto *name : {"shop", "idle"})
                for (const auto *key : {"primary", "secondary"}) {
                    const bool used = std::string(name) == "shop" && std::string(key) == "primary";
                    all.push_back(json::object{{"subscription", name}, {"key", key}, {"changed", ago(200)}, {"lastUsed", used ? json::value(ago(0)) : json::value(nullptr)},
                                               {"calls", used ? 12 : 0}, {"days", json::array{}}});
                }
            return json::object{{"knownSince", ago(100)}, {"knownUntil", toIso(now)}, {"gaps", json::array{}}, {"value", all}};
        }
        if (path.ends_with("/listSecrets"))
            return json::object{{"primaryKey", "secret-primary"}, {"secondaryKey", "secret-secondary"}};
        return json::object{{"value", json::array{}}};
    }
    void answer(QTcpSocket &socket) const
    {
        const auto request = socket.readAll();
        if (!request.contains("\r\n\r\n"))
            return;
        const auto begin = request.indexOf(' ') + 1;
        const auto path = request.mid(begin, request.indexOf('?') - begin).toStdString();
        const bool refused = path.ends_with("/keyUse") && !mayReadUse;
        const auto body = refused ? std::string("{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"no\"}}") : toJson(bodyOf(path));
        socket.write("HTTP/1.1 " + QByteArray(refused ? "403 Forbidden" : "200 OK") + "\r\nContent-Type: application/json\r\nContent-Length: "
                     + QByteArray::number(qsizetype(body.size())) + "\r\n\r\n" + QByteArray::fromStdString(body));
    }
};

QString allTextOf(const QWidget &widget)
{
    QString text;
    for (const auto *label : widget.findChildren<QLabel *>())
        text += label->text() + "\n";
    return text;
}

} // namespace

class TestKeysPage : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_service = std::make_unique<ServiceWithKeys>();
        m_session = std::make_unique<shell::Session>(m_network, nullptr);
        m_page = std::make_unique<KeysPage>(*m_session, m_folder->filePath("state.json").toStdString());
        m_page->resize(1280, 800);
        m_page->show();
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_service.reset();
    }

    void invitesWithoutAConnection()
    {
        m_page->activate();
        QTRY_COMPARE(m_page->states()->state(), components::StateStack::Empty);
    }
    void showsWhoUsesWhichKey()
    {
        load();
        QCOMPARE(m_page->table()->rows()->rowCount(), 2);
        QVERIFY(m_page->reveal("subscriptions/shop"));
        QVERIFY(!m_page->detail()->warning(vault::Slot::Primary).isEmpty());
        QVERIFY(m_page->detail()->warning(vault::Slot::Secondary).isEmpty());
        m_page->filter()->setCurrentIndex(3); // unused for 90 days
        QCOMPARE(m_page->table()->rows()->rowCount(), 1);
        QCOMPARE(m_page->table()->rows()->index(0, 0).data(components::RowModel::KeyRole).toString(), QStringLiteral("subscriptions/idle"));
    }
    void aNewKeyGoesThroughTheChangeTray()
    {
        load();
        QVERIFY(m_page->reveal("subscriptions/shop"));
        m_page->detail()->renewButton(vault::Slot::Secondary)->click();
        QCOMPARE(m_session->changes().items().size(), 1U);
        QCOMPARE(m_session->changes().items()[0].action, std::string("regenerateSecondaryKey"));
        QCOMPARE(m_session->changes().items()[0].id.text(), std::string("subscriptions/shop"));
    }
    void copiesAKeyWithoutShowingIt()
    {
        load();
        QVERIFY(m_page->reveal("subscriptions/shop"));
        QGuiApplication::clipboard()->clear();
        m_page->detail()->copyButton(vault::Slot::Secondary)->click();
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("secret-secondary"));
        QVERIFY(!allTextOf(*m_page).contains("secret-"));
    }
    void standsWithoutTheRightToReadUse()
    {
        m_service->mayReadUse = false;
        load();
        QCOMPARE(m_page->table()->rows()->rowCount(), 2);
        QVERIFY(allTextOf(*m_page).contains("could not be read"));
        QVERIFY(m_page->reveal("subscriptions/shop"));
        QVERIFY(!m_page->detail()->warning(vault::Slot::Primary).isEmpty());
    }
    void showsWhatARotationWouldDoBeforeItMayBegin()
    {
        load();
        QVERIFY(m_page->reveal("subscriptions/shop"));
        bool seen = false;
        QTimer::singleShot(0, this, [&] {
            auto *dialog = m_page->findChild<RotateDialog *>();
            QVERIFY(dialog);
            QVERIFY(!dialog->accepting()->isEnabled());
            dialog->address()->setText(m_folder->filePath("key"));
            QTRY_VERIFY_WITH_TIMEOUT(dialog->accepting()->isEnabled(), 10'000);
            QVERIFY2(dialog->plan().contains("Secondary key is made new") && dialog->plan().contains(m_folder->filePath("key")), qPrintable(dialog->plan()));
            dialog->address()->setText(QString());
            QVERIFY(!dialog->accepting()->isEnabled());
            seen = true;
            dialog->reject();
        });
        m_page->detail()->rotateButton()->click();
        QVERIFY(seen);
    }
    void everyControlHasAName()
    {
        load();
        for (const auto *button : m_page->findChildren<QPushButton *>())
            QVERIFY(!button->isVisibleTo(m_page.get()) || !button->text().isEmpty() || !button->accessibleName().isEmpty());
        QVERIFY(m_page->detail()->copyButton(vault::Slot::Primary)->accessibleName() != m_page->detail()->copyButton(vault::Slot::Secondary)->accessibleName());
    }

private:
    void load()
    {
        m_session->setConnection(m_service->connection());
        m_page->activate();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->state() == shell::Session::State::Ready && m_page->isReady(), 20'000);
        QCOMPARE(m_page->states()->state(), components::StateStack::Content);
    }

    theme::Theme m_theme;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServiceWithKeys> m_service;
    std::unique_ptr<shell::Session> m_session;
    std::unique_ptr<KeysPage> m_page;
};

QTEST_MAIN(TestKeysPage)
#include "tst_keys_page.moc"
