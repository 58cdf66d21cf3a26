// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pure_arm.h"

#include "tests/support/result_test.h"

using namespace gatehouse;
using test::PureArm;

class TstArmPolicies : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsRawTextByteForByte();
    void showsXmlWithEscapesByDefault();
    void takesXmlAndShowsRaw();
    void acceptsAllFourScopes_data();
    void acceptsAllFourScopes();
    void refusesInAzuresWords();
    void refusesUnknownReferences();
    void refusesLinks();
    void fragmentsAreGuardedByTheirUsers();
    void namedValuesInUseStay();
    void importsAnApiWithItsOperations();
    void importReplacesOperationsAndKeepsPolicies();
    void brokenDocumentsImportNothing();
    void refusesFormatsThatItCannotRead_data();
    void refusesFormatsThatItCannotRead();

private:
    http::Response putPolicy(const std::string &owner, const std::string &value, const std::string &format = "rawxml");
    std::unique_ptr<PureArm> m_arm;
};

namespace {

const std::string rawPolicy =
    "<policies>\n  <inbound>\n    <base />\n    <set-header name=\"a\" exists-action=\"override\">\n"
    "      <value>@(context.Request.Method == \"GET\" && 1 < 2 ? \"x\" : \"y\")</value>\n    </set-header>\n"
    "  </inbound>\n  <backend>\n    <base />\n  </backend>\n  <outbound>\n    <base />\n  </outbound>\n"
    "  <on-error>\n    <base />\n  </on-error>\n</policies>";

std::string document(const std::string &paths)
{
    return R"({"openapi":"3.0.3","info":{"title":"Pets","version":"1"},"servers":[{"url":"http://127.0.0.1:9/v1"}],"paths":)"
        + paths + "}";
}

std::string importBody(const std::string &text, const std::string &format = "openapi+json")
{
    return toJson(json::object{{"properties", json::object{{"format", format}, {"value", text}, {"path", "pets"}}}});
}

const std::string onePath = R"({"/pets":{"get":{"operationId":"listPets","responses":{"200":{"description":"ok"}}},
                                         "post":{"operationId":"addPet","responses":{"201":{"description":"ok"}}}}})";

std::string value(const http::Response &response)
{
    return std::string{stringMember(PureArm::json(response).at("properties").as_object(), "value")};
}

} // namespace

void TstArmPolicies::init()
{
    m_arm = std::make_unique<PureArm>();
    m_arm->put("apis/orders", R"({"displayName":"Orders","path":"orders"})");
    m_arm->put("apis/orders/operations/get", R"({"displayName":"Get","method":"GET","urlTemplate":"/"})");
    m_arm->put("products/basic", R"({"displayName":"Basic"})");
}

http::Response TstArmPolicies::putPolicy(const std::string &owner, const std::string &text, const std::string &format)
{
    const auto target = owner + (owner.empty() ? "" : "/") + "policies/policy";
    return m_arm->call("PUT", target,
                       toJson(json::object{{"properties", json::object{{"format", format}, {"value", text}}}}));
}

void TstArmPolicies::keepsRawTextByteForByte()
{
    const auto made = putPolicy("apis/orders", rawPolicy);
    QVERIFY2(made.head.status == 201, made.body.c_str());
    QCOMPARE(value(m_arm->call("GET", "apis/orders/policies/policy?format=rawxml")), rawPolicy);
    QCOMPARE(putPolicy("apis/orders", rawPolicy).head.status, 200);
}

void TstArmPolicies::showsXmlWithEscapesByDefault()
{
    putPolicy("apis/orders", rawPolicy);
    const auto shown = m_arm->call("GET", "apis/orders/policies/policy");
    QCOMPARE(stringMember(PureArm::json(shown).at("properties").as_object(), "format"), std::string_view{"xml"});
    QVERIFY(value(shown).find("&amp;&amp; 1 &lt; 2") != std::string::npos);
    const auto listed = PureArm::json(m_arm->call("GET", "apis/orders/policies")).at("value").as_array();
    QCOMPARE(listed.size(), std::size_t{1});
}

