// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/filters.h"

#include "core/base/text.h"
#include "core/expression/format.h"
#include "core/expression/library/strings.h"
#include "core/expression/library/time.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"
#include "core/policy/liquid/html.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace gatehouse::policy::liquid {

namespace {

using expression::Decimal;
using Arguments = std::vector<Value>;

// Arguments.

const Value &argument(const Arguments &arguments, std::size_t index)
{
    static const Value nil;
    return index < arguments.size() ? arguments[index] : nil;
}

std::string text(const Arguments &arguments, std::size_t index, const char *fallback = "")
{
    return index < arguments.size() ? textOf(arguments[index]) : std::string(fallback);
}

std::int64_t whole(const Arguments &arguments, std::size_t index, std::int64_t fallback)
{
    if (index >= arguments.size())
        return fallback;
    const auto number = integerOf(arguments[index]);
    if (!number)
        throw RenderError("Input string was not in a correct format.");
    return *number;
}

bool isBlank(const std::string &value)
{
    return trim(value).empty();
}

//! A filter of a string: nil stays nil.
template<typename Change>
Value changed(const FilterContext &context, const Value &input, Change change)
{
    if (input.isNil())
        return {};
    auto value = textOf(input);
    context.charge(value.size() / 64);
    return Value(std::string(change(std::move(value))));
}

std::string utf8(std::u16string_view value)
{
    return expression::toUtf8(value);
}

Array itemsOrFail(const FilterContext &context, const Value &input)
{
    auto items = itemsOf(input);
    if (!items)
        throw RenderError("Object must implement IConvertible.");
    context.charge(items->size() / 16);
    return std::move(*items);
}

//! Arrays in arrays are laid flat; what is no sequence is the one item.
Array flat(const FilterContext &context, const Value &input)
{
    Array out;
    if (const auto *array = input.array()) {
        for (const auto &item : *array) {
            if (item.array()) {
                auto inner = flat(context, item);
                out.insert(out.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
            } else {
                out.push_back(item);
            }
        }
    } else if (input.hash()) {
        out = itemsOrFail(context, input);
    } else {
        out.push_back(input);
    }
    context.charge(out.size() / 16);
    return out;
}

// Texts.

Value upcase(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return utf8(expression::upperCase(expression::toUtf16(value))); });
}
Value downcase(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return utf8(expression::lowerCase(expression::toUtf16(value))); });
}
//! DotLiquid 2.0: every word's first letter.
Value capitalize(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) {
        auto units = expression::toUtf16(value);
        bool inWord = false;
        for (auto &unit : units) {
            const int category = expression::unicodeCategory(unit);
            const bool isWord = category <= 5 || category == 8 || category == 18; // letters, digits, connectors
            if (isWord && !inWord)
                unit = expression::toUpperInvariant(unit);
            inWord = isWord;
        }
        return utf8(units);
    });
}
Value append(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    context.charge(1);
    return Value(textOf(input) + text(arguments, 0));
}
Value prepend(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    context.charge(1);
    return Value(text(arguments, 0) + textOf(input));
}
Value replace(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto pattern = text(arguments, 0);
        return value.empty() || pattern.empty() ? value : replacePattern(context, value, pattern, text(arguments, 1), false);
    });
}
Value replaceFirst(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto pattern = text(arguments, 0);
        return value.empty() || pattern.empty() ? value : replacePattern(context, value, pattern, text(arguments, 1), true);
    });
}
Value removeFirst(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto pattern = text(arguments, 0);
        return isBlank(value) || pattern.empty() ? value : replacePattern(context, value, pattern, {}, true);
    });
}
Value removeAll(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto part = text(arguments, 0);
        if (isBlank(value))
            return value;
        if (part.empty())
            throw RenderError("String cannot be of zero length.\r\nParameter name: oldValue");
        return utf8(expression::replaceAll(expression::toUtf16(value), expression::toUtf16(part), u"", false));
    });
}
std::u16string stripped(std::string_view value, bool left, bool right)
{
    const auto units = expression::toUtf16(value);
    std::u16string_view view = units;
    while (left && !view.empty() && expression::isWhiteSpace(view.front()))
        view.remove_prefix(1);
    while (right && !view.empty() && expression::isWhiteSpace(view.back()))
        view.remove_suffix(1);
    return std::u16string(view);
}
Value strip(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return utf8(stripped(value, true, true)); });
}
Value lstrip(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return utf8(stripped(value, true, false)); });
}
Value rstrip(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return utf8(stripped(value, false, true)); });
}
Value stripNewlines(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) {
        std::string out;
        for (std::size_t i = 0; i < value.size(); ++i)
            if (value[i] != '\n' && !(value[i] == '\r' && i + 1 < value.size() && value[i + 1] == '\n'))
                out += value[i];
        return out;
    });
}
Value newlineToBr(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) {
        std::string out;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const bool isPair = value[i] == '\r' && i + 1 < value.size() && value[i + 1] == '\n';
            if (isPair || value[i] == '\n')
                out += "<br />";
            out += value[i];
            if (isPair)
                out += value[++i];
        }
        return out;
    });
}
Value stripHtml(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return withoutHtml(value); });
}
Value escape(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return htmlEncode(value); });
}
Value escapeOnce(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return htmlEncode(htmlDecode(value)); });
}
Value urlEncode(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return formEncode(value); });
}
Value urlDecode(const FilterContext &context, const Value &input, const Arguments &)
{
    return changed(context, input, [](const std::string &value) { return formDecode(value); });
}
Value truncate(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto length = whole(arguments, 0, 50);
        const auto end = text(arguments, 1, "...");
        const auto units = expression::toUtf16(value);
        if (value.empty() || (length >= 0 && static_cast<std::int64_t>(units.size()) <= length))
            return value;
        const auto kept = length - static_cast<std::int64_t>(expression::toUtf16(end).size());
        return length < 0 ? end : utf8(std::u16string_view(units).substr(0, static_cast<std::size_t>(std::max<std::int64_t>(kept, 0)))) + end;
    });
}
Value truncateWords(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    return changed(context, input, [&](const std::string &value) {
        const auto most = whole(arguments, 0, 15);
        const auto end = text(arguments, 1, "...");
        if (value.empty())
            return value;
        if (most <= 0)
            return end;
        std::size_t at = 0;
        for (std::int64_t i = 0; i < most; ++i) {
            at = value.find(' ', at + (i > 0 ? 1 : 0));
            if (at == std::string::npos)
                return value;
        }
        return value.substr(0, at) + end;
    });
}
Value split(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil() || isBlank(textOf(input)))
        return Value::of({input});
    const auto value = textOf(input);
    const auto part = text(arguments, 0);
    if (part.empty())
        return Value::of(itemsOrFail(context, Value(value)));
    Array out;
    for (std::size_t at = 0; at <= value.size();) {
        const auto end = std::min(value.find(part, at), value.size());
        if (end > at)
            out.emplace_back(value.substr(at, end - at));
        at = end + part.size();
    }
    context.charge(out.size() / 16 + value.size() / 64);
    return Value::of(std::move(out));
}
Value defaulted(const FilterContext &, const Value &input, const Arguments &arguments)
{
    return isBlank(textOf(input)) ? argument(arguments, 0).isNil() ? Value() : Value(text(arguments, 0)) : Value(textOf(input));
}

