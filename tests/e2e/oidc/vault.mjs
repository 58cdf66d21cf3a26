// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Microsoft's Key Vault client at the gateway's vault, with tokens of the provider for the resource that the vault's challenge names.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { SecretClient } from "@azure/keyvault-secrets";
import { client } from "./provider.mjs";

const roles = { user: "4633458b-17de-408a-b874-0445c86b69e6", officer: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" };

//! Tests as [name, run]. The provider is the gateway's sign-in issuer.
export function vaultTests(gateway, provider) {
    const tests = [];
    const test = (name, run) => tests.push([name, run]);
    const asked = [];
    const options = { disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } };
    const tokens = (tokenOf) => new SecretClient(gateway.vault, { getToken: async (scopes) => ({ token: await tokenOf(scopes[0]), expiresOnTimestamp: Date.now() + 60_000 }) }, options);
    const own = tokens(async () => gateway.token);
    const person = tokens(async (scope) => {
        asked.push(scope);
        return provider.token({ resource: scope.replace(/\/\.default$/, "") });
    });
    const vault = gateway.management.slice(gateway.management.indexOf("/subscriptions/")).replace(/Microsoft\.ApiManagement\/service/i, "Microsoft.KeyVault/vaults");

    async function assign(role, scope) {
        const response = await fetch(`${new URL(gateway.management).origin}${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`, {
            method: "PUT",
            headers: { "authorization": `Bearer ${gateway.token}`, "content-type": "application/json" },
            body: JSON.stringify({ properties: { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`, principalId: client.client_id, principalType: "ServicePrincipal" } }),
        });
        assert.equal(response.status, 201, await response.text());
    }
    async function forbidden(promise) {
        const error = await promise.then(() => assert.fail("the call should have failed"), (reason) => reason);
        assert.deepEqual([error.statusCode, error.code], [403, "Forbidden"], error.message);
        return error;
    }

    test("vault: takes the provider's token for its resource, and lets nobody read without a role", async () => {
        await own.setSecret("first", "one");
        await own.setSecret("second", "two");
        const error = await forbidden(person.getSecret("first"));
        assert.deepEqual(asked, ["https://vault.localhost/.default"]);
        assert.match(error.message, new RegExp(`Caller: oid=${client.client_id};[^]*Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'`));
    });
    test("vault: reads nothing by a role that manages", async () => {
        await assign(roles.owner, vault);
        await forbidden(person.getSecret("first"));
    });
    test("vault: a Secrets User of one secret reads that one", async () => {
        await assign(roles.user, `${vault}/secrets/first`);
        assert.equal((await person.getSecret("first")).value, "one");
        await forbidden(person.getSecret("second"));
        await forbidden(person.setSecret("first", "mine"));
    });
    test("vault: a Secrets Officer does all with secrets", async () => {
        await assign(roles.officer, vault);
        await person.setSecret("first", "mine");
        assert.equal((await own.getSecret("first")).value, "mine");
        await (await person.beginDeleteSecret("second", { intervalInMs: 10 })).pollUntilDone();
        await person.purgeDeletedSecret("second");
    });
    test("vault: takes no token for something else", async () => {
        for (const resource of ["https://manage.test", "https://vault.azure.net"]) {
            const error = await tokens(() => provider.token({ resource })).getSecret("first").then(() => assert.fail("the call should have failed"), (reason) => reason);
            assert.deepEqual([error.statusCode, error.code], [401, "Unauthorized"], error.message);
        }
    });
    return tests;
}
