// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/reading.h"
#include "core/openapi/schemas.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::openapi {

struct Parameter
{
    enum class In { Path, Query, Header, Cookie, Body, Form } in = In::Query;
    std::string name;
    bool required = false;
    const Node *node = nullptr; //!< resolved
    const Node *written = nullptr; //!< where the operation lists it
};

//! Those of an operation over those of its path.
std::vector<Parameter> readParameters(const Reading &reading, const Node &pathItem, const Node &operation);
//! The schema, in 2.0 the parameter itself; nullptr when it has none.
const Node *schemaOf(const Reading &reading, const Parameter &parameter);
//! "string", "integer", "array" ...: what a schema says or lets guess, "string" when nothing.
std::string_view typeOf(const Reading &reading, const Node &schema);
//! ARM's ParameterContract.
json::object contractOf(const Reading &reading, const Schemas &schemas, const Parameter &parameter);
//! As contractOf, of a header of a response, which is no parameter.
json::object headerContract(const Reading &reading, const Schemas &schemas, std::string_view name, const Node &header);
//! ARM's examples by name: of `example`, or of `examples` as 3.x writes them. Nothing when there are none.
void addExamples(const Reading &reading, json::object &target, const Node &owner);

} // namespace gatehouse::openapi