// Sequences.

Value size(const FilterContext &context, const Value &input, const Arguments &)
{
    const auto items = itemsOf(input);
    context.charge(items ? items->size() / 16 : 0);
    return Value(static_cast<std::int64_t>(items ? items->size() : 0));
}
Value first(const FilterContext &context, const Value &input, const Arguments &)
{
    if (input.isNil())
        return {};
    const auto items = itemsOrFail(context, input);
    return items.empty() ? Value() : items.front();
}
Value last(const FilterContext &context, const Value &input, const Arguments &)
{
    if (input.isNil())
        return {};
    const auto items = itemsOrFail(context, input);
    return items.empty() ? Value() : items.back();
}
Value join(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil())
        return {};
    const auto glue = text(arguments, 0, " ");
    std::string out;
    bool isFirst = true;
    for (const auto &item : itemsOrFail(context, input)) {
        out += (isFirst ? std::string() : glue) + textOf(item);
        isFirst = false;
        if (out.size() > context.maxText)
            throw RenderError("The result is too long.");
    }
    context.charge(out.size() / 64);
    return Value(std::move(out));
}
Value reverse(const FilterContext &context, const Value &input, const Arguments &)
{
    if (input.isNil() || input.as<std::string>())
        return input;
    auto items = itemsOrFail(context, input);
    std::reverse(items.begin(), items.end());
    return Value::of(std::move(items));
}
Value slice(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    const auto offset = whole(arguments, 0, 0);
    auto length = std::max<std::int64_t>(whole(arguments, 1, 1), 0);
    auto items = itemsOf(input);
    if (!items)
        return input;
    context.charge(items->size() / 16);
    const auto count = static_cast<std::int64_t>(items->size());
    auto start = offset;
    if (start > count)
        return input.as<std::string>() ? Value() : Value::of({});
    if (start < 0) {
        start += count;
        if (start < 0) {
            length = std::max<std::int64_t>(0, length + start);
            start = 0;
        }
    }
    length = std::min(length, count - start);
    Array part(items->begin() + start, items->begin() + start + length);
    if (!input.as<std::string>())
        return Value::of(std::move(part));
    std::u16string out;
    const auto units = expression::toUtf16(*input.as<std::string>());
    out.assign(units, static_cast<std::size_t>(start), static_cast<std::size_t>(length));
    return Value(utf8(out));
}
//! Never fails, as sort needs an order of any two.
int order(const Value &a, const Value &b)
{
    if (a.isNil() || b.isNil())
        return int{!a.isNil()} - int{!b.isNil()};
    if (isNumber(a) && isNumber(b))
        return compare(a, b);
    return expression::compareOrdinalIgnoreCase(expression::toUtf16(textOf(a)), expression::toUtf16(textOf(b)));
}
Value sort(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil())
        return {};
    auto items = flat(context, input);
    context.charge(items.size());
    const auto property = text(arguments, 0);
    std::stable_sort(items.begin(), items.end(), [&](const Value &a, const Value &b) {
        return property.empty() ? order(a, b) < 0 : order(memberOf(a, property), memberOf(b, property)) < 0;
    });
    return Value::of(std::move(items));
}
Value map(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil())
        return {};
    auto items = itemsOrFail(context, input);
    const auto property = text(arguments, 0);
    for (auto &item : items)
        item = memberOf(item, property);
    return Value::of(std::move(items));
}
Value where(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil())
        return {};
    const auto property = text(arguments, 0);
    const auto &wanted = argument(arguments, 1);
    auto items = itemsOrFail(context, input);
    items.erase(std::remove_if(items.begin(), items.end(),
                               [&](const Value &item) {
                                   const auto member = memberOf(item, property);
                                   return wanted.isNil() || member.isNil() ? !member.isTrue() : !equals(member, wanted);
                               }),
                items.end());
    return Value::of(std::move(items));
}
Value uniq(const FilterContext &context, const Value &input, const Arguments &)
{
    if (input.isNil())
        return {};
    Array out;
    std::map<std::pair<std::size_t, std::string>, bool> known; // a type and its text are what Equals compares
    for (auto &item : flat(context, input)) {
        const bool isPlain = !item.hash() && !item.array();
        const auto key = std::pair(item.content().index(), isPlain ? textOf(item) : std::to_string(reinterpret_cast<std::uintptr_t>(item.hash())));
        if (known.emplace(key, true).second)
            out.push_back(std::move(item));
    }
    return Value::of(std::move(out));
}
Value compact(const FilterContext &context, const Value &input, const Arguments &)
{
    if (input.isNil())
        return {};
    auto items = flat(context, input);
    items.erase(std::remove_if(items.begin(), items.end(), [](const Value &item) { return item.isNil(); }), items.end());
    return Value::of(std::move(items));
}
Value concat(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    const auto &other = argument(arguments, 0);
    if (input.isNil() || other.isNil())
        return input.isNil() ? other : input;
    auto items = itemsOrFail(context, input);
    auto more = itemsOrFail(context, other);
    items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    context.charge(items.size() / 16);
    return Value::of(std::move(items));
}

