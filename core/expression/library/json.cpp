// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/library/groups.h"
#include "core/expression/library/json_content.h"
#include "core/expression/library/json_convert.h"
#include "core/expression/library/json_groups.h"
#include "core/expression/library/jpath.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

JsonToken *tokenAt(Call &call, std::size_t index)
{
    return call.isNull(index) ? nullptr : &call[index].to<JsonToken>();
}

std::vector<Value> valuesOf(const std::vector<JsonToken *> &tokens)
{
    std::vector<Value> values;
    values.reserve(tokens.size());
    for (JsonToken *token : tokens)
        values.push_back(valueOf(token));
    return values;
}

Value sequenceOf(Call &call, std::vector<Value> items)
{
    call.machine().allocate(items.size() * sizeof(Value) + 64);
    return Value::of(new SequenceObject(call.result(), std::move(items)));
}

std::vector<JsonToken *> childrenOf(const JsonToken &token)
{
    const auto *container = dynamic_cast<const JsonContainer *>(&token);
    return container ? container->items() : std::vector<JsonToken *>();
}

void appendDescendants(Call &call, const JsonToken &token, std::vector<JsonToken *> &out)
{
    for (JsonToken *child : childrenOf(token)) {
        call.charge(1);
        out.push_back(child);
        appendDescendants(call, *child, out);
    }
}

std::vector<JsonToken *> ancestorsOf(JsonToken &token, bool withSelf)
{
    std::vector<JsonToken *> out;
    for (JsonToken *ancestor = withSelf ? &token : token.parent(); ancestor; ancestor = ancestor->parent())
        out.push_back(ancestor);
    return out;
}

namespace {

[[noreturn]] void refuseChild(const JsonToken &token)
{
    raise(Raised::InvalidOperation,
          std::string("Cannot access child value on Newtonsoft.Json.Linq.") + (token.kind() == JsonType::Property ? "JProperty." : "JValue."));
}

[[noreturn]] void refuseKey(const JsonToken &token, const Value &key)
{
    const std::string shown = stringOf(key) ? "\"" + toUtf8(*stringOf(key)) + "\"" : "null";
    if (token.kind() == JsonType::Object) {
        raise(Raised::ArgumentException, "Accessed JObject values with invalid key value: " + shown + ". Object property name expected.");
    }
    raise(Raised::ArgumentException, "Accessed JArray values with invalid key value: " + shown + ". Int32 array index expected.");
}

std::size_t indexOf(const JsonToken &token, const Value &key)
{
    if (key.tag() != Tag::Int32)
        refuseKey(token, key);
    const auto &items = static_cast<const JsonContainer &>(token).items();
    if (key.int32() < 0 || static_cast<std::size_t>(key.int32()) >= items.size()) {
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    }
    return static_cast<std::size_t>(key.int32());
}

JsonToken &self(Call &c)
{
    return c[0].to<JsonToken>();
}

void setChild(JsonToken &token, const Value &key, JsonToken *value)
{
    if (key.isNull() && token.up() == nullptr && token.kind() != JsonType::Object && token.kind() != JsonType::Array)
        refuseChild(token);
    if (key.isNull())
        raiseNullArgument("key");
    if (auto *object = dynamic_cast<JsonObject *>(&token)) {
        if (!stringOf(key))
            refuseKey(token, key);
        object->set(*stringOf(key), value);
    } else if (token.kind() == JsonType::Array || token.kind() == JsonType::Constructor) {
        static_cast<JsonContainer &>(token).replaceToken(indexOf(token, key), value);
    } else {
        raise(Raised::InvalidOperation, "Cannot set child value on Newtonsoft.Json.Linq.JValue.");
    }
}

JsonContainer &parentOf(Call &c)
{
    JsonContainer *parent = self(c).parent();
    if (!parent)
        raise(Raised::InvalidOperation, "The parent is missing.");
    return *parent;
}

Value edge(Call &c, bool isFirst)
{
    auto *container = dynamic_cast<JsonContainer *>(&self(c));
    if (!container)
        refuseChild(self(c));
    return valueOf(isFirst ? container->first() : container->last());
}

Value addBeside(Call &c, std::size_t offset)
{
    JsonContainer &parent = parentOf(c);
    const Value held = parent.value();
    std::size_t index = self(c).indexInParent() + offset;
    return withJsonContent(c, c[1], [held, index](Machine &, std::vector<Value> tokens) {
        std::size_t at = index;
        for (const Value &token : tokens)
            held.to<JsonContainer>().insertToken(at++, jsonOf(token));
        return Value::null();
    });
}

Value select(Call &c, bool mustMatch)
{
    const auto tokens = selectTokens(c.machine(), self(c), c.string(1, "path"), mustMatch);
    if (tokens.size() > 1)
        raise(Raised::Json, "Path returned multiple tokens.");
    return tokens.empty() ? Value::null() : valueOf(tokens[0]);
}

Value selectAll(Call &c, bool mustMatch)
{
    return sequenceOf(c, valuesOf(selectTokens(c.machine(), self(c), c.string(1, "path"), mustMatch)));
}

Value written(Call &c)
{
    const bool indented = c.isNull(1) || c[1].enumValue() == 1;
    return c.text(jsonText(self(c), indented));
}

Value children(Call &c)
{
    return sequenceOf(c, valuesOf(childrenOf(self(c))));
}

Value childrenOfType(Call &c)
{
    std::vector<Value> items;
    for (Value &item : valuesOf(childrenOf(self(c)))) {
        if (c.library().isInstance(item, c.typeArgument(0)))
            items.push_back(std::move(item));
    }
    return sequenceOf(c, std::move(items));
}

Value convertedChildren(Call &c)
{
    if (!dynamic_cast<JsonContainer *>(&self(c)))
        refuseChild(self(c));
    std::vector<Value> items;
    for (JsonToken *child : childrenOf(self(c)))
        items.push_back(valueOfJson(c.machine(), child, c.typeArgument(0)));
    return sequenceOf(c, std::move(items));
}

Value descendants(Call &c, bool withSelf)
{
    std::vector<JsonToken *> tokens;
    if (withSelf)
        tokens.push_back(&self(c));
    appendDescendants(c, self(c), tokens);
    return sequenceOf(c, valuesOf(tokens));
}

Value siblings(Call &c, bool after)
{
    std::vector<JsonToken *> tokens;
    if (const JsonContainer *parent = self(c).parent()) {
        const auto index = static_cast<std::ptrdiff_t>(self(c).indexInParent());
        const auto &items = parent->items();
        tokens.assign(after ? items.begin() + index + 1 : items.begin(), after ? items.end() : items.begin() + index);
    }
    return sequenceOf(c, valuesOf(tokens));
}

Value parse(Call &c, JsonType required)
{
    return parseJson(c.string(0, "s"), &c.machine(), required);
}

Value fromObject(Call &c, JsonType required)
{
    if (c.isNull(0))
        raiseNullArgument("o");
    return withJsonOf(c, c[0], {}, [required](Machine &, const Value &token) {
        const JsonType kind = jsonOf(token)->kind();
        if (required != JsonType::None && kind != required) {
            raise(Raised::ArgumentException, "Object serialized to " + std::string(nameOf(kind)) + ". J" + std::string(nameOf(required))
                      + " instance expected.");
        }
        return token;
    });
}

Value toObject(Call &c)
{
    const Type *target = c.typeArgument(0);
    if (hasJsonCast(target))
        return castJson(c.machine(), &self(c), target);
    return objectOfJson(c.machine(), &self(c), target, {});
}

} // namespace

