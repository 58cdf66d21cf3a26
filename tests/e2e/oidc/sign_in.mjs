// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A certified OpenID provider (oidc-provider) for people, and a user agent that does what a person does at it. Each line of standard input is a
// command as JSON, answered by one line of JSON:
//   {"do": "browse", "url": .., "login": .., "deny": true, "change": {"state": ".."}, "wait": 2000}   opens the URL, signs in, consents, comes back
//   {"do": "device", "url": .., "login": .., "deny": true}                                            the same for a device code's page
//   {"do": "revoke"}                                                                                   ends all sessions and refresh tokens
//   {"do": "fail", "on": true}                                                                         answers 503 from now on
// The first line written is {"issuer": ..}. `node sign_in.mjs PORT`. All traffic is on loopback.

import "./webcrypto.mjs";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";
import { SigningKey } from "./provider.mjs";

console.info = console.error; // standard output is for answers alone: the provider's notices would pass for one

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const native = (client_id) => ({
    client_id,
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
    response_types: ["code"],
    redirect_uris: ["http://127.0.0.1/callback"],
});

//! Everything that the provider keeps, so that it can be forgotten at once.
const kept = new Map();
class Memory {
    constructor(kind) { this.kind = kind; }
    key(id) { return `${this.kind}:${id}`; }
    async upsert(id, payload) { kept.set(this.key(id), payload); }
    async find(id) { return kept.get(this.key(id)); }
    async #findBy(name, value) { return [...kept].find(([key, payload]) => key.startsWith(`${this.kind}:`) && payload[name] === value)?.[1]; }
    findByUid(uid) { return this.#findBy("uid", uid); }
    findByUserCode(code) { return this.#findBy("userCode", code); }
    async consume(id) { kept.get(this.key(id)).consumed = Math.floor(Date.now() / 1000); }
    async destroy(id) { kept.delete(this.key(id)); }
    async revokeByGrantId(grant) {
        for (const [key, payload] of kept)
            if (payload.grantId === grant)
                kept.delete(key);
    }
}

const key = await SigningKey.make("people-1", "RS256");
const provider = new Provider(issuer, {
    adapter: Memory,
    clients: [native("gatehouse"), native("hasty")],
    cookies: { keys: [randomBytes(16).toString("hex")] },
    jwks: { keys: [key.privateJwk] },
    claims: { profile: ["preferred_username"] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: `${id}@manage.test` }) }),
    issueRefreshToken: async () => true, // as most providers do for the scope offline_access, without prompt=consent
    ttl: {
        AccessToken: (_context, token) => token.resourceServer?.accessTokenTTL ?? 600, IdToken: 600, Grant: 3600, Interaction: 600, Session: 3600, RefreshToken: 3600,
        AuthorizationCode: (_context, _token, client) => (client.clientId === "hasty" ? 1 : 60),
        DeviceCode: (_context, _token, client) => (client.clientId === "hasty" ? 2 : 600),
    },
    features: {
        devInteractions: { enabled: true },
        deviceFlow: { enabled: true },
        revocation: { enabled: true },
        resourceIndicators: {
            enabled: true,
            getResourceServerInfo: (_context, resource) => ({
                scope: "manage",
                audience: new URL(resource).origin,
                accessTokenTTL: Number(new URL(resource).searchParams.get("ttl") ?? 600),
                accessTokenFormat: "jwt",
                jwt: { sign: { alg: "RS256" } },
            }),
        },
    },
});
provider.on("server_error", (_context, error) => console.error(error));

let fails = false;
const callback = provider.callback();
const server = createServer((request, response) => (fails ? response.writeHead(503).end() : callback(request, response)));
await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));

//! Debian's Node 18 has no Headers.getSetCookie(): the fields come joined by commas, which dates hold too.
const cookiesOf = (response) => (response.headers.get("set-cookie") ?? "").split(/,(?=\s*[^;,=\s]+=)/).map((cookie) => cookie.trim()).filter(Boolean);

//! A browser without a script engine: cookies, redirects, forms.
class UserAgent {
    #cookies = new Map();

    constructor({ login, deny = false, change = {}, wait = 0 }) {
        Object.assign(this, { login, deny, change, wait });
    }

    async open(url, body) {
        for (let hops = 0; hops < 20; ++hops) {
            if (!url.startsWith(issuer))
                return this.#comeBack(url);
            const response = await fetch(url, {
                method: body ? "POST" : "GET",
                redirect: "manual",
                body,
                headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...(body ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
            });
            for (const cookie of cookiesOf(response)) {
                const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
                this.#cookies.set(name, value);
            }
            body = undefined;
            if (response.status >= 300 && response.status < 400) {
                url = new URL(response.headers.get("location"), url).href;
                continue;
            }
            const page = await response.text();
            const form = this.#filled(page, url);
            if (!form)
                return { status: response.status, text: page.replace(/<style[^]*?<\/style>/g, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim() };
            ({ url, body } = form);
        }
        throw new Error("too many pages");
    }

    //! The next form with what a person would fill in; undefined: there is none.
    #filled(page, at) {
        const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
        const fields = new URLSearchParams();
        for (const [input] of page.matchAll(/<input[^>]*>/g)) {
            const name = /name="([^"]*)"/.exec(input)?.[1];
            if (name)
                fields.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? "");
        }
        if (!action)
            return undefined;
        if (this.deny && fields.has("user_code"))
            fields.set("abort", "yes");
        else if (this.deny) {
            const abort = /href="([^"]*\/abort)"/.exec(page)?.[1];
            return { url: new URL(abort, at).href };
        }
        if (fields.has("login")) {
            fields.set("login", this.login);
            fields.set("password", "any");
        }
        if (fields.has("user_code") && !fields.get("user_code"))
            return undefined;
        if (fields.has("user_code"))
            fields.set("confirm", "yes");
        return { url: new URL(action, at).href, body: fields };
    }

    async #comeBack(url) {
        const back = new URL(url);
        for (const [name, value] of Object.entries(this.change))
            if (value === null)
                back.searchParams.delete(name);
            else
                back.searchParams.set(name, value);
        await new Promise((resolve) => setTimeout(resolve, this.wait));
        const response = await fetch(back);
        return { status: response.status, text: await response.text() };
    }
}

const commands = {
    browse: (command) => new UserAgent(command).open(command.url),
    device: (command) => new UserAgent(command).open(command.url),
    fail: async ({ on }) => { fails = on; return {}; },
    revoke: async () => { kept.clear(); return {}; },
};
console.log(JSON.stringify({ issuer }));
for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
        console.log(JSON.stringify(await commands[command.do](command)));
    } catch (error) {
        console.log(JSON.stringify({ error: String(error.stack ?? error) }));
    }
}
process.exit(0);
