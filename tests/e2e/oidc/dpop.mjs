// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens that the provider binds to a client's key (DPoP, RFC 9449) at the local gateway: clients of three libraries, and proofs that are wrong in each
// way. oauth4webapi judges each request as a resource server does, beside the gateway.

import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { request } from "node:http";
import * as dpop from "dpop";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import * as oauth from "oauth4webapi";
import { client as registered } from "./provider.mjs";

const onLoopback = { [oauth.allowInsecureRequests]: true };
const seconds = () => Math.floor(Date.now() / 1000);
const base64url = (text) => Buffer.from(text).toString("base64url");

//! A client that makes proofs by hand, so that it can make wrong ones.
class Prover {
    static async make(alg = "ES256", pair) {
        const prover = new Prover();
        const { privateKey, publicKey } = pair ?? await generateKeyPair(alg, { extractable: true });
        prover.alg = alg;
        prover.privateKey = privateKey;
        prover.jwk = await exportJWK(publicKey);
        prover.privateJwk = await exportJWK(privateKey);
        prover.thumbprint = await calculateJwkThumbprint(prover.jwk);
        return prover;
    }
    claims(url, token, more = {}) {
        const claims = { jti: randomUUID(), htm: "GET", htu: url, iat: seconds(), ...(token ? { ath: createHash("sha256").update(token).digest("base64url") } : {}), ...more };
        return JSON.parse(JSON.stringify(claims)); // without what is undefined
    }
    proof(url, token, more = {}, { header = {}, key = this.privateKey } = {}) {
        return new SignJWT(this.claims(url, token, more)).setProtectedHeader({ typ: "dpop+jwt", alg: this.alg, jwk: this.jwk, ...header }).sign(key);
    }
    //! Without a signature, or with one that is none.
    raw(url, token, header, signature = "") {
        return `${base64url(JSON.stringify({ typ: "dpop+jwt", jwk: this.jwk, ...header }))}.${base64url(JSON.stringify(this.claims(url, token)))}.${signature}`;
    }
}

//! Each of `proofs` is a field of its own.
function call(url, { authorization, proofs = [], method = "GET", headers = {} }) {
    return new Promise((resolve, reject) => {
        const fields = { ...(authorization ? { authorization } : {}), ...(proofs.length ? { DPoP: proofs } : {}), ...headers };
        const outgoing = request(url, { method, headers: fields, agent: false }, (response) => {
            let body = "";
            response.setEncoding("utf8").on("data", (piece) => { body += piece; });
            response.on("error", reject).on("end", () => resolve({
                status: response.statusCode, body, reason: response.headers["x-reason"], challenge: response.headers["www-authenticate"], nonce: response.headers["dpop-nonce"],
            }));
        });
        outgoing.on("error", reject).end();
    });
}

