// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/uri.h"

#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace gatehouse::expression {

namespace {

struct SchemePort
{
    std::u16string_view scheme;
    int port;
};
constexpr std::array<SchemePort, 12> knownSchemes{{
    {u"http", 80}, {u"https", 443}, {u"ws", 80}, {u"wss", 443}, {u"ftp", 21}, {u"gopher", 70}, {u"nntp", 119}, {u"telnet", 23},
    {u"ldap", 389}, {u"mailto", 25}, {u"net.tcp", 808}, {u"net.pipe", -1},
}};

constexpr std::int32_t basicHost = 1;
constexpr std::int32_t dnsHost = 2;
constexpr std::int32_t ipv4Host = 3;
constexpr std::int32_t ipv6Host = 4;

bool isLetter(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return lower >= u'a' && lower <= u'z';
}

bool isDigit(char16_t unit)
{
    return unit >= u'0' && unit <= u'9';
}

struct Failure
{
    const char *message;
};
constexpr const char *noFormat = "Invalid URI: The format of the URI could not be determined.";
constexpr const char *noHost = "Invalid URI: The hostname could not be parsed.";
constexpr const char *noAuthority = "Invalid URI: The Authority/Host could not be parsed.";
constexpr const char *noPort = "Invalid URI: Invalid port specified.";

std::u16string lower(std::u16string_view text)
{
    std::u16string out(text);
    std::transform(out.begin(), out.end(), out.begin(), toLowerInvariant);
    return out;
}

std::u16string withoutDots(std::u16string_view path)
{
    std::vector<std::u16string_view> kept;
    bool endsOpen = false;
    std::size_t at = 1; // the path begins with '/'
    for (;;) {
        const auto end = std::min(path.find(u'/', at), path.size());
        const auto segment = path.substr(at, end - at);
        const bool isDots = segment == u"." || segment == u"..";
        if (segment == u".." && !kept.empty())
            kept.pop_back();
        if (!isDots)
            kept.push_back(segment);
        endsOpen = isDots;
        if (end == path.size())
            break;
        at = end + 1;
    }
    std::u16string out;
    for (const auto segment : kept)
        (out += u'/') += segment;
    if (endsOpen || out.empty())
        out += u'/';
    return out;
}

//! "127.1", "0x7f000001": the address as four numbers; nothing where it is none.
std::u16string ipv4Of(std::u16string_view host)
{
    std::string text = toUtf8(host);
    if (text.empty() || text.find_first_not_of("0123456789abcdefABCDEFxX.") != std::string::npos || !isDigit(host[0]))
        return {};
    in_addr address{};
    if (inet_aton(text.c_str(), &address) == 0)
        return {};
    std::array<char, INET_ADDRSTRLEN> out{};
    inet_ntop(AF_INET, &address, out.data(), out.size());
    return fromAscii(out.data());
}

std::u16string ipv6Of(std::u16string_view bracketed)
{
    std::string text = toUtf8(bracketed.substr(1, bracketed.size() - 2));
    text.resize(std::min(text.find('%'), text.size()));
    in6_addr address{};
    if (inet_pton(AF_INET6, text.c_str(), &address) != 1)
        return {};
    std::array<char, INET6_ADDRSTRLEN> out{};
    inet_ntop(AF_INET6, &address, out.data(), out.size());
    return u"[" + fromAscii(out.data()) + u"]";
}

class UriParser
{
public:
    explicit UriParser(std::u16string_view text) : m_text(text), m_undoesMore(hasEscapesToUndo(text)) { }
    UriParts parse(); //!< throws Failure

private:
    std::size_t schemeLength() const;
    UriParts filePath(bool isDrive) const;
    void authority(std::u16string_view text);
    void host(std::u16string_view text);
    void rest(std::u16string_view text);
    void mail(std::u16string_view text);

