// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url_template_parser.h"

#include "core/http/characters.h"
#include "core/http/url.h"

#include <algorithm>
#include <string>

namespace gatehouse::http {

namespace {

constexpr std::size_t maxText = 2048;
constexpr std::size_t maxParameters = 64;

} // namespace

Result<UrlTemplate> UrlTemplateParser::parse()
{
    const auto mark = m_text.find('?');
    const auto path = m_text.substr(0, mark);
    bool good = m_text.size() <= maxText || fail("tooLong", maxText);
    good = good && (path.empty() || path.front() == '/' || fail("noLeadingSlash", 0));
    good = good && parsePath(path) && (mark == std::string_view::npos || parseQuery(mark + 1, m_text.substr(mark + 1)));
    if (!good) {
        return gatehouse::fail(ErrorKind::Invalid, "urlTemplate.invalid",
                               {{"template", std::string{m_text.substr(0, maxText)}},
                                {"reason", std::string{m_reason}},
                                {"column", std::to_string(m_errorAt + 1)}});
    }
    m_template.m_text = m_text;
    return std::move(m_template);
}

bool UrlTemplateParser::parsePath(std::string_view path)
{
    std::size_t begin = path.empty() ? 0 : 1;
    while (true) {
        const auto slash = path.find('/', begin);
        const bool isLast = slash == std::string_view::npos;
        const auto segment = path.substr(begin, isLast ? slash : slash - begin);
        if (!parseSegment(begin, segment, isLast))
            return false;
        if (isLast)
            return true;
        begin = slash + 1;
    }
}

bool UrlTemplateParser::parseSegment(std::size_t begin, std::string_view segment, bool isLast)
{
    auto &pieces = m_template.m_segments.emplace_back();
    const std::size_t end = begin + segment.size();
    if (segment == "*") {
        pieces.push_back({UrlTemplate::Piece::Wildcard, {}});
        return isLast || fail("wildcardNotLast", begin);
    }
    for (std::size_t at = begin; at < end;) {
        if (m_text[at] != '{') {
            const auto literalEnd = std::min(m_text.find('{', at), end);
            const auto literal = m_text.substr(at, literalEnd - at);
            if (!checkLiteral(at, literal))
                return false;
            pieces.push_back({UrlTemplate::Piece::Literal, percentDecode(literal)});
            at = literalEnd;
            continue;
        }
        if (!pieces.empty() && pieces.back().kind != UrlTemplate::Piece::Literal)
            return fail("adjacentParameters", at);
        const auto open = at;
        if (!parseParameter(open, end, false, pieces.emplace_back(), at))
            return false;
        if (pieces.back().kind == UrlTemplate::Piece::Wildcard && (!isLast || open != begin || at != end))
            return fail("wildcardNotLast", open);
    }
    return true;
}

bool UrlTemplateParser::parseParameter(std::size_t open, std::size_t limit, bool inQuery, UrlTemplate::Piece &piece,
                                       std::size_t &end)
{
    const auto close = m_text.find_first_of("{}", open + 1);
    if (close >= limit || m_text[close] != '}')
        return fail("unclosedBrace", open);
    auto name = m_text.substr(open + 1, close - open - 1);
    const bool wildcard = name.starts_with('*');
    name.remove_prefix(wildcard ? 1 : 0);
    if (name.empty())
        return fail("emptyName", open);
    if (name.find('*') != std::string_view::npos || std::any_of(name.begin(), name.end(), detail::isControl))
        return fail("invalidName", open);
    if (wildcard && inQuery)
        return fail("wildcardInQuery", open);
    auto &parameters = m_template.m_parameters;
    if (std::any_of(parameters.begin(), parameters.end(), [name](const auto &other) { return other.name == name; }))
        return fail("repeatedName", open);
    if (parameters.size() == maxParameters)
        return fail("tooManyParameters", open);
    parameters.push_back({std::string{name}, wildcard, inQuery});
    piece = {wildcard ? UrlTemplate::Piece::Wildcard : UrlTemplate::Piece::Parameter, std::string{name}};
    end = close + 1;
    return true;
}

bool UrlTemplateParser::parseQuery(std::size_t begin, std::string_view query)
{
    while (true) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        if (!pair.empty() && !parsePair(begin, pair))
            return false;
        if (end == std::string_view::npos)
            return true;
        begin += end + 1;
        query.remove_prefix(end + 1);
    }
}

bool UrlTemplateParser::parsePair(std::size_t begin, std::string_view pair)
{
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals);
    if (name.empty())
        return fail("emptyName", begin);
    if (!checkLiteral(begin, name))
        return false;
    UrlTemplate::Piece piece;
    const auto value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    const auto valueAt = begin + pair.size() - value.size();
    if (value.starts_with('{')) {
        std::size_t end = 0;
        if (!parseParameter(valueAt, begin + pair.size(), true, piece, end))
            return false;
        if (end != begin + pair.size())
            return fail("textAfterParameter", end);
    } else if (!checkLiteral(valueAt, value)) {
        return false;
    } else {
        piece.text = queryValue(pair, percentDecode(name)).value_or("");
    }
    m_template.m_query.emplace_back(percentDecode(name), std::move(piece));
    return true;
}

bool UrlTemplateParser::checkLiteral(std::size_t begin, std::string_view literal)
{
    const auto bad = std::find_if(literal.begin(), literal.end(),
                                  [](char c) { return c == '{' || c == '}' || c == '#' || detail::isControl(c); });
    if (bad == literal.end())
        return true;
    return fail(*bad == '}' || *bad == '{' ? "unopenedBrace" : "invalidCharacter",
                begin + static_cast<std::size_t>(bad - literal.begin()));
}

bool UrlTemplateParser::fail(std::string_view reason, std::size_t at)
{
    m_reason = reason;
    m_errorAt = at;
    return false;
}

} // namespace gatehouse::http
