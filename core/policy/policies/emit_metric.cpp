// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <charconv>
#include <cmath>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource name, space, value;
    std::vector<std::pair<ValueSource, std::optional<ValueSource>>> dimensions;
};

std::optional<double> realOf(const Variable &value)
{
    if (const auto *number = std::get_if<double>(&value))
        return *number;
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*number);
    const auto written = textOf(value);
    const auto text = trim(written);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

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

class EmitMetricStep final : public Step
{
public:
    explicit EmitMetricStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto value = realOf(m_settings.value.variable(run));
        if (!value || !std::isfinite(*value))
            return StepResult::fail(expressionFailure("value is not a number."));
        MetricSample sample{m_settings.space.text(run), m_settings.name.text(run), *value, {}};
        for (const auto &[name, given] : m_settings.dimensions) {
            const auto key = name.text(run);
            auto text = given ? std::optional(given->text(run)) : defaultDimension(key, run.exchange());
            if (!text)
                return StepResult::fail(expressionFailure("The dimension '" + key + "' needs a value: it is no default dimension."));
            sample.dimensions.emplace_back(key, std::move(*text));
        }
        run.services().measure(std::move(sample));
        return StepResult::next();
    }

private:
    Settings m_settings;
};

} // namespace

void compileEmitMetric(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.name = compiler.attribute(node, "name");
    settings.space = compiler.attribute(node, "namespace", "API Management");
    settings.value = compiler.attribute(node, "value", "1");
    for (const auto child : compiler.document().elements(node)) {
        if (compiler.document().name(child) != "dimension")
            continue;
        auto name = compiler.attribute(child, "name");
        std::optional<ValueSource> value;
        if (compiler.has(child, "value"))
            value = compiler.attribute(child, "value");
        settings.dimensions.emplace_back(std::move(name), std::move(value));
    }
    compiler.emit(std::make_unique<EmitMetricStep>(std::move(settings)));
}

} // namespace gatehouse::policy