JsonToken *childOf(JsonToken &token, const Value &key)
{
    switch (token.kind()) {
    case JsonType::Object:
        if (key.isNull())
            raiseNullArgument("key");
        if (!stringOf(key))
            refuseKey(token, key);
        return static_cast<JsonObject &>(token).get(*stringOf(key));
    case JsonType::Array:
    case JsonType::Constructor:
        if (key.isNull())
            raiseNullArgument("key");
        return static_cast<JsonContainer &>(token).items()[indexOf(token, key)];
    default:
        refuseChild(token);
    }
}

void declareJsonToken(Library &library)
{
    library.declare("interface Newtonsoft.Json.Linq.IJEnumerable<T> : IEnumerable<T>", Known::None);
    library.declare("struct Newtonsoft.Json.Linq.JEnumerable<T> : IEnumerable<T>", Known::JEnumerable1);
    library.declare("class Newtonsoft.Json.Linq.JToken : IEnumerable<JToken>", Known::JToken, {
        {"JTokenType Type { get; }", [](Call &c) { return Value::ofEnum(c.result(), static_cast<std::int32_t>(self(c).kind())); }},
        {"JContainer Parent { get; }", [](Call &c) { return valueOf(self(c).parent()); }},
        {"JToken Root { get; }", [](Call &c) { return self(c).root().value(); }},
        {"JToken Next { get; }", [](Call &c) { return valueOf(self(c).next()); }},
        {"JToken Previous { get; }", [](Call &c) { return valueOf(self(c).previous()); }},
        {"JToken First { get; }", [](Call &c) { return edge(c, true); }},
        {"JToken Last { get; }", [](Call &c) { return edge(c, false); }},
        {"string Path { get; }", [](Call &c) { return c.text(self(c).path()); }},
        {"bool HasValues { get; }", [](Call &c) { return Value::ofBool(!childrenOf(self(c)).empty()); }},
        {"JToken this[object key] { get; set; }", [](Call &c) { return valueOf(childOf(self(c), c[1])); },
         [](Call &c) {
             setChild(self(c), c[1], tokenAt(c, 2));
             return Value::null();
         }},
        {"JEnumerable<JToken> Children()", children},
        {"JEnumerable<T> Children<T>()", childrenOfType},
        {"IEnumerable<T> Values<T>()", convertedChildren},
        {"T Value<T>(object key)", [](Call &c) { return valueOfJson(c.machine(), childOf(self(c), c[1]), c.typeArgument(0)); }},
        {"IEnumerable<JToken> Ancestors()", [](Call &c) { return sequenceOf(c, valuesOf(ancestorsOf(self(c), false))); }},
        {"IEnumerable<JToken> AncestorsAndSelf()", [](Call &c) { return sequenceOf(c, valuesOf(ancestorsOf(self(c), true))); }},
        {"IEnumerable<JToken> AfterSelf()", [](Call &c) { return siblings(c, true); }},
        {"IEnumerable<JToken> BeforeSelf()", [](Call &c) { return siblings(c, false); }},
        {"void AddAfterSelf(object content)", [](Call &c) { return addBeside(c, 1); }},
        {"void AddBeforeSelf(object content)", [](Call &c) { return addBeside(c, 0); }},
        {"void Remove()",
         [](Call &c) {
             parentOf(c).removeToken(self(c).indexInParent());
             return Value::null();
         }},
        {"void Replace(JToken value)",
         [](Call &c) {
             parentOf(c).replaceToken(self(c).indexInParent(), tokenAt(c, 1));
             return Value::null();
         }},
        {"string ToString(Formatting formatting, params JsonConverter[] converters)", written},
        {"T ToObject<T>()", toObject},
        {"JToken SelectToken(string path)", [](Call &c) { return select(c, false); }},
        {"JToken SelectToken(string path, bool errorWhenNoMatch)", [](Call &c) { return select(c, c.boolean(2)); }},
        {"IEnumerable<JToken> SelectTokens(string path)", [](Call &c) { return selectAll(c, false); }},
        {"IEnumerable<JToken> SelectTokens(string path, bool errorWhenNoMatch)", [](Call &c) { return selectAll(c, c.boolean(2)); }},
        {"JToken DeepClone()", [](Call &c) { return self(c).copy()->value(); }},
        {"static bool DeepEquals(JToken t1, JToken t2)", [](Call &c) { return Value::ofBool(deepEquals(tokenAt(c, 0), tokenAt(c, 1))); }},
        {"static JToken Parse(string json)", [](Call &c) { return parse(c, JsonType::None); }},
        {"static JToken Parse(string json, JsonLoadSettings settings)", [](Call &c) { return parse(c, JsonType::None); }},
        {"static JToken FromObject(object o)", [](Call &c) { return fromObject(c, JsonType::None); }},
    });
    library.declare("class Newtonsoft.Json.Linq.JContainer : JToken", Known::JContainer, {
        {"int Count { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(childrenOf(self(c)).size())); }},
        {"IEnumerable<JToken> Descendants()", [](Call &c) { return descendants(c, false); }},
        {"IEnumerable<JToken> DescendantsAndSelf()", [](Call &c) { return descendants(c, true); }},
    });
    library.declare("class Newtonsoft.Json.Linq.JObject : JContainer, IDictionary<string, JToken>", Known::JObject, {
        {"static JObject Parse(string json)", [](Call &c) { return parse(c, JsonType::Object); }},
        {"static JObject Parse(string json, JsonLoadSettings settings)", [](Call &c) { return parse(c, JsonType::Object); }},
        {"static JObject FromObject(object o)", [](Call &c) { return fromObject(c, JsonType::Object); }},
    });
    library.declare("class Newtonsoft.Json.Linq.JArray : JContainer, IList<JToken>", Known::JArray, {
        {"static JArray Parse(string json)", [](Call &c) { return parse(c, JsonType::Array); }},
        {"static JArray Parse(string json, JsonLoadSettings settings)", [](Call &c) { return parse(c, JsonType::Array); }},
        {"static JArray FromObject(object o)", [](Call &c) { return fromObject(c, JsonType::Array); }},
    });
}

void declareJson(Library &library)
{
    declareJsonToken(library);
    declareJsonConversions(library);
    declareJsonContainers(library);
    declareJsonValues(library);
    declareJsonConvert(library);
    declareJsonExtensions(library);
}

} // namespace gatehouse::expression
