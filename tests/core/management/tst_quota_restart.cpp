// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"

#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using test::RunningService;

namespace {

std::string policyBody(const std::string &inbound)
{
    const std::string document = "<policies><inbound>" + inbound
        + "<return-response><set-status code=\"204\"/></return-response></inbound><backend/><outbound/><on-error/></policies>";
    return toJson(json::object{{"properties", json::object{{"format", "rawxml"}, {"value", document}}}});
}

} // namespace

//! What of the limits survives the end of the service, as in Azure: quotas do, rate limits do not.
class TstQuotaRestart : public QObject
{
    Q_OBJECT

private slots:
    void quotasGoOnAndRateLimitsBeginAnew()
    {
        RunningService running;
        VERIFY_RESULT(running.start());
        for (const std::string name : {"quota", "rate"}) {
            const json::object api{{"displayName", name}, {"path", name}, {"subscriptionRequired", false}};
            const json::object operation{{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/*"}};
            QVERIFY(running.call("PUT", "apis/" + name, toJson(json::object{{"properties", api}})).head.status < 300);
            QVERIFY(running.call("PUT", "apis/" + name + "/operations/get", toJson(json::object{{"properties", operation}})).head.status < 300);
        }
        const auto limit = [&](const std::string &api, const std::string &policy) {
            return running.call("PUT", "apis/" + api + "/policies/policy", policyBody(policy)).head.status < 300;
        };
        QVERIFY(limit("quota", "<quota-by-key calls=\"2\" renewal-period=\"0\" counter-key=\"k\"/>"));
        QVERIFY(limit("rate", "<rate-limit-by-key calls=\"1\" renewal-period=\"300\" counter-key=\"k\"/>"));
        const auto status = [&](const std::string &api) { return running.get(running.gatewayUrl() + "/" + api + "/x").head.status; };
        QCOMPARE(status("quota"), 204);
        QCOMPARE(status("rate"), 204);
        QCOMPARE(status("rate"), 429);
        running.stop();
        VERIFY_RESULT(running.start());
        QCOMPARE(status("rate"), 204);
        QCOMPARE(status("quota"), 204);
        QCOMPARE(status("quota"), 403);
        running.stop();
        VERIFY_RESULT(running.start());
        QCOMPARE(status("quota"), 403);
        running.stop();
    }
};

QTEST_GUILESS_MAIN(TstQuotaRestart)
#include "tst_quota_restart.moc"
