// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/gatectl/program.h"
#include "tests/support/npm_package.h"
#include "tests/support/sign_in_provider.h"

#include <QRegularExpression>

using namespace gatehouse;

//! `gatectl login` at a certified OpenID provider, by a browser and by a device code, and then calls as that person.
class TestGatectlSignIn : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto missing = m_package.install(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        QVERIFY(m_provider.start(m_package.path()));
        m_gateway = std::make_unique<test::RunningGateway>(std::vector<std::string>{"--sign-in-issuer", m_provider.issuer().toStdString(), "--sign-in-audience", "https://manage.test"});
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->isReady() || m_gateway->hasEnded(), 60'000);
        QVERIFY2(!m_gateway->hasEnded(), m_gateway->program().err.c_str());
    }
    void cleanupTestCase()
    {
        if (m_gateway)
            QCOMPARE(m_gateway->stop(), 0);
    }

    void callsAsThePersonOfADeviceCode()
    {
        QVERIFY(login({}, "device", {{"login", "ada"}}, 0));
        QVERIFY2(m_said.contains("Signed in as ada@manage.test"), qPrintable(m_said));
        QCOMPARE(gatectl({"list", "apis", "--sign-in"}), 4);
        QVERIFY2(m_program.err.find("The client 'ada' with object id 'ada' does not have authorization") != std::string::npos, m_program.err.c_str());
        QCOMPARE(gatectl({"role", "assign", "API Management Service Reader Role", "ada"}), 0);
        QCOMPARE(gatectl({"list", "apis", "--sign-in"}), 0);
        QCOMPARE(gatectl({"role", "assign", "Reader", "bob", "--sign-in"}), 4);
        QCOMPARE(gatectl({"logout"}), 0);
        QCOMPARE(gatectl({"list", "apis", "--sign-in"}), 4);
        QVERIFY(m_program.err.find("Nobody is signed in here") != std::string::npos);
        QCOMPARE(gatectl({"list", "apis"}), 0); // the token file is still there
    }
    void callsAsThePersonOfABrowser()
    {
        QVERIFY(login({"--browser"}, "browse", {{"login", "grace"}}, 0));
        QVERIFY2(m_said.contains("Signed in as grace@manage.test"), qPrintable(m_said));
        QVERIFY(m_page.contains("has come"));
        QCOMPARE(gatectl({"list", "apis", "--sign-in"}), 4);
        QVERIFY(m_program.err.find("The client 'grace'") != std::string::npos);
    }
    void saysWhatWentWrong_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QJsonObject>("command");
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QString>("said");
        const QStringList browser{"--browser"};
        QTest::newRow("another state") << "browse" << QJsonObject{{"login", "ada"}, {"change", QJsonObject{{"state", "forged"}}}} << browser << "another sign-in than this one (state)";
        QTest::newRow("no state") << "browse" << QJsonObject{{"login", "ada"}, {"change", QJsonObject{{"state", QJsonValue()}}}} << browser << "another sign-in than this one (state)";
        QTest::newRow("another issuer") << "browse" << QJsonObject{{"login", "ada"}, {"change", QJsonObject{{"iss", "https://evil.test"}}}} << browser << "comes from another issuer ('https://evil.test')";
        QTest::newRow("issuer left out") << "browse" << QJsonObject{{"login", "ada"}, {"change", QJsonObject{{"iss", QJsonValue()}}}} << browser << "comes from another issuer ('')";
        QTest::newRow("another code") << "browse" << QJsonObject{{"login", "ada"}, {"change", QJsonObject{{"code", "forged"}}}} << browser << "The provider refused: invalid_grant.";
        QTest::newRow("denied") << "browse" << QJsonObject{{"login", "ada"}, {"deny", true}} << browser << "The sign-in was denied. End-User aborted";
        QTest::newRow("code expired") << "browse" << QJsonObject{{"login", "ada"}, {"wait", 2500}} << QStringList{"--browser", "--sign-in-client", "hasty"} << "The provider refused: invalid_grant.";
        QTest::newRow("device denied") << "device" << QJsonObject{{"login", "ada"}, {"deny", true}} << QStringList() << "The sign-in was denied. End-User aborted";
        QTest::newRow("device code expired") << "" << QJsonObject() << QStringList{"--sign-in-client", "hasty"} << "The code has expired before somebody signed in.";
        QTest::newRow("unknown client") << "" << QJsonObject() << QStringList{"--sign-in-client", "nobody"} << "The provider refused: invalid_client.";
        QTest::newRow("no provider") << "" << QJsonObject() << QStringList{"--sign-in-issuer", "http://127.0.0.1:9"} << "http://127.0.0.1:9 can't be reached";
        QTest::newRow("plain http elsewhere") << "" << QJsonObject() << QStringList{"--sign-in-issuer", "http://id.example.com"} << "https is required";
    }
    void saysWhatWentWrong()
    {
        QFETCH(QString, how);
        QFETCH(QJsonObject, command);
        QFETCH(QStringList, flags);
        QFETCH(QString, said);
        QVERIFY(login(flags, how, command, -1));
        QVERIFY2(m_said.contains(said), qPrintable(m_said));
        QVERIFY(!m_page.contains("You are signed in."));
    }
    void saysThatTheProviderIsDown()
    {
        m_provider.command({{"do", "fail"}, {"on", true}});
        const bool failed = login({}, "", {}, -1);
        m_provider.command({{"do", "fail"}, {"on", false}});
        QVERIFY(failed);
        QVERIFY2(m_said.contains("The sign-in provider answers 503."), qPrintable(m_said));
    }
    void refreshesInTimeAndEndsWithTheSession()
    {
        QVERIFY(login({"--browser", "--sign-in-audience", "https://manage.test/?ttl=4"}, "browse", {{"login", "ada"}}, 0));
        const auto sealed = m_gateway->data() + "/sign-in/people.sealed";
        const auto first = test::textOfFile(sealed);
        QVERIFY(first.find("ada") == std::string::npos); // sealed
        QCOMPARE(QFileInfo(QString::fromStdString(sealed)).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const auto renewed = [&] { return gatectl({"list", "apis", "--sign-in"}) != 0 || test::textOfFile(sealed) != first; };
        QTRY_VERIFY_WITH_TIMEOUT(renewed(), 60'000);
        QCOMPARE(gatectl({"list", "apis", "--sign-in"}), 0);
        m_provider.command({{"do", "revoke"}});
        std::string said; // at the first refusal: the second says that nobody is signed in
        const auto ended = [&] {
            if (said.empty() && gatectl({"list", "apis", "--sign-in"}) == 4)
                said = m_program.err;
            return !said.empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(ended(), 60'000);
        QVERIFY2(said.find("The sign-in of ada@manage.test has ended") != std::string::npos, said.c_str());
    }

private:
    int gatectl(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), {"--data", m_gateway->data()});
        const int code = m_program.run(arguments);
        if (m_program.out.find("eyJ") != std::string::npos || m_program.err.find("eyJ") != std::string::npos)
            qFatal("a token was printed");
        return code;
    }
    //! Runs the program, does at the provider what it says, and keeps what it printed. `code` -1: any but 0.
    bool login(const QStringList &flags, const QString &how, QJsonObject command, int code)
    {
        m_page.clear();
        QStringList arguments{"login", "--data", QString::fromStdString(m_gateway->data())};
        const auto orDefault = [&](const char *flag, const QString &text) {
            if (!flags.contains(QLatin1String(flag)))
                arguments += {QLatin1String(flag), text};
        };
        orDefault("--sign-in-issuer", m_provider.issuer());
        orDefault("--sign-in-client", "gatehouse");
        orDefault("--sign-in-audience", "https://manage.test");
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("BROWSER", "true");
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(GATEHOUSE_BIN_DIR "/gatectl", arguments + flags);
        QByteArray output;
        static const QRegularExpression address("(?:or open|Sign in at) (http\\S+)\n");
        QRegularExpressionMatch match;
        while (!how.isEmpty() && !match.hasMatch() && program.waitForReadyRead(60'000)) {
            output += program.readAll();
            match = address.match(QString::fromUtf8(output));
        }
        if (match.hasMatch()) {
            command["do"] = how;
            command["url"] = match.captured(1);
            const auto answer = m_provider.command(command);
            m_page = answer.value("text").toString();
            if (answer.contains("error"))
                qWarning("%s", qPrintable(answer.value("error").toString()));
        }
        const bool ended = program.waitForFinished(60'000);
        output += program.readAll();
        m_said = QString::fromUtf8(output);
        const bool good = ended && program.exitStatus() == QProcess::NormalExit && (code < 0 ? program.exitCode() != 0 : program.exitCode() == code);
        if (!good || m_said.contains("eyJ"))
            qWarning("%s", qPrintable(m_said));
        return good && !m_said.contains("eyJ");
    }

    test::NpmPackage m_package{QStringLiteral(GATEHOUSE_SOURCE_DIR "/tests/e2e/oidc"), QStringLiteral(GATEHOUSE_BIN_DIR "/../e2e-oidc")};
    test::SignInProvider m_provider;
    std::unique_ptr<test::RunningGateway> m_gateway;
    test::Program m_program;
    QString m_said, m_page;
};

QTEST_GUILESS_MAIN(TestGatectlSignIn)
#include "tst_sign_in.moc"
