// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

class Run;

//! Where a policy's attribute or text comes from: a constant (a literal, named values put in, or an expression that needs no engine), or
//! the result of an expression that an evaluation step has put into the run before the policy's own step runs.
class ValueSource
{
public:
    ValueSource() = default; //!< the empty text
    explicit ValueSource(Variable constant) : m_constant(std::move(constant)) { }
    static ValueSource ofSlot(std::uint32_t slot);

    bool isConstant() const { return !m_slot; }
    const Variable &constant() const { return m_constant; }

    const Variable &variable(const Run &run) const;
    std::string text(const Run &run) const;
    //! The same without a copy where the value is a text: a view of it, or of `made`, which has to live as long.
    std::string_view view(const Run &run, std::string &made) const;
    //! Nothing when the value is neither of that type nor a text that reads as one.
    std::optional<bool> boolean(const Run &run) const;
    std::optional<long long> integer(const Run &run) const;

private:
    Variable m_constant = std::string();
    std::optional<std::uint32_t> m_slot;
};

//! As C# writes it: "True", "42", "1.5", the text itself, "" for null.
std::string textOf(const Variable &value);
std::optional<bool> booleanOf(const Variable &value);
std::optional<long long> integerOf(const Variable &value);

//! `@(true)`, `@("text")`, `@(123)`: what needs no engine. Nothing for any other expression.
std::optional<Variable> foldConstant(std::string_view expression);

} // namespace gatehouse::policy
