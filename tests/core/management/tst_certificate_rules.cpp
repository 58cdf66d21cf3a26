// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pure_arm.h"

#include "tests/support/tls_identity.h"

#include <QRegularExpression>
#include <QTest>

using namespace gatehouse;
using test::PureArm;
using test::TlsIdentity;

//! Certificates come with their key and never leave with it.
class TstCertificateRules : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_first = TlsIdentity::make("first.test");
        m_second = TlsIdentity::make("second.test");
    }

    void saysWhatItIs()
    {
        PureArm arm;
        const auto made = put(arm, m_first.pkcs12("pw"), "\"pw\"");
        QCOMPARE(made.head.status, 201);
        for (const auto &answer : {made, arm.call("GET", "certificates/mine")}) {
            const auto properties = PureArm::json(answer).at("properties").as_object();
            QCOMPARE(text(properties, "subject"), QByteArray("CN=first.test"));
            QCOMPARE(text(properties, "thumbprint"), m_first.thumbprint());
            QVERIFY2(QRegularExpression("^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$").match(text(properties, "expirationDate")).hasMatch(),
                     text(properties, "expirationDate").constData());
            QCOMPARE(properties.size(), std::size_t(3)); // neither data nor password
        }
        QVERIFY(arm.call("GET", "certificates").body.find(m_first.thumbprint().toStdString()) != std::string::npos);
    }
    void neitherAnswersNorRecordsHoldTheKey()
    {
        PureArm arm;
        const auto first = m_first.pkcs12("tops3cret"), second = m_second.pkcs12("tops3cret");
        std::string all = put(arm, first, "\"tops3cret\"").body;
        all += put(arm, second, "\"tops3cret\"").body;
        all += arm.call("GET", "certificates/mine").body;
        all += arm.call("GET", "certificates").body;
        all += arm.call("DELETE", "certificates/mine", {}, {{"If-Match", "*"}}).body;
        QCOMPARE(arm.records.size(), std::size_t(3));
        for (const auto &record : arm.records)
            for (const auto *body : {&record.before, &record.after})
                all += *body ? toJson(**body) : std::string();
        QVERIFY(all.find(m_first.thumbprint().toStdString()) != std::string::npos); // they are of it
        for (const auto &secret : {crypto::base64(first), crypto::base64(second), std::string("tops3cret")})
            QVERIFY2(all.find(secret) == std::string::npos && all.find(secret.substr(0, 60)) == std::string::npos, all.c_str());
    }
    void refusesWhatItCantOpen_data()
    {
        QTest::addColumn<QByteArray>("properties");
        const auto pfx = QByteArray::fromStdString(crypto::base64(m_first.pkcs12("pw")));
        QTest::newRow("no data") << QByteArray("{}");
        QTest::newRow("no base64") << QByteArray(R"({"data":"?","password":"pw"})");
        QTest::newRow("no certificate") << QByteArray(R"({"data":"AAAA","password":"pw"})");
        const auto body = [](const QByteArray &data, const QByteArray &more) { return "{\"data\":\"" + data + "\"" + more + "}"; };
        QTest::newRow("wrong password") << body(pfx, ",\"password\":\"PW\"");
        QTest::newRow("no password") << body(pfx, "");
        QTest::newRow("cut") << body(pfx.left(pfx.size() / 8 * 4), ",\"password\":\"pw\"");
    }
    void refusesWhatItCantOpen()
    {
        QFETCH(QByteArray, properties);
        PureArm arm;
        const auto answer = arm.call("PUT", "certificates/mine", "{\"properties\":" + properties.toStdString() + "}");
        QCOMPARE(answer.head.status, 400);
        QCOMPARE(PureArm::code(answer), std::string("ValidationError"));
        QVERIFY2(answer.body.find("\"target\":\"data\"") != std::string::npos, answer.body.c_str());
        QVERIFY(!arm.configuration().contains(resource::ResourceId::of("certificates/mine")));
    }
    void anotherFileNeedsNotTheOldPassword()
    {
        PureArm arm;
        QCOMPARE(put(arm, m_first.pkcs12("pw"), "\"pw\"").head.status, 201);
        const auto answer = put(arm, m_second.pkcs12(""), {});
        QVERIFY2(answer.head.status == 200, answer.body.c_str());
        QCOMPARE(text(PureArm::json(answer).at("properties").as_object(), "thumbprint"), m_second.thumbprint());
    }
    void aVaultsCertificateIsTakenAsItIs()
    {
        PureArm arm;
        const auto answer = arm.call("PUT", "certificates/v", "{\"properties\":{\"keyVault\":{\"secretIdentifier\":\"https://v.vault.azure.net/secrets/s\"}}}");
        QCOMPARE(answer.head.status, 201);
        QVERIFY(!PureArm::json(answer).at("properties").as_object().contains("thumbprint"));
    }

private:
    static QByteArray text(const json::object &object, std::string_view name) { return QByteArray::fromStdString(std::string(stringMember(object, name))); }
    static http::Response put(PureArm &arm, const std::string &file, const std::string &password)
    {
        return arm.call("PUT", "certificates/mine",
                        "{\"properties\":{\"data\":\"" + crypto::base64(file) + "\"" + (password.empty() ? "" : ",\"password\":" + password) + "}}", {{"If-Match", "*"}});
    }
    TlsIdentity m_first, m_second;
};

QTEST_GUILESS_MAIN(TstCertificateRules)
#include "tst_certificate_rules.moc"
