// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

#include <optional>
#include <string_view>

namespace gatehouse::expression {

//! What typeof and GetType() give.
Value typeObject(const Type *type);
//! "Monday", "monday", "1", "Monday, Friday" as a value of the enum.
std::optional<std::int32_t> readEnum(const Type &type, std::u16string_view text, bool ignoreCase);

std::int32_t typeCodeOf(const Type &type); //!< of System.TypeCode
//! object.ReferenceEquals. There is one empty string in .NET, and literals are interned; boxes are never the same.
bool sameReference(const Value &a, const Value &b);

//! System.Enum's members, called by declareReflection alone.
void declareEnums(Library &library);
//! Arrays of two and three dimensions.
void declareGrids(Library &library);
//! The type that argument `index`, a System.Type, names; raises ArgumentNullException.
const Type &typeArgumentIn(Call &call, std::size_t index, std::string_view parameter);

} // namespace gatehouse::expression
