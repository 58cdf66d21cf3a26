// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who signs in at the provider, on the gateway's management endpoint: what role assignments allow, and tokens that let nobody in. jose judges each
// token beside the gateway.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { SigningKey, TestProvider, client } from "./provider.mjs";

const audience = "https://manage.test"; // what the gateway was told by --sign-in-audience
const roles = { reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7", contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c" };

//! Tests as [name, run]. `port` is where the gateway expects its sign-in issuer.
export async function managementTests(gateway, port) {
    const first = await SigningKey.make("manage-1", "RS256");
    const provider = await TestProvider.start([first], port);
    const tests = [];
    const test = (name, run) => tests.push([name, run]);
    const subject = client.client_id;

    async function call(token, method, id, { body, version = "2022-08-01" } = {}) {
        const response = await fetch(`${gateway.management}/${id}${id.includes("?") ? "&" : "?"}api-version=${version}`, {
            method,
            headers: { "authorization": `Bearer ${token}`, ...(body ? { "content-type": "application/json", "if-match": "*" } : {}) },
            body: body ? JSON.stringify(body) : undefined,
        });
        const text = await response.text();
        const answer = text ? JSON.parse(text) : undefined;
        return { status: response.status, body: answer, code: answer?.error?.code, message: answer?.error?.message };
    }
    async function assign(scope, role, principalId, token = gateway.token) {
        const at = `${scope}${scope ? "/" : ""}providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
        const properties = { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`, principalId, principalType: "ServicePrincipal" };
        return call(token, "PUT", at, { body: { properties }, version: "2022-04-01" });
    }
    async function joseTakes(token) {
        try {
            await jwtVerify(token, createLocalJWKSet({ keys: [first.publicJwk] }), { audience, issuer: provider.issuer });
            return true;
        } catch {
            return false;
        }
    }
    const signed = (claims = {}, { key = first, issuer = provider.issuer, aud = audience, ends = "5m" } = {}) =>
        new SignJWT({ client_id: subject, ...claims }).setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "at+jwt" })
            .setSubject(claims.sub ?? subject).setIssuer(issuer).setAudience(aud).setIssuedAt().setExpirationTime(ends).sign(key.privateKey);

    for (const api of ["managed", "unmanaged"])
        await gateway.put(`apis/${api}`, { displayName: api, path: api, protocols: ["https"] });

    test("lets nobody manage without a role, and tells them so", async () => {
        const token = await provider.token({ resource: audience });
        assert.equal(await joseTakes(token), true);
        const refused = await call(token, "GET", "apis");
        assert.deepEqual([refused.status, refused.code], [403, "AuthorizationFailed"]);
        assert.match(refused.message, new RegExp(`^The client '${subject}' with object id '${subject}' does not have authorization to perform action 'Microsoft.ApiManagement/service/apis/read' over scope '/subscriptions/`));
    });
    test("gives a token of the provider the rights of its role, on one API", async () => {
        assert.equal((await assign("apis/managed", roles.contributor, subject)).status, 201);
        const token = await provider.token({ resource: audience });
        const listed = await call(token, "GET", "apis");
        assert.deepEqual([listed.status, listed.body.value.map((api) => api.name)], [200, ["managed"]]);
        assert.equal((await call(token, "PUT", "apis/managed/operations/get", { body: { properties: { displayName: "get", method: "GET", urlTemplate: "/" } } })).status, 201);
        assert.equal((await call(token, "GET", "apis/unmanaged")).code, "AuthorizationFailed");
        assert.equal((await assign("apis/managed", roles.reader, "somebody", token)).code, "AuthorizationFailed");
        const own = await call(token, "GET", "apis/managed/providers/Microsoft.Authorization/permissions", { version: "2022-04-01" });
        assert.deepEqual(own.body.value[0].actions, ["*"]);
    });
    test("refuses tokens by name, as jose does", async () => {
        const stranger = await SigningKey.make("manage-1", "RS256");
        for (const [token, code] of [
            [await provider.token({ resource: "https://orders.test" }), "InvalidAuthenticationTokenAudience"],
            [await signed({}, { ends: Math.floor(Date.now() / 1000) - 120 }), "ExpiredAuthenticationToken"],
            [await signed({}, { issuer: "https://elsewhere.test" }), "InvalidAuthenticationTokenTenant"],
            [await signed({}, { key: stranger }), "InvalidAuthenticationToken"],
            [await signed({}, { key: await SigningKey.make("unheard-of", "ES256") }), "InvalidAuthenticationToken"],
        ]) {
            assert.equal(await joseTakes(token), false);
            const refused = await call(token, "GET", "apis/managed");
            assert.deepEqual([refused.status, refused.code], [401, code], refused.message);
        }
        assert.equal((await call(await signed(), "GET", "apis/managed")).status, 200);
    });
    test("counts groups that the token names, and none when it names too many", async () => {
        const properties = { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roles.reader}`, principalId: "platform", principalType: "Group" };
        assert.equal((await call(gateway.token, "PUT", `providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, { body: { properties }, version: "2022-04-01" })).status, 201);
        assert.equal((await call(await signed({ sub: "anna", groups: ["platform"] }), "GET", "apis/unmanaged")).status, 200);
        assert.equal((await call(await signed({ sub: "anna" }), "GET", "apis/unmanaged")).status, 403);
        const many = await call(await signed({ sub: "anna", _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://graph.test" } } }), "GET", "apis/unmanaged");
        assert.equal(many.status, 403);
        assert.match(many.message, /groups did not count/);
    });
    test("follows a rotation of the provider's keys", async () => {
        const second = await SigningKey.make("manage-2", "RS256");
        provider.publish([second, first]);
        assert.equal((await call(await provider.token({ resource: audience }), "GET", "apis/managed")).status, 200);
        assert.equal((await call(await signed({}, { key: second }), "GET", "apis/managed")).status, 200);
    });
    test("records who was denied, and the token file as break-glass", async () => {
        const { body } = await call(gateway.token, "GET", "providers/Gatehouse.Local/audit?action=denied&limit=100", { version: "2026-11-01" });
        const denied = body.value.find((entry) => entry.principal.subject === subject);
        assert.deepEqual([denied.errorCode, denied.principal.issuer, denied.principal.breakGlass], ["AuthorizationFailed", provider.issuer, false]);
        assert.ok(!JSON.stringify(body).includes("eyJ"));
        const changes = await call(gateway.token, "GET", "providers/Gatehouse.Local/audit?action=put&limit=100", { version: "2026-11-01" });
        assert.ok(changes.body.value.some((entry) => entry.principal.breakGlass && entry.principal.subject === "local-owner"));
        assert.ok(changes.body.value.some((entry) => !entry.principal.breakGlass && entry.principal.subject === subject));
    });
    return { tests, provider, stop: () => provider.stop() };
}
