// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/import.h"

#include <QTest>

using namespace gatehouse;

namespace {

std::string findingsOf(const std::string &text, const openapi::ImportOptions &options)
{
    const auto result = openapi::import(text, options);
    std::string out;
    if (result)
        return "imported\n";
    for (const auto &diagnostic : result.error()) {
        out += std::to_string(diagnostic.position.line) + ':' + std::to_string(diagnostic.position.column) + ' '
            + diagnostic.code + ' ' + diagnostic.pointer;
        for (const auto &[name, value] : diagnostic.args)
            out += ' ' + name + '=' + value;
        out += '\n';
        // Each has its words.
        if (openapi::describe(diagnostic).find(diagnostic.code) != std::string::npos)
            out += "no text for " + diagnostic.code + '\n';
    }
    return out;
}

openapi::ImportOptions optionsFor(std::string apiId = "broken")
{
    openapi::ImportOptions options;
    options.apiId = std::move(apiId);
    return options;
}

constexpr const char *head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

QByteArray deepYaml()
{
    QByteArray text = head;
    text += "paths: {}\nx-deep: ";
    text += QByteArray(300, '[') + QByteArray(300, ']') + '\n';
    return text;
}

QByteArray billionLaughs()
{
    QByteArray text = head;
    text += "paths: {}\nx-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for (int i = 1; i < 10; ++i) {
        text += QStringLiteral("x-%1: &a%1 [*a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2]\n")
                    .arg(i)
                    .arg(i - 1)
                    .toUtf8();
    }
    return text;
}

} // namespace

class TestBrokenDocuments : public QObject
{
    Q_OBJECT

private slots:
    void namesEveryProblemWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("findings");
        const auto yaml = [](const char *rest) { return QByteArray{head} + rest; };