// Numbers.

enum class Operation { Plus, Minus, Times, DividedBy, Modulo };

const char *nameOf(Operation operation)
{
    constexpr const char *names[] = {"AddChecked", "SubtractChecked", "MultiplyChecked", "Divide", "Modulo"};
    return names[static_cast<int>(operation)];
}

std::int64_t wholeResult(Operation operation, std::int64_t a, std::int64_t b)
{
    std::int64_t out = 0;
    bool overflows = false;
    switch (operation) {
    case Operation::Plus: overflows = __builtin_add_overflow(a, b, &out); break;
    case Operation::Minus: overflows = __builtin_sub_overflow(a, b, &out); break;
    case Operation::Times: overflows = __builtin_mul_overflow(a, b, &out); break;
    case Operation::DividedBy:
    case Operation::Modulo:
        if (b == 0)
            throw RenderError("Attempted to divide by zero.");
        if (b == -1)
            overflows = operation == Operation::DividedBy && __builtin_sub_overflow(std::int64_t{0}, a, &out);
        else
            out = operation == Operation::DividedBy ? a / b : a % b;
        break;
    }
    if (overflows)
        throw RenderError("Arithmetic operation resulted in an overflow.");
    return out;
}

Decimal decimalResult(Operation operation, const Decimal &a, const Decimal &b)
{
    switch (operation) {
    case Operation::Plus: return expression::add(a, b);
    case Operation::Minus: return expression::subtract(a, b);
    case Operation::Times: return expression::multiply(a, b);
    case Operation::DividedBy: return expression::divide(a, b);
    case Operation::Modulo: return expression::remainder(a, b);
    }
    return {};
}

