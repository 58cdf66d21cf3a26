// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/context_objects.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

//! `this` of an extension method may be null; then it fails as the method's body would.
const MapView &mapIn(Call &c)
{
    if (c.isNull(0))
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    return *mapOf(c[0]);
}

std::optional<Value> lookUp(Call &c)
{
    const auto &map = mapIn(c);
    if (c.isNull(1))
        raiseNullArgument("key");
    return map.find(c[1]);
}

//! Values of one name, joined with commas.
Value joinedOrDefault(Call &c)
{
    const auto found = lookUp(c);
    if (!found)
        return c[2];
    const auto *values = found->as<ArrayObject>();
    if (!values)
        return *found;
    if (values->items().size() == 1)
        return values->items().front();
    std::u16string joined;
    for (std::size_t i = 0; i < values->items().size(); ++i) {
        if (i > 0)
            joined += u',';
        if (const auto *text = stringOf(values->items()[i]))
            joined += *text;
    }
    return c.text(std::move(joined));
}

Value valueOrDefault(Call &c)
{
    auto found = lookUp(c);
    return found ? std::move(*found) : c[2];
}

Value objectOrNull(Call &c)
{
    auto found = lookUp(c);
    return found ? std::move(*found) : Value::null();
}

//! (T)value, as a cast of an object does it.
Value unboxed(Call &c, Value value, const Type *wanted)
{
    if (value.isNull()) {
        if (wanted->isValueType() && wanted->kind != TypeKind::Nullable)
            raise(Raised::NullReference, "Object reference not set to an instance of an object.");
        return value;
    }
    const auto *type = wanted->kind == TypeKind::Nullable ? wanted->element() : wanted;
    if (!c.library().isInstance(value, type))
        raise(Raised::InvalidCast, "Specified cast is not valid.");
    return value;
}

Value typedOrZero(Call &c)
{
    auto found = lookUp(c);
    return found ? unboxed(c, std::move(*found), c.typeArgument(0)) : zeroOf(c.typeArgument(0), c.library());
}

Value typedOrDefault(Call &c)
{
    auto found = lookUp(c);
    return found ? unboxed(c, std::move(*found), c.typeArgument(0)) : c[2];
}

} // namespace

void declareContextMaps(Library &library)
{
    library.declare(
        "static class ContextExtensions", Known::None,
        {{"static string GetValueOrDefault(this IReadOnlyDictionary<string, string[]> values, string headerName, string defaultValue = null)",
          joinedOrDefault},
         {"static string[] GetValueOrDefault(this IReadOnlyDictionary<string, string[]> values, string headerName, string[] defaultValue)",
          valueOrDefault},
         {"static string GetValueOrDefault(this IReadOnlyDictionary<string, string> values, string key, string defaultValue = null)",
          valueOrDefault},
         {"static string GetValueOrDefault(this IDictionary<string, string> values, string key, string defaultValue = null)", valueOrDefault},
         {"static string GetValueOrDefault(this Dictionary<string, string> values, string key, string defaultValue = null)", valueOrDefault},
         {"static X509Certificate2 GetValueOrDefault(this IReadOnlyDictionary<string, X509Certificate2> values, string key, "
          "X509Certificate2 defaultValue = null)",
          valueOrDefault},
         {"static object GetValueOrDefault(this IReadOnlyDictionary<string, object> values, string variableName)", objectOrNull},
         {"static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> values, string variableName)", typedOrZero},
         {"static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> values, string variableName, T defaultValue)", typedOrDefault}});
}

} // namespace gatehouse::expression
