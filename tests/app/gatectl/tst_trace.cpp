// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "core/base/json.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using test::Program;
using test::RunningGateway;

namespace {

bool contains(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TestTraceVerb : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway.isReady() || m_gateway.hasEnded(), 30'000);
        QVERIFY2(!m_gateway.hasEnded(), m_gateway.program().err.c_str());
        m_program.environment["GATEHOUSE_DATA"] = m_gateway.data();
        put("apis/plain", "{\"displayName\":\"Plain\",\"path\":\"plain\",\"protocols\":[\"http\"],\"subscriptionRequired\":false}");
        put("apis/plain/operations/get", "{\"displayName\":\"Get\",\"method\":\"GET\",\"urlTemplate\":\"/*\"}");
        put("apis/deeper", "{\"displayName\":\"Deeper\",\"path\":\"plain/deeper\",\"protocols\":[\"http\"],\"subscriptionRequired\":false}");
        put("apis/deeper/operations/get", "{\"displayName\":\"Get\",\"method\":\"GET\",\"urlTemplate\":\"/*\"}");
        put("apis/plain/policies/policy",
            "{\"format\":\"rawxml\",\"value\":\"<policies><inbound><set-variable name=\\\"answer\\\" value=\\\"@(6 * 7)\\\"/><return-response><set-status code=\\\"207\\\" reason=\\\"So\\\"/></return-response></inbound><backend/><outbound/><on-error/></policies>\"}");
    }
    void cleanupTestCase() { QCOMPARE(m_gateway.stop(), 0); }

    void printsWhatEachPolicyDid()
    {
        QCOMPARE(m_program.run({"trace", "GET", "/plain/1?a=b", "-H", "X-Mine: yes"}), static_cast<int>(ExitOk));
        for (const auto *part : {"SECTION", "set-variable", "answer = 42", "return-response", "Return response was applied: 207", "api:1", " us", "HTTP 207 So"})
            QVERIFY2(contains(m_program.out, part), (std::string(part) + " in\n" + m_program.out).c_str());
    }

    void givesTheAnswerOfListTraceAsJson()
    {
        QCOMPARE(m_program.run({"trace", "GET", "/plain/1", "--output", "json"}), static_cast<int>(ExitOk));
        const auto trace = parseJson(m_program.out);
        VERIFY_RESULT(trace);
        QCOMPARE(std::string(trace->at("serviceName").as_string()), std::string("local"));
        QVERIFY(trace->at("traceEntries").as_object().contains("inbound"));
    }

    void findsTheApiWithTheLongestPath()
    {
        QCOMPARE(m_program.run({"trace", "GET", "/plain/deeper/1"}), static_cast<int>(ExitOk));
        QVERIFY2(contains(m_program.out, "HTTP 5"), m_program.out.c_str()); // it has no backend
    }

    void saysWhyThereIsNoTrace()
    {
        QVERIFY(m_program.run({"trace", "GET", "/plain/1", "--api", "deeper"}) != ExitOk);
        QVERIFY2(contains(m_program.err, "another API"), m_program.err.c_str());
        QCOMPARE(m_program.run({"trace", "GET", "/nowhere"}), static_cast<int>(ExitNotFound));
        QVERIFY2(contains(m_program.err, "--api"), m_program.err.c_str());
        QCOMPARE(m_program.run({"trace", "GET", "/plain/1", "--api", "none"}), static_cast<int>(ExitNotFound));
    }

private:
    void put(const std::string &id, const std::string &properties)
    {
        m_program.in = properties;
        QVERIFY2(m_program.run({"put", id, "-"}) == ExitOk, m_program.err.c_str());
    }

    RunningGateway m_gateway;
    Program m_program;
};

QTEST_GUILESS_MAIN(TestTraceVerb)
#include "tst_trace.moc"
