// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jws.h"
#include "tests/support/result_test.h"

#include <QDir>
#include <QFile>

using namespace gatehouse;
using namespace gatehouse::crypto;

namespace {

json::value readReference(const QString &name)
{
    QFile file(QDir(GATEHOUSE_REFERENCE_DIR).filePath("jose/" + name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto value = parseJson(file.readAll().toStdString(), {16U << 20, 64});
    return value ? std::move(*value) : json::value();
}

//! A vector whose verdict here is another than the reference's, and why.
struct Deviation
{
    std::string_view id;
    std::string_view reason;
};
constexpr Deviation deviations[] = {
    {"rfc7520_4.5.jwsc", "its payload is detached, and nothing here takes one from elsewhere"},
    {"wycheproof/json_web_signature#367", "the padding that it is about is not in the vector's text: it is a valid token (npm's jose accepts it too)"},
    {"wycheproof/json_web_signature#370", "as #367"},
    {"wycheproof/json_web_signature#346", "the key is for PS256 and the token is PS384: algorithms have to agree (npm's jose refuses it too)"},
    {"wycheproof/json_web_signature#347", "the key's alg is ES521, which is none (npm's jose refuses it too)"},
    {"wycheproof/json_web_signature#350", "as #346"},
    {"wycheproof/json_web_signature#351", "as #347"},
    {"wycheproof/json_web_signature#372", "a '?' inside base64url: RFC 7515 knows no characters to skip (npm's jose refuses it too)"},
    {"wycheproof/json_web_signature#373", "as #372"},
};

std::string_view deviationOf(std::string_view id)
{
    for (const auto &deviation : deviations)
        if (deviation.id == id)
            return deviation.reason;
    return {};
}

//! The keys of a vector, through the door that a provider's keys come through.
JwkSet keysOf(const json::value &keys)
{
    const auto set = parseJwkSet(toJson(json::object{{"keys", keys}}));
    return set ? *set : JwkSet();
}

} // namespace

class TestJoseVectors : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_vectors = readReference("jose-vectors.json");
        if (!m_vectors.is_object())
            QSKIP("no reference data");
    }
    void signatures()
    {
        int judged = 0;
        QStringList wrong;
        for (const auto &vector : m_vectors.at("jws").get_array()) {
            const auto &object = vector.get_object();
            const auto expect = stringMember(object, "expect");
            const auto form = stringMember(object, "form");
            // The JSON serializations are no tokens: nothing here reads them. Detached and unencoded payloads (expect: special) neither.
            const auto *text = member(object, "jws");
            if (!text->is_string()) {
                if (form == "json" || form == "compact")
                    QVERIFY2(expect == "invalid", "a compact form that is no text");
                continue;
            }
            if (form != "compact" && form != "json")
                continue;
            ++judged;
            const auto id = std::string(stringMember(object, "id"));
            const auto jws = Jws::parse(std::string_view(text->get_string()));
            const bool valid = jws && verify(*jws, keysOf(*member(object, "keys"))) == Verdict::Valid;
            const bool expected = expect == "valid";
            const bool deviates = !deviationOf(id).empty();
            if (valid != (deviates ? !expected : expected))
                wrong += QString::fromStdString(id + ": " + std::string(stringMember(object, "comment")) + (valid ? " accepted" : " refused"));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
        QVERIFY2(judged > 480, qPrintable(QString::number(judged)));
    }
    void keys()
    {
        for (const auto &vector : m_vectors.at("jwk").get_array()) {
            const auto &object = vector.get_object();
            const auto key = Jwk::parse(member(object, "jwk")->get_object());
            VERIFY_RESULT(key);
            const auto kty = stringMember(object, "kty");
            const auto type = kty == "RSA" ? KeyType::Rsa : kty == "EC" ? KeyType::Ec : KeyType::Oct;
            QVERIFY(key->type == type);
        }
    }
    void thumbprints()
    {
        for (const auto &vector : m_vectors.at("thumbprint").get_array()) {
            const auto key = Jwk::parse(member(vector.get_object(), "jwk")->get_object());
            VERIFY_RESULT(key);
            QCOMPARE(QString::fromStdString(key->thumbprint()), QString::fromStdString(std::string(stringMember(vector.get_object(), "sha256"))));
        }
    }

private:
    json::value m_vectors;
};

QTEST_GUILESS_MAIN(TestJoseVectors)
#include "tst_jose_vectors.moc"
