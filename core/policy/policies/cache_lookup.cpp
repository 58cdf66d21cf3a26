// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/cached_value.h"
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"
#include "core/policy/response_cache.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource byDeveloper, byGroups, downstream, mustRevalidate, allowPrivate;
    std::vector<ValueSource> headers, parameters;
    ResponseCacheSlots slots;
    CachingType type = CachingType::PreferExternal;
    std::shared_ptr<const std::optional<std::uint32_t>> afterStore;
};

//! Parts of a key can't run into each other.
void addPart(std::string &key, std::string_view part)
{
    key += std::to_string(part.size());
    key += ':';
    key += part;
}

class CacheLookupStep final : public Step
{
public:
    explicit CacheLookupStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto allowPrivate = m_settings.allowPrivate.boolean(run);
        const auto byDeveloper = m_settings.byDeveloper.boolean(run);
        const auto byGroups = m_settings.byGroups.boolean(run);
        const auto directives = downstreamDirectives(m_settings.downstream.text(run), m_settings.mustRevalidate.boolean(run));
        if (!allowPrivate || !byDeveloper || !byGroups || !directives)
            return StepResult::fail(expressionFailure("An attribute of cache-lookup has a value of a wrong type."));
        auto &exchange = run.exchange();
        if (exchange.request.method != "GET" || (exchange.request.headers.has("Authorization") && !*allowPrivate))
            return StepResult::next();
        const auto key = keyOf(run, *byDeveloper || *byGroups);
        run.setValue(m_settings.slots.key, key);
        run.setValue(m_settings.slots.directives, *directives);
        run.setValue(m_settings.slots.type, static_cast<std::int64_t>(m_settings.type));
        return CacheChoice(run.services(), m_settings.type)
            .find(run, key, [this, &run, directives = *directives](const CacheHit &hit) { return found(run, hit, directives); });
    }

private:
    StepResult found(Run &run, const CacheHit &hit, const std::string &directives) const
    {
        const auto *cached = hit.content ? std::get_if<CachedResponse>(hit.content.get()) : nullptr;
        if (!cached)
            return StepResult::next();
        auto &exchange = run.exchange();
        auto &response = exchange.response;
        response.status = cached->status;
        response.reason = cached->reason;
        response.headers = cached->headers;
        response.body.set(cached->body);
        exchange.hasResponse = true;
        setDownstreamCaching(response.headers, directives, std::chrono::duration_cast<std::chrono::seconds>(hit.left));
        return *m_settings.afterStore ? StepResult::toOutbound(**m_settings.afterStore) : StepResult::respond();
    }

    //! The developer's groups are not known here; the developer is the finer key.
    std::string keyOf(const Run &run, bool personal) const
    {
        const auto &exchange = run.exchange();
        const auto &request = exchange.request;
        std::string key = "r:";
        addPart(key, exchange.matched.api ? exchange.matched.api->id + ";rev=" + exchange.matched.api->revision : std::string());
        addPart(key, exchange.matched.operation ? exchange.matched.operation->id : std::string());
        addPart(key, request.url.path);
        if (m_settings.parameters.empty())
            addPart(key, request.url.query); // all of them
        for (const auto &parameter : m_settings.parameters)
            addParameters(key, request.url.query, parameter.text(run));
        for (const auto &header : m_settings.headers) {
            const auto name = toLower(trim(header.text(run)));
            addPart(key, name);
            addPart(key, request.headers.joined(name));
        }
        const auto &subscription = exchange.matched.subscription;
        if (personal)
            addPart(key, subscription ? (subscription->userId.empty() ? subscription->id : subscription->userId) : std::string());
        return key;
    }
    //! "a;b": several in one element.
    static void addParameters(std::string &key, std::string_view query, const std::string &names)
    {
        for (const auto part : split(names, ';')) {
            const auto name = trim(part);
            addPart(key, name);
            for (const auto &[known, value] : http::parseQuery(query))
                if (equalsIgnoreCase(known, name))
                    addPart(key, value);
        }
    }
    Settings m_settings;
};

} // namespace

void compileCacheLookup(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.type = cachingType(compiler, node);
    settings.byDeveloper = compiler.attribute(node, "vary-by-developer", "false");
    settings.byGroups = compiler.attribute(node, "vary-by-developer-groups", "false");
    settings.downstream = compiler.attribute(node, "downstream-caching-type", "none");
    settings.mustRevalidate = compiler.attribute(node, "must-revalidate", "true");
    settings.allowPrivate = compiler.attribute(node, "allow-private-response-caching", "false");
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "vary-by-header")
            settings.headers.push_back(compiler.text(child));
        else if (name == "vary-by-query-parameter")
            settings.parameters.push_back(compiler.text(child));
    }
    settings.slots = responseCacheSlots(compiler);
    settings.afterStore = compiler.afterCacheStore();
    compiler.emit(std::make_unique<CacheLookupStep>(std::move(settings)));
}

} // namespace gatehouse::policy
