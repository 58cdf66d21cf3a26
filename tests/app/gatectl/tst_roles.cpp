// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/app/gatectl/program.h"
#include "tests/core/management/test_issuer.h"

using namespace gatehouse;

//! `gatectl role`, and what a refusal reads like.
class TestGatectlRoles : public QObject
{
    Q_OBJECT

private slots:
    void givesShowsAndTakesRoles()
    {
        test::TestIssuer issuer;
        test::RunningGateway gateway({"--sign-in-issuer", issuer.url(), "--sign-in-audience", "api://gatehouse"});
        QTRY_VERIFY_WITH_TIMEOUT(gateway.isReady() || gateway.hasEnded(), 60'000);
        QVERIFY2(!gateway.hasEnded(), gateway.program().err.c_str());
        test::Program program;
        const auto call = [&](std::vector<std::string> arguments) {
            arguments.insert(arguments.end(), {"--data", gateway.data()});
            return program.run(arguments);
        };
        const auto ready = parseJson(test::textOfFile(gateway.ready()))->as_object();
        const std::string url(ready.at("management").as_string()), scope(ready.at("scope").as_string());
        const auto token = gateway.data() + "/anna";
        test::writeFile(token, issuer.token({{"sub", "anna"}}));
        std::filesystem::permissions(token, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        const auto asAnna = [&](std::vector<std::string> arguments) {
            arguments.insert(arguments.end(), {"--url", url, "--scope", scope, "--token-file", token});
            return program.run(arguments);
        };
        QCOMPARE(asAnna({"list", "apis"}), 4);
        QVERIFY2(program.err.find("The client 'anna' with object id 'anna' does not have authorization to perform action "
                                  "'Microsoft.ApiManagement/service/apis/read' over scope '" + scope + "'") != std::string::npos, program.err.c_str());
        QVERIFY(program.err.find("eyJ") == std::string::npos);
        QCOMPARE(call({"role", "assign", "reader", "anna", "--dry-run"}), 0);
        QVERIFY(program.out.starts_with("PUT http"));
        QCOMPARE(asAnna({"list", "apis"}), 4);
        QCOMPARE(call({"role", "assign", "reader", "anna"}), 0);
        QCOMPARE(asAnna({"list", "apis"}), 0);
        QCOMPARE(asAnna({"role", "list"}), 0);
        QVERIFY2(program.out.find("anna") != std::string::npos && program.out.find("Reader") != std::string::npos, program.out.c_str());
        QCOMPARE(asAnna({"role", "assign", "Owner", "anna"}), 4);
        QCOMPARE(call({"role", "assign", "reader", "anna"}), 6);
        QCOMPARE(call({"role", "assign", "emperor", "anna"}), 5);
        QVERIFY(program.err.find("There is no role 'emperor'") != std::string::npos);
        QCOMPARE(call({"role", "list", "--output", "json", "--principal", "anna"}), 0);
        const auto listed = parseJson(program.out)->as_array();
        QCOMPARE(listed.size(), 1U);
        const std::string name(listed[0].at("name").as_string());
        QCOMPARE(call({"role", "remove", name, "--at", "group"}), 5);
        QCOMPARE(call({"role", "remove", name}), 0);
        QCOMPARE(asAnna({"list", "apis"}), 4);
        QCOMPARE(gateway.stop(), 0);
    }
    void wantsAnAudience()
    {
        test::Program program;
        QCOMPARE(program.run({"run", "--sign-in-issuer", "https://issuer.test"}), 2);
        QTemporaryDir folder;
        const auto data = folder.path().toStdString() + "/data";
        QVERIFY(program.run({"run", "--data", data, "--listen", "127.0.0.1:0", "--sign-in-issuer", "http://issuer.test", "--sign-in-audience", "x"}) != 0);
        QVERIFY2(program.err.find("can't be the sign-in issuer: https is required") != std::string::npos, program.err.c_str());
    }
};

QTEST_GUILESS_MAIN(TestGatectlRoles)
#include "tst_roles.moc"
