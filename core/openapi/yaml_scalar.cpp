// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/yaml_scalar.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::openapi {

namespace {

bool isAnyOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    const auto end = text.find_first_not_of("0123456789", at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

//! [-+]? ( digits ( . digits? )? | . digits ) ( [eE] [-+]? digits )?
bool isDecimal(std::string_view text)
{
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const auto whole = digitsAt(text, at);
    at += whole;
    std::size_t part = 0;
    if (at < text.size() && text[at] == '.') {
        part = digitsAt(text, at + 1);
        at += 1 + part;
    }
    if (whole + part == 0)
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            ++at;
        const auto exponent = digitsAt(text, at);
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return at == text.size();
}

//! 0x1F and 0o17, as decimal digits; "" when it is none or too large.
std::string fromBase(std::string_view text)
{
    if (!text.starts_with("0x") && !text.starts_with("0o"))
        return {};
    std::uint64_t value = 0;
    const auto *end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data() + 2, end, value, text[1] == 'x' ? 16 : 8);
    return error == std::errc{} && at == end ? std::to_string(value) : std::string{};
}

} // namespace

void resolvePlainScalar(Tree &tree, Node &node, std::string_view text)
{
    node.text = text;
    if (text.empty() || isAnyOf(text, {"~", "null", "Null", "NULL"})) {
        node.kind = NodeKind::Null;
    } else if (isAnyOf(text, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
        node.kind = NodeKind::Bool;
        node.flag = text[0] == 't' || text[0] == 'T';
    } else if (isDecimal(text)) {
        node.kind = NodeKind::Number;
        if (text[0] == '+')
            node.text.remove_prefix(1);
    } else if (auto number = fromBase(text); !number.empty()) {
        node.kind = NodeKind::Number;
        node.text = tree.keep(std::move(number));
    } else {
        node.kind = NodeKind::String;
    }
}

} // namespace gatehouse::openapi
