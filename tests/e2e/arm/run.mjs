// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Microsoft's own clients (@azure/arm-apimanagement, @azure/arm-authorization) against the local gateway, as any script or pipeline would use it.
//   node run.mjs ENDPOINT TOKEN_FILE [SUBSCRIPTION_ID RESOURCE_GROUP SERVICE_NAME]
// ENDPOINT is the https one (the client sends no token without TLS); NODE_EXTRA_CA_CERTS names the gateway's own certificate.
// VAULT names the vault that the gateway serves, where it does (--vault). Exit code 0: all passed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { ApiManagementClient } from "@azure/arm-apimanagement";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { vaultTests } from "./vault.mjs";

const [endpoint, tokenFile, subscription = "00000000-0000-0000-0000-000000000000", group = "local", service = "local"] = process.argv.slice(2);
if (!endpoint || !tokenFile) {
    console.error("usage: node run.mjs ENDPOINT TOKEN_FILE [SUBSCRIPTION_ID RESOURCE_GROUP SERVICE_NAME]");
    process.exit(2);
}

const token = readFileSync(tokenFile, "utf8").trim();
const credentialOf = (text) => ({ getToken: async () => ({ token: text, expiresOnTimestamp: Date.now() + 3600_000 }) });
const options = { endpoint, retryOptions: { maxRetries: 0 } };
const client = new ApiManagementClient(credentialOf(token), subscription, options);
const prefix = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ApiManagement/service/${service}`;

const document = JSON.stringify({
    openapi: "3.0.3",
    info: { title: "Pets", version: "1" },
    servers: [{ url: "http://127.0.0.1:9/pets" }],
    paths: {
        "/pets": { get: { operationId: "listPets", responses: { 200: { description: "all" } } } },
        "/pets/{id}": {
            get: {
                operationId: "getPet",
                parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
                responses: { 200: { description: "one" } },
            },
        },
    },
});
const policy = (limit) => `<policies>
    <inbound>
        <base />
        <set-header name="x-from" exists-action="override"><value>@("a" + "b")</value></set-header>
        <rate-limit calls="${limit}" renewal-period="60" />
    </inbound>
    <backend><base /></backend>
    <outbound><base /></outbound>
    <on-error><base /></on-error>