    std::u16string_view m_text;
    bool m_undoesMore;
    UriParts m_parts;
};

std::size_t UriParser::schemeLength() const
{
    const auto colon = m_text.find(u':');
    if (colon == std::u16string_view::npos || colon == 0)
        throw Failure{noFormat};
    if (m_text.find_first_of(u"/?#") < colon)
        throw Failure{noFormat};
    const auto isSchemeUnit = [](char16_t unit) { return isLetter(unit) || isDigit(unit) || unit == u'+' || unit == u'-' || unit == u'.'; };
    const auto scheme = m_text.substr(0, colon);
    if (!isLetter(scheme[0]) || !std::all_of(scheme.begin(), scheme.end(), isSchemeUnit))
        throw Failure{"Invalid URI: The URI scheme is not valid."};
    return colon;
}

UriParts UriParser::filePath(bool isDrive) const
{
    UriParts parts;
    parts.scheme = u"file";
    parts.hasAuthority = true;
    parts.isFilePath = true;
    parts.hostType = basicHost;
    std::u16string path(m_text);
    if (isDrive)
        std::replace(path.begin(), path.end(), u'\\', u'/');
    parts.isDrive = isDrive;
    // '?' and '#' are part of a file's name.
    for (const char16_t special : {u'?', u'#'}) {
        for (auto at = path.find(special); at != std::u16string::npos; at = path.find(special, at + 1))
            path.replace(at, 1, special == u'?' ? u"%3F" : u"%23");
    }
    parts.path = normalizedPart(withoutDots(isDrive ? u"/" + path : path), m_undoesMore).substr(isDrive ? 1 : 0);
    return parts;
}

void UriParser::host(std::u16string_view text)
{
    if (!text.empty() && text.front() == u'[') {
        const std::u16string address = text.back() == u']' ? ipv6Of(text) : std::u16string();
        if (address.empty())
            throw Failure{noHost};
        m_parts.host = address;
        m_parts.hostType = ipv6Host;
        return;
    }
    if (text.empty()) {
        const bool needsHost = defaultPortOf(m_parts.scheme) >= 0;
        if (needsHost || !m_parts.userInfo.empty())
            throw Failure{noHost};
        m_parts.hostType = basicHost;
        return;
    }
    if (const auto address = ipv4Of(text); !address.empty()) {
        m_parts.host = address;
        m_parts.hostType = ipv4Host;
        return;
    }
    const auto isHostUnit = [](char16_t unit) { return isLetter(unit) || isDigit(unit) || unit == u'-' || unit == u'_' || unit == u'.' || unit >= 0xA1; };
    const bool hasEmptyLabel = text.front() == u'.' || text.find(u"..") != std::u16string_view::npos;
    if (!std::all_of(text.begin(), text.end(), isHostUnit) || hasEmptyLabel)
        throw Failure{noHost};
    m_parts.host = lower(text);
    m_parts.hostType = text.front() == u'-' || text.back() == u'-' ? basicHost : dnsHost;
}

void UriParser::authority(std::u16string_view text)
{
    if (const auto sign = text.rfind(u'@'); sign != std::u16string_view::npos) {
        m_parts.userInfo = normalizedPart(text.substr(0, sign), m_undoesMore) + u'@';
        text.remove_prefix(sign + 1);
        if (text.empty())
            throw Failure{noHost};
    }
    m_parts.port = defaultPortOf(m_parts.scheme);
    const auto close = text.rfind(u']');
    const auto colon = text.rfind(u':');
    const bool hasPort = colon != std::u16string_view::npos && (close == std::u16string_view::npos || colon > close);
    if (hasPort) {
        const auto digits = text.substr(colon + 1);
        if (!std::all_of(digits.begin(), digits.end(), isDigit))
            throw Failure{noPort};
        int port = 0;
        for (const char16_t digit : digits) {
            port = port * 10 + (digit - u'0');
            if (port > 65535)
                throw Failure{noPort};
        }
        if (!digits.empty())
            m_parts.port = port;
        text = text.substr(0, colon);
    }
    host(text);
}

void UriParser::rest(std::u16string_view text)
{
    const auto hash = std::min(text.find(u'#'), text.size());
    if (hash < text.size())
        m_parts.fragment = normalizedPart(text.substr(hash), m_undoesMore);
    const auto question = std::min(text.substr(0, hash).find(u'?'), hash);
    if (question < hash)
        m_parts.query = normalizedPart(text.substr(question, hash - question), m_undoesMore);
    std::u16string path(text.substr(0, question));
    if (!m_parts.hasAuthority) {
        m_parts.path = normalizedPart(path, m_undoesMore);
        return;
    }
    std::replace(path.begin(), path.end(), u'\\', u'/');
    path = normalizedPart(path, m_undoesMore);
    m_parts.path = path.empty() ? u"/" : withoutDots(path);
    const bool isDrive = m_parts.scheme == u"file" && m_parts.path.size() > 2 && isLetter(m_parts.path[1]) && m_parts.path[2] == u':';
    if (isDrive) {
        m_parts.isDrive = true;
        m_parts.path.erase(0, 1);
    }
}

void UriParser::mail(std::u16string_view text)
{
    const auto question = std::min(text.find(u'?'), text.size());
    m_parts.query = normalizedPart(text.substr(question), m_undoesMore);
    text = text.substr(0, question);
    m_parts.port = defaultPortOf(m_parts.scheme);
    const auto sign = text.rfind(u'@');
    if (sign == std::u16string_view::npos)
        throw Failure{noHost};
    m_parts.userInfo = normalizedPart(text.substr(0, sign), m_undoesMore) + u'@';
    host(text.substr(sign + 1));
}

UriParts UriParser::parse()
{
    while (!m_text.empty() && isWhiteSpace(m_text.front()))
        m_text.remove_prefix(1);
    while (!m_text.empty() && isWhiteSpace(m_text.back()))
        m_text.remove_suffix(1);
    if (m_text.empty())
        throw Failure{"Invalid URI: The URI is empty."};
    constexpr std::size_t longest = 65519;
    if (m_text.size() > longest)
        throw Failure{"Invalid URI: The Uri string is too long."};
    if (m_text[0] == u'/')
        return filePath(false);
    const auto colon = schemeLength();
    if (colon == 1) {
        if (m_text.size() > 2 && (m_text[2] == u'\\' || m_text[2] == u'/'))
            return filePath(true);
        throw Failure{m_text.size() > 2 ? "Invalid URI: A Dos path must be rooted, for example, 'c:\\\\'." : noFormat};
    }
    m_parts.scheme = lower(m_text.substr(0, colon));
    auto behind = m_text.substr(colon + 1);
    if (m_parts.scheme == u"mailto") {
        mail(behind);
        return std::move(m_parts);
    }
    if (behind.substr(0, 2) != u"//") {
        if (defaultPortOf(m_parts.scheme) >= 0)
            throw Failure{noAuthority};
        rest(behind);
        return std::move(m_parts);
    }
    behind.remove_prefix(2);
    m_parts.hasAuthority = true;
    const auto end = std::min(behind.find_first_of(u"/?#\\"), behind.size());
    authority(behind.substr(0, end));
    rest(behind.substr(end));
    return std::move(m_parts);
}

Value relative(std::u16string_view text)
{
    return Value::of(make<UriObject>(std::u16string(text), false, UriParts{}));
}

} // namespace

