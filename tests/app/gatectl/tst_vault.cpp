// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/remote/certificate_client.h"
#include "tests/app/gatectl/program.h"

using namespace gatehouse;

//! `gatectl vault secret` and `gatectl certificates` with the real gateway.
class TestGatectlVault : public QObject
{
    Q_OBJECT

private slots:
    void keepsSecretsAndListsCertificates()
    {
        test::RunningGateway gateway({"--vault", "127.0.0.1:0"});
        QTRY_VERIFY_WITH_TIMEOUT(gateway.isReady() || gateway.hasEnded(), 60'000);
        QVERIFY2(!gateway.hasEnded(), gateway.program().err.c_str());
        test::Program program;
        const auto call = [&](std::vector<std::string> arguments, const std::string &in = {}) {
            arguments.insert(arguments.end(), {"--data", gateway.data()});
            program.in = in;
            return program.run(arguments);
        };
        QVERIFY2(call({"vault", "secret", "set", "orders-key", "-", "--content-type", "text/plain", "--expires", "2031-01-01T00:00:00Z"}, "first value\n") == 0, program.err.c_str());
        QVERIFY(program.out.starts_with("https://127.0.0.1:") && program.out.find("/secrets/orders-key/") != std::string::npos);
        QVERIFY(program.out.find("first value") == std::string::npos);
        const auto version = program.out.substr(program.out.rfind('/') + 1, 32);
        const auto file = gateway.data() + "/value";
        test::writeFile(file, "second value");
        QCOMPARE(call({"vault", "secret", "set", "orders-key", file}), 0);
        QCOMPARE(call({"vault", "secret", "get", "orders-key"}), 0);
        QCOMPARE(program.out, std::string("second value\n"));
        QCOMPARE(call({"vault", "secret", "get", "orders-key", "--version", version}), 0);
        QCOMPARE(program.out, std::string("first value\n"));
        QCOMPARE(call({"vault", "secret", "list", "--output", "json"}), 0);
        QCOMPARE(parseJson(program.out)->as_array().size(), 1U);
        QVERIFY(program.out.find("second value") == std::string::npos);
        QCOMPARE(call({"vault", "secret", "list"}), 0);
        QVERIFY(program.out.find("orders-key") != std::string::npos);
        QCOMPARE(call({"vault", "secret", "set", "orders-key"}), 2);
        QCOMPARE(call({"vault", "secret", "set", "orders-key", "-"}, "\n"), 1);
        QCOMPARE(call({"vault", "secret", "delete", "orders-key"}), 2);
        QCOMPARE(call({"vault", "secret", "delete", "orders-key", "--yes"}), 0);
        QVERIFY(program.out.find("is purged on") != std::string::npos);
        QCOMPARE(call({"vault", "secret", "get", "orders-key"}), 5);
        QVERIFY2(program.err.find("SecretNotFound") != std::string::npos, program.err.c_str());

        QVERIFY2(call({"certificates", "--output", "json"}) == 0, program.err.c_str());
        const auto board = parseJson(program.out)->as_array();
        QCOMPARE(board.size(), 1U);
        QCOMPARE(std::string(board[0].at("id").as_string()), std::string("listeners/own"));
        QCOMPARE(std::string(board[0].at("renewal").as_string()), std::string("automatic"));
        QCOMPARE(std::string(board[0].at("usedBy").as_string()), std::string("vault"));
        QVERIFY(board[0].at("daysLeft").as_int64() > 800);
        QCOMPARE(call({"certificates", "--within", "30", "--check"}), 0);
        QCOMPARE(gateway.stop(), 0);
    }
    void saysThatThereIsNoVault()
    {
        test::RunningGateway gateway;
        QTRY_VERIFY_WITH_TIMEOUT(gateway.isReady() || gateway.hasEnded(), 60'000);
        test::Program program;
        QCOMPARE(program.run({"vault", "secret", "list", "--data", gateway.data()}), 3);
        QVERIFY2(program.err.find("--vault") != std::string::npos, program.err.c_str());
        QCOMPARE(gateway.stop(), 0);
    }
    void sendsNoTokenByPlainHttpToAnotherMachine()
    {
        QTemporaryDir folder;
        const auto token = folder.filePath("token").toStdString();
        test::writeFile(token, "a-token");
        test::Program program;
        QVERIFY(program.run({"vault", "secret", "list", "--vault-url", "http://contoso.vault.azure.net", "--token-file", token}) != 0);
        QVERIFY2(program.err.find("https") != std::string::npos && program.err.find("a-token") == std::string::npos, program.err.c_str());
    }
    void derivesTheBoardFromWhatAzureSays()
    {
        const auto now = *fromIso("2026-11-25T00:00:00Z");
        const json::object managed{{"hostName", "contoso.azure-api.net"}, {"certificateSource", "BuiltIn"}};
        const json::object own{{"hostName", "api.contoso.test"}, {"certificateSource", "Custom"},
                               {"certificate", json::object{{"subject", "CN=api"}, {"thumbprint", "AB"}, {"expiry", "2026-11-20T00:00:00Z"}}}};
        const json::object service{{"properties", json::object{{"hostnameConfigurations", json::array{managed, own}}}}};
        const json::object client{{"name", "client"}, {"properties", json::object{{"subject", "CN=client"}, {"expirationDate", "2026-12-05T00:00:00Z"},
                                                                                  {"keyVault", json::object{{"lastStatus", json::object{{"code", "Success"}}}}}}}};
        const auto board = remote::certificatesOfService({client}, service, now);
        QCOMPARE(board.size(), std::size_t(3));
        QCOMPARE(board[0].name, std::string("api.contoso.test"));
        QVERIFY(board[0].state == remote::CertificateState::Expired && board[0].renewal == remote::CertificateRenewal::Manual);
        QVERIFY(board[1].state == remote::CertificateState::Expiring && board[1].renewal == remote::CertificateRenewal::KeyVault);
        QCOMPARE(board[1].daysLeft.value_or(0), 10LL);
        QVERIFY(board[2].state == remote::CertificateState::Unknown && board[2].renewal == remote::CertificateRenewal::Automatic);
    }
};

QTEST_GUILESS_MAIN(TestGatectlVault)
#include "tst_vault.moc"