</policies>`;

async function all(pages) {
    const items = [];
    for await (const item of pages)
        items.push(item);
    return items;
}

// For API policies version 10 of the client takes Azure's JSON for XML and gives nothing: the answer itself is looked at.
async function apiPolicy(format) {
    let body;
    await client.apiPolicy.get(group, service, "e2e-orders", "policy", { format, onResponse: (response) => { body = JSON.parse(response.bodyAsText); } });
    return body.properties;
}

async function fails(promise, status, code) {
    const error = await promise.then(() => assert.fail("the call should have failed"), (reason) => reason);
    assert.equal(error.statusCode, status, error.message);
    assert.equal(error.code, code, error.message);
    return error;
}

const tests = [];
const test = (name, run) => tests.push([name, run]);

test("gets and lists the service", async () => {
    const found = await client.apiManagementService.get(group, service);
    assert.equal(found.id, prefix);
    assert.equal(found.type, "Microsoft.ApiManagement/service");
    assert.equal(found.provisioningState, "Succeeded");
    assert.deepEqual((await all(client.apiManagementService.list())).map((one) => one.name), [service]);
    assert.deepEqual((await all(client.apiManagementService.listByResourceGroup(group))).map((one) => one.name), [service]);
});

test("creates, reads, updates and finds an API", async () => {
    const made = await client.api.beginCreateOrUpdateAndWait(group, service, "e2e-orders", {
        displayName: "Orders", path: "e2e/orders", protocols: ["https", "http"], serviceUrl: "http://127.0.0.1:9/orders",
    });
    assert.equal(made.name, "e2e-orders");
    assert.equal(made.apiRevision, "1");
    assert.equal(made.isCurrent, true);
    assert.ok(made.eTag);
    const tag = await client.api.getEntityTag(group, service, "e2e-orders");
    assert.equal(tag.eTag, made.eTag);
    const patched = await client.api.update(group, service, "e2e-orders", made.eTag, { description: "All orders" });
    assert.equal(patched.description, "All orders");
    await fails(client.api.update(group, service, "e2e-orders", made.eTag, { description: "late" }), 412, "PreconditionFailed");
    const found = await all(client.api.listByService(group, service, { filter: "contains(properties/displayName,'order')" }));
    assert.ok(found.some((one) => one.name === "e2e-orders"));
});

test("operations belong to their API", async () => {
    const made = await client.apiOperation.createOrUpdate(group, service, "e2e-orders", "get-order", {
        displayName: "Get order", method: "GET", urlTemplate: "/{id}", templateParameters: [{ name: "id", type: "string", required: true }],
    });
    assert.equal(made.urlTemplate, "/{id}");
    const read = await client.apiOperation.get(group, service, "e2e-orders", "get-order");
    assert.equal(read.templateParameters[0].name, "id");
    assert.equal((await all(client.apiOperation.listByApi(group, service, "e2e-orders"))).length, 1);
    await fails(client.apiOperation.createOrUpdate(group, service, "e2e-none", "x", { displayName: "X", method: "GET", urlTemplate: "/" }), 404,
                "ResourceNotFound");
});

test("an OpenAPI document becomes an API with operations", async () => {
    const made = await client.api.beginCreateOrUpdateAndWait(group, service, "e2e-pets", { format: "openapi+json", value: document, path: "e2e/pets" });
    assert.equal(made.displayName, "Pets");
    const operations = await all(client.apiOperation.listByApi(group, service, "e2e-pets"));
    assert.deepEqual(operations.map((one) => one.name).sort(), ["getPet", "listPets"]);
});

test("a broken document imports nothing and names what is wrong", async () => {
    const error = await fails(client.api.beginCreateOrUpdateAndWait(group, service, "e2e-broken", {
        format: "openapi+json", value: '{"openapi":"3.0.0","paths":{"/x":{"get":3}}}', path: "e2e/broken" }), 400, "ValidationError");
    assert.ok(error.details.error?.details?.length > 0 || error.details?.length > 0);
    await fails(client.api.get(group, service, "e2e-broken"), 404, "ResourceNotFound");
    await fails(client.api.beginCreateOrUpdateAndWait(group, service, "e2e-linked", {
        format: "openapi-link", value: "https://example.org/x.json", path: "e2e/linked" }), 400, "ValidationError");
});

test("policies keep their text in both formats", async () => {
    await client.apiPolicy.createOrUpdate(group, service, "e2e-orders", "policy", { format: "rawxml", value: policy(5) });
    const raw = await apiPolicy("rawxml");
    assert.equal(raw.value, policy(5));
    const escaped = await apiPolicy(undefined);
    assert.equal(escaped.format, "xml");
    assert.ok(escaped.value.includes("rate-limit"));
    await client.apiOperationPolicy.createOrUpdate(group, service, "e2e-orders", "get-order", "policy", { format: "xml", value: escaped.value });
    const again = await client.apiOperationPolicy.get(group, service, "e2e-orders", "get-order", "policy", { format: "rawxml" });
    assert.equal(again.value, raw.value);
    assert.equal((await client.apiPolicy.listByApi(group, service, "e2e-orders")).value?.length ?? (await all(client.apiPolicy.listByApi(group, service, "e2e-orders"))).length, 1);
});

test("wrong policies are refused in Azure's words", async () => {
    const error = await fails(client.policy.createOrUpdate(group, service, "policy", {
        format: "rawxml", value: "<policies><inbound><no-such-policy /></inbound><backend /><outbound /><on-error /></policies>" }), 400, "ValidationError");
    assert.match(JSON.stringify(error.details), /Error in element 'no-such-policy' on line 1, column/);
});

test("policy fragments are found by their users", async () => {
    await client.policyFragment.beginCreateOrUpdateAndWait(group, service, "e2e-fragment", {
        format: "rawxml", description: "adds a header", value: '<fragment><set-header name="x-f" exists-action="override"><value>1</value></set-header></fragment>' });
    await client.product.createOrUpdate(group, service, "e2e-basic", { displayName: "Basic", state: "published", subscriptionRequired: true });
    await client.productPolicy.createOrUpdate(group, service, "e2e-basic", "policy", {
        format: "rawxml",
        value: '<policies><inbound><base /><include-fragment fragment-id="e2e-fragment" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>' });
    const users = await client.policyFragment.listReferences(group, service, "e2e-fragment");
    assert.deepEqual(users.value.map((one) => one.id), [`${prefix}/products/e2e-basic/policies/policy`]);
    await fails(client.policyFragment.delete(group, service, "e2e-fragment", "*"), 400, "ValidationError");
});

test("products hold APIs", async () => {
    await client.productApi.createOrUpdate(group, service, "e2e-basic", "e2e-orders");
    assert.equal((await client.productApi.checkEntityExists(group, service, "e2e-basic", "e2e-orders")).body ?? true, true);
    assert.deepEqual((await all(client.productApi.listByProduct(group, service, "e2e-basic"))).map((one) => one.name), ["e2e-orders"]);
    assert.deepEqual((await all(client.apiProduct.listByApis(group, service, "e2e-orders"))).map((one) => one.name), ["e2e-basic"]);
    await fails(client.productApi.createOrUpdate(group, service, "e2e-basic", "e2e-none"), 404, "ResourceNotFound");
});

test("subscription keys leave by listSecrets alone and are made anew", async () => {
    const made = await client.subscription.createOrUpdate(group, service, "e2e-sub", { displayName: "Sub", scope: `${prefix}/products/e2e-basic` });
    assert.equal(made.state, "active");
    assert.equal(made.primaryKey, undefined);
    assert.ok(made.createdDate instanceof Date);
    const first = await client.subscription.listSecrets(group, service, "e2e-sub");
    assert.equal(first.primaryKey.length, 32);
    await client.subscription.regeneratePrimaryKey(group, service, "e2e-sub");
    const second = await client.subscription.listSecrets(group, service, "e2e-sub");
    assert.notEqual(second.primaryKey, first.primaryKey);
    assert.equal(second.secondaryKey, first.secondaryKey);
    await fails(client.product.delete(group, service, "e2e-basic", "*"), 400, "ValidationError");
});

test("named values hide secrets", async () => {
    await client.namedValue.beginCreateOrUpdateAndWait(group, service, "e2e-secret", { displayName: "e2e-secret", value: "s3cret", secret: true });
    assert.equal((await client.namedValue.get(group, service, "e2e-secret")).value, undefined);
    assert.equal((await client.namedValue.listValue(group, service, "e2e-secret")).value, "s3cret");
    const plain = await client.namedValue.beginCreateOrUpdateAndWait(group, service, "e2e-plain", { displayName: "e2e-plain", value: "open", tags: ["a"] });
    assert.equal(plain.value, "open");
    const updated = await client.namedValue.beginUpdateAndWait(group, service, "e2e-plain", "*", { value: "wide" });
    assert.equal(updated.value, "wide");
});

test("backends", async () => {
    const made = await client.backend.createOrUpdate(group, service, "e2e-backend", { url: "http://127.0.0.1:9", protocol: "http" });
    assert.equal(made.url, "http://127.0.0.1:9");
    assert.ok((await all(client.backend.listByService(group, service))).some((one) => one.name === "e2e-backend"));
});

test("API schemas are left out of lists", async () => {
    await client.apiSchema.beginCreateOrUpdateAndWait(group, service, "e2e-orders", "order", {
        contentType: "application/vnd.oai.openapi.components+json", components: { schemas: { Order: { type: "object" } } } });
    const read = await client.apiSchema.get(group, service, "e2e-orders", "order");
    assert.equal(read.components.schemas.Order.type, "object");
    const [listed] = await all(client.apiSchema.listByApi(group, service, "e2e-orders"));
    assert.equal(listed.components, undefined);
});

test("revisions and a release", async () => {
    await client.api.beginCreateOrUpdateAndWait(group, service, "e2e-orders;rev=2", { sourceApiId: "/apis/e2e-orders", path: "e2e/orders", apiRevisionDescription: "second" });
    assert.equal((await all(client.apiRevision.listByService(group, service, "e2e-orders"))).length, 2);
    await client.apiRelease.createOrUpdate(group, service, "e2e-orders", "first", { apiId: "/apis/e2e-orders;rev=2", notes: "out" });
    assert.equal((await client.api.get(group, service, "e2e-orders")).apiRevision, "2");
});

test("lists come in pages", async () => {
    for (let i = 0; i < 5; ++i)
        await client.tag.createOrUpdate(group, service, `e2e-tag-${i}`, { displayName: `e2e tag ${i}` });
    const pages = [];
    for await (const page of client.tag.listByService(group, service, { top: 2, filter: "startswith(displayName,'e2e')" }).byPage())
        pages.push(page.length);
    assert.deepEqual(pages, [2, 2, 1]);
    for (let i = 0; i < 5; ++i)
        await client.tag.delete(group, service, `e2e-tag-${i}`, "*");
});

test("failures carry Azure's codes", async () => {
    await fails(client.api.get(group, service, "e2e-none"), 404, "ResourceNotFound");
    await fails(client.apiManagementService.get(group, "other"), 404, "ResourceNotFound");
    await fails(client.subscription.createOrUpdate(group, service, "e2e-bad", { displayName: "Bad", scope: `${prefix}/products/e2e-none` }), 400, "ValidationError");
    const stranger = new ApiManagementClient(credentialOf("not-the-token"), subscription, options);
    await fails(stranger.api.get(group, service, "e2e-orders"), 401, "InvalidAuthenticationToken");
});

test("role assignments", async () => {
    const authorization = new AuthorizationManagementClient(credentialOf(token), subscription, options);
    const roles = await all(authorization.roleDefinitions.list(prefix));
    const reader = roles.find((role) => role.roleName === "Reader");
    assert.equal(reader.name, "acdd72a7-3385-48ef-bd42-f606fba81ae7");
    assert.deepEqual(reader.permissions[0].actions, ["*/read"]);
    const [named] = await all(authorization.roleDefinitions.list(prefix, { filter: "roleName eq 'API Management Service Contributor'" }));
    assert.deepEqual((await authorization.roleDefinitions.getById(named.id)).permissions, named.permissions);
    assert.equal((await authorization.roleDefinitions.get(prefix, named.name)).roleName, "API Management Service Contributor");

    const [scope, name, principalId] = [`${prefix}/apis/e2e-orders`, randomUUID(), randomUUID()];
    const wanted = { roleDefinitionId: named.id, principalId, principalType: "User", description: "e2e" };
    const made = await authorization.roleAssignments.create(scope, name, wanted);
    assert.deepEqual([made.scope, made.principalId, made.roleDefinitionId, made.principalType, made.description], [scope, principalId, named.id, "User", "e2e"]);
    assert.ok(made.createdOn instanceof Date);
    assert.deepEqual(await authorization.roleAssignments.get(scope, name), made);
    assert.deepEqual(await authorization.roleAssignments.getById(made.id), made);
    assert.equal((await authorization.roleAssignments.create(scope, name, wanted)).id, made.id);
    await fails(authorization.roleAssignments.create(scope, randomUUID(), wanted), 409, "RoleAssignmentExists");
    await fails(authorization.roleAssignments.create(scope, name, { ...wanted, principalId: randomUUID() }), 400, "RoleAssignmentUpdateNotPermitted");
    const listed = async (where, filter) => (await all(authorization.roleAssignments.listForScope(where, { filter }))).map((one) => one.name);
    assert.deepEqual(await listed(scope, "atScope()"), [name]);
    assert.deepEqual(await listed(prefix, "atScope()"), []);
    assert.deepEqual(await listed(prefix, `principalId eq '${principalId}'`), [name]);
    assert.deepEqual(await listed(prefix, `assignedTo('${randomUUID()}')`), []);
    assert.deepEqual((await all(authorization.roleAssignments.listForResourceGroup(group))).map((one) => one.name), [name]);
    const [own] = await all(authorization.permissions.listForResourceGroup(group));
    assert.deepEqual(own.actions, ["*"]);
    assert.equal((await authorization.roleAssignments.delete(scope, name)).id, made.id);
    assert.equal((await authorization.roleAssignments.delete(scope, name)).id, undefined); // 204
    await fails(authorization.roleAssignments.get(scope, name), 404, "RoleAssignmentNotFound");
});

test("deletes what it made", async () => {
    await client.subscription.delete(group, service, "e2e-sub", "*");
    await client.product.delete(group, service, "e2e-basic", "*", { deleteSubscriptions: true });
    await client.policyFragment.delete(group, service, "e2e-fragment", "*");
    for (const name of ["e2e-secret", "e2e-plain"])
        await client.namedValue.delete(group, service, name, "*");
    await client.backend.delete(group, service, "e2e-backend", "*");
    const remove = (name) => client.api.beginDeleteAndWait
        ? client.api.beginDeleteAndWait(group, service, name, "*", { deleteRevisions: true })
        : client.api.delete(group, service, name, "*", { deleteRevisions: true });
    for (const name of ["e2e-orders", "e2e-pets"]) {
        await remove(name);
        await fails(client.api.get(group, service, name), 404, "ResourceNotFound");
        await remove(name); // 204
    }
});

if (process.env.VAULT)
    tests.push(...vaultTests(process.env.VAULT, token, { client, group, service }));

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
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
