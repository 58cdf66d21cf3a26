// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/jwk.h"
#include "core/policy/expressions.h"
#include "core/policy/validate.h"
#include "tests/core/policy/policy_bench.h"
#include "tests/support/token_maker.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::TokenMaker;

namespace {

const std::string tokenSecret = "0123456789abcdef0123456789abcdef";
const std::string signingKeys = "<issuer-signing-keys><key id=\"k\">" + crypto::base64(tokenSecret) + "</key></issuer-signing-keys>";
const std::string target = "https://api.example.com/orders/42";

std::string validateJwt(const std::string &attributes)
{
    return "<validate-jwt header-name=\"Authorization\" " + attributes + ">" + signingKeys + "</validate-jwt>";
}

//! A client with a key of its own.
class DpopClient
{
public:
    json::object publicKey() const
    {
        auto key = m_maker.publicKey();
        key.erase("kid");
        return key;
    }
    std::string thumbprint() const { return crypto::Jwk::parse(publicKey())->thumbprint(); }
    std::string boundToken(const json::object &more = {}) const
    {
        json::object claims{{"exp", 1'795'490'000}, {"cnf", {{"jkt", thumbprint()}}}};
        for (const auto &[name, value] : more)
            claims[name] = value;
        return TokenMaker::mac(tokenSecret, claims, "k");
    }
    std::string proof(const Call &call, const std::string &token, const json::object &more = {})
    {
        const auto now = std::chrono::floor<std::chrono::seconds>(call.services.manual.utc()).time_since_epoch().count();
        json::object claims{{"jti", "proof " + std::to_string(++m_proofs)}, {"htm", "GET"}, {"htu", target}, {"iat", now},
                            {"ath", crypto::base64Url(crypto::sha256(token))}};
        for (const auto &[name, value] : more)
            claims[name] = value;
        return m_maker.sign(claims, {{"typ", "dpop+jwt"}, {"jwk", publicKey()}});
    }

private:
    TokenMaker m_maker = TokenMaker::ec("");
    int m_proofs = 0;
};

const std::string &plainToken()
{
    static const auto token = TokenMaker::mac(tokenSecret, {{"exp", 1'795'490'000}}, "k");
    return token;
}

//! One request; what went before in `call` stays known.
std::string outcome(Call &call, const std::string &policies, const std::string &authorization, const std::vector<std::string> &proofs)
{
    call.exchange.lastError.reset();
    call.exchange.response = {};
    call.exchange.owedHeaders.clear();
    call.exchange.hasResponse = false;
    call.exchange.originalUrl = *http::Url::parse("https://API.example.com/orders/42?x=y");
    auto &headers = call.exchange.request.headers;
    headers.remove("Authorization");
    headers.remove("DPoP");
    if (!authorization.empty())
        headers.add("Authorization", authorization);
    for (const auto &proof : proofs)
        headers.add("DPoP", proof);
    call.inbound(policies);
    return call.reason();
}

const std::string algorithms = "algs=\"ES256 ES384 ES512 EdDSA Ed25519 PS256 PS384 PS512 RS256 RS384 RS512\"";

} // namespace

class TestValidateDpop : public QObject
{
    Q_OBJECT

private slots:
    void judgesSchemes_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("scheme"); // "-": no Authorization
        QTest::addColumn<bool>("bound");
        QTest::addColumn<bool>("proven");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("challenge");
        const QString algs = QString::fromStdString(algorithms);
        const auto row = [](const char *name, const char *mode, const char *scheme, bool bound, bool proven, const char *reason, const QString &challenge) {
            QTest::newRow(name) << QString(mode) << QString(scheme) << bound << proven << QString(reason) << challenge;
        };
        const auto with = [&](const char *scheme, const char *code, const char *words) {
            return QString("%1 error=\"%2\", error_description=\"%3\", ").arg(scheme, code, words);
        };
        const auto *notBound = "The access token is not bound to a DPoP key.";
        const auto *downgrade = "The access token is bound to a DPoP key and must come with the scheme DPoP.";
        const auto *noProof = "The request has no DPoP proof.";
        row("required, good", "required", "DPoP", true, true, "none", "-");
        row("required, scheme of another case", "required", "dpop", true, true, "none", "-");
        row("required, without a token", "required", "-", true, true, "TokenNotPresent", "DPoP " + algs);
        row("required, without a proof", "required", "DPoP", true, false, "DpopProofNotPresent", with("DPoP", "invalid_dpop_proof", noProof) + algs);
        row("required, plain token", "required", "DPoP", false, true, "DpopTokenNotBound", with("DPoP", "invalid_token", notBound) + algs);
        row("required, bound token as bearer", "required", "Bearer", true, true, "DpopBearerDowngrade", with("DPoP", "invalid_token", downgrade) + algs);
        row("required, bound token bare", "required", "", true, true, "DpopBearerDowngrade", with("DPoP", "invalid_token", downgrade) + algs);
        row("required, plain token as bearer", "required", "Bearer", false, false, "DpopSchemeRequired",
            with("DPoP", "invalid_token", "The access token must come with the scheme DPoP.") + algs);
        row("accepted, good", "accepted", "DPoP", true, true, "none", "-");
        row("accepted, plain token as bearer", "accepted", "Bearer", false, false, "none", "-");
        row("accepted, plain token as bearer with a proof", "accepted", "Bearer", false, true, "none", "-");
        row("accepted, without a token", "accepted", "-", true, true, "TokenNotPresent", "Bearer, DPoP " + algs);
        row("accepted, without a proof", "accepted", "DPoP", true, false, "DpopProofNotPresent", with("DPoP", "invalid_dpop_proof", noProof) + algs);
        row("accepted, plain token as DPoP", "accepted", "DPoP", false, true, "DpopTokenNotBound", with("DPoP", "invalid_token", notBound) + algs);
        row("accepted, bound token as bearer", "accepted", "Bearer", true, true, "DpopBearerDowngrade", with("Bearer", "invalid_token", downgrade) + "DPoP " + algs);
        row("accepted, bound token as bearer without a proof", "accepted", "Bearer", true, false, "DpopBearerDowngrade",
            with("Bearer", "invalid_token", downgrade) + "DPoP " + algs);
    }
    void judgesSchemes()
    {
        QFETCH(QString, mode);
        QFETCH(QString, scheme);
        QFETCH(bool, bound);
        QFETCH(bool, proven);
        QFETCH(QString, reason);
        QFETCH(QString, challenge);
        DpopClient client;
        const auto oneStep = validateJwt("require-scheme=\"Bearer\" dpop=\"" + mode.toStdString() + "\"");
        const auto twoSteps = validateJwt("") + "<validate-dpop mode=\"" + mode.toStdString() + "\"/>";
        for (const auto &policies : {oneStep, twoSteps}) {
            const bool inTwoSteps = policies == twoSteps;
            const bool isBare = scheme.isEmpty();
            Call call;
            const auto token = bound ? client.boundToken() : plainToken();
            const auto proof = client.proof(call, token);
            const auto authorization = scheme == "-" ? std::string() : (isBare ? "" : scheme.toStdString() + " ") + token;
            const auto got = outcome(call, policies, authorization, proven ? std::vector{proof} : std::vector<std::string>());
            if (isBare && !inTwoSteps) {
                COMPARE_TEXT(got, "TokenNotPresent"); // require-scheme
                continue;
            }
            COMPARE_TEXT(got, reason.toStdString());
            if (scheme == "-" && inTwoSteps)
                continue; // validate-jwt refuses, and Azure's answer has no challenge
            COMPARE_TEXT(call.header("WWW-Authenticate"), challenge.toStdString());
            QCOMPARE(call.exchange.response.status, reason == "none" ? 200 : 401);
            if (reason.startsWith("Dpop")) {
                COMPARE_TEXT(call.exchange.lastError->source, inTwoSteps ? "validate-dpop" : "validate-jwt");
                COMPARE_TEXT(call.header("Cache-Control"), "no-store");
            }
        }
    }
    void refusesAReplayedProof()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto proof = client.proof(call, token);
        const auto policies = validateJwt("dpop=\"required\"");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "none");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "DpopProofReplayed");
        COMPARE_TEXT(call.header("WWW-Authenticate"),
                     "DPoP error=\"invalid_dpop_proof\", error_description=\"The DPoP proof was used before.\", " + algorithms);
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token, {{"jti", "proof 1"}})}), "DpopProofReplayed");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token)}), "none");
        DpopClient other; // may use the same jti
        const auto otherToken = other.boundToken();
        COMPARE_TEXT(outcome(call, policies, "DPoP " + otherToken, {other.proof(call, otherToken, {{"jti", "proof 1"}})}), "none");
    }
    void aRefusedProofIsNotUsedUp()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto proof = client.proof(call, token);
        COMPARE_TEXT(outcome(call, validateJwt("dpop=\"required\""), "DPoP " + token, {proof, proof}), "DpopProofRepeated");
        COMPARE_TEXT(outcome(call, validateJwt("dpop=\"required\""), "DPoP " + token, {proof}), "none");
    }
    void oneRunCountsAProofOnce()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto policies = validateJwt("dpop=\"required\"") + "<validate-dpop/>" + validateJwt("dpop=\"accepted\"");
        const auto proof = client.proof(call, token);
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "none");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "DpopProofReplayed");
    }
    void replaysMayBeAllowed()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto proof = client.proof(call, token);
        const auto policies = validateJwt("") + "<validate-dpop replay-protection=\"false\"/>";
        for (int i = 0; i < 2; ++i)
            COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "none");
    }
    void asksWhereOtherGatewaysRemember()
    {
        DpopClient client;
        const auto token = client.boundToken();
        const auto policies = validateJwt("dpop=\"required\"");
        Call call;
        const auto ask = [&](Result<bool> answer) {
            call.services.elsewhere = std::move(answer);
            return outcome(call, policies, "DPoP " + token, {client.proof(call, token)});
        };
        COMPARE_TEXT(ask(true), "none");
        COMPARE_TEXT(ask(false), "DpopProofReplayed");
        QCOMPARE(call.exchange.response.status, 401);
        COMPARE_TEXT(ask(fail(ErrorKind::Unavailable, "net.redisUnavailable")), "DpopReplayStoreUnavailable");
        QCOMPARE(call.exchange.response.status, 503);
        COMPARE_TEXT(call.header("WWW-Authenticate"), "-");
        QCOMPARE(call.services.remembered.size(), std::size_t(3));
        QVERIFY(call.services.remembered[0].first != call.services.remembered[1].first);
        QVERIFY(call.services.remembered[0].second > std::chrono::seconds(89) && call.services.remembered[0].second <= std::chrono::seconds(91));
        // What this gateway has seen itself needs no asking.
        const auto proof = client.proof(call, token);
        call.services.elsewhere = true;
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "none");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "DpopProofReplayed");
        QCOMPARE(call.services.remembered.size(), std::size_t(4));
    }
    void aFullMemoryRefuses()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto now = call.services.manual.utc();
        for (int shard = 0; shard < 16; ++shard)
            for (int i = 0; i < (1 << 15); ++i) {
                std::string name(16, static_cast<char>(shard));
                name.replace(1, 4, reinterpret_cast<const char *>(&i), 4);
                call.services.identityState.replays.remember(name, now + std::chrono::seconds(10), now);
            }
        const auto policies = validateJwt("dpop=\"required\"");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token)}), "DpopReplayStoreFull");
        QCOMPARE(call.exchange.response.status, 503);
        call.services.manual.advance(std::chrono::seconds(11));
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token)}), "none");
    }
    void asksForNonces()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto policies = validateJwt("") + "<validate-dpop require-nonce=\"true\" nonce-lifetime=\"60\" failed-validation-httpcode=\"403\"/>";
        const auto with = [&](const json::object &more) { return outcome(call, policies, "DPoP " + token, {client.proof(call, token, more)}); };
        COMPARE_TEXT(with({}), "DpopNonceNotPresent");
        QCOMPARE(call.exchange.response.status, 401);
        COMPARE_TEXT(call.header("WWW-Authenticate"),
                     "DPoP error=\"use_dpop_nonce\", error_description=\"A nonce is required in the DPoP proof.\", " + algorithms);
        const auto nonce = call.header("DPoP-Nonce");
        QVERIFY(nonce.size() > 16);
        COMPARE_TEXT(with({{"nonce", nonce}}), "none");
        COMPARE_TEXT(call.header("DPoP-Nonce"), "-");
        COMPARE_TEXT(with({{"nonce", "made up"}}), "DpopNonceInvalid");
        COMPARE_TEXT(call.header("DPoP-Nonce"), nonce);
        call.services.manual.advance(std::chrono::seconds(60));
        COMPARE_TEXT(with({{"nonce", nonce}}), "none"); // the period before
        const auto next = call.header("DPoP-Nonce");
        QVERIFY(next != "-" && next != nonce);
        COMPARE_TEXT(call.header("Cache-Control"), "no-store");
        call.services.manual.advance(std::chrono::seconds(60));
        COMPARE_TEXT(with({{"nonce", nonce}}), "DpopNonceInvalid");
        COMPARE_TEXT(with({{"nonce", next}}), "none");
        COMPARE_TEXT(with({{"htm", "POST"}, {"nonce", next}}), "DpopMethodMismatch");
        QCOMPARE(call.exchange.response.status, 403);
        // The nonce says when the proof was made, so a client's clock may be wrong; and it is remembered as long as the nonce is good.
        const auto proof = client.proof(call, token, {{"nonce", next}, {"iat", 1'000'000'000}});
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "none");
        call.services.manual.advance(std::chrono::seconds(15));
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {proof}), "DpopProofReplayed");
        COMPARE_TEXT(with({{"iat", 1'000'000'000}}), "DpopNonceNotPresent");
    }
    void takesThePublicUrlThatItIsTold_data()
    {
        QTest::addColumn<QString>("publicUrl");
        QTest::addColumn<QString>("htu");
        QTest::addColumn<QString>("reason");
        QTest::newRow("host") << "https://public.test" << "https://public.test/orders/42" << "none";
        QTest::newRow("not the request's own") << "https://public.test" << "https://api.example.com/orders/42" << "DpopUrlMismatch";
        QTest::newRow("with a path") << "https://public.test/v1/" << "https://public.test/v1/orders/42" << "none";
        QTest::newRow("by an expression") << "@(&quot;https://&quot; + context.Request.Headers.GetValueOrDefault(&quot;X-Forwarded-Host&quot;))"
                                          << "https://forwarded.test/orders/42" << "none";
        QTest::newRow("no URL") << "@(&quot;nothing&quot;)" << "https://api.example.com/orders/42" << "ExpressionValueEvaluationFailure";
        QTest::newRow("empty") << "@(&quot;&quot;)" << "https://api.example.com/orders/42" << "none";
    }
    void takesThePublicUrlThatItIsTold()
    {
        QFETCH(QString, publicUrl);
        QFETCH(QString, htu);
        QFETCH(QString, reason);
        const Expressions engine;
        DpopClient client;
        Call call;
        call.bindings.expressions = &engine;
        call.exchange.request.headers.set("X-Forwarded-Host", "forwarded.test");
        const auto token = client.boundToken();
        const auto policies = validateJwt("") + "<validate-dpop public-url=\"" + publicUrl.toStdString() + "\"/>";
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token, {{"htu", htu.toStdString()}})}), reason.toStdString());
    }
    void hasItsOwnWindowAndAlgorithms()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto now = std::chrono::floor<std::chrono::seconds>(call.services.manual.utc()).time_since_epoch().count();
        const auto at = [&](const std::string &attributes, std::int64_t iat) {
            return outcome(call, validateJwt("") + "<validate-dpop " + attributes + "/>", "DPoP " + token, {client.proof(call, token, {{"iat", iat}})});
        };
        COMPARE_TEXT(at("max-age=\"10\" clock-skew=\"0\"", now - 10), "none");
        COMPARE_TEXT(at("max-age=\"10\" clock-skew=\"0\"", now - 11), "DpopProofExpired");
        COMPARE_TEXT(at("max-age=\"10\" clock-skew=\"0\"", now + 1), "DpopProofNotYetValid");
        COMPARE_TEXT(at("max-age=\"600\"", now - 600), "none");
        COMPARE_TEXT(at("algorithms=\"PS256, EdDSA\"", now), "DpopAlgorithmNotAllowed");
        QVERIFY(call.header("WWW-Authenticate").ends_with("algs=\"PS256 EdDSA\""));
        COMPARE_TEXT(at("algorithms=\"ES256\"", now), "none");
        (void)at("algorithms=\"HS256\"", now);
        QVERIFY(hasErrors(call.compiled.diagnostics));
    }
    void needsATokenThatSomebodyHasVerified()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        COMPARE_TEXT(outcome(call, "<validate-dpop/>", "DPoP " + token, {client.proof(call, token)}), "DpopTokenNotVerified");
        QCOMPARE(call.exchange.response.status, 500);
        // An opaque one: introspection has told what it is bound to.
        const auto policies = "<validate-dpop key-thumbprint=\"" + client.thumbprint() + "\"/>";
        COMPARE_TEXT(outcome(call, policies, "DPoP opaque", {client.proof(call, "opaque")}), "none");
        COMPARE_TEXT(outcome(call, policies, "Bearer opaque", {client.proof(call, "opaque")}), "DpopBearerDowngrade");
        COMPARE_TEXT(outcome(call, policies, "DPoP another", {client.proof(call, "opaque")}), "DpopTokenHashMismatch");
        COMPARE_TEXT(outcome(call, policies, "", {client.proof(call, "opaque")}), "TokenNotPresent");
        DpopClient thief;
        COMPARE_TEXT(outcome(call, policies, "DPoP opaque", {thief.proof(call, "opaque")}), "DpopKeyMismatch");
        COMPARE_TEXT(outcome(call, "<validate-dpop key-thumbprint=\"\"/>", "DPoP opaque", {client.proof(call, "opaque")}), "DpopTokenNotBound");
    }
    void takesTokensFromElsewhere()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto with = [&](const std::string &value, const std::string &mode, const std::vector<std::string> &proofs) {
            return outcome(call, "<validate-jwt token-value=\"" + value + "\" dpop=\"" + mode + "\">" + signingKeys + "</validate-jwt>", "", proofs);
        };
        COMPARE_TEXT(with(token, "required", {client.proof(call, token)}), "none");
        COMPARE_TEXT(with(token, "accepted", {}), "DpopProofNotPresent");
        COMPARE_TEXT(with(plainToken(), "accepted", {}), "none");
        COMPARE_TEXT(with(plainToken(), "required", {}), "DpopTokenNotBound");
        COMPARE_TEXT(with("Bearer " + token, "accepted", {client.proof(call, token)}), "DpopBearerDowngrade");
    }
    void aMalformedBindingIsNone()
    {
        DpopClient client;
        Call call;
        const auto policies = validateJwt("dpop=\"accepted\"");
        for (const auto &cnf : {json::value("x"), json::value{{"jkt", 1}}, json::value(nullptr)}) {
            const auto token = client.boundToken({{"cnf", cnf}});
            COMPARE_TEXT(outcome(call, policies, "Bearer " + token, {}), "JwtInvalid");
            QVERIFY(call.header("WWW-Authenticate").starts_with("Bearer error=\"invalid_token\""));
        }
        COMPARE_TEXT(outcome(call, validateJwt(""), "Bearer " + client.boundToken(), {}), "none"); // as Azure
    }
    void leavesTheProofInAVariable()
    {
        const Expressions engine;
        DpopClient client;
        Call call;
        call.bindings.expressions = &engine;
        const auto token = client.boundToken();
        const auto policies = validateJwt("") + "<validate-dpop output-proof-variable-name=\"proof\"/>"
            + "<set-header name=\"X-Id\" exists-action=\"override\"><value>@(((Jwt)context.Variables[\"proof\"]).Id)</value></set-header>";
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token, {{"jti", "the id"}})}), "none");
        COMPARE_TEXT(call.sent("X-Id"), "the id");
    }
    void answersAsThePolicySays()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto policies = validateJwt("failed-validation-error-message=\"Go away.\" failed-validation-httpcode=\"403\" dpop=\"required\"");
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {}), "DpopProofNotPresent");
        QCOMPARE(call.exchange.response.status, 403);
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 403, \"message\": \"Go away.\" }");
        COMPARE_TEXT(outcome(call, validateJwt("dpop=\"required\""), "DPoP " + token, {}), "DpopProofNotPresent");
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 401, \"message\": \"The request has no DPoP proof.\" }");
    }
    void tokensBoundToCertificates_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("boundTo"); // "own", "other", ""
        QTest::addColumn<bool>("shown");
        QTest::addColumn<QString>("reason");
        QTest::newRow("required") << "required" << "own" << true << "none";
        QTest::newRow("required, another") << "required" << "other" << true << "TokenCertificateMismatch";
        QTest::newRow("required, not shown") << "required" << "own" << false << "TokenCertificateNotPresent";
        QTest::newRow("required, not bound") << "required" << "" << true << "TokenNotBoundToCertificate";
        QTest::newRow("accepted") << "accepted" << "own" << true << "none";
        QTest::newRow("accepted, another") << "accepted" << "other" << true << "TokenCertificateMismatch";
        QTest::newRow("accepted, not shown") << "accepted" << "own" << false << "TokenCertificateNotPresent";
        QTest::newRow("accepted, not bound") << "accepted" << "" << false << "none";
        QTest::newRow("nobody looks") << "" << "other" << false << "none";
    }
    void tokensBoundToCertificates()
    {
        QFETCH(QString, mode);
        QFETCH(QString, boundTo);
        QFETCH(bool, shown);
        QFETCH(QString, reason);
        const auto made = crypto::makeSelfSigned({"client.test"}, 1, SystemClock().utc());
        QVERIFY(made);
        auto file = crypto::readCertificateFile(made->certificatePem, {});
        QVERIFY(file);
        const auto thumbprint = crypto::base64Url(crypto::sha256(crypto::derOf(file->certificate.get())));
        json::object claims{{"exp", 1'795'490'000}};
        if (!boundTo.isEmpty())
            claims["cnf"] = json::object{{"x5t#S256", boundTo == "own" ? thumbprint : crypto::base64Url(crypto::sha256("other"))}};
        Call call;
        if (shown)
            call.exchange.clientCertificate = std::make_shared<const crypto::CertificateFile>(std::move(*file));
        const auto policies = validateJwt(mode.isEmpty() ? std::string() : "certificate-bound=\"" + mode.toStdString() + "\"");
        COMPARE_TEXT(outcome(call, policies, "Bearer " + TokenMaker::mac(tokenSecret, claims, "k"), {}), reason.toStdString());
        if (reason == "none")
            return;
        QCOMPARE(call.exchange.response.status, 401);
        QVERIFY(call.header("WWW-Authenticate").starts_with("Bearer error=\"invalid_token\""));
    }
    void tokensOfEntraMayBeBoundToo()
    {
        const std::string tenant = "11111111-2222-3333-4444-555555555555", issuer = "https://login.microsoftonline.com/" + tenant + "/v2.0";
        const auto maker = TokenMaker::rsa("a");
        DpopClient client;
        Call call;
        call.services.sendAnswers.push_back(
            test::FakeServices::response(200, toJson(json::object{{"issuer", issuer}, {"jwks_uri", "https://login.microsoftonline.com/keys"}})));
        call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet({&maker})));
        const auto token = maker.sign({{"exp", 1'795'490'000}, {"tid", tenant}, {"iss", issuer}, {"azp", "app"}, {"cnf", {{"jkt", client.thumbprint()}}}});
        const auto policies = "<validate-azure-ad-token tenant-id=\"" + tenant + "\" dpop=\"required\"/>";
        COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token)}), "none");
        COMPARE_TEXT(outcome(call, policies, "Bearer " + token, {client.proof(call, token)}), "DpopBearerDowngrade");
        COMPARE_TEXT(call.exchange.lastError->source, "validate-azure-ad-token");
    }
    void theSecondRequestOfATokenAndKeyReadsNeitherAgain()
    {
        DpopClient client;
        Call call;
        const auto token = client.boundToken();
        const auto policies = validateJwt("dpop=\"required\"");
        for (int i = 0; i < 3; ++i)
            COMPARE_TEXT(outcome(call, policies, "DPoP " + token, {client.proof(call, token)}), "none");
        QCOMPARE(call.services.identityState.dpopKeys.size(), std::size_t(1));
        QCOMPARE(call.services.identityState.tokens.size(), std::size_t(1));
        QCOMPARE(call.services.identityState.replays.size(), std::size_t(3));
    }
    void azureIsSaidToRefuseWhatIsOurs()
    {
        const auto document = test::parsed("<policies><inbound>" + validateJwt("dpop=\"required\" certificate-bound=\"accepted\"")
                                           + "<validate-dpop/></inbound><backend/><outbound/><on-error/></policies>");
        QVERIFY(validate(document, Scope::Api).empty());
        References references;
        references.forAzure = true;
        const auto findings = validate(document, Scope::Api, references);
        QCOMPARE(findings.size(), std::size_t(3));
        COMPARE_TEXT(findings[0].code, "policy.attributeNotInAzure");
        COMPARE_TEXT(findings[0].arg("attribute"), "dpop");
        COMPARE_TEXT(findings[2].code, "policy.notInAzure");
        QVERIFY(hasErrors(findings));
        QVERIFY(azureText(findings[2]).find("'validate-dpop' is Gatehouse's own") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestValidateDpop)
#include "tst_validate_dpop.moc"
