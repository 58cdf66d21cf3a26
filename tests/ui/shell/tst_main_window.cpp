// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/network.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation_button.h"
#include "ui/shell/review_dialog.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/theme/theme.h"
#include "ui/shell/tour.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::shell;

namespace {

class TestPage final : public Page
{
public:
    explicit TestPage(const QString &name)
        : edit(new QLineEdit)
        , editor(new QPlainTextEdit)
        , action(new QAction(QStringLiteral("Act on ") + name, this))
        , m_name(name)
    {
        auto *layout = new QVBoxLayout(this);
        layout->addWidget(edit);
        layout->addWidget(editor);
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+A")));
    }
    QString title() const override { return m_name; }
    QList<QAction *> pageActions() const override { return {action}; }
    void activate() override { ++activated; }
    void deactivate() override { ++deactivated; }
    bool reveal(const QString &id) override
    {
        revealed << id;
        return true;
    }
    QList<TourScene> tourScenes() override { return {{QStringLiteral("scene"), [this] { edit->setText(QStringLiteral("scene")); }, {}}}; }

    QLineEdit *edit;
    QPlainTextEdit *editor;
    QAction *action;
    int activated = 0;
    int deactivated = 0;
    QStringList revealed;

private:
    QString m_name;
};

PageEntry pageEntry(const char *key, QStringList collections = {})
{
    const QString name = QString::fromLatin1(key);
    return {.key = name, .label = name, .icon = QStringLiteral("apis"), .group = {}, .make = [name](Session &) -> Page * { return new TestPage(name); },
            .collections = std::move(collections)};
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        const Services services{*theme::themeOf(nullptr), m_network, m_settings, nullptr, m_connections, nullptr};
        m_window = std::make_unique<MainWindow>(services, QList<PageEntry>{pageEntry("first"), pageEntry("second", {QStringLiteral("apis")}), pageEntry("third")});
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void pagesAreMadeWhenShown()
    {
        QVERIFY(m_window->page(QStringLiteral("first")));
        QVERIFY(!m_window->page(QStringLiteral("second")));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentKey(), QStringLiteral("second"));
        QCOMPARE(page("first")->deactivated, 1);
        QCOMPARE(page("second")->activated, 1);
        m_window->showPage(QStringLiteral("nothing"));
        QCOMPARE(m_window->currentKey(), QStringLiteral("second"));
    }

    void paletteOpensFromEverywhere()
    {
        for (QWidget *widget : {static_cast<QWidget *>(page("first")->edit), static_cast<QWidget *>(page("first")->editor)}) {
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_K, Qt::ControlModifier);
            QVERIFY2(m_window->palette()->isVisible(), widget->metaObject()->className());
            QTest::keyClick(m_window->palette()->input(), Qt::Key_Escape);
            QVERIFY(!m_window->palette()->isVisible());
        }
    }

    void paletteRunsAnActionOfThePage()
    {
        QSignalSpy ran(page("first")->action, &QAction::triggered);
        m_window->openPalette();
        QTest::keyClicks(m_window->palette()->input(), QStringLiteral("act on"));
        QTest::keyClick(m_window->palette()->input(), Qt::Key_Return);
        QCOMPARE(ran.size(), 1);
    }

    void paletteFindsObjectsOfTheConfiguration()
    {
        stage();
        m_window->openPalette();
        m_window->palette()->input()->setText(QStringLiteral("orders"));
        QTRY_COMPARE(m_window->palette()->results()->rowCount(), 1);
        QTest::keyClick(m_window->palette()->input(), Qt::Key_Return);
        QCOMPARE(m_window->currentKey(), QStringLiteral("second"));
        QCOMPARE(page("second")->revealed, QStringList{QStringLiteral("apis/orders")});
    }

    void shortcutsOfAPageCountWhileItIsShown()
    {
        m_window->showPage(QStringLiteral("second"));
        QSignalSpy first(page("first")->action, &QAction::triggered);
        QSignalSpy second(page("second")->action, &QAction::triggered);
        QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(first.size(), 0);
        QCOMPARE(second.size(), 1);
    }

    void publishingReviewsFirst()
    {
        QVERIFY(!m_window->openReview());
        stage();
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
        auto *review = m_window->findChild<ReviewDialog *>();
        QVERIFY(review);
        QVERIFY(review->callsText().contains(QStringLiteral("PUT http://127.0.0.1:1/subscriptions/")));
        QVERIFY(review->callsText().contains(QStringLiteral("\"displayName\": \"Orders\"")));
        QVERIFY(!review->callsText().contains(QStringLiteral("Bearer")));
    }

    //! Nothing listens there: each item says so, and stays staged.
    void failedPublishKeepsWhatIsStaged()
    {
        stage();
        auto *review = m_window->openReview();
        QVERIFY(review);
        QSignalSpy published(review, &ReviewDialog::published);
        review->publish();
        QTRY_COMPARE_WITH_TIMEOUT(published.size(), 1, 60'000);
        QCOMPARE(published[0][0].toInt(), 0);
        QCOMPARE(published[0][1].toInt(), 1);
        QCOMPARE(m_window->session().changes().items().size(), std::size_t(1));
    }

    void navigationReadsAsPageTabs()
    {
        auto *button = m_window->findChild<SideBar *>()->button(QStringLiteral("first"));
        auto *accessible = QAccessible::queryAccessibleInterface(button);
        QVERIFY(accessible);
        QCOMPARE(accessible->role(), QAccessible::PageTab);
        QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("first"));
        QVERIFY(accessible->state().selected);
    }

    void everyButtonAndFieldHasAName()
    {
        stage();
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || page("first")->isAncestorOf(widget))
                continue;
            auto *accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }

    void tourWritesEveryPageInBothThemes()
    {
        QTemporaryDir folder;
        Tour tour(*m_window, folder.path());
        QSignalSpy finished(&tour, &Tour::finished);
        tour.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 120'000);
        QVERIFY2(finished[0][0].toBool(), qPrintable(tour.problems().join(QLatin1Char('\n'))));
        QStringList expected;
        for (const char *name : {"first", "first-scene", "palette", "second", "second-scene", "third", "third-scene"}) {
            for (const char *scheme : {"dark", "light"})
                expected << QStringLiteral("%1-%2.png").arg(QString::fromLatin1(name), QString::fromLatin1(scheme));
        }
        QStringList written = QDir(folder.path()).entryList(QDir::Files);
        written.sort();
        expected.sort();
        QCOMPARE(written, expected);
    }

private:
    TestPage *page(const char *key) { return static_cast<TestPage *>(m_window->page(QString::fromLatin1(key))); }

    //! On a connection that nothing listens behind.
    void stage()
    {
        remote::Connection connection;
        connection.id = "nowhere";
        connection.name = "nowhere";
        connection.url = "http://127.0.0.1:1";
        connection.scope = resource::ServiceScope{}.prefix();
        connection.token = SecretString("secret-token");
        connection.safety = remote::SafetyLevel::Confirm;
        m_window->session().setConnection(connection);
        resource::Resource api;
        api.id = resource::ResourceId::of("apis/orders");
        api.properties = json::object{{"displayName", "Orders"}, {"path", "orders"}};
        m_window->session().stagePut(api);
    }

    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    SettingsStore m_settings{nullptr};
    ConnectionList m_connections{nullptr};
    std::unique_ptr<MainWindow> m_window;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_main_window.moc"
