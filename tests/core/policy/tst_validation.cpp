// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

//! A call of an operation that declares parameters, one answer and its headers.
void define(Call &call, const std::string &target)
{
    auto operation = std::make_shared<OperationInfo>();
    operation->id = "get";
    operation->method = "GET";
    operation->definition = parseJson(R"x({"templateParameters":[{"name":"id","type":"integer","required":true}],
        "request":{"queryParameters":[{"name":"size","type":"string","values":["s","m"]},{"name":"must","type":"number","required":true},
            {"name":"many","type":"array"}],
            "headers":[{"name":"X-Flag","type":"boolean"}]},
        "responses":[{"statusCode":200,"headers":[{"name":"X-Count","type":"integer"}]}]})x")->as_object();
    call.exchange.matched.operation = operation;
    call.exchange.originalUrl = *http::Url::parse("http://gateway.test" + target);
}

std::string validating(const std::string &inside = {}, const std::string &unspecified = "prevent")
{
    return "<validate-parameters specified-parameter-action=\"prevent\" unspecified-parameter-action=\"" + unspecified
        + "\" errors-variable-name=\"e\">" + inside + "</validate-parameters>";
}

} // namespace

class TestValidation : public QObject
{
    Q_OBJECT

private slots:
    void validatesParameters_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("message");
        const QString wrong = "The value of the %1 does not conform to the definition.\n\n%2";
        QTest::newRow("right") << "/42?size=m&must=1.5" << "" << "" << "";
        QTest::newRow("array") << "/42?must=1&many=a&many=b" << "" << "" << "";
        QTest::newRow("unspecified") << "/42?must=1&x=1" << "" << "" << "Unspecified query parameter x is not allowed.";
        QTest::newRow("two values") << "/42?must=1&size=s&size=m" << "" << "" << "Request cannot contain multiple values for the query parameter size.";
        QTest::newRow("number") << "/42?must=a" << "" << "" << wrong.arg("query parameter must", "Invalid type. Expected Number but got String.");
        QTest::newRow("list") << "/42?must=1&size=x" << "" << "" << wrong.arg("query parameter size", "Value \"x\" is not defined in enum.");
        QTest::newRow("missing") << "/42" << "" << "" << wrong.arg("query parameter must", "Required parameter is missing.");
        QTest::newRow("header") << "/42?must=1" << "X-Flag:maybe" << "" << wrong.arg("header X-Flag", "Invalid type. Expected Boolean but got String.");
        QTest::newRow("unknown header") << "/42?must=1" << "X-Other:1" << "" << "Unspecified header X-Other is not allowed.";
        QTest::newRow("header let through") << "/42?must=1" << "X-Other:1" << "<headers><parameter name=\"x-other\" action=\"ignore\"/></headers>" << "";
        QTest::newRow("group let through") << "/42?must=1&x=1" << "" << "<query unspecified-parameter-action=\"detect\"/>" << "";
    }
    void validatesParameters()
    {
        QFETCH(QString, target);
        QFETCH(QString, header);
        QFETCH(QString, inside);
        QFETCH(QString, message);
        Call call;
        define(call, target.toStdString());
        if (!header.isEmpty())
            call.exchange.request.headers.set(header.section(':', 0, 0).toStdString(), header.section(':', 1).toStdString());
        call.inbound(validating(inside.toStdString()));
        if (message.isEmpty()) {
            COMPARE_TEXT(call.reason(), "none");
            return;
        }
        QCOMPARE(call.exchange.response.status, 400);
        COMPARE_TEXT(call.reason(), "Bad request");
        COMPARE_TEXT(call.exchange.lastError->wireMessage, message.toStdString());
    }
    void validatesThePath()
    {
        Call call;
        define(call, "/x?must=1");
        call.exchange.matched.parameters = {{"id", "x"}};
        call.inbound(validating());
        QVERIFY(call.exchange.lastError->message.starts_with("Value of the path parameter id "));
    }
    void detectsWithoutRefusing()
    {
        Call call;
        define(call, "/42?must=1&x=1&y=2");
        call.inbound(validating({}, "detect"));
        COMPARE_TEXT(call.reason(), "none");
        COMPARE_TEXT(textOf(call.exchange.variables["e"]),
                     R"x([{"Name":"x","Type":"QueryParameter","ValidationRule":"Unspecified","Details":"Unspecified query parameter x is not allowed.","Action":"Detect"},)x"
                     R"x({"Name":"y","Type":"QueryParameter","ValidationRule":"Unspecified","Details":"Unspecified query parameter y is not allowed.","Action":"Detect"}])x");
    }
    void validatesStatusCodes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("expected");
        QTest::newRow("specified") << 200 << 200;
        QTest::newRow("unspecified") << 500 << 502;
        QTest::newRow("let through") << 404 << 404;
    }
    void validatesStatusCodes()
    {
        QFETCH(int, status);
        QFETCH(int, expected);
        Call call;
        define(call, "/42");
        call.services.forwardAnswers = {FakeServices::response(status, "stack trace")};
        call.inbound({}, "<validate-status-code unspecified-status-code-action=\"prevent\" errors-variable-name=\"e\">"
                         "<status-code code=\"404\" action=\"ignore\"/></validate-status-code>");
        QCOMPARE(call.exchange.response.status, expected);
        if (expected != 502)
            return;
        COMPARE_TEXT(call.reason(), "Response not allowed");
        COMPARE_TEXT(call.exchange.lastError->message, "Response status code 500 is not allowed.");
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 502, \"message\": \"The request could not be processed due to an internal error. Contact the API owner.\" }");
    }
    void validatesResponseHeaders_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("right") << "X-Count" << "7" << "";
        QTest::newRow("unspecified") << "Server" << "x" << "Unspecified header Server is not allowed.";
        QTest::newRow("wrong") << "x-count" << "a" << "Value of the header x-count does not conform to the definition.\n\nInvalid type. Expected Integer but got String.";
        QTest::newRow("let through") << "Date" << "x" << "";
    }
    void validatesResponseHeaders()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, message);
        Call call;
        define(call, "/42");
        auto response = FakeServices::response(200, "x");
        response.headers.set(name.toStdString(), value.toStdString());
        call.services.forwardAnswers = {response};
        call.inbound({}, "<validate-headers specified-header-action=\"prevent\" unspecified-header-action=\"prevent\">"
                         "<header name=\"date\" action=\"ignore\"/></validate-headers>");
        COMPARE_TEXT(call.exchange.lastError ? call.exchange.lastError->message : std::string(), message.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestValidation)
#include "tst_validation.moc"
