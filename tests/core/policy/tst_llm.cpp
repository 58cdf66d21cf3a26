// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

const std::string chat = R"({"model":"m","messages":[{"role":"user","content":"0123456789012345"}]})"; // 4 + 3 + 3 tokens
const std::string answer = R"({"choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":30,"completion_tokens":10,"total_tokens":40}})";

class Nothing final : public BodyStream
{
    void read(Callback) override { }
    void cancel() override { }
};

ResponseMessage streamOf(const std::string &type)
{
    ResponseMessage message;
    message.headers.set("Content-Type", type);
    message.body.content = std::shared_ptr<BodyStream>(std::make_shared<Nothing>());
    return message;
}

//! Several requests against the same counters and cache.
struct Caller
{
    std::string policies, outbound;
    std::map<std::pair<std::string, std::string>, limit::SlidingWindow> windows;
    std::map<std::pair<std::string, std::string>, limit::FixedWindow> quotas;
    std::int64_t elapsed = 0;
    std::string body = chat;
    std::function<void(Call &)> arrange;

    std::unique_ptr<Call> call()
    {
        auto call = std::make_unique<Call>();
        call->exchange.request.method = "POST";
        call->exchange.request.body.set(body);
        call->exchange.request.headers.set("Accept-Encoding", "gzip");
        call->services.windows = windows;
        call->services.quotas = quotas;
        call->services.manual.advance(std::chrono::microseconds(elapsed));
        call->services.forwardAnswers.push_back(FakeServices::response(200, answer));
        if (arrange)
            arrange(*call);
        call->inbound(policies, outbound);
        for (const auto &watcher : std::exchange(call->exchange.watchers, {}))
            watcher->ended(call->services);
        windows = call->services.windows;
        quotas = call->services.quotas;
        return call;
    }
};

std::string limitOf(const std::string &attributes, const std::string &name = "llm-token-limit")
{
    return "<" + name + " counter-key=\"k\" " + attributes + "/>";
}

std::string said(const Call &call, const std::string &variable)
{
    const auto found = call.exchange.variables.find(variable);
    return found == call.exchange.variables.end() ? "-" : textOf(found->second);
}

std::string samples(const Call &call)
{
    std::string text;
    for (const auto &sample : call.services.samples) {
        text += sample.space + "/" + sample.name + "=" + std::to_string(static_cast<int>(sample.value));
        for (const auto &[name, value] : sample.dimensions)
            text += " " + name + ":" + value;
        text += "\n";
    }
    return text;
}

} // namespace

