// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "tests/app/gatectl/program.h"

using namespace gatehouse;
using test::Program;

//! `gatectl run --token-sources`: a file that can't be used is refused at the start.
class TestTokenSources : public QObject
{
    Q_OBJECT

private slots:
    void judgesTheFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("said"); // "": it is good
        const auto row = [](const char *name, const char *text, const char *said) { QTest::newRow(name) << QByteArray(text) << QByteArray(said); };
        row("good", "{\"managed-identity\":{\"kind\":\"metadata\",\"url\":\"http://127.0.0.1:9/t\"}}", "");
        row("empty", "{}", "");
        row("no JSON", "{\n  \"managed-identity\": nothing\n}", "line 2, column");
        row("no object", "[]", "must hold a JSON object");
        row("kind", "{\"managed-identity\":{\"kind\":\"magic\",\"url\":\"https://a.test/t\"}}", "'managed-identity'");
        row("address", "{\"managed-identity\":{\"kind\":\"metadata\",\"url\":\"http://a.test/t\"}}", "url must be an https URL");
        row("client", "{\"authorizations/p/c\":{\"url\":\"https://a.test/t\"}}", "clientId is missing");
        row("misspelt", "{\"managed-identity\":{\"url\":\"https://a.test/t\",\"clientID\":\"x\"}}", "'clientID' is none of");
        row("no text", "{\"managed-identity\":{\"url\":\"https://a.test/t\",\"clientId\":7}}", "clientId must be a text");
        row("twice", "{\"Managed-Identity\":{\"kind\":\"metadata\",\"url\":\"https://a.test/t\"},\"managed-identity\":{\"kind\":\"metadata\",\"url\":\"https://a.test/t\"}}",
            "it is there twice");
    }
    void judgesTheFile()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, said);
        test::writeFile(path(), text.toStdString());
        std::filesystem::permissions(path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        for (const bool byEnvironment : {false, true}) {
            Program program;
            const int code = start(program, byEnvironment);
            if (said.isEmpty()) {
                QVERIFY2(code == gatectl::ExitOk, program.err.c_str());
                continue;
            }
            QVERIFY(code != gatectl::ExitOk);
            QVERIFY2(program.err.find(said.toStdString()) != std::string::npos, program.err.c_str());
            QVERIFY2(program.err.find(path()) != std::string::npos, program.err.c_str());
        }
    }
    void aFileThatOthersMayReadIsRefused()
    {
        test::writeFile(path(), "{}");
        std::filesystem::permissions(path(), std::filesystem::perms{0644});
        Program program;
        QVERIFY(start(program, false) != gatectl::ExitOk);
        QVERIFY2(program.err.find("chmod 600") != std::string::npos, program.err.c_str());
    }
    void aFileThatIsNotThereIsNamed()
    {
        std::filesystem::remove(path());
        Program program;
        QVERIFY(start(program, false) != gatectl::ExitOk);
        QVERIFY2(program.err.find(path()) != std::string::npos, program.err.c_str());
    }

private:
    std::string path() const { return m_folder.filePath("sources.json").toStdString(); }
    //! Ends as soon as it runs.
    int start(Program &program, bool byEnvironment) const
    {
        std::vector<std::string> arguments{"run", "--data", m_folder.filePath("data").toStdString(), "--listen", "127.0.0.1:0", "--drain", "0"};
        if (byEnvironment)
            program.environment["GATEHOUSE_TOKEN_SOURCES"] = path();
        else
            arguments.insert(arguments.end(), {"--token-sources", path()});
        std::stop_source stop;
        stop.request_stop();
        return program.run(arguments, stop.get_token());
    }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestTokenSources)
#include "tst_token_sources.moc"
