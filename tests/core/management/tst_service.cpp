// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"

#include "tests/support/result_test.h"

#include <QElapsedTimer>

#include <atomic>
#include <thread>

#include <sys/stat.h>

using namespace gatehouse;
using test::RawSocket;
using test::RunningService;

class TstService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void announcesItself();
    void holdsItsDirectoryAlone();
    void staysOnLoopback();
    void asksForTheToken_data();
    void asksForTheToken();
    void refusesForeignHosts();
    void keepsDenialsAndReadsOfSecretsInTheAuditLog();
    void servesHttpsWithItsOwnCertificate();
    void limitsBodies();
    void oneOfTwoWritersWins();
    void aChangeIsInTheDataPlaneWhenItIsAnswered();
    void streamsExchangesFromACursor();
    void countsRequestsInHistograms();
    void showsCountersAndLastUse();
    void tellsHowEachKeyIsUsed();
    void checksAndExplainsPolicies();
    void keepsEverythingOverARestart();
    void appliesTheOverlay();
    void answersEveryPathOfItsDocument();

private:
    http::Response put(const std::string &target, const json::object &properties,
                       const std::vector<RunningService::Header> &headers = {})
    {
        return m_running->call("PUT", target, toJson(json::object{{"properties", properties}}), headers);
    }
    //! An API that answers by policy with that status.
    void putPing(int status);
    template <typename Check> bool becomesTrue(Check check)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 15'000) {
            if (check())
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        return false;
    }
    json::array audit(const std::string &query = {})
    {
        return RunningService::json(m_running->call("GET", "G/audit" + query)).at("value").as_array();
    }

    std::unique_ptr<RunningService> m_running;
};

namespace {

std::string policyAnswering(int status)
{
    return "<policies><inbound><return-response><set-status code=\"" + std::to_string(status)
        + "\" reason=\"x\" /></return-response></inbound><backend><base /></backend><outbound><base "
          "/></outbound><on-error><base /></on-error></policies>";
}

unsigned modeOf(const std::filesystem::path &path)
{
    struct stat status
    {
    };
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

} // namespace

void TstService::init()
{
    m_running = std::make_unique<RunningService>();
    VERIFY_RESULT(m_running->start());
}

void TstService::cleanup()
{
    if (m_running && m_running->service)
        m_running->stop();
    m_running.reset();
}

void TstService::putPing(int status)
{
    QVERIFY(put("apis/ping",
                {{"displayName", "Ping"},
                 {"path", "ping"},
                 {"subscriptionRequired", false},
                 {"protocols", json::array{"http", "https"}}})
                .head.status
            < 300);
    QVERIFY(
        put("apis/ping/operations/get", {{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/"}}).head.status
        < 300);
    const auto policy = put("apis/ping/policies/policy", {{"format", "rawxml"}, {"value", policyAnswering(status)}});
    QVERIFY2(policy.head.status < 300, policy.body.c_str());
}

void TstService::announcesItself()
{
    const auto &announced = m_running->announced;
    QCOMPARE(announced.at("pid").as_int64(), static_cast<std::int64_t>(::getpid()));
    QCOMPARE(m_running->url(), "http://127.0.0.1:" + std::to_string(m_running->managementPort()));
    QVERIFY(m_running->url("managementTls").starts_with("https://127.0.0.1:"));
    QVERIFY(m_running->gatewayUrl().starts_with("http://127.0.0.1:"));
    for (const auto *name :
         {"data/endpoint.json", "data/token", "data/digest-key", "data/management-key.pem", "ready.json"})
        QCOMPARE(modeOf(m_running->file(name)), 0600U);
    QCOMPARE(modeOf(m_running->file("data")), 0700U);
    QCOMPARE(RunningService::json(m_running->call("GET", "")).at("name").as_string(), json::string{"local"});
    m_running->stop();
    QVERIFY(!std::filesystem::exists(m_running->file("data/endpoint.json")));
    QVERIFY(!std::filesystem::exists(m_running->file("ready.json")));
}

void TstService::holdsItsDirectoryAlone()
{
    const auto second = m_running->tryStart(m_running->options());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Conflict);
    QCOMPARE(second.error().code, std::string{"service.locked"});
    QCOMPARE(m_running->call("GET", "G/status").head.status, 200);
}

void TstService::staysOnLoopback()
{
    auto options = m_running->options();
    options.dataDirectory = m_running->file("other");
    options.management = net::Endpoint{"0.0.0.0", 0};
    const auto refused = m_running->tryStart(options);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string{"service.notLoopback"});
}

void TstService::asksForTheToken_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray{} << 401;
    QTest::newRow("wrong") << QByteArray{"Authorization: Bearer nothing\r\n"} << 401;
    QTest::newRow("empty") << QByteArray{"Authorization: Bearer \r\n"} << 401;
    QTest::newRow("basic") << QByteArray{"Authorization: Basic TOKEN\r\n"} << 401;
    QTest::newRow("prefix") << QByteArray{"Authorization: Bearer TOKENx\r\n"} << 401;
    QTest::newRow("twice") << QByteArray{"Authorization: Bearer TOKEN\r\nAuthorization: Bearer TOKEN\r\n"} << 401;
    QTest::newRow("right") << QByteArray{"Authorization: bearer TOKEN\r\n"} << 200;
}

void TstService::asksForTheToken()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    header.replace("TOKEN", QByteArray::fromStdString(std::string{m_running->service->token().reveal()}));
    RawSocket socket{m_running->managementPort()};
    QVERIFY(socket.send("GET " + m_running->prefix() + "/apis?api-version=2022-08-01 HTTP/1.1\r\nHost: localhost\r\n"
                        + header.toStdString() + "Connection: close\r\n\r\n"));
    const auto answer = socket.readUntil("until it closes");
    QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(status)), answer.c_str());
    QVERIFY(answer.find("x-ms-request-id: ") != std::string::npos);
}

