// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A certified OpenID provider in front of the local gateway's validate-jwt: what it signs passes, what it did not is refused, its keys
// may change, and it may be away. The same library judges each token beside the gateway, and both have to agree.
//   node run.mjs READY_FILE SIGN_IN_PORT
// READY_FILE is what `gatectl run --ready-file` writes, http://127.0.0.1:SIGN_IN_PORT what it was told by --sign-in-issuer. Exit code 0: all passed. All traffic is on loopback.

import "./webcrypto.mjs";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createLocalJWKSet, exportSPKI, jwtDecrypt, jwtVerify, SignJWT, UnsecuredJWT } from "jose";
import { dpopTests } from "./dpop.mjs";
import { Gateway } from "./gateway.mjs";
import { managementTests } from "./management.mjs";
import { SigningKey, TestProvider } from "./provider.mjs";
import { vaultTests } from "./vault.mjs";

const [readyFile, signInPort] = process.argv.slice(2);
if (!readyFile || !signInPort) {
    console.error("usage: node run.mjs READY_FILE SIGN_IN_PORT");
    process.exit(2);
}

const audience = "https://orders.test";
const gateway = new Gateway(readyFile);
const keys = {};
for (const alg of ["RS256", "PS256", "ES256", "ES384", "EdDSA"])
    keys[alg] = await SigningKey.make(`first-${alg}`, alg);
const provider = await TestProvider.start(Object.values(keys));
const keySet = createLocalJWKSet({ keys: Object.values(keys).map((key) => key.publicJwk) });

const validation = (more = "") => `<validate-jwt header-name="Authorization" require-scheme="Bearer" output-token-variable-name="jwt">
            <openid-config url="${provider.documentUrl}" />
            ${more}
            <audiences><audience>${audience}</audience></audiences>
            <required-claims><claim name="scope" match="any" separator=" "><value>orders.read</value></claim></required-claims>
        </validate-jwt>`;
const decryption = `<decryption-keys><key>${provider.contentKey.toString("base64")}</key></decryption-keys>`;
await gateway.protect("orders", validation());
await gateway.protect("sealed", validation(decryption));

//! What jose says of a token with the same demands; undefined: it is good.
async function joseRefuses(token) {
    try {
        const { payload } = await jwtVerify(token, keySet, { audience, issuer: provider.issuer, algorithms: Object.keys(keys) });
        assert.ok(String(payload.scope ?? "").split(" ").includes("orders.read"), "no scope");
        return undefined;
    } catch (error) {
        return error.code ?? error.message;
    }
}

async function passes(token, name = "orders") {
    const answer = await gateway.get(name, token);
    assert.deepEqual([answer.status, answer.body], [200, "orders-app gold"], `${answer.reason} ${answer.body}`);
}

async function refused(token, reason, message = "Invalid JWT.") {
    const answer = await gateway.get("orders", token);
    assert.deepEqual([answer.status, answer.reason, answer.body], [401, reason, `{ "statusCode": 401, "message": "${message}" }`]);
}

//! A token as the provider makes it, but for what is said here.
function signed(claims = {}, { key = keys.RS256, secret, header = {} } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const payload = { jti: randomUUID(), sub: "orders-app", iat: now, exp: now + 600, scope: "orders.read", client_id: "orders-app", tier: "gold", iss: provider.issuer, aud: audience, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: key.alg, typ: "at+jwt", kid: key.kid, ...header }).sign(secret ?? key.privateKey);
}

const changed = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
const tests = [];
const test = (name, run) => tests.push([name, run]);

for (const alg of Object.keys(keys)) {
    test(`takes what the provider signs by ${alg}`, async () => {
        const token = await provider.token({ resource: `${audience}/?alg=${alg}` });
        assert.equal(await joseRefuses(token), undefined);
        await passes(token);
        await passes(token); // known by now
    });
}

test("takes a token that the provider has encrypted", async () => {
    const token = await provider.token({ resource: `${audience}/?encrypted=1` });
    assert.equal(token.split(".").length, 5);
    await assert.rejects(jwtDecrypt(token, Buffer.alloc(32)), { code: "ERR_JWE_DECRYPTION_FAILED" });
    await passes(token, "sealed");
    await refused(token, "JwtInvalid"); // that policy has no key for it
    assert.equal((await gateway.get("sealed", changed(token, token.length - 8))).status, 401);
});

