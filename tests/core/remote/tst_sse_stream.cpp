// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sse_stream.h"
#include "core/telemetry/exchange_json.h"
#include "tests/core/remote/fake_server.h"

#include <QTest>

#include <memory>

using namespace gatehouse;
using namespace gatehouse::remote;
using test::FakeServer;

namespace {

std::string eventOf(int cursor)
{
    ExchangeRecord record;
    record.sequence = static_cast<std::uint64_t>(cursor);
    record.method = "GET";
    record.status = 200;
    return "id: " + std::to_string(cursor) + "\ndata: " + toJson(json::value(telemetry::toJson(record))) + "\n\n";
}

std::string head(int status = 200)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
}

ArmClient clientOf(const FakeServer &server, std::shared_ptr<Network> network)
{
    Connection connection;
    connection.url = server.url();
    connection.scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";
    connection.token = SecretString("token");
    return {connection, std::move(network)};
}

} // namespace

class TestSseStream : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_network = Network::create(); }

    void parsesAnyCutOfTheBytes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("wanted"); // id|name|data; one a line
        QTest::newRow("plain") << QByteArray("id: 1\ndata: a\n\n") << QByteArray("1|message|a\n");
        QTest::newRow("lines joined") << QByteArray("data: a\ndata:b\n\n") << QByteArray("|message|a\nb\n");
        QTest::newRow("crlf") << QByteArray("id: 1\r\ndata: a\r\n\r\ndata: b\r\n\r\n")
                              << QByteArray("1|message|a\n1|message|b\n");
        QTest::newRow("cr") << QByteArray("data: a\r\rdata: b\r\r") << QByteArray("|message|a\n|message|b\n");
        QTest::newRow("comment") << QByteArray(": heartbeat\n\ndata: a\n\n") << QByteArray("|message|a\n");
        QTest::newRow("named") << QByteArray("event: gap\ndata: {\"missed\":3}\n\n")
                               << QByteArray("|gap|{\"missed\":3}\n");
        QTest::newRow("no data, no event")
            << QByteArray("event: x\nid: 4\n\ndata: a\n\n") << QByteArray("4|message|a\n");
        QTest::newRow("unfinished") << QByteArray("data: a\n\ndata: b\n") << QByteArray("|message|a\n");
        QTest::newRow("empty data") << QByteArray("data\n\n") << QByteArray("|message|\n");
    }
    void parsesAnyCutOfTheBytes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, wanted);
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            SseParser parser;
            auto events = parser.feed(text.left(cut).toStdString());
            const auto rest = parser.feed(text.mid(cut).toStdString());
            events.insert(events.end(), rest.begin(), rest.end());
            QByteArray got;
            for (const auto &event : events)
                got += QByteArray::fromStdString(event.id + "|" + event.name + "|" + event.data + "\n");
            QCOMPARE(got, wanted);
        }
    }

    void dropsAnEventAboveTheLimit()
    {
        SseParser parser(16);
        QVERIFY(parser.feed("data: " + std::string(100, 'x') + "\n\n").empty());
        QCOMPARE(parser.feed("data: ok\n\n").size(), std::size_t{1});
    }

    void goesOnFromItsCursorAfterABreak()
    {
        FakeServer server([](const auto &request, const auto &send) {
            const bool again = request.target.find("after=2") != std::string::npos;
            send(head() + (again ? eventOf(3) : eventOf(1) + eventOf(2)));
            send({});
        });
        std::vector<std::uint64_t> cursors;
        QObject context;
        SseStream::Callbacks callbacks;
        callbacks.records = [&cursors](const std::vector<ExchangeRecord> &records) {
            for (const auto &record : records)
                cursors.push_back(record.sequence);
        };
        const SseStream stream(clientOf(server, m_network), {}, &context, std::move(callbacks));
        QTRY_VERIFY_WITH_TIMEOUT(cursors.size() >= 3, 10'000);
        cursors.resize(3);
        QCOMPARE(cursors, (std::vector<std::uint64_t>{1, 2, 3}));
        const auto requests = server.requests();
        QCOMPARE(requests.at(0).headers.at("accept"), std::string("text/event-stream"));
    }

    void tellsWhatWasMissed()
    {
        FakeServer server([](const auto &, const auto &send) {
            send(head() + "event: gap\ndata: {\"missed\":7}\n\n" + eventOf(9));
            send({});
        });
        std::uint64_t missed = 0;
        QObject context;
        SseStream::Callbacks callbacks;
        callbacks.gap = [&missed](std::uint64_t count) { missed = count; };
        const SseStream stream(clientOf(server, m_network), {}, &context, std::move(callbacks));
        QTRY_COMPARE(missed, std::uint64_t{7});
    }

    void aRefusalIsForGood()
    {
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(401, "{}")); });
        std::optional<Error> refused;
        QObject context;
        SseStream::Callbacks callbacks;
        callbacks.state = [&refused](SseStream::State state, const std::optional<Error> &error) {
            if (state == SseStream::State::Refused)
                refused = error;
        };
        const SseStream stream(clientOf(server, m_network), {}, &context, std::move(callbacks));
        QTRY_VERIFY(refused);
        QCOMPARE(refused->kind, ErrorKind::Unauthenticated);
        QCOMPARE(server.requests().size(), std::size_t{1});
    }

    void endsWithItsContext()
    {
        FakeServer *self = nullptr;
        FakeServer server([&self](const auto &, const auto &send) {
            send(head());
            for (int i = 1; !self->isStopping() && send(eventOf(i)); ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
        });
        self = &server;
        int calls = 0;
        auto context = std::make_unique<QObject>();
        SseStream::Callbacks callbacks;
        callbacks.records = [&calls](const auto &) { ++calls; };
        const SseStream stream(clientOf(server, m_network), {}, context.get(), std::move(callbacks));
        QTRY_VERIFY(calls > 3);
        context.reset();
        const int before = calls;
        QTest::qWait(50); // events that were under way
        QCOMPARE(calls, before);
    }

private:
    std::shared_ptr<Network> m_network;
};

QTEST_GUILESS_MAIN(TestSseStream)
#include "tst_sse_stream.moc"
