// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/odata_filter.h"
#include "core/management/paging.h"

#include "tests/support/result_test.h"

using namespace gatehouse;
using namespace gatehouse::management;

class TstODataFilter : public QObject
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void refusesBadSyntax_data();
    void refusesBadSyntax();
    void limitsDepthAndTerms();
};

namespace {

const char *const properties =
    R"({"displayName":"Orders API","path":"shop/orders","isCurrent":true,"count":7,"description":null,
    "createdDate":"2026-03-01T10:00:00.000Z","contact":{"name":"Ann O'Neil"}})";

bool evaluate(const ODataFilter &filter)
{
    const auto object = parseJson(properties)->as_object();
    return filter.matches([&](std::string_view property) { return lookupIn("orders", object, property); });
}

} // namespace

void TstODataFilter::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *text, bool expected) { QTest::newRow(text) << QString{text} << expected; };
    row("name eq 'orders'", true);
    row("name eq 'ORDERS'", true);
    row("name ne 'orders'", false);
    row("count gt 6", true);
    row("count ge 7 and count le 7", true);
    row("count lt 7.0", false);
    row("count eq -1", false);
    row("isCurrent", true);
    row("isCurrent eq true", true);
    row("not isCurrent", false);
    row("not (isCurrent eq false)", true);
    row("description eq null", true);
    row("absent ne null", false);
    row("absent eq 'x'", false);
    row("absent ne 'x'", true);
    row("contains(displayName, 'order')", true);
    row("contains(properties/displayName,'orders')", true);
    row("startswith(path,'shop')", true);
    row("startswith(path,'op')", false);
    row("endswith(path,'ORDERS')", true);
    row("substringof('ders', path)", true);
    row("contains(path,'x') eq false", true);
    row("contact/name eq 'Ann O''Neil'", true);
    row("contact/none/deeper eq null", true);
    row("createdDate ge datetime'2026-03-01T00:00:00Z'", true);
    row("createdDate lt 2026-03-01T10:00:00.001Z", true);
    row("createdDate gt datetime'2026-03-01T12:00:00+02:00'", false);
    row("name eq 'a' or name eq 'orders' and count eq 8", false);
    row("(name eq 'orders' or name eq 'a') and count eq 7", true);
    row("displayName gt 5", false);
}

void TstODataFilter::matches()
{
    QFETCH(QString, text);
    QFETCH(bool, expected);
    const auto filter = ODataFilter::parse(text.toStdString());
    VERIFY_RESULT(filter);
    QCOMPARE(evaluate(*filter), expected);
}

void TstODataFilter::refusesBadSyntax_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"name eq", "eq 'a'x", "name 'a'", "(name eq 'a'", "name eq 'a", "contains(name 'a')", "contains(name)",
          "name eq 'a' and", "name = 'a'", "12x eq 1", "not", "name eq 'a')", "datetime'2026"})
        QTest::newRow(text) << QString{text};
}

void TstODataFilter::refusesBadSyntax()
{
    QFETCH(QString, text);
    const auto filter = ODataFilter::parse(text.toStdString());
    // "eq" may be a property's name, so that a leading one is seen later.
    QVERIFY(!filter);
    QCOMPARE(filter.error().code, std::string{"odata.syntax"});
    QVERIFY(!filter.error().arg("column").empty());
}

void TstODataFilter::limitsDepthAndTerms()
{
    QVERIFY(!ODataFilter::parse(std::string(200, '(') + "a" + std::string(200, ')')));
    std::string nots;
    for (int i = 0; i < 200; ++i)
        nots += "not ";
    QVERIFY(!ODataFilter::parse(nots + "a"));
    std::string many = "a eq 1";
    for (int i = 0; i < 200; ++i)
        many += " or a eq 1";
    const auto refused = ODataFilter::parse(many);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::TooLarge);
    QVERIFY(!ODataFilter::parse(std::string(5000, 'a')));
}

QTEST_GUILESS_MAIN(TstODataFilter)
#include "tst_odata_filter.moc"
