// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"

#include <functional>

namespace gatehouse::expression {

//! Reads the C# texts by which groups declare types and members. They are ours, so a wrong one is a programming error: it throws
//! std::logic_error with the text, and no test gets past the Library's constructor.

//! "class A.B<T> : Base, IList<T>" in parts; base names stay text until every type is known.
struct TypeText
{
    std::string keyword; //!< class, struct, interface, delegate
    bool isStatic = false;
    std::string fullName; //!< without `n
    std::vector<std::string> parameters;
    std::vector<std::string> bases;
    std::string result; //!< of delegate
    std::vector<std::string> delegateParameters; //!< types
};
TypeText readType(std::string_view text);

using NameResolver = std::function<const Type *(std::string_view name, std::size_t arity)>;
struct TypeScope
{
    const Library &library;
    std::vector<const Type *> parameters; //!< of the type and the method, by shortName
    NameResolver find;
};
//! "Dictionary<string, int[]>", "int?", "T".
const Type *readTypeName(std::string_view text, const TypeScope &scope);

//! A member; `makeParameter` makes the Parameter type of a generic method's T.
Member readMember(std::string_view text, const Type *declaring, const TypeScope &scope,
                  const std::function<const Type *(std::string_view)> &makeParameter);

} // namespace gatehouse::expression
