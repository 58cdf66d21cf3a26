// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/app/gatectl/program.h"

#include <QRegularExpression>
#include <QXmlStreamReader>

using gatehouse::test::Program;
using gatehouse::test::textOfFile;
using gatehouse::test::writeFile;

namespace {

//! A folder with one API's policies and a test file of the given cases.
struct TestFolder
{
    QTemporaryDir folder;
    Program program;

    explicit TestFolder(const std::string &cases = {})
    {
        write("api.xml",
              "<policies>\n<inbound>\n<base/>\n<choose>\n<when condition='@(context.Request.Method == \"PUT\")'>\n"
              "<set-header "
              "name='A'><value>1</value></set-header>\n</when>\n</choose>\n</inbound>\n<backend>\n<base/>\n</backend>\n"
              "<outbound>\n<base/>\n</outbound>\n<on-error>\n<base/>\n</on-error>\n</policies>");
        if (!cases.empty())
            writeTests("a.test.yaml", cases);
    }
    std::string path(const std::string &name = {}) const
    {
        return folder.path().toStdString() + (name.empty() ? "" : "/" + name);
    }
    void write(const std::string &name, const std::string &text) const
    {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        writeFile(path(name), text);
    }
    void writeTests(const std::string &name, const std::string &cases) const
    {
        write(name, "documents: [{scope: api, file: api.xml}]\ncases:\n" + cases);
    }
    int run(std::vector<std::string> flags = {})
    {
        std::vector<std::string> arguments{"policy", "test", path()};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        return program.run(arguments);
    }
    //! What was printed, without the folder's name and times.
    QString out() const
    {
        auto text = QString::fromStdString(program.out);
        text.replace(folder.path() + "/", "");
        text.replace(QRegularExpression("\\(\\d+ ms\\)"), "(n ms)");
        return text.replace(QRegularExpression("in [\\d.]+ s"), "in n s");
    }
};

const char *good =
    "  - name: good\n    request: {method: PUT}\n    expect: {response: 200, backend: {headers: {A: \"1\"}}}\n";
const char *bad = "  - name: bad <&\"> one\n    request: {}\n    backend: {body: \"a\\nb\\nc\"}\n    expect:\n"
                  "      response: {body: \"a\\nx\\nc\", headers: {R: r}}\n";

} // namespace