void TstArmPolicies::takesXmlAndShowsRaw()
{
    putPolicy("apis/orders", rawPolicy);
    const auto escaped = value(m_arm->call("GET", "apis/orders/policies/policy"));
    QCOMPARE(putPolicy("apis/orders", escaped, "xml").head.status, 200);
    QCOMPARE(value(m_arm->call("GET", "apis/orders/policies/policy?format=rawxml")), rawPolicy);
}

void TstArmPolicies::acceptsAllFourScopes_data()
{
    QTest::addColumn<QString>("owner");
    for (const char *owner : {"", "products/basic", "apis/orders", "apis/orders/operations/get"})
        QTest::newRow(*owner ? owner : "global") << QString{owner};
}

void TstArmPolicies::acceptsAllFourScopes()
{
    QFETCH(QString, owner);
    const auto response = putPolicy(owner.toStdString(), rawPolicy);
    QVERIFY2(response.head.status == 201, response.body.c_str());
}

void TstArmPolicies::refusesInAzuresWords()
{
    const auto response =
        putPolicy("apis/orders",
                  "<policies>\n<inbound><no-such-policy /></inbound><backend /><outbound /><on-error /></policies>");
    QCOMPARE(response.head.status, 400);
    QCOMPARE(PureArm::code(response), std::string{"ValidationError"});
    QVERIFY2(response.body.find("Error in element 'no-such-policy' on line 2, column") != std::string::npos,
             response.body.c_str());
    QVERIFY(!m_arm->configuration().contains(resource::ResourceId::of("apis/orders/policies/policy")));
    const auto broken = putPolicy("apis/orders", "<policies><inbound>");
    QCOMPARE(broken.head.status, 400);
    QVERIFY(!PureArm::json(broken).at("error").at("details").as_array().empty());
}

void TstArmPolicies::refusesUnknownReferences()
{
    const auto fragment = putPolicy("",
                                    "<policies><inbound><include-fragment fragment-id=\"none\" /></inbound><backend "
                                    "/><outbound /><on-error /></policies>");
    QCOMPARE(fragment.head.status, 400);
    const auto named = putPolicy("",
                                 "<policies><inbound><set-header name=\"a\" "
                                 "exists-action=\"override\"><value>{{none}}</value></set-header></inbound>"
                                 "<backend /><outbound /><on-error /></policies>");
    QCOMPARE(named.head.status, 400);
}

void TstArmPolicies::refusesLinks()
{
    const auto response = putPolicy("", "https://example.org/policy.xml", "rawxml-link");
    QCOMPARE(response.head.status, 400);
    QVERIFY(response.body.find("fetches no documents") != std::string::npos);
}

void TstArmPolicies::fragmentsAreGuardedByTheirUsers()
{
    const auto made = m_arm->call(
        "PUT", "policyFragments/f",
        R"({"properties":{"format":"rawxml","description":"d","value":"<fragment><set-method>GET</set-method></fragment>"}})");
    QVERIFY2(made.head.status == 201, made.body.c_str());
    QCOMPARE(putPolicy("",
                       "<policies><inbound><include-fragment fragment-id=\"f\" /></inbound><backend /><outbound "
                       "/><on-error /></policies>")
                 .head.status,
             201);
    const auto users = PureArm::json(m_arm->call("POST", "policyFragments/f/listReferences"));
    QCOMPARE(users.at("count").to_number<int>(), 1);
    QCOMPARE(m_arm->call("DELETE", "policyFragments/f", {}, {{"If-Match", "*"}}).head.status, 400);
    m_arm->call("DELETE", "policies/policy", {}, {{"If-Match", "*"}});
    QCOMPARE(m_arm->call("DELETE", "policyFragments/f", {}, {{"If-Match", "*"}}).head.status, 200);
}

