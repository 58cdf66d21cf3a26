// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/request_draft.h"

#include "core/base/json.h"
#include "ui/catalog/import_reader.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui::catalog;
using namespace gatehouse::ui::request;
using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

Resource make(const char *id, const char *properties)
{
    return {ResourceId::of(id), parseJson(properties)->as_object(), {}, "1"};
}

Configuration sample()
{
    Configuration configuration;
    configuration.put(make("apis/orders", R"({"displayName":"Orders","path":"shop/orders","subscriptionKeyParameterNames":{"header":"X-Key","query":"k"}})"));
    configuration.put(make("apis/orders/operations/find", R"({"displayName":"Find","method":"POST","urlTemplate":"/{id}/items?kind={kind}",)"
                           R"("templateParameters":[{"name":"id","required":true},{"name":"kind","required":true,"defaultValue":"open"}],)"
                           R"("request":{"queryParameters":[{"name":"page","required":false}],"headers":[{"name":"X-Trace","required":false,"defaultValue":"on"}],)"
                           R"("representations":[{"contentType":"application/json","examples":{"default":{"value":{"a":1}}}}]}})"));
    return configuration;
}

RequestDraft draft()
{
    return draftOf(sample(), ResourceId::of("apis/orders/operations/find"), "http://127.0.0.1:8080/");
}

std::string parameter(const RequestDraft &draft, std::string_view name)
{
    for (const auto &one : draft.parameters) {
        if (one.name == name)
            return one.value;
    }
    return "no such parameter";
}

} // namespace

class TestRequestDraft : public QObject
{
    Q_OBJECT

private slots:
    void readsTheOperation()
    {
        const auto d = draft();
        QCOMPARE(d.method, std::string("POST"));
        QCOMPARE(d.keyHeader, std::string("X-Key"));
        QCOMPARE(parameter(d, "kind"), std::string("open"));
        QCOMPARE(d.body, std::string("{\n  \"a\": 1\n}"));
        QCOMPARE(d.missing(), std::vector<std::string>{"id"});
    }
    void fillsTemplateAndQuery()
    {
        auto d = draft();
        d.parameters[0].value = "a b/c";
        d.parameters[2].value = "2&3";
        QCOMPARE(d.url(), std::string("http://127.0.0.1:8080/shop/orders/a%20b%2Fc/items?kind=open&page=2%263"));
    }
    void curlNeverHoldsTheKeyUnasked()
    {
        auto d = draft();
        d.subscriptionId = "partner";
        const auto masked = d.toCurl();
        QVERIFY(masked.find("$SUBSCRIPTION_KEY") != std::string::npos);
        QVERIFY(masked.find("-H 'X-Trace: on'") != std::string::npos);
        QVERIFY(d.toCurl(SecretString{"s3cret"}).find("'X-Key: s3cret'") != std::string::npos);
    }
    void theCallCarriesTheKeyInTheApisHeader()
    {
        const auto call = draft().toCall(SecretString{"s3cret"});
        QCOMPARE(call.headers.back(), (std::pair<std::string, std::string>{"X-Key", "s3cret"}));
    }
    void offersTheSubscriptionsThatOpenTheApi()
    {
        auto configuration = sample();
        configuration.put(make("products/gold", "{}"));
        configuration.put(make("products/gold/apis/orders", "{}"));
        configuration.put(make("products/other", "{}"));
        configuration.put(make("subscriptions/a-all", R"({"scope":"/apis","state":"active"})"));
        configuration.put(make("subscriptions/b-api", R"({"scope":"/subscriptions/x/resourceGroups/y/providers/Microsoft.ApiManagement/service/z/apis/orders","state":"active"})"));
        configuration.put(make("subscriptions/c-gold", R"({"scope":"products/gold","state":"active"})"));
        configuration.put(make("subscriptions/d-other", R"({"scope":"products/other","state":"active"})"));
        configuration.put(make("subscriptions/e-off", R"({"scope":"/apis","state":"suspended"})"));
        QStringList names;
        for (const auto &id : subscriptionsFor(configuration, ResourceId::of("apis/orders")))
            names += QString::fromStdString(std::string{id.name()});
        QCOMPARE(names, QStringList({"a-all", "b-api", "c-gold"}));
    }
    void makesAnIdOfATitle()
    {
        QCOMPARE(apiIdOf("Orders API (v2)!"), std::string("orders-api-v2"));
        QCOMPARE(apiIdOf("  "), std::string());
    }
    void previewsWhatAnImportWouldBring()
    {
        const auto good = preview(R"({"swagger":"2.0","info":{"title":"Pets","version":"1"},"paths":{"/pets":{"get":{"operationId":"list","responses":{"200":{"description":"ok"}}}}}})", "pets.json");
        QVERIFY(good.isUsable());
        QCOMPARE(good.operations, std::vector<std::string>{"GET /pets"});
        QCOMPARE(std::string{stringMember(importResource(good, "pets", "pets", "Pets", {}).properties, "format")}, std::string("swagger-json"));
        const auto bad = preview("{\"openapi\":\"3.0.0\"}", "bad.json");
        QVERIFY(!bad.isUsable());
        QVERIFY(bad.operations.empty());
    }
};

QTEST_GUILESS_MAIN(TestRequestDraft)
#include "tst_request_draft.moc"
