// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "core/policy/tracer.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::parsed;
using gatehouse::test::scoped;

namespace {

struct Traced
{
    Call call;
    Expressions expressions;
    std::unique_ptr<Tracer> tracer;
    json::object entries;

    void run(const std::vector<ScopedDocument> &documents)
    {
        call.bindings.expressions = &expressions;
        call.prepare(documents);
        tracer = std::make_unique<Tracer>(call.exchange, call.services.clock(),
                                          std::make_shared<const std::vector<std::string>>(call.bindings.secrets));
        tracer->begin();
        call.run->observe(tracer.get());
        call.run->start();
        call.services.finishAll();
        tracer->answered(call.exchange.response);
        tracer->sent();
        entries = tracer->entries();
    }
    void run(const std::string &inbound, const std::string &outbound = {})
    {
        run({scoped(Scope::Api, "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound>" + outbound
                                    + "</outbound><on-error/></policies>")});
    }
    //! "source source ..." of a section.
    std::string sources(std::string_view section) const
    {
        std::string all;
        if (const auto *some = entries.if_contains(section))
            for (const auto &entry : some->as_array())
                all += std::string(entry.at("source").as_string()) + " ";
        return all;
    }
    //! The data of the first entry of that source; of that path when it is given.
    json::value data(std::string_view section, std::string_view source, std::string_view path = {}) const
    {
        if (const auto *some = entries.if_contains(section))
            for (const auto &entry : some->as_array()) {
                const auto &found = entry.at("data");
                if (entry.at("source").as_string() == source && (path.empty() || (found.is_object() && found.as_object().contains("path") && found.at("path").as_string() == path)))
                    return found;
            }
        return nullptr;
    }
    std::string text() const { return toJson(entries); }
};

} // namespace

class TestTracer : public QObject
{
    Q_OBJECT

private slots:
    void writesOneEntryAPolicyWithWhatItChanged()
    {
        Traced traced;
        traced.run("<set-header name=\"X-A\"><value>1</value></set-header><set-variable name=\"v\" value=\"@(1 + 1)\"/>"
                   "<rewrite-uri template=\"/new\"/>",
                   "<set-status code=\"201\" reason=\"Made\"/>");
        COMPARE_TEXT(traced.sources("inbound"), "api-inspector api-inspector set-header set-variable rewrite-uri ");
        COMPARE_TEXT(traced.sources("backend"), "forward-request ");
        COMPARE_TEXT(traced.sources("outbound"), "set-status transfer-response transfer-response ");
        const auto header = traced.data("inbound", "set-header");
        const std::string set = "[{\"what\":\"request.header\",\"name\":\"X-A\",\"before\":null,\"after\":\"1\"}]";
        COMPARE_TEXT(toJson(header.at("changes")), set);
        COMPARE_TEXT(header.at("scope").as_string(), "api");
        COMPARE_TEXT(header.at("section").as_string(), "inbound");
        COMPARE_TEXT(header.at("path").as_string(), "set-header[1]");
        COMPARE_TEXT(header.at("resourceId").as_string(), "apis/orders/policies/policy");
        QCOMPARE(header.at("position").at("line").as_int64(), 1);
        QVERIFY(header.at("durationMicroseconds").is_int64());
        const auto variable = traced.data("inbound", "set-variable");
        COMPARE_TEXT(variable.at("message").as_string(), "Context variable was successfully set.");
        COMPARE_TEXT(variable.at("name").as_string(), "v");
        COMPARE_TEXT(variable.at("value").as_string(), "2");
        const std::string rewritten = "[{\"what\":\"backend.url\",\"before\":\"http://backend.test/42\",\"after\":\"http://backend.test/new\"}]";
        COMPARE_TEXT(toJson(traced.data("inbound", "rewrite-uri").at("changes")), rewritten);
        const std::string sentences = "[\"Response status code was set to 201\",\"Response status reason was set to 'Made'\"]";
        COMPARE_TEXT(toJson(traced.data("outbound", "set-status").at("message")), sentences);
    }

    void saysWhichBranchWasTaken()
    {
        Traced traced;
        traced.run("<choose><when condition=\"@(context.Request.Method == &quot;POST&quot;)\"><set-header name=\"P\"><value>1</value></set-header></when>"
                   "<when condition=\"@(context.Request.Method == &quot;GET&quot;)\"><set-header name=\"G\"><value>1</value></set-header></when></choose>");
        COMPARE_TEXT(traced.sources("inbound"), "api-inspector api-inspector choose choose set-header ");
        QCOMPARE(traced.data("inbound", "choose", "choose[1]/when[1]").at("value").as_bool(), false);
        QCOMPARE(traced.data("inbound", "choose", "choose[1]/when[2]").at("value").as_bool(), true);
    }

