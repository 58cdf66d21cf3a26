// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

std::string document(const std::string &inbound, const std::string &outbound = {})
{
    return "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound>" + outbound + "</outbound><on-error/></policies>";
}

const std::string chat = R"({"messages":[{"role":"user","content":"hi"}]})";

std::string post(TestGateway &gateway, const std::string &body = chat, const std::string &fields = {})
{
    return gateway.call("POST", "/a/chat/completions", fields + "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

//! Answers every request with that, of that type; events come in two pieces.
Backend::Handler answering(std::string type, std::string body)
{
    return [type, body](const std::shared_ptr<net::ServerExchange> &exchange) {
        exchange->readAll(1U << 20, [exchange, type, body](const Result<std::string> &) {
            http::ResponseHead head;
            head.headers.add("Content-Type", type);
            exchange->start(std::move(head));
            exchange->write(body.substr(0, body.size() / 2), [exchange, body](bool) {
                exchange->write(body.substr(body.size() / 2), [exchange](bool) { exchange->finish(); });
            });
        });
        return true;
    };
}

const std::string usage = R"("usage":{"prompt_tokens":30,"completion_tokens":10,"total_tokens":40})";

} // namespace

//! Policies for language models in the real data plane.
class TestGatewayLlm : public QObject
{
    Q_OBJECT

private slots:
    void tokensCountForAllWorkersWhenTheClientHasItsAnswer_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("body");
        const auto json = "{\"choices\":[]," + usage + "}";
        QTest::newRow("JSON") << "application/json" << QString::fromStdString(json);
        QTest::newRow("events") << "text/event-stream" << QString::fromStdString("data: " + json + "\n\ndata: [DONE]\n\n");
    }
    void tokensCountForAllWorkersWhenTheClientHasItsAnswer()
    {
        QFETCH(QString, type);
        QFETCH(QString, body);
        Backend backend({}, answering(type.toStdString(), body.toStdString()));
        gateway::GatewayOptions options;
        options.workers = 2;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<llm-token-limit counter-key=\"k\" tokens-per-minute=\"70\" estimate-prompt-tokens=\"false\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 2; ++i) {
            const auto response = post(gateway, chat, "Accept-Encoding: gzip\r\n");
            QCOMPARE(statusOf(response), 200);
            QVERIFY(response.find("[]") != std::string::npos);
        }
        const auto refused = post(gateway);
        QCOMPARE(statusOf(refused), 429);
        QCOMPARE(bodyOf(refused), std::string("{ \"statusCode\": 429, \"message\": \"Token limit is exceeded. Try again in 60 seconds.\" }"));
        QCOMPARE(backend.count(), std::size_t(2));
        QVERIFY(!backend.seen().front().head.headers.has("Accept-Encoding"));
        gateway.clock.advance(std::chrono::seconds(60));
        QCOMPARE(statusOf(post(gateway)), 200);
    }
    void aStreamThatSomebodyReadCountsToo()
    {
        Backend backend({}, answering("text/event-stream", "data: {" + usage + "}\n\n"));
        const policy::Expressions expressions;
        gateway::GatewayOptions options;
        options.expressions = &expressions;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<llm-token-limit counter-key=\"k\" tokens-per-minute=\"40\" estimate-prompt-tokens=\"false\"/>",
                                          "<set-variable name=\"b\" value=\"@(context.Response.Body.As&lt;string&gt;(true))\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(post(gateway)), 200);
        QCOMPARE(statusOf(post(gateway)), 429);
    }
    void aClientThatGoesAwayHasUsedWhatCame()
    {
        Backend backend({}, [](const std::shared_ptr<net::ServerExchange> &exchange) {
            http::ResponseHead head;
            head.headers.add("Content-Type", "text/event-stream");
            exchange->start(std::move(head));
            exchange->write("data: {" + usage + "}\n\n", [exchange](bool) { }); // and never ends
            return true;
        });
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<llm-token-limit counter-key=\"k\" tokens-per-minute=\"40\" estimate-prompt-tokens=\"false\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        {
            RawClient client(gateway.port());
            client.send("POST /a/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(chat.size()) + "\r\n\r\n" + chat);
            QVERIFY(client.until("\n\n").find("usage") != std::string::npos || client.until("usage").find("usage") != std::string::npos);
        }
        QVERIFY(waitFor([&] { return statusOf(post(gateway, "{}", "X: 1\r\n")) == 429; }));
    }
    void keepsAnswersByMeaning()
    {
        Backend model({}, answering("application/json", "{\"choices\":[1]}"));
        Backend embeddings({}, answering("application/json", R"({"data":[{"embedding":[0.5,0.5]}]})"));
        gateway::GatewayOptions options;
        options.workers = 2;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", model.url());
        gateway.put("backends/e", R"({"url":")" + embeddings.url() + R"(/v1","protocol":"http","credentials":{"header":{"api-key":["s3cret"]}}})");
        gateway.policy("apis/a", document("<llm-semantic-cache-lookup score-threshold=\"0.05\" embeddings-backend-id=\"E\"/>",
                                          "<llm-semantic-cache-store duration=\"60\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 6; ++i)
            QCOMPARE(bodyOf(post(gateway)).find("[1]") != std::string::npos, true);
        QCOMPARE(model.count(), std::size_t(1));
        QCOMPARE(embeddings.count(), std::size_t(6));
        QCOMPARE(embeddings.seen().front().head.target, std::string("/v1/embeddings"));
        QCOMPARE(embeddings.seen().front().head.headers.joined("api-key"), std::string("s3cret"));
        gateway.clock.advance(std::chrono::seconds(61));
        post(gateway);
        QCOMPARE(model.count(), std::size_t(2));
    }
    void contentSafetyBlocksBeforeTheModel()
    {
        Backend model;
        Backend safety({}, answering("application/json", R"({"categoriesAnalysis":[{"category":"Hate","severity":6}]})"));
        TestGateway gateway;
        gateway.api("a", "a", model.url());
        gateway.put("backends/s", R"({"url":")" + safety.url() + R"(","protocol":"http"})");
        gateway.policy("apis/a", document("<llm-content-safety backend-id=\"s\"><categories><category name=\"Hate\" threshold=\"4\"/></categories></llm-content-safety>"));
        QVERIFY(!hasErrors(gateway.publish()));
        const auto response = post(gateway);
        QCOMPARE(statusOf(response), 403);
        QCOMPARE(bodyOf(response), std::string("{ \"statusCode\": 403, \"message\": \"Request failed content safety check.\" }"));
        QCOMPARE(model.count(), std::size_t(0));
        QCOMPARE(safety.seen().front().head.target, std::string("/contentsafety/text:analyze?api-version=2024-09-01"));
    }
    void logsToAnEventHub()
    {
        Backend backend;
        Backend hub;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        const auto logger = [&](const std::string &name) {
            gateway.put("loggers/l", R"({"loggerType":"azureEventHub","credentials":{"name":")" + name + R"(","connectionString":"Endpoint=)" + hub.url()
                                         + R"(;SharedAccessKeyName=send;SharedAccessKey=key"}})");
        };
        logger("one");
        gateway.policy("apis/a", document("<log-to-eventhub logger-id=\"l\" partition-key=\"p\">hello</log-to-eventhub>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QVERIFY(waitFor([&] { return hub.count() == 1 && !hub.seen()[0].body.empty(); }));
        const auto event = hub.seen().front();
        QCOMPARE(event.head.target, std::string("/one/messages?timeout=60&api-version=2014-01"));
        QCOMPARE(event.body, std::string("hello"));
        QCOMPARE(event.head.headers.joined("BrokerProperties"), std::string(R"({"PartitionKey":"p"})"));
        QVERIFY(event.head.headers.joined("Authorization").starts_with("SharedAccessSignature sr="));
        logger("two"); // a changed logger is a changed program
        gateway.publish();
        gateway.get("/a/x");
        QVERIFY(waitFor([&] { return hub.count() == 2; }));
        QCOMPARE(hub.seen()[1].head.target, std::string("/two/messages?timeout=60&api-version=2014-01"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayLlm)
#include "tst_llm.moc"
