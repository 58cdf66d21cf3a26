// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_content.h"
#include "core/expression/library/json_groups.h"
#include "core/expression/library/json_merge.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

JsonContainer &container(Call &c)
{
    return c[0].to<JsonContainer>();
}

JsonObject &object(Call &c)
{
    return c[0].to<JsonObject>();
}

JsonArray &array(Call &c)
{
    return c[0].to<JsonArray>();
}

//! Adds `content` to `target` at its end, or its beginning, and gives `result`.
Value addContent(Call &c, const Value &target, const Value &content, const Value &result, bool first = false)
{
    if (const JsonToken *token = jsonOf(content); token || !content.isObject()) {
        JsonToken *added = token ? jsonOf(content) : newJsonValue(c.machine(), content);
        target.to<JsonContainer>().insertToken(first ? 0 : target.to<JsonContainer>().items().size(), added);
        return result;
    }
    return withJsonContent(c, content, [target, result, first](Machine &, const std::vector<Value> &tokens) {
        auto &into = target.to<JsonContainer>();
        std::size_t at = first ? 0 : into.items().size();
        for (const Value &token : tokens)
            into.insertToken(at++, jsonOf(token));
        return result;
    });
}

template<typename T>
Value construct(Call &c)
{
    const Value made = (new T)->value();
    return c.count() == 0 ? made : addContent(c, made, c[0], made);
}

template<typename T>
Value constructCopy(Call &c)
{
    return c.object<T>(0, "other").copy()->value();
}

//! Each element is content of its own: a null array holds nothing that could be added.
template<typename T>
Value constructFromMany(Call &c)
{
    if (c.isNull(0)) {
        const Value made = (new T)->value();
        made.to<T>().append(nullptr);
        return made;
    }
    return construct<T>(c);
}

Value constructProperty(Call &c)
{
    const Value property = (new JsonProperty(c.string(0, "name")))->value();
    auto &into = property.to<JsonProperty>();
    if (!isMultiContent(c.machine(), c[1])) {
        JsonToken *token = jsonOf(c[1]);
        into.setContent(token ? token : newJsonValue(c.machine(), c[1]));
        return property;
    }
    const Value list = (new JsonArray)->value();
    into.setContent(jsonOf(list));
    return addContent(c, list, c[1], property);
}

Value replaceItems(Call &c)
{
    container(c).clearTokens();
    return addContent(c, c[0], c[1], Value::null());
}

Value merge(Call &c, const JsonMerging &merging)
{
    if (c.isNull(1))
        return Value::null();
    const Value target = c[0];
    if (JsonToken *content = jsonOf(c[1])) {
        mergeJson(target.to<JsonContainer>(), *content, merging);
        return Value::null();
    }
    return withJsonContent(c, c[1], [target, merging](Machine &, const std::vector<Value> &tokens) {
        const Value list = (new JsonArray)->value();
        for (const Value &token : tokens)
            list.to<JsonArray>().append(jsonOf(token));
        mergeJson(target.to<JsonContainer>(), list.to<JsonArray>(), merging);
        return Value::null();
    });
}

//! Of StringComparison: the even ones regard case.
JsonProperty *findProperty(JsonObject &object, std::u16string_view name, std::int32_t comparison)
{
    return comparison % 2 == 0 ? object.property(name) : object.propertyIgnoringCase(name);
}

JsonToken *contentOf(const JsonProperty *property)
{
    return property ? property->content() : nullptr;
}

Value properties(Call &c)
{
    return sequenceOf(c, valuesOf(object(c).items()));
}

Value propertyValues(Call &c)
{
    std::vector<JsonToken *> tokens;
    for (const JsonToken *item : object(c).items())
        tokens.push_back(static_cast<const JsonProperty *>(item)->content());
    return sequenceOf(c, valuesOf(tokens));
}

Value tryGet(Call &c, JsonProperty *property, std::size_t out)
{
    c.setOut(out, valueOf(contentOf(property)));
    return Value::ofBool(property);
}

Value removeProperty(Call &c)
{
    const JsonProperty *property = object(c).property(c.string(1, "propertyName"));
    if (property)
        object(c).removeToken(property->indexInParent());
    return Value::ofBool(property);
}

Value addProperty(Call &c)
{
    auto *property = new JsonProperty(c.string(1, "propertyName"));
    const LooseNode loose(property);
    property->setContent(tokenAt(c, 2));
    object(c).append(property);
    return Value::null();
}

std::size_t indexAt(Call &c, std::size_t argument, std::size_t limit)
{
    const std::int32_t index = c.int32(argument);
    if (index < 0 || static_cast<std::size_t>(index) >= limit) {
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    }
    return static_cast<std::size_t>(index);
}

std::ptrdiff_t indexOf(Call &c)
{
    const auto &items = array(c).items();
    const auto found = std::find(items.begin(), items.end(), tokenAt(c, 1));
    return found == items.end() || !*found ? -1 : found - items.begin();
}