        QTest::newRow("nothing") << QByteArray{" \n"} << QByteArray{"1:1 openapi.empty \n"};
        QTest::newRow("not UTF-8") << QByteArray{"openapi: \xFF\n"} << QByteArray{"1:1 openapi.notUtf8 \n"};
        QTest::newRow("YAML of comments alone")
            << QByteArray{"# nothing\n---\n"} << QByteArray{"1:1 openapi.type # expected=object actual=null\n"};
        QTest::newRow("zero byte") << QByteArray{"a: b\n\0c: d", 10}
                                   << QByteArray{"2:1 openapi.syntax  reason=controlCharacter\n"};
        QTest::newRow("JSON cut short") << QByteArray{"{\"openapi\": \"3.0.0\",\n  \"info\": {"}
                                        << QByteArray{"2:12 openapi.syntax  reason=nameExpected\n"};
        QTest::newRow("JSON with a trailing comma")
            << QByteArray{"{\"openapi\": \"3.0.0\",\n}"} << QByteArray{"2:1 openapi.syntax  reason=nameExpected\n"};
        QTest::newRow("JSON with more behind")
            << QByteArray{"{} {}"} << QByteArray{"1:4 openapi.syntax  reason=extraData\n"};
        QTest::newRow("JSON escape of half a character")
            << QByteArray{R"({"a": "\uD800"})"} << QByteArray{"1:8 openapi.syntax  reason=badEscape\n"};
        QTest::newRow("JSON number") << QByteArray{"{\"a\": 1.}"}
                                     << QByteArray{"1:9 openapi.syntax  reason=badNumber\n"};
        QTest::newRow("root is a list") << QByteArray{"[]"}
                                        << QByteArray{"1:1 openapi.type # expected=object actual=array\n"};
        QTest::newRow("root is a text") << QByteArray{"hello"}
                                        << QByteArray{"1:1 openapi.type # expected=object actual=string\n"};
        QTest::newRow("no version") << QByteArray{"info: {}\npaths: {}\n"} << QByteArray{"1:1 openapi.noVersion #\n"};
        QTest::newRow("unknown version") << QByteArray{"swagger: '1.2'\n"}
                                         << QByteArray{"1:1 openapi.unknownVersion #/swagger version=1.2\n"};
        QTest::newRow("nothing but a version")
            << QByteArray{"openapi: 3.0.0\n"}
            << QByteArray{"1:1 openapi.required # member=info\n1:1 openapi.required # member=paths\n"};
        QTest::newRow("3.1 may lack paths only with webhooks or components")
            << QByteArray{"openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"}
            << QByteArray{"1:1 openapi.required # member=paths\n"};
        QTest::newRow("info of the wrong types")
            << QByteArray{"openapi: 3.0.0\ninfo:\n  title: [x]\npaths: []\n"}
            << QByteArray{"2:1 openapi.required #/info member=version\n"
                          "3:3 openapi.type #/info/title expected=string actual=array\n"
                          "4:1 openapi.type #/paths expected=object actual=array\n"};
        QTest::newRow("several faults in one document")
            << yaml("paths:\n"
                    "  pets:\n"
                    "    get: {responses: {'200': {description: ok}}}\n"
                    "  /pets/{id}:\n"
                    "    get:\n"
                    "      operationId: same\n"
                    "      parameters:\n"
                    "        - {name: other, in: path, required: true}\n"
                    "        - {name: q, in: body}\n"
                    "        - {name: f}\n"
                    "        - {name: h, in: header}\n"
                    "        - {name: h, in: header}\n"
                    "      responses:\n"
                    "        '200': {}\n"
                    "        '2000': {description: no}\n"
                    "  /other:\n"
                    "    post:\n"
                    "      operationId: same\n"
                    "    put: 7\n"
                    "    delete:\n"
                    "      responses:\n"
                    "        '204': {$ref: '#/components/responses/none'}\n")
            << QByteArray{"4:3 openapi.pathSlash #/paths/pets path=pets\n"
                          "7:5 openapi.pathParameterUndeclared #/paths/~1pets~1{id}/get name=id\n"
                          "10:11 openapi.pathParameterUnused #/paths/~1pets~1{id}/get/parameters/0 name=other\n"
                          "11:21 openapi.parameterPlace #/paths/~1pets~1{id}/get/parameters/1/in in=body\n"
                          "12:11 openapi.required #/paths/~1pets~1{id}/get/parameters/2 member=in\n"
                          "14:11 openapi.duplicateParameter #/paths/~1pets~1{id}/get/parameters/4 name=h\n"
                          "16:9 openapi.responseDescription #/paths/~1pets~1{id}/get/responses/200 code=200\n"
                          "17:9 openapi.statusCode #/paths/~1pets~1{id}/get/responses/2000 code=2000\n"
                          "19:5 openapi.required #/paths/~1other/post member=responses\n"
                          "20:7 openapi.duplicateOperationId #/paths/~1other/post/operationId id=same firstLine=7\n"
                          "21:5 openapi.type #/paths/~1other/put expected=object actual=number\n"
                          "24:17 openapi.unresolvedRef #/paths/~1other/delete/responses/204/$ref "
                          "ref=#/components/responses/none\n"};
        QTest::newRow("templates that match the same requests")
            << yaml("paths:\n"
                    "  /a/{x}: {get: {parameters: [{name: x, in: path, required: true}], responses: {'200': "
                    "{description: ok}}}}\n"
                    "  /A/{y}: {get: {parameters: [{name: y, in: path, required: true}], responses: {'200': "
                    "{description: ok}}}}\n")
            << QByteArray{
                   "5:12 openapi.duplicateTemplate #/paths/~1A~1{y}/get method=GET template=/A/{y} firstLine=4\n"};
        QTest::newRow("template without a closing brace")
            << yaml("paths:\n  /a/{x:\n    get: {responses: {'200': {description: ok}}}\n")
            << QByteArray{"5:5 openapi.badTemplate #/paths/~1a~1{x/get template=/a/{x reason=unclosedBrace column=4\n"};
        QTest::newRow("references in a circle")
            << yaml("paths:\n  /a:\n    get: {responses: {'200': {$ref: '#/components/responses/a'}}}\n"
                    "components:\n  responses:\n    a: {$ref: '#/components/responses/b'}\n    b: {$ref: "
                    "'#/components/responses/a'}\n")
            << QByteArray{"5:31 openapi.refCycle #/paths/~1a/get/responses/200/$ref ref=#/components/responses/a\n"
                          "8:9 openapi.refCycle #/components/responses/a/$ref ref=#/components/responses/b\n"
                          "9:9 openapi.refCycle #/components/responses/b/$ref ref=#/components/responses/a\n"};
        QTest::newRow("an operation that needs another document")
            << yaml("paths:\n  /a:\n    get: {responses: {'200': {$ref: 'other.yaml#/r'}}}\n")
            << QByteArray{"5:23 openapi.externalRefNeeded #/paths/~1a/get/responses/200 ref=other.yaml#/r\n"};
        QTest::newRow("duplicate keys in JSON")
            << QByteArray{"{\"openapi\": \"3.0.0\", \"info\": {\"title\": \"a\", \"version\": \"1\",\n \"title\": "
                          "\"b\"}, \"paths\": {}}"}
            << QByteArray{"2:2 openapi.duplicateKey #/info/title key=title firstLine=1\n"};
        QTest::newRow("duplicate keys in YAML")
            << yaml("paths:\n  /a: {}\n  /a: {}\n")
            << QByteArray{"5:3 openapi.duplicateKey #/paths/~1a key=/a firstLine=4\n"};
        QTest::newRow("server variable without a declaration")
            << yaml("servers:\n  - url: 'https://{host}/v1'\npaths: {}\n")
            << QByteArray{"4:5 openapi.serverVariable #/servers/0 name=host\n"};
        QTest::newRow("2.0 without what it needs")
            << QByteArray{"swagger: '2.0'\ninfo: {title: T, version: '1'}\nschemes: [gopher]\npaths:\n  /a:\n    "
                          "post:\n"
                          "      parameters:\n        - {name: b, in: body}\n        - {name: c, in: cookie}\n      "
                          "responses: {}\n"}
            << QByteArray{"3:11 openapi.scheme #/schemes/0 scheme=gopher\n"
                          "8:11 openapi.required #/paths/~1a/post/parameters/0 member=schema\n"
                          "9:21 openapi.parameterPlace #/paths/~1a/post/parameters/1/in in=cookie\n"};
        QTest::newRow("YAML alias of nothing")
            << yaml("paths: *none\n") << QByteArray{"3:8 openapi.syntax # reason=unknownAlias\n"};
        QTest::newRow("two YAML documents")
            << yaml("paths: {}\n---\na: b\n") << QByteArray{"4:1 openapi.syntax  reason=severalDocuments\n"};
        QTest::newRow("YAML key that is no text")
            << yaml("paths: {}\n? [a]\n: b\n") << QByteArray{"4:3 openapi.syntax # reason=keyIsNoText\n"};
        QTest::newRow("nested too deep") << deepYaml() << QByteArray{"4:264 openapi.tooDeep "};
        QTest::newRow("billion laughs") << billionLaughs() << QByteArray{"10:"};
    }
    void namesEveryProblemWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, findings);
        const auto found = QByteArray::fromStdString(findingsOf(text.toStdString(), optionsFor()));
        if (findings.endsWith('\n'))
            QCOMPARE(found, findings);
        else // the pointer is hundreds of steps long
            QVERIFY2(found.startsWith(findings) && found.count('\n') == 1, found.constData());
    }

    void saysWhereYamlIsNotWellFormed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("tab as indentation") << QByteArray{"openapi: 3.0.0\ninfo:\n\ttitle: T\n"} << 3;
        QTest::newRow("unclosed quote") << QByteArray{"openapi: 3.0.0\ninfo: \"x\n"} << 2;
        QTest::newRow("indentation that fits nothing") << QByteArray{"a:\n    b: 1\n  c: 2\n"} << 3;
        QTest::newRow("colon in a plain value") << QByteArray{"a: b: c\n"} << 1;
    }
    void saysWhereYamlIsNotWellFormed()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const auto result = openapi::import(text.toStdString(), optionsFor());
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().size(), 1U);
        QCOMPARE(result.error().front().code, std::string{"openapi.syntax"});
        QVERIFY2(std::abs(result.error().front().position.line - line) <= 1,
                 openapi::describe(result.error().front()).c_str());
        QVERIFY(!result.error().front().arg("reason").empty());
    }

    void keepsToItsLimits()
    {
        const std::string text = std::string{head} + "paths:\n  /a: {get: {responses: {}}, put: {responses: {}}}\n";
        auto options = optionsFor();
        QVERIFY(openapi::import(text, options).has_value());
        options.maxOperations = 1;
        QCOMPARE(findingsOf(text, options), std::string{"4:30 openapi.tooManyOperations #/paths/~1a/put limit=1\n"});
        options = optionsFor();
        options.maxBytes = text.size() - 1;
        QCOMPARE(findingsOf(text, options), "1:1 openapi.tooLarge  limit=" + std::to_string(text.size() - 1) + '\n');
        options = optionsFor();
        options.maxDepth = 3;
        QVERIFY(findingsOf(text, options).find("openapi.tooDeep") != std::string::npos);
        const std::string json(5000, '[');
        options.maxDepth = 1'000'000; // never deeper than the reader's own stack allows
        QCOMPARE(findingsOf(json, options), std::string{"1:1001 openapi.tooDeep  limit=1000\n"});
    }

    void refusesAnApiIdThatIsNone()
    {
        for (const auto *id : {"", "a/b/c", "a#b"})
            QVERIFY2(findingsOf(std::string{head} + "paths: {}\n", optionsFor(id)).find("openapi.badApiId")
                         != std::string::npos,
                     id);
    }

    void describesInEnglish()
    {
        const auto result = openapi::import(
            std::string{head} + "paths:\n  /pets:\n    get:\n      responses:\n        '200': {}\n", optionsFor());
        QVERIFY(!result.has_value());
        QCOMPARE(openapi::describe(result.error().front()),
                 std::string{"#/paths/~1pets/get/responses/200 (line 7, column 9): response 200 has no description"});
    }
};

QTEST_GUILESS_MAIN(TestBrokenDocuments)
#include "tst_broken_documents.moc"
