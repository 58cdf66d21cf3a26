// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! What an editor offers and explains. Pure; nothing here is on a request's way.

struct MemberInfo
{
    std::string name;
    MemberKind kind = MemberKind::Property;
    std::string type; //!< of its value: "IReadOnlyDictionary<string, string[]>"
    std::string signature; //!< of the first overload, as C# declares it
    std::size_t overloads = 1;
    bool isStatic = false;
};

//! Methods and properties by name, those of bases and interfaces and of LINQ included; `isStatic`: what stands behind the type's own name, which
//! is its values for an enum.
std::vector<MemberInfo> membersOf(const Library &library, const Type &type, bool isStatic);

struct Receiver
{
    const Type *type = nullptr;
    bool isStatic = false; //!< the type's name, not a value of it
};

//! What stands before the dot at the end of `unfinished`, the beginning of an expression up to the caret, "@(context.Request." or
//! "@{ var x = 1; if (x.", typed by the checker itself. Nothing when that can't be read.
std::optional<Receiver> receiverBeforeDot(std::string_view unfinished, const Library &library);

//! Local variables and lambda parameters that were named before the caret, newest first.
std::vector<std::string> namesBefore(std::string_view unfinished);

//! The type that nameOf(Type) wrote.
const Type *typeNamed(std::string_view name, const Library &library);

} // namespace gatehouse::expression
