// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/raise.h"
#include "core/expression/type.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

class Call;
using Native = Value (*)(Call &call);

struct Parameter
{
    std::string name;
    const Type *type = nullptr; //!< of `params T[] x`: the array
    bool isOut = false;
    bool isParams = false;
    bool hasDefault = false;
    Value defaultValue;
};

enum class MemberKind : std::uint8_t { Method, Property, Indexer, Constructor, ImplicitConversion, ExplicitConversion, Operator };

//! One overload. Types are those of the open definition: the checker puts arguments in.
struct Member
{
    MemberKind kind = MemberKind::Method;
    std::string name; //!< "Split", "Item" of an indexer, "+" of an operator
    const Type *declaring = nullptr; //!< the definition
    bool isStatic = false;
    bool isExtension = false; //!< parameters[0] is what it extends
    std::vector<const Type *> typeParameters; //!< of a generic method
    std::vector<Parameter> parameters;
    const Type *result = nullptr;
    Native native = nullptr; //!< the getter of a property or indexer
    Native setter = nullptr;
    std::string signature; //!< as declared, for messages
};

//! How a group of the library states a member, in C#:
//!   "static bool IsNullOrEmpty(string value)"      "string[] Split(params char[] separator)"     "T Value<T>(object key)"
//!   "int Length { get; }"                          "JToken this[object key] { get; set; }"       "new(char c, int count)"
//!   "static implicit operator JToken(string value)"  "static bool operator ==(Guid a, Guid b)"   "bool TryParse(string s, out int result)"
//!   "static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, R> selector)"        "string ToString(string format = null)"
//! A native gets `this` (never null: the machine has raised NullReferenceException) and then the parameters, converted; a missing
//! optional one as its default, `params` as one array.
struct Declaration
{
    const char *signature;
    Native native;
    Native setter = nullptr;
};

//! The .NET types and members that expressions may use, with what they do. What is not here is refused by the checker with its name:
//! the list of Microsoft's page on policy expressions bounds it. Built once by main, then immutable and shared by all threads; closing
//! generic types (List<JObject>) is thread-safe.
class Library
{
public:
    Library();
    ~Library();
    Library(const Library &) = delete;
    Library &operator=(const Library &) = delete;

    // For the groups (groups.h), while the constructor runs.
    //! "class Newtonsoft.Json.Linq.JArray : JContainer, IList<JToken>", "static class System.Math", "struct System.Guid : IComparable",
    //! "interface System.Collections.Generic.IList<T> : ICollection<T>", "delegate R System.Func<A, R>(A a)". Base and interfaces by
    //! short name, in any order of declaration. A type may be declared again without bases to add members.
    void declare(std::string_view type, Known known, std::initializer_list<Declaration> members = {});
    void declareEnum(std::string_view fullName, Known known, std::initializer_list<std::pair<const char *, std::int32_t>> values,
                     bool isFlags = false);

    const Type *known(Known known) const { return m_known[static_cast<std::size_t>(known)]; } //!< open where generic
    const Type *primitive(TypeKind kind) const { return m_primitives[static_cast<std::size_t>(kind)]; }
    //! "string", "List" with arity 1, "System.Text.Encoding", "Newtonsoft.Json.Linq.JObject"; null: not allowed or unknown.
    const Type *findType(std::string_view name, std::size_t arity = 0) const;
    bool isNamespace(std::string_view name) const; //!< "System.Text", or the beginning of one
    const Type *exceptionType(Raised kind) const;

    const Type *arrayOf(const Type *element) const;
    const Type *nullableOf(const Type *value) const;
    const Type *close(const Type *definition, std::span<const Type *const> arguments) const;
    const Type *close(Known definition, std::initializer_list<const Type *> arguments) const;
    const Type *anonymous(std::vector<Field> fields) const;
    //! ValueTuple of two to seven fields; one without a name is ItemN. Null: no such tuple.
    const Type *tuple(std::vector<Field> fields) const;
    const Type *plain(const Type *type) const; //!< without the names of tuple elements: what values have at run time
    //! `type` with parameters[i] replaced by arguments[i].
    const Type *substitute(const Type *type, std::span<const Type *const> parameters, std::span<const Type *const> arguments) const;

    //! Overloads of that name in the type, its bases and interfaces, nearest first; of the open definitions.
    std::vector<const Member *> members(const Type &type, std::string_view name) const;
    std::span<const Member *const> extensions(std::string_view name) const;
    std::vector<const Member *> constructors(const Type &type) const;
    //! ImplicitConversion, ExplicitConversion or Operator members declared in the type or its bases.
    std::vector<const Member *> operators(const Type &type, MemberKind kind, std::string_view name = {}) const;
    //! The closed form of `definition` that `type` is or inherits, e.g. IEnumerable<JToken> for (JArray, IEnumerable`1); null: none.
    const Type *findBase(const Type *type, const Type *definition) const;
    //! Identity, reference and boxing conversions, with variance of interfaces and delegates.
    bool isAssignable(const Type *from, const Type *to) const;
    //! The run-time type; null has none.
    const Type *typeOf(const Value &value) const;
    //! `value is T`.
    bool isInstance(const Value &value, const Type *type) const;
    //! For suggestions: names of all members of a type.
    std::vector<std::string> memberNames(const Type &type) const;

private:
    void resolveBases(Type &type);
    void resolveMembers(const Type *type, const std::vector<Declaration> &declarations);
    const Type *findAny(std::string_view name, std::size_t arity) const; //!< of declarations: every namespace

    struct Data;
    std::unique_ptr<Data> m_data;
    std::vector<const Type *> m_known;
    std::vector<const Type *> m_primitives;
};

} // namespace gatehouse::expression
