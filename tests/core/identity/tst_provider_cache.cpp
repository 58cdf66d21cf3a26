// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/provider_cache.h"
#include "tests/support/token_maker.h"

#include <QTest>

#include <deque>

using namespace gatehouse;
using namespace gatehouse::identity;
using gatehouse::test::TokenMaker;
using std::chrono::seconds;

namespace {

const std::string url = "https://login.test.example/.well-known/openid-configuration";

//! A worker without a network: fetches wait until the test answers them, posts until it runs them.
struct FakeWorker
{
    struct Fetch
    {
        std::string url;
        std::function<void(Result<FetchAnswer>)> done;
    };
    Io io()
    {
        return {[this](FetchRequest request, std::function<void(Result<FetchAnswer>)> done) { fetches.push_back({request.url, std::move(done)}); },
                [this](std::function<void()> task) { posted.push_back(std::move(task)); }};
    }
    void answer(Result<FetchAnswer> answer)
    {
        ++answered;
        auto fetch = std::move(fetches.front());
        fetches.pop_front();
        fetch.done(std::move(answer));
        for (auto &task : std::exchange(posted, {}))
            task();
    }
    //! Document and keys.
    void answerWith(const std::vector<const TokenMaker *> &makers)
    {
        answer(FetchAnswer{200, document()});
        answer(FetchAnswer{200, TokenMaker::keySet(makers)});
    }
    static std::string document(const std::string &keysUrl = "https://login.test.example/keys")
    {
        return toJson(json::object{{"issuer", "https://login.test.example"}, {"jwks_uri", keysUrl}});
    }

    std::deque<Fetch> fetches;
    std::vector<std::function<void()>> posted;
    int answered = 0;
};

Error down()
{
    return Error{ErrorKind::Unavailable, "test.down", {}, {}};
}

} // namespace

