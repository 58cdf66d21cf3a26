// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;
using namespace gatehouse::ui::shell;

namespace {

std::vector<PaletteItem> items(const QStringList &titles, QStringList *ran = nullptr)
{
    std::vector<PaletteItem> result;
    for (const QString &title : titles) {
        PaletteItem item;
        item.id = title;
        item.title = title;
        item.searchText = title.toLower();
        item.run = [title, ran] {
            if (ran)
                *ran << title;
        };
        result.push_back(std::move(item));
    }
    return result;
}

} // namespace

class TestPalette : public QObject
{
    Q_OBJECT

private slots:
    void ranksMatches_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("exact first") << "orders" << "orders" << "orders api";
        QTest::newRow("start before middle") << "ord" << "orders api" << "get orders";
        QTest::newRow("word start before inside") << "ord" << "get orders" << "reorder";
        QTest::newRow("run before scattered") << "trf" << "open trf" << "traffic";
        QTest::newRow("short before long") << "api" << "api one" << "api with a much longer name";
    }
    void ranksMatches()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(query, worse) >= 0);
        QVERIFY(fuzzyScore(query, better) > fuzzyScore(query, worse));
    }

    void refusesWhatDoesNotFit()
    {
        QCOMPARE(fuzzyScore(QStringLiteral("xyz"), QStringLiteral("orders")), -1);
        QCOMPARE(fuzzyScore(QStringLiteral("orders nothing"), QStringLiteral("orders")), -1);
        QVERIFY(fuzzyScore(QStringLiteral("nwl"), QStringLiteral("new limit")) >= 0);
    }

    void recentComeFirstWithoutAQuery()
    {
        PaletteModel model;
        model.setItems(items({QStringLiteral("alpha"), QStringLiteral("beta"), QStringLiteral("gamma")}), {QStringLiteral("gamma"), QStringLiteral("beta")});
        QCOMPARE(model.item(0)->title, QStringLiteral("gamma"));
        QCOMPARE(model.item(1)->title, QStringLiteral("beta"));
        QCOMPARE(model.item(2)->title, QStringLiteral("alpha"));
    }

    void showsAHundredAndCountsAll()
    {
        QStringList titles;
        for (int i = 0; i < 5'000; ++i)
            titles << QStringLiteral("operation %1").arg(i);
        PaletteModel model;
        model.setItems(items(titles), {});
        model.setQuery(QStringLiteral("oper"));
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.matchCount(), 5'000);
    }

    void keysChooseAndRun()
    {
        QWidget window;
        window.resize(900, 600);
        window.show();
        QStringList ran;
        CommandPalette palette(&window);
        QSignalSpy told(&palette, &CommandPalette::ran);
        palette.open(items({QStringLiteral("Orders API"), QStringLiteral("Orders v2"), QStringLiteral("Payments")}, &ran), {});
        QTest::keyClicks(palette.input(), QStringLiteral("ord"));
        QCOMPARE(palette.results()->rowCount(), 2);
        QTest::keyClick(palette.input(), Qt::Key_Down);
        QTest::keyClick(palette.input(), Qt::Key_Return);
        QCOMPARE(ran.size(), 1);
        QCOMPARE(told.size(), 1);
        QVERIFY(!palette.isVisible());
    }

    void lateObjectsJoinUnderTheSameQuery()
    {
        QWidget window;
        window.show();
        CommandPalette palette(&window);
        palette.open(items({QStringLiteral("Payments")}), {});
        palette.input()->setText(QStringLiteral("ord"));
        QCOMPARE(palette.results()->rowCount(), 0);
        palette.addItems(items({QStringLiteral("Orders")}));
        QCOMPARE(palette.results()->rowCount(), 1);
    }

    void escapeClosesAndGivesTheFocusBack()
    {
        QWidget window;
        QLineEdit edit(&window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        edit.setFocus();
        CommandPalette palette(&window);
        palette.open(items({QStringLiteral("a")}), {});
        QVERIFY(palette.input()->hasFocus());
        QTest::keyClick(palette.input(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QVERIFY(edit.hasFocus());
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestPalette test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_palette.moc"