void TstService::refusesForeignHosts()
{
    for (const auto *host : {"evil.example", "evil.example:80", "127.0.0.1.evil.example"}) {
        RawSocket socket{m_running->managementPort()};
        QVERIFY(socket.send("GET " + m_running->prefix() + "/apis?api-version=2022-08-01 HTTP/1.1\r\nHost: "
                            + std::string{host} + "\r\nAuthorization: Bearer "
                            + std::string{m_running->service->token().reveal()} + "\r\nConnection: close\r\n\r\n"));
        const auto answer = socket.readUntil("}}");
        QVERIFY2(answer.starts_with("HTTP/1.1 421"), answer.c_str());
        QVERIFY(answer.find("\"value\"") == std::string::npos);
    }
    QVERIFY(becomesTrue([&] { return audit("?action=denied").size() == 3; }));
}

void TstService::keepsDenialsAndReadsOfSecretsInTheAuditLog()
{
    QCOMPARE(
        put("subscriptions/s", {{"displayName", "S"}, {"scope", "/apis"}, {"primaryKey", "key-that-must-not-show"}})
            .head.status,
        201);
    const auto secrets = m_running->call("POST", "subscriptions/s/listSecrets");
    QCOMPARE(secrets.head.status, 200);
    QVERIFY(secrets.body.find("key-that-must-not-show") != std::string::npos);
    m_running->call("GET", "apis", {}, {{"Authorization", "Bearer wrong"}});
    put("subscriptions/t", {{"displayName", "T"}, {"scope", "/products/none"}});
    const auto read = audit("?action=listSecrets");
    QCOMPARE(read.size(), std::size_t{1});
    QCOMPARE(read[0].at("resource").as_string(), json::string{"subscriptions/s"});
    QCOMPARE(read[0].at("principal").at("subject").as_string(), json::string{"local-owner"});
    QCOMPARE(read[0].at("requestId").as_string(),
             json::string{std::string{secrets.head.headers.get("x-ms-request-id").value_or("")}});
    QVERIFY(becomesTrue([&] { return audit("?action=denied").size() == 1; }));
    QVERIFY(becomesTrue([&] { return audit("?outcome=refused&resource=subscriptions/t").size() == 1; }));
    const auto made = audit("?action=put&resource=subscriptions/s");
    QCOMPARE(made.size(), std::size_t{1});
    QVERIFY(made[0].at("before").is_null());
    QVERIFY(toJson(made[0].at("after")).find("sha256:") != std::string::npos);
    const auto all = m_running->call("GET", "G/audit").body;
    QVERIFY(all.find("key-that-must-not-show") == std::string::npos);
    QVERIFY(all.find(std::string{m_running->service->token().reveal()}) == std::string::npos);
    const auto page = RunningService::json(m_running->call("GET", "G/audit?limit=2"));
    const auto next = audit("?limit=2&before=" + std::string{page.at("before").as_string()});
    QVERIFY(next.at(0).at("sequence").as_int64() < page.at("value").at(1).at("sequence").as_int64());
}

