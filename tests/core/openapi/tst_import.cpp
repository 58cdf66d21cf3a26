// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/import.h"
#include "core/openapi/names.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;

namespace {

tl::expected<openapi::Import, Diagnostics> importOf(const std::string &text, openapi::ImportOptions options = {})
{
    if (options.apiId.empty())
        options.apiId = "pets";
    return openapi::import(text, options);
}

//! JSON with ` for its quotes: moc loses its way in raw literals.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '`', '"');
    return text;
}

std::string allOf(const Diagnostics &diagnostics)
{
    std::string out;
    for (const auto &diagnostic : diagnostics)
        out += openapi::describe(diagnostic) + '\n';
    return out;
}

json::value parsed(std::string_view text)
{
    return parseJson(text).value();
}

//! A document of 3.0 with the given lines of YAML behind its head.
std::string openApi(const std::string &rest)
{
    return "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\n" + rest;
}

// Users' part of the well-known pet store, as Azure's examples show its import.
const std::string swaggerUsers =
    quoted("{ "
           "`swagger`: `2.0`, `info`: {`title`: `Swagger Petstore`, `version`: `1.0.0`, `termsOfService`: "
           "`http://swagger.io/terms/`, "
           "`contact`: {`email`: `apiteam@swagger.io`}, `license`: {`name`: `Apache 2.0`, `url`: "
           "`http://www.apache.org/licenses/LICENSE-2.0.html`}}, "
           "`host`: `petstore.swagger.io`, `basePath`: `/v2`, `schemes`: [`http`], `produces`: [`application/xml`, "
           "`application/json`], "
           "`paths`: { "
           "`/user`: {`post`: {`summary`: `Create user`, `operationId`: `createUser`, `description`: `This can only be "
           "done by the logged in user.`, "
           "`consumes`: [`application/json`], "
           "`parameters`: [{`in`: `body`, `name`: `body`, `description`: `Created user object`, `required`: true, "
           "`schema`: {`$ref`: `#/definitions/User`}}], "
           "`responses`: {`default`: {`description`: `successful operation`}}}}, "
           "`/user/login`: {`get`: {`summary`: `Logs user into the system`, `operationId`: `loginUser`, "
           "`parameters`: [{`name`: `username`, `in`: `query`, `description`: `The user name for login`, `required`: "
           "true, `type`: `string`}, "
           "{`name`: `password`, `in`: `query`, `description`: `The password for login in clear text`, `required`: "
           "true, `type`: `string`}], "
           "`responses`: { "
           "`200`: {`description`: `successful operation`, `schema`: {`type`: `string`}, "
           "`headers`: {`X-Rate-Limit`: {`type`: `integer`, `format`: `int32`, `description`: `calls per hour allowed "
           "by the user`}}}, "
           "`400`: {`description`: `Invalid username/password supplied`}}}}, "
           "`/upload/{id}`: {`put`: {`operationId`: `upload`, `consumes`: [`multipart/form-data`], "
           "`parameters`: [{`name`: `id`, `in`: `path`, `required`: true, `type`: `integer`, `format`: `int64`}, "
           "{`name`: `file`, `in`: `formData`, `type`: `file`}], "
           "`responses`: {`204`: {`description`: `done`}}}} "
           "}, "
           "`definitions`: {`User`: {`type`: `object`, `properties`: {`name`: {`type`: `string`}}}} "
           "} ");

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

