// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pure_arm.h"

#include <QTest>

using namespace gatehouse;
using test::PureArm;

namespace {

std::string rule(const std::string &condition, const std::string &more = R"("name":"r","tripDuration":"PT1M")")
{
    return R"({"properties":{"url":"http:\/\/b.example","protocol":"http","circuitBreaker":{"rules":[{)" + more + R"(,"failureCondition":)" + condition + "}]}}}";
}

std::string pool(const std::string &services)
{
    return R"({"properties":{"type":"Pool","pool":{"services":[)" + services + "]}}}";
}

//! Targets of the details, separated by spaces; "" when it was taken.
QString targetsOf(const http::Response &response)
{
    if (response.head.status < 300)
        return {};
    const auto body = PureArm::json(response);
    if (PureArm::code(response) != "ValidationError")
        return QString::fromStdString(PureArm::code(response));
    QStringList targets;
    for (const auto &detail : body.at("error").at("details").as_array())
        targets << QString::fromStdString(std::string(stringMember(detail.as_object(), "target")));
    return targets.join(' ');
}

} // namespace

//! What a PUT of a backend is refused for beyond its row of the table.
class TstBackendRules : public QObject
{
    Q_OBJECT

private slots:
    void checksCircuitBreakers_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("targets");
        const auto row = [](const char *name, const std::string &body, const char *targets) {
            QTest::newRow(name) << QString::fromStdString(body) << QString(targets);
        };
        const std::string ranges = R"("statusCodeRanges":[{"min":500,"max":599}])";
        const std::string place = "circuitBreaker.rules[0].failureCondition";
        row("count", rule(R"({"count":3,"interval":"PT1H",)" + ranges + "}"), "");
        row("numbers as text", rule(R"({"count":"3","interval":"P1D","statusCodeRanges":[{"min":"500","max":"599"}]})"), "");
        row("percentage", rule(R"({"percentage":50,"interval":"PT1H","errorReasons":["Timeout"]})"), "");
        row("both", rule(R"({"count":3,"percentage":50,"interval":"PT1H",)" + ranges + "}"), place.c_str());
        row("neither", rule(R"({"interval":"PT1H",)" + ranges + "}"), place.c_str());
        row("percentage over 100", rule(R"({"percentage":101,"interval":"PT1H",)" + ranges + "}"), (place + ".percentage").c_str());
        row("no count", rule(R"({"count":0,"interval":"PT1H",)" + ranges + "}"), (place + ".count").c_str());
        row("no interval", rule(R"({"count":3,)" + ranges + "}"), (place + ".interval").c_str());
        row("bad interval", rule(R"({"count":3,"interval":"1h",)" + ranges + "}"), (place + ".interval").c_str());
        row("nothing fails", rule(R"({"count":3,"interval":"PT1H"})"), place.c_str());
        row("range from below", rule(R"({"count":3,"interval":"PT1H","statusCodeRanges":[{"min":100,"max":599}]})"), (place + ".statusCodeRanges[0].min").c_str());
        row("range backwards", rule(R"({"count":3,"interval":"PT1H","statusCodeRanges":[{"min":599,"max":500}]})"), (place + ".statusCodeRanges[0]").c_str());
        row("no trip duration", rule(R"({"count":3,"interval":"PT1H",)" + ranges + "}", R"("name":"r")"), "circuitBreaker.rules[0].tripDuration");
        row("no name", rule(R"({"count":3,"interval":"PT1H",)" + ranges + "}", R"("tripDuration":"PT1M")"), "circuitBreaker.rules[0].name");
        row("two rules",
            R"({"properties":{"url":"http:\/\/b.example","protocol":"http","circuitBreaker":{"rules":[
                {"name":"a","tripDuration":"PT1M","failureCondition":{"count":1,"interval":"PT1M","errorReasons":["x"]}},
                {"name":"b","tripDuration":"PT1M","failureCondition":{"count":1,"interval":"PT1M","errorReasons":["x"]}}]}}})",
            "circuitBreaker.rules");
    }
    void checksCircuitBreakers()
    {
        QFETCH(const QString, body);
        QFETCH(const QString, targets);
        PureArm arm;
        QCOMPARE(targetsOf(arm.call("PUT", "backends/b", body.toStdString())), targets);
    }

    void checksPools_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("targets");
        const auto row = [](const char *name, const std::string &body, const char *targets) {
            QTest::newRow(name) << QString::fromStdString(body) << QString(targets);
        };
        row("two", pool(R"({"id":"/backends/a","weight":100,"priority":1},{"id":"/backends/b","weight":0})"), "");
        row("weight over 100", pool(R"({"id":"/backends/a","weight":101})"), "pool.services[0].weight");
        row("negative priority", pool(R"({"id":"/backends/a","priority":-1})"), "pool.services[0].priority");
        row("nobody", pool(""), "pool.services");
        row("twice", pool(R"({"id":"/backends/a"},{"id":"/backends/A"})"), "pool.services[1].id");
        row("a pool in it", pool(R"({"id":"/backends/inner"})"), "pool.services[0].id");
        row("itself", pool(R"({"id":"/backends/p"})"), "pool.services[0].id");
        row("a pool that is none", R"({"properties":{"url":"http:\/\/b.example","protocol":"http","pool":{"services":[{"id":"/backends/a"}]}}})", "pool");
    }
    void checksPools()
    {
        QFETCH(const QString, body);
        QFETCH(const QString, targets);
        PureArm arm;
        arm.put("backends/a", R"({"url":"http:\/\/a.example","protocol":"http"})");
        arm.put("backends/b", R"({"url":"http:\/\/b.example","protocol":"http"})");
        arm.put("backends/inner", R"({"type":"Pool","pool":{"services":[{"id":"backends/a"}]}})");
        QCOMPARE(targetsOf(arm.call("PUT", "backends/p", body.toStdString())), targets);
    }

    void aMemberOfAPoolStaysAndStaysSingle()
    {
        PureArm arm;
        arm.put("backends/a", R"({"url":"http:\/\/a.example","protocol":"http"})");
        arm.put("backends/b", R"({"url":"http:\/\/b.example","protocol":"http"})");
        arm.put("backends/p", R"({"type":"Pool","pool":{"services":[{"id":"backends/a"}]}})");
        const auto refused = arm.call("DELETE", "backends/a", {}, {{"If-Match", "*"}});
        QCOMPARE(refused.head.status, 400);
        QVERIFY(refused.body.find("it is a service of the pool 'p'") != std::string::npos);
        QCOMPARE(targetsOf(arm.call("PUT", "backends/a", pool(R"({"id":"/backends/b"})"))), QStringLiteral("type"));
        QVERIFY(arm.call("DELETE", "backends/p", {}, {{"If-Match", "*"}}).head.status < 300);
        QVERIFY(arm.call("DELETE", "backends/a", {}, {{"If-Match", "*"}}).head.status < 300);
    }

    void aCacheKeepsItsConnectionStringToItself()
    {
        PureArm arm;
        QCOMPARE(arm.call("PUT", "caches/default", R"({"properties":{"connectionString":"h:1,password=topsecret","useFromLocation":"default"}})").head.status, 201);
        const auto shown = arm.call("GET", "caches/default");
        QCOMPARE(shown.head.status, 200);
        QVERIFY(shown.body.find("topsecret") == std::string::npos);
        QVERIFY(shown.body.find("\"useFromLocation\":\"default\"") != std::string::npos);
        QCOMPARE(arm.call("PUT", "caches/x", R"({"properties":{"connectionString":"h:1"}})").head.status, 400);
    }
};

QTEST_GUILESS_MAIN(TstBackendRules)
#include "tst_backend_rules.moc"
