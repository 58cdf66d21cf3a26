// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/answer.h"
#include "core/expression/context_json.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::expression;

//! What `context` and what lies below it give.
class TestExpressionContext : public QObject
{
    Q_OBJECT

private slots:
    void members_data();
    void members();
    void absentPartsAreNull_data();
    void absentPartsAreNull();
    void bodyIsReadOnceUnlessPreserved();
    void traceReachesTheContext();
};

namespace {

//! A token of {"alg":"RS256","typ":"JWT"} with
//! {"iss":"me","sub":"u1","aud":["a","b"],"exp":1714990000,"roles":["r1","r2"],"n":1.5,"o":{"x":[1]},"t":true}.
constexpr auto jwt = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJtZSIsInN1YiI6InUxIiwiYXVkIjpbImEiLCJiIl0sImV4cCI6MTcxNDk5MDAwMCw"
                     "icm9sZXMiOlsicjEiLCJyMiJdLCJuIjoxLjUsIm8iOnsieCI6WzFdfSwidCI6dHJ1ZX0.c2ln";

json::object fixture()
{
    auto root = parseJson(R"({
  "now": "2024-05-06T07:08:09.123Z", "timestamp": "2024-05-06T07:08:08.000Z",
  "requestId": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "tracing": true,
  "api": {"id": "orders", "name": "Orders", "path": "shop", "revision": "2", "version": "v1", "isCurrentRevision": true,
          "protocols": ["http", "https"], "serviceUrl": "https://backend.example.test:8443/base",
          "subscriptionKeyParameterNames": {"header": "H", "query": "q"}},
  "backend": {"id": "b1", "azureRegion": "West Europe", "type": "Pool"},
  "deployment": {"region": "West Europe", "serviceId": "s", "serviceName": "s.example",
                 "gateway": {"id": "managed", "instanceId": "i1", "isManaged": true}, "currentCarbonIntensity": "Low"},
  "graphQL": {"arguments": "{\"id\":7}", "parent": "{\"p\":\"x\"}"},
  "lastError": {"source": "s", "reason": "r", "message": "m", "scope": "api", "section": "inbound", "path": "p", "policyId": "i",
                "httpErrorCode": 401},
  "operation": {"id": "get", "method": "GET", "name": "Get", "urlTemplate": "/{id}"},
  "product": {"id": "starter", "name": "Starter", "state": "Published", "approvalRequired": false, "subscriptionRequired": true,
              "subscriptionLimit": 5, "groups": [{"id": "g1", "name": "Group 1"}, {"id": "g2", "name": "Group 2"}]},
  "subscription": {"id": "sub", "key": "k", "name": "n", "primaryKey": "k", "secondaryKey": "k2", "createdDate": "2023-01-02T03:04:05.000Z"},
  "user": {"id": "u", "email": "ada@example.test", "firstName": "Ada", "lastName": "L", "groups": [{"id": "g", "name": "G"}],
           "identities": [{"id": "ada", "provider": "Basic"}], "registrationDate": "2022-03-04T05:06:07.000Z"},
  "workspace": {"id": "w", "name": "W"},
  "request": {"method": "POST", "url": "https://apim.example.test/b/42?q=1&Q=2+3&e=%41", "originalUrl": "https://api.example.test:444/x",
              "ipAddress": "203.0.113.7", "headers": {"Accept": ["a/b", "c/d"], "X-One": ["1"]}, "matchedParameters": {"Id": "42"},
              "body": "{\"a\":[1,2]}", "foundry": {"deployment": "gpt"},
              "privateEndpointConnection": {"name": "n", "groupId": "g", "memberName": "m"}},
  "response": {"statusCode": 201, "statusReason": "Created", "headers": {"X": ["y"]}, "body": "<r><a>1</a></r>"},
  "variables": {"text": {"type": "string", "value": "x"}, "three": {"type": "int", "value": 3}, "big": {"type": "long", "value": 3},
                "nothing": {"type": "null", "value": null}, "on": {"type": "bool", "value": true},
                "object": {"type": "JObject", "value": "{\"k\":1}"}, "list": {"type": "List<string>", "value": ["a", "b"]},
                "bytes": {"type": "byte[]", "value": "AQI="}, "when": {"type": "DateTime", "value": "2024-05-06T07:08:09.000Z"},
                "answer": {"type": "IResponse", "value": {"statusCode": 404, "headers": {}, "body": "gone"}},
                "auth": {"type": "Authorization", "value": {"accessToken": "at", "claims": {"c": "v"}}},
                "span": {"type": "TimeSpan", "value": 90}}
})");
    auto object = root->as_object();
    object["variables"].as_object()["jwt"] = json::object{{"type", "Jwt"}, {"value", jwt}};
    return object;
}

const Library &library()
{
    static const Library made;
    return made;
}

QString answered(const QString &expression, Context &context)
{
    return QString::fromStdString(toJson(evaluate(("@(" + expression + ")").toStdString(), library(), context)));
}

} // namespace

