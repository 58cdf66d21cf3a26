// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "tests/support/result_test.h"
#include "ui/shell/change_tray.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/session.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/staging_store.h"
#include "ui/shell/theme/theme.h"
#include "ui/shell/window_database.h"

#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::shell;

namespace {

resource::Resource api(const char *name)
{
    resource::Resource resource;
    resource.id = resource::ResourceId::of(std::string("apis/") + name);
    resource.properties = json::object{{"displayName", name}, {"path", name}};
    return resource;
}

//! A connection that nothing listens behind: loading fails, staging works.
remote::Connection nowhere()
{
    remote::Connection connection;
    connection.id = "nowhere";
    connection.name = "nowhere";
    connection.url = "http://127.0.0.1:1";
    connection.scope = resource::ServiceScope{}.prefix();
    connection.token = SecretString("token");
    return connection;
}

} // namespace

class TestStaging : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_network = remote::Network::create(); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void filesAreTheOwnersAlone()
    {
        const auto database = open();
        VERIFY_RESULT(database);
        VERIFY_RESULT((*database)->flush());
        const QFileInfo file(m_folder->filePath(QStringLiteral("data/window.sqlite")));
        QVERIFY(file.exists());
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    }

    void settingsOutliveTheProgram()
    {
        {
            const auto database = open();
            VERIFY_RESULT(database);
            SettingsStore settings(database->get());
            settings.set(QStringLiteral("a.b"), QStringLiteral("grün"));
            settings.set(QStringLiteral("list"), QStringList({QStringLiteral("x"), QStringLiteral("y")}));
            settings.set(QStringLiteral("flag"), true);
        }
        const auto database = open();
        VERIFY_RESULT(database);
        const SettingsStore settings(database->get());
        QCOMPARE(settings.text(QStringLiteral("a.b")), QStringLiteral("grün"));
        QCOMPARE(settings.list(QStringLiteral("list")), QStringList({QStringLiteral("x"), QStringLiteral("y")}));
        QVERIFY(settings.flag(QStringLiteral("flag"), false));
        QCOMPARE(settings.text(QStringLiteral("none"), QStringLiteral("fallback")), QStringLiteral("fallback"));
    }

    void connectionsAreKeptWithoutTheirToken()
    {
        {
            const auto database = open();
            VERIFY_RESULT(database);
            ConnectionList connections(database->get());
            auto connection = nowhere();
            connection.environment = "prod";
            connection.safety = remote::SafetyLevel::TypeName;
            connections.put(connection);
            VERIFY_RESULT((*database)->flush());
        }
        QFile file(m_folder->filePath(QStringLiteral("data/window.sqlite")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("token\""));
        const auto database = open();
        VERIFY_RESULT(database);
        const ConnectionList connections(database->get());
        const auto *connection = connections.find("nowhere");
        QVERIFY(connection);
        QCOMPARE(connection->environment, std::string("prod"));
        QVERIFY(connection->safety == remote::SafetyLevel::TypeName);
        QVERIFY(connection->token.empty());
    }

    //! What a crash does: the database is not closed in order, only what was flushed is there.
    void stagedChangesAreThereAfterANewStart()
    {
        {
            const auto database = open();
            VERIFY_RESULT(database);
            StagingStore staging(**database);
            Session session(m_network, &staging);
            session.setConnection(nowhere());
            session.stagePut(api("orders"));
            session.stagePut(api("payments"));
            session.discard(resource::ResourceId::of("apis/orders"));
            VERIFY_RESULT((*database)->flush());
        }
        const auto database = open();
        VERIFY_RESULT(database);
        StagingStore staging(**database);
        Session session(m_network, &staging);
        session.setConnection(nowhere());
        QCOMPARE(session.changes().items().size(), std::size_t(1));
        QCOMPARE(session.changes().items().front().id.text(), std::string("apis/payments"));
        auto other = nowhere();
        other.id = "elsewhere";
        session.setConnection(other);
        QVERIFY(session.changes().empty());
    }

    void effectiveShowsTheStagedResource()
    {
        Session session(m_network, nullptr);
        session.setConnection(nowhere());
        QSignalSpy changed(&session, &Session::changesChanged);
        session.stagePut(api("orders"));
        QCOMPARE(changed.size(), 1);
        QVERIFY(session.effective()->contains(resource::ResourceId::of("apis/orders")));
        QVERIFY(!session.configuration()->contains(resource::ResourceId::of("apis/orders")));
        session.stageDelete(resource::ResourceId::of("apis/orders")); // never published: nothing is left to send
        QVERIFY(session.changes().empty());
        QVERIFY(!session.effective()->contains(resource::ResourceId::of("apis/orders")));
    }

    void failedLoadIsAStateWithItsReason()
    {
        Session session(m_network, nullptr);
        session.setConnection(nowhere());
        QCOMPARE(session.state(), Session::State::Loading);
        QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Failed, 60'000);
        QVERIFY(session.error().has_value());
    }

    void trayShowsWhileSomethingIsStaged()
    {
        Session session(m_network, nullptr);
        session.setConnection(nowhere());
        QWidget window;
        ChangeTray tray(session, &window);
        window.show();
        QVERIFY(tray.isHidden());
        QVERIFY(!tray.publishAction()->isEnabled());
        session.stagePut(api("orders"));
        QVERIFY(tray.isVisible());
        QVERIFY(tray.publishAction()->isEnabled());
        QCOMPARE(tray.summary(), QStringLiteral("1 new"));
        QCOMPARE(tray.discardAction()->shortcut(), QKeySequence(QStringLiteral("Ctrl+Shift+D")));
        QCOMPARE(tray.reviewAction()->shortcut(), QKeySequence(QStringLiteral("Ctrl+Shift+P")));
        QCOMPARE(tray.publishAction()->shortcut(), QKeySequence(QStringLiteral("Ctrl+S")));
        QSignalSpy review(&tray, &ChangeTray::reviewWanted);
        tray.reviewAction()->trigger();
        QCOMPARE(review.size(), 1);
    }

    void discardAsksFirst()
    {
        Session session(m_network, nullptr);
        session.setConnection(nowhere());
        QWidget window;
        ChangeTray tray(session, &window);
        window.show();
        session.stagePut(api("orders"));
        tray.discardAction()->trigger();
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box);
        QCOMPARE(session.changes().items().size(), std::size_t(1));
        for (QAbstractButton *button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QVERIFY(session.changes().empty());
        QVERIFY(tray.isHidden());
    }

private:
    Result<std::unique_ptr<WindowDatabase>> open() { return WindowDatabase::open(m_folder->filePath(QStringLiteral("data")).toStdString()); }

    std::shared_ptr<remote::Network> m_network;
    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestStaging test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_staging.moc"
