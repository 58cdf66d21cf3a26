// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::parsed;
using gatehouse::test::scoped;

namespace {

//! "inbound: M base A": what marks itself, and where <base/> stands.
std::string document(const std::string &inbound, const std::string &backend = "<forward-request/>")
{
    return "<policies><inbound>" + inbound + "</inbound><backend>" + backend + "</backend><outbound/><on-error/></policies>";
}
std::string mark(const std::string &name)
{
    return "<set-header name=\"X-Order\" exists-action=\"append\"><value>" + name + "</value></set-header>";
}

//! Takes a turn first: what waits has to go on at the same step.
class Later final : public Evaluation
{
public:
    explicit Later(Result<Variable> value) : m_value(std::move(value)) { }
    bool resume() override { return m_turns-- == 0; }
    Result<Variable> take() override { return std::move(m_value); }

private:
    Result<Variable> m_value;
    int m_turns = 1;
};

class OneExpression final : public CompiledExpression
{
public:
    OneExpression(std::string text, bool body) : m_text(std::move(text)), m_body(body) { }
    bool needsRequestBody() const override { return m_body; }
    std::unique_ptr<Evaluation> begin(const EvaluationContext &context) const override
    {
        return std::make_unique<Later>(evaluate(context));
    }

private:
    Result<Variable> evaluate(const EvaluationContext &context) const
    {
        if (m_text == "@(throw)")
            return fail(ErrorKind::Invalid, "expression.exception", {{"message", "Object reference not set to an instance of an object."}});
        if (m_body)
            return Variable(*context.exchange.request.body.bytes());
        if (m_text == "@(1 < 2)")
            return Variable(true);
        return Variable("<" + m_text + ">");
    }

    std::string m_text;
    bool m_body;
};

//! Stands where the engine will: any text is its own value.
class EchoingExpressions final : public ExpressionCompiler
{
public:
    tl::expected<std::shared_ptr<const CompiledExpression>, Diagnostics> compile(std::string_view text,
                                                                                 const Position &position) const override
    {
        if (text.find("syntax") != std::string_view::npos)
            return tl::unexpected(Diagnostics{{Severity::Error, position, "", "policy.expression", {{"message", "; expected"}}}});
        return std::make_shared<const OneExpression>(std::string(text), text.find("Body") != std::string_view::npos);
    }
};

} // namespace

