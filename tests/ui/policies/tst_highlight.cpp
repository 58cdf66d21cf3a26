// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/highlight.h"

#include <QElapsedTimer>
#include <QTest>

using namespace gatehouse::ui::policies;

namespace {

//! One letter a byte.
QString letters(const Highlight &highlight)
{
    static constexpr std::string_view of = "t<eavc&n@xkCs1o/";
    QString text;
    for (const char style : highlight.styles)
        text += QLatin1Char(of[std::size_t(style)]);
    return text;
}

} // namespace

class TestHighlight : public QObject
{
    Q_OBJECT

private slots:
    void coloursEachPart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("element") << QByteArray("<base/>") << "<eeee<<";
        QTest::newRow("attribute") << QByteArray("<a b=\"c\" d='e'>") << "<e<a<vvv<a<vvv<";
        QTest::newRow("end tag") << QByteArray("</in-bound>") << "<<eeeeeeee<";
        QTest::newRow("comment over a tag") << QByteArray("<!--<a>--><b/>") << "cccccccccc<e<<";
        QTest::newRow("text, entity, named value") << QByteArray("<v>a&lt;{{n}}</v>") << "<e<t&&&&nnnnn<<e<";
        QTest::newRow("expression in an attribute with raw quotes")
            << QByteArray("<a b=\"@(context.X(\"y\") ?? 1)\"/>") << "<e<a<v@@CCCCCCCoxosssoxoox1@v<<";
        QTest::newRow("expression in text") << QByteArray("<v>@{ return \"a\"; }</v>") << "<e<@@xkkkkkkxsssox@<<e<";
        QTest::newRow("quotes as entities") << QByteArray("<v>@(&quot;a&quot;)</v>") << "<e<@@sssssssssssss@<<e<";
        QTest::newRow("code comment") << QByteArray("<v>@{// x\n}</v>") << "<e<@@////x@<<e<";
        QTest::newRow("an expression that is not closed yet") << QByteArray("<a b=\"@(con\" c=\"d\"/>\n") << "<e<a<v@@xxxv<a<vvv<<t";
        QTest::newRow("a value that is not closed yet") << QByteArray("<a b=\"c\n<d/>") << "<e<a<vv<<e<<";
        QTest::newRow("a lone at sign") << QByteArray("<v>a@b</v>") << "<e<ttt<<e<";
        QTest::newRow("empty") << QByteArray() << "";
    }
    void coloursEachPart()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QCOMPARE(letters(highlight({text.constData(), std::size_t(text.size())})), expected);
    }

    void foldsElementsCommentsAndBraces()
    {
        const auto found = highlight("<a>\n<b/>\n<!--\n-->\n<v>@{\n if (x) {\n y; }\n}</v>\n</a>\n");
        QCOMPARE(found.depths, (std::vector<int>{0, 1, 1, 2, 1, 3, 4, 3, 1, 0}));
    }

    void staysLinearInHostileTexts_data()
    {
        QTest::addColumn<QByteArray>("unit");
        for (const char *unit : {"<a b=\"@(", "@(", "{{", "\"", "<", "'", "&", "<v>@{ \"", "/*", "<a\n"})
            QTest::newRow(unit) << QByteArray(unit);
    }
    void staysLinearInHostileTexts()
    {
        QFETCH(QByteArray, unit);
        const auto text = unit.repeated((128 << 10) / int(unit.size()));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(highlight({text.constData(), std::size_t(text.size())}).styles.size(), std::size_t(text.size()));
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestHighlight)
#include "tst_highlight.moc"
