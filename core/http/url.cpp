// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"

#include "core/base/text.h"
#include "core/http/authority.h"
#include "core/http/characters.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

constexpr std::size_t maxUrl = 16U << 10;

//! Queries and user info hold keys at times: an error never shows them.
std::string showable(std::string_view url)
{
    url = url.substr(0, std::min<std::size_t>(url.find_first_of("?#"), 256));
    return std::string{url.substr(0, url.find('@') == std::string_view::npos ? url.size() : url.find(':'))};
}

tl::unexpected<Error> invalid(std::string_view code, std::string_view url, std::string_view reason)
{
    return fail(ErrorKind::Invalid, std::string{code}, {{"url", showable(url)}, {"reason", std::string{reason}}});
}

tl::unexpected<Error> invalidUrl(std::string_view url, std::string_view reason)
{
    return invalid("url.invalid", url, reason);
}

bool isUrlCharacter(char c)
{
    return detail::isVisible(c) && std::string_view{"\"#<>\\"}.find(c) == std::string_view::npos;
}

//! Path and query, from a text that begins with "/" or "?" or is empty.
void takeTarget(Url &url, std::string_view text)
{
    const auto mark = text.find('?');
    url.path = text.substr(0, mark);
    url.hasQuery = mark != std::string_view::npos;
    if (url.hasQuery)
        url.query = text.substr(mark + 1);
}

char byteOf(int high, int low)
{
    return static_cast<char>(high * 16 + low);
}

//! The byte that the escape at `at` stands for, or nothing if there is none.
std::optional<char> escapeAt(std::string_view text, std::size_t at)
{
    if (text[at] != '%' || text.size() - at < 3)
        return std::nullopt;
    const int high = detail::hexValue(text[at + 1]);
    const int low = detail::hexValue(text[at + 2]);
    return high < 0 || low < 0 ? std::nullopt : std::optional{byteOf(high, low)};
}

bool isUnreserved(char c)
{
    return detail::isIn(detail::unreservedTable, c);
}

std::string decode(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const auto byte = escapeAt(text, i)) {
            decoded += *byte;
            i += 2;
        } else {
            decoded += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

//! Calls `visit(name, value)`, both encoded, for each pair until it answers true.
template <typename Visit> void forEachPair(std::string_view query, Visit visit)
{
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        const auto equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        if (!pair.empty() && visit(pair.substr(0, equals), value))
            return;
        if (end == std::string_view::npos)
            return;
        query.remove_prefix(end + 1);
    }
}

bool isPlain(std::string_view text)
{
    return text.find_first_of("%+") == std::string_view::npos;
}

//! Escaped unreserved characters become plain; a '%' that begins no escape becomes "%25", so that decoding can't make a
//! new escape.
std::string decodeUnreserved(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size() + 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = escapeAt(text, i);
        if (byte && isUnreserved(*byte)) {
            decoded += *byte;
            i += 2;
        } else {
            decoded += text[i];
            if (text[i] == '%' && !byte)
                decoded += "25";
        }
    }
    return decoded;
}

bool isDotSegment(std::string_view segment)
{
    return segment == "." || segment == "..";
}

bool hasDotSegment(std::string_view path)
{
    const auto segments = path.substr(path.starts_with('/') ? 1 : 0);
    std::size_t begin = 0;
    while (true) {
        const auto end = segments.find('/', begin);
        if (isDotSegment(segments.substr(begin, end == std::string_view::npos ? end : end - begin)))
            return true;
        if (end == std::string_view::npos)
            return false;
        begin = end + 1;
    }
}

//! RFC 3986 section 5.2.4. Empty segments are segments: "//" stays.
std::string removeDotSegments(std::string_view path)
{
    const bool isAbsolute = path.starts_with('/');
    std::vector<std::string_view> kept;
    const auto segments = split(isAbsolute ? path.substr(1) : path, '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!isDotSegment(segments[i])) {
            kept.push_back(segments[i]);
            continue;
        }
        if (segments[i] == ".." && !kept.empty())
            kept.pop_back();
        if (i + 1 == segments.size())
            kept.emplace_back(); // "/a/.." is the folder "/"
    }
    std::string text;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (i != 0 || isAbsolute)
            text += '/';
        text += kept[i];
    }
    return text;
}

} // namespace

