// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/value.h"

#include "core/base/text.h"
#include "core/expression/format.h"
#include "core/expression/machine.h"
#include "core/expression/number_parse.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::policy::liquid {

namespace {

//! ToString("0.#############################"): no zeros at the end.
std::string plainText(const expression::Decimal &value)
{
    auto text = expression::textOf(value);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.'))
            text.pop_back();
    }
    return text;
}

std::string elementText(const Value &value)
{
    const auto *decimal = value.as<expression::Decimal>();
    return decimal ? plainText(*decimal) : textOf(value);
}

//! Convert.ChangeType(right, typeof(left)) for two values that compare.
template<typename Compare>
std::optional<int> comparedAs(const Value &left, const Value &right, Compare compareNumbers)
{
    if (isNumber(left)) {
        const auto a = decimalOf(left);
        const auto b = right.as<bool>() ? std::optional(expression::decimalOf(std::int64_t{*right.as<bool>()})) : decimalOf(right);
        return a && b ? std::optional(compareNumbers(*a, *b)) : std::nullopt;
    }
    if (const auto *text = left.as<std::string>())
        return expression::compareInvariant(expression::toUtf16(*text), expression::toUtf16(textOf(right)), false);
    if (const auto *moment = left.as<Moment>(); moment && right.as<Moment>()) {
        const auto a = moment->value.integer();
        const auto b = right.as<Moment>()->value.integer();
        return a < b ? -1 : a > b ? 1 : 0;
    }
    if (const auto *flag = left.as<bool>()) {
        std::optional<bool> other;
        if (const auto *same = right.as<bool>())
            other = *same;
        else if (const auto *word = right.as<std::string>(); word && (equalsIgnoreCase(trim(*word), "true") || equalsIgnoreCase(trim(*word), "false")))
            other = equalsIgnoreCase(trim(*word), "true");
        else if (const auto number = isNumber(right) ? decimalOf(right) : std::nullopt)
            other = number->mantissa != 0;
        return other ? std::optional(int{*flag} - int{*other}) : std::nullopt;
    }
    return std::nullopt;
}

bool holds(Symbol symbol, const Value &value)
{
    const auto items = itemsOf(value);
    if (symbol == Symbol::Empty)
        return items && items->empty();
    if (value.isNil() || (items && items->empty()))
        return true;
    if (const auto *flag = value.as<bool>())
        return !*flag;
    const auto *text = value.as<std::string>();
    return text && trim(*text).empty();
}

} // namespace

void Hash::add(std::string name, Value value)
{
    if (index.emplace(ignoresCase ? toLower(name) : name, members.size()).second)
        members.emplace_back(std::move(name), std::move(value));
}

const Value *Hash::find(std::string_view name) const
{
    const auto found = ignoresCase ? index.find(toLower(name)) : index.find(name);
    return found == index.end() ? nullptr : &members[found->second].second;
}

std::string textOf(const Value &value)
{
    if (const auto *text = value.as<std::string>())
        return *text;
    if (const auto *flag = value.as<bool>())
        return *flag ? "True" : "False";
    if (const auto *number = value.as<std::int64_t>())
        return std::to_string(*number);
    if (const auto *real = value.as<double>())
        return expression::toUtf8(expression::formatDouble(*real));
    if (const auto *decimal = value.as<expression::Decimal>())
        return expression::textOf(*decimal);
    if (const auto *moment = value.as<Moment>())
        return expression::toUtf8(expression::primitiveText(moment->value));
    if (const auto *pair = value.as<PairPointer>())
        return "[" + (*pair)->key + ", " + textOf((*pair)->value) + "]";
    if (value.array() || value.hash())
        return outputOf(value);
    return {};
}

std::string outputOf(const Value &value)
{
    if (const auto *flag = value.as<bool>())
        return *flag ? "true" : "false";
    if (const auto *array = value.array()) {
        std::string text;
        for (const auto &item : *array)
            text += elementText(item);
        return text;
    }
    if (const auto *hash = value.hash()) {
        std::string text;
        for (const auto &[name, member] : hash->members)
            text += "[" + name + ", " + textOf(member) + "]";
        return text;
    }
    return elementText(value);
}

std::optional<Array> itemsOf(const Value &value)
{
    if (const auto *array = value.array())
        return *array;
    if (const auto *hash = value.hash()) {
        if (hash->elements)
            return *hash->elements;
        Array items;
        for (const auto &[name, member] : hash->members)
            items.emplace_back(std::make_shared<const Pair>(Pair{name, member}));
        return items;
    }
    if (const auto *text = value.as<std::string>()) {
        Array items;
        for (const char16_t unit : expression::toUtf16(*text))
            items.emplace_back(expression::toUtf8({&unit, 1}));
        return items;
    }
    return std::nullopt;
}

bool isReal(const Value &value)
{
    return value.as<double>() || value.as<expression::Decimal>();
}

bool isNumber(const Value &value)
{
    return value.as<std::int64_t>() || isReal(value);
}

std::optional<expression::Decimal> decimalOf(const Value &value)
{
    if (const auto *number = value.as<std::int64_t>())
        return expression::decimalOf(*number);
    if (const auto *decimal = value.as<expression::Decimal>())
        return *decimal;
    if (const auto *real = value.as<double>()) {
        if (!std::isfinite(*real) || std::fabs(*real) >= 7.9e28)
            return std::nullopt;
        return expression::decimalOf(*real);
    }
    if (const auto *text = value.as<std::string>()) {
        expression::Decimal out;
        const int style = expression::numberStyle::number;
        if (expression::parseDecimal(expression::toUtf16(*text), style, out) == expression::Parsed::Ok)
            return out;
    }
    return std::nullopt;
}

std::optional<std::int64_t> integerOf(const Value &value)
{
    if (const auto *number = value.as<std::int64_t>())
        return *number;
    if (const auto *text = value.as<std::string>())
        return toInteger(trim(*text));
    if (const auto *flag = value.as<bool>())
        return std::int64_t{*flag};
    const auto decimal = decimalOf(value);
    return decimal ? expression::toInt64(expression::roundTo(*decimal, 0, false)) : std::nullopt;
}

bool equals(const Value &left, const Value &right)
{
    if (const auto *symbol = left.as<Symbol>())
        return holds(*symbol, right);
    if (const auto *symbol = right.as<Symbol>())
        return holds(*symbol, left);
    if (left.isNil() || right.isNil())
        return left.isNil() && right.isNil();
    if (const auto *text = left.as<std::string>())
        return *text == textOf(right);
    if (const auto *array = left.array()) {
        const auto *other = right.array();
        return other && std::equal(array->begin(), array->end(), other->begin(), other->end(), equals);
    }
    if (const auto *hash = left.hash())
        return hash == right.hash();
    return comparedAs(left, right, expression::compare) == 0;
}

int compare(const Value &left, const Value &right)
{
    if (const auto compared = comparedAs(left, right, expression::compare))
        return *compared;
    if (isNumber(left) && right.as<std::string>())
        throw RenderError("Input string was not in a correct format.");
    throw RenderError("At least one object must implement IComparable.");
}

} // namespace gatehouse::policy::liquid
