// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Microsoft's Key Vault clients against the vault that the local gateway serves.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateClient } from "@azure/keyvault-certificates";
import { SecretClient } from "@azure/keyvault-secrets";

const all = async (pages) => {
    const items = [];
    for await (const item of pages)
        items.push(item);
    return items;
};

//! Tests as [name, run].
export function vaultTests(url, token, { client, group, service }) {
    const tests = [];
    const test = (name, run) => tests.push([name, run]);
    const asked = [];
    const credential = {
        getToken: async (scopes, options) => {
            asked.push({ scopes, tenantId: options?.tenantId });
            return { token, expiresOnTimestamp: Date.now() + 3600_000 };
        },
    };
    const options = { disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } };
    const secrets = new SecretClient(url, credential, options);
    const certificates = new CertificateClient(url, credential, options);

    async function fails(promise, status, code, inner) {
        const error = await promise.then(() => assert.fail("the call should have failed"), (reason) => reason);
        assert.equal(error.statusCode, status, error.message);
        assert.equal(error.code, code, error.message);
        if (inner)
            assert.equal(error.details?.error?.innerError?.code, inner, JSON.stringify(error.details));
        return error;
    }

    test("vault: follows the challenge to a token for its resource", async () => {
        const made = await secrets.setSecret("e2e-first", "one");
        assert.equal(made.value, "one");
        assert.deepEqual(asked[0].scopes, ["https://vault.localhost/.default"]);
        assert.equal(made.properties.vaultUrl, url);
        assert.match(made.properties.version, /^[0-9a-f]{32}$/);
        assert.equal(made.properties.id, `${url}/secrets/e2e-first/${made.properties.version}`);
        assert.equal(made.properties.recoveryLevel, "Recoverable+Purgeable");
        assert.equal(made.properties.recoverableDays, 90);
    });
    test("vault: a client that insists on the resource's domain takes it by its name", async () => {
        const port = new URL(url).port;
        const lookup = (_name, how, done) => how.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
        const agent = new Agent({ lookup, ca: readFileSync(process.env.NODE_EXTRA_CA_CERTS) });
        const policy = { name: "by-name", sendRequest: (call, next) => { call.agent = agent; return next(call); } };
        const strict = new SecretClient(`https://local.vault.localhost:${port}`, credential,
            { retryOptions: { maxRetries: 0 }, additionalPolicies: [{ policy, position: "perCall" }] });
        assert.equal((await strict.getSecret("e2e-first")).value, "one");
        const elsewhere = new SecretClient(url, credential, { retryOptions: { maxRetries: 0 } });
        await assert.rejects(elsewhere.getSecret("e2e-first"), /does not match the requested domain/);
    });
    for (const serviceVersion of ["7.2", "7.3", "7.4", "7.5"]) {
        test(`vault: speaks api-version ${serviceVersion}`, async () => {
            const client = new SecretClient(url, credential, { ...options, serviceVersion });
            assert.equal((await client.getSecret("e2e-first")).value, "one");
        });
    }
    test("vault: refuses a version that it does not speak", async () => {
        const client = new SecretClient(url, credential, { ...options, serviceVersion: "2016-10-01" });
        await fails(client.getSecret("e2e-first"), 400, "BadParameter");
    });
    test("vault: keeps versions, attributes, content type and tags", async () => {
        const expiresOn = new Date("2031-05-06T07:08:09Z"), notBefore = new Date("2026-01-02T03:04:05Z");
        const one = await secrets.setSecret("e2e-versions", "first", { contentType: "text/plain", tags: { team: "edge" }, expiresOn, notBefore });
        const two = await secrets.setSecret("e2e-versions", "second");
        assert.notEqual(one.properties.version, two.properties.version);
        assert.equal((await secrets.getSecret("e2e-versions")).value, "second");
        const old = await secrets.getSecret("E2E-Versions", { version: one.properties.version });
        assert.deepEqual([old.value, old.properties.contentType, old.properties.tags, old.properties.expiresOn, old.properties.notBefore, old.name],
            ["first", "text/plain", { team: "edge" }, expiresOn, notBefore, "e2e-versions"]);
        const versions = await all(secrets.listPropertiesOfSecretVersions("e2e-versions"));
        assert.deepEqual(versions.map((one) => one.version).sort(), [one.properties.version, two.properties.version].sort());
        assert.ok(versions.every((one) => one.value === undefined));
    });
    test("vault: changes attributes, and hands out nothing that is disabled", async () => {
        const { properties } = await secrets.setSecret("e2e-disabled", "hidden");
        const changed = await secrets.updateSecretProperties("e2e-disabled", properties.version, { enabled: false, tags: { off: "yes" } });
        assert.deepEqual([changed.enabled, changed.tags], [false, { off: "yes" }]);
        await fails(secrets.getSecret("e2e-disabled"), 403, "Forbidden", "SecretDisabled");
        await secrets.updateSecretProperties("e2e-disabled", properties.version, { enabled: true });
        assert.equal((await secrets.getSecret("e2e-disabled")).value, "hidden");
    });
    test("vault: lists by pages", async () => {
        const names = Array.from({ length: 30 }, (_, i) => `e2e-page-${String(i).padStart(2, "0")}`);
        for (const name of names)
            await secrets.setSecret(name, "x");
        let pages = 0;
        const found = [];
        for await (const page of secrets.listPropertiesOfSecrets().byPage({ maxPageSize: 7 })) {
            ++pages;
            assert.ok(page.length <= 7);
            found.push(...page.map((one) => one.name));
        }
        assert.ok(pages >= 5, `${pages} pages`);
        assert.deepEqual(found.filter((name) => name.startsWith("e2e-page-")), names);
        assert.equal(new Set(found).size, found.length);
    });
    test("vault: says that a secret is not there", async () => {
        await fails(secrets.getSecret("e2e-nowhere"), 404, "SecretNotFound");
        await fails(secrets.getSecret("e2e-first", { version: "0".repeat(32) }), 404, "SecretNotFound");
        await fails(secrets.beginDeleteSecret("e2e-nowhere"), 404, "SecretNotFound");
    });
    test("vault: deletes, recovers and purges", async () => {
        await secrets.setSecret("e2e-gone", "still here");
        const poller = await secrets.beginDeleteSecret("e2e-gone", { intervalInMs: 10 });
        const deleted = await poller.pollUntilDone();
        assert.equal(deleted.recoveryId, `${url}/deletedsecrets/e2e-gone`);
        assert.ok(deleted.scheduledPurgeDate > deleted.deletedOn);
        await fails(secrets.getSecret("e2e-gone"), 404, "SecretNotFound");
        await fails(secrets.setSecret("e2e-gone", "again"), 409, "Conflict", "ObjectIsDeletedButRecoverable");
        assert.ok((await all(secrets.listDeletedSecrets())).some((one) => one.name === "e2e-gone"));
        assert.equal((await secrets.getDeletedSecret("e2e-gone")).value, undefined);
        await (await secrets.beginRecoverDeletedSecret("e2e-gone", { intervalInMs: 10 })).pollUntilDone();
        assert.equal((await secrets.getSecret("e2e-gone")).value, "still here");
        await (await secrets.beginDeleteSecret("e2e-gone", { intervalInMs: 10 })).pollUntilDone();
        await secrets.purgeDeletedSecret("e2e-gone");
        await fails(secrets.getDeletedSecret("e2e-gone"), 404, "SecretNotFound");
        await fails(secrets.purgeDeletedSecret("e2e-gone"), 404, "SecretNotFound");
        await secrets.setSecret("e2e-gone", "new");
    });
    test("vault: refuses what is no secret", async () => {
        await fails(secrets.setSecret("e2e-long", "x".repeat(25 * 1024 + 1)), 400, "BadParameter");
        await fails(secrets.setSecret("no_underscore", "x"), 400, "BadParameter");
        await fails(secrets.setSecret("e2e-tags", "x", { tags: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`t${i}`, "x"])) }), 400, "BadParameter");
        await fails(secrets.setSecret("e2e-times", "x", { notBefore: new Date(2000), expiresOn: new Date(1000) }), 400, "BadParameter");
    });
    test("vault: takes no other token", async () => {
        const stranger = new SecretClient(url, { getToken: async () => ({ token: "another", expiresOnTimestamp: Date.now() + 3600_000 }) }, options);
        const error = await fails(stranger.getSecret("e2e-first"), 401, "Unauthorized");
        assert.match(error.response.headers.get("www-authenticate"), /^Bearer authorization="[^"]+", resource="https:\/\/vault\.localhost"$/);
        assert.ok(!error.message.includes("another"));
    });

    const files = mkdtempSync(join(tmpdir(), "gatehouse-vault-"));
    const openssl = (...args) => execFileSync("openssl", args, { cwd: files, stdio: "pipe" });
    test("vault: imports certificates as PEM and PKCS#12, each with its secret", async () => {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-subj", "/CN=e2e.example.test",
            "-addext", "subjectAltName=DNS:e2e.example.test");
        openssl("pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "both.pfx", "-passout", "pass:sesame");
        const pfx = await certificates.importCertificate("e2e-pfx", readFileSync(join(files, "both.pfx")), { password: "sesame", tags: { from: "test" } });
        assert.equal(pfx.policy.subject, "CN=e2e.example.test");
        assert.deepEqual(pfx.policy.subjectAlternativeNames, { dnsNames: ["e2e.example.test"] });
        assert.equal(pfx.policy.keyType, "RSA");
        assert.equal(pfx.secretId, `${url}/secrets/e2e-pfx/${pfx.properties.version}`);
        assert.ok(pfx.properties.expiresOn > new Date() && pfx.properties.tags.from === "test");
        const secret = await secrets.getSecret("e2e-pfx");
        assert.equal(secret.properties.contentType, "application/x-pkcs12");
        const pem = readFileSync(join(files, "key.pem"), "utf8") + readFileSync(join(files, "cert.pem"), "utf8");
        const second = await certificates.importCertificate("e2e-pem", Buffer.from(pem), { policy: { contentType: "application/x-pem-file", issuerName: "Unknown" } });
        assert.match((await secrets.getSecret("e2e-pem")).value, /-----BEGIN PRIVATE KEY-----[^]*-----BEGIN CERTIFICATE-----/);
        assert.deepEqual(Buffer.from(second.cer), Buffer.from(pfx.cer));
        assert.equal((await certificates.getCertificate("e2e-pfx")).keyId, pfx.keyId);
        assert.equal((await certificates.getCertificateVersion("e2e-pfx", pfx.properties.version)).id, pfx.id);
        assert.equal((await certificates.getCertificatePolicy("e2e-pfx")).issuerName, "Unknown");
        const names = (await all(certificates.listPropertiesOfCertificates())).map((one) => one.name);
        assert.deepEqual(names.filter((name) => name.startsWith("e2e-")), ["e2e-pem", "e2e-pfx"]);
        assert.equal((await all(certificates.listPropertiesOfCertificateVersions("e2e-pfx"))).length, 1);
        await fails(secrets.beginDeleteSecret("e2e-pfx"), 403, "Forbidden");
        await fails(secrets.setSecret("e2e-pfx", "x"), 409, "Conflict");
        await fails(certificates.importCertificate("e2e-first", readFileSync(join(files, "both.pfx")), { password: "sesame" }), 409, "Conflict");
        await fails(certificates.importCertificate("e2e-bad", readFileSync(join(files, "both.pfx")), { password: "wrong" }), 400, "BadParameter");
    });
    test("vault: makes self-signed certificates by a policy", async () => {
        for (const [name, key] of [["e2e-rsa", { keyType: "RSA", keySize: 3072 }], ["e2e-ec", { keyType: "EC", keyCurveName: "P-384" }]]) {
            const policy = { issuerName: "Self", subject: "CN=made.example.test, O=Gatehouse", subjectAlternativeNames: { dnsNames: ["made.example.test"] }, validityInMonths: 3, ...key };
            const made = await (await certificates.beginCreateCertificate(name, policy, { intervalInMs: 10 })).pollUntilDone();
            const days = (made.properties.expiresOn - Date.now()) / 86_400_000;
            assert.ok(days > 88 && days < 93, `${days} days`);
            const { subject, subjectAltName, publicKey } = new X509Certificate(made.cer);
            assert.deepEqual([subject, subjectAltName, publicKey.asymmetricKeyType], ["CN=made.example.test\nO=Gatehouse", "DNS:made.example.test", key.keyType.toLowerCase()]);
            assert.deepEqual([made.policy.issuerName, made.policy.validityInMonths, made.policy.keySize], ["Self", 3, key.keySize]);
            await (await certificates.beginDeleteCertificate(name, { intervalInMs: 10 })).pollUntilDone();
            await certificates.purgeDeletedCertificate(name);
        }
        await fails(certificates.beginCreateCertificate("e2e-odd", { issuerName: "DigiCert", subject: "CN=x" }), 400, "BadParameter");
        await fails(certificates.beginCreateCertificate("e2e-odd", { issuerName: "Self", subject: "CN=x", keyType: "RSA", keySize: 1024 }), 400, "BadParameter");
        await fails(certificates.beginCreateCertificate("e2e-odd", { issuerName: "Self", subject: "nothing" }), 400, "BadParameter");
    });
    test("vault: deletes, recovers and purges certificates with their secret", async () => {
        await (await certificates.beginDeleteCertificate("e2e-pem", { intervalInMs: 10 })).pollUntilDone();
        await fails(secrets.getSecret("e2e-pem"), 404, "SecretNotFound");
        await (await certificates.beginRecoverDeletedCertificate("e2e-pem", { intervalInMs: 10 })).pollUntilDone();
        assert.equal((await secrets.getSecret("e2e-pem")).name, "e2e-pem");
        for (const name of ["e2e-pem", "e2e-pfx"]) {
            await (await certificates.beginDeleteCertificate(name, { intervalInMs: 10 })).pollUntilDone();
            await certificates.purgeDeletedCertificate(name);
            await fails(certificates.getCertificate(name), 404, "CertificateNotFound");
        }
        rmSync(files, { recursive: true });
    });
    test("vault: named values are read from it, by the client of API Management", async () => {
        await secrets.setSecret("e2e-named", "of the vault");
        await client.namedValue.beginCreateOrUpdateAndWait(group, service, "e2e-vault", { displayName: "e2e-vault", secret: true, keyVault: { secretIdentifier: `${url}/secrets/e2e-named` } });
        const found = await client.namedValue.get(group, service, "e2e-vault");
        assert.equal(found.keyVault.lastStatus.code, "Success");
        assert.ok(Date.now() - new Date(found.keyVault.lastStatus.timeStampUtc) < 600_000);
        assert.equal(found.value, undefined);
        assert.equal((await client.namedValue.listValue(group, service, "e2e-vault")).value, "of the vault");
        await secrets.setSecret("e2e-named", "of another day");
        const refreshed = await client.namedValue.beginRefreshSecretAndWait(group, service, "e2e-vault");
        assert.equal(refreshed.keyVault.lastStatus.code, "Success");
        assert.equal((await client.namedValue.listValue(group, service, "e2e-vault")).value, "of another day");
        await client.namedValue.delete(group, service, "e2e-vault", "*");
    });
    test("vault: answers no page of another site", async () => {
        const status = await new Promise((done, broken) => request(`${url}/secrets?api-version=7.5`, { checkServerIdentity: () => undefined, headers: { host: "rebound.example", authorization: `Bearer ${token}` } },
            (answer) => { answer.resume(); done(answer.statusCode); }).on("error", broken).end());
        assert.equal(status, 421);
    });
    return tests;
}
