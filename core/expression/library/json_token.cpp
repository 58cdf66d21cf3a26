// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>
#include <array>

namespace gatehouse::expression {

std::string_view nameOf(JsonType kind)
{
    static constexpr std::array<std::string_view, 18> names{
        "None", "Object", "Array", "Constructor", "Property", "Comment", "Integer", "Float", "String", "Boolean", "Null", "Undefined",
        "Date", "Raw", "Bytes", "Guid", "Uri", "TimeSpan"};
    return names[static_cast<std::size_t>(kind)];
}

JsonToken *jsonOf(const Value &value)
{
    return value.as<JsonToken>();
}

JsonContainer *JsonToken::parent() const
{
    return static_cast<JsonContainer *>(up());
}

std::size_t JsonToken::indexInParent() const
{
    const auto &items = parent()->items();
    if (m_index >= items.size() || items[m_index] != this)
        m_index = static_cast<std::uint32_t>(std::find(items.begin(), items.end(), this) - items.begin());
    return m_index;
}

JsonToken *JsonToken::next() const
{
    if (!up())
        return nullptr;
    const auto &items = parent()->items();
    const auto index = indexInParent();
    if (index + 1 >= items.size())
        return nullptr;
    items[index + 1]->m_index = static_cast<std::uint32_t>(index + 1);
    return items[index + 1];
}

JsonToken *JsonToken::previous() const
{
    if (!up())
        return nullptr;
    const auto index = indexInParent();
    return index == 0 ? nullptr : parent()->items()[index - 1];
}

std::u16string JsonToken::text(Machine &) const
{
    return jsonText(*this, true);
}

namespace {

bool needsBrackets(std::u16string_view name)
{
    return name.find_first_of(u". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029") != std::u16string_view::npos;
}

void appendName(std::u16string &path, std::u16string_view name)
{
    if (!needsBrackets(name)) {
        if (!path.empty())
            path += u'.';
        path += name;
        return;
    }
    path += u"['";
    for (const char16_t unit : name) {
        if (unit == u'\'' || unit == u'\\')
            path += u'\\';
        path += unit;
    }
    path += u"']";
}

} // namespace

std::u16string JsonToken::path() const
{
    if (!up())
        return {};
    std::vector<const JsonToken *> chain;
    for (const JsonToken *token = this; token; token = token->parent())
        chain.push_back(token);
    std::u16string path;
    for (std::size_t i = chain.size(); i-- > 0;) {
        const JsonToken *token = chain[i];
        if (const auto *property = dynamic_cast<const JsonProperty *>(token))
            appendName(path, property->name());
        else if (token->up() && token->parent()->kind() != JsonType::Property && token->parent()->kind() != JsonType::Object)
            path += u"[" + fromAscii(std::to_string(token->indexInParent())) + u"]";
    }
    return path;
}

void JsonContainer::appendChildren(std::vector<TreeNode *> &nodes) const
{
    nodes.insert(nodes.end(), m_items.begin(), m_items.end());
}

JsonToken *JsonContainer::own(JsonToken *token)
{
    if (!token)
        return newJsonNull();
    const auto *container = dynamic_cast<const JsonContainer *>(token);
    const bool closesLoop = container && !container->items().empty() && &root() == token;
    return token->up() || token == this || closesLoop ? token->copy() : token;
}

void JsonContainer::insertToken(std::size_t index, JsonToken *token)
{
    if (index > m_items.size())
        raise(Raised::ArgumentOutOfRange, "Index must be within the bounds of the List.", "index");
    token = own(token);
    const LooseNode loose(token);
    validate(*token, nullptr);
    adopt(*token);
    m_items.insert(m_items.begin() + static_cast<std::ptrdiff_t>(index), token);
    token->m_index = static_cast<std::uint32_t>(index);
    added(*token);
    ++version;
}

void JsonContainer::replaceToken(std::size_t index, JsonToken *token)
{
    if (index >= m_items.size())
        raise(Raised::ArgumentOutOfRange, "Index is equal to or greater than Count.", "index");
    JsonToken *existing = m_items[index];
    if (existing == token)
        return;
    if (const auto *value = dynamic_cast<const JsonValue *>(existing)) {
        const bool isUnchanged = token ? value->equals(*token) : value->kind() == JsonType::Null;
        if (isUnchanged) {
            const LooseNode loose(token);
            return;
        }
    }
    token = own(token);
    const LooseNode loose(token);
    validate(*token, existing);
    adopt(*token);
    removed(*existing);
    m_items[index] = token;
    token->m_index = static_cast<std::uint32_t>(index);
    added(*token);
    abandon(*existing);
    ++version;
}

void JsonContainer::removeToken(std::size_t index)
{
    if (index >= m_items.size())
        raise(Raised::ArgumentOutOfRange, "Index is equal to or greater than Count.", "index");
    JsonToken *token = m_items[index];
    removed(*token);
    m_items.erase(m_items.begin() + static_cast<std::ptrdiff_t>(index));
    abandon(*token);
    ++version;
}

void JsonContainer::clearTokens()
{
    const auto items = std::move(m_items);
    m_items.clear();
    for (JsonToken *token : items) {
        removed(*token);
        abandon(*token);
    }
    ++version;
}

void JsonContainer::copyItemsTo(JsonContainer &other) const
{
    other.m_items.reserve(m_items.size());
    for (const JsonToken *token : m_items)
        other.insertToken(other.m_items.size(), token->copy());
}

namespace {

//! The children as they stand; a change under way ends it as List's enumerator does.
class ChildEnumerator final : public Enumerator
{
public:
    explicit ChildEnumerator(JsonContainer &container) : m_owner(container.value()), m_container(container), m_version(container.version) { }
    Poll next(Machine &) override
    {
        if (m_version != m_container.version)
            raise(Raised::InvalidOperation, "Collection was modified; enumeration operation may not execute.");
        if (m_at >= m_container.items().size())
            return Poll::end();
        return Poll::ready(m_container.items()[m_at++]->value());
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Value m_owner;
    JsonContainer &m_container;
    std::uint32_t m_version;
    std::size_t m_at = 0;
};

//! foreach over a JObject.
class MemberEnumerator final : public Enumerator
{
public:
    MemberEnumerator(JsonObject &object, const Type *pairType)
        : m_owner(object.value()), m_object(object), m_pairType(pairType), m_version(object.version)
    {
    }
    Poll next(Machine &) override
    {
        if (m_version != m_object.version)
            raise(Raised::InvalidOperation, "Collection was modified; enumeration operation may not execute.");
        if (m_at >= m_object.items().size())
            return Poll::end();
        auto &property = static_cast<JsonProperty &>(*m_object.items()[m_at++]);
        return Poll::ready(Value::of(make<PairObject>(m_pairType, Value::ofString(property.name()), valueOf(property.content()))));
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Value m_owner;
    JsonObject &m_object;
    const Type *m_pairType;
    std::uint32_t m_version;
    std::size_t m_at = 0;
};

} // namespace

EnumeratorPointer JsonObject::enumerate(Machine &machine)
{
    const Library &library = machine.library();
    const Type *pairType = library.close(Known::KeyValuePair2, {library.primitive(TypeKind::String), library.known(Known::JToken)});
    return EnumeratorPointer(Ref<Enumerator>(new MemberEnumerator(*this, pairType)));
}

EnumeratorPointer JsonContainer::enumerate(Machine &)
{
    return EnumeratorPointer(Ref<Enumerator>(new ChildEnumerator(*this)));
}

JsonToken *JsonArray::copy() const
{
    auto *copy = new JsonArray;
    copyItemsTo(*copy);
    return copy;
}

const Type *JsonArray::type(const Library &library) const
{
    return library.known(Known::JArray);
}

void JsonArray::validate(const JsonToken &token, const JsonToken *) const
{
    if (token.kind() == JsonType::Property)
        raise(Raised::ArgumentException, "Can not add Newtonsoft.Json.Linq.JProperty to Newtonsoft.Json.Linq.JArray.");
}

bool JsonArray::contains(const Value &item) const
{
    const auto *token = jsonOf(item);
    return token && token->parent() == this;
}

std::vector<Value> JsonArray::snapshot(Machine &) const
{
    std::vector<Value> values;
    values.reserve(items().size());
    for (JsonToken *token : items())
        values.push_back(token->value());
    return values;
}

void JsonArray::add(Value item)
{
    append(jsonOf(item));
}

bool JsonArray::remove(const Value &item)
{
    if (!contains(item))
        return false;
    removeToken(jsonOf(item)->indexInParent());
    return true;
}

Value JsonArray::at(std::size_t index) const
{
    if (index >= items().size()) {
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    }
    return items()[index]->value();
}

void JsonArray::setAt(std::size_t index, Value value)
{
    replaceToken(index, jsonOf(value));
}

void JsonArray::insert(std::size_t index, Value value)
{
    insertToken(index, jsonOf(value));
}

void JsonProperty::setContent(JsonToken *token)
{
    if (items().empty())
        insertToken(0, token);
    else
        replaceToken(0, token);
}

void JsonProperty::removeToken(std::size_t)
{
    raise(Raised::Json, "Cannot add or remove items from Newtonsoft.Json.Linq.JProperty.");
}

void JsonProperty::clearTokens()
{
    raise(Raised::Json, "Cannot add or remove items from Newtonsoft.Json.Linq.JProperty.");
}

JsonToken *JsonProperty::copy() const
{
    auto *copy = new JsonProperty(m_name);
    copyItemsTo(*copy);
    return copy;
}

const Type *JsonProperty::type(const Library &library) const
{
    return library.known(Known::JProperty);
}

void JsonProperty::validate(const JsonToken &token, const JsonToken *existing) const
{
    if (!existing && !items().empty())
        raise(Raised::Json, "Newtonsoft.Json.Linq.JProperty cannot have multiple values.");
    if (token.kind() == JsonType::Property)
        raise(Raised::ArgumentException, "Can not add Newtonsoft.Json.Linq.JProperty to Newtonsoft.Json.Linq.JProperty.");
}

JsonProperty *JsonObject::property(std::u16string_view name) const
{
    if (!m_byName.empty()) {
        const auto found = m_byName.find(name);
        return found == m_byName.end() ? nullptr : found->second;
    }
    for (JsonToken *token : items()) {
        auto *property = static_cast<JsonProperty *>(token);
        if (property->name() == name)
            return property;
    }
    return nullptr;
}

JsonProperty *JsonObject::propertyIgnoringCase(std::u16string_view name) const
{
    if (auto *exact = property(name))
        return exact;
    for (JsonToken *token : items()) {
        auto *property = static_cast<JsonProperty *>(token);
        if (equalsOrdinalIgnoreCase(property->name(), name))
            return property;
    }
    return nullptr;
}

JsonToken *JsonObject::get(std::u16string_view name) const
{
    const auto *found = property(name);
    return found ? found->content() : nullptr;
}

std::optional<Value> JsonObject::find(const Value &key) const
{
    const auto *name = stringOf(key);
    JsonProperty *found = name ? property(*name) : nullptr;
    if (!found)
        return std::nullopt;
    return valueOf(found->content());
}

std::vector<MapView::Entry> JsonObject::entries(Machine &) const
{
    std::vector<Entry> entries;
    entries.reserve(items().size());
    for (JsonToken *token : items()) {
        auto &property = static_cast<JsonProperty &>(*token);
        entries.emplace_back(Value::ofString(property.name()), valueOf(property.content()));
    }
    return entries;
}

bool JsonObject::put(Value key, Value value, bool replace)
{
    const auto &name = *stringOf(key);
    if (!replace && property(name))
        return false;
    set(name, jsonOf(value));
    return true;
}

bool JsonObject::erase(const Value &key)
{
    const auto *name = stringOf(key);
    const auto *found = name ? property(*name) : nullptr;
    if (found)
        removeToken(found->indexInParent());
    return found;
}

void JsonObject::set(std::u16string_view name, JsonToken *token)
{
    if (auto *existing = property(name)) {
        existing->setContent(token);
        return;
    }
    const LooseNode loose(token);
    auto *added = new JsonProperty(std::u16string(name));
    const LooseNode looseProperty(added);
    added->setContent(token);
    append(added);
}

void JsonObject::added(JsonToken &token)
{
    auto &property = static_cast<JsonProperty &>(token);
    if (!m_byName.empty()) {
        m_byName.emplace(property.name(), &property);
    } else if (items().size() >= indexedFrom) {
        for (JsonToken *item : items())
            m_byName.emplace(static_cast<JsonProperty *>(item)->name(), static_cast<JsonProperty *>(item));
    }
}

void JsonObject::removed(JsonToken &token)
{
    if (!m_byName.empty())
        m_byName.erase(static_cast<JsonProperty &>(token).name());
}

JsonToken *JsonObject::copy() const
{
    auto *copy = new JsonObject;
    copyItemsTo(*copy);
    return copy;
}

const Type *JsonObject::type(const Library &library) const
{
    return library.known(Known::JObject);
}

void JsonObject::validate(const JsonToken &token, const JsonToken *existing) const
{
    if (token.kind() != JsonType::Property) {
        const std::string name = token.kind() == JsonType::Object ? "JObject" : token.kind() == JsonType::Array ? "JArray" : "JValue";
        raise(Raised::ArgumentException, "Can not add Newtonsoft.Json.Linq." + name + " to Newtonsoft.Json.Linq.JObject.");
    }
    const auto &name = static_cast<const JsonProperty &>(token).name();
    if (existing && static_cast<const JsonProperty *>(existing)->name() == name)
        return;
    if (property(name)) {
        raise(Raised::ArgumentException, "Can not add property " + toUtf8(name)
                  + " to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.");
    }
}

JsonToken *JsonConstructor::copy() const
{
    auto *copy = new JsonConstructor(m_name);
    copyItemsTo(*copy);
    return copy;
}

const Type *JsonConstructor::type(const Library &library) const
{
    return library.known(Known::JConstructor);
}

} // namespace gatehouse::expression
