// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

const char *const schema = R"x({"document":{"components":{"schemas":{
    "Order":{"type":"object","required":["id"],"properties":{"id":{"type":"integer","minimum":1},"name":{"type":"string","pattern":"^[a-z]+$","nullable":true},
        "next":{"$ref":"#/components/schemas/Order"}}}}}}})x";
const char *const xsd = R"x({"document":{"value":"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='n' type='xs:int'/></xs:schema>"}})x";

void define(Call &call)
{
    auto api = std::make_shared<ApiInfo>();
    api->id = "orders";
    api->schemas["s1"] = parseJson(schema)->as_object();
    api->schemas["xml"] = parseJson(xsd)->as_object();
    call.exchange.matched.api = api;
    auto operation = std::make_shared<OperationInfo>();
    operation->id = "get";
    operation->definition = parseJson(R"x({"request":{"representations":[{"contentType":"application/json","schemaId":"s1","typeName":"Order"}]},
        "responses":[{"statusCode":200,"representations":[{"contentType":"application/json","schemaId":"s1","typeName":"Missing"}]}]})x")->as_object();
    call.exchange.matched.operation = operation;
}

std::string validating(const std::string &inside, const std::string &action = "prevent")
{
    return "<validate-content unspecified-content-type-action=\"prevent\" max-size=\"200\" size-exceeded-action=\"" + action
        + "\" errors-variable-name=\"e\">" + inside + "</validate-content>";
}

} // namespace

