// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/identity/io.h"
#include "core/limit/quota.h"
#include "core/limit/window.h"
#include "core/policy/cache.h"
#include "core/policy/exchange.h"
#include "core/policy/external_cache.h"
#include "core/policy/signals.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::identity {
struct State;
}

namespace gatehouse::policy {

class SemanticCache;

//! Something under way that a step waits for. Destroying or cancelling it ends it; its completion is then never called.
class Operation
{
public:
    virtual ~Operation() = default;
    virtual void cancel() = 0;
};
using OperationPointer = std::unique_ptr<Operation>;

struct OutgoingRequest
{
    std::string method = "GET";
    std::string url; //!< absolute
    http::Headers headers;
    std::string body;
    std::chrono::milliseconds timeout{60'000};
    bool followRedirects = false;
    std::shared_ptr<const crypto::CertificateFile> certificate; //!< shown to a server that asks for one; null: none
    bool checksChain = true, checksName = true; //!< of the server's certificate
    ProxyUse proxy; //!< goes through it
};

struct ForwardOptions
{
    std::chrono::milliseconds timeout{300'000}; //!< until the response's head
    bool bufferRequestBody = false; //!< keep the body so that retry can send it again
    bool bufferResponse = true; //!< coalesce small pieces up to 8 KiB; false: every piece at once
    bool followRedirects = false;
    bool failOnErrorStatusCode = false;
    int httpVersion = 1;
};

//! What a policy may touch outside its exchange; the gateway implements it, tests fake it. Called on the exchange's worker, and
//! completions run there, never inside the call that started them. Failures of http: Unavailable, Timeout, Invalid, TooLarge.
class PolicyServices
{
public:
    virtual ~PolicyServices() = default;

    virtual const Clock &clock() const = 0;
    virtual Random &random() = 0;

    //! A whole response in memory (at most 8 MiB, else TooLarge). Verifies TLS.
    virtual OperationPointer send(OutgoingRequest request, std::function<void(Result<ResponseMessage>)> done) = 0;
    //! The same without waiting: nobody learns how it ended, and the exchange's end does not end it. Bounded: too many at a time are dropped.
    virtual void sendOneWay(OutgoingRequest request) = 0;
    //! Sends exchange.request to exchange.backendBaseUrl + backendPath; fills exchange.response with the head and a stream.
    virtual OperationPointer forward(Exchange &exchange, const ForwardOptions &options, std::function<void(Status)> done) = 0;
    virtual OperationPointer wait(std::chrono::microseconds duration, std::function<void()> done) = 0;
    //! Between two slices of long work: `slice` runs after what others wait for was served.
    virtual OperationPointer yield(std::function<void()> slice) { return wait({}, std::move(slice)); }
    //! Turns a streaming body into bytes, TooLarge above `limit`.
    virtual OperationPointer buffer(Body &body, std::size_t limit, std::function<void(Status)> done) = 0;

    //! Counts one call under (limit's identity, key) across all workers.
    virtual limit::Verdict take(std::string_view counter, std::string_view key, const limit::Rule &rule,
                                std::uint32_t increment = 1) = 0;
    //! Counts under a limit without asking: what is known after the response alone.
    virtual void addToLimit(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls)
    {
        constexpr std::uint64_t most = 0xffff'ffff;
        take(counter, key, {1ULL << 62, rule.periodMicros}, static_cast<std::uint32_t>(calls < most ? calls : most));
    }
    //! Counts `calls` of a quota across all workers when it allows them; 0 judges alone.
    virtual limit::QuotaVerdict takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule,
                                          std::uint64_t calls) = 0;
    //! Counts without asking. Bandwidth is counted by the gateway when the exchange is over: Exchange::bandwidth.
    virtual void addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls) = 0;
    //! True: limits are counted where other gateways count too, and the three calls above are not for them but these. An outage is an
    //! allowing verdict or an error, as the gateway was told.
    virtual bool countsElsewhere() const { return false; }
    virtual OperationPointer takeLater(std::string_view, std::string_view, const limit::Rule &, std::uint32_t,
                                       std::function<void(Result<limit::Verdict>)>)
    {
        return nullptr;
    }
    virtual OperationPointer takeQuotaLater(std::string_view, std::string_view, const limit::QuotaRule &, std::uint64_t,
                                            std::function<void(Result<limit::QuotaVerdict>)>)
    {
        return nullptr;
    }
    //! Remembers a name where other gateways remember theirs, for as long: true when nobody had. An outage is true or an error, as the gateway was told.
    //! Null: there is no such place, and this gateway's own memory decides.
    virtual OperationPointer rememberElsewhere(std::string_view, std::chrono::milliseconds, std::function<void(Result<bool>)>)
    {
        return nullptr;
    }
    //! One of `maximum` places at `key` across all workers; null when all are taken. Letting go of it gives it back.
    virtual std::shared_ptr<void> enter(std::string_view key, std::uint64_t maximum) = 0;

    virtual Cache &cache() = 0;
    //! Verified tokens and providers' keys of all workers, and how this one fetches for them.
    virtual identity::State &identity() = 0;
    virtual identity::Io identityIo() = 0;
    //! Null: none is configured.
    virtual ExternalCache *externalCache() { return nullptr; }
    //! Null: nothing is kept.
    virtual SemanticCache *semanticCache() { return nullptr; }
    //! Sends the request to a backend resource: its URL goes before request.url (a path and query), its credentials win over the
    //! request's. Fails with NotFound "gateway.unknownBackend" or Unavailable "gateway.backendTripped".
    virtual Status addressBackend(std::string_view id, OutgoingRequest &)
    {
        return fail(ErrorKind::NotFound, "gateway.unknownBackend", {{"backend", std::string(id)}});
    }
    virtual void trace(TraceEntry entry) = 0;
    virtual void measure(MetricSample sample) = 0;
};

} // namespace gatehouse::policy
