// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/confirmation.h"

#include "core/crypto/base64.h"
#include "core/crypto/certificate.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;

namespace {

QString outcomeOf(const TokenResult<void> &judged)
{
    return judged ? QString("good") : QString::fromStdString(std::string(reasonOf(judged.error().fault)));
}

} // namespace

class TestConfirmation : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatATokenIsBoundTo()
    {
        const auto nothing = confirmationOf({{"sub", "x"}});
        QVERIFY(nothing && !nothing->keyThumbprint && !nothing->certificateThumbprint);
        const auto other = confirmationOf({{"cnf", {{"jwk", json::object{}}}}});
        QVERIFY(other && !other->keyThumbprint && !other->certificateThumbprint);
        const auto both = confirmationOf({{"cnf", {{"jkt", "a"}, {"x5t#S256", "b"}}}});
        QVERIFY(both && both->keyThumbprint == "a" && both->certificateThumbprint == "b");
        for (const auto &cnf : {json::value("a"), json::value(nullptr), json::value{{"jkt", 1}}, json::value{{"jkt", ""}}, json::value{{"x5t#S256", nullptr}}})
            QVERIFY(!confirmationOf({{"cnf", cnf}}));
    }
    void comparesTheClientsCertificate()
    {
        const auto made = crypto::makeSelfSigned({"client.test"}, 1, SystemClock().utc());
        const auto other = crypto::makeSelfSigned({"client.test"}, 1, SystemClock().utc());
        QVERIFY(made && other);
        const auto file = crypto::readCertificateFile(made->certificatePem, {});
        const auto otherFile = crypto::readCertificateFile(other->certificatePem, {});
        QVERIFY(file && otherFile);
        const auto fingerprint = crypto::fingerprint(made->certificatePem); // hexadecimal SHA-256
        VERIFY_RESULT(fingerprint);
        const Confirmation bound{{}, crypto::base64Url(QByteArray::fromHex(QByteArray::fromStdString(*fingerprint)).toStdString())};
        QCOMPARE(outcomeOf(judgeCertificate(bound, file->certificate.get(), true)), QString("good"));
        QCOMPARE(outcomeOf(judgeCertificate(bound, file->certificate.get(), false)), QString("good"));
        QCOMPARE(outcomeOf(judgeCertificate(bound, otherFile->certificate.get(), false)), QString("TokenCertificateMismatch"));
        QCOMPARE(outcomeOf(judgeCertificate(bound, nullptr, false)), QString("TokenCertificateNotPresent"));
        QCOMPARE(outcomeOf(judgeCertificate({}, file->certificate.get(), true)), QString("TokenNotBoundToCertificate"));
        QCOMPARE(outcomeOf(judgeCertificate({}, nullptr, false)), QString("good"));
    }
};

QTEST_GUILESS_MAIN(TestConfirmation)
#include "tst_confirmation.moc"