void TestExpressionContext::members_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *expression, const char *value) { QTest::newRow(expression) << QString(expression) << QString(value); };
    row("context.RequestId.ToString()", R"("6f9619ff-8b86-d011-b42d-00c04fc964ff")");
    row("context.Elapsed.TotalMilliseconds.ToString()", R"("1123")");
    row("context.Timestamp.ToString(\"o\")", R"("2024-05-06T07:08:08.0000000Z")");
    row("context.Tracing", "true");
    row("context.Api.Name + context.Api.Revision + context.Api.Version", R"("Orders2v1")");
    row("context.Api.ServiceUrl.ToString()", R"("https://backend.example.test:8443/base")");
    row("context.Api.ServiceUrl.Port", "8443");
    row("string.Join(\"+\", context.Api.Protocols)", R"("http+https")");
    row("context.Api.SubscriptionKeyParameterNames.Header", R"("H")");
    row("context.Backend.Type", R"("Pool")");
    row("context.Deployment.GatewayId + context.Deployment.Gateway.InstanceId", R"("managedi1")");
    row("context.Deployment.SustainabilityInfo.CurrentCarbonIntensity.ToString()", R"("Low")");
    row("(int)context.GraphQL.Arguments[\"id\"]", "7");
    row("(string)context.GraphQL.Parent[\"p\"]", R"("x")");
    row("context.LastError.Message + context.LastError.PolicyId", R"("mi")");
    row("context.Operation.UrlTemplate", R"("/{id}")");
    row("context.Product.State.ToString()", R"("Published")");
    row("context.Product.SubscriptionLimit", "5");
    row("context.Product.SubscriptionsLimit.HasValue", "true");
    row("string.Join(\",\", context.Product.Groups.Select(g => g.Name))", R"("Group 1,Group 2")");
    row("context.Product.Apis.First().Id", R"("orders")");
    row("context.Subscription.CreatedDate.Year", "2023");
    row("context.Subscription.EndDate == null", "true");
    row("context.User.Identities.First().Provider", R"("Basic")");
    row("context.User.Groups.Any(g => g.Id == \"g\")", "true");
    row("context.Workspace.Name", R"("W")");
    row("context.Request.Method + context.Request.IpAddress", R"("POST203.0.113.7")");
    row("context.Request.Headers.GetValueOrDefault(\"accept\")", R"("a/b,c/d")");
    row("context.Request.Headers.GetValueOrDefault(\"none\", \"d\")", R"("d")");
    row("context.Request.Headers[\"ACCEPT\"][1]", R"("c/d")");
    row("context.Request.Headers.ContainsKey(\"x-one\")", "true");
    row("string.Join(\",\", context.Request.Headers.Select(h => h.Key + h.Value.Length))", R"("Accept2,X-One1")");
    row("string.Join(\",\", context.Request.Headers.Keys)", R"("Accept,X-One")");
    row("context.Request.Headers.Count", "2");
    row("context.Request.MatchedParameters[\"id\"]", R"("42")");
    row("context.Request.MatchedParameters.GetValueOrDefault(\"none\", \"d\")", R"("d")");
    row("context.Request.Url.Path + context.Request.Url.QueryString", R"("/b/42?q=1&Q=2+3&e=A")");
    row("context.Request.Url.Query.GetValueOrDefault(\"Q\")", R"("1,2 3")");
    row("context.Request.Url.Query[\"e\"][0]", R"("A")");
    row("context.Request.OriginalUrl.ToUri().Authority", R"("api.example.test:444")");
    row("context.Request.Url.Port", "443");
    row("context.Request.Foundry.Deployment + context.Request.PrivateEndpointConnection.MemberName", R"("gptm")");
    row("(int)context.Request.Body.As<JObject>(preserveContent: true)[\"a\"][1]", "2");
    row("context.Request.Body.As<byte[]>().Length", "11");
    row("context.Response.Body.As<XElement>().Element(\"a\").Value", R"("1")");
    row("context.Response.StatusCode + context.Response.StatusReason", R"("201Created")");
    row("(string)context.Variables[\"text\"]", R"("x")");
    row("context.Variables.GetValueOrDefault<int>(\"three\")", "3");
    row("context.Variables.GetValueOrDefault<int>(\"none\")", "0");
    row("context.Variables.GetValueOrDefault(\"none\", \"d\")", R"("d")");
    row("context.Variables.GetValueOrDefault<string>(\"none\", null) == null", "true");
    row("context.Variables.ContainsKey(\"Three\")", "false");
    row("context.Variables.ContainsKey(\"nothing\")", "true");
    row("(long)context.Variables[\"big\"]", "3");
    row("((IResponse)context.Variables[\"answer\"]).Body.As<string>() + ((IResponse)context.Variables[\"answer\"]).StatusCode",
        R"("gone404")");
    row("((Authorization)context.Variables[\"auth\"]).Claims[\"c\"]", R"("v")");
    row("((TimeSpan)context.Variables[\"span\"]).TotalMinutes", "1.5E0");
    row("((List<string>)context.Variables[\"list\"]).Last()", R"("b")");
    row("((DateTime)context.Variables[\"when\"]).Kind.ToString()", R"("Utc")");
    row("((Jwt)context.Variables[\"jwt\"]).Claims[\"roles\"][1]", R"("r2")");
    row("((Jwt)context.Variables[\"jwt\"]).Claims.GetValueOrDefault(\"roles\", \"\")", R"("r1,r2")");
    row("((Jwt)context.Variables[\"jwt\"]).Claims[\"n\"][0] + ((Jwt)context.Variables[\"jwt\"]).Claims[\"o\"][0]", R"("1.5{\"x\":[1]}")");
    row("((Jwt)context.Variables[\"jwt\"]).Audiences.Count()", "2");
    row("((Jwt)context.Variables[\"jwt\"]).ExpirationTime.Value.ToString(\"s\")", R"("2024-05-06T10:06:40")");
    row("((Jwt)context.Variables[\"jwt\"]).NotBefore == null", "true");
    row("(\"Bearer \" + ((Jwt)context.Variables[\"jwt\"]).ToString()).AsJwt().Algorithm", R"("RS256")");
    row("\"a.b.c\".AsJwt() == null", "true");
    row("\"Basic YTpiOmM=\".AsBasic().UserId + \"Basic YTpiOmM=\".AsBasic().Password", R"("ab:c")");
    row("\"Bearer x\".AsBasic() == null", "true");
}

void TestExpressionContext::members()
{
    QFETCH(QString, expression);
    QFETCH(QString, value);
    JsonContext context(fixture(), {}, library());
    const auto answer = answered(expression, context);
    QVERIFY2(answer.endsWith("\"value\":" + value + "}"), qPrintable(answer));
}

void TestExpressionContext::absentPartsAreNull_data()
{
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char *patch, const char *expression, const char *answer) {
        QTest::newRow(expression) << QString(patch) << QString(expression) << QString(answer);
    };
    constexpr auto null = R"({"type":"null","value":null})";
    constexpr auto throwsNull = R"({"throws":"System.NullReferenceException"})";
    row(R"({"user":null})", "context.User", null);
    row(R"({"user":null})", "context.User.Id", throwsNull);
    row(R"({"user":null})", "context.User?.Id", null);
    row(R"({"response":null})", "context.Response", null);
    row(R"({"lastError":null})", "context.LastError?.Message", null);
    row(R"({"request":{"body":null}})", "context.Request.Body", null);
    row(R"({"product":{"subscriptionLimit":null}})", "context.Product.SubscriptionLimit", null);
    row("{}", "context.Request.Certificate", null);
    row("{}", "context.Variables[\"none\"]", R"({"throws":"System.Collections.Generic.KeyNotFoundException"})");
    row("{}", "context.Request.Headers[\"none\"]", R"({"throws":"System.Collections.Generic.KeyNotFoundException"})");
    row("{}", "context.Variables[\"nothing\"]", null);
    row("{}", "context.Variables.GetValueOrDefault<int>(\"text\")", R"({"throws":"System.InvalidCastException"})");
    row("{}", "context.Variables.GetValueOrDefault<int>(\"nothing\")", throwsNull);
    row("{}", "context.Variables[null]", R"({"throws":"System.ArgumentNullException"})");
    row("{}", "context.Nothing", R"({"error":"CS1061)");
}

