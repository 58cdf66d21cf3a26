// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/line_diff.h"

#include <QElapsedTimer>
#include <QTest>

using namespace gatehouse::ui::components;

namespace {

QString printed(const QList<DiffLine> &lines)
{
    QStringList result;
    for (const DiffLine &line : lines) {
        if (line.kind == DiffLine::Skipped)
            result << QStringLiteral("@%1").arg(line.count);
        else
            result << (line.kind == DiffLine::Added ? QStringLiteral("+") : line.kind == DiffLine::Removed ? QStringLiteral("-") : QStringLiteral(" ")) + line.text;
    }
    return result.join(QLatin1Char('|'));
}

QString lines(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts).join(QLatin1Char('\n'));
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT

private slots:
    void showsChanges_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *a, const char *b, const char *expected) {
            QTest::newRow(name) << lines(a) << lines(b) << QString::fromLatin1(expected);
        };
        row("equal", "a b", "a b", "@2");
        row("nothing to something", "", "a b", "+a|+b");
        row("something to nothing", "a b", "", "-a|-b");
        row("one line changed", "a b c", "a x c", " a|-b|+x| c");
        row("insert in the middle", "a b c", "a b x c", " a| b|+x| c");
        row("moved", "a b c d", "b c d a", "-a| b| c| d|+a");
        row("two changes", "a b c d e", "a x c y e", " a|-b|+x| c|-d|+y| e");
        row("far apart", "a 1 2 3 4 5 6 7 8 b", "x 1 2 3 4 5 6 7 8 y", "-a|+x| 1| 2| 3|@2| 6| 7| 8|-b|+y");
        row("repeats", "a a a", "a a", " a| a|-a");
    }
    void showsChanges()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QTEST(printed(lineDiff(before, after)), "expected");
    }

    //! Any difference gives both texts back: what is same or removed is the text before, same or added the one after.
    void givesBothTextsBack()
    {
        quint32 seed = 7;
        const auto next = [&seed](int bound) {
            seed = seed * 1'664'525u + 1'013'904'223u;
            return int((seed >> 8) % quint32(bound));
        };
        for (int round = 0; round < 300; ++round) {
            QStringList a;
            QStringList b;
            for (int i = next(12); i > 0; --i)
                a << QString(QLatin1Char(char('a' + next(4))));
            for (int i = next(12); i > 0; --i)
                b << QString(QLatin1Char(char('a' + next(4))));
            QStringList before;
            QStringList after;
            int lastBefore = 0;
            int lastAfter = 0;
            for (const DiffLine &line : lineDiff(a.join(QLatin1Char('\n')), b.join(QLatin1Char('\n')), -1)) {
                if (line.kind != DiffLine::Added) {
                    before << line.text;
                    QCOMPARE(line.before, ++lastBefore);
                }
                if (line.kind != DiffLine::Removed) {
                    after << line.text;
                    QCOMPARE(line.after, ++lastAfter);
                }
            }
            QCOMPARE(before, a);
            QCOMPARE(after, b);
        }
    }

    void lineEndsDoNotCount() { QCOMPARE(printed(lineDiff(QStringLiteral("a\r\nb\r\n"), QStringLiteral("a\nb"))), QStringLiteral("@2")); }

    void staysQuickWhenNothingIsCommon()
    {
        QStringList a;
        QStringList b;
        for (int i = 0; i < 20'000; ++i) {
            a << QStringLiteral("a%1").arg(i);
            b << QStringLiteral("b%1").arg(i);
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(lineDiff(a.join(QLatin1Char('\n')), b.join(QLatin1Char('\n'))).size(), 40'000);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestLineDiff)
#include "tst_line_diff.moc"
