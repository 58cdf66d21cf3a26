// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/overlay.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using resource::Configuration;
using resource::Overlay;
using resource::ResourceId;

namespace {

Configuration sample()
{
    Configuration configuration;
    const auto add = [&configuration](const char *id, json::object properties) {
        configuration.put({ResourceId::of(id), std::move(properties), {}, {}});
    };
    add("apis/orders", {{"path", "orders"}});
    add("apis/payments", {{"path", "payments"}, {"serviceUrl", "http://payments"}});
    add("backends/orders", {{"protocol", "http"}});
    add("backends/pool", {{"type", "Pool"}});
    add("namedValues/open", {{"value", "v"}});
    add("namedValues/key", {{"secret", true}});
    add("namedValues/vaulted", {{"keyVault", json::object{{"secretIdentifier", "https://vault/secrets/x"}}}});
    return configuration;
}

std::string textAt(const Configuration &configuration, const char *id, const char *name)
{
    return std::string{stringMember(configuration.find(ResourceId::of(id))->properties, name)};
}

} // namespace

class TestOverlay : public QObject
{
    Q_OBJECT

private slots:
    void putsItsValuesIntoACopy()
    {
        const auto configuration = sample();
        const Overlay overlay{
            {{"apis/Payments", "http://local:1"}, {"backends/orders", "http://local:2"}, {"products/p", "x"}},
            {{"namedValues/key", "secret"}, {"apis/orders", "not a value"}}};
        const auto applied = resource::apply(overlay, configuration);
        QCOMPARE(textAt(applied, "apis/payments", "serviceUrl"), std::string("http://local:1"));
        QCOMPARE(textAt(applied, "backends/orders", "url"), std::string("http://local:2"));
        QCOMPARE(textAt(applied, "namedValues/key", "value"), std::string("secret"));
        QVERIFY(!applied.find(ResourceId::of("apis/orders"))->properties.contains("value"));
        QCOMPARE(applied.size(), configuration.size());
        QCOMPARE(textAt(configuration, "apis/payments", "serviceUrl"), std::string("http://payments"));
    }
    void listsWhatIsMissing()
    {
        const auto textsOf = [](const std::vector<ResourceId> &ids) {
            QStringList texts;
            for (const auto &id : ids)
                texts.append(QString::fromStdString(id.text()));
            return texts;
        };
        QCOMPARE(textsOf(resource::missing({}, sample())),
                 (QStringList{"apis/orders", "backends/orders", "namedValues/key", "namedValues/vaulted"}));
        const Overlay overlay{{{"APIs/orders", "http://x"}}, {{"namedvalues/KEY", ""}}};
        QCOMPARE(textsOf(resource::missing(overlay, sample())),
                 (QStringList{"backends/orders", "namedValues/vaulted"}));
    }
    void survivesJson()
    {
        const Overlay overlay{{{"apis/orders", "http://x"}}, {{"namedValues/key", "s"}}};
        const auto read = Overlay::fromJson(overlay.toJson());
        VERIFY_RESULT(read);
        QCOMPARE(toJson(read->toJson()), toJson(overlay.toJson()));
        QVERIFY(Overlay::fromJson(json::object{}));
    }
    void refusesWhatIsNoOverlay_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"[]", R"({"backendUrls":[]})", R"({"backendUrls":{"apis/a":1}})", R"({"secretValues":{"bad id":"x"}})"})
            QTest::newRow(text) << text;
    }
    void refusesWhatIsNoOverlay()
    {
        QFETCH(QString, text);
        const auto overlay = Overlay::fromJson(*parseJson(text.toStdString()));
        QVERIFY(!overlay);
        QCOMPARE(overlay.error().code, std::string("overlay.invalid"));
    }
};

QTEST_GUILESS_MAIN(TestOverlay)
#include "tst_overlay.moc"