void TestExpressionContext::absentPartsAreNull()
{
    QFETCH(QString, patch);
    QFETCH(QString, expression);
    QFETCH(QString, answer);
    const auto merged = parseJson(patch.toStdString());
    QVERIFY(merged);
    JsonContext context(fixture(), merged->as_object(), library());
    const auto got = answered(expression, context);
    QVERIFY2(got.startsWith(answer), qPrintable(got));
}

void TestExpressionContext::bodyIsReadOnceUnlessPreserved()
{
    JsonContext context(fixture(), {}, library());
    QVERIFY(answered("context.Request.Body.As<string>(true).Length", context).contains("11"));
    QVERIFY(answered("context.Request.Body.As<string>().Length", context).contains("11"));
    QCOMPARE(answered("context.Request.Body.As<string>()", context), QString(R"({"type":"null","value":null})"));
}

void TestExpressionContext::traceReachesTheContext()
{
    JsonContext context(fixture(), {}, library());
    const auto answer = evaluate("@{ context.Trace(\"seen\"); return 1; }", library(), context);
    QCOMPARE(QString::fromStdString(toJson(answer)), QString(R"({"type":"System.Int32","value":1})"));
    QCOMPARE(context.traces(), std::vector<std::string>{"seen"});
}

QTEST_GUILESS_MAIN(TestExpressionContext)
#include "tst_context.moc"