    void namesFragmentsAndScopes()
    {
        Traced traced;
        traced.call.bindings.fragments["greet"] =
            std::make_shared<const Document>(parsed("<fragment><set-header name=\"X-F\"><value>1</value></set-header></fragment>"));
        traced.run({scoped(Scope::Global, "<policies><inbound><set-header name=\"X-G\"><value>1</value></set-header></inbound><backend/><outbound/><on-error/></policies>"),
                    scoped(Scope::Api, "<policies><inbound><base/><include-fragment fragment-id=\"greet\"/><set-header name=\"X-A\"><value>1</value></set-header>"
                                       "</inbound><backend/><outbound/><on-error/></policies>")});
        COMPARE_TEXT(traced.sources("inbound"), "api-inspector api-inspector set-header include-fragment set-header include-fragment set-header ");
        COMPARE_TEXT(traced.data("inbound", "include-fragment").as_string(), "Entering policy fragment 'greet'");
        COMPARE_TEXT(traced.data("inbound", "set-header", "set-header[1]").at("scope").as_string(), "global");
        COMPARE_TEXT(traced.data("inbound", "set-header", "include-fragment[1]/set-header[1]").at("resourceId").as_string(), "policyFragments/greet");
    }

    void aFailureStandsWhereItHappenedAndOnErrorFollows()
    {
        Traced traced;
        traced.run({scoped(Scope::Api, "<policies><inbound><check-header name=\"X-Needed\" failed-check-httpcode=\"412\" failed-check-error-message=\"none\" "
                                       "ignore-case=\"true\"><value>1</value></check-header></inbound><backend/><outbound/>"
                                       "<on-error><set-status code=\"418\"/></on-error></policies>")});
        const auto failed = traced.data("inbound", "check-header");
        QCOMPARE(failed.at("error").at("status").as_int64(), 412);
        COMPARE_TEXT(failed.at("error").at("source").as_string(), "check-header");
        COMPARE_TEXT(traced.sources("on-error"), "set-status transfer-response transfer-response ");
    }

    void hidesSecretsWhereverTheyShow()
    {
        Traced traced;
        traced.call.bindings.secrets = {"swordfish"};
        traced.call.exchange.request.headers.add("Authorization", "Bearer token-of-mine");
        traced.call.exchange.request.headers.add("Cookie", "id=cookie-secret");
        traced.run("<set-variable name=\"copy\" value=\"@(context.Request.Headers.GetValueOrDefault(&quot;Authorization&quot;,&quot;&quot;))\"/>"
                   "<set-variable name=\"half\" value=\"@(&quot;x=&quot; + context.Request.Headers.GetValueOrDefault(&quot;Cookie&quot;,&quot;&quot;))\"/>"
                   "<set-header name=\"X-Key\"><value>a swordfish</value></set-header>"
                   "<set-header name=\"Authorization\"><value>Basic later-secret</value></set-header>");
        const auto text = traced.text();
        for (const auto *secret : {"token-of-mine", "cookie-secret", "swordfish", "later-secret"})
            QVERIFY2(text.find(secret) == std::string::npos, secret);
        QVERIFY(text.find("Bearer ***") != std::string::npos);
        QVERIFY(text.find("a ***") != std::string::npos);
    }

    void previewsBodiesUpTo8Kilobytes()
    {
        Traced traced;
        traced.run("<set-body>" + std::string(20'000, 'b') + "</set-body>");
        const auto changes = traced.data("inbound", "set-body").at("changes").as_array();
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].at("after").at("bytes").to_number<int>(), 20'000);
        const auto preview = changes[0].at("after").at("preview").as_string();
        QVERIFY(preview.size() > 8'000 && preview.size() < 8'200);
    }

    void anEndlessPolicyMakesABoundedTrace()
    {
        Traced traced;
        std::string many;
        for (int i = 0; i < 3'000; ++i)
            many += "<set-variable name=\"v\" value=\"" + std::to_string(i) + "\"/>";
        traced.run(many);
        QVERIFY(traced.entries.at("inbound").as_array().size() <= Tracer::maxEntries + 1);
        QVERIFY(traced.text().find("The trace is too long") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTracer)
#include "tst_tracer.moc"
