// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/revocation_lists.h"
#include "tests/support/certificate_authority.h"

#include <QTest>

#include <deque>

using namespace gatehouse;
using namespace gatehouse::identity;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

const std::string url = "http://pki.test/ca.crl";

//! A worker without a network.
struct FakeWorker
{
    Io io()
    {
        return {[this](FetchRequest request, std::function<void(Result<FetchAnswer>)> done) {
                    asked.push_back(request.url);
                    fetches.push_back(std::move(done));
                },
                [](const std::function<void()> &task) { task(); }};
    }
    void answer(Result<FetchAnswer> answer)
    {
        const auto done = std::move(fetches.front());
        fetches.pop_front();
        done(std::move(answer));
    }
    std::vector<std::string> asked;
    std::deque<std::function<void(Result<FetchAnswer>)>> fetches;
};

} // namespace

class TestRevocationLists : public QObject
{
    Q_OBJECT

private slots:
    void judgesPlaces_data()
    {
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<bool>("good");
        QTest::newRow("name") << QByteArray("http://crl.test/a.crl") << true;
        QTest::newRow("port") << QByteArray("http://crl.test:8080/a.crl?x=1") << true;
        QTest::newRow("loopback") << QByteArray("http://127.0.0.1:1/a") << true;
        QTest::newRow("https") << QByteArray("https://crl.test/a.crl") << false;
        QTest::newRow("ldap") << QByteArray("ldap://crl.test/cn=x") << false;
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("metadata") << QByteArray("http://169.254.169.254/latest") << false;
        QTest::newRow("metadata as a number") << QByteArray("http://2852039166/latest") << false;
        QTest::newRow("metadata in parts") << QByteArray("http://169.16689662/latest") << false;
        QTest::newRow("metadata in hexadecimal") << QByteArray("http://0xa9fea9fe/latest") << false;
        QTest::newRow("mapped") << QByteArray("http://[::ffff:169.254.169.254]/") << false;
        QTest::newRow("link-local") << QByteArray("http://[fe80::1]/") << false;
        QTest::newRow("nobody") << QByteArray("http://0.0.0.0/") << false;
        QTest::newRow("multicast") << QByteArray("http://224.0.0.1/") << false;
        QTest::newRow("user") << QByteArray("http://user@crl.test/") << false;
        QTest::newRow("too long") << "http://crl.test/" + QByteArray(3000, 'x') << false;
    }
    void judgesPlaces()
    {
        QFETCH(QByteArray, place);
        QFETCH(bool, good);
        QCOMPARE(judgeListUrl(place.toStdString()).has_value(), good);
        FakeWorker worker;
        RevocationLists lists;
        bool woken = false;
        const auto waiter = lists.load(place.toStdString(), SteadyTime(seconds(1000)), worker.io(), [&] { woken = true; });
        QCOMPARE(worker.asked.size(), std::size_t(good ? 1 : 0));
        QCOMPARE(woken, !good);
    }
    void fetchesOnceAndForgetsNothing()
    {
        FakeWorker worker;
        RevocationLists lists;
        SteadyTime now{seconds(100'000)};
        int woken = 0;
        const auto wake = [&] { ++woken; };
        QVERIFY(!lists.latest(url) && !lists.isFresh(url, now));
        const auto first = lists.load(url, now, worker.io(), wake), second = lists.load(url, now, worker.io(), wake);
        QCOMPARE(worker.asked.size(), std::size_t(1));
        worker.answer(FetchAnswer{200, list()});
        QCOMPARE(woken, 2);
        QVERIFY(lists.latest(url) && lists.isFresh(url, now + seconds(3599)) && !lists.isFresh(url, now + seconds(3600)));
        const auto known = lists.latest(url);
        now += hours(1);
        const auto third = lists.load(url, now, worker.io(), wake);
        worker.answer(tl::unexpected(Error{ErrorKind::Unavailable, "test.down", {}, {}}));
        QCOMPARE(woken, 3);
        QVERIFY(lists.latest(url) == known && !lists.isFresh(url, now));
        QVERIFY(!lists.load(url, now + seconds(59), worker.io(), wake)); // not so soon again
        QVERIFY(lists.load(url, now + seconds(60), worker.io(), wake));
    }
    void takesNothingElse_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("good");
        const auto der = QByteArray::fromStdString(list());
        QTest::newRow("DER") << 200 << der << true;
        QTest::newRow("PEM") << 200 << "-----BEGIN X509 CRL-----\n" + der.toBase64() + "\n-----END X509 CRL-----\n" << true;
        QTest::newRow("cut") << 200 << der.left(der.size() - 1) << false;
        QTest::newRow("a page") << 200 << QByteArray("<html/>") << false;
        QTest::newRow("empty") << 200 << QByteArray() << false;
        QTest::newRow("redirect") << 302 << der << false;
        QTest::newRow("too large") << 200 << der + QByteArray(2 << 20, 'x') << false;
    }
    void takesNothingElse()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, good);
        FakeWorker worker;
        RevocationLists lists;
        const auto waiter = lists.load(url, SteadyTime(seconds(1)), worker.io(), [] { });
        worker.answer(FetchAnswer{status, body.toStdString()});
        QCOMPARE(lists.latest(url) != nullptr, good);
    }
    void keepsNoMoreThanItMay()
    {
        FakeWorker worker;
        RevocationListOptions options;
        options.lists = 2;
        RevocationLists lists(options);
        for (int i = 0; i < 3; ++i) {
            const auto waiter = lists.load(url + std::to_string(i), SteadyTime(seconds(i)), worker.io(), [] { });
            worker.answer(FetchAnswer{200, list()});
        }
        QVERIFY(!lists.latest(url + "0") && lists.latest(url + "1") && lists.latest(url + "2"));
    }

private:
    static std::string list()
    {
        const auto now = SystemClock().utc();
        return test::CertificateAuthority("authority.test", now).list({1}, now, now + hours(1));
    }
};

QTEST_GUILESS_MAIN(TestRevocationLists)
#include "tst_revocation_lists.moc"
