// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource name, status, message, ignoreCase;
    std::vector<ValueSource> values;
};

class CheckHeaderStep final : public Step
{
public:
    explicit CheckHeaderStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto status = m_settings.status.integer(run);
        const auto ignoreCase = m_settings.ignoreCase.boolean(run);
        if (!status || *status < 100 || *status > 999 || !ignoreCase)
            return StepResult::fail(expressionFailure("failed-check-httpcode or ignore-case is of a wrong type."));
        std::string made;
        const auto name = m_settings.name.view(run, made);
        const auto values = run.exchange().request.headers.all(name);
        const auto actual = joined(values);
        if (!values.empty() && isAllowed(actual, *ignoreCase, run))
            return StepResult::next();
        LastError error;
        error.status = static_cast<int>(*status);
        error.wireMessage = m_settings.message.text(run);
        error.reason = values.empty() ? "HeaderNotFound" : "HeaderValueNotAllowed";
        error.message = "Header " + std::string(name)
            + (values.empty() ? " was not found in the request. Access denied." : " value of " + actual + " is not allowed. Access denied.");
        return StepResult::fail(std::move(error));
    }

private:
    static std::string joined(const std::vector<std::string_view> &values)
    {
        std::string text;
        for (const auto value : values)
            text.append(text.empty() ? "" : ",").append(value);
        return text;
    }
    //! No value listed: the header has to be there, no more.
    bool isAllowed(const std::string &actual, bool ignoreCase, const Run &run) const
    {
        return m_settings.values.empty()
            || std::any_of(m_settings.values.begin(), m_settings.values.end(), [&](const auto &value) {
                   std::string made;
                   const auto allowed = value.view(run, made);
                   return ignoreCase ? equalsIgnoreCase(allowed, actual) : allowed == actual;
               });
    }
    Settings m_settings;
};

} // namespace

void compileCheckHeader(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.name = compiler.attribute(node, "name");
    settings.status = compiler.attribute(node, "failed-check-httpcode");
    settings.message = compiler.attribute(node, "failed-check-error-message");
    settings.ignoreCase = compiler.attribute(node, "ignore-case", "false");
    for (const auto child : compiler.document().elements(node))
        if (compiler.document().name(child) == "value")
            settings.values.push_back(compiler.text(child));
    compiler.emit(std::make_unique<CheckHeaderStep>(std::move(settings)));
}

} // namespace gatehouse::policy