void TstService::servesHttpsWithItsOwnCertificate()
{
    const auto answer = m_running->call("GET", "apis", {}, {}, "managementTls");
    QVERIFY2(answer.head.status == 200, answer.body.c_str());
    QCOMPARE(answer.body, std::string{R"({"value":[],"count":0})"});
}

void TstService::limitsBodies()
{
    const json::object large{{"displayName", "P"}, {"description", std::string(5U << 20, 'x')}};
    const auto refused = put("products/p", large);
    QVERIFY2(refused.head.status == 413 || refused.head.status == 0, refused.body.c_str());
    QCOMPARE(m_running->call("GET", "products/p").head.status, 404);
}

void TstService::oneOfTwoWritersWins()
{
    const auto made = put("products/race", {{"displayName", "0"}});
    QCOMPARE(made.head.status, 201);
    const std::string etag{made.head.headers.get("ETag").value_or("")};
    std::atomic<int> won{0}, lost{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < 8; ++i) {
        writers.emplace_back([&, i] {
            const auto status =
                put("products/race", {{"displayName", std::to_string(i + 1)}}, {{"If-Match", etag}}).head.status;
            won += status == 200;
            lost += status == 412;
        });
    }
    for (auto &writer : writers)
        writer.join();
    QCOMPARE(won.load(), 1);
    QCOMPARE(lost.load(), 7);
}

void TstService::aChangeIsInTheDataPlaneWhenItIsAnswered()
{
    putPing(200);
    for (int i = 0; i < 20; ++i) {
        const int status = 210 + i;
        QCOMPARE(
            put("apis/ping/policies/policy", {{"format", "rawxml"}, {"value", policyAnswering(status)}}).head.status,
            200);
        QCOMPARE(m_running->get(m_running->gatewayUrl() + "/ping/").head.status, status);
    }
    const auto status = RunningService::json(m_running->call("GET", "G/status"));
    QCOMPARE(status.at("state").as_string(), json::string{"running"});
    QVERIFY(status.at("revision").to_number<std::int64_t>() >= 21);
}

void TstService::streamsExchangesFromACursor()
{
    putPing(200);
    const auto ask = [&](const std::string &query) {
        return "GET " + m_running->prefix() + "/providers/Gatehouse.Local/exchanges?api-version=2026-11-01" + query
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
            + std::string{m_running->service->token().reveal()} + "\r\n\r\n";
    };
    RawSocket live{m_running->managementPort()};
    QVERIFY(live.send(ask("&api=ping")));
    QVERIFY(live.readUntil("heartbeat").find("text/event-stream") != std::string::npos);
    m_running->get(m_running->gatewayUrl() + "/elsewhere");
    m_running->get(m_running->gatewayUrl() + "/ping/?secret=query");
    const auto text = live.readUntil("\"api\":\"ping\"");
    QVERIFY2(text.find("\"path\":\"/ping/\"") != std::string::npos, text.c_str());
    QVERIFY(text.find("/elsewhere") == std::string::npos);
    QVERIFY(text.find("secret=query") == std::string::npos);

    QVERIFY(becomesTrue([&] {
        return RunningService::json(m_running->call("GET", "G/exchanges")).at("value").as_array().size() == 2;
    }));
    RawSocket resumed{m_running->managementPort()};
    QVERIFY(resumed.send(ask("&after=0")));
    const auto again = resumed.readUntil("\"api\":\"ping\"");
    QVERIFY(again.find("id: 1\n") != std::string::npos);
    QVERIFY(again.find("/elsewhere") != std::string::npos);
}

void TstService::countsRequestsInHistograms()
{
    putPing(200);
    for (int i = 0; i < 5; ++i)
        m_running->get(m_running->gatewayUrl() + "/ping/");
    m_running->get(m_running->gatewayUrl() + "/nowhere");
    json::value body;
    const bool counted = becomesTrue([&] {
        body = RunningService::json(m_running->call("GET", "G/histograms?groupBy=api"));
        std::int64_t requests = 0;
        for (const auto &one : body.at("summary").as_array())
            requests += one.at("requests").to_number<std::int64_t>();
        return requests == 6;
    });
    QVERIFY2(counted, toJson(body).c_str());
    for (const auto &one : body.at("summary").as_array()) {
        if (one.at("group").as_string() != "ping")
            continue;
        QCOMPARE(one.at("status2xx").to_number<int>(), 5);
        QVERIFY(one.at("p50").is_double() && one.at("p50").as_double() >= 0);
        QVERIFY(one.at("backendP50").is_null());
    }
    QCOMPARE(m_running->call("GET", "G/histograms?step=PT3M").head.status, 400);
    const auto status = RunningService::json(m_running->call("GET", "G/status"));
    QCOMPARE(status.at("requests").to_number<int>(), 6);
}

