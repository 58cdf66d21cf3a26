// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jwe.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::crypto;

namespace {

//! What this gateway does not decrypt on purpose, as the header of the token or its key says.
bool isLeftOut(std::string_view alg, std::string_view comment)
{
    // RSA1_5 tells plaintexts to who may ask often enough; ECDH-ES and GCM key wrapping are not among Azure's; compressed contents are bombs.
    return alg == "RSA1_5" || alg.starts_with("ECDH-ES") || alg.ends_with("GCMKW") || comment.find("ompress") != std::string_view::npos;
}

} // namespace

class TestJweVectors : public QObject
{
    Q_OBJECT

private slots:
    void decrypts()
    {
        QFile file(QDir(GATEHOUSE_REFERENCE_DIR).filePath("jose/wycheproof/json_web_encryption_test.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no reference data");
        const auto all = parseJson(file.readAll().toStdString(), {16U << 20, 64});
        QVERIFY(all.has_value());
        QStringList wrong;
        int valid = 0;
        int leftOut = 0;
        for (const auto &group : all->at("testGroups").get_array()) {
            const auto &keyObject = group.at("private").get_object();
            const auto key = Jwk::parse(keyObject);
            JwkSet keys;
            if (key)
                keys.push_back(*key);
            for (const auto &test : group.at("tests").get_array()) {
                const auto &object = test.get_object();
                const auto *text = member(object, "jwe");
                if (!text->is_string())
                    continue; // a JSON serialization: nothing here reads those
                const auto plain = decryptJwe(std::string_view(text->get_string()), keys);
                bool expected = stringMember(object, "result") == "valid";
                const auto comment = std::string(stringMember(group.get_object(), "comment")) + ' ' + std::string(stringMember(object, "comment"));
                const bool compressed = toJson(*member(object, "flags")).find("Compressed") != std::string::npos;
                if (expected && (compressed || isLeftOut(stringMember(keyObject, "alg"), comment))) {
                    expected = false;
                    ++leftOut;
                }
                valid += expected;
                if (plain.has_value() != expected)
                    wrong += QString::number(*intMember(object, "tcId")) + ' ' + QString::fromStdString(comment)
                        + (plain ? " accepted" : QString::fromStdString(" refused: " + plain.error().debugText()));
                else if (plain)
                    QCOMPARE(QByteArray::fromStdString(*plain).toHex(), QByteArray::fromStdString(std::string(stringMember(object, "pt"))));
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
        QVERIFY2(valid >= 20 && leftOut < 60, qPrintable(QString("%1 valid, %2 left out").arg(valid).arg(leftOut)));
    }
};

QTEST_GUILESS_MAIN(TestJweVectors)
#include "tst_jwe_vectors.moc"
