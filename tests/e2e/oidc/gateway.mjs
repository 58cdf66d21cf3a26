// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A running local gateway, by the file that it writes when it is ready.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export class Gateway {
    constructor(readyFile) {
        const ready = JSON.parse(readFileSync(readyFile, "utf8"));
        this.url = ready.gateway[0];
        this.management = ready.management + ready.scope;
        this.vault = ready.vault;
        this.token = readFileSync(ready.tokenFile, "utf8").trim();
    }

    async put(id, properties) {
        const response = await fetch(`${this.management}/${id}?api-version=2022-08-01`, {
            method: "PUT",
            headers: { "authorization": `Bearer ${this.token}`, "content-type": "application/json", "if-match": "*" },
            body: JSON.stringify({ properties }),
        });
        const text = await response.text();
        assert.ok(response.status === 200 || response.status === 201 || response.status === 202, `${id}: ${response.status} ${text}`);
    }

    //! An API at `name` whose callers need a token; it answers with the token's subject and id.
    async protect(name, validation) {
        await this.put(`apis/${name}`, { displayName: name, path: name, protocols: ["http", "https"], subscriptionRequired: false, serviceUrl: "http://127.0.0.1:9" });
        await this.put(`apis/${name}/operations/get`, { displayName: "get", method: "GET", urlTemplate: "/*" });
        await this.put(`apis/${name}/policies/policy`, {
            format: "rawxml",
            value: `<policies>
    <inbound>
        <base />
        ${validation}
        <return-response>
            <set-body>@(((Jwt)context.Variables["jwt"]).Subject + " " + ((Jwt)context.Variables["jwt"]).Claims["tier"][0])</set-body>
        </return-response>
    </inbound>
    <backend><base /></backend>
    <outbound><base /></outbound>
    <on-error>
        <base />
        <set-header name="X-Reason" exists-action="override"><value>@(context.LastError.Reason)</value></set-header>
    </on-error>
</policies>`,
        });
    }

    async get(name, token, authorization = `Bearer ${token}`) {
        const response = await fetch(`${this.url}/${name}/x`, { headers: token === undefined ? {} : { authorization } });
        return { status: response.status, reason: response.headers.get("x-reason"), body: await response.text() };
    }
}