class TestCompile : public QObject
{
    Q_OBJECT

private slots:
    void basePutsInTheNextBroaderScope_data()
    {
        QTest::addColumn<QString>("global");
        QTest::addColumn<QString>("product");
        QTest::addColumn<QString>("api");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("order");
        const auto g = QString::fromStdString(mark("g")), p = QString::fromStdString(mark("p")), a = QString::fromStdString(mark("a")),
                   o = QString::fromStdString(mark("o"));
        QTest::newRow("all, base first") << g << "<base/>" + p << "<base/>" + a << "<base/>" + o << "g,p,a,o";
        QTest::newRow("all, base last") << g << p + "<base/>" << a + "<base/>" << o + "<base/>" << "o,a,p,g";
        QTest::newRow("base in the middle") << g << "-" << a + "<base/>" + a << "-" << "a,g,a";
        QTest::newRow("no base, nothing broader") << g << "<base/>" + p << a << "<base/>" + o << "a,o";
        QTest::newRow("absent scopes are passed over") << g << "-" << "-" << o + "<base/>" << "o,g";
        QTest::newRow("base at the global scope is nothing") << "<base/>" + g << "-" << "<base/>" + a << "-" << "g,a";
        QTest::newRow("product between api and global") << g << "<base/>" + p << "<base/>" + a << "-" << "g,p,a";
        QTest::newRow("no documents") << "-" << "-" << "-" << "-" << "-";
        QTest::newRow("only an operation") << "-" << "-" << "-" << "<base/>" + o << "o";
        QTest::newRow("base twice runs twice") << g << "-" << "<base/><base/>" << "-" << "g,g";
    }
    void basePutsInTheNextBroaderScope()
    {
        QFETCH(QString, global);
        QFETCH(QString, product);
        QFETCH(QString, api);
        QFETCH(QString, operation);
        Call call;
        std::vector<ScopedDocument> documents;
        const std::pair<QString, Scope> columns[] = {
            {operation, Scope::Operation}, {global, Scope::Global}, {api, Scope::Api}, {product, Scope::Product}};
        for (const auto &[text, scope] : columns) // the order of the list says nothing
            if (text != "-")
                documents.push_back(scoped(scope, document(text.toStdString(), scope == Scope::Global ? "<forward-request/>" : "<base/>")));
        QFETCH(QString, order);
        call.through(documents);
        COMPARE_TEXT(call.sent("X-Order"), order.toStdString());
        QCOMPARE(call.services.count(gatehouse::test::FakeServices::Pending::Forward), 1U);
    }
    void aMissingSectionInheritsNothing()
    {
        Call call;
        call.through({scoped(Scope::Global, document(mark("g"))), scoped(Scope::Api, "<policies><backend><base/></backend></policies>")});
        COMPARE_TEXT(call.sent("X-Order"), "-");
        QCOMPARE(call.services.all.front()->kind, gatehouse::test::FakeServices::Pending::Forward);
    }
    void originsSayWhereAStepStands()
    {
        Call call;
        call.bindings.fragments["audit"] = std::make_shared<const Document>(
            parsed("<fragment>\n  <set-variable name=\"v\" value=\"1\"/>\n</fragment>"));
        call.prepare({scoped(Scope::Global, document(mark("g"))),
                      scoped(Scope::Api, document("<base/>\n<choose><when condition=\"true\"><set-variable id=\"s\" name=\"a\" value=\"b\"/></when>"
                                                  "</choose><include-fragment fragment-id=\"Audit\"/>", "<base/>"))});
        const auto &origins = call.compiled.program->origins;
        QVERIFY(call.compiled.diagnostics.empty());
        QCOMPARE(origins.size(), call.compiled.program->steps.size());
        std::string text;
        for (const auto &origin : origins)
            text += std::string(nameOf(origin.scope)) + " " + origin.resourceId + " " + origin.policy + " " + origin.path + " "
                + origin.policyId + " " + std::to_string(origin.position.line) + "\n";
        COMPARE_TEXT(text, "global policies/policy set-header set-header[1]  1\n"
                           "api apis/orders/policies/policy choose choose[1]/when[1]  2\n"
                           "api apis/orders/policies/policy set-variable choose[1]/when[1]/set-variable[1] s 2\n"
                           "api apis/orders/policies/policy choose choose[1]/when[1]  2\n"
                           "api policyFragments/Audit set-variable include-fragment[1]/set-variable[1]  2\n"
                           "global policies/policy forward-request forward-request[1]  1\n");
    }
    void listsTheEffectivePolicies()
    {
        Bindings bindings;
        bindings.fragments["f"] = std::make_shared<const Document>(parsed("<fragment><set-method>PUT</set-method></fragment>"));
        const auto list = effectivePolicies(
            {scoped(Scope::Global, document("<ip-filter action=\"allow\"/>")),
             scoped(Scope::Api, document("<rate-limit calls=\"5\" renewal-period=\"60\"/><base/><choose><when condition=\"@(x)\">"
                                         "<include-fragment fragment-id=\"f\"/></when><otherwise><return-response>"
                                         "<set-status code=\"404\" reason=\"No\"/></return-response></otherwise></choose>", "<base/>"))},
            bindings);
        std::string text;
        for (const auto &policy : list)
            text += std::string(nameOf(policy.section)) + " " + std::string(nameOf(policy.scope)) + " " + policy.name + " ["
                + policy.summary + "] " + std::to_string(policy.depth) + (policy.executed ? "" : " not executed") + " "
                + policy.resourceId + "\n";
        COMPARE_TEXT(text, "inbound api rate-limit [5 calls per 60 s] 0 apis/orders/policies/policy\n"
                           "inbound global ip-filter [action=allow] 0 policies/policy\n"
                           "inbound api choose [] 0 apis/orders/policies/policy\n"
                           "inbound api include-fragment [fragment-id=f] 1 apis/orders/policies/policy\n"
                           "inbound api set-method [PUT] 2 policyFragments/f\n"
                           "inbound api return-response [404 No] 1 apis/orders/policies/policy\n"
                           "backend global forward-request [] 0 policies/policy\n");
    }
    void putsNamedValuesInWhereTheyStand()
    {
        Call call;
        call.bindings.namedValues = {{"host", "backend2.test"}, {"key", "secret"}, {"expr", "@(true)"}};
        call.inbound("<set-backend-service base-url=\"https://{{host}}/v1\"/><set-header name=\"A\"><value>Bearer {{ key }}</value></set-header>"
                     "<choose><when condition=\"{{expr}}\"><set-variable name=\"v\" value=\"@(&quot;{{key}}&quot;)\"/></when></choose>");
        COMPARE_TEXT(call.exchange.backendBaseUrl, "https://backend2.test/v1");
        COMPARE_TEXT(call.sent("A"), "Bearer secret");
        COMPARE_TEXT(std::get<std::string>(call.exchange.variables["v"]), "secret");
    }
    void anUnknownNamedValueIsAnErrorAndFailsLoudly()
    {
        Call call;
        call.inbound("<set-header name=\"A\"><value>{{nope}}</value></set-header>");
        QCOMPARE(call.compiled.diagnostics.size(), 1U);
        COMPARE_TEXT(call.compiled.diagnostics[0].code, "policy.unknownNamedValue");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
        QVERIFY(call.exchange.lastError->message.find("Cannot find a property 'nope'") != std::string::npos);
        QCOMPARE(call.exchange.response.status, 500);
    }
    void bracesOfALiquidTemplateAreNoNamedValues()
    {
        Call call;
        call.inbound("<set-body template=\"liquid\">{{body.name}}</set-body>");
        QVERIFY(call.compiled.diagnostics.empty());
        COMPARE_TEXT(call.reason(), "none");
    }
    void foldsConstantExpressions_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("value");
        QTest::newRow("text") << "@(\"a\\n\\\"b\\\"\")" << "a\n\"b\"";
        QTest::newRow("true") << "@(true)" << "True";
        QTest::newRow("false") << "@( false )" << "False";
        QTest::newRow("number") << "@(123)" << "123";
        QTest::newRow("literal") << "plain @(x" << "plain @(x";
    }
    void foldsConstantExpressions()
    {
        QFETCH(QString, expression);
        QFETCH(QString, value);
        auto document = parsed("<policies><inbound><set-variable name=\"v\" value=\"\"/></inbound></policies>");
        document.setAttribute(document.elements(document.elements(document.documentElement())[0])[0], "value", expression.toStdString());
        Call call;
        call.through({{Scope::Api, "apis/a/policies/policy", std::make_shared<const Document>(document)}});
        COMPARE_TEXT(textOf(call.exchange.variables["v"]), value.toStdString());
    }
    void withoutAnEngineAnExpressionFailsLoudly()
    {
        Call call;
        call.inbound("<set-header name=\"A\"><value>@(context.RequestId)</value></set-header>");
        QVERIFY(call.compiled.diagnostics.empty());
        COMPARE_TEXT(call.exchange.lastError->source, "set-header");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
        COMPARE_TEXT(call.exchange.lastError->message,
                     "Expression evaluation failed. This gateway has no expression engine.");
    }
    void anEngineDropsIn()
    {
        const EchoingExpressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.inbound("<choose><when condition=\"@(1 < 2)\"><set-header name=\"A\"><value>@(b[\"c\"])</value></set-header></when></choose>");
        COMPARE_TEXT(call.sent("A"), "<@(b[\"c\"])>");
    }
    void aFailingExpressionDrivesOnError()
    {
        const EchoingExpressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.inbound("<set-variable id=\"x\" name=\"a\" value=\"@(throw)\"/>");
        COMPARE_TEXT(call.exchange.lastError->source, "set-variable");
        COMPARE_TEXT(call.exchange.lastError->message, "Expression evaluation failed. Object reference not set to an instance of an object.");
        COMPARE_TEXT(call.exchange.lastError->policyId, "x");
    }
    void anExpressionThatDoesNotCompileIsAFindingAndFails()
    {
        const EchoingExpressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.inbound("<set-variable name=\"a\" value=\"@(syntax)\"/>");
        QCOMPARE(call.compiled.diagnostics.size(), 1U);
        COMPARE_TEXT(call.compiled.diagnostics[0].code, "policy.expression");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
    }
    void buffersTheBodyThatAnExpressionNeeds()
    {
        class Stream final : public BodyStream
        {
            void read(Callback) override { }
            void cancel() override { }
        };
        const EchoingExpressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.exchange.request.body.content = std::shared_ptr<BodyStream>(std::make_shared<Stream>());
        call.inbound("<set-header name=\"A\"><value>@(Body)</value></set-header>");
        COMPARE_TEXT(call.sent("A"), "buffered");
        QCOMPARE(call.services.count(gatehouse::test::FakeServices::Pending::Buffer), 1U);
    }
    void fragmentsDoNotNestNorInherit()
    {
        Call call;
        call.bindings.fragments["a"] = std::make_shared<const Document>(parsed("<fragment><include-fragment fragment-id=\"a\"/></fragment>"));
        call.inbound("<include-fragment fragment-id=\"a\"/>");
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.nestedFragment");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");

        Call base;
        base.bindings.fragments["a"] = std::make_shared<const Document>(parsed("<fragment><base/></fragment>"));
        base.inbound("<include-fragment fragment-id=\"a\"/>");
        COMPARE_TEXT(base.compiled.diagnostics.at(0).code, "policy.baseInFragment");

        Call missing;
        missing.inbound("<include-fragment fragment-id=\"none\"/>");
        COMPARE_TEXT(missing.compiled.diagnostics.at(0).code, "policy.unknownFragment");
        COMPARE_TEXT(missing.reason(), "PolicyInvalid");
    }
    void knownAndUnexecutedPoliciesFailLoudlyOnlyWhenReached()
    {
        Call call;
        call.inbound("<choose><when condition=\"false\"><publish-to-dapr topic=\"t\">m</publish-to-dapr></when></choose>");
        QCOMPARE(call.compiled.diagnostics.size(), 1U);
        QCOMPARE(call.compiled.diagnostics[0].severity, Severity::Warning);
        QVERIFY(!call.exchange.lastError);
        Call reached;
        reached.inbound("<publish-to-dapr topic=\"t\">m</publish-to-dapr>");
        COMPARE_TEXT(reached.reason(), "PolicyNotExecuted");
        COMPARE_TEXT(reached.exchange.lastError->source, "publish-to-dapr");
        QCOMPARE(reached.exchange.response.status, 500);
    }
};

QTEST_GUILESS_MAIN(TestCompile)
#include "tst_compile.moc"
