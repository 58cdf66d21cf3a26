// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

const char *const direct = R"(<xml-to-json kind="direct" apply="always" consider-accept-header="false"/>)";
const char *const friendly = R"(<xml-to-json kind="javascript-friendly" apply="always" consider-accept-header="false"/>)";
const char *const toXml = R"(<json-to-xml apply="always" consider-accept-header="false"/>)";

std::string answer(const std::string &body, const std::string &policy)
{
    Call call;
    call.services.forwardAnswers = {FakeServices::response(200, body)};
    call.inbound({}, policy);
    return call.exchange.lastError ? call.exchange.lastError->source + ": " + call.exchange.lastError->message : call.body();
}

} // namespace

class TestJsonXml : public QObject
{
    Q_OBJECT

private slots:
    void writesXmlAsJson_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("xml");
        QTest::addColumn<QString>("json");
        QTest::newRow("as Azure answered") << direct
            << "<?xml version=\"1.0\"?>\n<soap:Envelope xmlns=\"http://fyicenter.com/\" \n"
               "    xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\n    <soap:Body>\n        <GetOrders>\n"
               "            <Customer>1234567</Customer>\n        </GetOrders>\n    </soap:Body>\n</soap:Envelope>"
            << R"({"version":"1.0","soap$Envelope":{"@xmlns":"http://fyicenter.com/","@xmlns$soap":"http://schemas.xmlsoap.org/soap/envelope/","soap$Body":{"GetOrders":{"Customer":"1234567"}}}})";
        QTest::newRow("encoding") << direct << R"(<?xml version="1.0" encoding="utf-8"?><a/>)" << R"({"version":"1.0","encoding":"utf-8","a":null})";
        QTest::newRow("repeated names are arrays") << direct << "<a><b>1</b><c/><b>2</b></a>" << R"({"a":{"b":["1","2"],"c":null}})";
        QTest::newRow("attributes and text") << direct << R"(<a x="1">t</a>)" << R"({"a":{"@x":"1","#text":"t"}})";
        QTest::newRow("empty") << direct << "<a><b/><c></c></a>" << R"({"a":{"b":null,"c":""}})";
        QTest::newRow("mixed") << direct << "<a>x<b/>y</a>" << R"({"a":{"#text":["x","y"],"b":null}})";
        QTest::newRow("CDATA") << direct << "<a><![CDATA[<x>]]></a>" << R"({"a":{"#cdata-section":"<x>"}})";
        QTest::newRow("no comments") << direct << "<a><!-- c --><b>1</b></a>" << R"({"a":{"b":"1"}})";
        QTest::newRow("escapes") << direct << "<a>&lt;\"\\&#10;&#233;</a>" << QString::fromUtf8("{\"a\":\"<\\\"\\\\\\n\u00e9\"}");
        QTest::newRow("prefix of an attribute") << direct << R"(<a xmlns:p="u" p:x="1"/>)" << R"({"a":{"@xmlns$p":"u","@p$x":"1"}})";
        QTest::newRow("friendly") << friendly
            << R"(<?xml version="1.0"?><s:E xmlns:s="u"><s:B id="7"><n>1</n></s:B><t><![CDATA[x]]></t></s:E>)"
            << R"({"E":{"B":{"id":"7","n":"1"},"t":"x"}})";
        QTest::newRow("friendly, an attribute named as a child") << friendly << R"(<a b="1"><b>2</b></a>)" << R"({"a":{"@b":"1","b":"2"}})";
        const QString arrays = R"(<xml-to-json kind="direct" apply="always" consider-accept-header="false" always-array-child-elements="true"/>)";
        QTest::newRow("always arrays") << arrays << "<a><b>1</b><c><d/></c></a>" << R"({"a":{"b":["1"],"c":[{"d":[null]}]}})";
        const QString nulls = R"(<xml-to-json kind="direct" apply="always" consider-accept-header="false" empty-values="as-null" trim-values="true"/>)";
        QTest::newRow("as null, trimmed") << nulls << "<a><b></b><c> x </c><d/></a>" << R"({"a":{"b":null,"c":"x","d":null}})";
        QTest::newRow("no XML") << direct << "{}" << "xml-to-json: Document is empty. Line 1, position 1.";
        QTest::newRow("no entity from outside") << direct << R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>)"
            << "xml-to-json: ";
    }
    void writesXmlAsJson()
    {
        QFETCH(QString, policy);
        QFETCH(QString, xml);
        QFETCH(QString, json);
        const auto actual = answer(xml.toStdString(), policy.toStdString());
        if (json.endsWith(": "))
            QVERIFY2(QString::fromStdString(actual).startsWith(json), actual.c_str());
        else
            COMPARE_TEXT(actual, json.toStdString());
    }
    void writesJsonAsXml_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("xml");
        QTest::newRow("Microsoft's example")
            << R"(<json-to-xml apply="always" consider-accept-header="false" parse-date="false" namespace-separator=":" namespace-prefix="xmlns" attribute-block-name="#attrs"/>)"
            << R"({"soapenv:Envelope": {"xmlns:soapenv": "http://schemas.xmlsoap.org/soap/envelope/", "xmlns:v1": "http://localdomain.com/core/v1",)"
               R"("soapenv:Header": {}, "soapenv:Body": {"v1:QueryList": {"#attrs": {"queryName": "test"}, "v1:QueryItem": {"name": "dummy text"}}}}})"
            << "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:v1=\"http://localdomain.com/core/v1\">\n"
               "  <soapenv:Header />\n  <soapenv:Body>\n    <v1:QueryList queryName=\"test\">\n      <v1:QueryItem>\n"
               "        <name>dummy text</name>\n      </v1:QueryItem>\n    </v1:QueryList>\n  </soapenv:Body>\n</soapenv:Envelope>";
        QTest::newRow("as Azure answered") << toXml
            << R"({"firstName":"John","isAlive":true,"age":25,"address":{"city":"New York"},"phoneNumbers":[{"type":"home"},{"type":"mobile"}],"children":[],"spouse":null})"
            << "<Document>\n  <firstName>John</firstName>\n  <isAlive>True</isAlive>\n  <age>25</age>\n  <address>\n    <city>New York</city>\n"
               "  </address>\n  <phoneNumbers>\n    <type>home</type>\n  </phoneNumbers>\n  <phoneNumbers>\n    <type>mobile</type>\n"
               "  </phoneNumbers>\n  <children />\n  <spouse xsi:nil=\"true\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" />\n</Document>";
        QTest::newRow("one member is the root") << toXml << R"({"a":{"b":1.5}})" << "<a>\n  <b>1.5</b>\n</a>";
        QTest::newRow("an array under the root") << toXml << R"({"a":[1,2]})" << "<Document>\n  <a>1</a>\n  <a>2</a>\n</Document>";
        QTest::newRow("an underscore that parts nothing") << toXml << R"({"first_name":"x"})" << "<first_name>x</first_name>";
        QTest::newRow("names that XML has not") << toXml << R"({"a b":{"1":"x"}})" << "<a_x0020_b>\n  <_x0031_>x</_x0031_>\n</a_x0020_b>";
        QTest::newRow("replacement") << R"(<json-to-xml apply="always" consider-accept-header="false" invalid-character-replacement="-"/>)"
            << R"({"a b":"x"})" << "<a-b>x</a-b>";
        QTest::newRow("escapes") << toXml << "{\"a\":\"<&>\\\"\"}" << "<a>&lt;&amp;&gt;\"</a>";
        QTest::newRow("empty text") << toXml << R"({"a":""})" << "<a></a>";
        QTest::newRow("dates are copied") << R"(<json-to-xml apply="always" consider-accept-header="false" parse-date="false"/>)"
            << R"({"a":"2020-01-02T03:04:05Z"})" << "<a>2020-01-02T03:04:05Z</a>";
        QTest::newRow("attribute prefix, namespace block")
            << R"(<json-to-xml apply="always" consider-accept-header="false" attribute-prefix="@" namespace-block-name="#ns" namespace-separator="$"/>)"
            << R"({"p$a":{"#ns":{"p":"urn:x"},"@id":"7","p$b":"x"}})" << "<p:a xmlns:p=\"urn:x\" id=\"7\">\n  <p:b>x</p:b>\n</p:a>";
        QTest::newRow("no JSON") << toXml << "<a/>" << "json-to-xml: Unexpected character encountered while parsing value: <.";
    }
    void writesJsonAsXml()
    {
        QFETCH(QString, policy);
        QFETCH(QString, json);
        QFETCH(QString, xml);
        const auto actual = answer(json.toStdString(), policy.toStdString());
        COMPARE_TEXT(xml.startsWith("json-to-xml: ") ? actual.substr(0, xml.toStdString().size()) : actual, xml.toStdString());
    }
    void asksAcceptAndContentType_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("accept");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("converted");
        const QString json = R"(<xml-to-json kind="direct" apply="%1" %2/>)";
        QTest::newRow("asked for") << json.arg("always", "") << "text/html, application/json" << "" << true;
        QTest::newRow("not asked for") << json.arg("always", "") << "text/html" << "" << false;
        QTest::newRow("by default it is considered") << json.arg("always", "") << "" << "" << false;
        QTest::newRow("refused") << json.arg("always", "") << "application/json;q=0" << "" << false;
        QTest::newRow("not considered") << json.arg("always", "consider-accept-header=\"false\"") << "text/html" << "" << true;
        QTest::newRow("of type") << json.arg("content-type-xml", "consider-accept-header=\"false\"") << "" << "Text/XML; charset=utf-8" << true;
        QTest::newRow("of kindred type") << json.arg("content-type-xml", "consider-accept-header=\"false\"") << "" << "application/atom+xml" << true;
        QTest::newRow("not of type") << json.arg("content-type-xml", "consider-accept-header=\"false\"") << "" << "text/plain" << false;
    }
    void asksAcceptAndContentType()
    {
        QFETCH(QString, policy);
        QFETCH(QString, accept);
        QFETCH(QString, type);
        QFETCH(bool, converted);
        Call call;
        if (!accept.isEmpty())
            call.exchange.request.headers.set("Accept", accept.toStdString());
        auto response = FakeServices::response(200, "<a>1</a>");
        if (!type.isEmpty())
            response.headers.set("Content-Type", type.toStdString());
        call.services.forwardAnswers = {response};
        call.inbound({}, policy.toStdString());
        COMPARE_TEXT(call.body(), converted ? "{\"a\":\"1\"}" : "<a>1</a>");
        COMPARE_TEXT(call.header("Content-Type"), converted ? "application/json" : type.isEmpty() ? "-" : type.toStdString());
    }
    void endsAtDeepAndWideInput()
    {
        const std::string deep = std::string(5000, '[') + std::string(5000, ']');
        QVERIFY(answer("{\"a\":" + deep + "}", toXml).starts_with("json-to-xml: "));
        std::string xml;
        for (int i = 0; i < 2000; ++i)
            xml += "<a>";
        QVERIFY(answer(xml, direct).starts_with("xml-to-json: "));
        std::string wide = "<r";
        for (int i = 0; i < 4'000; ++i)
            wide += " xmlns:n" + std::to_string(i) + "=\"u" + std::to_string(i) + "\"";
        wide += ">";
        for (int i = 0; i < 4'000; ++i)
            wide += "<n1:x/>";
        QVERIFY(answer(wide + "</r>", direct).starts_with("{\"r\":"));
    }
};

QTEST_GUILESS_MAIN(TestJsonXml)
#include "tst_json_xml.moc"