void declareObject(Library &library)
{
    library.declare("class Newtonsoft.Json.Linq.JObject", Known::JObject, {
        {"new()", construct<JsonObject>},
        {"new(JObject other)", constructCopy<JsonObject>},
        {"new(params object[] content)", constructFromMany<JsonObject>},
        {"new(object content)", construct<JsonObject>},
        {"JToken this[string propertyName] { get; set; }", [](Call &c) { return valueOf(object(c).get(c.string(1, "propertyName"))); },
         [](Call &c) {
             object(c).set(c.string(1, "propertyName"), tokenAt(c, 2));
             return Value::null();
         }},
        {"IEnumerator<KeyValuePair<string, JToken>> GetEnumerator()",
         [](Call &c) { return Value::of(c[0].object()->enumerate(c.machine())); }},
        {"IEnumerable<JProperty> Properties()", properties},
        {"JEnumerable<JToken> PropertyValues()", propertyValues},
        // Extensions.Values(), which the Values of its dictionary interface would hide.
        {"JEnumerable<JToken> Values()", propertyValues},
        {"JProperty Property(string name)", [](Call &c) { return c.isNull(1) ? Value::null() : valueOf(object(c).property(c.string(1))); }},
        {"JProperty Property(string name, StringComparison comparison)",
         [](Call &c) { return c.isNull(1) ? Value::null() : valueOf(findProperty(object(c), c.string(1), c[2].enumValue())); }},
        {"JToken GetValue(string propertyName)",
         [](Call &c) { return c.isNull(1) ? Value::null() : valueOf(object(c).get(c.string(1))); }},
        {"JToken GetValue(string propertyName, StringComparison comparison)",
         [](Call &c) { return c.isNull(1) ? Value::null() : valueOf(contentOf(findProperty(object(c), c.string(1), c[2].enumValue()))); }},
        {"bool TryGetValue(string propertyName, out JToken value)",
         [](Call &c) { return tryGet(c, c.isNull(1) ? nullptr : object(c).property(c.string(1)), 2); }},
        {"bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)",
         [](Call &c) { return tryGet(c, c.isNull(1) ? nullptr : findProperty(object(c), c.string(1), c[2].enumValue()), 3); }},
        {"bool ContainsKey(string propertyName)",
         [](Call &c) { return Value::ofBool(object(c).property(c.string(1, "propertyName"))); }},
        {"void Add(string propertyName, JToken value)", addProperty},
        {"bool Remove(string propertyName)", removeProperty},
    });
}

void declareArray(Library &library)
{
    library.declare("class Newtonsoft.Json.Linq.JArray", Known::JArray, {
        {"new()", construct<JsonArray>},
        {"new(JArray other)", constructCopy<JsonArray>},
        {"new(params object[] content)", constructFromMany<JsonArray>},
        {"new(object content)", construct<JsonArray>},
        {"JToken this[int index] { get; set; }", [](Call &c) { return array(c).at(indexAt(c, 1, array(c).items().size())); },
         [](Call &c) {
             array(c).replaceToken(indexAt(c, 1, array(c).items().size()), tokenAt(c, 2));
             return Value::null();
         }},
        {"IEnumerator<JToken> GetEnumerator()", [](Call &c) { return Value::of(c[0].object()->enumerate(c.machine())); }},
        {"bool IsReadOnly { get; }", [](Call &) { return Value::ofBool(false); }},
        {"void Add(JToken item)",
         [](Call &c) {
             array(c).append(tokenAt(c, 1));
             return Value::null();
         }},
        {"void Insert(int index, JToken item)",
         [](Call &c) {
             if (c.int32(1) < 0)
                 raise(Raised::ArgumentOutOfRange, "Index must be within the bounds of the List.", "index");
             array(c).insertToken(static_cast<std::size_t>(c.int32(1)), tokenAt(c, 2));
             return Value::null();
         }},
        {"int IndexOf(JToken item)", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(indexOf(c))); }},
        {"bool Contains(JToken item)", [](Call &c) { return Value::ofBool(indexOf(c) >= 0); }},
        {"bool Remove(JToken item)",
         [](Call &c) {
             const auto index = indexOf(c);
             if (index >= 0)
                 array(c).removeToken(static_cast<std::size_t>(index));
             return Value::ofBool(index >= 0);
         }},
        {"void RemoveAt(int index)",
         [](Call &c) {
             array(c).removeToken(indexAt(c, 1, array(c).items().size()));
             return Value::null();
         }},
        {"void Clear()",
         [](Call &c) {
             array(c).clearTokens();
             return Value::null();
         }},
    });
}

} // namespace

void declareJsonContainers(Library &library)
{
    library.declare("class Newtonsoft.Json.Linq.JContainer", Known::JContainer, {
        {"void Add(object content)", [](Call &c) { return addContent(c, c[0], c[1], Value::null()); }},
        {"void AddFirst(object content)", [](Call &c) { return addContent(c, c[0], c[1], Value::null(), true); }},
        {"void RemoveAll()",
         [](Call &c) {
             container(c).clearTokens();
             return Value::null();
         }},
        {"void ReplaceAll(object content)", replaceItems},
        {"void Merge(object content)", [](Call &c) { return merge(c, {}); }},
        {"void Merge(object content, JsonMergeSettings settings)", [](Call &c) { return merge(c, mergingOf(c[2])); }},
    });
    declareObject(library);
    declareArray(library);
    library.declare("class Newtonsoft.Json.Linq.JProperty : JContainer", Known::JProperty, {
        {"new(JProperty other)", constructCopy<JsonProperty>},
        {"new(string name, params object[] content)", constructProperty},
        {"new(string name, object content)", constructProperty},
        {"string Name { get; }", [](Call &c) { return Value::ofString(c[0].to<JsonProperty>().name()); }},
        {"JToken Value { get; set; }", [](Call &c) { return valueOf(c[0].to<JsonProperty>().content()); },
         [](Call &c) {
             c[0].to<JsonProperty>().setContent(tokenAt(c, 1));
             return Value::null();
         }},
    });
    library.declare("class Newtonsoft.Json.Linq.JConstructor : JContainer", Known::JConstructor, {
        {"string Name { get; }", [](Call &c) { return Value::ofString(c[0].to<JsonConstructor>().name()); }},
    });
}

} // namespace gatehouse::expression