Result<Url> Url::parse(std::string_view text)
{
    if (text.size() > maxUrl)
        return invalidUrl(text, "tooLong");
    Url url;
    const auto mark = text.find("://");
    url.scheme = toLower(text.substr(0, mark));
    if (mark == std::string_view::npos || (url.scheme != "http" && url.scheme != "https"))
        return invalidUrl(text, "scheme");
    const auto rest = text.substr(mark + 3);
    if (rest.find('#') != std::string_view::npos)
        return invalidUrl(text, "fragment");
    if (!std::all_of(rest.begin(), rest.end(), isUrlCharacter))
        return invalidUrl(text, "character");
    const auto authorityEnd = std::min(rest.find_first_of("/?"), rest.size());
    const auto authority = rest.substr(0, authorityEnd);
    if (authority.find('@') != std::string_view::npos)
        return invalidUrl(text, "userInfo");
    const auto parts = splitAuthority(authority);
    if (!parts)
        return invalidUrl(text, "authority");
    url.host = parts->host;
    url.port = parts->port == url.defaultPort() ? 0 : parts->port;
    takeTarget(url, rest.substr(authorityEnd));
    return url;
}

Result<Url> Url::parseTarget(std::string_view target)
{
    if (!target.starts_with('/'))
        return invalid("url.invalidTarget", target, "form");
    if (!std::all_of(target.begin(), target.end(), [](char c) { return detail::isVisible(c) && c != '#'; }))
        return invalid("url.invalidTarget", target, "character");
    Url url;
    takeTarget(url, target);
    return url;
}

std::uint16_t Url::effectivePort() const
{
    return port != 0 ? port : defaultPort();
}

std::uint16_t Url::defaultPort() const
{
    return scheme == "https" ? 443 : 80;
}

std::string Url::authority() const
{
    std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == 0 || port == defaultPort() ? text : text + ":" + std::to_string(port);
}

std::string Url::target() const
{
    std::string text = path.empty() ? "/" : path;
    if (hasQuery)
        text.append("?").append(query);
    return text;
}

std::string Url::text() const
{
    std::string text;
    if (!host.empty())
        text.append(scheme).append("://").append(authority());
    text += path;
    if (hasQuery)
        text.append("?").append(query);
    return text;
}

std::vector<QueryPair> parseQuery(std::string_view query)
{
    std::vector<QueryPair> pairs;
    forEachPair(query, [&pairs](std::string_view name, std::string_view value) {
        pairs.emplace_back(decode(name, true), decode(value, true));
        return false;
    });
    return pairs;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view name)
{
    std::optional<std::string> found;
    forEachPair(query, [&](std::string_view encodedName, std::string_view value) {
        if (isPlain(encodedName) ? encodedName == name : decode(encodedName, true) == name)
            found = decode(value, true);
        return found.has_value();
    });
    return found;
}

std::string formatQuery(const std::vector<QueryPair> &pairs)
{
    std::string text;
    for (const auto &[name, value] : pairs) {
        if (!text.empty())
            text += '&';
        text.append(percentEncode(name)).append("=").append(percentEncode(value));
    }
    return text;
}

std::string percentDecode(std::string_view text)
{
    return decode(text, false);
}

std::string percentEncode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xfU];
    }
    return encoded;
}

std::string normalizePath(std::string_view path)
{
    if (isNormalizedPath(path))
        return std::string{path};
    const auto decoded = decodeUnreserved(path);
    return hasDotSegment(decoded) ? removeDotSegments(decoded) : decoded;
}

bool isNormalizedPath(std::string_view path)
{
    for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
        const auto byte = escapeAt(path, at);
        if (!byte || isUnreserved(*byte))
            return false;
    }
    return path.find('.') == std::string_view::npos || !hasDotSegment(path);
}

} // namespace gatehouse::http
