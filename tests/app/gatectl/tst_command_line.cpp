// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/sample/traffic.h"
#include "app/gatectl/texts.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using test::Program;

namespace {

const std::string scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void helpTeaches_data()
    {
        QTest::addColumn<QByteArray>("verb");
        for (const auto* verb : {"run", "sample", "list", "get", "put", "delete", "import openapi", "call", "traffic",
                                 "policy check", "effective"})
            QTest::newRow(verb) << QByteArray(verb);
    }
    void helpTeaches()
    {
        QFETCH(QByteArray, verb);
        Program program;
        std::vector<std::string> arguments;
        for (const auto &part : verb.split(' '))
            arguments.push_back(part.toStdString());
        arguments.push_back("--help");
        QCOMPARE(program.run(arguments), static_cast<int>(ExitOk));
        QVERIFY(program.out.find("Example") != std::string::npos);
        QVERIFY(program.out.find("gatectl " + verb.toStdString()) != std::string::npos);
        QVERIFY(program.err.empty());
    }

    void usageErrorsAreCodeTwo_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::newRow("nothing") << QByteArrayList{};
        QTest::newRow("unknown verb") << QByteArrayList{"fly"};
        QTest::newRow("missing argument") << QByteArrayList{"list"};
        QTest::newRow("unknown flag") << QByteArrayList{"list", "apis", "--nope"};
        QTest::newRow("bad value") << QByteArrayList{"run", "--workers", "0"};
        QTest::newRow("bad output") << QByteArrayList{"list", "apis", "--output", "csv"};
        QTest::newRow("key without certificate") << QByteArrayList{"run", "--key", "k.pem"};
        QTest::newRow("file that is not there") << QByteArrayList{"put", "apis/a", "/nonexistent/file"};
    }
    void usageErrorsAreCodeTwo()
    {
        QFETCH(QByteArrayList, arguments);
        Program program;
        std::vector<std::string> texts;
        for (const auto &argument : arguments)
            texts.push_back(argument.toStdString());
        QCOMPARE(program.run(texts), static_cast<int>(ExitUsage));
        QVERIFY(!program.err.empty());
        QVERIFY(program.out.empty());
    }

    void withoutAGatewayItSaysHowToStartOne()
    {
        Program program;
        QCOMPARE(program.run({"list", "apis", "--data", folder()}), static_cast<int>(ExitConnection));
        QVERIFY(program.err.find("gatectl run") != std::string::npos);
    }

    void flagsGoBeforeEnvironmentBeforeFile_data()
    {
        QTest::addColumn<bool>("flag");
        QTest::addColumn<bool>("variable");
        QTest::addColumn<QByteArray>("used");
        QTest::newRow("file") << false << false << QByteArray("127.0.0.1:3");
        QTest::newRow("environment") << false << true << QByteArray("127.0.0.1:2");
        QTest::newRow("flag") << true << true << QByteArray("127.0.0.1:1");
    }
    void flagsGoBeforeEnvironmentBeforeFile()
    {
        QFETCH(bool, flag);
        QFETCH(bool, variable);
        QFETCH(QByteArray, used);
        test::writeFile(folder() + "/gatectl.json", "{\"url\":\"http://127.0.0.1:3\",\"scope\":\"" + scope + "\"}");
        Program program;
        program.environment["GATEHOUSE_CONFIG"] = folder() + "/gatectl.json";
        if (variable)
            program.environment["GATEHOUSE_URL"] = "http://127.0.0.1:2";
        std::vector<std::string> arguments{"list", "apis"};
        if (flag)
            arguments.insert(arguments.end(), {"--url", "http://127.0.0.1:1"});
        QCOMPARE(program.run(arguments), static_cast<int>(ExitConnection)); // nobody listens on ports 1 to 3
        QVERIFY2(program.err.find(used.toStdString() + " can't be reached") != std::string::npos, program.err.c_str());
    }

    void aSettingsFileThatIsNoJsonIsNamed()
    {
        test::writeFile(folder() + "/gatectl.json", "{");
        Program program;
        program.environment["GATEHOUSE_CONFIG"] = folder() + "/gatectl.json";
        QCOMPARE(program.run({"list", "apis"}), static_cast<int>(ExitUsage));
        QVERIFY(program.err.find(folder() + "/gatectl.json") != std::string::npos);
    }

    void checksPolicies_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("line"); // of the output, the file's name left out
        QTest::newRow("good") << QByteArray(
            "<policies>\n<inbound><base /></inbound><backend><base /></backend><outbound><base "
            "/></outbound><on-error><base /></on-error>\n</policies>")
                              << 0 << QByteArray();
        QTest::newRow("text in an element")
            << QByteArray(
                   "<policies>\n <inbound>\n  <set-header name=\"x\">text</set-header>\n </inbound>\n</policies>")
            << 1
            << QByteArray(":3:3: Error in element 'set-header' on line 3, column 4: The element 'set-header' cannot "
                          "contain text. List of possible elements "
                          "expected: 'value'.");
        QTest::newRow("fragment") << QByteArray(
            "<fragment><set-header name=\"x\"><value>1</value></set-header></fragment>")
                                  << 0 << QByteArray();
        QTest::newRow("unknown") << QByteArray("<policies><inbound><nope /></inbound></policies>") << 1
                                 << QByteArray("'nope'");
        QTest::newRow("broken") << QByteArray("<policies><inbound>") << 1 << QByteArray(":1:");
    }
    void checksPolicies()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QByteArray, line);
        test::writeFile(folder() + "/p.xml", text.toStdString());
        Program program;
        QCOMPARE(program.run({"policy", "check", "--syntax-only", folder() + "/p.xml"}), code);
        QVERIFY2(program.out.find((line.startsWith(':') ? folder() + "/p.xml" : std::string()) + line.toStdString())
                     != std::string::npos,
                 program.out.c_str());
        QCOMPARE(program.out.empty(), line.isEmpty());
    }

    void readsAPolicyFromStandardInput()
    {
        Program program;
        program.in = "<policies><inbound><nope /></inbound></policies>";
        QCOMPARE(program.run({"policy", "check", "--syntax-only", "--output", "json", "-"}), 1);
        const auto findings = parseJson(program.out);
        VERIFY_RESULT(findings);
        QCOMPARE(findings->at(0).at("file"), json::value("-"));
        QCOMPARE(findings->at(0).at("severity"), json::value("error"));
    }

    void findsWhatAzureWouldRefuse()
    {
        Program program;
        program.in = "<policies><inbound><validate-dpop /></inbound><backend /><outbound /><on-error /></policies>";
        QCOMPARE(program.run({"policy", "check", "--syntax-only", "-"}), 0);
        QCOMPARE(program.run({"policy", "check", "--syntax-only", "--azure", "-"}), 1);
        QVERIFY2(program.out.find("not available in Azure API Management") != std::string::npos, program.out.c_str());
        QCOMPARE(program.run({"policy", "schema", "validate-jwt"}), 0);
        QVERIFY2(program.out.find("dpop required|accepted, no expression, not in Azure") != std::string::npos, program.out.c_str());
    }

    void everySamplePolicyIsClean()
    {
        const std::filesystem::path sample = std::string(GATEHOUSE_SOURCE_DIR) + "/resources/sample";
        std::vector<std::string> arguments{"policy", "check", "--syntax-only", "--at", "product"};
        int files = 0;
        for (const auto &entry : std::filesystem::directory_iterator(sample)) {
            if (entry.path().extension() == ".xml" && ++files)
                arguments.push_back(entry.path().string());
        }
        QVERIFY(files >= 10);
        Program program;
        QCOMPARE(program.run(arguments), 0);
        QCOMPARE(program.out, std::string());
    }

    void theSameSeedGivesTheSameCalls()
    {
        const auto fleet = sample::loadFleet();
        VERIFY_RESULT(fleet);
        const auto calls = [&fleet](std::uint64_t seed) {
            sample::CallPlanner planner(*fleet, seed);
            std::string text;
            for (int i = 0; i < 200; ++i) {
                const auto call = planner.next();
                text += call.method + call.target + call.subscription + std::to_string(planner.gap(20).count()) + "\n";
            }
            return text;
        };
        QCOMPARE(calls(7), calls(7));
        QVERIFY(calls(7) != calls(8));
    }

    void everyPlannedOperationIsInItsDocument()
    {
        const auto fleet = sample::loadFleet();
        VERIFY_RESULT(fleet);
        QCOMPARE(fleet->apis.size(), std::size_t{4});
        for (const auto &api : fleet->apis) {
            QVERIFY(api.operations.size() >= 6 && api.operations.size() <= 10);
            for (const auto &operation : api.operations)
                QVERIFY2(operation.weight > 0,
                         (api.id + "/" + operation.id).c_str()); // an id that fleet.json misspells has none
        }
    }

private:
    std::string folder() const { return m_folder->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