class TestProviderCache : public QObject
{
    Q_OBJECT

private slots:
    void fetchesOnceForAllWhoWait()
    {
        const auto first = TokenMaker::ec("a");
        ProviderCache cache;
        FakeWorker one, two;
        const SteadyTime now{seconds(1000)};
        int woken = 0;
        QVERIFY(!cache.current(url, now, one.io()));
        const auto a = cache.load(url, now, one.io(), [&] { ++woken; });
        const auto b = cache.load(url, now, two.io(), [&] { ++woken; });
        auto gone = cache.load(url, now, two.io(), [&] { woken += 100; });
        gone.reset();
        QCOMPARE(one.fetches.size(), std::size_t(1));
        QCOMPARE(two.fetches.size(), std::size_t(0));
        QCOMPARE(one.fetches.front().url, url);
        one.answer(FetchAnswer{200, FakeWorker::document()});
        QCOMPARE(one.fetches.front().url, std::string("https://login.test.example/keys"));
        one.answer(FetchAnswer{200, TokenMaker::keySet({&first})});
        QCOMPARE(woken, 1);
        for (auto &task : std::exchange(two.posted, {}))
            task();
        QCOMPARE(woken, 2);
        const auto provider = cache.current(url, now, one.io());
        QVERIFY(provider);
        QCOMPARE(provider->issuer, std::string("https://login.test.example"));
        QCOMPARE(provider->keys.size(), std::size_t(1));
    }
    void refreshesInTheBackgroundAndKeepsTheSameObjectForTheSameKeys()
    {
        const auto first = TokenMaker::ec("a"), second = TokenMaker::ec("b");
        ProviderCache cache;
        FakeWorker worker;
        SteadyTime now{seconds(1000)};
        const auto waiter = cache.load(url, now, worker.io(), [] { });
        worker.answerWith({&first});
        const auto before = cache.current(url, now, worker.io());
        now += seconds(3601);
        QCOMPARE(cache.current(url, now, worker.io()), before);
        QCOMPARE(worker.fetches.size(), std::size_t(1));
        QCOMPARE(cache.current(url, now, worker.io()), before); // one at a time
        QCOMPARE(worker.fetches.size(), std::size_t(1));
        worker.answerWith({&first});
        QCOMPARE(cache.current(url, now, worker.io()), before);
        now += seconds(3601);
        cache.current(url, now, worker.io());
        worker.answerWith({&first, &second});
        const auto after = cache.current(url, now, worker.io());
        QVERIFY(after != before);
        QCOMPARE(after->keys.size(), std::size_t(2));
    }
    void lastGoodKeysStayWhileTheProviderIs_data()
    {
        QTest::addColumn<QByteArray>("document"); // "": down
        QTest::addColumn<QByteArray>("keys");
        const QByteArray good = QByteArray::fromStdString(FakeWorker::document());
        QTest::newRow("down") << QByteArray() << QByteArray();
        QTest::newRow("no JSON") << QByteArray("<html>") << QByteArray();
        QTest::newRow("issuer lacking") << QByteArray("{\"jwks_uri\":\"https://login.test.example/keys\"}") << QByteArray();
        QTest::newRow("issuer twice") << QByteArray("{\"issuer\":\"a\",\"issuer\":\"b\",\"jwks_uri\":\"https://login.test.example/keys\"}") << QByteArray();
        QTest::newRow("keys without TLS") << QByteArray("{\"issuer\":\"a\",\"jwks_uri\":\"http://login.test.example/keys\"}") << QByteArray();
        QTest::newRow("keys on metadata service") << QByteArray("{\"issuer\":\"a\",\"jwks_uri\":\"https://169.254.169.254/keys\"}") << QByteArray();
        QTest::newRow("keys on loopback") << QByteArray("{\"issuer\":\"a\",\"jwks_uri\":\"http://127.0.0.1:8080/keys\"}") << QByteArray();
        QTest::newRow("keys down") << good << QByteArray();
        QTest::newRow("keys no JSON") << good << QByteArray("[]");
        QTest::newRow("no keys") << good << QByteArray("{\"keys\":[]}");
        QTest::newRow("a secret as key") << good << QByteArray("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}");
    }
    void lastGoodKeysStayWhileTheProviderIs()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, keys);
        const auto maker = TokenMaker::ec("a");
        ProviderCache cache;
        FakeWorker worker;
        SteadyTime now{seconds(1000)};
        const auto waiter = cache.load(url, now, worker.io(), [] { });
        worker.answerWith({&maker});
        const auto good = cache.current(url, now, worker.io());
        QVERIFY(good);
        now += seconds(3601);
        cache.current(url, now, worker.io());
        if (document.isEmpty())
            worker.answer(tl::unexpected(down()));
        else
            worker.answer(FetchAnswer{200, document.toStdString()});
        if (!worker.fetches.empty()) {
            if (keys.isEmpty())
                worker.answer(FetchAnswer{503, {}});
            else
                worker.answer(FetchAnswer{200, keys.toStdString()});
        }
        QVERIFY(worker.fetches.empty());
        QVERIFY(!cache.failure(url).empty());
        QCOMPARE(cache.current(url, now, worker.io()), good);
        QVERIFY(worker.fetches.empty()); // it waits before it asks again
        now += seconds(3);
        QCOMPARE(cache.current(url, now, worker.io()), good);
        QCOMPARE(worker.fetches.size(), std::size_t(1));
        now += seconds(86400);
        QVERIFY(!cache.current(url, now, worker.io())); // too old to be believed
    }
    void aRedirectIsNoAnswer()
    {
        ProviderCache cache;
        FakeWorker worker;
        const SteadyTime now{seconds(1000)};
        int woken = 0;
        const auto waiter = cache.load(url, now, worker.io(), [&] { ++woken; });
        worker.answer(FetchAnswer{302, {}});
        QCOMPARE(woken, 1);
        QVERIFY(!cache.current(url, now, worker.io()));
        QVERIFY(!cache.load(url, now, worker.io(), [] { })); // not at once again
        QVERIFY(cache.load(url, now + seconds(2), worker.io(), [] { }));
    }
    void anUnknownKidAsksAgainWithinALimit()
    {
        const auto maker = TokenMaker::ec("a");
        ProviderCache cache;
        FakeWorker worker;
        SteadyTime now{seconds(1000)};
        const auto waiter = cache.load(url, now, worker.io(), [] { });
        worker.answerWith({&maker});
        const auto seen = cache.current(url, now, worker.io());
        for (int i = 0; i < 5; ++i) {
            QVERIFY(cache.reload(url, seen, now, worker.io(), [] { }));
            worker.answerWith({&maker});
        }
        QVERIFY(!cache.reload(url, seen, now, worker.io(), [] { }));
        QVERIFY(!cache.reload(url, seen, now + seconds(9), worker.io(), [] { }));
        now += seconds(10);
        QVERIFY(cache.reload(url, seen, now, worker.io(), [] { }));
        worker.answerWith({&maker});
        QVERIFY(!cache.reload(url, seen, now, worker.io(), [] { }));
    }
    void whoComesAfterTheRotationNeedsNoFetch()
    {
        const auto first = TokenMaker::ec("a"), second = TokenMaker::ec("b");
        ProviderCache cache;
        FakeWorker worker;
        const SteadyTime now{seconds(1000)};
        const auto waiter = cache.load(url, now, worker.io(), [] { });
        worker.answerWith({&first});
        const auto seen = cache.current(url, now, worker.io());
        const auto asked = cache.reload(url, seen, now, worker.io(), [] { });
        worker.answerWith({&second});
        int woken = 0;
        const auto late = cache.reload(url, seen, now, worker.io(), [&] { ++woken; });
        QVERIFY(late);
        QVERIFY(worker.fetches.empty());
        for (auto &task : std::exchange(worker.posted, {}))
            task();
        QCOMPARE(woken, 1);
        QCOMPARE(cache.current(url, now, worker.io())->keys.front().kid, std::string("b"));
    }
    void judgesUrls_data()
    {
        QTest::addColumn<QByteArray>("keys");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<bool>("good");
        const QByteArray far("https://accounts.example.com/.well-known/openid-configuration");
        const QByteArray near("http://127.0.0.1:4000/.well-known/openid-configuration");
        QTest::newRow("same host") << QByteArray("https://accounts.example.com/keys") << far << true;
        QTest::newRow("same host, other port") << QByteArray("https://accounts.example.com:8443/keys") << far << true;
        QTest::newRow("another public host") << QByteArray("https://www.example.net/keys") << far << true;
        QTest::newRow("another host, own port") << QByteArray("https://www.example.net:8443/keys") << far << false;
        QTest::newRow("plain") << QByteArray("http://accounts.example.com/keys") << far << false;
        QTest::newRow("loopback") << QByteArray("https://127.0.0.1/keys") << far << false;
        QTest::newRow("localhost") << QByteArray("https://localhost/keys") << far << false;
        QTest::newRow("private") << QByteArray("https://10.0.0.8/keys") << far << false;
        QTest::newRow("link local, IPv6") << QByteArray("https://[fe80::1]/keys") << far << false;
        QTest::newRow("a number") << QByteArray("https://2130706433/keys") << far << false;
        QTest::newRow("short form") << QByteArray("https://127.1/keys") << far << false;
        QTest::newRow("no dot") << QByteArray("https://vault/keys") << far << false;
        QTest::newRow("inner name") << QByteArray("https://metadata.google.internal/keys") << far << false;
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << far << false;
        QTest::newRow("user info") << QByteArray("https://a:b@accounts.example.com/keys") << far << false;
        QTest::newRow("loopback of loopback") << QByteArray("http://localhost:4001/keys") << near << true;
        QTest::newRow("inner host of loopback") << QByteArray("http://10.0.0.8/keys") << near << false;
    }
    void judgesUrls()
    {
        QFETCH(QByteArray, keys);
        QFETCH(QByteArray, document);
        QFETCH(bool, good);
        QCOMPARE(judgeKeysUrl(keys.toStdString(), document.toStdString()).has_value(), good);
    }
};

QTEST_GUILESS_MAIN(TestProviderCache)
#include "tst_provider_cache.moc"