private slots:
    void makesTheOperationOfAzuresExample()
    {
        const auto result = importOf(swaggerUsers);
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        QVERIFY(result->version == openapi::Version::Swagger20);
        const auto &login = result->operations.at(1);
        QCOMPARE(login.id.text(), std::string{"apis/pets/operations/loginUser"});
        const auto schemaId = std::string{result->schemas.at(0).id.name()};
        auto wanted = quoted("{ "
                             "`displayName`: `Logs user into the system`, `method`: `GET`, `urlTemplate`: "
                             "`/user/login?username={username}&password={password}`, "
                             "`templateParameters`: [ "
                             "{`name`: `username`, `description`: `The user name for login`, `type`: `string`, "
                             "`required`: true, `values`: []}, "
                             "{`name`: `password`, `description`: `The password for login in clear text`, `type`: "
                             "`string`, `required`: true, `values`: []}], "
                             "`request`: {`queryParameters`: [], `headers`: [], `representations`: []}, "
                             "`responses`: [ "
                             "{`statusCode`: 200, `description`: `successful operation`, "
                             "`representations`: [ "
                             "{`contentType`: `application/xml`, `schemaId`: `SCHEMA`, `typeName`: "
                             "`UserLoginGet200ApplicationXmlResponse`}, "
                             "{`contentType`: `application/json`, `schemaId`: `SCHEMA`, `typeName`: "
                             "`UserLoginGet200ApplicationJsonResponse`}], "
                             "`headers`: [{`name`: `X-Rate-Limit`, `description`: `Format - int32. calls per hour "
                             "allowed by the user`, `type`: `integer`, `values`: []}]}, "
                             "{`statusCode`: 400, `description`: `Invalid username/password supplied`, "
                             "`representations`: [{`contentType`: `application/xml`}, {`contentType`: "
                             "`application/json`}], `headers`: []}]} ");
        for (auto at = wanted.find("SCHEMA"); at != std::string::npos; at = wanted.find("SCHEMA"))
            wanted.replace(at, 6, schemaId);
        QCOMPARE(toPrettyJson(parsed(wanted)), toPrettyJson(parsed(toJson(login.properties))));
    }

    void readsBodiesAndFormsOfSwagger()
    {
        const auto result = importOf(swaggerUsers);
        QVERIFY(result.has_value());
        const auto &create = result->operations.at(0).properties;
        const auto &request = create.at("request").as_object();
        QCOMPARE(std::string{request.at("description").as_string()}, std::string{"Created user object"});
        const auto &representation = request.at("representations").as_array().at(0).as_object();
        QCOMPARE(std::string{representation.at("typeName").as_string()}, std::string{"User"});
        // The one answer described stands for success.
        QCOMPARE(create.at("responses").as_array().at(0).at("statusCode").as_int64(), 200);

        const auto &upload = result->operations.at(2).properties;
        QCOMPARE(
            toJson(upload.at("templateParameters")),
            quoted("[{`name`:`id`,`description`:`Format - int64.`,`type`:`integer`,`required`:true,`values`:[]}]"));
        QCOMPARE(toJson(upload.at("request").at("representations")),
                 quoted("[{`contentType`:`multipart/"
                        "form-data`,`formParameters`:[{`name`:`file`,`type`:`file`,`values`:[]}]}]"));
    }

    void makesTheApiAndItsSchemas()
    {
        const auto result = importOf(swaggerUsers);
        QVERIFY(result.has_value());
        QCOMPARE(toPrettyJson(result->api.properties),
                 toPrettyJson(parsed(quoted(
                     "{ "
                     "`displayName`: `Swagger Petstore`, `termsOfServiceUrl`: `http://swagger.io/terms/`, `contact`: "
                     "{`email`: `apiteam@swagger.io`}, "
                     "`license`: {`name`: `Apache 2.0`, `url`: `http://www.apache.org/licenses/LICENSE-2.0.html`}, "
                     "`serviceUrl`: `http://petstore.swagger.io/v2`, `path`: `v2`, `protocols`: [`http`], "
                     "`subscriptionRequired`: true} "))));
        const auto &schema = result->schemas.at(0);
        QCOMPARE(schema.id.name().size(), 24U);
        QCOMPARE(std::string{schema.properties.at("contentType").as_string()},
                 std::string{"application/vnd.ms-azure-apim.swagger.definitions+json"});
        const auto &names = schema.properties.at("document").at("definitions").as_object();
        QVERIFY(names.contains("User") && names.contains("UserLoginGet200ApplicationXmlResponse"));
        // The same again, so that a second import replaces the first.
        QCOMPARE(importOf(swaggerUsers)->schemas.at(0).id.text(), schema.id.text());
    }

    void prefersWhatItsCallerSays()
    {
        openapi::ImportOptions options;
        options.path = "shop/pets";
        options.displayName = "My pets";
        options.serviceUrl = "https://backend.example";
        options.requiredQueryInTemplate = false;
        const auto result = importOf(swaggerUsers, options);
        QVERIFY(result.has_value());
        QCOMPARE(stringMember(result->api.properties, "path"), std::string_view{"shop/pets"});
        QCOMPARE(stringMember(result->api.properties, "displayName"), std::string_view{"My pets"});
        QCOMPARE(stringMember(result->api.properties, "serviceUrl"), std::string_view{"https://backend.example"});
        const auto &login = result->operations.at(1).properties;
        QCOMPARE(stringMember(login, "urlTemplate"), std::string_view{"/user/login"});
        QCOMPARE(login.at("request").at("queryParameters").as_array().size(), 2U);
    }

    void choosesTheServerAsAzureDoes_data()
    {
        QTest::addColumn<QByteArray>("servers");
        QTest::addColumn<QByteArray>("serviceUrl");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("none") << QByteArray{""} << QByteArray{""} << QByteArray{""};
        QTest::newRow("first https")
            << QByteArray{"servers: [{url: 'http://a/v1'}, {url: 'https://b/v2/'}, {url: 'https://c'}]\n"}
            << QByteArray{"https://b/v2"} << QByteArray{"v2"};
        QTest::newRow("first http when there is no https") << QByteArray{"servers: [{url: /x}, {url: 'http://a/v1'}]\n"}
                                                           << QByteArray{"http://a/v1"} << QByteArray{"v1"};
        QTest::newRow("relative alone") << QByteArray{"servers: [{url: /base/v3}]\n"} << QByteArray{""}
                                        << QByteArray{"base/v3"};
        QTest::newRow("variables")
            << QByteArray{"servers: [{url: 'https://{h}.x/{v}', variables: {h: {default: api}, v: {default: '7'}}}]\n"}
            << QByteArray{"https://api.x/7"} << QByteArray{"7"};
    }
    void choosesTheServerAsAzureDoes()
    {
        QFETCH(QByteArray, servers);
        QFETCH(QByteArray, serviceUrl);
        QFETCH(QByteArray, path);
        const auto result = importOf(openApi(servers.toStdString() + "paths: {}\n"));
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        QCOMPARE(stringMember(result->api.properties, "serviceUrl"), std::string_view{serviceUrl.constData()});
        QCOMPARE(stringMember(result->api.properties, "path"), std::string_view{path.constData()});
        QCOMPARE(toJson(result->api.properties.at("protocols")), quoted("[`https`]"));
    }

    void takesASubscriptionKeySchemeAndWarnsOfOthers()
    {
        const auto result = importOf(openApi("paths: {}\ncomponents:\n  securitySchemes:\n"
                                             "    key: {type: apiKey, in: header, name: ocp-apim-subscription-key}\n"
                                             "    login: {type: oauth2, flows: {}}\n"));
        QVERIFY(result.has_value());
        QCOMPARE(toJson(result->api.properties.at("subscriptionKeyParameterNames")),
                 quoted("{`header`:`ocp-apim-subscription-key`,`query`:`subscription-key`}"));
        QCOMPARE(result->warnings.size(), 1U);
        QCOMPARE(result->warnings.front().code, std::string{"openapi.securityDropped"});
        QCOMPARE(result->warnings.front().pointer, std::string{"#/components/securitySchemes/login"});
    }

    void namesOperationsAsAzureDoes()
    {
        openapi::OperationNames names;
        QCOMPARE(names.make("listPets"), std::string{"listPets"});
        QCOMPARE(names.make("LISTPETS"), std::string{"LISTPETS-1"}); // ids compare without case
        QCOMPARE(names.make("pets/list all!"), std::string{"pets-list-all"});
        QCOMPARE(names.make("GET", "/foo/{bar}?buzz={quix}"), std::string{"get-foo-bar-buzz-quix"});
        QCOMPARE(names.make("GET", "/"), std::string{"get"});
        QCOMPARE(names.make("///"), std::string{"operation"});
        const std::string longId(200, 'x');
        QCOMPARE(names.make(longId).size(), 76U);
        for (int i = 1; i <= 999; ++i)
            QCOMPARE(names.make(longId), std::string(76, 'x') + '-' + std::to_string(i));
        QCOMPARE(names.make(longId), std::string{});
    }

    void fallsBackToWhatIsThereForTheDisplayName()
    {
        const auto result = importOf(
            openApi("paths:\n  /a/{x}:\n    parameters: [{name: x, in: path, required: true, schema: {type: string}}]\n"
                    "    get: {responses: {'200': {description: ok}}}\n"
                    "    put: {operationId: putIt, responses: {'200': {description: ok}}}\n"));
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        QCOMPARE(stringMember(result->operations.at(0).properties, "displayName"), std::string_view{"Get - /a/{x}"});
        QCOMPARE(std::string{result->operations.at(0).id.name()}, std::string{"get-a-x"});
        QCOMPARE(stringMember(result->operations.at(1).properties, "displayName"), std::string_view{"putIt"});
    }

    void letsAnOperationOverrideItsPathsParameters()
    {
        const auto result =
            importOf(openApi("paths:\n  /a:\n    parameters:\n      - {name: q, in: query, schema: {type: string}}\n"
                             "      - {name: h, in: header, schema: {type: string, enum: [x, y], default: y}}\n"
                             "    get:\n      parameters: [{name: q, in: query, schema: {type: integer}}]\n"
                             "      responses: {'200': {description: ok}}\n"));
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        const auto &request = result->operations.at(0).properties.at("request");
        QCOMPARE(toJson(request.at("queryParameters")), quoted("[{`name`:`q`,`type`:`integer`,`values`:[]}]"));
        QCOMPARE(toJson(request.at("headers")),
                 quoted("[{`name`:`h`,`type`:`string`,`defaultValue`:`y`,`values`:[`x`,`y`]}]"));
    }

    void keepsExamplesAndInlineSchemas()
    {
        const auto result = importOf(
            openApi("paths:\n  /pets/{petId}:\n    post:\n      parameters: [{name: petId, in: path, required: true}]\n"
                    "      requestBody: {content: {application/json: {schema: {type: object}, example: {a: 1}}}}\n"
                    "      responses:\n        '2XX':\n          description: ok\n          content:\n            "
                    "application/json:\n"
                    "              schema: {$ref: '#/components/schemas/Pet'}\n              examples:\n"
                    "                cat: {$ref: '#/components/examples/Cat'}\n"
                    "components:\n  schemas: {Pet: {allOf: [{$ref: '#/components/schemas/Pet'}]}}\n"
                    "  examples: {Cat: {summary: A cat, value: {$ref: no reference}}}\n"));
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        const auto &properties = result->operations.at(0).properties;
        const auto &request = properties.at("request").at("representations").as_array().at(0);
        QCOMPARE(std::string{request.at("typeName").as_string()}, std::string{"Pets-petId-PostRequest"});
        QCOMPARE(toJson(request.at("examples")), quoted("{`default`:{`value`:{`a`:1}}}"));
        const auto &response = properties.at("responses").as_array().at(0);
        QCOMPARE(response.at("statusCode").as_int64(), 200);
        const auto &representation = response.at("representations").as_array().at(0);
        QCOMPARE(std::string{representation.at("typeName").as_string()}, std::string{"Pet"});
        QCOMPARE(toJson(representation.at("examples")),
                 quoted("{`cat`:{`summary`:`A cat`,`value`:{`$ref`:`no reference`}}}"));
        QCOMPARE(toJson(result->schemas.at(0).properties.at("document")),
                 quoted("{`components`:{`schemas`:{`Pet`:{`allOf`:[{`$ref`:`#/components/schemas/"
                        "Pet`}]},`Pets-petId-PostRequest`:{`type`:`object`}}}}"));
    }

    void warnsOfWhatHasNoPlace()
    {
        const auto result = importOf(
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nwebhooks: {new: {post: {}}}\n"
            "paths:\n  /a#b:\n    get:\n      requestBody: {content: {}}\n"
            "      parameters: [{name: c, in: cookie}, {name: '%', in: query, required: true}]\n"
            "      callbacks: {}\n      responses: {default: {description: d}, '200': {description: ok, links: {}}}\n"
            "  /b/{x}/{x}: {get: {parameters: [{name: x, in: path, required: true}]}}\n"
            "components: {schemas: {E: {$ref: other.json}}}\n");
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        std::vector<std::string> codes;
        for (const auto &warning : result->warnings) {
            QVERIFY(warning.severity == Severity::Warning);
            QVERIFY(openapi::describe(warning).find(warning.code) == std::string::npos);
            codes.push_back(warning.code);
        }
        std::sort(codes.begin(), codes.end());
        QCOMPARE(codes,
                 (std::vector<std::string>{"openapi.bodyDropped", "openapi.callbacksDropped",
                                           "openapi.cookieParametersDropped", "openapi.defaultResponseDropped",
                                           "openapi.externalRef", "openapi.fragmentInPath", "openapi.linksDropped",
                                           "openapi.pathParameterRenamed", "openapi.queryNotInTemplate",
                                           "openapi.webhooksDropped"}));
        QCOMPARE(stringMember(result->operations.at(0).properties, "urlTemplate"), std::string_view{"/a%23b"});
        QCOMPARE(stringMember(result->operations.at(1).properties, "urlTemplate"), std::string_view{"/b/{x}/{x2}"});
    }

    void readsYamlByItsCoreSchema()
    {
        const auto result = importOf(openApi("paths: {}\ncomponents:\n  schemas:\n    base: &base {a: 1, b: 2}\n    "
                                             "S:\n      <<: *base\n      b: 3\n      copy: *base\n"
                                             "      values: [~, true, 0x1F, 0o17, +5, 1.5, '7', !!str 8, yes, .5, 1e3, "
                                             "2024-01-01]\n      200: number as key\n"
                                             "      text: |\n        two\n        lines\n"));
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        QCOMPARE(toJson(result->schemas.at(0).properties.at("document").at("components").at("schemas").at("S")),
                 quoted("{`b`:3,`copy`:{`a`:1,`b`:2},`values`:[null,true,31,15,5,1.5E0,`7`,`8`,`yes`,5E-1,1E3,`2024-01-"
                        "01`],`200`:`number as key`,`text`:`two\\nlines\\n`,`a`:1}"));
    }

    void followsAnchorsAndIdsOf31()
    {
        const auto result =
            importOf("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
                     "    A: {$anchor: here}\n    B: {$ref: '#here'}\n    C: {$id: 'https://x/c', $defs: {d: {}}, "
                     "$ref: '#/$defs/d'}\n"
                     "    D: {$ref: 'https://x/c#/$defs/d'}\n");
        QVERIFY2(result.has_value(), result ? "" : allOf(result.error()).c_str());
        QCOMPARE(allOf(result->warnings), std::string{});
        const auto broken = importOf("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: "
                                     "{B: {$ref: '#there'}}}\n");
        QVERIFY(!broken.has_value());
        QCOMPARE(broken.error().front().code, std::string{"openapi.unresolvedRef"});
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