test("asks for discovery and keys once", async () => {
    assert.deepEqual(provider.counts, { discovery: 1, keys: 1 });
});

test("needs a token, and one alone", async () => {
    for (const authorization of [undefined, "Basic b3JkZXJzOmFwcA==", "Bearer ", "Bearer"]) {
        const answer = await gateway.get("orders", authorization === undefined ? undefined : "", authorization);
        assert.deepEqual([answer.status, answer.reason, answer.body], [401, "TokenNotPresent", '{ "statusCode": 401, "message": "JWT not present." }'], authorization);
    }
    await refused("no.token.x", "JwtInvalid");
    await refused("x", "JwtInvalid");
});

// Each is refused by jose too: the gateway is neither more nor less strict.
const bad = [
    ["of another audience", () => provider.token({ resource: "https://billing.test" }), "TokenAudienceNotAllowed"],
    ["without the scope", () => provider.token({ scope: "" }), "TokenClaimNotFound", "JWT token is missing the following claims: scope. Access denied."],
    ["with another scope", () => provider.token({ scope: "orders.write" }), "TokenClaimValueNotAllowed", "Claim scope value of orders.write is not allowed. Access denied."],
    ["that has expired", () => signed({ exp: Math.floor(Date.now() / 1000) - 1 }), "TokenExpired"],
    ["that is not valid yet", () => signed({ nbf: Math.floor(Date.now() / 1000) + 60 }), "JwtInvalid"],
    ["of another issuer", () => signed({ iss: "http://127.0.0.1:1" }), "TokenIssuerNotAllowed"],
    ["with a changed claim", async () => {
        const [header, , signature] = (await provider.token()).split(".");
        const [, payload] = (await signed({ scope: "orders.read orders.write" })).split(".");
        return `${header}.${payload}.${signature}`;
    }, "TokenSignatureInvalid"],
    ["with a changed signature", async () => {
        const token = await provider.token();
        return changed(token, token.length - 40);
    }, "TokenSignatureInvalid"],
    ["without its signature", async () => (await provider.token()).replace(/[^.]+$/, ""), "TokenSignatureInvalid"],
    ["of alg none", async () => new UnsecuredJWT({ aud: audience, iss: provider.issuer, sub: "orders-app", scope: "orders.read", tier: "gold", exp: Math.floor(Date.now() / 1000) + 600 }).encode(), "TokenSignatureInvalid"],
    ["of another key under the same kid", async () => signed({}, { key: await SigningKey.make(keys.RS256.kid, "RS256") }), "TokenSignatureInvalid"],
    ["that claims another algorithm of the same key", () => signed({}, { key: { ...keys.RS256, alg: "RS512" } }), undefined],
];
const confusions = [
    ["the public key's PEM", async () => Buffer.from(await exportSPKI(keys.RS256.publicKey))],
    ["that PEM without its last line end", async () => Buffer.from((await exportSPKI(keys.RS256.publicKey)).trimEnd())],
    ["the public key's DER", async () => Buffer.from((await exportSPKI(keys.RS256.publicKey)).replace(/-----.*-----|\n/g, ""), "base64")],
    ["the published JWK", async () => Buffer.from(JSON.stringify(keys.RS256.publicJwk))],
    ["the modulus", async () => Buffer.from(keys.RS256.publicJwk.n, "base64url")],
];
for (const [name, secret] of confusions)
    bad.push([`of HS256 with ${name} as the secret`, async () => signed({}, { key: { ...keys.RS256, alg: "HS256" }, secret: await secret() }), undefined]);
for (const [name, make, reason, message] of bad) {
    test(`refuses a token ${name}`, async () => {
        const token = await make();
        assert.notEqual(await joseRefuses(token), undefined, "jose takes it");
        const answer = await gateway.get("orders", token);
        if (reason)
            assert.equal(answer.reason, reason);
        else
            assert.match(answer.reason, /^TokenSignature/);
        await refused(token, answer.reason, message);
    });
}