class TestValidateContent : public QObject
{
    Q_OBJECT

private slots:
    void validatesRequests_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("begins");
        const QString json = "<content type=\"application/json\" validate-as=\"json\" action=\"prevent\"/>";
        const QString order = "Body of the request does not conform to the definition Order, which is associated with the content type application/json.\n\n";
        QTest::newRow("right") << "application/json; charset=utf-8" << "{\"id\":1,\"name\":\"x\",\"more\":true}" << json << "";
        QTest::newRow("nullable") << "application/json" << "{\"id\":1,\"name\":null}" << json << "";
        QTest::newRow("missing member") << "application/json" << "{\"name\":\"x\"}" << json << order;
        QTest::newRow("type") << "application/json" << "{\"id\":\"1\"}" << json << order;
        QTest::newRow("minimum") << "application/json" << "{\"id\":0}" << json << order;
        QTest::newRow("pattern") << "application/json" << "{\"id\":1,\"name\":\"X1\"}" << json << order;
        QTest::newRow("nested by reference") << "application/json" << "{\"id\":1,\"next\":{\"id\":0}}" << json << order;
        QTest::newRow("no JSON") << "application/json" << "{" << json << order;
        QTest::newRow("additional refused") << "application/json" << "{\"id\":1,\"more\":true}"
            << "<content type=\"application/json\" validate-as=\"json\" action=\"prevent\" allow-additional-properties=\"false\"/>" << order;
        QTest::newRow("ignored") << "application/json" << "{}" << "<content validate-as=\"json\" action=\"ignore\"/>" << "";
        QTest::newRow("any specified type") << "application/json" << "{}" << "<content validate-as=\"json\" action=\"prevent\"/>" << order;
        QTest::newRow("unspecified type") << "text/plain" << "x" << json << "Unspecified content type text/plain is not allowed.";
        QTest::newRow("missing type") << "" << "{}" << "<content-type-map missing-content-type-value=\"application/json\"/>" + json << order;
        QTest::newRow("mapped type") << "application/hal+json" << "{}"
            << "<content-type-map><type from=\"application/hal+json\" to=\"application/json\"/></content-type-map>" + json << order;
        QTest::newRow("too long") << "application/json" << QString(201, 'x') << json
            << "Request's body is 201 bytes long and it exceeds the limit of 200 bytes.";
        const QString xml = "<content type=\"application/xml\" validate-as=\"xml\" schema-id=\"xml\" action=\"prevent\"/>";
        QTest::newRow("XML") << "application/xml" << "<n>1</n>" << xml << "";
        QTest::newRow("wrong XML") << "application/xml" << "<n>a</n>" << xml << "Body of the request does not conform to the definition xml";
        const QString soap = "<content type=\"text/xml\" validate-as=\"soap\" schema-id=\"xml\" action=\"prevent\"/>";
        QTest::newRow("SOAP") << "text/xml" << "<s:Envelope xmlns:s=\"u\"><s:Body><n>1</n></s:Body></s:Envelope>" << soap << "";
        QTest::newRow("wrong SOAP") << "text/xml" << "<s:Envelope xmlns:s=\"u\"><s:Body><n>a</n></s:Body></s:Envelope>" << soap << "Body of the request";
        QTest::newRow("no schema") << "application/xml" << "<n/>" << "<content type=\"application/xml\" validate-as=\"xml\" schema-id=\"no\" action=\"prevent\"/>"
            << "The request could not be processed due to an internal error. Contact the API owner.";
    }
    void validatesRequests()
    {
        QFETCH(QString, type);
        QFETCH(QString, body);
        QFETCH(QString, inside);
        QFETCH(QString, begins);
        Call call;
        define(call);
        if (!type.isEmpty())
            call.exchange.request.headers.set("Content-Type", type.toStdString());
        call.exchange.request.body.set(body.toStdString());
        call.inbound(validating(inside.toStdString()));
        if (begins.isEmpty()) {
            COMPARE_TEXT(call.exchange.lastError ? call.exchange.lastError->message : std::string(), "");
            return;
        }
        QVERIFY(call.exchange.lastError);
        QCOMPARE(call.exchange.response.status, 400);
        const auto shown = QString::fromStdString(call.exchange.lastError->wireMessage);
        QVERIFY2(shown.startsWith(begins), qPrintable(shown));
    }
    void hidesWhatIsWrongWithResponses()
    {
        Call call;
        define(call);
        auto response = FakeServices::response(200, "{}");
        response.headers.set("Content-Type", "application/json");
        call.services.forwardAnswers = {response};
        call.inbound({}, validating("<content validate-as=\"json\" action=\"prevent\"/>"));
        QCOMPARE(call.exchange.response.status, 502);
        COMPARE_TEXT(call.exchange.lastError->message, "API's schema does not contain definition Missing, which is associated with the content type application/json.");
        COMPARE_TEXT(call.exchange.lastError->wireMessage, "The request could not be processed due to an internal error. Contact the API owner.");
    }
    void detectsInAVariable()
    {
        Call call;
        define(call);
        call.exchange.request.headers.set("Content-Type", "application/json");
        call.exchange.request.body.set("{}" + std::string(300, ' '));
        call.inbound(validating("<content validate-as=\"json\" action=\"detect\"/>", "detect"));
        COMPARE_TEXT(call.reason(), "none");
        const auto errors = textOf(call.exchange.variables["e"]);
        QVERIFY(errors.find("\"SizeLimit\"") != std::string::npos && errors.find("\"IncorrectMessage\"") != std::string::npos);
    }
    void refusesSchemasThatLoadOthers()
    {
        Call call;
        define(call);
        auto api = std::make_shared<ApiInfo>(*call.exchange.matched.api);
        api->schemas["xml"] = parseJson(R"x({"document":{"value":"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='/etc/hostname'/></xs:schema>"}})x")->as_object();
        call.exchange.matched.api = api;
        call.exchange.request.headers.set("Content-Type", "application/xml");
        call.exchange.request.body.set("<n>1</n>");
        call.inbound(validating("<content type=\"application/xml\" validate-as=\"xml\" schema-id=\"xml\" action=\"prevent\"/>"));
        QVERIFY(call.exchange.lastError && call.exchange.lastError->message.ends_with("A schema that loads others is not supported."));
    }
};

QTEST_GUILESS_MAIN(TestValidateContent)
#include "tst_validate_content.moc"
