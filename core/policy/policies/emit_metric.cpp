// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/metric_dimensions.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <charconv>
#include <cmath>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource name, space, value;
    MetricDimensions dimensions;
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
        auto dimensions = m_settings.dimensions.of(run);
        if (!dimensions)
            return StepResult::fail(std::move(dimensions.error()));
        sample.dimensions = std::move(*dimensions);
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
    settings.dimensions = MetricDimensions::compile(compiler, node);
    compiler.emit(std::make_unique<EmitMetricStep>(std::move(settings)));
}

} // namespace gatehouse::policy
