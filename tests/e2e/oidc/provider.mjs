// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A certified OpenID provider (oidc-provider) on a free port of loopback, whose keys can be changed and which can fail.

import { randomBytes } from "node:crypto";
import { createServer, request } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

export class SigningKey {
    static async make(kid, alg) {
        const key = new SigningKey();
        const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
        key.kid = kid;
        key.alg = alg;
        key.privateKey = privateKey;
        key.publicKey = publicKey;
        key.privateJwk = { ...(await exportJWK(privateKey)), kid, alg, use: "sig" };
        key.publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
        return key;
    }
}

export const client = { client_id: "orders-app", client_secret: "orders-secret", grant_types: ["client_credentials"], redirect_uris: [], response_types: [] };

export class TestProvider {
    counts = { discovery: 0, keys: 0 };
    contentKey = randomBytes(32); // of encrypted tokens
    #server = createServer((incoming, response) => this.#serve(incoming, response));
    #sockets = new Set();
    #callback;
    #fails = false;

    static async start(keys, port = 0) {
        const provider = new TestProvider();
        provider.#server.on("connection", (socket) => {
            provider.#sockets.add(socket);
            socket.on("close", () => provider.#sockets.delete(socket));
        });
        await provider.#listen(port);
        provider.issuer = `http://127.0.0.1:${provider.port}`;
        provider.documentUrl = `${provider.issuer}/.well-known/openid-configuration`;
        provider.publish(keys);
        return provider;
    }

    get port() {
        return this.#server.address()?.port ?? this.lastPort;
    }

    //! From now on these are the keys that it shows; tokens are signed by the first of each algorithm.
    publish(keys) {
        const provider = new Provider(this.issuer, {
            clients: [client],
            cookies: { keys: [randomBytes(16).toString("hex")] },
            jwks: { keys: keys.map((key) => key.privateJwk) },
            scopes: ["orders.read", "orders.write"],
            enabledJWA: {
                idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "ES384", "EdDSA"],
                dPoPSigningAlgValues: ["ES256", "EdDSA", "RS256", "PS256"],
            },
            extraTokenClaims: () => ({ tier: "gold" }),
            features: {
                devInteractions: { enabled: false },
                clientCredentials: { enabled: true },
                dPoP: { enabled: true },
                resourceIndicators: {
                    enabled: true,
                    getResourceServerInfo: (_context, resource) => this.#resourceServer(new URL(resource)),
                },
            },
        });
        this.#callback = provider.callback();
    }

    //! The resource says what its tokens are like: https://orders.test/?alg=ES256&ttl=2&encrypted=1. Its audience is without the query.
    #resourceServer(resource) {
        const { searchParams } = resource;
        const jwt = { sign: { alg: searchParams.get("alg") ?? "RS256" } };
        if (searchParams.has("encrypted"))
            jwt.encrypt = { alg: "dir", enc: "A256GCM", key: this.contentKey };
        return {
            scope: "orders.read orders.write",
            audience: resource.origin,
            accessTokenTTL: Number(searchParams.get("ttl") ?? 3600),
            accessTokenFormat: "jwt",
            jwt,
        };
    }

    //! As any client asks for it. With a proof of its key the token is bound to that (DPoP).
    async token({ resource = "https://orders.test", scope = "orders.read", proof } = {}) {
        const parameters = new URLSearchParams({ grant_type: "client_credentials", resource, ...(scope ? { scope } : {}) });
        const body = await this.#post("/token", parameters, proof ? { DPoP: proof } : {});
        if (!body.access_token)
            throw new Error(`the provider gives no token: ${JSON.stringify(body)}`);
        return body.access_token;
    }

    //! On a connection of its own: the provider may have been away since the last one.
    #post(path, parameters, more) {
        const headers = { "content-type": "application/x-www-form-urlencoded", ...more };
        const options = { method: "POST", headers, auth: `${client.client_id}:${client.client_secret}`, agent: false };
        return new Promise((resolve, reject) => {
            const call = request(this.issuer + path, options, (response) => {
                let text = "";
                response.setEncoding("utf8").on("data", (piece) => { text += piece; });
                response.on("end", () => resolve(JSON.parse(text))).on("error", reject);
            });
            call.on("error", reject).end(parameters.toString());
        });
    }

    //! Answers 503 to everything.
    fail(fails) {
        this.#fails = fails;
    }

    async stop() {
        this.lastPort = this.port;
        const closed = new Promise((resolve) => this.#server.close(resolve));
        for (const socket of this.#sockets)
            socket.destroy();
        await closed;
    }
    restart() {
        return this.#listen(this.lastPort);
    }

    #listen(port) {
        return new Promise((resolve, reject) => {
            this.#server.once("error", reject);
            this.#server.listen(port, "127.0.0.1", resolve);
        });
    }
    #serve(incoming, response) {
        if (incoming.url.startsWith("/.well-known/openid-configuration"))
            ++this.counts.discovery;
        else if (incoming.url.startsWith("/jwks"))
            ++this.counts.keys;
        if (this.#fails) {
            response.writeHead(503).end();
            return;
        }
        this.#callback(incoming, response);
    }
}
