// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url_template.h"

#include "core/base/text.h"
#include "core/http/characters.h"
#include "core/http/url.h"
#include "core/http/url_template_parser.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

//! What may stand in a segment without an escape (RFC 3986 section 3.3).
constexpr auto segmentTable = detail::tableOf("-._~!$&'()*+,;=:@");

std::string encodeSegment(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        if (detail::isIn(segmentTable, c))
            encoded += c;
        else
            encoded += percentEncode({&c, 1});
    }
    return encoded;
}

//! A wildcard's value is a path: its slashes stay.
std::string encodePath(std::string_view path)
{
    std::string encoded;
    for (const auto segment : split(path, '/')) {
        if (segment.data() != path.data())
            encoded += '/';
        encoded += percentEncode(segment);
    }
    return encoded;
}

std::size_t findIgnoringCase(std::string_view text, std::string_view part, std::size_t from)
{
    for (; from + part.size() <= text.size(); ++from) {
        if (equalsIgnoreCase(text.substr(from, part.size()), part))
            return from;
    }
    return std::string_view::npos;
}

std::string_view valueOf(const UrlTemplate::Values &values, std::string_view name)
{
    const auto found = values.find(name);
    return found == values.end() ? std::string_view{} : std::string_view{found->second};
}

} // namespace

Result<UrlTemplate> UrlTemplate::parse(std::string_view text)
{
    return UrlTemplateParser{text}.parse();
}

bool UrlTemplate::match(std::string_view path, std::string_view query, Values *values) const
{
    if (!matchPath(path, nullptr) || !matchQuery(query, nullptr))
        return false;
    if (values) {
        values->clear();
        matchPath(path, values);
        matchQuery(query, values);
    }
    return true;
}

bool UrlTemplate::matchPath(std::string_view path, Values *values) const
{
    if (path.starts_with('/'))
        path.remove_prefix(1);
    bool atEnd = false;
    for (const auto &segment : m_segments) {
        if (!segment.empty() && segment.front().kind == Piece::Wildcard) {
            if (values && !segment.front().text.empty())
                values->insert_or_assign(segment.front().text, percentDecode(path));
            return true;
        }
        if (atEnd)
            return false;
        const auto slash = path.find('/');
        if (!matchSegment(segment, path.substr(0, slash), values))
            return false;
        atEnd = slash == std::string_view::npos;
        path = atEnd ? std::string_view{} : path.substr(slash + 1);
    }
    return atEnd;
}

bool UrlTemplate::matchSegment(const Segment &segment, std::string_view encoded, Values *values)
{
    std::string decoded;
    std::string_view text = encoded;
    if (encoded.find('%') != std::string_view::npos) {
        decoded = percentDecode(encoded);
        text = decoded;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const bool isLast = i + 1 == segment.size();
        if (segment[i].kind == Piece::Literal) {
            // Only the first can be one: those after a parameter are found with it.
            if (!equalsIgnoreCase(text.substr(0, segment[i].text.size()), segment[i].text))
                return false;
            at = segment[i].text.size();
            continue;
        }
        // The shortest value that lets the literal behind it match; the last literal has to end the segment.
        std::size_t valueEnd = text.size();
        std::size_t next = valueEnd;
        if (!isLast) {
            const std::string_view literal = segment[i + 1].text;
            const bool closes = i + 2 == segment.size();
            valueEnd = closes ? (text.size() >= literal.size() ? text.size() - literal.size() : std::string_view::npos)
                              : findIgnoringCase(text, literal, at + 1);
            if (valueEnd == std::string_view::npos || (closes && !equalsIgnoreCase(text.substr(valueEnd), literal)))
                return false;
            next = valueEnd + literal.size();
        }
        if (valueEnd <= at)
            return false;
        if (values)
            values->insert_or_assign(segment[i].text, std::string{text.substr(at, valueEnd - at)});
        at = next;
        i += isLast ? 0 : 1;
    }
    return at == text.size();
}

bool UrlTemplate::matchQuery(std::string_view query, Values *values) const
{
    for (const auto &[name, piece] : m_query) {
        auto value = queryValue(query, name);
        if (!value || (piece.kind == Piece::Literal && !equalsIgnoreCase(*value, piece.text)))
            return false;
        if (values && piece.kind == Piece::Parameter)
            values->insert_or_assign(piece.text, std::move(*value));
    }
    return true;
}

std::string UrlTemplate::expand(const Values &values) const
{
    std::string text;
    for (const auto &segment : m_segments) {
        text += '/';
        for (const auto &piece : segment) {
            text += piece.kind == Piece::Literal ? encodeSegment(piece.text)
                : piece.kind == Piece::Wildcard  ? encodePath(valueOf(values, piece.text))
                                                 : percentEncode(valueOf(values, piece.text));
        }
    }
    std::vector<QueryPair> pairs;
    for (const auto &[name, piece] : m_query)
        pairs.emplace_back(name, piece.kind == Piece::Literal ? piece.text : std::string{valueOf(values, piece.text)});
    return pairs.empty() ? text : text + "?" + formatQuery(pairs);
}

int UrlTemplate::rankOf(const Segment &segment)
{
    if (segment.empty())
        return 0;
    const auto isLiteral = [](const Piece &piece) { return piece.kind == Piece::Literal; };
    if (std::all_of(segment.begin(), segment.end(), isLiteral))
        return 0;
    if (segment.front().kind == Piece::Wildcard)
        return 10'000;
    // Between 1 and 9,000: the more literal text, the sooner.
    int rank = 9'000;
    for (const auto &piece : segment)
        rank -= isLiteral(piece) ? static_cast<int>(piece.text.size()) : 0;
    return rank;
}

int UrlTemplate::compareSpecificity(const UrlTemplate &other) const
{
    constexpr int rankOfEnd = 9'500;
    const auto segments = std::max(m_segments.size(), other.m_segments.size());
    for (std::size_t i = 0; i < segments; ++i) {
        const int mine = i < m_segments.size() ? rankOf(m_segments[i]) : rankOfEnd;
        const int theirs = i < other.m_segments.size() ? rankOf(other.m_segments[i]) : rankOfEnd;
        if (mine != theirs)
            return mine < theirs ? -1 : 1;
    }
    if (m_query.size() != other.m_query.size())
        return m_query.size() > other.m_query.size() ? -1 : 1;
    const auto literals = [](const UrlTemplate &of) {
        return std::count_if(of.m_query.begin(), of.m_query.end(),
                             [](const auto &pair) { return pair.second.kind == Piece::Literal; });
    };
    const auto difference = literals(other) - literals(*this);
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

} // namespace gatehouse::http
