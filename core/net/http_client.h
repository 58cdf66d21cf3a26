// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/net/loop.h"
#include "core/net/proxy_address.h"
#include "core/net/tls_checks.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace gatehouse::crypto {
struct CertificateFile;
}

namespace gatehouse::net {

struct HttpClientOptions
{
    std::string caPem; //!< extra trust anchors beside the system's
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds idleTimeout{60'000}; //!< of pooled connections
    std::size_t maxIdlePerOrigin = 64;
};

struct ClientRequest
{
    std::string method = "GET";
    std::string url; //!< absolute http or https
    http::Headers headers;
    std::string body;
    std::chrono::milliseconds timeout{60'000}; //!< to the end of the body
    std::size_t maxBody = 8U << 20;
    std::shared_ptr<const crypto::CertificateFile> certificate; //!< shown to servers that ask for one; null: none
    ProxyAddress proxy;
    TlsChecks checks;
};

//! Cancels on destruction; its callback then never runs.
class ClientCall
{
public:
    virtual ~ClientCall() = default;
};

//! Pooled HTTP/1.1 client on a loop: verified TLS, DNS off the loop's thread. Whole messages in memory; the data plane streams by its
//! own upstream on the same connections and pool.
class HttpClient
{
public:
    static std::unique_ptr<HttpClient> create(Loop &loop, HttpClientOptions options = {});
    virtual ~HttpClient() = default;
    //! Failures: Unavailable "net.connect"/"net.resolve"/"net.tls", Timeout "net.timeout", TooLarge "net.bodyTooLarge", Invalid "net.badResponse".
    virtual std::unique_ptr<ClientCall> send(ClientRequest request, std::function<void(Result<http::Response>)> done) = 0;
};

} // namespace gatehouse::net