//! Tests as [name, run]. The APIs are there when it returns.
export async function dpopTests(gateway, provider, audience) {
    const validateJwt = (attributes) => `<validate-jwt header-name="Authorization" output-token-variable-name="jwt" ${attributes}>
            <openid-config url="${provider.documentUrl}" />
            <audiences><audience>${audience}</audience></audiences>
        </validate-jwt>`;
    await gateway.protect("bound", validateJwt('dpop="required"'));
    await gateway.protect("either", validateJwt('require-scheme="Bearer" dpop="accepted"'));
    await gateway.protect("nonces", validateJwt("") + '<validate-dpop require-nonce="true" nonce-lifetime="3600" algorithms="ES256 PS256" />');
    await gateway.protect("proxied", validateJwt("") + '<validate-dpop public-url="https://api.orders.test/v1" />');
    const urlOf = (name, path = "x") => `${gateway.url}/${name}/${path}`;
    const bound = urlOf("bound");
    const tests = [];
    const test = (name, run) => tests.push([name, run]);

    const prover = await Prover.make();
    const tokenFor = async (who, more = {}) => provider.token({ ...more, proof: await who.proof(`${provider.issuer}/token`, undefined, { htm: "POST" }) });
    const token = await tokenFor(prover);
    // Not by discovery: the other tests count who asks for that.
    const server = { issuer: provider.issuer, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${provider.issuer}/jwks` };

    //! undefined: oauth4webapi takes it.
    async function libraryRefuses(url, { authorization, proofs = [], method = "GET" }) {
        const headers = new Headers(authorization ? { authorization } : {});
        for (const proof of proofs)
            headers.append("DPoP", proof);
        try {
            await oauth.validateJwtAccessToken(server, new Request(url, { method, headers }), audience, { ...onLoopback, requireDPoP: true });
            return undefined;
        } catch (error) {
            return error.message;
        }
    }
    async function passes(url, sent) {
        const answer = await call(url, sent);
        assert.deepEqual([answer.status, answer.body], [200, "orders-app gold"], `${answer.reason} ${answer.challenge}`);
        return answer;
    }
    async function refused(url, sent, reason, error) {
        const answer = await call(url, sent);
        assert.deepEqual([answer.status, answer.reason], [401, reason], answer.body);
        if (error)
            assert.match(answer.challenge, new RegExp(`^DPoP error="${error}", error_description="[^"]+", algs="[^"]*ES256[^"]*"$`));
        return answer;
    }

    test("takes a DPoP-bound token of the provider with a proof", async () => {
        assert.equal(JSON.parse(Buffer.from(token.split(".")[1], "base64url")).cnf.jkt, prover.thumbprint);
        const sent = { authorization: `DPoP ${token}`, proofs: [await prover.proof(bound, token)] };
        assert.equal(await libraryRefuses(bound, sent), undefined);
        await passes(bound, sent);
    });
    for (const alg of ["ES256", "Ed25519", "RS256", "PS256"]) {
        test(`takes proofs of npm's dpop by ${alg}`, async () => {
            const pair = await dpop.generateKeyPair(alg, { extractable: true });
            // The provider knows the algorithm by its older name alone.
            const own = alg === "Ed25519" ? await tokenFor(await Prover.make("EdDSA", pair))
                                          : await provider.token({ proof: await dpop.generateProof(pair, `${provider.issuer}/token`, "POST") });
            for (let i = 0; i < 3; ++i) {
                const sent = { authorization: `DPoP ${own}`, proofs: [await dpop.generateProof(pair, bound, "GET", undefined, own)] };
                assert.equal(await libraryRefuses(bound, sent), undefined);
                await passes(bound, sent);
            }
        });
    }
    test("takes an URL as clients write it", async () => {
        for (const [path, htu] of [["x?y=z", "x"], ["x", "x?y=z#a"], ["%7ex%2fy", "~x%2Fy"], ["a/../x", "x"]]) {
            const spelt = gateway.url.replace("http:", "HTTP:");
            await passes(urlOf("bound", path), { authorization: `DPoP ${token}`, proofs: [await prover.proof(`${spelt}/bound/${htu}`, token)] });
        }
    });
    test("takes the scheme in any case", async () => {
        await passes(bound, { authorization: `dpop ${token}`, proofs: [await prover.proof(bound, token)] });
    });

    const thief = await Prover.make();
    const other = await provider.token();
    const bad = [
        ["without a proof", async () => [], "DpopProofNotPresent"],
        ["with two proofs", async () => [await prover.proof(bound, token), await prover.proof(bound, token)], "DpopProofRepeated"],
        ["with two proofs in one field", async () => [`${await prover.proof(bound, token)}, ${await prover.proof(bound, token)}`], "DpopProofMalformed"],
        ["with no JWT for a proof", async () => ["proof"], "DpopProofMalformed"],
        ["with a large proof", async () => [await prover.proof(bound, token, { x: "x".repeat(8000) })], "DpopProofTooLarge", true],
        ["for another method", async () => [await prover.proof(bound, token, { htm: "POST" })], "DpopMethodMismatch"],
        ["for a method in lower case", async () => [await prover.proof(bound, token, { htm: "get" })], "DpopMethodMismatch"],
        ["for another path", async () => [await prover.proof(`${bound}/y`, token)], "DpopUrlMismatch"],
        ["for another host", async () => [await prover.proof("http://orders.test/bound/x", token)], "DpopUrlMismatch"],
        ["for another scheme", async () => [await prover.proof(bound.replace("http:", "https:"), token)], "DpopUrlMismatch"],
        ["of ten minutes ago", async () => [await prover.proof(bound, token, { iat: seconds() - 600 })], "DpopProofExpired"],
        ["of two minutes ago", async () => [await prover.proof(bound, token, { iat: seconds() - 120 })], "DpopProofExpired", true],
        ["of the future", async () => [await prover.proof(bound, token, { iat: seconds() + 600 })], "DpopProofNotYetValid"],
        ["of a time that is a text", async () => [await prover.proof(bound, token, { iat: String(seconds()) })], "DpopClaimInvalid"],
        ["without jti", async () => [await prover.proof(bound, token, { jti: undefined })], "DpopClaimNotFound"],
        ["without htm", async () => [await prover.proof(bound, token, { htm: undefined })], "DpopClaimNotFound"],
        ["without htu", async () => [await prover.proof(bound, token, { htu: undefined })], "DpopClaimNotFound"],
        ["without iat", async () => [await prover.proof(bound, token, { iat: undefined })], "DpopClaimNotFound"],
        ["without ath", async () => [await prover.proof(bound, undefined)], "DpopClaimNotFound"],
        ["for another token", async () => [await prover.proof(bound, other)], "DpopTokenHashMismatch"],
        ["of another type", async () => [await prover.proof(bound, token, {}, { header: { typ: "JWT" } })], "DpopTypeInvalid"],
        ["without a type", async () => [await prover.proof(bound, token, {}, { header: { typ: undefined } })], "DpopTypeInvalid"],
        ["of alg none", async () => [prover.raw(bound, token, { alg: "none" })], "DpopAlgorithmNotAllowed"],
        ["of a MAC", async () => [await new SignJWT(prover.claims(bound, token)).setProtectedHeader({ typ: "dpop+jwt", alg: "HS256", jwk: prover.jwk }).sign(Buffer.from(JSON.stringify(prover.jwk)))],
            "DpopAlgorithmNotAllowed"],
        ["without a key", async () => [await prover.proof(bound, token, {}, { header: { jwk: undefined } })], "DpopKeyNotPresent"],
        ["with a private key", async () => [await prover.proof(bound, token, {}, { header: { jwk: prover.privateJwk } })], "DpopKeyPrivate"],
        ["signed by another key", async () => [await prover.proof(bound, token, {}, { key: thief.privateKey })], "DpopSignatureInvalid"],
        ["without its signature", async () => [prover.raw(bound, token, { alg: "ES256" })], "DpopSignatureInvalid"],
        ["of another client", async () => [await thief.proof(bound, token)], "DpopKeyMismatch", false, "invalid_token"],
    ];
    for (const [name, make, reason, onlyHere, error = "invalid_dpop_proof"] of bad) {
        test(`refuses a bound token ${name}`, async () => {
            const sent = { authorization: `DPoP ${token}`, proofs: await make() };
            if (!onlyHere)
                assert.notEqual(await libraryRefuses(bound, sent), undefined, "oauth4webapi takes it");
            await refused(bound, sent, reason, error);
        });
    }
    test("refuses a proof that it has seen", async () => {
        const sent = { authorization: `DPoP ${token}`, proofs: [await prover.proof(bound, token)] };
        await passes(bound, sent);
        await refused(bound, sent, "DpopProofReplayed", "invalid_dpop_proof");
        // Of many at the same time one wins, on whichever worker.
        const again = { authorization: `DPoP ${token}`, proofs: [await prover.proof(bound, token)] };
        const answers = await Promise.all(Array.from({ length: 20 }, () => call(bound, again)));
        assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
        assert.equal(answers.filter((answer) => answer.reason === "DpopProofReplayed").length, 19);
    });
    test("refuses bound tokens as bearer tokens", async () => {
        const sent = { authorization: `Bearer ${token}`, proofs: [await prover.proof(bound, token)] };
        await refused(bound, sent, "DpopBearerDowngrade", "invalid_token");
        const answer = await refused(urlOf("either"), { authorization: `Bearer ${token}` }, "DpopBearerDowngrade");
        assert.match(answer.challenge, /^Bearer error="invalid_token", error_description="[^"]+", DPoP algs="[^"]+"$/);
    });
    test("refuses bearer tokens as bound ones", async () => {
        await refused(bound, { authorization: `DPoP ${other}`, proofs: [await prover.proof(bound, other)] }, "DpopTokenNotBound", "invalid_token");
        await refused(urlOf("either"), { authorization: `DPoP ${other}`, proofs: [await prover.proof(urlOf("either"), other)] }, "DpopTokenNotBound", "invalid_token");
        await refused(bound, { authorization: `Bearer ${other}` }, "DpopSchemeRequired", "invalid_token");
    });
    test("takes both where both are accepted", async () => {
        await passes(urlOf("either"), { authorization: `Bearer ${other}` });
        await passes(urlOf("either"), { authorization: `DPoP ${token}`, proofs: [await prover.proof(urlOf("either"), token)] });
    });
    test("says what it wants to who brings nothing", async () => {
        assert.match((await refused(bound, {}, "TokenNotPresent")).challenge, /^DPoP algs="ES256 [^"]+"$/);
        assert.match((await refused(urlOf("either"), {}, "TokenNotPresent")).challenge, /^Bearer, DPoP algs="ES256 [^"]+"$/);
    });
    test("judges the token before the proof", async () => {
        const billing = await tokenFor(prover, { resource: "https://billing.test" });
        const sent = { authorization: `DPoP ${billing}`, proofs: [await prover.proof(bound, billing)] };
        assert.notEqual(await libraryRefuses(bound, sent), undefined);
        await refused(bound, sent, "TokenAudienceNotAllowed", "invalid_token");
    });
    test("is spoken to by oauth4webapi, which asks for a nonce and comes again", async () => {
        const client = { client_id: registered.client_id };
        const pair = await oauth.generateKeyPair("ES256");
        const handle = oauth.DPoP(client, pair);
        const granted = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic(registered.client_secret), { resource: audience, scope: "orders.read" },
                                                                  { DPoP: handle, ...onLoopback });
        const { access_token: own, token_type: type } = await oauth.processClientCredentialsResponse(server, client, granted);
        assert.equal(type, "dpop");
        const ask = () => oauth.protectedResourceRequest(own, "GET", new URL(urlOf("nonces")), undefined, undefined, { DPoP: handle, ...onLoopback });
        await assert.rejects(ask(), (error) => oauth.isDPoPNonceError(error));
        for (let i = 0; i < 3; ++i) {
            const response = await ask(); // it knows the nonce now
            assert.deepEqual([response.status, await response.text(), response.headers.get("dpop-nonce")], [200, "orders-app gold", null]);
        }
        await oauth.protectedResourceRequest(own, "GET", new URL(bound), undefined, undefined, { DPoP: handle, ...onLoopback }).then((response) => assert.equal(response.status, 200));
    });
    test("gives a nonce, and takes no other", async () => {
        const url = urlOf("nonces");
        const without = await call(url, { authorization: `DPoP ${token}`, proofs: [await prover.proof(url, token)] });
        assert.deepEqual([without.status, without.reason], [401, "DpopNonceNotPresent"]);
        assert.match(without.challenge, /^DPoP error="use_dpop_nonce", error_description="[^"]+", algs="ES256 PS256"$/);
        assert.ok(without.nonce.length >= 16);
        await passes(url, { authorization: `DPoP ${token}`, proofs: [await prover.proof(url, token, { nonce: without.nonce })] });
        const wrong = await call(url, { authorization: `DPoP ${token}`, proofs: [await prover.proof(url, token, { nonce: "made up" })] });
        assert.deepEqual([wrong.status, wrong.reason, wrong.nonce], [401, "DpopNonceInvalid", without.nonce]);
    });
    test("takes the URL of the proxy before it when it is told", async () => {
        const url = urlOf("proxied");
        await passes(url, { authorization: `DPoP ${token}`, proofs: [await prover.proof("https://api.orders.test/v1/proxied/x", token)] });
        await refused(url, { authorization: `DPoP ${token}`, proofs: [await prover.proof(url, token)] }, "DpopUrlMismatch", "invalid_dpop_proof");
    });
    return tests;
}
