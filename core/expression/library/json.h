// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"
#include "core/expression/library/comparers.h"
#include "core/expression/library/tree.h"
#include "core/expression/library/views.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::expression {

class Machine;

//! JTokenType.
enum class JsonType : std::int32_t {
    None, Object, Array, Constructor, Property, Comment, Integer, Float, String, Boolean, Null, Undefined, Date, Raw, Bytes, Guid, Uri,
    TimeSpan,
};

class JsonContainer;

//! JToken.
class JsonToken : public TreeNode
{
public:
    virtual JsonType kind() const = 0;
    //! Deep, without a parent; not referenced yet.
    virtual JsonToken *copy() const = 0;
    std::u16string text(Machine &machine) const override; //!< indented JSON
    JsonContainer *parent() const;
    JsonToken *next() const;
    JsonToken *previous() const;
    std::u16string path() const;
    std::size_t indexInParent() const;

private:
    friend class JsonContainer;
    mutable std::uint32_t m_index = 0; //!< where it was last found in its parent
};

class JsonContainer : public JsonToken
{
public:
    const std::vector<JsonToken *> &items() const { return m_items; }
    JsonToken *first() const { return m_items.empty() ? nullptr : m_items.front(); }
    JsonToken *last() const { return m_items.empty() ? nullptr : m_items.back(); }
    //! `token` null is a null value; one that has a parent is copied. Raises what Newtonsoft does for one that does not fit.
    void insertToken(std::size_t index, JsonToken *token);
    void append(JsonToken *token) { insertToken(m_items.size(), token); }
    void replaceToken(std::size_t index, JsonToken *token);
    virtual void removeToken(std::size_t index);
    virtual void clearTokens();
    EnumeratorPointer enumerate(Machine &machine) override; //!< children
    std::uint32_t version = 0;

protected:
    //! May `token` stand here, in the place of `existing` if any?
    virtual void validate(const JsonToken &token, const JsonToken *existing) const = 0;
    virtual void added(JsonToken &) { }
    virtual void removed(JsonToken &) { }
    void appendChildren(std::vector<TreeNode *> &nodes) const override;
    void copyItemsTo(JsonContainer &other) const;

private:
    JsonToken *own(JsonToken *token);
    std::vector<JsonToken *> m_items;
};

class JsonArray final : public JsonContainer, public ListView
{
public:
    std::size_t count() const override { return items().size(); }
    bool contains(const Value &item) const override;
    std::vector<Value> snapshot(Machine &machine) const override;
    bool isReadOnly() const override { return false; }
    void add(Value item) override;
    bool remove(const Value &item) override;
    void clear() override { clearTokens(); }
    Value at(std::size_t index) const override;
    void setAt(std::size_t index, Value value) override;
    void insert(std::size_t index, Value value) override;
    void removeAt(std::size_t index) override { removeToken(index); }
    JsonType kind() const override { return JsonType::Array; }
    JsonToken *copy() const override;
    const Type *type(const Library &library) const override;

protected:
    void validate(const JsonToken &token, const JsonToken *existing) const override;
};

class JsonProperty final : public JsonContainer
{
public:
    explicit JsonProperty(std::u16string name) : m_name(std::move(name)) { }
    JsonType kind() const override { return JsonType::Property; }
    const std::u16string &name() const { return m_name; }
    JsonToken *content() const { return first(); }
    void setContent(JsonToken *token);
    void removeToken(std::size_t index) override;
    void clearTokens() override;
    JsonToken *copy() const override;
    const Type *type(const Library &library) const override;

protected:
    void validate(const JsonToken &token, const JsonToken *existing) const override;

private:
    std::u16string m_name;
};

class JsonObject final : public JsonContainer, public MapView
{
public:
    std::size_t size() const override { return items().size(); }
    std::optional<Value> find(const Value &key) const override;
    std::vector<Entry> entries(Machine &machine) const override;
    bool put(Value key, Value value, bool replace) override;
    bool erase(const Value &key) override;
    void eraseAll() override { clearTokens(); }
    bool isFixed() const override { return false; }
    EnumeratorPointer enumerate(Machine &machine) override; //!< pairs of names and tokens
    JsonType kind() const override { return JsonType::Object; }
    JsonProperty *property(std::u16string_view name) const;
    JsonProperty *propertyIgnoringCase(std::u16string_view name) const;
    JsonToken *get(std::u16string_view name) const; //!< null pointer: no such property
    void set(std::u16string_view name, JsonToken *token);
    JsonToken *copy() const override;
    const Type *type(const Library &library) const override;

protected:
    void validate(const JsonToken &token, const JsonToken *existing) const override;
    void added(JsonToken &token) override;
    void removed(JsonToken &token) override;

private:
    static constexpr std::size_t indexedFrom = 12;
    std::unordered_map<std::u16string_view, JsonProperty *> m_byName; //!< empty while there are few
};