double doubleOf(const Value &value)
{
    if (const auto *real = value.as<double>())
        return *real;
    const auto decimal = decimalOf(value);
    return decimal ? expression::toDouble(*decimal) : std::nan("");
}

double doubleResult(Operation operation, double a, double b)
{
    switch (operation) {
    case Operation::Plus: return a + b;
    case Operation::Minus: return a - b;
    case Operation::Times: return a * b;
    case Operation::DividedBy: return a / b;
    case Operation::Modulo: return std::fmod(a, b);
    }
    return 0;
}

Value calculated(Operation operation, const Value &input, const Value &operand)
{
    if (input.isNil() || operand.isNil())
        return {};
    if (!isNumber(input) || !isNumber(operand))
        throw RenderError("The binary operator " + std::string(nameOf(operation)) + " is not defined for the types '"
                          + (isNumber(input) ? "System.Int32" : "System.String") + "' and '"
                          + (isNumber(operand) ? "System.Int32" : "System.String") + "'.");
    if (!isReal(input) && !isReal(operand))
        return Value(wholeResult(operation, *input.as<std::int64_t>(), *operand.as<std::int64_t>()));
    try {
        if (const auto a = decimalOf(input), b = decimalOf(operand); a && b)
            return Value(decimalResult(operation, *a, *b));
    } catch (const expression::Raise &) {
        // too large, or by zero: as double
    }
    return Value(doubleResult(operation, doubleOf(input), doubleOf(operand)));
}

