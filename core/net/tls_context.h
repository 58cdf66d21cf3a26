// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/http_server.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace gatehouse::net {

struct FreeTlsContext
{
    void operator()(SSL_CTX *context) const;
};
using TlsContextPointer = std::unique_ptr<SSL_CTX, FreeTlsContext>;

//! What a TLS listener shows: one context a certificate, chosen by SNI (exact name, then "*.parent", then the default).
class ServerTlsContext
{
public:
    //! `requestClient`: clients are asked for a certificate and may have none. Any is taken, for whoever reads it to judge; that the client
    //! has its key is checked. Fails with Invalid "net.badCertificate" (args: serverName, reason).
    static Result<std::unique_ptr<ServerTlsContext>> create(const std::vector<ServerCertificate> &certificates, bool requestClient = false);

    //! From now on; connections that stand keep what they have. Any thread. Fails as create() does, and changes nothing then.
    Status replace(const std::vector<ServerCertificate> &certificates);

    SSL_CTX *initial() const;
    SSL_CTX *choose(std::string_view serverName) const;

private:
    struct Contexts
    {
        std::vector<TlsContextPointer> all;
        std::map<std::string, SSL_CTX *, std::less<>> byName;
        SSL_CTX *standard = nullptr;
    };
    Result<Contexts> contextsOf(const std::vector<ServerCertificate> &certificates);

    bool m_requestClient = false;
    mutable std::mutex m_mutex;
    Contexts m_contexts;
    std::vector<Contexts> m_retired; //!< somebody may just be opening a connection with one; they are few
};

//! Verifies against the system's trust anchors and `caPem`. Fails with Invalid "net.badCertificate".
Result<TlsContextPointer> makeClientTlsContext(const std::string &caPem);

} // namespace gatehouse::net
