// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_body.h"
#include "core/management/data_directory.h"
#include "core/management/exchange_buffer.h"
#include "core/management/host_check.h"
#include "core/management/live_tail.h"
#include "core/management/local_query.h"
#include "core/management/private_file.h"
#include "core/management/worker_pool.h"

#include "tests/support/result_test.h"

#include <QTemporaryDir>

#include <atomic>
#include <mutex>

#include <sys/stat.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::management;

class TstEndpointParts : public QObject
{
    Q_OBJECT

private slots:
    void allowsOwnHostsAlone_data();
    void allowsOwnHostsAlone();
    void remoteAllowsLiterals();
    void privateFilesAreTheirOwnersAlone();
    void refusesAnOpenTokenFile();
    void refusesALinkedTokenFile();
    void makesATokenOnce();
    void oneProcessHoldsTheDirectory();
    void tailGoesOnFromACursor();
    void tailTellsOfAGap();
    void tailStartsAnewAfterARestart();
    void filtersExchanges_data();
    void filtersExchanges();
    void writesEvents();
    void takesTheCursorFromQueryOrHeader();
    void readsHistogramQueries_data();
    void readsHistogramQueries();
    void readsEtags_data();
    void readsEtags();
    void poolRefusesWhenFull();
};

namespace {

telemetry::ExchangeRecord record(const std::string &api, int status,
                                 telemetry::Outcome outcome = telemetry::Outcome::Answered)
{
    telemetry::ExchangeRecord one;
    one.apiId = api;
    one.operationId = "get";
    one.status = status;
    one.outcome = outcome;
    one.path = "/orders/42";
    one.method = "GET";
    return one;
}

std::vector<telemetry::ExchangeRecord> records(std::size_t count)
{
    return std::vector<telemetry::ExchangeRecord>(count, record("orders", 200));
}

} // namespace

void TstEndpointParts::allowsOwnHostsAlone_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *host, bool allowed) {
        QTest::newRow(*host ? host : "empty") << QString{host} << allowed;
    };
    row("127.0.0.1:41000", true);
    row("localhost", true);
    row("LOCALHOST:1", true);
    row("localhost.:1", true);
    row("[::1]:41000", true);
    row("[::1]", true);
    row("gate.example:443", true);
    row("", false);
    row("evil.example", false);
    row("evil.example:41000", false);
    row("127.0.0.1.evil.example", false);
    row("localhost.evil.example:41000", false);
    row("evil.example:41000@localhost", false);
    row("localhost@evil.example", false);
    row("10.0.0.1:41000", false);
    row("[::1", false);
    row("[::1]evil", false);
    row("127.0.0.1:x", false);
}

void TstEndpointParts::allowsOwnHostsAlone()
{
    QFETCH(QString, host);
    QFETCH(bool, allowed);
    const HostCheck check({{"127.0.0.1", 41000}, {"Gate.example", 0}}, false);
    QCOMPARE(check.allows(host.toStdString()), allowed);
}

void TstEndpointParts::remoteAllowsLiterals()
{
    const HostCheck check({{"0.0.0.0", 41000}}, true);
    QVERIFY(check.allows("10.0.0.1:41000"));
    QVERIFY(check.allows("[fe80::1]:41000"));
    QVERIFY(!check.allows("evil.example:41000"));
}

void TstEndpointParts::privateFilesAreTheirOwnersAlone()
{
    const QTemporaryDir directory;
    const std::filesystem::path path = directory.filePath("f").toStdString();
    VERIFY_RESULT(writePrivateFile(path, "one"));
    VERIFY_RESULT(writePrivateFile(path, "two"));
    struct stat status
    {
    };
    QCOMPARE(::stat(path.c_str(), &status), 0);
    QCOMPARE(static_cast<unsigned>(status.st_mode & 0777U), 0600U);
    const auto read = readPrivateFile(path);
    VERIFY_RESULT(read);
    QCOMPARE(*read, std::string{"two"});
    QCOMPARE(readPrivateFile(path, 2).error().kind, ErrorKind::TooLarge);
    QCOMPARE(readPrivateFile(directory.filePath("none").toStdString()).error().kind, ErrorKind::NotFound);
}

void TstEndpointParts::refusesAnOpenTokenFile()
{
    const QTemporaryDir directory;
    const std::filesystem::path path = directory.filePath("token").toStdString();
    SystemRandom random;
    VERIFY_RESULT(secretFromFile(path, random));
    ::chmod(path.c_str(), 0640);
    const auto refused = secretFromFile(path, random);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string{"file.tooOpen"});
}

