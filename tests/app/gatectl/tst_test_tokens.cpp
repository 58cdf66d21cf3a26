// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using test::Program;
using test::RunningGateway;

// The test issuer from the command line to a policy's refusal, through a gateway.
class TestTestTokensVerb : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway.isReady() || m_gateway.hasEnded(), 30'000);
        QVERIFY2(!m_gateway.hasEnded(), m_gateway.program().err.c_str());
        m_program.environment["GATEHOUSE_DATA"] = m_gateway.data();
        QCOMPARE(m_program.run({"token", "--flaws", "--output", "json"}), static_cast<int>(ExitOk));
        const auto described = parseJson(m_program.out);
        QVERIFY(described);
        m_configuration = std::string(stringMember(described->as_object(), "openIdConfiguration"));
        api("bearer", {});
        api("proved", " dpop=\"required\"");
    }
    void cleanupTestCase() { QCOMPARE(m_gateway.stop(), 0); }

    void aTokenIsTaken()
    {
        for (const auto *algorithm : {"ES256", "RS256"}) {
            QCOMPARE(m_program.run({"token", "--subject", "ada", "--audience", "api://orders", "--algorithm", algorithm}), static_cast<int>(ExitOk));
            m_program.in = m_program.out;
            QCOMPARE(m_program.run({"call", "GET", "/bearer/1", "--access-token", "-", "--output", "json"}), static_cast<int>(ExitOk));
            QCOMPARE(statusOf(m_program.out), 200);
            QVERIFY(m_program.out.find("ada") != std::string::npos);
        }
    }

    void claimsAreWhatIsAskedFor()
    {
        QCOMPARE(m_program.run({"token", "--role", "A", "--role", "B", "--scp", "x y", "--claim", "tenant=contoso", "--claim", "level:=3"}),
                 static_cast<int>(ExitOk));
        const auto payload = QByteArray::fromBase64(QByteArray::fromStdString(m_program.out).split('.').at(1), QByteArray::Base64UrlEncoding);
        const auto claims = parseJson(payload.toStdString())->as_object();
        QCOMPARE(toJson(claims.at("roles")), std::string("[\"A\",\"B\"]"));
        QCOMPARE(std::string(stringMember(claims, "scp")), std::string("x y"));
        QCOMPARE(std::string(stringMember(claims, "tenant")), std::string("contoso"));
        QCOMPARE(intMember(claims, "level").value_or(0), 3LL);
        QCOMPARE(m_program.run({"token", "--claim", "=x"}), static_cast<int>(ExitFailed));
    }

    void everyFlawIsRefused()
    {
        QCOMPARE(m_program.run({"token", "--flaws", "--output", "json"}), static_cast<int>(ExitOk));
        const auto described = parseJson(m_program.out);
        for (const auto &flaw : described->as_object().at("flaws").as_array()) {
            const std::string name(stringMember(flaw.as_object(), "name"));
            QCOMPARE(m_program.run({"token", "--audience", "api://orders", "--flaw", name}), static_cast<int>(ExitOk));
            m_program.in = m_program.out;
            QCOMPARE(m_program.run({"call", "GET", "/bearer/1", "--access-token", "-", "--output", "json"}), static_cast<int>(ExitOk));
            QVERIFY2(statusOf(m_program.out) == 401, name.c_str());
        }
    }

    void aProofIsTakenOnce()
    {
        const auto file = boundToken();
        const auto call = [&](const std::vector<std::string> &more) {
            std::vector<std::string> arguments{"call", "GET", "/proved/1?a=b", "--access-token", file, "--output", "json"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            return m_program.run(arguments) == ExitOk ? statusOf(m_program.out) : -1;
        };
        QCOMPARE(call({"--dpop-key", key()}), 200);
        QCOMPARE(call({"--dpop-key", key(), "--proof-flaw", "replayed"}), 401);
        QCOMPARE(call({}), 401); // a bound token as a bearer's
        for (const auto *flaw : {"wrong-method", "wrong-url", "stale", "future", "no-id", "no-token-hash", "wrong-token-hash", "wrong-type",
                                 "other-key", "bad-signature", "private-key"}) {
            QVERIFY2(call({"--dpop-key", key(), "--proof-flaw", flaw}) == 401, flaw);
            QVERIFY2(m_program.out.find("WWW-Authenticate") != std::string::npos, flaw);
        }
    }

    void proofsAreListedAndMade()
    {
        QCOMPARE(m_program.run({"proof", "--flaws"}), static_cast<int>(ExitOk));
        QVERIFY(m_program.out.find("wrong-method") != std::string::npos);
        QCOMPARE(m_program.run({"proof", "GET", "http://127.0.0.1/x", "--key", key()}), static_cast<int>(ExitOk));
        QCOMPARE(QByteArray::fromStdString(m_program.out).count('.'), 2);
        QCOMPARE(m_program.run({"proof", "GET"}), static_cast<int>(ExitUsage));
        QCOMPARE(m_program.run({"proof", "GET", "http://127.0.0.1/x", "--key", key(), "--flaw", "none-such"}), static_cast<int>(ExitFailed));
    }

    void nothingIsSignedBeyondLoopback()
    {
        RunningGateway open({"--listen", "0.0.0.0:0"});
        QTRY_VERIFY_WITH_TIMEOUT(open.isReady() || open.hasEnded(), 30'000);
        QVERIFY2(!open.hasEnded(), open.program().err.c_str());
        Program program;
        program.environment["GATEHOUSE_DATA"] = open.data();
        QVERIFY(program.run({"token"}) != ExitOk);
        QVERIFY2(program.err.find("loopback") != std::string::npos, program.err.c_str());
        QVERIFY(!std::filesystem::exists(open.data() + "/test-issuer-es256.pem"));
        QCOMPARE(open.stop(), 0);
    }

private:
    std::string key() const { return m_folder.filePath("client.pem").toStdString(); }

    std::string boundToken()
    {
        m_program.run({"token", "--audience", "api://orders", "--dpop-key", key()});
        const auto file = m_folder.filePath("token").toStdString();
        test::writeFile(file, m_program.out);
        return file;
    }

    static int statusOf(const std::string &answer)
    {
        const auto value = parseJson(answer);
        return value ? static_cast<int>(intMember(value->as_object(), "status").value_or(-1)) : -1;
    }

    void put(const std::string &id, const std::string &body)
    {
        m_program.in = body;
        QVERIFY2(m_program.run({"put", id, "-", "--yes"}) == ExitOk, m_program.err.c_str());
    }

    void api(const std::string &name, const std::string &attribute)
    {
        put("apis/" + name, toJson(json::object{{"displayName", name}, {"path", name}, {"protocols", json::array{"http"}}, {"subscriptionRequired", false}}));
        put("apis/" + name + "/operations/get", toJson(json::object{{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/*"}}));
        put("apis/" + name + "/policies/policy",
            "<policies><inbound><validate-jwt header-name=\"Authorization\" output-token-variable-name=\"jwt\"" + attribute + "><openid-config url=\""
                + m_configuration
                + "\" /><audiences><audience>api://orders</audience></audiences></validate-jwt><return-response><set-status code=\"200\" reason=\"OK\" />"
                  "<set-body>@(((Jwt)context.Variables[&quot;jwt&quot;]).Subject)</set-body></return-response></inbound><backend /><outbound /><on-error /></policies>");
    }

    RunningGateway m_gateway;
    Program m_program;
    QTemporaryDir m_folder;
    std::string m_configuration;
};

QTEST_GUILESS_MAIN(TestTestTokensVerb)
#include "tst_test_tokens.moc"
