// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/reflection.h"

#include "core/expression/library/comparers.h"
#include "core/expression/library/groups.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {

class TypeObject final : public Object
{
public:
    explicit TypeObject(const Type *itsType) : described(itsType) { }
    const Type *const described;

    const Type *type(const Library &library) const override { return library.known(Known::Type); }
    std::u16string text(Machine &) const override { return toUtf16(fullNameOf(*described)); }
    bool equals(const Object &other) const override
    {
        const auto *object = dynamic_cast<const TypeObject *>(&other);
        return object && object->described == described;
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(described) >> 4); }
};

const Type &self(Call &c)
{
    return *c.object<TypeObject>(0).described;
}

bool isClosed(const Type &type)
{
    return !type.arguments.empty() && type.kind != TypeKind::Array;
}

std::string plainName(const Type &type)
{
    if (type.kind == TypeKind::Array)
        return plainName(*type.element()) + "[]";
    if (type.known == Known::Grid2 || type.known == Known::Grid3)
        return plainName(*type.element()) + (type.known == Known::Grid2 ? "[,]" : "[,,]");
    const auto name = type.fullName.substr(type.fullName.rfind('.') + 1);
    return isClosed(type) ? name + '`' + std::to_string(type.arguments.size()) : name;
}

std::string spaceOf(const Type &type)
{
    if (type.kind == TypeKind::Array)
        return spaceOf(*type.element());
    const auto dot = type.fullName.rfind('.');
    return dot == std::string::npos ? std::string() : type.fullName.substr(0, dot);
}

//! Where .NET Framework keeps the type: part of the full name of a generic type's arguments.
std::string assemblyOf(const Type &type)
{
    const auto space = spaceOf(type);
    if (space.starts_with("Newtonsoft."))
        return "Newtonsoft.Json, Version=12.0.0.0, Culture=neutral, PublicKeyToken=30ad4fe6b2a6aeed";
    const char *assembly = space == "System.Linq" ? "System.Core" : space == "System.Xml.Linq" ? "System.Xml.Linq" : space == "System.Xml" ? "System.Xml" : "mscorlib";
    return std::string(assembly) + ", Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089";
}

std::string qualifiedName(const Type &type)
{
    if (type.kind == TypeKind::Array)
        return qualifiedName(*type.element()) + "[]";
    if (!isClosed(type) || type.definition == &type)
        return isClosed(type) ? type.fullName + '`' + std::to_string(type.arguments.size()) : fullNameOf(type);
    std::string name = type.fullName + '`' + std::to_string(type.arguments.size()) + '[';
    for (std::size_t i = 0; i < type.arguments.size(); ++i)
        name += (i ? ",[" : "[") + qualifiedName(*type.arguments[i]) + ", " + assemblyOf(*type.arguments[i]) + ']';
    return name + ']';
}

bool isPrimitive(const Type &type)
{
    return type.kind >= TypeKind::Bool && type.kind <= TypeKind::Double;
}

bool isValueType(const Type &type)
{
    return type.isValueType();
}

bool isClass(const Type &type)
{
    return type.isReference() && type.kind != TypeKind::Interface;
}

template<TypeKind kind>
bool isOfKind(const Type &type)
{
    return type.kind == kind;
}

template<bool (*is)(const Type &)>
Value test(Call &c)
{
    return Value::ofBool(is(self(c)));
}

template<bool isNegated>
Value sameType(Call &c)
{
    return Value::ofBool(equalValues(c[0], c[1]) != isNegated);
}

Value isSubclassOf(Call &c)
{
    const auto *other = &typeArgumentIn(c, 1, "c");
    const Type *level = self(c).base;
    while (level && level != other)
        level = level->base;
    return Value::ofBool(level != nullptr);
}

Value genericArguments(Call &c)
{
    std::vector<Value> items;
    if (isClosed(self(c)))
        for (const auto *argument : self(c).arguments)
            items.push_back(typeObject(argument));
    return c.array(c.library().known(Known::Type), std::move(items));
}

