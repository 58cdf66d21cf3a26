// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_catalog.h"

#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui::limits;
using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

const std::string apiPolicy = R"xml(<policies>
  <!-- partner contract 2026-03: don't touch without legal -->
	<inbound>
    <base />
    <rate-limit   calls='100' renewal-period="60" >
        <operation name="get" calls="10" renewal-period="60"/>
    </rate-limit>
    <rate-limit-by-key calls="5" renewal-period="10" counter-key="@(context.Request.Headers.GetValueOrDefault("X-User","anon"))" />
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>
)xml";

std::string withInbound(const std::string &inbound)
{
    return "<policies><inbound>" + inbound + "</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
}

Resource make(const char *id, json::object properties)
{
    return {ResourceId::of(id), std::move(properties), {}, "1"};
}

Resource policyResource(const char *id, const std::string &text)
{
    return make(id, {{"format", "rawxml"}, {"value", text}});
}

std::shared_ptr<Configuration> sample()
{
    auto configuration = std::make_shared<Configuration>();
    configuration->put(policyResource("policies/policy", withInbound(R"(<rate-limit-by-key calls="1000" renewal-period="60" counter-key="all" />)")));
    configuration->put(make("apis/orders", {{"displayName", "Orders API"}, {"path", "orders"}}));
    configuration->put(policyResource("apis/orders/policies/policy", apiPolicy));
    configuration->put(make("apis/orders/operations/get", {{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/{id}"}}));
    configuration->put(make("apis/orders/operations/list", {{"displayName", "List"}, {"method", "GET"}, {"urlTemplate", "/"}}));
    configuration->put(policyResource("apis/orders/operations/list/policies/policy", withInbound(R"(<rate-limit calls="3" renewal-period="30" />)")));
    configuration->put(make("products/starter", {{"displayName", "Starter"}}));
    configuration->put(make("products/starter/apis/orders", {}));
    configuration->put(policyResource("products/starter/policies/policy", withInbound(R"(<base /><quota calls="10000" renewal-period="86400" />)")));
    return configuration;
}

QStringList texts(const std::vector<EffectiveLimit> &limits)
{
    QStringList out;
    for (const auto &[limit, api, operation, product] : limits)
        out += QString::fromStdString(std::string{nameOf(limit.kind)} + " " + limit.calls + "/" + limit.period);
    return out;
}

const Limit &find(const LimitCatalog &catalog, const std::string &key)
{
    for (const auto &limit : catalog.limits()) {
        if (limit.key == key)
            return limit;
    }
    qFatal("no limit %s", key.c_str());
}

std::string value(const Resource &resource)
{
    return std::string{stringMember(resource.properties, "value")};
}

} // namespace

class TestLimitCatalog : public QObject
{
    Q_OBJECT

private slots:
    void findsEveryLimitAtEveryScope()
    {
        const LimitCatalog catalog(sample());
        QCOMPARE(catalog.limits().size(), std::size_t(6));
        const auto &child = find(catalog, "apis/orders/policies/policy#1");
        QCOMPARE(child.target, std::string("operation get"));
        QCOMPARE(child.line, 6);
        QCOMPARE(find(catalog, "apis/orders/policies/policy#2").counterKey,
                 std::string(R"x(@(context.Request.Headers.GetValueOrDefault("X-User","anon")))x"));
    }

    void tellsWhatAnOperationMeets()
    {
        LimitCatalog catalog(sample());
        QCOMPARE(texts(catalog.effective("orders", "get")),
                 QStringList({"rate-limit-by-key 1000/60", "rate-limit 100/60", "rate-limit 10/60", "rate-limit-by-key 5/10"}));
        // Its document leaves out <base/>: nothing broader applies.
        QCOMPARE(texts(catalog.effective("orders", "list")), QStringList({"rate-limit 3/30"}));
        QCOMPARE(texts(catalog.effective("orders", "get", "starter")),
                 QStringList({"rate-limit-by-key 1000/60", "quota 10000/86400", "rate-limit 100/60", "rate-limit 10/60", "rate-limit-by-key 5/10"}));
    }

    void countsTheOperationsThatMeetALimit()
    {
        LimitCatalog catalog(sample());
        QCOMPARE(catalog.operationsOf(find(catalog, "policies/policy#0")), std::size_t(1));
        QCOMPARE(catalog.operationsOf(find(catalog, "apis/orders/operations/list/policies/policy#0")), std::size_t(1));
    }

    void anEditChangesItsOwnBytesAlone()
    {
        const auto configuration = sample();
        const LimitCatalog catalog(configuration);
        const auto &limit = find(catalog, "apis/orders/policies/policy#0");
        const auto changed = withValues(*configuration->find(limit.document), limit, {"250", "60"});
        VERIFY_RESULT(changed);
        auto expected = apiPolicy;
        expected.replace(expected.find("calls='100'"), 11, "calls='250'");
        QCOMPARE(value(*changed), expected);
    }

    void editsTheChildThatWasMeant()
    {
        const auto configuration = sample();
        const LimitCatalog catalog(configuration);
        const auto &limit = find(catalog, "apis/orders/policies/policy#1");
        const auto changed = withValues(*configuration->find(limit.document), limit, {"20", "30"});
        VERIFY_RESULT(changed);
        auto expected = apiPolicy;
        expected.replace(expected.find(R"(calls="10" renewal-period="60")"), 30, R"(calls="20" renewal-period="30")");
        QCOMPARE(value(*changed), expected);
    }

    void refusesImpossibleFigures_data()
    {
        QTest::addColumn<QString>("calls");
        QTest::addColumn<QString>("period");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no calls") << "0" << "60" << "calls.tooSmall";
        QTest::newRow("words") << "many" << "60" << "calls.notANumber";
        QTest::newRow("too long") << "5" << "301" << "period.tooLarge";
        QTest::newRow("no period") << "5" << "" << "period.notANumber";
        QTest::newRow("expression") << "@(1 + 1)" << "60" << "";
        QTest::newRow("named value") << "{{calls}}" << "60" << "";
    }
    void refusesImpossibleFigures()
    {
        QFETCH(QString, calls);
        QFETCH(QString, period);
        QFETCH(QString, reason);
        QCOMPARE(QString::fromStdString(whyNot(LimitKind::RateLimit, {calls.toStdString(), period.toStdString()}).value_or("")), reason);
    }

    void refusesALimitThatIsGone()
    {
        const auto configuration = sample();
        const LimitCatalog catalog(configuration);
        const auto &limit = find(catalog, "apis/orders/policies/policy#2");
        const auto other = policyResource("apis/orders/policies/policy", withInbound("<base />"));
        const auto changed = withValues(other, limit, {"1", "1"});
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, std::string("limits.gone"));
    }

    void removesTheLimitAndItsLine()
    {
        const auto configuration = sample();
        const LimitCatalog catalog(configuration);
        const auto &limit = find(catalog, "apis/orders/policies/policy#2");
        const auto changed = withoutLimit(*configuration->find(limit.document), limit);
        VERIFY_RESULT(changed);
        auto expected = apiPolicy;
        const auto begin = expected.find("    <rate-limit-by-key");
        expected.erase(begin, expected.find('\n', begin) + 1 - begin);
        QCOMPARE(value(*changed), expected);
    }

    void addsAfterBaseOrMakesADocument()
    {
        const auto configuration = sample();
        const auto id = ResourceId::of("apis/orders/policies/policy");
        const auto changed = withNewLimit(configuration->find(id), id, {"7", "60"}, {});
        VERIFY_RESULT(changed);
        QVERIFY(value(*changed).find("<base />\n    <rate-limit calls=\"7\" renewal-period=\"60\" />") != std::string::npos);

        const auto fresh = ResourceId::of("apis/orders/operations/get/policies/policy");
        const auto made = withNewLimit(nullptr, fresh, {"7", "60"}, R"x(@(context.Request.Headers["X"]))x");
        VERIFY_RESULT(made);
        configuration->put(*made);
        LimitCatalog catalog(configuration);
        const auto &limit = find(catalog, "apis/orders/operations/get/policies/policy#0");
        QCOMPARE(limit.counterKey, std::string(R"x(@(context.Request.Headers["X"]))x"));
        QCOMPARE(catalog.effective("orders", "get").back().limit.key, limit.key);
    }
};

QTEST_GUILESS_MAIN(TestLimitCatalog)
#include "tst_limit_catalog.moc"
