// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_convert.h"
#include "core/expression/library/json_groups.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

using Expand = void (*)(Call &c, JsonToken &token, std::vector<JsonToken *> &out);

//! A sequence of tokens, each replaced by what `expand` finds from it.
template<Expand expand>
Value each(Call &c)
{
    return c.collect(0, [](Call &call, const std::vector<Value> &items) {
        std::vector<JsonToken *> tokens;
        for (const Value &item : items) {
            if (JsonToken *token = jsonOf(item))
                expand(call, *token, tokens);
        }
        return sequenceOf(call, valuesOf(tokens));
    });
}

void expandChildren(Call &, JsonToken &token, std::vector<JsonToken *> &out)
{
    const auto children = childrenOf(token);
    out.insert(out.end(), children.begin(), children.end());
}

void expandDescendants(Call &c, JsonToken &token, std::vector<JsonToken *> &out)
{
    appendDescendants(c, token, out);
}

void expandWithDescendants(Call &c, JsonToken &token, std::vector<JsonToken *> &out)
{
    out.push_back(&token);
    appendDescendants(c, token, out);
}

template<bool withSelf>
void expandAncestors(Call &, JsonToken &token, std::vector<JsonToken *> &out)
{
    const auto ancestors = ancestorsOf(token, withSelf);
    out.insert(out.end(), ancestors.begin(), ancestors.end());
}

void expandByKey(Call &c, JsonToken &token, std::vector<JsonToken *> &out)
{
    if (JsonToken *child = childOf(token, c[1]))
        out.push_back(child);
}

//! Values<U>(): a value itself, else the children; converted.
Value convertedValues(Call &c)
{
    return c.collect(0, [](Call &call, const std::vector<Value> &items) {
        std::vector<Value> values;
        for (const Value &item : items) {
            JsonToken *token = jsonOf(item);
            if (!token)
                continue;
            const auto children = dynamic_cast<JsonValue *>(token) ? std::vector<JsonToken *>{token} : childrenOf(*token);
            for (JsonToken *child : children)
                values.push_back(valueOfJson(call.machine(), child, call.typeArgument(0)));
        }
        return sequenceOf(call, std::move(values));
    });
}

Value convertedByKey(Call &c)
{
    return c.collect(0, [](Call &call, const std::vector<Value> &items) {
        std::vector<Value> values;
        for (const Value &item : items) {
            JsonToken *token = jsonOf(item);
            JsonToken *child = token ? childOf(*token, call[1]) : nullptr;
            if (child)
                values.push_back(valueOfJson(call.machine(), child, call.typeArgument(0)));
        }
        return sequenceOf(call, std::move(values));
    });
}

Value convertedToken(Call &c)
{
    if (c.isNull(0))
        raiseNullArgument("value");
    JsonToken *token = jsonOf(c[0]);
    if (!token)
        raise(Raised::ArgumentException, "Source value must be a JToken.");
    return valueOfJson(c.machine(), token, c.typeArgument(0));
}

} // namespace

void declareJsonExtensions(Library &library)
{
    library.declare("static class Newtonsoft.Json.Linq.Extensions", Known::None, {
        {"static U Value<U>(this JToken value)", convertedToken},
        {"static U Value<U>(this IEnumerable<JToken> value)", convertedToken},
        {"static JEnumerable<JToken> Values(this IEnumerable<JToken> source)", each<expandChildren>},
        {"static JEnumerable<JToken> Values(this IEnumerable<JToken> source, object key)", each<expandByKey>},
        {"static IEnumerable<U> Values<U>(this IEnumerable<JToken> source)", convertedValues},
        {"static IEnumerable<U> Values<U>(this IEnumerable<JToken> source, object key)", convertedByKey},
        {"static JEnumerable<JToken> Children(this IEnumerable<JToken> source)", each<expandChildren>},
        {"static JEnumerable<JProperty> Properties(this IEnumerable<JObject> source)", each<expandChildren>},
        {"static JEnumerable<JToken> Descendants(this IEnumerable<JContainer> source)", each<expandDescendants>},
        {"static JEnumerable<JToken> DescendantsAndSelf(this IEnumerable<JContainer> source)", each<expandWithDescendants>},
        {"static JEnumerable<JToken> Ancestors(this IEnumerable<JToken> source)", each<expandAncestors<false>>},
        {"static JEnumerable<JToken> AncestorsAndSelf(this IEnumerable<JToken> source)", each<expandAncestors<true>>},
        {"static JEnumerable<JToken> AsJEnumerable(this IEnumerable<JToken> source)",
         [](Call &c) { return c.collect(0, [](Call &call, std::vector<Value> items) { return sequenceOf(call, std::move(items)); }); }},
    });
    library.declare("struct Newtonsoft.Json.Linq.JEnumerable<T>", Known::JEnumerable1, {
        {"JEnumerable<JToken> this[object key] { get; }", each<expandByKey>},
    });
}

} // namespace gatehouse::expression
