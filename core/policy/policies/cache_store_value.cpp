// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_value.h"
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource key, value, duration;
    CachingType type = CachingType::PreferExternal;
};

class CacheStoreValueStep final : public Step
{
public:
    explicit CacheStoreValueStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto seconds = m_settings.duration.integer(run);
        if (!seconds || *seconds <= 0 || *seconds > maxDuration)
            return StepResult::fail(expressionFailure("duration is not a positive number of seconds."));
        const auto &value = m_settings.value.variable(run);
        if (auto *body = streamOf(value))
            return buffer(run, *body);
        auto content = toCached(value);
        if (!content)
            return StepResult::fail(expressionFailure("A value of this type can't be kept in the cache."));
        return CacheChoice(run.services(), m_settings.type)
            .store(run, valueCacheKey(m_settings.key.text(run)), std::move(*content), std::chrono::seconds(*seconds));
    }

private:
    static constexpr long long maxDuration = 10LL * 365 * 24 * 3600;

    //! A response is kept with its body.
    static Body *streamOf(const Variable &value)
    {
        const auto *response = std::get_if<std::shared_ptr<ResponseMessage>>(&value);
        const bool streams = response && *response && std::holds_alternative<std::shared_ptr<BodyStream>>((*response)->body.content);
        return streams ? &(*response)->body : nullptr;
    }
    //! The exchange goes on with the same bytes when the response is its own.
    static StepResult buffer(Run &run, Body &body)
    {
        auto &own = run.exchange().response.body;
        const bool same = own.content == body.content;
        return StepResult::suspend(run.services().buffer(body, maxBufferedBody, [&run, &body, &own, same](Status status) {
            if (!status) {
                run.complete(StepResult::fail(expressionFailure("The response's body could not be read into memory.")));
                return;
            }
            if (same)
                own = body;
            run.complete(StepResult::jump(run.index()));
        }));
    }
    Settings m_settings;
};

} // namespace

void compileCacheStoreValue(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.type = cachingType(compiler, node);
    settings.duration = compiler.attribute(node, "duration");
    settings.key = compiler.attribute(node, "key");
    settings.value = compiler.attribute(node, "value");
    compiler.emit(std::make_unique<CacheStoreValueStep>(std::move(settings)));
}

} // namespace gatehouse::policy
