// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/machine.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! From one group of the library to another's members, by name: conversions and parsing stand in one place and keep their rules.

//! The static method `name` of `type` that takes `value` first and has defaults for the rest; nullopt: there is none.
std::optional<Value> callStatic(Machine &machine, const Type *type, std::string_view name, const Value &value);
//! Convert.ChangeType(value, target, invariant culture).
Value changeType(Machine &machine, const Value &value, const Type *target);
//! The value of the property `name`, by its getter; nullopt: no such readable property.
std::optional<Value> readProperty(Machine &machine, const Value &object, std::string_view name);

//! A task that may end without any lambda.
class EagerTask : public Task
{
public:
    virtual Poll run(Machine &machine) = 0;
    Poll start(Machine &) final { return std::move(first); }
    Poll first;
};
//! Runs `task` at once as far as it calls no lambda, and has the machine run the rest.
Value runTask(Call &call, std::unique_ptr<EagerTask> task);

} // namespace gatehouse::expression
