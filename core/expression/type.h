// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/known.h"
#include "core/expression/value.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::expression {

enum class TypeKind : std::uint8_t {
    Void, //!< of statements' calls
    Null, //!< of the literal null
    Object, Bool, Char, SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double, Decimal, String,
    Class, Struct, Interface, Enum,
    Array, //!< arguments[0] = the element
    Nullable, //!< arguments[0] = the value type
    Delegate, //!< Func`n, Action`n, Predicate`1, Comparison`1 ...: arguments, and invoke below
    Anonymous, //!< members in `fields`
    Parameter, //!< T of a generic member or type while signatures are read
    Lambda, //!< a lambda or method group that has no type yet
};

struct MemberGroup;
struct Type;

struct Field
{
    std::u16string name;
    const Type *type = nullptr;
};

//! One type, interned: equal types are the same pointer. Owned by the Library, alive as long as it.
struct Type
{
    TypeKind kind = TypeKind::Class;
    std::string fullName; //!< "System.Collections.Generic.List`1" for every List<T>; "System.String"
    std::string shortName; //!< "List", "string"
    const Type *definition = nullptr; //!< the open generic type that this one closes, or itself
    std::vector<const Type *> arguments;
    Known known = Known::None; //!< of the definition

    bool isStatic = false; //!< static class: members only
    bool isFlags = false; //!< enum with [Flags]
    const Type *base = nullptr; //!< with arguments put in
    std::vector<const Type *> interfaces; //!< with arguments put in; all, also inherited
    std::vector<Field> fields; //!< of Anonymous and tuples
    bool hasTupleNames = false; //!< names of tuple elements are part of it; Library::plain() is the type at run time
    std::vector<std::pair<std::string, std::int32_t>> values; //!< of Enum, in order of declaration
    //! Of Delegate: what it takes and gives.
    std::vector<const Type *> parameters;
    const Type *result = nullptr;

    const Type *element() const { return arguments.empty() ? nullptr : arguments[0]; }
    bool isNumeric() const { return kind >= TypeKind::SByte && kind <= TypeKind::Decimal; }
    bool isIntegral() const { return kind >= TypeKind::SByte && kind <= TypeKind::UInt64; }
    //! May a variable of the type be null?
    bool isReference() const;
    bool isValueType() const { return !isReference(); }
};

//! "System.Collections.Generic.List`1[System.String]", as Type.ToString() writes it.
std::string fullNameOf(const Type &type);
//! "List<string>": for messages of the checker.
std::string nameOf(const Type &type);

} // namespace gatehouse::expression