void declareType(Library &library)
{
    library.declare(
        "class System.Type", Known::Type,
        {{"string Name { get; }", [](Call &c) { return c.text(plainName(self(c))); }},
         {"string FullName { get; }", [](Call &c) { return c.text(qualifiedName(self(c))); }},
         {"string Namespace { get; }", [](Call &c) { return c.text(spaceOf(self(c))); }},
         {"Type BaseType { get; }", [](Call &c) { return self(c).base ? typeObject(self(c).base) : Value(); }},
         {"bool IsValueType { get; }", test<isValueType>},
         {"bool IsClass { get; }", test<isClass>},
         {"bool IsInterface { get; }", test<isOfKind<TypeKind::Interface>>},
         {"bool IsEnum { get; }", test<isOfKind<TypeKind::Enum>>},
         {"bool IsArray { get; }", test<isOfKind<TypeKind::Array>>},
         {"bool IsPrimitive { get; }", test<isPrimitive>},
         {"bool IsGenericType { get; }", test<isClosed>},
         {"bool IsAssignableFrom(Type c)",
          [](Call &c) { return Value::ofBool(!c.isNull(1) && c.library().isAssignable(&typeArgumentIn(c, 1, "c"), &self(c))); }},
         {"bool IsInstanceOfType(object o)", [](Call &c) { return Value::ofBool(c.library().isInstance(c[1], &self(c))); }},
         {"bool IsSubclassOf(Type c)", isSubclassOf},
         {"Type GetElementType()", [](Call &c) { return self(c).kind == TypeKind::Array ? typeObject(self(c).element()) : Value(); }},
         {"Type[] GetGenericArguments()", genericArguments},
         {"static TypeCode GetTypeCode(Type type)",
          [](Call &c) { return Value::ofEnum(c.result(), c.isNull(0) ? 0 : typeCodeOf(typeArgumentIn(c, 0, "type"))); }},
         {"bool Equals(Type o)", sameType<false>},
         {"static bool operator ==(Type left, Type right)", sameType<false>},
         {"static bool operator !=(Type left, Type right)", sameType<true>}});
    library.declare("class System.Object", Known::Object, {{"Type GetType()", [](Call &c) {
                                                                if (c.isNull(0))
                                                                    raise(Raised::NullReference, "Object reference not set to an instance of an object");
                                                                return typeObject(c.library().typeOf(c[0]));
                                                            }}});
}

Value makeTuple(Call &c)
{
    std::vector<Value> values;
    for (std::size_t i = 0; i < c.count(); ++i)
        values.push_back(c[i]);
    return Value::of(make<AnonymousObject>(c.result(), std::move(values)));
}

Value compareTuples(Call &c)
{
    const auto &a = c.object<AnonymousObject>(0).values();
    const auto &b = c.object<AnonymousObject>(1).values();
    for (std::size_t i = 0; i < a.size(); ++i)
        if (const auto order = compareValues(a[i], b[i]))
            return Value::ofInt(order);
    return Value::ofInt(0);
}

// clang-format off
#define TUPLE(letters, items) \
    library.declare("struct System.ValueTuple<" letters ">", Known::ValueTuple, \
                    {{"new(" items ")", makeTuple}, {"int CompareTo(ValueTuple<" letters "> other)", compareTuples}}); \
    library.declare("static class System.ValueTuple", Known::None, \
                    {{"static ValueTuple<" letters "> Create<" letters ">(" items ")", makeTuple}})
// clang-format on

void declareValueTuples(Library &library)
{
    TUPLE("A", "A item1");
    TUPLE("A, B", "A item1, B item2");
    TUPLE("A, B, C", "A item1, B item2, C item3");
    TUPLE("A, B, C, D", "A item1, B item2, C item3, D item4");
    TUPLE("A, B, C, D, E", "A item1, B item2, C item3, D item4, E item5");
    TUPLE("A, B, C, D, E, F", "A item1, B item2, C item3, D item4, E item5, F item6");
    TUPLE("A, B, C, D, E, F, G", "A item1, B item2, C item3, D item4, E item5, F item6, G item7");
}

#undef TUPLE

} // namespace

std::int32_t typeCodeOf(const Type &type)
{
    switch (type.kind) {
    case TypeKind::Bool: return 3;
    case TypeKind::Char: return 4;
    case TypeKind::String: return 18;
    case TypeKind::Enum: return 9;
    case TypeKind::Decimal: return 15;
    default:
        if (type.isNumeric())
            return 5 + static_cast<std::int32_t>(type.kind) - static_cast<std::int32_t>(TypeKind::SByte);
        return type.known == Known::DateTime ? 16 : 1;
    }
}

bool sameReference(const Value &a, const Value &b)
{
    if (a.isNull() || b.isNull())
        return a.isNull() && b.isNull();
    if (a.object() && b.object() && a.object() != b.object()) {
        const auto *left = stringOf(a);
        const auto *right = stringOf(b);
        return left && right && *left == *right && (left->empty() || (a.object()->isImmortal() && b.object()->isImmortal()));
    }
    return a.object() && a.object() == b.object();
}

Value typeObject(const Type *type)
{
    return Value::of(make<TypeObject>(type));
}

const Type &typeArgumentIn(Call &call, std::size_t index, std::string_view parameter)
{
    return *call.object<TypeObject>(index, parameter).described;
}

void declareReflection(Library &library)
{
    declareType(library);
    declareEnums(library);
    declareValueTuples(library);
    declareGrids(library);
}

} // namespace gatehouse::expression
