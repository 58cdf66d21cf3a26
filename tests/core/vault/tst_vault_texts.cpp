// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/challenge.h"
#include "core/vault/identifier.h"
#include "core/vault/wire.h"
#include "tests/support/result_test.h"

using namespace gatehouse;

class TstVaultTexts : public QObject
{
    Q_OBJECT

private slots:
    void readsSecretIdentifiers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("read"); // origin name version, or "" : refused
        QTest::newRow("newest") << "https://contoso.vault.azure.net/secrets/key" << "https://contoso.vault.azure.net key ";
        QTest::newRow("slash at the end") << "https://contoso.vault.azure.net/secrets/key/" << "https://contoso.vault.azure.net key ";
        QTest::newRow("version") << "https://Contoso.vault.azure.net:443/secrets/Key-1/0123456789ABCDEF0123456789abcdef"
                                 << "https://contoso.vault.azure.net Key-1 0123456789abcdef0123456789abcdef";
        QTest::newRow("port") << "https://127.0.0.1:8443/secrets/key" << "https://127.0.0.1:8443 key ";
        QTest::newRow("IPv6") << "https://[::1]:8443/secrets/key" << "https://[::1]:8443 key ";
        QTest::newRow("http on loopback") << "http://127.0.0.1:8080/secrets/key" << "http://127.0.0.1:8080 key ";
        QTest::newRow("http elsewhere") << "http://contoso.vault.azure.net/secrets/key" << "";
        QTest::newRow("http on what looks like loopback") << "http://127.0.0.1.example.org/secrets/key" << "";
        QTest::newRow("user") << "https://me@contoso.vault.azure.net/secrets/key" << "";
        QTest::newRow("query") << "https://contoso.vault.azure.net/secrets/key?x=1" << "";
        QTest::newRow("a key") << "https://contoso.vault.azure.net/keys/key" << "";
        QTest::newRow("dots") << "https://contoso.vault.azure.net/secrets/../keys" << "";
        QTest::newRow("no version") << "https://contoso.vault.azure.net/secrets/key/latest" << "";
        QTest::newRow("no path") << "https://contoso.vault.azure.net" << "";
        QTest::newRow("port 0") << "https://contoso.vault.azure.net:0/secrets/key" << "";
        QTest::newRow("long") << "https://contoso.vault.azure.net/secrets/" + QString(2048, 'a') << "";
    }
    void readsSecretIdentifiers()
    {
        QFETCH(QString, text);
        QFETCH(QString, read);
        const auto identifier = vault::parseSecretIdentifier(text.toStdString());
        const auto shown = identifier ? identifier->origin + " " + identifier->name + " " + identifier->version : std::string{};
        QCOMPARE(QString::fromStdString(shown), read);
    }

    void readsChallenges_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("resource"); // "" : refused
        QTest::newRow("Azure's") << "Bearer authorization=\"https://login.windows.net/tenant\", resource=\"https://vault.azure.net\"" << "https://vault.azure.net";
        QTest::newRow("scope") << "Bearer authorization=\"https://login/t\", scope=\"https://vault.azure.net/.default\"" << "https://vault.azure.net";
        QTest::newRow("without quotes") << "bearer resource=https://vault.azure.net,authorization=https://login/t" << "https://vault.azure.net";
        QTest::newRow("description between") << "Bearer error=\"invalid_token\", error_description=\"it has, commas\", resource=\"https://vault.azure.net\""
                                             << "https://vault.azure.net";
        QTest::newRow("no resource") << "Bearer authorization=\"https://login/t\"" << "";
        QTest::newRow("http") << "Bearer resource=\"http://vault.azure.net\"" << "";
        QTest::newRow("Basic") << "Basic realm=\"x\"" << "";
        QTest::newRow("quote left open") << "Bearer resource=\"https://vault.azure.net" << "";
        QTest::newRow("empty") << "" << "";
        QTest::newRow("long") << "Bearer resource=\"https://" + QString(9000, 'a') + "\"" << "";
    }
    void readsChallenges()
    {
        QFETCH(QString, header);
        QFETCH(QString, resource);
        const auto challenge = vault::parseChallenge(header.toStdString());
        QCOMPARE(QString::fromStdString(challenge ? challenge->resource : std::string{}), resource);
    }

    void sendsTokensToTheResourcesDomainAlone_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("resource");
        QTest::addColumn<bool>("fits");
        QTest::newRow("below") << "contoso.vault.azure.net" << "https://vault.azure.net" << true;
        QTest::newRow("itself") << "vault.example.org" << "https://vault.example.org" << true;
        QTest::newRow("elsewhere") << "evil.example" << "https://vault.azure.net" << false;
        QTest::newRow("ends alike") << "evilvault.azure.net" << "https://vault.azure.net" << false;
        QTest::newRow("below it in front") << "vault.azure.net.evil.example" << "https://vault.azure.net" << false;
        QTest::newRow("above everybody") << "evil.net" << "https://net" << false;
        QTest::newRow("this machine") << "127.0.0.1" << "https://vault.localhost" << true;
        QTest::newRow("this machine for Azure") << "127.0.0.1" << "https://vault.azure.net" << false;
        QTest::newRow("user in the resource") << "evil.example" << "https://x@evil.example" << false;
    }
    void sendsTokensToTheResourcesDomainAlone()
    {
        QFETCH(QString, host);
        QFETCH(QString, resource);
        QFETCH(bool, fits);
        QCOMPARE(vault::judgeChallenge({{}, resource.toStdString(), {}}, host.toStdString()).has_value(), fits);
    }

    void refusesBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("no value") << QByteArray(R"({"tags":{}})");
        QTest::newRow("value no text") << QByteArray(R"({"value":1})");
        QTest::newRow("value too long") << QByteArray::fromStdString(toJson(json::object{{"value", std::string(vault::mostValueBytes + 1, 'x')}}));
        QTest::newRow("tags no texts") << QByteArray(R"({"value":"x","tags":{"a":1}})");
        QTest::newRow("enabled no flag") << QByteArray(R"({"value":"x","attributes":{"enabled":"no"}})");
        QTest::newRow("time before all") << QByteArray(R"({"value":"x","attributes":{"nbf":-1}})");
        QTest::newRow("time after all") << QByteArray(R"({"value":"x","attributes":{"exp":9223372036854775807}})");
        QTest::newRow("ends before it begins") << QByteArray(R"({"value":"x","attributes":{"nbf":2,"exp":1}})");
        QTest::newRow("deep") << QByteArray("{\"value\":\"x\",\"tags\":") + QByteArray(100, '[') + QByteArray(100, ']') + "}";
    }
    void refusesBodies()
    {
        QFETCH(QByteArray, body);
        const auto read = vault::readNewSecret(body.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().code, std::string("vault.body"));
    }
    void readsABody()
    {
        const auto read = vault::readNewSecret(R"({"value":"v","contentType":"text/plain","tags":{"a":"b"},"attributes":{"enabled":false,"exp":1893456000},"more":1})");
        VERIFY_RESULT(read);
        QVERIFY(read->value == SecretString{std::string("v")});
        QVERIFY(!read->attributes.enabled && read->attributes.expires && !read->attributes.notBefore);
        QCOMPARE(toJson(read->tags), std::string(R"({"a":"b"})"));
    }

    void readsAnswers()
    {
        const auto read = vault::readSecretAnswer(toJson(json::object{{"value", "v"}, {"id", "https://h/secrets/n/0123456789abcdef0123456789abcdef"}, {"attributes", json::object{{"enabled", true}}}}));
        VERIFY_RESULT(read);
        QCOMPARE(read->version, std::string("0123456789abcdef0123456789abcdef"));
        QVERIFY(!vault::readSecretAnswer(R"({"id":"x"})"));
        QCOMPARE(vault::readErrorCode(R"({"error":{"code":"Forbidden","innererror":{"code":"ForbiddenByRbac"}}})"), std::string("Forbidden/ForbiddenByRbac"));
        QCOMPARE(vault::readErrorCode("<html>"), std::string());
    }
};

QTEST_GUILESS_MAIN(TstVaultTexts)
#include "tst_vault_texts.moc"