Value plus(const FilterContext &, const Value &input, const Arguments &arguments)
{
    if (input.as<std::string>())
        return Value(textOf(input) + text(arguments, 0));
    return calculated(Operation::Plus, input, argument(arguments, 0));
}
Value minus(const FilterContext &, const Value &input, const Arguments &arguments)
{
    return calculated(Operation::Minus, input, argument(arguments, 0));
}
Value times(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    const auto &operand = argument(arguments, 0);
    if (!input.as<std::string>() || !operand.as<std::int64_t>())
        return calculated(Operation::Times, input, operand);
    const auto count = std::max<std::int64_t>(*operand.as<std::int64_t>(), 0);
    context.charge(static_cast<std::size_t>(count));
    return Value::of(Array(static_cast<std::size_t>(count), input)); // DotLiquid 2.0 repeats a text
}
Value dividedBy(const FilterContext &, const Value &input, const Arguments &arguments)
{
    return calculated(Operation::DividedBy, input, argument(arguments, 0));
}
Value modulo(const FilterContext &, const Value &input, const Arguments &arguments)
{
    return calculated(Operation::Modulo, input, argument(arguments, 0));
}
Value absolute(const FilterContext &, const Value &input, const Arguments &)
{
    const auto value = decimalOf(input);
    return Value(value ? std::fabs(expression::toDouble(*value)) : 0.0);
}
Value atLeast(const FilterContext &, const Value &input, const Arguments &arguments)
{
    const auto value = decimalOf(input);
    const auto bound = decimalOf(argument(arguments, 0));
    return value && bound ? Value(std::max(expression::toDouble(*value), expression::toDouble(*bound))) : input;
}
Value atMost(const FilterContext &, const Value &input, const Arguments &arguments)
{
    const auto value = decimalOf(input);
    const auto bound = decimalOf(argument(arguments, 0));
    return value && bound ? Value(std::min(expression::toDouble(*value), expression::toDouble(*bound))) : input;
}
Value rounded(const FilterContext &, const Value &input, const Arguments &arguments)
{
    const auto value = decimalOf(input);
    const auto places = arguments.empty() ? std::optional<std::int64_t>(0) : integerOf(arguments[0]);
    if (!value || !places || *places < 0 || *places > expression::maxDecimalScale)
        return {};
    return Value(expression::roundTo(*value, static_cast<int>(*places), false));
}
Value ceiling(const FilterContext &, const Value &input, const Arguments &)
{
    const auto value = decimalOf(input);
    return value ? Value(expression::ceiling(*value)) : Value();
}
Value floored(const FilterContext &, const Value &input, const Arguments &)
{
    const auto value = decimalOf(input);
    return value ? Value(expression::floor(*value)) : Value();
}
//! "C" of en-US: $1,234.50, ($1.00).
Value currency(const FilterContext &, const Value &input, const Arguments &)
{
    const auto value = decimalOf(input);
    if (!value)
        return Value(textOf(input));
    auto digits = expression::textOf(expression::roundTo(*value, 2, true));
    const bool isNegative = digits.starts_with('-');
    if (isNegative)
        digits.erase(0, 1);
    auto point = digits.find('.');
    if (point == std::string::npos) {
        point = digits.size();
        digits += ".";
    }
    digits.resize(point + 3, '0');
    for (auto at = point; at > 3;)
        digits.insert(at -= 3, ",");
    return Value(isNegative ? "($" + digits + ")" : "$" + digits);
}

// Dates.

