// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"
#include "core/policy/exchange.h"
#include "core/policy/liquid/value.h"

#include <tl/expected.hpp>

namespace gatehouse::policy::liquid {

struct BodyBinding
{
    bool nilIsNull = false; //!< xsi-nil: an element with xsi:nil="true" is nil, else ""
    bool parsesDates = true; //!< ISO dates in JSON become DateTime
};

//! `body` by the content type: XML elements by local names and without case, JSON, else the text. Fails with the .NET message.
tl::expected<Value, std::string> bodyValue(std::string_view text, std::string_view contentType, const BodyBinding &binding);
//! `context`: Request, Response, Variables, and what else expressions know by name.
Value contextValue(const Exchange &exchange);
//! A variable's value, or a part of one: JSON, XML, lists, plain values.
Value valueOf(const expression::Value &value, const BodyBinding &binding = {});

} // namespace gatehouse::policy::liquid