void TstService::showsCountersAndLastUse()
{
    putPing(200);
    QCOMPARE(put("subscriptions/s", {{"displayName", "S"}, {"scope", "/apis/ping"}, {"primaryKey", "0123456789abcdef"}})
                 .head.status,
             201);
    const auto policy = std::string{"<policies><inbound><rate-limit calls=\"2\" renewal-period=\"60\" "
                                    "/><return-response><set-status code=\"200\" reason=\"x\" />"
                                    "</return-response></inbound><backend><base /></backend><outbound><base "
                                    "/></outbound><on-error><base /></on-error></policies>"};
    const auto made = put("apis/ping/policies/policy", {{"format", "rawxml"}, {"value", policy}});
    QVERIFY2(made.head.status == 200, made.body.c_str());
    std::vector<int> statuses;
    for (int i = 0; i < 3; ++i)
        statuses.push_back(
            m_running->get(m_running->gatewayUrl() + "/ping/", {{"Ocp-Apim-Subscription-Key", "0123456789abcdef"}})
                .head.status);
    QCOMPARE(statuses, (std::vector<int>{200, 200, 429}));
    const auto counters = RunningService::json(m_running->call("GET", "G/counters")).at("value").as_array();
    QCOMPARE(counters.size(), std::size_t{1});
    QCOMPARE(counters[0].at("key").as_string(), json::string{"s"});
    QCOMPARE(counters[0].at("limit").to_number<int>(), 2);
    QCOMPARE(counters[0].at("period").as_string(), json::string{"PT60S"});
    QVERIFY(becomesTrue([&] {
        const auto uses = RunningService::json(m_running->call("GET", "G/lastUse")).at("value").as_array();
        return uses.size() == 1 && uses[0].at("subscription").as_string() == "s"
            && uses[0].at("key").as_string() == "primary";
    }));
}

void TstService::tellsHowEachKeyIsUsed()
{
    putPing(200);
    QCOMPARE(put("subscriptions/s", {{"displayName", "S"}, {"scope", "/apis/ping"}, {"primaryKey", "0123456789abcdef"}}).head.status, 201);
    const auto called = [&](const std::string &key) {
        return m_running->get(m_running->gatewayUrl() + "/ping/", {{"Ocp-Apim-Subscription-Key", key}}).head.status;
    };
    QCOMPARE(called("0123456789abcdef"), 200);
    QCOMPARE(called("0123456789abcdef"), 200);
    const auto use = [&] { return RunningService::json(m_running->call("GET", "G/keyUse?subscription=S")); };
    const auto before = use(); // no wait: the answer holds all until now
    QVERIFY(before.at("knownSince").is_string());
    const auto &primary = before.at("value").at(0).as_object();
    QCOMPARE(primary.at("key").as_string(), json::string{"primary"});
    QCOMPARE(primary.at("calls").to_number<int>(), 2);
    QCOMPARE(primary.at("days").as_array().size(), std::size_t{1});
    QVERIFY(primary.at("lastUsed").is_string());
    QVERIFY(before.at("value").at(1).at("lastUsed").is_null());
    QCOMPARE(before.at("value").at(1).at("calls").to_number<int>(), 0);
    QVERIFY(toJson(before).find("0123456789abcdef") == std::string::npos);

    // A change of something else leaves the date; a new key takes it, and has not been used.
    QCOMPARE(m_running->call("PATCH", "subscriptions/s", R"({"properties":{"displayName":"T"}})", {{"If-Match", "*"}}).head.status, 200);
    QVERIFY(use().at("value").at(0).at("changed") == primary.at("changed"));
    QCOMPARE(m_running->call("POST", "subscriptions/s/regeneratePrimaryKey").head.status, 204);
    const auto after = use();
    QVERIFY(after.at("value").at(0).at("changed").as_string() >= primary.at("changed").as_string());
    QVERIFY(after.at("value").at(0).at("lastUsed").is_null());
    QCOMPARE(after.at("value").at(0).at("calls").to_number<int>(), 2);
    QVERIFY(after.at("value").at(1).at("changed") == before.at("value").at(1).at("changed"));
    QCOMPARE(m_running->call("GET", "G/keyUse?days=0").head.status, 400);

    // Calls outlive the gateway, and an end in order leaves no gap.
    m_running->stop();
    VERIFY_RESULT(m_running->start());
    const auto restarted = use();
    QCOMPARE(restarted.at("value").at(0).at("calls").to_number<int>(), 2);
    QVERIFY(restarted.at("knownSince") == before.at("knownSince"));
    QCOMPARE(restarted.at("gaps").as_array().size(), std::size_t{0});
}

