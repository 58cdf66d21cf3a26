// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

//! A JavaScript identifier, or several with dots between them.
bool isCallback(std::string_view name)
{
    bool begins = true;
    for (const char c : name) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
        const bool isDigit = c >= '0' && c <= '9';
        if (c == '.' ? begins : !isLetter && (begins || !isDigit))
            return false;
        begins = c == '.';
    }
    return !begins;
}

class JsonpStep final : public Step
{
public:
    explicit JsonpStep(ValueSource parameter) : m_parameter(std::move(parameter)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto parameter = m_parameter.text(run);
        const auto callback = http::queryValue(exchange.originalUrl.query, parameter);
        if (!callback || callback->empty())
            return StepResult::next();
        if (!isCallback(*callback)) {
            LastError error;
            error.status = 400;
            error.reason = "CallbackParameterInvalid";
            error.message = "Value of callback parameter " + parameter + " is not a valid JavaScript identifier.";
            error.wireMessage = error.message;
            return StepResult::fail(std::move(error));
        }
        auto &response = exchange.response;
        const auto *json = response.body.bytes();
        if (!isJsonType(mediaType(response.headers.get("Content-Type").value_or(""))))
            return StepResult::next();
        auto script = *callback + "(" + (json ? *json : std::string()) + ");";
        setBody(response.body, response.headers, std::move(script));
        response.headers.set("Content-Type", "application/javascript");
        return StepResult::next();
    }

private:
    ValueSource m_parameter;
};

} // namespace

void compileJsonp(Compiler &compiler, NodeId node)
{
    auto parameter = compiler.attribute(node, "callback-parameter-name");
    compiler.emit(bufferStep(false, true));
    compiler.emit(std::make_unique<JsonpStep>(std::move(parameter)));
}

} // namespace gatehouse::policy
