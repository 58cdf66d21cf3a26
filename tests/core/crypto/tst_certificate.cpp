// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"
#include "core/crypto/openssl_handle.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTest>
#include <openssl/pem.h>

using namespace gatehouse;

namespace {

crypto::CertificateHandle parsed(const std::string &pem)
{
    const crypto::BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return crypto::CertificateHandle(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

} // namespace

class TestCertificate : public QObject
{
    Q_OBJECT

private slots:
    void servesItsNamesAndAddressesAlone()
    {
        const auto made = crypto::makeSelfSigned({"localhost", "127.0.0.1", "::1"}, 30, m_clock.utc());
        VERIFY_RESULT(made);
        const auto certificate = parsed(made->certificatePem);
        QVERIFY(certificate);
        QCOMPARE(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr), 1);
        QCOMPARE(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
        QCOMPARE(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
        QCOMPARE(X509_check_host(certificate.get(), "example.org", 0, 0, nullptr), 0);
        QCOMPARE(X509_check_ip_asc(certificate.get(), "127.0.0.2", 0), 0);
    }
    void isSignedByItsOwnKey()
    {
        const auto made = crypto::makeSelfSigned({"localhost"}, 30, m_clock.utc());
        VERIFY_RESULT(made);
        const auto certificate = parsed(made->certificatePem);
        const std::string keyPem{made->keyPem.reveal()};
        const crypto::BioHandle bio(BIO_new_mem_buf(keyPem.data(), static_cast<int>(keyPem.size())));
        const crypto::KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
        QVERIFY(key);
        QCOMPARE(X509_check_private_key(certificate.get(), key.get()), 1);
        QCOMPARE(X509_verify(certificate.get(), key.get()), 1);
    }
    void endsAfterTheDaysAsked()
    {
        const auto made = crypto::makeSelfSigned({"localhost"}, 30, m_clock.utc());
        VERIFY_RESULT(made);
        const auto end = crypto::notAfter(made->certificatePem);
        VERIFY_RESULT(end);
        QCOMPARE(toIso(*end), toIso(std::chrono::floor<std::chrono::seconds>(m_clock.utc()) + std::chrono::days{30}));
    }
    void twoHaveDifferentFingerprints()
    {
        const auto one = crypto::makeSelfSigned({"localhost"}, 30, m_clock.utc());
        const auto two = crypto::makeSelfSigned({"localhost"}, 30, m_clock.utc());
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        const auto first = crypto::fingerprint(one->certificatePem);
        VERIFY_RESULT(first);
        QCOMPARE(first->size(), std::size_t{64});
        QVERIFY(*first != *crypto::fingerprint(two->certificatePem));
        QCOMPARE(*first, *crypto::fingerprint(one->certificatePem + two->certificatePem));
    }
    void refusesNamesThatWouldBecomeMore_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"", "a,DNS:evil.example", "a b", "a\nb", "email:x@y"})
            QTest::newRow(name) << name;
    }
    void refusesNamesThatWouldBecomeMore()
    {
        QFETCH(QString, name);
        const auto made = crypto::makeSelfSigned({name.toStdString()}, 30, m_clock.utc());
        QVERIFY(!made);
        QCOMPARE(made.error().code, std::string("certificate.invalid"));
    }
    void refusesWhatIsNoCertificate()
    {
        for (const char *text : {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
            QCOMPARE(crypto::fingerprint(text).error().code, std::string("certificate.invalid"));
            QCOMPARE(crypto::notAfter(text).error().code, std::string("certificate.invalid"));
        }
        QVERIFY(!crypto::makeSelfSigned({}, 30, m_clock.utc()));
    }

private:
    test::ManualClock m_clock;
};

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