void TstService::checksAndExplainsPolicies()
{
    putPing(200);
    const auto check = [&](const std::string &value) {
        return RunningService::json(m_running->call(
            "POST", "G/policyCheck", toJson(json::object{{"scope", "api"}, {"format", "rawxml"}, {"value", value}})));
    };
    QCOMPARE(check(policyAnswering(200)).at("valid").as_bool(), true);
    const auto wrong =
        check("<policies><inbound>\n<no-such /></inbound><backend /><outbound /><on-error /></policies>");
    QCOMPARE(wrong.at("valid").as_bool(), false);
    QCOMPARE(wrong.at("findings").at(0).at("line").to_number<int>(), 2);
    const auto effective =
        RunningService::json(m_running->call("POST", "G/effectivePolicies", R"({"api":"ping","operation":"get"})"))
            .at("value")
            .as_array();
    QVERIFY(!effective.empty());
    QCOMPARE(effective[0].at("name").as_string(), json::string{"return-response"});
    QCOMPARE(effective[0].at("resource").as_string(), json::string{"apis/ping/policies/policy"});
    QCOMPARE(m_running->call("POST", "G/effectivePolicies", R"({"api":"none"})").head.status, 404);
}

void TstService::keepsEverythingOverARestart()
{
    const auto made = put("products/kept", {{"displayName", "Kept"}});
    const std::string token{m_running->service->token().reveal()};
    m_running->stop();
    VERIFY_RESULT(m_running->start());
    QCOMPARE(std::string{m_running->service->token().reveal()}, token);
    const auto read = m_running->call("GET", "products/kept");
    QCOMPARE(read.body, made.body);
    QCOMPARE(read.head.headers.get("ETag"), made.head.headers.get("ETag"));
    QCOMPARE(audit("?action=put&resource=products/kept").size(), std::size_t{1});
    QCOMPARE(audit("?resource=subscriptions/master").size(), std::size_t{1});
}

void TstService::appliesTheOverlay()
{
    m_running->stop();
    VERIFY_RESULT(management::writePrivateFile(m_running->file("data/overlay.json"), R"({"backendUrls":)"));
    QVERIFY(!m_running->tryStart(m_running->options()));
    VERIFY_RESULT(
        management::writePrivateFile(m_running->file("data/overlay.json"), toJson(resource::Overlay{}.toJson())));
    VERIFY_RESULT(m_running->start());
}

void TstService::answersEveryPathOfItsDocument()
{
    const auto response = m_running->call("GET", "G/openapi");
    QCOMPARE(response.head.status, 200);
    const auto document = RunningService::json(response);
    int answered = 0;
    for (const auto &[path, methods] : document.at("paths").as_object()) {
        if (path.starts_with("/trials"))
            continue; // more than questions: tst_trials goes through them
        for (const auto &[method, operation] : methods.as_object()) {
            const auto target = std::string{"G"} + (path == "/" ? "" : std::string{path});
            const bool post = method == "post";
            const auto *body = path == "/testTokens" ? "{}" : R"({"value":"<policies/>"})";
            const auto answer = m_running->call(post ? "POST" : "GET", target, post ? body : "");
            QVERIFY2(answer.head.status == 200, (std::string{path} + ": " + answer.body).c_str());
            // Every required member of the document's schema is there.
            const auto &schema =
                operation.at("responses").at("200").at("content").at("application/json").at("schema").as_object();
            if (const auto *reference = schema.if_contains("$ref")) {
                const auto name =
                    std::string{reference->as_string()}.substr(std::string{"#/components/schemas/"}.size());
                const auto told = RunningService::json(answer);
                for (const auto &required : document.at("components").at("schemas").at(name).at("required").as_array())
                    QVERIFY2(member(told, std::string{required.as_string()}),
                             (name + "." + std::string{required.as_string()}).c_str());
            }
            QCOMPARE(m_running->call("DELETE", target, {}, {{"If-Match", "*"}}).head.status, 405);
            ++answered;
        }
    }
    QCOMPARE(answered, 14);
    QCOMPARE(m_running->call("GET", "G/nothing").head.status, 404);
    QCOMPARE(m_running->call("GET", "G?x=1", {}).head.status, 200);
}

QTEST_GUILESS_MAIN(TstService)
#include "tst_service.moc"