Value date(const FilterContext &context, const Value &input, const Arguments &arguments)
{
    if (input.isNil())
        return {};
    const auto format = expression::toUtf16(text(arguments, 0));
    expression::Value moment;
    if (const auto *held = input.as<Moment>()) {
        moment = held->value;
    } else {
        const auto now = expression::unixEpochTicks
            + std::chrono::duration_cast<std::chrono::microseconds>(context.now.time_since_epoch()).count() * 10;
        const auto written = textOf(input);
        if (equalsIgnoreCase(written, "now") || equalsIgnoreCase(written, "today")) {
            moment = expression::Value::ofDateTime(now, expression::kindLocal);
        } else {
            const auto units = expression::toUtf16(written);
            const auto parsed = expression::readDate(units, 0, now - now % expression::ticksPerDay);
            const auto made = parsed ? expression::dateTimeOf(*parsed, 0) : std::nullopt;
            if (!made || trim(text(arguments, 0)).empty())
                return Value(written);
            moment = *made;
        }
    }
    try {
        return Value(utf8(moment.tag() == expression::Tag::DateTimeOffset
                              ? expression::formatDateTimeOffset(moment.integer(), moment.aux(), format)
                              : expression::formatDateTime(moment.integer(), moment.aux(), format)));
    } catch (const expression::Raise &raised) {
        throw RenderError(utf8(raised.message));
    }
}

struct NamedFilter
{
    std::string_view name;
    FilterFunction function;
};
constexpr NamedFilter filters[] = {
    {"Abs", absolute}, {"Append", append}, {"AtLeast", atLeast}, {"AtMost", atMost}, {"Capitalize", capitalize}, {"Ceil", ceiling},
    {"Compact", compact}, {"Concat", concat}, {"Currency", currency}, {"Date", date}, {"Default", defaulted}, {"DividedBy", dividedBy},
    {"Downcase", downcase}, {"Escape", escape}, {"EscapeOnce", escapeOnce}, {"First", first}, {"Floor", floored}, {"H", escape},
    {"Join", join}, {"Last", last}, {"Lstrip", lstrip}, {"Map", map}, {"Minus", minus}, {"Modulo", modulo}, {"NewlineToBr", newlineToBr},
    {"Plus", plus}, {"Prepend", prepend}, {"Remove", removeAll}, {"RemoveFirst", removeFirst}, {"Replace", replace},
    {"ReplaceFirst", replaceFirst}, {"Reverse", reverse}, {"Round", rounded}, {"Rstrip", rstrip}, {"Size", size}, {"Slice", slice},
    {"Sort", sort}, {"SortNatural", sort}, {"Split", split}, {"Strip", strip}, {"StripHtml", stripHtml}, {"StripNewlines", stripNewlines},
    {"Times", times}, {"Truncate", truncate}, {"TruncateWords", truncateWords}, {"Truncatewords", truncateWords}, {"Uniq", uniq},
    {"Upcase", upcase}, {"UrlDecode", urlDecode}, {"UrlEncode", urlEncode}, {"Where", where},
};

//! "DividedBy" of "divided_by".
std::string pascal(std::string_view name)
{
    std::string out;
    bool isFirst = true;
    for (const char c : name) {
        if (c == '_')
            isFirst = true;
        else {
            out += isFirst && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            isFirst = false;
        }
    }
    return out;
}

} // namespace

FilterFunction findFilter(std::string_view name)
{
    const auto wanted = pascal(name);
    const auto found = std::find_if(std::begin(filters), std::end(filters), [&](const auto &filter) { return filter.name == wanted; });
    return found == std::end(filters) ? nullptr : found->function;
}

Value memberOf(const Value &value, std::string_view name)
{
    if (const auto *hash = value.hash()) {
        const auto *member = hash->find(name);
        return member ? *member : Value();
    }
    if (const auto *pointer = value.as<PairPointer>()) {
        const auto &pair = **pointer;
        if (name == "Key" || name == "itemName" || name == "0")
            return Value(pair.key);
        if (name == "Value" || name == "1" || name == pair.key)
            return pair.value;
        return pair.value.hash() ? memberOf(pair.value, name) : Value();
    }
    return {};
}

} // namespace gatehouse::policy::liquid