class TestPolicyTest : public QObject
{
    Q_OBJECT

private slots:
    void printsALineACaseAndWhatDiffers()
    {
        TestFolder tests(std::string(good) + bad);
        QCOMPARE(tests.run(), 1);
        QCOMPARE(tests.out(),
                 "ok      a.test.yaml: good (n ms)\n"
                 "FAILED  a.test.yaml: bad <&\"> one (n ms)\n"
                 "        a.test.yaml:10:45: response.headers.R is not there\n"
                 "          expected: r\n"
                 "          actual:   (nothing)\n"
                 "        a.test.yaml:10:18: response.body is not as expected\n"
                 "            a\n"
                 "          - x\n"
                 "          + b\n"
                 "            c\n"
                 "1 passed, 1 failed in n s; ran 2 of 2 policies (100 %), 2 of 2 branches (100 %)\n");
        QCOMPARE(tests.run({"--filter", "GOOD"}), 0);
        QVERIFY2(tests.out().startsWith("ok      a.test.yaml: good") && tests.out().contains("1 passed, 0 failed"),
                 qPrintable(tests.out()));
        QCOMPARE(tests.run({"--filter", "nobody"}), 2);
    }
    void showsWhatNeverRan()
    {
        TestFolder tests("  - name: get\n    request: {}\n    expect: {response: 200}\n");
        QCOMPARE(tests.run({"--coverage"}), 0);
        const auto out = tests.out();
        QVERIFY2(out.endsWith("api.xml  50 %      50 %\napi.xml:6: never ran: inbound/choose[1]/when[1]/set-header[1]\n"
                              "api.xml:5: never taken: inbound/choose[1] -> when[1]\n"),
                 qPrintable(out));
        QCOMPARE(tests.run({"--coverage=" + tests.path("c.json")}), 0);
        QVERIFY(!tests.out().contains("never ran"));
        const auto written = gatehouse::parseJson(textOfFile(tests.path("c.json")));
        QVERIFY(written);
        const auto &document = written->at("documents").at(0);
        QCOMPARE(document.at("lines").at("4").as_int64(), 1);
        QCOMPARE(document.at("lines").at("6").as_int64(), 0);
        QCOMPARE(document.at("policies").at("covered").as_int64(), 1);
        QCOMPARE(document.at("branches").at("total").as_int64(), 2);
    }
    void writesJUnitThatIsWellFormed()
    {
        TestFolder tests(std::string(good) + bad
                         + "  - name: wrong\n    request: {urll: /}\n    expect: {response: 200}\n");
        tests.write("b.test.json", "{");
        QCOMPARE(tests.run({"--junit", tests.path("r.xml")}), 2);
        QXmlStreamReader xml(QByteArray::fromStdString(textOfFile(tests.path("r.xml"))));
        QStringList seen;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            const auto attributes = xml.attributes();
            auto line = xml.name().toString();
            for (const auto name : {"name", "tests", "failures", "errors", "type"})
                if (attributes.hasAttribute(QLatin1String(name)))
                    line +=
                        ' ' + attributes.value(QLatin1String(name)).toString().replace(tests.folder.path() + "/", "");
            seen += line;
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(seen,
                 QStringList({"testsuites gatectl policy test 4 1 2", "testsuite a.test.yaml 3 1 1", "testcase good",
                              "testcase bad <&\"> one", "failure response.headers.R", "testcase wrong", "error invalid",
                              "testsuite b.test.json 1 0 1", "testcase (the file)", "error invalid"}));
    }
    void writesJsonForPrograms()
    {
        TestFolder tests(std::string(good) + bad);
        QCOMPARE(tests.run({"--output", "json"}), 1);
        const auto written = gatehouse::parseJson(tests.program.out);
        QVERIFY2(written, tests.program.out.c_str());
        QCOMPARE(written->at("failed").as_int64(), 1);
        QCOMPARE(written->at("cases").at(1).at("line").as_int64(), 6);
        QVERIFY(written->at("cases").at(1).at("findings").at(0).at("what").as_string() == "response.headers.R");
    }
    void saysWhereAFileIsWrong_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("line");
        const QString cases = "cases:\n  - name: a\n    request: {}\n    expect: {response: 200}\n";
        QTest::newRow("unknown member") << "a.test.yaml"
                                        << "documents: [{scope: api, file: api.xml}]\ncases:\n  - name: a\n    "
                                           "request:\n      urll: /\n    expect: {response: 200}\n"
                                        << "a.test.yaml:5:7: /request/urll: \"urll\" is not known here; known are: "
                                           "method, url, headers, body, json, clientAddress, parameters";
        QTest::newRow("in the defaults") << "a.test.yaml"
                                         << "documents: [{scope: api, file: api.xml}]\ndefaults:\n  request: {}\n  "
                                            "nwo: 1\ncases: [{name: a, expect: {response: 200}}]\n"
                                         << "a.test.yaml:4:3: /nwo: \"nwo\" is not known here";
        QTest::newRow("unknown at the top")
            << "a.test.yaml"
            << "docs: []\n" + cases
            << "a.test.yaml:1:1: /docs: \"docs\" is not known here; known are: description, folder, documents";
        QTest::newRow("missing document")
            << "a.test.yaml"
            << "documents: [{scope: api, file: none.xml}]\n" + cases << "none.xml: is not there";
        QTest::newRow("missing fragment")
            << "a.test.yaml"
            << "documents: [{scope: api, file: api.xml}]\nfragments: {f: none.xml}\n" + cases
            << "none.xml: is not there";
        QTest::newRow("bad scope") << "a.test.yaml"
                                   << "documents: [{scope: apis, file: api.xml}]\n" + cases
                                   << "a.test.yaml:1:14: /documents/0/scope: \"apis\" is not what can stand here";
        QTest::newRow("nothing expected")
            << "a.test.yaml"
            << "documents: [{scope: api, file: api.xml}]\ncases:\n  - name: a\n    request: {}\n    expect: {}\n"
            << "a.test.yaml:5:5: /expect: says nothing that could fail";
        QTest::newRow("two of a scope") << "a.test.yaml"
                                        << "documents: [{scope: api, file: api.xml}, {scope: api, file: api.xml}]\n"
                + cases << "a.test.yaml:1:42: a second document of scope api applies to this case: ";
        QTest::newRow("broken XML") << "a.test.yaml"
                                    << "documents: [{scope: api, file: broken.xml}]\n" + cases << "broken.xml:3:1: ";
        QTest::newRow("wrong policy")
            << "a.test.yaml"
            << "documents: [{scope: api, file: wrong.xml}]\n" + cases
            << "wrong.xml:2:1: Error in element 'set-haeder' on line 2, column 2: 'set-haeder' is not a known policy.";
        QTest::newRow("YAML syntax") << "a.test.yaml"
                                     << "cases: [\n"
                                     << "a.test.yaml:";
        QTest::newRow("JSON syntax") << "a.test.json"
                                     << "{\"cases\": [1,]}"
                                     << "a.test.json:1:";
        QTest::newRow("a member twice") << "a.test.json"
                                        << "{\"cases\": [],\n \"cases\": []}"
                                        << "a.test.json:2:2: #/cases: \"cases\" stands here a second time";
        QTest::newRow("no object") << "a.test.json"
                                   << "[]"
                                   << "a.test.json:1:1: has to be of type object, not array";
    }
    void saysWhereAFileIsWrong()
    {
        QFETCH(QString, name);
        QFETCH(QString, content);
        QFETCH(QString, line);
        TestFolder tests;
        tests.write("broken.xml", "<policies>\n<inbound>\n</outbound>\n</policies>");
        tests.write("wrong.xml",
                    "<policies><inbound>\n<set-haeder/></inbound><backend/><outbound/><on-error/></policies>");
        tests.write(name.toStdString(), content.toStdString());
        QCOMPARE(tests.run(), 2);
        QVERIFY2(tests.out().contains("INVALID") && tests.out().contains(line), qPrintable(tests.out()));
    }
    void findsTestsBelowAndLeavesHiddenFoldersOut()
    {
        TestFolder tests;
        const std::string file =
            "documents: [{scope: api, file: ../api.xml}]\ncases: [{name: a, request: {}, expect: {response: 200}}]\n";
        tests.write("z/b.test.yml", file);
        tests.write("m/a.test.json",
                    "{\"documents\":[{\"scope\":\"api\",\"file\":\"../"
                    "api.xml\"}],\"cases\":[{\"name\":\"j\",\"request\":{},\"expect\":{\"response\":200}}]}");
        tests.write(".git/c.test.yaml", "broken: [");
        tests.write("z/notes.yaml", "broken: [");
        QCOMPARE(tests.run(), 0);
        QVERIFY2(tests.out().startsWith("ok      m/a.test.json: j (n ms)\nok      z/b.test.yml: a (n ms)\n2 passed"),
                 qPrintable(tests.out()));
        TestFolder empty;
        QCOMPARE(empty.run(), 2);
        QCOMPARE(empty.program.run({"policy", "test", empty.path("nowhere")}), 2);
        QVERIFY(empty.program.err.find("can't be read") != std::string::npos);
    }
    void readsAFolderAsApiopsExtractsIt()
    {
        TestFolder tests;
        tests.write("artifacts/policy.xml",
                    "<policies><inbound/><backend><forward-request/></backend><outbound/><on-error/></policies>");
        tests.write("artifacts/apis/orders/apiInformation.json",
                    "{\"properties\":{\"displayName\":\"Orders\",\"path\":\"shop\",\"serviceUrl\":\"https://"
                    "orders.internal\"}}");
        tests.write("artifacts/apis/orders/specification.yaml",
                    "openapi: 3.0.1\ninfo: {title: Orders, version: '1'}\npaths:\n  /items/{id}:\n    get:\n      "
                    "operationId: getItem\n"
                    "      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      "
                    "responses: {'200': {description: ok}}\n");
        tests.write("artifacts/apis/orders/policy.xml",
                    "<policies><inbound><base/><include-fragment "
                    "fragment-id=\"Marks\"/></inbound><backend><base/></backend><outbound><base/></"
                    "outbound><on-error><base/></on-error></policies>");
        tests.write("artifacts/apis/orders/operations/getItem/policy.xml",
                    "<policies><inbound><base/><set-header "
                    "name=\"Id\"><value>@(context.Request.MatchedParameters[\"id\"])</value></set-header>"
                    "<set-backend-service "
                    "backend-id=\"stock\"/></inbound><backend><base/></backend><outbound><base/></"
                    "outbound><on-error><base/></on-error></policies>");
        tests.write("artifacts/policy fragments/Marks/policy.xml",
                    "<fragment><set-header name=\"Mark\"><value>{{mark}}</value></set-header></fragment>");
        tests.write("artifacts/named values/mark/namedValueInformation.json",
                    "{\"properties\":{\"displayName\":\"mark\",\"value\":\"m1\",\"secret\":false}}");
        tests.write("artifacts/backends/stock/backendInformation.json",
                    "{\"properties\":{\"url\":\"http://stock.internal\"}}");
        tests.write(
            "a.test.yaml",
            "folder: artifacts\ndefaults: {api: {id: orders}}\ncases:\n"
            "  - {name: api, request: {url: /shop/x}, expect: {backend: {url: \"https://orders.internal/x\", headers: "
            "{Mark: m1, Id: null}}}}\n"
            "  - {name: operation, operation: {id: getItem}, request: {url: /shop/items/7}, expect: {backend: {url: "
            "\"http://stock.internal/items/7\", headers: {Id: \"7\"}}}}\n"
            "  - {name: own, namedValues: {mark: other}, request: {url: /shop/x}, expect: {backend: {headers: {Mark: "
            "other}}}}\n"
            "  - {name: elsewhere, operation: {id: getItem}, request: {url: /shop/x}, expect: {response: 200}}\n");
        QCOMPARE(tests.run(), 1);
        QVERIFY2(tests.out().contains("3 passed, 1 failed"), qPrintable(tests.out()));
        QVERIFY2(tests.out().contains("the request's path /x does not fit the URL template /items/{id}"),
                 qPrintable(tests.out()));
        tests.write("artifacts/backends/stock/backendInformation.json", "{,}");
        QCOMPARE(tests.run(), 2);
        QVERIFY2(tests.out().contains("backendInformation.json: is no JSON: line 1"), qPrintable(tests.out()));
    }
    void hidesSecretsAndDoesNotHang()
    {
        TestFolder tests;
        tests.write("api.xml",
                    "<policies><inbound><set-header name=\"K\"><value>{{key}}</value></set-header><set-variable "
                    "name=\"v\" value=\"@{ while (true) { } return 1; }\"/></inbound>"
                    "<backend><forward-request/></backend><outbound/><on-error><set-header "
                    "name=\"K\"><value>{{key}}</value></set-header></on-error></policies>");
        tests.writeTests("a.test.yaml",
                         "  - {name: loop, namedValues: {key: {value: s3cret-value, secret: true}}, request: {}, "
                         "expect: {response: {status: 200, headers: {K: x}}}}\n");
        QCOMPARE(tests.run({"--junit", tests.path("r.xml")}), 1);
        QVERIFY2(tests.out().contains("actual:   ***") && tests.out().contains("exceeds the gateway's limit of"),
                 qPrintable(tests.out()));
        QVERIFY(tests.program.out.find("s3cret-value") == std::string::npos);
        QVERIFY(textOfFile(tests.path("r.xml")).find("s3cret-value") == std::string::npos);
    }
    void theSampleFleetsTestsPass()
    {
        Program program;
        const auto code =
            program.run({"policy", "test", GATEHOUSE_SOURCE_DIR "/resources/sample/policy-tests", "--coverage"});
        QVERIFY2(code == 0, program.out.c_str());
        QVERIFY(program.out.find("never ran") == std::string::npos);
    }
    void helpShowsTheFormat()
    {
        Program program;
        QCOMPARE(program.run({"policy", "test", "--help"}), 0);
        QVERIFY(program.out.find("documents:") != std::string::npos
                && program.out.find("RateLimitExceeded") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestPolicyTest)
#include "tst_policy_test.moc"