int defaultPortOf(std::u16string_view scheme)
{
    for (const auto &known : knownSchemes) {
        if (known.scheme == scheme)
            return known.port;
    }
    return -1;
}

Value uriOf(std::u16string_view text, UriKind kind)
{
    if (kind == UriKind::Relative) {
        const Value absolute = tryUriOf(text, UriKind::Absolute);
        if (!absolute.isNull() && !absolute.to<UriObject>().parts().isFilePath)
            raise(Raised::UriFormat, "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI.");
        return relative(text);
    }
    try {
        return Value::of(make<UriObject>(std::u16string(text), true, UriParser(text).parse()));
    } catch (const Failure &failure) {
        // What looks like "scheme://" and is wrong is no relative URI either.
        const std::string_view message = failure.message;
        const bool isRelative = message == noFormat || message == noAuthority || message.find("empty") != std::string_view::npos
            || message.find("scheme") != std::string_view::npos;
        if (kind == UriKind::RelativeOrAbsolute && isRelative)
            return relative(text);
        raise(Raised::UriFormat, message);
    }
}

Value tryUriOf(std::u16string_view text, UriKind kind)
{
    try {
        return uriOf(text, kind);
    } catch (const Raise &) {
        return Value::null();
    }
}

Value resolveUri(const UriObject &base, std::u16string_view text)
{
    const UriParts &from = base.parts();
    const Value absolute = tryUriOf(text, UriKind::Absolute);
    if (!absolute.isNull() && !absolute.to<UriObject>().parts().isFilePath)
        return absolute;
    if (text.empty())
        return uriOf(base.absoluteUri());
    if (text.substr(0, 2) == u"//")
        return uriOf(from.scheme + u":" + std::u16string(text));
    std::u16string start = leftPart(base, 1);
    if (text[0] == u'/' || text[0] == u'\\')
        return uriOf(start + std::u16string(text));
    if (text[0] == u'#')
        return uriOf(start + from.path + from.query + std::u16string(text));
    if (text[0] == u'?')
        return uriOf(start + from.path + std::u16string(text));
    return uriOf(start + from.path.substr(0, from.path.rfind(u'/') + 1) + std::u16string(text));
}

} // namespace gatehouse::expression
