// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/odata_lexer.h"

#include "core/base/text.h"

#include <charconv>

namespace gatehouse::management {

namespace {

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/'
        || c == '.' || c == '-';
}

tl::unexpected<Error> syntax(std::string reason, std::size_t at)
{
    return fail(ErrorKind::Invalid, "odata.syntax",
                {{"reason", std::move(reason)}, {"column", std::to_string(at + 1)}});
}

//! The text in quotes at `at`, a doubled quote in it means one; `at` is moved behind it. False: never closed.
bool readQuoted(std::string_view text, std::size_t &at, std::string &value)
{
    for (++at; at < text.size(); ++at) {
        if (text[at] != '\'') {
            value += text[at];
        } else if (at + 1 < text.size() && text[at + 1] == '\'') {
            value += '\'';
            ++at;
        } else {
            ++at;
            return true;
        }
    }
    return false;
}

Result<json::value> numberOf(std::string_view text, std::size_t at)
{
    if (const auto integer = toInteger(text))
        return json::value(static_cast<std::int64_t>(*integer));
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return syntax("not a number", at);
    return json::value(number);
}

} // namespace

Result<std::vector<ODataToken>> tokenizeOData(std::string_view text)
{
    std::vector<ODataToken> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const auto begin = at;
        if (c == ' ' || c == '\t') {
            ++at;
        } else if (c == '(' || c == ')' || c == ',') {
            tokens.push_back({c == '('       ? ODataToken::Open
                                  : c == ')' ? ODataToken::Close
                                             : ODataToken::Comma,
                              {},
                              {},
                              ++at});
        } else if (c == '\'') {
            std::string value;
            if (!readQuoted(text, at, value))
                return syntax("a string is not closed", begin);
            tokens.push_back({ODataToken::Text, {}, json::value(value), begin + 1});
        } else if (isWordCharacter(c)) {
            while (at < text.size() && isWordCharacter(text[at]))
                ++at;
            const auto word = text.substr(begin, at - begin);
            const bool isNumber = (c >= '0' && c <= '9') || (c == '-' && word.size() > 1);
            if (at < text.size() && text[at] == '\'' && (word == "datetime" || word == "guid")) {
                std::string value;
                if (!readQuoted(text, at, value))
                    return syntax("a literal is not closed", begin);
                tokens.push_back({ODataToken::Text, {}, json::value(value), begin + 1});
            } else if (isNumber && word.size() >= 10 && word[4] == '-') {
                while (at < text.size() && (isWordCharacter(text[at]) || text[at] == ':' || text[at] == '+'))
                    ++at;
                tokens.push_back(
                    {ODataToken::Text, {}, json::value(std::string{text.substr(begin, at - begin)}), begin + 1});
            } else if (isNumber) {
                auto value = numberOf(word, begin);
                if (!value)
                    return tl::unexpected(value.error());
                tokens.push_back({ODataToken::Number, {}, std::move(*value), begin + 1});
            } else {
                tokens.push_back({ODataToken::Word, std::string{word}, {}, begin + 1});
            }
        } else {
            return syntax("an unexpected character", at);
        }
    }
    tokens.push_back({ODataToken::End, {}, {}, text.size() + 1});
    return tokens;
}

} // namespace gatehouse::management
