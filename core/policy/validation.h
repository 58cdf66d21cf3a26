// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/program.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// What the validate-* policies share: Azure's actions, errors and answers.

enum class ValidationAction { Ignore, Prevent, Detect };
std::optional<ValidationAction> validationActionOf(std::string_view text);

struct ValidationError
{
    std::string name, type, rule, details;
    std::string publicResponse; //!< what the client of a refused request reads
};

//! One policy's findings.
class Validation
{
public:
    Validation(std::string variable, bool response) : m_variable(std::move(variable)), m_response(response) { }
    void add(ValidationAction action, ValidationError error);
    //! Leaves the errors in the variable, as JSON text, and refuses where one of them prevents: 400 in inbound, 502 in outbound.
    StepResult finish(Exchange &exchange) const;

private:
    std::string m_variable;
    bool m_response;
    std::vector<std::pair<ValidationAction, ValidationError>> m_errors;
};

//! What answers for a response, and for what is wrong in the API's own schema.
inline constexpr std::string_view internalPublicResponse = "The request could not be processed due to an internal error. Contact the API owner.";

//! The operation's definition of a response status, or null.
const json::object *responseDefinition(const Exchange &exchange, int status);
//! A parameter's definition by its name; header names without case.
const json::object *parameterDefinition(const json::value *list, std::string_view name, bool ignoreCase);
//! Why a text is no value of the definition's type or of its list; nothing when it is one.
std::optional<std::string> parameterFault(const json::object &definition, std::string_view value);

} // namespace gatehouse::policy
