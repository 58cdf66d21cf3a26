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
        const auto name = m_settings.name.text(run);
        const auto &headers = run.exchange().request.headers;
        LastError error;
        error.status = static_cast<int>(*status);
        error.wireMessage = m_settings.message.text(run);
        if (!headers.has(name)) {
            error.reason = "HeaderNotFound";
            error.message = "Header " + name + " was not found in the request. Access denied.";
            return StepResult::fail(std::move(error));
        }
        const auto actual = valueOf(headers, name);
        if (isAllowed(actual, *ignoreCase, run))
            return StepResult::next();
        error.reason = "HeaderValueNotAllowed";
        error.message = "Header " + name + " value of " + actual + " is not allowed. Access denied.";
        return StepResult::fail(std::move(error));
    }

private:
    static std::string valueOf(const http::Headers &headers, std::string_view name)
    {
        std::string text;
        for (const auto value : headers.all(name))
            text += (text.empty() ? "" : ",") + std::string(value);
        return text;
    }
    //! No value listed: the header has to be there, no more.
    bool isAllowed(const std::string &actual, bool ignoreCase, const Run &run) const
    {
        return m_settings.values.empty()
            || std::any_of(m_settings.values.begin(), m_settings.values.end(), [&](const auto &value) {
                   const auto allowed = value.text(run);
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