void TstArmPolicies::namedValuesInUseStay()
{
    m_arm->call("PUT", "namedValues/n", R"({"properties":{"displayName":"n","value":"v"}})");
    putPolicy("",
              "<policies><inbound><set-header name=\"a\" "
              "exists-action=\"override\"><value>{{n}}</value></set-header></inbound>"
              "<backend /><outbound /><on-error /></policies>");
    QCOMPARE(m_arm->call("DELETE", "namedValues/n", {}, {{"If-Match", "*"}}).head.status, 400);
}

void TstArmPolicies::importsAnApiWithItsOperations()
{
    const auto made = m_arm->call("PUT", "apis/pets", importBody(document(onePath)));
    QVERIFY2(made.head.status == 201, made.body.c_str());
    const auto properties = PureArm::json(made).at("properties").as_object();
    QCOMPARE(stringMember(properties, "displayName"), std::string_view{"Pets"});
    QCOMPARE(stringMember(properties, "path"), std::string_view{"pets"});
    QVERIFY(!properties.contains("format") && !properties.contains("value"));
    const auto &stored = m_arm->configuration().find(resource::ResourceId::of("apis/pets"))->properties;
    QVERIFY(!stored.contains("value"));
    QCOMPARE(PureArm::json(m_arm->call("GET", "apis/pets/operations")).at("count").to_number<int>(), 2);
    QCOMPARE(m_arm->records.size(), std::size_t{1});
    QCOMPARE(m_arm->records[0].action, std::string{"import"});
}

void TstArmPolicies::importReplacesOperationsAndKeepsPolicies()
{
    m_arm->call("PUT", "apis/pets", importBody(document(onePath)));
    QCOMPARE(putPolicy("apis/pets/operations/listPets", rawPolicy).head.status, 201);
    const auto again = m_arm->call(
        "PUT", "apis/pets",
        importBody(document(
            R"({"/pets":{"get":{"operationId":"listPets","summary":"New","responses":{"200":{"description":"ok"}}}}})")));
    QCOMPARE(again.head.status, 200);
    const auto has = [&](const char *id) { return m_arm->configuration().contains(resource::ResourceId::of(id)); };
    QVERIFY(has("apis/pets/operations/listPets/policies/policy"));
    QVERIFY(!has("apis/pets/operations/addPet"));
}

void TstArmPolicies::brokenDocumentsImportNothing()
{
    const auto before = m_arm->configuration().size();
    const auto response =
        m_arm->call("PUT", "apis/pets", importBody(document(R"({"/pets":{"get":{"responses":3},"post":7}})")));
    QCOMPARE(response.head.status, 400);
    QCOMPARE(m_arm->configuration().size(), before);
    const auto details = PureArm::json(response).at("error").at("details").as_array();
    QVERIFY(!details.empty());
    QVERIFY2(std::string{stringMember(details[0].as_object(), "target")}.find("/pets") != std::string::npos
                 || std::string{stringMember(details[0].as_object(), "target")}.find("~1pets") != std::string::npos,
             response.body.c_str());
}

void TstArmPolicies::refusesFormatsThatItCannotRead_data()
{
    QTest::addColumn<QString>("format");
    for (const char *format :
         {"openapi-link", "swagger-link-json", "openapi+json-link", "wsdl", "wadl-xml", "graphql-link", "nonsense", ""})
        QTest::newRow(*format ? format : "empty") << QString{format};
}

void TstArmPolicies::refusesFormatsThatItCannotRead()
{
    QFETCH(QString, format);
    const auto response = m_arm->call("PUT", "apis/pets", importBody("http://127.0.0.1/", format.toStdString()));
    QCOMPARE(response.head.status, 400);
    QVERIFY(response.body.find("\"target\":\"format\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(TstArmPolicies)
#include "tst_arm_policies.moc"
