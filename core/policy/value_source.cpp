// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"

#include "core/base/text.h"
#include "core/policy/program.h"

#include <charconv>
#include <cmath>

namespace gatehouse::policy {

namespace {

//! C#'s "R" form: shortest digits that read back, exponent from 1E+15 and below 1E-05.
std::string doubleText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    const auto size = std::fabs(value);
    const bool plain = size == 0 || (size >= 1e-5 && size < 1e15);
    char buffer[64];
    const auto end = std::to_chars(std::begin(buffer), std::end(buffer), value,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific);
    std::string text(buffer, end.ptr);
    if (const auto e = text.find('e'); e != std::string::npos)
        text[e] = 'E';
    return text;
}

std::optional<std::string> simpleString(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return std::nullopt;
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        char c = text[i];
        if (c == '"' || c == '\n')
            return std::nullopt;
        if (c == '\\') {
            if (i + 2 >= text.size())
                return std::nullopt;
            constexpr std::string_view codes = "\"'\\0abfnrtv";
            constexpr std::string_view characters{"\"'\\\0\a\b\f\n\r\t\v", 11};
            const auto code = codes.find(text[++i]);
            if (code == std::string_view::npos)
                return std::nullopt; // \u and \x are the engine's
            c = characters[code];
        }
        out += c;
    }
    return out;
}

} // namespace

ValueSource ValueSource::ofSlot(std::uint32_t slot)
{
    ValueSource source;
    source.m_slot = slot;
    return source;
}

const Variable &ValueSource::variable(const Run &run) const
{
    return m_slot ? run.value(*m_slot) : m_constant;
}

std::string ValueSource::text(const Run &run) const
{
    return textOf(variable(run));
}

std::string_view ValueSource::view(const Run &run, std::string &made) const
{
    const auto &value = variable(run);
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    made = textOf(value);
    return made;
}

std::optional<bool> ValueSource::boolean(const Run &run) const
{
    return booleanOf(variable(run));
}

std::optional<long long> ValueSource::integer(const Run &run) const
{
    return integerOf(variable(run));
}

std::string textOf(const Variable &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *flag = std::get_if<bool>(&value))
        return *flag ? "True" : "False";
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    if (const auto *number = std::get_if<double>(&value))
        return doubleText(*number);
    if (const auto *object = std::get_if<std::shared_ptr<VariableObject>>(&value))
        return *object ? (*object)->text() : std::string();
    return {};
}

std::optional<bool> booleanOf(const Variable &value)
{
    if (const auto *flag = std::get_if<bool>(&value))
        return *flag;
    if (const auto *text = std::get_if<std::string>(&value)) {
        if (equalsIgnoreCase(trim(*text), "true") || *text == "1")
            return true;
        if (equalsIgnoreCase(trim(*text), "false") || *text == "0")
            return false;
    }
    return std::nullopt;
}

std::optional<long long> integerOf(const Variable &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return *number;
    if (const auto *text = std::get_if<std::string>(&value))
        return toInteger(trim(*text));
    if (const auto *number = std::get_if<double>(&value); number && std::fabs(*number) < 9e15)
        return static_cast<long long>(*number);
    return std::nullopt;
}

std::optional<Variable> foldConstant(std::string_view expression)
{
    auto text = trim(expression);
    if (!text.starts_with("@(") || !text.ends_with(")"))
        return std::nullopt;
    text = trim(text.substr(2, text.size() - 3));
    if (text == "true" || text == "false")
        return Variable(text == "true");
    if (auto string = simpleString(text))
        return Variable(std::move(*string));
    const bool digits = !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits)
        return Variable(std::int64_t{*toInteger(text)});
    return std::nullopt;
}

} // namespace gatehouse::policy
