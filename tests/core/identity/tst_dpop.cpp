// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "tests/support/result_test.h"
#include "tests/support/token_maker.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <functional>

using namespace gatehouse;
using namespace gatehouse::identity;
using gatehouse::test::TokenMaker;

namespace {

constexpr std::int64_t nowSeconds = 1'795'478'400;
const UtcTime now{std::chrono::seconds(nowSeconds)};
const std::string accessToken = "an.access.token";
const std::string apiUrl = "https://api.example.com/orders/1";

QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

json::object publicKey(const TokenMaker &maker)
{
    auto key = maker.publicKey();
    for (const auto *name : {"kid", "use", "alg"})
        key.erase(name);
    return key;
}

json::object proofClaims(const json::object &more = {})
{
    json::object claims{{"jti", "-BwC3ESc6acc2lTc"}, {"htm", "GET"}, {"htu", apiUrl}, {"iat", nowSeconds}, {"ath", crypto::base64Url(crypto::sha256(accessToken))}};
    for (const auto &[name, value] : more)
        claims[name] = value;
    return claims;
}

json::object without(json::object object, std::string_view name)
{
    object.erase(name);
    return object;
}

//! A proof as a client makes it, but for what is said here.
std::string proofOf(const TokenMaker &maker, const json::object &claims, const json::object &header = {})
{
    json::object fields{{"typ", "dpop+jwt"}, {"jwk", publicKey(maker)}};
    for (const auto &[name, value] : header)
        fields[name] = value;
    return maker.sign(claims, fields);
}

std::string thumbprintOf(const TokenMaker &maker)
{
    return crypto::Jwk::parse(maker.publicKey())->thumbprint();
}

std::string verdictOn(std::string_view proof, const std::string &thumbprint, DpopRules rules = {}, DpopKeys *keys = nullptr)
{
    const auto digest = crypto::sha256(accessToken);
    const auto checked = checkProof(proof, {"GET", apiUrl, digest, thumbprint, now}, rules, keys);
    return checked ? "good" : std::string(nameOf(checked.error().fault));
}

//! The payload of one and the signature of another.
std::string mixed(const std::string &one, const std::string &other)
{
    return one.substr(0, one.rfind('.')) + other.substr(other.rfind('.'));
}

json::value reference()
{
    QFile file(QDir(GATEHOUSE_REFERENCE_DIR).filePath("jose/jose-vectors.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto value = parseJson(file.readAll().toStdString(), {16U << 20, 64});
    return value ? std::move(*value) : json::value();
}

} // namespace

class TestDpop : public QObject
{
    Q_OBJECT

private slots:
    void acceptsProofsOfEachKind()
    {
        for (const auto &maker : {TokenMaker::ec(""), TokenMaker::ed(""), TokenMaker::rsa("")})
            QCOMPARE(qt(verdictOn(proofOf(maker, proofClaims()), thumbprintOf(maker))), QString("good"));
    }
    void judgesProofs_data()
    {
        QTest::addColumn<QByteArray>("proof");
        QTest::addColumn<QString>("verdict");
        const auto &maker = m_maker;
        const auto row = [](const char *name, const std::string &proof, const char *verdict) {
            QTest::newRow(name) << QByteArray::fromStdString(proof) << QString(verdict);
        };
        const auto claim = [&](const char *name, const json::object &more, const char *verdict) { row(name, proofOf(maker, proofClaims(more)), verdict); };
        const auto header = [&](const char *name, const json::object &more, const char *verdict) { row(name, proofOf(maker, proofClaims(), more), verdict); };
        const auto lacking = [&](const char *name, const char *verdict) { row(name, proofOf(maker, without(proofClaims(), name)), verdict); };
        const auto good = proofOf(maker, proofClaims());
        row("good", good, "good");
        // Form.
        row("empty", "", "DpopProofMalformed");
        row("no JWT", "proof", "DpopProofMalformed");
        row("two in one field", good + ", " + good, "DpopProofMalformed");
        row("five parts", good + ".x.y", "DpopProofMalformed");
        row("with padding", good + "=", "DpopProofMalformed");
        row("too large", proofOf(maker, proofClaims({{"x", std::string(8000, 'x')}})), "DpopProofTooLarge");
        row("no claims", proofOf(maker, {}), "DpopClaimNotFound");
        row("a payload that is no object", good.substr(0, good.find('.') + 1) + crypto::base64Url("[]") + good.substr(good.rfind('.')), "DpopProofMalformed");
        header("an extension that is demanded", {{"crit", json::array{"b64"}}, {"b64", false}}, "DpopProofMalformed");
        // Header.
        header("type of another case", {{"typ", "DPoP+JWT"}}, "good");
        header("type as a media type", {{"typ", "application/dpop+jwt"}}, "good");
        header("another type", {{"typ", "JWT"}}, "DpopTypeInvalid");
        header("a type that is no text", {{"typ", 1}}, "DpopTypeInvalid");
        header("alg HS256", {{"alg", "HS256"}}, "DpopAlgorithmNotAllowed");
        header("alg none", {{"alg", "none"}}, "DpopAlgorithmNotAllowed");
        header("an unknown alg", {{"alg", "ES256K"}}, "DpopAlgorithmNotAllowed");
        header("alg of another case", {{"alg", "es256"}}, "DpopAlgorithmNotAllowed");
        header("alg of another curve", {{"alg", "ES384"}}, "DpopKeyInvalid");
        header("alg of another kind of key", {{"alg", "RS256"}}, "DpopKeyInvalid");
        row("a MAC by the key's text", TokenMaker::mac(toJson(publicKey(maker)), proofClaims()), "DpopTypeInvalid");
        header("jwk that is no object", {{"jwk", "key"}}, "DpopKeyNotPresent");
        header("jwk null", {{"jwk", nullptr}}, "DpopKeyNotPresent");
        auto key = publicKey(maker);
        key["d"] = "AQAB";
        header("a private key", {{"jwk", key}}, "DpopKeyPrivate");
        header("a secret key", {{"jwk", {{"kty", "oct"}, {"k", "c2VjcmV0"}}}}, "DpopKeyPrivate");
        header("a key of an unknown type", {{"jwk", {{"kty", "XX"}}}}, "DpopKeyInvalid");
        key = publicKey(maker);
        key["use"] = "enc";
        header("a key for encryption", {{"jwk", key}}, "DpopKeyInvalid");
        key = publicKey(maker);
        key["key_ops"] = json::array{"verify"};
        header("a key for verifying", {{"jwk", key}}, "good");
        key["key_ops"] = json::array{"sign"};
        header("a key for signing", {{"jwk", key}}, "DpopKeyInvalid");
        key = publicKey(maker);
        key["y"] = key["x"];
        header("a point off the curve", {{"jwk", key}}, "DpopKeyInvalid");
        // Signature.
        const auto other = TokenMaker::ec("");
        row("the key of another", proofOf(other, proofClaims()), "DpopKeyMismatch");
        row("signed by another", proofOf(other, proofClaims(), {{"jwk", publicKey(maker)}}), "DpopSignatureInvalid");
        row("the signature of another proof", mixed(good, proofOf(maker, proofClaims({{"jti", "another"}}))), "DpopSignatureInvalid");
        row("without its signature", good.substr(0, good.rfind('.') + 1), "DpopSignatureInvalid");
        // Claims.
        for (const auto *name : {"jti", "htm", "htu", "iat", "ath"})
            lacking(name, "DpopClaimNotFound");
        claim("jti that is no text", {{"jti", 1}}, "DpopClaimInvalid");
        claim("empty jti", {{"jti", ""}}, "DpopClaimInvalid");
        claim("long jti", {{"jti", std::string(256, 'x')}}, "good");
        claim("too long jti", {{"jti", std::string(257, 'x')}}, "DpopClaimInvalid");
        claim("nonce that is no text", {{"nonce", 1}}, "DpopClaimInvalid");
        claim("another method", {{"htm", "POST"}}, "DpopMethodMismatch");
        claim("method of another case", {{"htm", "get"}}, "DpopMethodMismatch");
        claim("htm that is no text", {{"htm", json::array{"GET"}}}, "DpopClaimInvalid");
        claim("another path", {{"htu", "https://api.example.com/orders/2"}}, "DpopUrlMismatch");
        claim("another host", {{"htu", "https://evil.example.com/orders/1"}}, "DpopUrlMismatch");
        claim("another scheme", {{"htu", "http://api.example.com/orders/1"}}, "DpopUrlMismatch");
        claim("another port", {{"htu", "https://api.example.com:8443/orders/1"}}, "DpopUrlMismatch");
        claim("path of another case", {{"htu", "https://api.example.com/Orders/1"}}, "DpopUrlMismatch");
        claim("a relative URL", {{"htu", "/orders/1"}}, "DpopUrlMismatch");
        claim("with user info", {{"htu", "https://api.example.com@evil.example.com/orders/1"}}, "DpopUrlMismatch");
        claim("written otherwise", {{"htu", "HTTPS://API.example.com:443/x/../%6Frders/1?a=b#c"}}, "good");
        claim("iat that is a text", {{"iat", "1795478400"}}, "DpopClaimInvalid");
        claim("negative iat", {{"iat", -1}}, "DpopClaimInvalid");
        claim("iat in milliseconds", {{"iat", nowSeconds * 1000}}, "DpopClaimInvalid");
        claim("iat with a fraction", {{"iat", double(nowSeconds) + 0.5}}, "good");
        claim("as old as may be", {{"iat", nowSeconds - 90}}, "good");
        claim("too old", {{"iat", nowSeconds - 91}}, "DpopProofExpired");
        claim("as new as may be", {{"iat", nowSeconds + 30}}, "good");
        claim("too new", {{"iat", nowSeconds + 31}}, "DpopProofNotYetValid");
        claim("expired by its own word", {{"exp", nowSeconds - 30}}, "DpopProofExpired");
        claim("not yet by its own word", {{"nbf", nowSeconds + 31}}, "DpopProofNotYetValid");
        claim("hash of another token", {{"ath", crypto::base64Url(crypto::sha256("another"))}}, "DpopTokenHashMismatch");
        claim("hash in hexadecimal", {{"ath", crypto::toHex(crypto::sha256(accessToken))}}, "DpopTokenHashMismatch");
    }
    void judgesProofs()
    {
        QFETCH(QByteArray, proof);
        QFETCH(QString, verdict);
        QCOMPARE(qt(verdictOn(proof.toStdString(), thumbprintOf(m_maker))), verdict);
        DpopKeys keys;
        (void)verdictOn(proofOf(m_maker, proofClaims()), thumbprintOf(m_maker), {}, &keys); // known keys change nothing
        QCOMPARE(qt(verdictOn(proof.toStdString(), thumbprintOf(m_maker), {}, &keys)), verdict);
    }
    void takesTheAlgorithmsThatItIsTold()
    {
        DpopRules rules;
        rules.algorithms = {"PS256", "EdDSA"};
        QCOMPARE(qt(verdictOn(proofOf(m_maker, proofClaims()), thumbprintOf(m_maker), rules)), QString("DpopAlgorithmNotAllowed"));
        rules.algorithms = {"HS256", "none", "ES256"};
        const json::object symmetric{{"typ", "dpop+jwt"}, {"alg", "HS256"}, {"jwk", publicKey(m_maker)}};
        QCOMPARE(qt(verdictOn(m_maker.sign(proofClaims(), symmetric), thumbprintOf(m_maker), rules)), QString("DpopAlgorithmNotAllowed"));
    }
    void refusesWeakAndCostlyRsaKeys()
    {
        const auto big = TokenMaker::rsa("");
        const auto thumbprint = thumbprintOf(big);
        const auto proof = proofOf(big, proofClaims());
        const auto digest = crypto::sha256(accessToken);
        const DpopRequest request{"GET", apiUrl, digest, thumbprint, now};
        QVERIFY(checkProof(proof, request, {}).has_value());
        DpopLimits limits;
        limits.rsaBits = 1024;
        const auto checked = checkProof(proof, request, {}, nullptr, limits);
        QVERIFY(!checked && checked.error().fault == DpopFault::KeyInvalid);
        const json::object weakKey{{"kty", "RSA"}, {"e", "AQAB"}, {"n", crypto::base64Url("\x80" + std::string(127, '\x01'))}}; // 1024 bits
        const auto header = crypto::base64Url(toJson(json::object{{"typ", "dpop+jwt"}, {"alg", "RS256"}, {"jwk", weakKey}}));
        const auto weak = header + proof.substr(proof.find('.'));
        QCOMPARE(qt(verdictOn(weak, thumbprint)), QString("DpopKeyInvalid"));
    }
    void rememberedKeysAreThoseOfGoodProofsAlone()
    {
        DpopKeys keys(32);
        const auto other = TokenMaker::ec("");
        (void)verdictOn(proofOf(other, proofClaims()), thumbprintOf(m_maker), {}, &keys);
        QCOMPARE(keys.size(), std::size_t(0));
        (void)verdictOn(proofOf(m_maker, proofClaims()), thumbprintOf(m_maker), {}, &keys);
        QCOMPARE(keys.size(), std::size_t(1));
        for (int i = 0; i < 200; ++i)
            keys.store(crypto::sha256(std::to_string(i)), std::make_shared<const DpopKey>());
        QVERIFY(keys.size() <= 32);
    }
    void everyFaultHasANameAndWords()
    {
        QSet<QString> names;
        for (int i = 0; i <= int(DpopFault::ReplayStoreUnavailable); ++i) {
            const auto fault = static_cast<DpopFault>(i);
            QVERIFY(nameOf(fault).starts_with("Dpop"));
            names.insert(qt(nameOf(fault)));
            QVERIFY(wordsOf(fault).ends_with('.'));
            QVERIFY(wordsOf(fault).find_first_of("\"\\") == std::string_view::npos);
        }
        QCOMPARE(names.size(), qsizetype(int(DpopFault::ReplayStoreUnavailable) + 1));
    }
    void targets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("target"); // "": none
        QTest::newRow("as it is") << "https://a.test/x" << "https://a.test/x";
        QTest::newRow("no path") << "https://a.test" << "https://a.test/";
        QTest::newRow("case of scheme and host") << "HTTPS://A.Test/X" << "https://a.test/X";
        QTest::newRow("default port") << "https://a.test:443/x" << "https://a.test/x";
        QTest::newRow("the other's default port") << "https://a.test:80/x" << "https://a.test:80/x";
        QTest::newRow("plain default port") << "http://a.test:80/x" << "http://a.test/x";
        QTest::newRow("query") << "https://a.test/x?y=z" << "https://a.test/x";
        QTest::newRow("query without a path") << "https://a.test?y" << "https://a.test/";
        QTest::newRow("fragment") << "https://a.test/x#y?z" << "https://a.test/x";
        QTest::newRow("escaped unreserved") << "https://a.test/%7eu%41" << "https://a.test/~uA";
        QTest::newRow("case of escapes") << "https://a.test/a%2fb%c3%a9" << "https://a.test/a%2Fb%C3%A9";
        QTest::newRow("dots") << "https://a.test/a/./b/../c" << "https://a.test/a/c";
        QTest::newRow("escaped dots") << "https://a.test/a/%2e%2e/c" << "https://a.test/c";
        QTest::newRow("slash at the end") << "https://a.test/a/" << "https://a.test/a/";
        QTest::newRow("IPv6") << "http://[::1]:80/" << "http://[::1]/";
        QTest::newRow("another scheme") << "ftp://a.test/" << "";
        QTest::newRow("no host") << "https:///x" << "";
        QTest::newRow("relative") << "/x" << "";
    }
    void targets()
    {
        QFETCH(QString, url);
        QFETCH(QString, target);
        QCOMPARE(qt(targetOfText(url.toStdString()).value_or("")), target);
    }
    void agreesWithTheExamplesOfTheRfc()
    {
        const auto vectors = reference();
        if (!vectors.is_object())
            QSKIP("no reference data");
        int judged = 0;
        for (const auto &item : vectors.at("dpop").get_array()) {
            const auto &vector = item.get_object();
            const auto id = std::string(stringMember(vector, "id"));
            if (!member(vector, "proof"))
                continue;
            const auto proof = std::string(stringMember(vector, "proof"));
            const auto token = std::string(stringMember(vector, "accessToken", "none"));
            const auto digest = crypto::sha256(token);
            const auto url = *targetOfText(stringMember(vector, "htu"));
            const auto key = crypto::Jwk::parse(vector.at("header").at("jwk").as_object());
            VERIFY_RESULT(key);
            QCOMPARE(qt(key->thumbprint()), QString("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")); // cnf.jkt of the token in section 6.1
            const auto thumbprint = key->thumbprint();
            const DpopRequest request{stringMember(vector, "htm"), url, digest, thumbprint, UtcTime(std::chrono::seconds(*intMember(vector, "now")))};
            const auto checked = checkProof(proof, request, {});
            ++judged;
            if (member(vector, "accessToken")) {
                QCOMPARE(qt(crypto::base64Url(digest)), qt(stringMember(vector, "ath")));
                QVERIFY2(checked.has_value(), id.c_str());
                QCOMPARE(qt(checked->id), qt(stringMember(vector.at("claims").as_object(), "jti")));
            } else {
                // Made for a token endpoint: all but the token's hash is good.
                QVERIFY2(!checked && checked.error().fault == DpopFault::ClaimNotFound, id.c_str());
                QVERIFY(checked.error().message.find("ath") != std::string::npos);
            }
            auto later = request;
            later.now += std::chrono::hours(1);
            QVERIFY(!checkProof(proof, later, {}));
        }
        QCOMPARE(judged, 3);
    }
    void rememberedAsLongAsItCouldBeTaken()
    {
        DpopProof proof;
        proof.issued = now;
        const DpopRules rules;
        const auto digest = crypto::sha256(accessToken);
        const auto thumbprint = thumbprintOf(m_maker);
        const auto text = proofOf(m_maker, proofClaims());
        const auto atTheEnd = rememberedUntil(proof, rules);
        QVERIFY(checkProof(text, {"GET", apiUrl, digest, thumbprint, now + std::chrono::seconds(90)}, rules).has_value());
        QVERIFY(atTheEnd > now + std::chrono::seconds(90));
        QVERIFY(!checkProof(text, {"GET", apiUrl, digest, thumbprint, atTheEnd}, rules).has_value());
    }

private:
    TokenMaker m_maker = TokenMaker::ec("");
};

QTEST_GUILESS_MAIN(TestDpop)
#include "tst_dpop.moc"