void TstEndpointParts::refusesALinkedTokenFile()
{
    const QTemporaryDir directory;
    const std::filesystem::path path = directory.filePath("token").toStdString();
    const std::filesystem::path target = directory.filePath("target").toStdString();
    VERIFY_RESULT(writePrivateFile(target, "0123456789abcdef0123456789abcdef"));
    std::filesystem::create_symlink(target, path);
    SystemRandom random;
    QVERIFY(!secretFromFile(path, random));
}

void TstEndpointParts::makesATokenOnce()
{
    const QTemporaryDir directory;
    const std::filesystem::path path = directory.filePath("token").toStdString();
    SystemRandom random;
    const auto first = secretFromFile(path, random);
    VERIFY_RESULT(first);
    QCOMPARE(first->reveal().size(), std::size_t{64});
    QVERIFY(*secretFromFile(path, random) == *first);
    VERIFY_RESULT(writePrivateFile(path, "short"));
    QVERIFY(!secretFromFile(path, random));
}

void TstEndpointParts::oneProcessHoldsTheDirectory()
{
    const QTemporaryDir temporary;
    const std::filesystem::path path = temporary.filePath("deep/data").toStdString();
    {
        auto first = DataDirectory::open(path);
        VERIFY_RESULT(first);
        VERIFY_RESULT(first->writeEndpoint(json::object{{"pid", 1}}));
        const auto second = DataDirectory::open(path);
        QVERIFY(!second);
        QCOMPARE(second.error().code, std::string{"service.locked"});
        QCOMPARE(std::string{second.error().arg("pid")}, std::to_string(::getpid()));
        QVERIFY(second.error().arg("endpoint").ends_with("endpoint.json"));
        QVERIFY(std::filesystem::exists(first->file("endpoint.json")));
    }
    const auto third = DataDirectory::open(path);
    VERIFY_RESULT(third);
    // It was left by a holder that ended without a word.
    QVERIFY(!std::filesystem::exists(third->file("endpoint.json")));
}

void TstEndpointParts::tailGoesOnFromACursor()
{
    ExchangeBuffer buffer{10};
    buffer.add(records(5));
    const auto newest = buffer.newest({}, 2);
    QCOMPARE(newest.records.size(), std::size_t{2});
    QCOMPARE(newest.records.front()->sequence, std::uint64_t{4});
    QCOMPARE(newest.cursor, std::uint64_t{5});
    const auto part = buffer.after(1, {}, 2);
    QCOMPARE(part.records.front()->sequence, std::uint64_t{2});
    QCOMPARE(part.cursor, std::uint64_t{3});
    QCOMPARE(buffer.after(part.cursor, {}, 10).records.size(), std::size_t{2});
    QCOMPARE(buffer.after(5, {}, 10).records.size(), std::size_t{0});
}

void TstEndpointParts::tailTellsOfAGap()
{
    ExchangeBuffer buffer{10};
    buffer.add(records(25));
    const auto slice = buffer.after(3, {}, 100);
    QCOMPARE(slice.missed, std::uint64_t{12});
    QCOMPARE(slice.records.size(), std::size_t{10});
    QCOMPARE(slice.records.front()->sequence, std::uint64_t{16});
    QVERIFY(eventText(slice).starts_with("event: gap\ndata: {\"missed\":12}\n\n"));
}

void TstEndpointParts::tailStartsAnewAfterARestart()
{
    ExchangeBuffer buffer{10};
    buffer.add(records(2));
    QCOMPARE(buffer.after(1000, {}, 10).records.size(), std::size_t{2});
}

void TstEndpointParts::filtersExchanges_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("expected");
    QTest::newRow("all") << ""
                         << ""
                         << ""
                         << "" << 3;
    QTest::newRow("class") << "4xx"
                           << ""
                           << ""
                           << "" << 1;
    QTest::newRow("status") << "429"
                            << ""
                            << ""
                            << "" << 1;
    QTest::newRow("no such") << "404"
                             << ""
                             << ""
                             << "" << 0;
    QTest::newRow("garbage") << "abc"
                             << ""
                             << ""
                             << "" << 0;
    QTest::newRow("outcome") << ""
                             << "refused"
                             << ""
                             << "" << 1;
    QTest::newRow("api") << ""
                         << ""
                         << "PETS"
                         << "" << 1;
    QTest::newRow("text") << ""
                          << ""
                          << ""
                          << "ORDERS/4" << 3;
    QTest::newRow("both") << "2xx"
                          << ""
                          << "pets"
                          << "42" << 1;
}

void TstEndpointParts::filtersExchanges()
{
    QFETCH(QString, status);
    QFETCH(QString, outcome);
    QFETCH(QString, api);
    QFETCH(QString, text);
    QFETCH(int, expected);
    ExchangeBuffer buffer;
    buffer.add({record("orders", 200), record("orders", 429, telemetry::Outcome::Refused), record("pets", 201)});
    ExchangeFilter filter;
    filter.status = status.toStdString();
    filter.outcome = outcome.toStdString();
    filter.api = api.toStdString();
    filter.text = text.toStdString();
    const auto slice = buffer.newest(filter, 100);
    QCOMPARE(static_cast<int>(slice.records.size()), expected);
    QCOMPARE(slice.cursor, std::uint64_t{3});
}

