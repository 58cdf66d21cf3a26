// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/decimal.h"
#include "core/expression/value.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gatehouse::policy::liquid {

class Value;
struct Hash;
using Array = std::vector<Value>;
using ArrayPointer = std::shared_ptr<const Array>;
using HashPointer = std::shared_ptr<const Hash>;

//! `empty` and `blank` of conditions.
enum class Symbol { Empty, Blank };

//! An entry of a hash under a loop: KeyValuePair.
struct Pair;
using PairPointer = std::shared_ptr<const Pair>;

//! A DateTime or DateTimeOffset of the expression library.
struct Moment
{
    expression::Value value;
};

//! What a template computes with: .NET's values as DotLiquid sees them.
class Value
{
public:
    using Content = std::variant<std::monostate, bool, std::int64_t, double, expression::Decimal, std::string, Moment, ArrayPointer,
                                 HashPointer, PairPointer, Symbol>;

    Value() = default;
    template<typename T> requires std::is_constructible_v<Content, T> && (!std::is_same_v<std::decay_t<T>, Value>)
    Value(T content) : m_content(std::move(content)) { }
    Value(const char *text) : m_content(std::string(text)) { }
    Value(int number) : m_content(std::int64_t{number}) { }
    static Value of(Array items) { return Value(std::make_shared<const Array>(std::move(items))); }

    template<typename T>
    const T *as() const { return std::get_if<T>(&m_content); }
    bool isNil() const { return std::holds_alternative<std::monostate>(m_content); }
    bool isTrue() const
    {
        const auto *flag = as<bool>();
        return !isNil() && (!flag || *flag);
    }
    const Array *array() const
    {
        const auto *pointer = as<ArrayPointer>();
        return pointer ? pointer->get() : nullptr;
    }
    const Hash *hash() const
    {
        const auto *pointer = as<HashPointer>();
        return pointer ? pointer->get() : nullptr;
    }
    const Content &content() const { return m_content; }

private:
    Content m_content;
};

struct Pair
{
    std::string key;
    Value value;
};

//! Members in their order. Of XML elements: names are found without case, and a loop runs over the child elements.
struct Hash
{
    std::vector<std::pair<std::string, Value>> members;
    std::map<std::string, std::size_t, std::less<>> index; //!< lower case where `ignoresCase`
    bool ignoresCase = false;
    std::optional<Array> elements;

    void add(std::string name, Value value); //!< the first of a name stays
    const Value *find(std::string_view name) const;
};

//! A failure that a template shows as "Liquid error: ..." in its place.
struct RenderError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

std::string textOf(const Value &value); //!< ToString(): "True", "1.5", "[key, value]"
std::string outputOf(const Value &value); //!< as {{ }} writes it: "true", arrays joined
//! What a loop runs over: characters of a string too. Nothing for what is no sequence.
std::optional<Array> itemsOf(const Value &value);
bool equals(const Value &left, const Value &right); //!< the right one converted to the left one's type
//! Negative, zero, positive; raises RenderError when the right one can't be converted.
int compare(const Value &left, const Value &right);
bool isNumber(const Value &value);
bool isReal(const Value &value); //!< double or decimal
std::optional<expression::Decimal> decimalOf(const Value &value); //!< of numbers and numeric strings
std::optional<std::int64_t> integerOf(const Value &value); //!< Convert.ToInt32

} // namespace gatehouse::policy::liquid