for (const [name, run] of await dpopTests(gateway, provider, audience))
    test(name, run);

test("refuses a token from the moment it expires, though it was good before", async () => {
    const token = await provider.token({ resource: `${audience}/?ttl=3` });
    await passes(token);
    const deadline = Date.now() + 15_000;
    let answer;
    do
        answer = await gateway.get("orders", token);
    while (answer.status === 200 && Date.now() < deadline);
    await refused(token, "TokenExpired");
});

test("a rotation loses no valid request and asks for the new keys once", async () => {
    const next = await SigningKey.make("second-RS256", "RS256");
    const old = await Promise.all(Array.from({ length: 20 }, () => provider.token()));
    const before = { ...provider.counts };
    provider.publish([next, ...Object.values(keys)]); // the old ones stay for as long as tokens of them live
    const fresh = await Promise.all(Array.from({ length: 20 }, () => provider.token()));
    assert.equal(JSON.parse(Buffer.from(fresh[0].split(".")[0], "base64url")).kid, next.kid);
    await Promise.all([...old, ...fresh].flatMap((token) => [passes(token), passes(token)]));
    assert.deepEqual(provider.counts, { discovery: before.discovery + 1, keys: before.keys + 1 });
    provider.publish([next, ...Object.values(keys).filter((key) => key.alg !== "RS256")]); // and then the old one is gone
    const unknown = await SigningKey.make("nobody", "ES256");
    await refused(await signed({}, { key: unknown }), "TokenSignatureKeyNotFound"); // which makes the gateway ask
    assert.deepEqual(provider.counts, { discovery: before.discovery + 2, keys: before.keys + 2 });
    await refused(old[0], "TokenSignatureKeyNotFound"); // also one that it has let through before
    await passes(fresh[0]);
    keys.RS256 = next;
});

test("made-up kids do not make it ask without end", async () => {
    const before = provider.counts.keys;
    const unknown = await SigningKey.make("nobody", "ES256");
    for (let i = 0; i < 30; ++i)
        await refused(await signed({}, { key: { ...unknown, kid: `nobody-${i}` } }), "TokenSignatureKeyNotFound");
    assert.ok(provider.counts.keys - before <= 6, `${provider.counts.keys - before} fetches`);
});

for (const [name, away, back] of [
    ["answers 503", () => provider.fail(true), () => provider.fail(false)],
    ["is gone", () => provider.stop(), () => provider.restart()],
]) {
    test(`keeps the keys while the provider ${name}`, async () => {
        const tokens = await Promise.all(Array.from({ length: 10 }, () => provider.token()));
        await away();
        try {
            await Promise.all(tokens.map((token) => passes(token)));
            await refused(await signed({}, { key: await SigningKey.make("nobody", "ES256") }), "TokenSignatureKeyNotFound");
            await passes(await signed()); // never seen before
            await refused(await signed({ aud: "https://billing.test" }), "TokenAudienceNotAllowed");
        } finally {
            await back();
        }
        await passes(await provider.token());
    });
}

test("says so when no keys were ever there", async () => {
    const stranger = await TestProvider.start(Object.values(keys));
    const token = await stranger.token();
    await stranger.stop();
    await gateway.protect("strange", validation().replace(provider.documentUrl, stranger.documentUrl));
    assert.equal((await gateway.get("strange", token)).status, 500);
    await stranger.restart();
    const deadline = Date.now() + 30_000; // it asks again after a pause
    let answer;
    do
        answer = await gateway.get("strange", token);
    while (answer.status === 500 && Date.now() < deadline);
    assert.equal(answer.status, 200);
    await stranger.stop();
});

const management = await managementTests(gateway, Number(signInPort));
tests.push(...management.tests);
tests.push(...vaultTests(gateway, management.provider));

let failed = 0;
for (const [name, run] of tests) {
    try {
        await run();
        console.log(`ok    ${name}`);
    } catch (error) {
        ++failed;
        console.log(`FAIL  ${name}: ${error.stack ?? error}`);
    }
}
await provider.stop();
await management.stop();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
