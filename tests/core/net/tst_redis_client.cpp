// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/redis_client.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <future>
#include <thread>

using namespace gatehouse;
using net::RespValue;

namespace {

using Replies = Result<std::vector<RespValue>>;

//! A client on its own loop, used from the test's thread.
class Client
{
public:
    explicit Client(const std::string &target, std::chrono::milliseconds timeout = std::chrono::seconds(10), std::size_t connections = 2)
    {
        net::RedisClientOptions options;
        options.target = *net::parseRedisTarget(target);
        options.target.commandTimeout = timeout;
        options.connections = connections;
        m_loop.start("test-redis");
        m_loop.run([&] { m_client = *net::RedisClient::create(m_loop.impl(), options); });
    }
    ~Client()
    {
        m_loop.run([this] {
            m_calls.clear();
            m_client.reset();
        });
        m_loop.stop();
    }

    std::future<Replies> start(const std::vector<std::vector<std::string_view>> &commands)
    {
        std::string bytes;
        for (const auto &command : commands)
            net::appendCommand(bytes, command);
        auto promise = std::make_shared<std::promise<Replies>>();
        auto future = promise->get_future();
        m_loop.post([this, bytes, count = commands.size(), promise] {
            m_calls.push_back(m_client->send(bytes, count, [promise](Replies replies) { promise->set_value(std::move(replies)); }));
        });
        return future;
    }
    Replies askAll(const std::vector<std::vector<std::string_view>> &commands) { return start(commands).get(); }
    std::string ask(const std::vector<std::string_view> &command)
    {
        const auto replies = askAll({command});
        if (!replies)
            return replies.error().code;
        const auto &reply = replies->front();
        return reply.kind == RespValue::Kind::Integer ? std::to_string(reply.integer) : reply.text;
    }
    void cancelAll()
    {
        m_loop.run([this] { m_calls.clear(); });
    }

private:
    net::Loop m_loop;
    std::unique_ptr<net::RedisClient> m_client;
    std::vector<std::unique_ptr<net::RedisCall>> m_calls;
};

} // namespace

class RedisClientTest : public QObject
{
    Q_OBJECT

private slots:
    void answersInOrderOnPipelinedConnections()
    {
        test::RedisServer server;
        Client client("redis://" + server.address());
        std::vector<std::future<Replies>> answers;
        const std::string large(100'000, 'x');
        for (int i = 0; i < 200; ++i) {
            const auto number = std::to_string(i);
            answers.push_back(client.start({{"SET", "k" + number, large + number}, {"GET", "k" + number}}));
        }
        for (int i = 0; i < 200; ++i) {
            const auto replies = answers[std::size_t(i)].get();
            QVERIFY2(replies, replies ? "" : replies.error().debugText().c_str());
            QCOMPARE(replies->size(), std::size_t(2));
            QCOMPARE((*replies)[0].text, std::string("OK"));
            QVERIFY((*replies)[1].text == large + std::to_string(i));
        }
    }

    void givesErrorsOfRedisAsValues()
    {
        test::RedisServer server;
        Client client(server.address());
        const auto replies = client.askAll({{"NOSUCHCOMMAND"}, {"PING"}});
        QVERIFY(replies);
        QVERIFY((*replies)[0].isError());
        QCOMPARE((*replies)[1].text, std::string("PONG"));
    }

    void entersWithPasswordAndDatabase()
    {
        test::RedisServer server("pa ss");
        QCOMPARE(Client("redis://:pa%20ss@" + server.address() + "/3").ask({"SET", "a", "1"}), std::string("OK"));
        QCOMPARE(Client(server.connectionString() + ",defaultDatabase=3").ask({"GET", "a"}), std::string("1"));
        QCOMPARE(Client(server.connectionString()).ask({"EXISTS", "a"}), std::string("0"));
        QCOMPARE(Client("redis://:wrong@" + server.address()).ask({"PING"}), std::string("net.redisUnavailable"));
        const auto replies = Client("redis://" + server.address()).askAll({{"GET", "a"}});
        QVERIFY(replies);
        QVERIFY(replies->front().text.find("NOAUTH") == 0);
    }

    void failsAtOnceAfterAFailureAndConnectsAgain()
    {
        test::RedisServer server;
        Client client(server.address(), std::chrono::seconds(10), 1);
        QCOMPARE(client.ask({"PING"}), std::string("PONG"));
        server.stop();
        QTRY_COMPARE_WITH_TIMEOUT(client.ask({"PING"}), std::string("net.redisUnavailable"), 10'000);
        server.start();
        QTRY_COMPARE_WITH_TIMEOUT(client.ask({"PING"}), std::string("PONG"), 20'000);
    }

    void givesUpAServerThatIsSilent()
    {
        test::RedisServer server;
        Client client(server.address(), std::chrono::milliseconds(200), 1);
        QTRY_COMPARE_WITH_TIMEOUT(client.ask({"PING"}), std::string("PONG"), 10'000);
        server.pause();
        auto first = client.start({{"PING"}}), second = client.start({{"PING"}});
        const auto answer = first.get();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("net.redisTimeout"));
        QVERIFY(!second.get());
        server.resume();
        QTRY_COMPARE_WITH_TIMEOUT(client.ask({"PING"}), std::string("PONG"), 20'000);
    }

    void aCancelledCallIsNotAnswered()
    {
        test::RedisServer server;
        Client client(server.address(), std::chrono::seconds(10), 1);
        auto cancelled = client.start({{"BLPOP", "list", "1"}});
        client.cancelAll();
        QCOMPARE(client.ask({"PING"}), std::string("PONG")); // after the other's reply was skipped
        QVERIFY_THROWS_EXCEPTION(std::future_error, cancelled.get()); // its promise is gone
    }

    void refusesWhatIsNoRedis()
    {
        const test::LoopbackSocket other(0);
        std::thread server([&] {
            const int fd = ::accept(other.descriptor(), nullptr, nullptr);
            constexpr std::string_view text = "HTTP/1.1 400 Bad Request\r\n\r\n";
            if (::write(fd, text.data(), text.size()) < 0)
                qWarning("nothing written");
            ::close(fd);
        });
        Client client("127.0.0.1:" + std::to_string(other.port()));
        auto answer = client.start({{"PING"}});
        const auto reply = answer.get();
        server.join();
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, std::string("net.redisUnavailable"));
    }
};

QTEST_GUILESS_MAIN(RedisClientTest)
#include "tst_redis_client.moc"