void TstEndpointParts::writesEvents()
{
    ExchangeBuffer buffer;
    int told = 0;
    const auto listener = buffer.listen([&told] { ++told; });
    auto one = record("orders", 200);
    one.path = "/a\nb";
    buffer.add({one});
    buffer.unlisten(listener);
    buffer.add({one});
    QCOMPARE(told, 1);
    const auto text = eventText(buffer.after(0, {}, 1));
    QVERIFY(text.starts_with("id: 1\ndata: {\"cursor\":\"1\","));
    QVERIFY(text.ends_with("}\n\n"));
    // A line break in a value must not end the event.
    QCOMPARE(std::count(text.begin(), text.end(), '\n'), 3);
}

void TstEndpointParts::takesTheCursorFromQueryOrHeader()
{
    ArmRequest request;
    QCOMPARE(wantedCursor(request, 9), std::uint64_t{9});
    request.headers.set("Last-Event-ID", "4");
    QCOMPARE(wantedCursor(request, 9), std::uint64_t{4});
    request.query = "after=3";
    QCOMPARE(wantedCursor(request, 9), std::uint64_t{3});
    request.query = "after=-1";
    QCOMPARE(wantedCursor(request, 9), std::uint64_t{4});
}

void TstEndpointParts::readsHistogramQueries_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("minutes");
    QTest::newRow("defaults") << QByteArray{""} << true << 1 << 60;
    QTest::newRow("range") << QByteArray{"from=2026-11-24T00:00:00Z&to=2026-11-24T06:00:00Z&step=PT15M&groupBy=api"}
                           << true << 15 << 360;
    QTest::newRow("to alone") << QByteArray{"to=2026-11-24T06:00:00Z&step=pt1h"} << true << 60 << 60;
    QTest::newRow("step") << QByteArray{"step=PT2M"} << false << 0 << 0;
    QTest::newRow("group") << QByteArray{"groupBy=planet"} << false << 0 << 0;
    QTest::newRow("time") << QByteArray{"from=yesterday"} << false << 0 << 0;
    QTest::newRow("backwards") << QByteArray{"from=2026-11-24T06:00:00Z&to=2026-11-24T00:00:00Z"} << false << 0 << 0;
    QTest::newRow("too many buckets") << QByteArray{"from=2020-11-24T06:00:00Z&to=2026-11-24T00:00:00Z"} << false << 0
                                      << 0;
}

void TstEndpointParts::readsHistogramQueries()
{
    QFETCH(QByteArray, query);
    QFETCH(bool, valid);
    QFETCH(int, step);
    QFETCH(int, minutes);
    ArmRequest request;
    request.query = query.toStdString();
    const auto wanted = histogramRequest(request, UtcTime{std::chrono::seconds{1'795'478'400}});
    QCOMPARE(wanted.has_value(), valid);
    if (!wanted)
        return;
    QCOMPARE(static_cast<int>(wanted->query.stepMinutes), step);
    QCOMPARE(static_cast<int>(
                 std::chrono::duration_cast<std::chrono::minutes>(wanted->query.to - wanted->query.from).count()),
             minutes);
}

void TstEndpointParts::readsEtags_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("expected");
    QTest::newRow("quoted") << "\"abc=\""
                            << "abc=";
    QTest::newRow("weak") << "W/\"abc\""
                          << "abc";
    QTest::newRow("bare") << "abc"
                          << "abc";
    QTest::newRow("star") << " * "
                          << "*";
    QTest::newRow("empty") << ""
                           << "none";
    QTest::newRow("empty quotes") << "\"\""
                                  << "none";
}

void TstEndpointParts::readsEtags()
{
    QFETCH(QString, header);
    QFETCH(QString, expected);
    ArmRequest request;
    request.headers.set("If-Match", header.toStdString());
    QCOMPARE(QString::fromStdString(ifMatch(request).value_or("none")), expected);
}

void TstEndpointParts::poolRefusesWhenFull()
{
    std::mutex gate;
    gate.lock();
    std::atomic<int> ran{0};
    int taken = 0;
    {
        WorkerPool pool{1, 2};
        for (int i = 0; i < 10; ++i)
            taken += pool.post([&] {
                const std::lock_guard lock{gate};
                ++ran;
            });
        gate.unlock();
    }
    // One may have begun before the queue was full.
    QVERIFY(taken == 2 || taken == 3);
    QCOMPARE(ran.load(), taken);
}

QTEST_GUILESS_MAIN(TstEndpointParts)
#include "tst_endpoint_parts.moc"
