// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"
#include "core/policy/response_cache.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource duration;
    std::optional<ValueSource> cacheResponse;
    ResponseCacheSlots slots;
};

//! Only with a cache-lookup before, which has made the key.
class CacheStoreStep final : public Step
{
public:
    explicit CacheStoreStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto seconds = m_settings.duration.integer(run);
        if (!seconds || *seconds < 0 || *seconds > maxDuration)
            return StepResult::fail(expressionFailure("duration is not a number of seconds."));
        bool wanted = run.exchange().response.status == 200;
        if (m_settings.cacheResponse) {
            const auto asked = m_settings.cacheResponse->boolean(run);
            if (!asked)
                return StepResult::fail(expressionFailure("cache-response is not of type Boolean."));
            wanted = *asked;
        }
        const auto *key = std::get_if<std::string>(&run.value(m_settings.slots.key));
        auto &response = run.exchange().response;
        if (!key || !wanted || *seconds == 0 || !mayBeShared(response))
            return StepResult::next();
        if (const auto *bytes = response.body.bytes())
            return store(run, *key, *bytes, std::chrono::seconds(*seconds));
        if (response.body.isEmpty())
            return store(run, *key, {}, std::chrono::seconds(*seconds));
        if (response.body.length.value_or(0) > maxCachedBytes)
            return StepResult::next();
        return StepResult::suspend(run.services().buffer(response.body, maxCachedBytes, [&run, &response](Status status) {
            run.complete(afterBuffering(run, response, status));
        }));
    }

private:
    static constexpr long long maxDuration = 10LL * 365 * 24 * 3600;

    //! A cookie is one client's; a part or "not modified" answers one request; events never end.
    static bool mayBeShared(const ResponseMessage &response)
    {
        const auto type = response.headers.get("Content-Type").value_or("");
        return !response.headers.has("Set-Cookie") && response.status != 206 && response.status != 304
            && !type.starts_with("text/event-stream");
    }
    //! One that turns out too large streams on, and is not kept.
    static StepResult afterBuffering(Run &run, const ResponseMessage &response, const Status &status)
    {
        if (status && response.body.bytes())
            return StepResult::jump(run.index());
        if (!status && status.error().kind == ErrorKind::TooLarge)
            return StepResult::next();
        LastError error;
        error.reason = "BodyReadFailure";
        error.message = "The body could not be read into memory.";
        return StepResult::fail(std::move(error));
    }
    StepResult store(Run &run, const std::string &key, const std::string &body, std::chrono::seconds duration) const
    {
        auto &response = run.exchange().response;
        CachedResponse kept{response.status, response.reason, response.headers, body};
        kept.headers.remove("Content-Length");
        kept.headers.remove("Transfer-Encoding");
        if (const auto *directives = std::get_if<std::string>(&run.value(m_settings.slots.directives)))
            setDownstreamCaching(response.headers, *directives, duration);
        if (body.size() > maxCachedBytes)
            return StepResult::next();
        const auto *type = std::get_if<std::int64_t>(&run.value(m_settings.slots.type));
        return CacheChoice(run.services(), type ? static_cast<CachingType>(*type) : CachingType::PreferExternal)
            .store(run, key, std::move(kept), duration);
    }
    Settings m_settings;
};

} // namespace

void compileCacheStore(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.duration = compiler.attribute(node, "duration");
    if (compiler.has(node, "cache-response"))
        settings.cacheResponse = compiler.attribute(node, "cache-response");
    settings.slots = responseCacheSlots(compiler);
    compiler.emit(std::make_unique<CacheStoreStep>(std::move(settings)));
    compiler.cacheStored();
}

} // namespace gatehouse::policy
