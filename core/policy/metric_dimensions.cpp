// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/metric_dimensions.h"

#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

//! What a dimension of that name has when no value is given. Nothing: it is none of Azure's defaults.
std::optional<std::string> defaultDimension(std::string_view name, const Exchange &exchange)
{
    const auto &matched = exchange.matched;
    if (name == "API ID")
        return matched.api ? matched.api->id : std::string();
    if (name == "Operation ID")
        return matched.operation ? matched.operation->id : std::string();
    if (name == "Product ID")
        return matched.product ? matched.product->id : std::string();
    if (name == "User ID")
        return matched.subscription ? matched.subscription->userId : std::string();
    if (name == "Subscription ID")
        return matched.subscription ? matched.subscription->id : std::string();
    if (name == "Backend ID")
        return exchange.backendId;
    if (name == "Gateway ID")
        return "managed";
    if (name == "Location")
        return std::string();
    return std::nullopt;
}

} // namespace

MetricDimensions MetricDimensions::compile(Compiler &compiler, NodeId node)
{
    MetricDimensions dimensions;
    for (const auto child : compiler.document().elements(node)) {
        if (compiler.document().name(child) != "dimension")
            continue;
        auto name = compiler.attribute(child, "name");
        std::optional<ValueSource> value;
        if (compiler.has(child, "value"))
            value = compiler.attribute(child, "value");
        dimensions.m_dimensions.emplace_back(std::move(name), std::move(value));
    }
    return dimensions;
}

tl::expected<Properties, LastError> MetricDimensions::of(const Run &run) const
{
    Properties properties;
    for (const auto &[name, given] : m_dimensions) {
        auto key = name.text(run);
        auto text = given ? std::optional(given->text(run)) : defaultDimension(key, run.exchange());
        if (!text)
            return tl::unexpected(expressionFailure("The dimension '" + key + "' needs a value: it is no default dimension."));
        properties.emplace_back(std::move(key), std::move(*text));
    }
    return properties;
}

} // namespace gatehouse::policy