//! `new Name(1, 2)` in JSON text.
class JsonConstructor final : public JsonContainer
{
public:
    explicit JsonConstructor(std::u16string name) : m_name(std::move(name)) { }
    JsonType kind() const override { return JsonType::Constructor; }
    const std::u16string &name() const { return m_name; }
    JsonToken *copy() const override;
    const Type *type(const Library &library) const override;

protected:
    void validate(const JsonToken &, const JsonToken *) const override { }

private:
    std::u16string m_name;
};

//! JValue, JRaw.
class JsonValue final : public JsonToken, public Comparable
{
public:
    int compareTo(const Value &other) const override;
    JsonValue(JsonType kind, Value value) : m_kind(kind), m_value(std::move(value)) { }
    //! `text`: of values that only a machine can write (Guid, Uri, decimal).
    JsonValue(JsonType kind, Value value, std::u16string text)
        : m_kind(kind), m_value(std::move(value)), m_text(std::make_unique<std::u16string>(std::move(text)))
    {
    }
    JsonType kind() const override { return m_kind; }
    const Value &content() const { return m_value; }
    void set(JsonType kind, Value value, std::unique_ptr<std::u16string> text);
    const std::u16string *writtenText() const { return m_text.get(); }
    std::u16string_view string() const; //!< of String, Comment, Raw
    JsonToken *copy() const override;
    std::u16string text(Machine &machine) const override; //!< as ToString(): "True", "" of null
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;
    const Type *type(const Library &library) const override;

protected:
    void appendChildren(std::vector<TreeNode *> &) const override { }

private:
    JsonType m_kind;
    Value m_value;
    std::unique_ptr<std::u16string> m_text;
};

//! An integer beyond 64 bits, as digits.
class BigIntegerObject final : public Object
{
public:
    explicit BigIntegerObject(std::u16string digits) : m_digits(std::move(digits)) { }
    const std::u16string &digits() const { return m_digits; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    std::u16string m_digits;
};

struct JsonParseOptions
{
    bool dates = true; //!< ISO date strings become dates
    bool dateOffsets = false; //!< ... DateTimeOffset
    bool decimals = false; //!< fractions become decimal: not supported here, kept as double
    //! Where set: the raw text of numbers and booleans, by token.
    std::unordered_map<const JsonToken *, std::u16string> *rawText = nullptr;
};

//! JToken.Parse, JObject.Parse (`required` Object), JArray.Parse: raises JsonReaderException. `machine` counts the memory, if given.
Value parseJson(std::u16string_view text, Machine *machine = nullptr, JsonType required = JsonType::None, const JsonParseOptions &options = {});
//! The token's text; of another value null.
std::u16string jsonText(const Value &token, bool indented);
std::u16string jsonText(const JsonToken &token, bool indented);
//! "abc" with quotes and escapes.
std::u16string jsonQuoted(std::u16string_view text);
std::u16string jsonDate(const Value &time); //!< DateTime or DateTimeOffset, without quotes
//! Is `text` a date as JSON has them? A DateTime (or DateTimeOffset) then, else null.
Value jsonDateOf(std::u16string_view text, bool withOffset = false);

JsonToken *jsonOf(const Value &value); //!< null when it is no token
//! JValue of a plain value; ArgumentException for what is none.
JsonValue *newJsonValue(Machine &machine, const Value &value);
JsonValue *newJsonString(std::u16string text);
inline JsonValue *newJsonNull() { return new JsonValue(JsonType::Null, Value::null()); }
bool deepEquals(const JsonToken *a, const JsonToken *b);
int compareJson(const JsonValue &a, const JsonValue &b); //!< JValue.CompareTo
//! The value of any number as double: also decimal and big ones.
double numberOf(const JsonValue &value);
std::string_view nameOf(JsonType kind); //!< "Object"

} // namespace gatehouse::expression