class TestLlm : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatTheModelReports()
    {
        Caller caller;
        caller.policies = limitOf("tokens-per-minute=\"100\" estimate-prompt-tokens=\"false\" remaining-tokens-header-name=\"X-Left\" "
                                  "remaining-tokens-variable-name=\"left\" tokens-consumed-header-name=\"X-Used\" tokens-consumed-variable-name=\"used\"");
        const auto first = caller.call();
        COMPARE_TEXT(first->header("X-Left"), "60");
        COMPARE_TEXT(first->header("X-Used"), "40");
        COMPARE_TEXT(said(*first, "used"), "40");
        COMPARE_TEXT(said(*first, "left"), "60");
        COMPARE_TEXT(first->sent("Accept-Encoding"), "-");
        COMPARE_TEXT(caller.call()->header("X-Left"), "20");
        const auto third = caller.call(); // 20 are left, so it passes; it uses 40
        QCOMPARE(third->exchange.response.status, 200);
        COMPARE_TEXT(third->header("X-Left"), "0");
        const auto refused = caller.call();
        QCOMPARE(refused->exchange.response.status, 429);
        COMPARE_TEXT(refused->body(), "{ \"statusCode\": 429, \"message\": \"Token limit is exceeded. Try again in 60 seconds.\" }");
        COMPARE_TEXT(refused->header("Retry-After"), "60");
        COMPARE_TEXT(refused->header("X-Left"), "0");
        COMPARE_TEXT(refused->reason(), "TokenLimitExceeded");
        QCOMPARE(refused->services.count(FakeServices::Pending::Forward), 0U);
        caller.elapsed = 60'000'000;
        QCOMPARE(caller.call()->exchange.response.status, 200);
    }
    void bothPoliciesCountByOneCounter()
    {
        Caller caller;
        caller.policies = limitOf("tokens-per-minute=\"40\" estimate-prompt-tokens=\"false\"");
        caller.call();
        caller.policies = limitOf("tokens-per-minute=\"40\" estimate-prompt-tokens=\"false\"", "azure-openai-token-limit");
        QCOMPARE(caller.call()->exchange.response.status, 429);
    }
    void judgesByTheEstimate_data()
    {
        QTest::addColumn<int>("perMinute");
        QTest::addColumn<bool>("estimates");
        QTest::addColumn<bool>("streams");
        QTest::addColumn<int>("status");
        QTest::newRow("it fits") << 10 << true << false << 200;
        QTest::newRow("it never fits") << 9 << true << false << 429;
        QTest::newRow("not estimated") << 1 << false << false << 200;
        QTest::newRow("of streams always") << 9 << false << true << 429;
    }
    void judgesByTheEstimate()
    {
        QFETCH(int, perMinute);
        QFETCH(bool, estimates);
        QFETCH(bool, streams);
        QFETCH(int, status);
        Caller caller;
        caller.arrange = [](Call &call) { call.services.forwardAnswers = {FakeServices::response(200)}; };
        if (streams)
            caller.body.insert(1, R"("stream":true,)");
        caller.policies = limitOf("tokens-per-minute=\"" + std::to_string(perMinute) + "\" estimate-prompt-tokens=\"" + (estimates ? "true" : "false")
                                  + "\" tokens-consumed-variable-name=\"used\"");
        const auto call = caller.call();
        QCOMPARE(call->exchange.response.status, status);
        if (status == 429) {
            COMPARE_TEXT(call->body(), "{ \"statusCode\": 429, \"message\": \"Token limit is exceeded.\" }");
            COMPARE_TEXT(call->header("Retry-After"), "-");
            COMPARE_TEXT(said(*call, "used"), "10");
        } else {
            COMPARE_TEXT(said(*call, "used"), estimates ? "10" : "0"); // the answer reports nothing
        }
    }
    void aQuotaAnswers403UntilItsPeriodEnds()
    {
        Caller caller;
        caller.policies = limitOf("token-quota=\"50\" token-quota-period=\"Daily\" estimate-prompt-tokens=\"false\" retry-after-variable-name=\"after\" "
                                  "remaining-quota-tokens-header-name=\"X-Quota\" remaining-quota-tokens-variable-name=\"quota\"");
        const auto first = caller.call();
        COMPARE_TEXT(first->header("X-Quota"), "10");
        COMPARE_TEXT(said(*first, "quota"), "10");
        COMPARE_TEXT(caller.call()->header("X-Quota"), "0");
        const auto day = std::chrono::floor<std::chrono::days>(first->services.manual.utc()) + std::chrono::days(1);
        const auto left = day - first->services.manual.utc();
        caller.elapsed = (left - std::chrono::seconds(61)).count();
        const auto refused = caller.call();
        QCOMPARE(refused->exchange.response.status, 403);
        COMPARE_TEXT(refused->body(), "{ \"statusCode\": 403, \"message\": \"Token quota is exceeded. Try again in 1 minute and 1 second.\" }");
        COMPARE_TEXT(refused->header("Retry-After"), "61");
        COMPARE_TEXT(said(*refused, "after"), "61");
        COMPARE_TEXT(refused->reason(), "TokenQuotaExceeded");
        caller.elapsed = left.count();
        COMPARE_TEXT(caller.call()->header("X-Quota"), "10");
    }
    void aQuotaForEverNamesNoTime()
    {
        Caller caller;
        caller.policies = limitOf("token-quota=\"40\" estimate-prompt-tokens=\"false\"");
        caller.call();
        COMPARE_TEXT(caller.call()->body(), "{ \"statusCode\": 403, \"message\": \"Token quota is exceeded.\" }");
    }
    void countsAKeyOnceARequest()
    {
        Caller caller;
        const auto one = limitOf("tokens-per-minute=\"100\" estimate-prompt-tokens=\"false\" remaining-tokens-header-name=\"X-Left\"");
        caller.policies = one + one;
        COMPARE_TEXT(caller.call()->header("X-Left"), "60");
    }
    void aFailedAnswerCountsNothing()
    {
        Caller caller;
        caller.policies = limitOf("tokens-per-minute=\"100\" estimate-prompt-tokens=\"true\"");
        caller.arrange = [](Call &call) { call.services.forwardAnswers = {FakeServices::response(500, answer)}; };
        caller.call();
        QVERIFY(caller.windows.begin()->second.used({100, 60'000'000}, 0) == 0);
    }
    void ignoresThePromptWhereAskedTo()
    {
        Caller caller;
        caller.policies = limitOf("tokens-per-minute=\"100\" estimate-prompt-tokens=\"true\" ignore-prompt=\"true\" tokens-consumed-header-name=\"X-Used\"");
        COMPARE_TEXT(caller.call()->header("X-Used"), "10");
    }
    void aStreamIsCountedAtItsEnd_data()
    {
        QTest::addColumn<QString>("events");
        QTest::addColumn<int>("tokens");
        QTest::newRow("by its usage") << "data: {\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":10,\"total_tokens\":40}}\n\n" << 40;
        QTest::newRow("by the estimate") << "data: {\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}\n\n" << 12;
        QTest::newRow("broken off at once") << "" << 10;
    }
    void aStreamIsCountedAtItsEnd()
    {
        QFETCH(QString, events);
        QFETCH(int, tokens);
        Call call;
        call.exchange.request.body.set(chat);
        call.services.forwardAnswers.push_back(streamOf("text/event-stream; charset=utf-8"));
        call.inbound(limitOf("tokens-per-minute=\"100\" token-quota=\"1000\" estimate-prompt-tokens=\"false\""));
        QCOMPARE(call.services.count(FakeServices::Pending::Buffer), 0U);
        QCOMPARE(call.exchange.watchers.size(), 1U);
        call.exchange.watchers[0]->passed(events.toStdString());
        call.exchange.watchers[0]->ended(call.services);
        const auto now = call.services.manual.utc().time_since_epoch().count();
        QCOMPARE(int(call.services.windows.at({"llm-token-limit", "k"}).used({100, 60'000'000}, now)), tokens);
        QCOMPARE(int(call.services.quotas.at({"llm-token-quota/Indefinite", "k"}).sums().calls), tokens);
    }
    void needsOneOfTheLimits()
    {
        Call call;
        call.inbound(limitOf("estimate-prompt-tokens=\"false\""));
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.oneOfAttributes");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
    }

    void emitsThreeMetrics()
    {
        Caller caller;
        caller.policies = "<llm-emit-token-metric namespace=\"n\"><dimension name=\"API ID\"/><dimension name=\"Who\" value=\"me\"/></llm-emit-token-metric>";
        COMPARE_TEXT(samples(*caller.call()), "n/Total Tokens=40 API ID:orders Who:me\nn/Prompt Tokens=30 API ID:orders Who:me\n"
                                              "n/Completion Tokens=10 API ID:orders Who:me\n");
    }
    void emitsOneMetricUnderAName()
    {
        Caller caller;
        caller.policies = "<azure-openai-emit-token-metric value-type=\"completion-tokens\" name=\"Mine\"/>";
        COMPARE_TEXT(samples(*caller.call()), "API Management/Mine=10\n");
    }
    void emitsAtTheEndOfAStream()
    {
        Call call;
        call.exchange.request.body.set(chat);
        call.services.forwardAnswers.push_back(streamOf("text/event-stream"));
        call.inbound("<llm-emit-token-metric/>");
        QVERIFY(call.services.samples.empty());
        call.exchange.watchers.at(0)->passed("data: {\"choices\":[{\"delta\":{\"content\":\"1234\"}}]}\n");
        call.exchange.watchers[0]->ended(call.services);
        COMPARE_TEXT(samples(call), "API Management/Total Tokens=11\nAPI Management/Prompt Tokens=10\nAPI Management/Completion Tokens=1\n");
    }
    void emitsNothingOfAFailure()
    {
        Caller caller;
        caller.policies = "<llm-emit-token-metric/>";
        caller.arrange = [](Call &call) { call.services.forwardAnswers = {FakeServices::response(429, answer)}; };
        COMPARE_TEXT(samples(*caller.call()), "");
    }

    void asksForTheEmbeddingAndKeepsTheAnswer_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("body");
        const QString input = R"("input":"user: 0123456789012345")";
        QTest::newRow("a base") << "http://e.test/v1" << "http://e.test/v1/embeddings" << "{" + input + R"(,"model":"text-embedding-ada-002"})";
        QTest::newRow("whole") << "http://e.test/v1/embeddings" << "http://e.test/v1/embeddings" << "{" + input + R"(,"model":"text-embedding-ada-002"})";
        QTest::newRow("a deployment") << "https://o.test/openai/deployments/e/embeddings"
                                      << "https://o.test/openai/deployments/e/embeddings?api-version=2024-02-01" << "{" + input + "}";
    }
    void asksForTheEmbeddingAndKeepsTheAnswer()
    {
        QFETCH(QString, base);
        QFETCH(QString, url);
        QFETCH(QString, body);
        Caller caller;
        caller.policies = "<llm-semantic-cache-lookup score-threshold=\"0.05\" embeddings-backend-id=\"e\" embeddings-backend-auth=\"system-assigned\"/>";
        caller.outbound = "<llm-semantic-cache-store duration=\"60\"/>";
        caller.arrange = [&](Call &call) {
            call.services.backends["e"] = base.toStdString();
            call.services.sendAnswers.push_back(FakeServices::response(200, R"({"data":[{"embedding":[1,0]}]})"));
        };
        const auto call = caller.call();
        QCOMPARE(call->services.all.front()->kind, FakeServices::Pending::Send);
        COMPARE_TEXT(call->services.all.front()->request.url, url.toStdString());
        COMPARE_TEXT(call->services.all.front()->request.body, body.toStdString());
        COMPARE_TEXT(call->body(), answer);
        const auto kept = call->services.semantic.find("6:orders;3:get0:1:m", unitEmbedding({1, 0}).value(), 0);
        QVERIFY(!kept.response); // the revision is a part of the partition
        QVERIFY(call->services.semantic.bytes() > answer.size());
    }
    void answersFromTheCache()
    {
        Call call;
        call.exchange.request.method = "POST";
        call.services.backends["e"] = "http://e.test";
        const auto lookup = std::string("<azure-openai-semantic-cache-lookup score-threshold=\"0.05\" embeddings-backend-id=\"e\" ignore-system-messages=\"true\" "
                                        "max-message-count=\"2\"><vary-by>a</vary-by></azure-openai-semantic-cache-lookup>");
        const auto outbound = std::string("<set-header name=\"X-Before\"><value>1</value></set-header><azure-openai-semantic-cache-store duration=\"60\"/>"
                                          "<set-header name=\"X-After\"><value>1</value></set-header>");
        call.prepare({test::scoped(Scope::Api, "<policies><inbound>" + lookup + "</inbound><backend><forward-request/></backend><outbound>" + outbound
                                                   + "</outbound><on-error/></policies>")});
        const auto once = [&](const std::string &body, const std::string &embedding) {
            call.exchange.request.body.set(body);
            call.exchange.response = {};
            call.exchange.hasResponse = false;
            call.services.forwardAnswers = {FakeServices::response(200, answer)};
            call.services.sendAnswers = {FakeServices::response(200, "{\"data\":[{\"embedding\":" + embedding + "}]}")};
            call.run = std::make_unique<Run>(call.compiled.program, call.exchange, call.services, [] {});
            call.run->start();
            call.services.finishAll();
        };
        once(chat, "[1, 0]");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 1U);
        once(R"({"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"other words"}]})", "[10, 0.1]");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 1U);
        COMPARE_TEXT(call.body(), answer);
        COMPARE_TEXT(call.header("X-After"), "1");
        once(chat, "[0, 1]"); // means something else
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 2U);
        once(R"({"model":"other","messages":[{"role":"user","content":"x"}]})", "[1, 0]");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 3U);
        const auto asked = call.services.count(FakeServices::Pending::Send);
        once(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]})", "[1, 0]");
        once(R"({"model":"m","messages":[{"role":"user","content":"1"},{"role":"user","content":"2"},{"role":"user","content":"3"}]})", "[1, 0]");
        QCOMPARE(call.services.count(FakeServices::Pending::Send), asked);
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 5U);
    }
    void anEmbeddingsBackendThatFailsIsSaid_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("message");
        QTest::newRow("refuses") << 401 << "secret" << "The backend 'e' answered with status code 401.";
        QTest::newRow("no JSON") << 200 << "x" << "The backend 'e' answered with something else than a JSON object.";
        QTest::newRow("no embedding") << 200 << "{\"data\":[]}" << "The embeddings backend's answer holds no embedding.";
        QTest::newRow("unknown") << 0 << "" << "The backend 'e' does not exist.";
    }
    void anEmbeddingsBackendThatFailsIsSaid()
    {
        QFETCH(int, status);
        QFETCH(QString, body);
        QFETCH(QString, message);
        Caller caller;
        caller.policies = "<llm-semantic-cache-lookup score-threshold=\"0.05\" embeddings-backend-id=\"e\"/>";
        caller.arrange = [&](Call &call) {
            if (status != 0)
                call.services.backends["e"] = "http://e.test";
            call.services.sendAnswers.push_back(FakeServices::response(status, body.toStdString()));
        };
        const auto call = caller.call();
        COMPARE_TEXT(call->reason(), "EmbeddingsFailure");
        COMPARE_TEXT(call->exchange.lastError->message, message.toStdString());
        QCOMPARE(call->exchange.response.status, 500);
    }

    void blocksByContentSafety_data()
    {
        QTest::addColumn<QString>("shield");
        QTest::addColumn<QString>("analysis");
        QTest::addColumn<int>("status");
        const QString calm = R"({"userPromptAnalysis":{"attackDetected":false},"documentsAnalysis":[]})";
        const QString none = R"({"blocklistsMatch":[],"categoriesAnalysis":[{"category":"Hate","severity":2},{"category":"Sexual","severity":7}]})";
        QTest::newRow("passes") << calm << none << 200;
        QTest::newRow("an attack") << R"({"userPromptAnalysis":{"attackDetected":true}})" << none << 403;
        QTest::newRow("severe enough") << calm << R"({"categoriesAnalysis":[{"category":"Hate","severity":4}]})" << 403;
        QTest::newRow("on a list") << calm << R"({"blocklistsMatch":[{"blocklistName":"l"}],"categoriesAnalysis":[]})" << 403;
        QTest::newRow("the service fails") << calm << "oops" << 500;
    }
    void blocksByContentSafety()
    {
        QFETCH(QString, shield);
        QFETCH(QString, analysis);
        QFETCH(int, status);
        Caller caller;
        caller.policies = "<llm-content-safety backend-id=\"s\" shield-prompt=\"true\"><categories output-type=\"EightSeverityLevels\">"
                          "<category name=\"Hate\" threshold=\"4\"/></categories><blocklists><id>l</id></blocklists></llm-content-safety>";
        caller.arrange = [&](Call &call) {
            call.services.backends["s"] = "http://s.test";
            call.services.sendAnswers = {FakeServices::response(200, shield.toStdString()), FakeServices::response(200, analysis.toStdString())};
        };
        const auto call = caller.call();
        QCOMPARE(call->exchange.response.status, status);
        const auto &first = call->services.all.at(0)->request;
        COMPARE_TEXT(first.url, "http://s.test/contentsafety/text:shieldPrompt?api-version=2024-09-01");
        COMPARE_TEXT(first.body, R"({"userPrompt":"0123456789012345","documents":[]})");
        if (call->services.count(FakeServices::Pending::Send) > 1) {
            const auto &second = call->services.all.at(1)->request;
            COMPARE_TEXT(second.url, "http://s.test/contentsafety/text:analyze?api-version=2024-09-01");
            COMPARE_TEXT(second.body, R"({"text":"0123456789012345","categories":["Hate"],"blocklistNames":["l"],"haltOnBlocklistHit":false,)"
                                      R"("outputType":"EightSeverityLevels"})");
        }
        if (status == 403) {
            COMPARE_TEXT(call->body(), "{ \"statusCode\": 403, \"message\": \"Request failed content safety check.\" }");
            QCOMPARE(call->services.count(FakeServices::Pending::Forward), 0U);
        }
    }
    void checksAnAnswerInOutbound()
    {
        Caller caller;
        caller.outbound = "<llm-content-safety backend-id=\"s\"><categories><category name=\"Violence\" threshold=\"0\"/></categories></llm-content-safety>";
        caller.arrange = [](Call &call) {
            call.services.backends["s"] = "http://s.test";
            call.services.sendAnswers = {FakeServices::response(200, R"({"categoriesAnalysis":[{"category":"Violence","severity":0}]})")};
        };
        const auto call = caller.call();
        QCOMPARE(call->exchange.response.status, 403);
        COMPARE_TEXT(call->services.all.back()->request.body,
                     R"({"text":"hi","categories":["Violence"],"haltOnBlocklistHit":false,"outputType":"FourSeverityLevels"})");
    }
    void whatCannotBeCheckedDoesNotPass()
    {
        Caller caller;
        caller.policies = "<llm-content-safety backend-id=\"s\" shield-prompt=\"true\"/>";
        caller.body = "{\"no\":\"prompt\"}";
        QCOMPARE(caller.call()->exchange.response.status, 500);
        caller.body = chat;
        COMPARE_TEXT(caller.call()->exchange.lastError->message, "The backend 's' does not exist.");
    }
};

QTEST_GUILESS_MAIN(TestLlm)
#include "tst_llm.moc"
