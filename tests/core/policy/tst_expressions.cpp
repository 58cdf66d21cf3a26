// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compile.h"
#include "core/policy/expressions.h"
#include "core/policy/value_source.h"
#include "tests/core/policy/fake_services.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::policy;

namespace {

const Expressions &engine()
{
    static const Expressions made({"West Europe", "apim-test", "apim-test.azure-api.example"});
    return made;
}

//! One request through `inbound`, by the real engine.
struct Answered
{
    test::FakeServices services;
    Exchange exchange;
    Diagnostics findings;
    bool finished = false;

    explicit Answered(const std::string &inbound, const std::string &onError = {}, std::string body = {})
    {
        const auto text = "<policies><inbound>" + inbound + "</inbound><backend/><outbound/><on-error>" + onError + "</on-error></policies>";
        auto document = Document::parse(text);
        Q_ASSERT(document);
        Bindings bindings;
        bindings.expressions = &engine();
        auto compiled = compile({{Scope::Api, "apis/a/policies/policy", std::make_shared<const Document>(std::move(*document))}}, bindings);
        findings = compiled.diagnostics;
        exchange.request.method = "POST";
        exchange.request.url = *http::Url::parse("http://api.test/shop/orders?q=1");
        exchange.originalUrl = exchange.request.url;
        exchange.request.headers.add("X-Id", "42");
        if (!body.empty())
            exchange.request.body.set(std::move(body));
        exchange.requestId = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
        exchange.clientAddress = "203.0.113.7";
        Run run(compiled.program, exchange, services, [this] { finished = true; });
        run.start();
        services.finishAll();
    }
    std::string header(std::string_view name) const { return std::string(exchange.request.headers.get(name).value_or("")); }
};

std::string setHeader(const std::string &expression)
{
    return "<set-header name=\"R\"><value>" + expression + "</value></set-header>";
}

} // namespace

class TestExpressions : public QObject
{
    Q_OBJECT

private slots:
    void reachIntoTheExchange_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
        row("@(context.Request.Headers.GetValueOrDefault(\"X-Id\", \"none\"))", "42");
        row("@(context.Request.Headers.GetValueOrDefault(\"X-No\", \"none\"))", "none");
        row("@(context.Request.Method + \" \" + context.Request.OriginalUrl.Path)", "POST /shop/orders");
        row("@(context.Request.IpAddress)", "203.0.113.7");
        row("@(context.RequestId.ToString())", "6f9619ff-8b86-d011-b42d-00c04fc964ff");
        row("@(context.Request.Body.As<JObject>(preserveContent: true)[\"a\"].ToString())", "7");
        row("@(context.Deployment.Region)", "West Europe");
        row("@{ var n = 0; foreach (var c in \"abc\") { n += c; } return n.ToString(); }", "294");
        row("@((string)context.Response?.StatusReason)", "");
    }
    void reachIntoTheExchange()
    {
        QFETCH(const QString, expression);
        QFETCH(const QString, expected);
        const Answered answered(setHeader(expression.toStdString()), {}, "{\"a\":7}");
        QVERIFY(answered.findings.empty());
        QVERIFY(answered.finished);
        QVERIFY(!answered.exchange.lastError);
        QCOMPARE(QString::fromStdString(answered.header("R")), expected);
    }

    void variablesKeepTheirTypes()
    {
        const Answered answered("<set-variable name=\"n\" value=\"@(5)\"/><set-variable name=\"l\" value=\"@(5L)\"/>"
                                "<set-variable name=\"o\" value='@(new JObject(new JProperty(\"k\", 1)))'/>"
                                "<set-variable name=\"d\" value=\"@(new DateTime(2024, 5, 6))\"/><set-variable name=\"s\" value=\"5\"/>"
                                + setHeader("@(((int)context.Variables[\"n\"] + (long)context.Variables[\"l\"]) + \"|\" + "
                                            "((JObject)context.Variables[\"o\"])[\"k\"] + \"|\" + ((DateTime)context.Variables[\"d\"]).Year + \"|\" + "
                                            "((string)context.Variables[\"s\"]).Length)"));
        QVERIFY(!answered.exchange.lastError);
        QCOMPARE(answered.header("R"), "10|1|2024|1");
    }

    void chooseTakesTheFirstTrueCondition()
    {
        const Answered answered("<choose><when condition='@(context.Request.Headers.GetValueOrDefault(\"X-Id\") == \"41\")'>"
                                + setHeader("first") + "</when><when condition=\"@(int.Parse(context.Request.Headers[&quot;X-Id&quot;][0]) &gt; 40)\">"
                                + setHeader("second") + "</when><otherwise>" + setHeader("other") + "</otherwise></choose>");
        QCOMPARE(answered.header("R"), "second");
    }

    void anExceptionDrivesOnError()
    {
        const Answered answered(setHeader("@(context.Request.Headers[\"X-No\"][0])"),
                                "<set-variable name=\"seen\" value='@(context.LastError.Source + \"|\" + context.LastError.Reason + \"|\" + "
                                "context.LastError.Section + \"|\" + context.LastError.Path)'/>");
        QVERIFY(answered.finished);
        QCOMPARE(textOf(answered.exchange.variables.at("seen")), "set-header|ExpressionValueEvaluationFailure|inbound|set-header[1]");
        QCOMPARE(answered.exchange.response.status, 500);
        QVERIFY(answered.exchange.lastError->message.starts_with("Expression evaluation failed. "));
    }

    void anEndlessLoopTakesTurnsAndEnds()
    {
        Answered answered(setHeader("@{ while (true) { } }"));
        QVERIFY(answered.finished);
        QVERIFY(answered.exchange.lastError);
        QVERIFY2(answered.services.count(test::FakeServices::Pending::Wait) > 1000, "the worker got no turns");
        QCOMPARE(answered.exchange.lastError->reason, "ExpressionValueEvaluationFailure");
    }

    void constantsCostNothing()
    {
        const Answered answered(setHeader("@(\"a\" + \"b\" + nameof(context.Request))"));
        QCOMPARE(answered.header("R"), "abRequest");
        const auto compiled = engine().compile("@(\"a\" + (1 + 2 == 3 ? \"x\" : \"y\"))", {});
        QVERIFY(compiled.has_value());
        QVERIFY((*compiled)->constant().has_value());
        QCOMPARE(textOf(*(*compiled)->constant()), "ax");
    }

    void findingsStandInTheDocument()
    {
        const auto document = Document::parse("<policies>\n <inbound>\n  <set-variable name=\"a\" value=\"@(context.Nothing)\"/>\n </inbound>\n <backend/><outbound/><on-error/>\n</policies>");
        QVERIFY(document.has_value());
        References references;
        references.expressions = &engine();
        const auto findings = validate(*document, Scope::Api, references);
        QCOMPARE(findings.size(), 1U);
        QCOMPARE(findings[0].code, "policy.expression");
        QCOMPARE(findings[0].position.line, 3);
        QCOMPARE(QString::fromStdString(azureText(findings[0])),
                 "Error in element 'set-variable' on line 3, column 43: 'IContext' does not contain a definition for 'Nothing'");
    }

    void equalTextsAreCompiledOnce()
    {
        const auto first = engine().compile("@(context.RequestId.ToString())", {});
        const auto second = engine().compile("@(context.RequestId.ToString())", {});
        QCOMPARE(first->get(), second->get());
    }
};

QTEST_GUILESS_MAIN(TestExpressions)
#include "tst_expressions.moc"
