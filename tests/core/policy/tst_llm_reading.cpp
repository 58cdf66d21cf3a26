// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/llm_request.h"
#include "core/policy/llm_usage.h"
#include "core/policy/semantic_cache.h"
#include "core/policy/token_quota_period.h"
#include "tests/support/manual_clock.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::ManualClock;

namespace {

UtcTime at(const char *iso)
{
    return fromIso(iso).value();
}

//! Written with ' for ": moc knows no raw strings.
QByteArray withQuotes(QByteArray text)
{
    return text.replace('\'', '"');
}

std::string words(const std::optional<LlmUsage> &usage)
{
    if (!usage)
        return "none";
    return std::to_string(usage->prompt) + "+" + std::to_string(usage->completion) + "=" + std::to_string(usage->total);
}

std::shared_ptr<const CachedResponse> response(std::string body)
{
    return std::make_shared<const CachedResponse>(CachedResponse{200, "OK", {}, std::move(body)});
}

} // namespace

class TestLlmReading : public QObject
{
    Q_OBJECT

private slots:
    void readsRequests_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qulonglong>("tokens");
        QTest::newRow("chat") << withQuotes("{'messages':[{'role':'system','content':'be kind'},{'role':'user','content':'12345678'}]}")
                              << QByteArray("be kind\n12345678") << qulonglong(2 + 2 + 6 + 3);
        QTest::newRow("content in parts") << withQuotes("{'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'u'}},{'type':'text','text':'b'}]}]}")
                                          << QByteArray("a\nb") << qulonglong(1 + 3 + 3);
        QTest::newRow("Anthropic") << withQuotes("{'system':'s','messages':[{'role':'user','content':'u'}]}") << QByteArray("s\nu")
                                   << qulonglong(2 + 6 + 3);
        QTest::newRow("Gemini") << withQuotes("{'contents':[{'role':'user','parts':[{'text':'abcd'}]}]}") << QByteArray("abcd")
                                << qulonglong(1 + 3 + 3);
        QTest::newRow("completion") << withQuotes("{'prompt':['abcd','efgh']}") << QByteArray("abcd\nefgh") << qulonglong(2);
        QTest::newRow("embeddings") << withQuotes("{'input':'abcde'}") << QByteArray("abcde") << qulonglong(2);
        QTest::newRow("responses") << withQuotes("{'instructions':'i','input':[{'role':'user','content':[{'type':'input_text','text':'t'}]}]}")
                                   << QByteArray("i\nt") << qulonglong(2 + 6 + 3);
        QTest::newRow("characters that are not ASCII") << QByteArray("{\"input\":\"\u6f22\u5b57 ab\"}") << QByteArray("\u6f22\u5b57 ab") << qulonglong(3);
        QTest::newRow("no prompt") << withQuotes("{'model':'m'}") << QByteArray("-") << qulonglong(0);
        QTest::newRow("no JSON") << QByteArray("messages") << QByteArray("-") << qulonglong(0);
    }
    void readsRequests()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, text);
        QFETCH(qulonglong, tokens);
        const auto request = readLlmRequest(body.toStdString());
        QCOMPARE(request ? QByteArray::fromStdString(request->text()) : QByteArray("-"), text);
        QCOMPARE(qulonglong(request ? estimateTokens(*request) : 0), tokens);
    }
    void readsOnlyTheFormAskedFor()
    {
        QVERIFY(!readLlmRequest(R"({"prompt":"x"})", LlmPromptType::ChatCompletion));
        QVERIFY(readLlmRequest(R"({"prompt":"x","messages":[]})", LlmPromptType::Completion)->kind == LlmRequest::Kind::Completion);
        QVERIFY(readLlmRequest(R"({"messages":[],"stream":true})")->streams);
    }

    void readsUsage_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("events");
        QTest::addColumn<QByteArray>("usage");
        QTest::newRow("OpenAI") << withQuotes("{'choices':[],'usage':{'prompt_tokens':5,'completion_tokens':7,'total_tokens':12}}") << false
                                << QByteArray("5+7=12");
        QTest::newRow("embeddings") << withQuotes("{'data':[],'usage':{'prompt_tokens':5,'total_tokens':5}}") << false << QByteArray("5+0=5");
        QTest::newRow("Anthropic") << withQuotes("{'usage':{'input_tokens':5,'output_tokens':7}}") << false << QByteArray("5+7=12");
        QTest::newRow("Gemini") << withQuotes("{'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2,'totalTokenCount':9}}") << false
                                << QByteArray("1+2=9");
        QTest::newRow("with details") << withQuotes("{'usage':{'prompt_tokens':5,'prompt_tokens_details':{'cached_tokens':0},'completion_tokens':7,'total_tokens':12},'x':'}'}")
                                      << false << QByteArray("5+7=12");
        QTest::newRow("in a text that pretends") << QByteArray(
            "{\"usage\":{\"total_tokens\":3},\"choices\":[{\"message\":{\"content\":\"\\\"usage\\\":{\\\"total_tokens\\\":999}\"}}]}")
                                                 << false << QByteArray("0+0=3");
        QTest::newRow("null") << withQuotes("{'usage':null}") << false << QByteArray("none");
        QTest::newRow("negative") << withQuotes("{'usage':{'total_tokens':-4}}") << false << QByteArray("none");
        QTest::newRow("the last event") << QByteArray(
            "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}],\"usage\":null}\n\n"
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\r\n\r\ndata: [DONE]\n\n")
                                        << true << QByteArray("5+7=12");
        QTest::newRow("Anthropic's events") << QByteArray(
            "event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n"
            "event: message_delta\ndata: {\"delta\":{},\"usage\":{\"output_tokens\":7}}\n\n")
                                            << true << QByteArray("5+7=12");
        QTest::newRow("events of responses") << QByteArray(
            "data: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}}\n\n")
                                             << true << QByteArray("1+2=3");
        QTest::newRow("events without") << QByteArray("data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\n") << true << QByteArray("none");
    }
    void readsUsage()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, events);
        QFETCH(QByteArray, usage);
        const auto text = body.toStdString();
        for (const std::size_t step : {text.size(), std::size_t(1), std::size_t(7)}) {
            LlmResponseReader reader(events);
            for (std::size_t at = 0; at < text.size(); at += step)
                reader.add(std::string_view(text).substr(at, step));
            QCOMPARE(QByteArray::fromStdString(words(reader.usage())), usage);
        }
    }
    void estimatesWhatEventsSay()
    {
        LlmResponseReader reader(true);
        reader.add("data: {\"choices\":[{\"delta\":{\"content\":\"1234\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"56\"}}]}\n\n");
        QCOMPARE(reader.estimatedCompletion(), std::uint64_t(2));
    }
    void findsTheUsageAtTheEndOfALargeBodyAndSkipsLargeEvents()
    {
        LlmResponseReader large(false);
        for (int i = 0; i < 100; ++i)
            large.add(std::string(100'000, '1'));
        large.add("\"}],\"usage\":{\"total_tokens\":8}}");
        QCOMPARE(words(large.usage()), std::string("0+0=8"));
        LlmResponseReader events(true);
        events.add("data: {\"x\":\"" + std::string(200'000, 'x'));
        events.add("\",\"usage\":{\"total_tokens\":1}}\ndata: {\"usage\":{\"total_tokens\":2}}\n");
        QCOMPARE(words(events.usage()), std::string("0+0=2"));
    }
    void readsWhatAModelSays()
    {
        QCOMPARE(llmResponseText(R"({"choices":[{"message":{"content":"hello"}}]})", false), std::string("hello"));
        QCOMPARE(llmResponseText(R"({"content":[{"type":"text","text":"hi"}]})", false), std::string("hi"));
        QCOMPARE(llmResponseText(R"({"candidates":[{"content":{"parts":[{"text":"g"}]}}]})", false), std::string("g"));
        QCOMPARE(llmResponseText("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n", true),
                 std::string("ab"));
    }

    void knowsThePeriodsOfTheCalendar_data()
    {
        QTest::addColumn<int>("period");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<qint64>("left");
        QTest::newRow("hour") << int(TokenQuotaPeriod::Hourly) << QByteArray("Hourly/2026-08-07T10") << qint64(30 * 60);
        QTest::newRow("day") << int(TokenQuotaPeriod::Daily) << QByteArray("Daily/2026-08-07T00") << qint64(13 * 3600 + 1800);
        QTest::newRow("week, from Monday") << int(TokenQuotaPeriod::Weekly) << QByteArray("Weekly/2026-08-03T00") << qint64(2 * 86400 + 13 * 3600 + 1800);
        QTest::newRow("month") << int(TokenQuotaPeriod::Monthly) << QByteArray("Monthly/2026-08-01T00") << qint64(24 * 86400 + 13 * 3600 + 1800);
        QTest::newRow("year") << int(TokenQuotaPeriod::Yearly) << QByteArray("Yearly/2026-01-01T00") << qint64(146 * 86400 + 13 * 3600 + 1800);
    }
    void knowsThePeriodsOfTheCalendar()
    {
        QFETCH(int, period);
        QFETCH(QByteArray, name);
        QFETCH(qint64, left);
        const auto now = at("2026-08-07T10:30:00Z");
        const auto window = tokenQuotaWindow(static_cast<TokenQuotaPeriod>(period), now);
        QCOMPARE(QByteArray::fromStdString(window.name), name);
        QCOMPARE(qint64(limit::FixedWindow::left(window.rule, now.time_since_epoch().count()).value()), left * 1'000'000);
    }
    void saysDurationsAsAzureDoes()
    {
        QCOMPARE(durationInWords(21 * 60 + 33), std::string("21 minutes and 33 seconds"));
        QCOMPARE(durationInWords(1), std::string("1 second"));
        QCOMPARE(durationInWords(24 * 86400 + 14 * 3600 + 61), std::string("24 days, 14 hours, 1 minute and 1 second"));
    }

    void findsTheNearestThatIsNearEnough()
    {
        ManualClock clock;
        SemanticCache cache(clock);
        cache.store("p", unitEmbedding({1, 0}).value(), response("east"), std::chrono::seconds(60));
        cache.store("p", unitEmbedding({1, 1}).value(), response("north-east"), std::chrono::seconds(60));
        QCOMPARE(cache.find("p", unitEmbedding({2, 0.1F}).value(), 0.1).response->body, std::string("east"));
        QCOMPARE(cache.find("p", unitEmbedding({5, 0}).value(), 0).response->body, std::string("east"));
        QVERIFY(!cache.find("p", unitEmbedding({0, -1}).value(), 0.9).response);
        QVERIFY(!cache.find("p", unitEmbedding({1, 0, 0}).value(), 0.9).response); // of another model
        QVERIFY(!cache.find("q", unitEmbedding({1, 0}).value(), 1).response);
        clock.advance(std::chrono::seconds(60));
        QVERIFY(!cache.find("p", unitEmbedding({1, 0}).value(), 1).response);
    }
    void keepsNoMoreThanItsBounds()
    {
        ManualClock clock;
        SemanticCache cache(clock, 100'000);
        for (int i = 0; i < 100; ++i)
            cache.store("p", unitEmbedding({1, float(i)}).value(), response(std::string(9'000, char('a' + i % 26))), std::chrono::seconds(60));
        QVERIFY(cache.bytes() <= 100'000U && cache.bytes() > 50'000U);
        QVERIFY(cache.find("p", unitEmbedding({1, 99}).value(), 0).response);
        QVERIFY(!cache.find("p", unitEmbedding({1, 0}).value(), 0.0001).response);
        cache.store("p", unitEmbedding({1, 0}).value(), response(std::string(200'000, 'x')), std::chrono::seconds(60));
        QVERIFY(cache.bytes() > 50'000U);

        SemanticCache many(clock);
        for (std::size_t i = 0; i <= SemanticCache::entriesPerPartition; ++i)
            many.store("p", unitEmbedding({1, float(i)}).value(), response("x"), std::chrono::seconds(60));
        QVERIFY(!many.find("p", unitEmbedding({1, 0}).value(), 0.0001).response);
        QVERIFY(many.find("p", unitEmbedding({1, 1}).value(), 0.0001).response);
    }
    void takesNoEmbeddingThatHasNoDirection()
    {
        QVERIFY(!unitEmbedding({}));
        QVERIFY(!unitEmbedding({0, 0}));
        QVERIFY(!unitEmbedding({1, std::numeric_limits<float>::infinity()}));
        QVERIFY(!unitEmbedding(std::vector<float>(10'000, 1.0F)));
    }
};

QTEST_GUILESS_MAIN(TestLlmReading)
#include "tst_llm_reading.moc"
