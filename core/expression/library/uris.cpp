// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/groups.h"
#include "core/expression/library/uri.h"
#include "core/expression/library/uri_groups.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::expression {

namespace {

UriObject &self(Call &c)
{
    return c[0].to<UriObject>();
}

const UriParts &parts(Call &c)
{
    return self(c).parts();
}

std::u16string pathOf(const UriParts &of)
{
    return of.path;
}

std::u16string localPath(const UriParts &of)
{
    std::u16string path = unescapeData(of.path);
    const bool isShare = of.scheme == u"file" && !of.host.empty();
    if (of.isDrive || isShare)
        std::replace(path.begin(), path.end(), u'/', u'\\');
    return isShare ? u"\\\\" + of.host + path : path;
}

bool isLoopback(const UriParts &of)
{
    return of.host == u"localhost" || of.host == u"127.0.0.1" || of.host == u"[::1]" || of.host == u"loopback"
        || (of.scheme == u"file" && of.host.empty());
}

std::u16string hostWithoutBrackets(const UriParts &of)
{
    return !of.host.empty() && of.host[0] == u'[' ? of.host.substr(1, of.host.size() - 2) : of.host;
}

std::u16string withoutAt(std::u16string userInfo)
{
    if (!userInfo.empty())
        userInfo.pop_back();
    return userInfo;
}

Value segments(Call &c)
{
    std::vector<Value> items;
    const UriParts &of = parts(c);
    if (of.isDrive)
        items.push_back(Value::ofString(std::u16string(u"/")));
    for (std::size_t at = 0; at < of.path.size();) {
        const auto end = std::min(of.path.find(u'/', at), of.path.size() - 1) + 1;
        items.push_back(Value::ofString(of.path.substr(at, end - at)));
        at = end;
    }
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

Value construct(Call &c)
{
    return uriOf(c.string(0, "uriString"), c.count() > 1 ? static_cast<UriKind>(c[1].enumValue()) : UriKind::Absolute);
}

Value combine(Call &c)
{
    const auto &base = c.object<UriObject>(0, "baseUri");
    if (!base.isAbsolute())
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "baseUri");
    if (const auto *relative = c[1].as<UriObject>())
        return relative->isAbsolute() ? c[1] : resolveUri(base, relative->original());
    return resolveUri(base, c.stringOrEmpty(1));
}

Value tryCreate(Call &c)
{
    if (c.isNull(0)) {
        c.setOut(2, Value::null());
        return Value::ofBool(false);
    }
    Value made = tryUriOf(c.string(0), static_cast<UriKind>(c[1].enumValue()));
    c.setOut(2, made);
    return Value::ofBool(!made.isNull());
}

Value tryCombine(Call &c)
{
    Value made;
    try {
        made = combine(c);
    } catch (const Raise &) {
    }
    c.setOut(2, made);
    return Value::ofBool(!made.isNull());
}

bool isWellFormed(std::u16string_view text, UriKind kind)
{
    const Value uri = tryUriOf(text, kind);
    if (uri.isNull())
        return false;
    const auto &of = uri.to<UriObject>();
    if (of.isAbsolute() && of.parts().isFilePath)
        return kind == UriKind::Relative;
    bool hashSeen = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char16_t unit = text[at];
        if (unit == u'#' && std::exchange(hashSeen, true))
            return false;
        const bool needsEscape = unit <= 0x20 || unit == 0x7F || std::u16string_view(u"\"<>\\^`{|}").find(unit) != std::u16string_view::npos;
        const auto isHex = [&](std::size_t i) {
            return i < text.size() && std::u16string_view(u"0123456789abcdefABCDEF").find(text[i]) != std::u16string_view::npos;
        };
        if (needsEscape || (unit == u'%' && (!isHex(at + 1) || !isHex(at + 2))))
            return false;
    }
    return true;
}

Value difference(Call &c)
{
    const UriParts &from = parts(c);
    const auto &target = c.object<UriObject>(1, "uri");
    const UriParts &to = target.parts();
    if (from.scheme != to.scheme || from.host != to.host || from.port != to.port)
        return c[1];
    std::size_t i = 0;
    std::size_t slash = 0;
    for (; i < from.path.size() && i < to.path.size() && from.path[i] == to.path[i]; ++i) {
        if (from.path[i] == u'/')
            slash = i;
    }
    std::u16string relative;
    if (i == from.path.size() && i == to.path.size()) {
        relative = u"";
    } else {
        const auto ups = std::count(from.path.begin() + static_cast<std::ptrdiff_t>(i), from.path.end(), u'/');
        for (std::ptrdiff_t n = 0; n < ups; ++n)
            relative += u"../";
        relative = relative.empty() && to.path.size() == slash + 1 ? u"./" : relative + to.path.substr(slash + 1);
    }
    return uriOf(relative + to.query + to.fragment, UriKind::RelativeOrAbsolute);
}

Value isBase(Call &c)
{
    const UriParts &from = parts(c);
    const auto &target = c.object<UriObject>(1, "uri");
    if (!target.isAbsolute())
        return Value::ofBool(true);
    const UriParts &to = target.parts();
    const std::u16string folder = from.path.substr(0, from.path.rfind(u'/') + 1);
    const bool isBelow = to.path.substr(0, folder.size()) == folder;
    return Value::ofBool(from.scheme == to.scheme && from.host == to.host && from.port == to.port && isBelow);
}

std::u16string formatted(std::u16string text, std::int32_t format)
{
    constexpr std::int32_t unescaped = 2;
    constexpr std::int32_t safeUnescaped = 3;
    if (format == unescaped)
        return unescapeData(text);
    return format == safeUnescaped ? unescapedBut(text, u"#$%&+,/;=?@\\", true) : text;
}

std::u16string components(const UriObject &uri, std::int32_t wanted, std::int32_t format)
{
    enum { Scheme = 1, UserInfo = 2, Host = 4, Port = 8, Path = 16, Query = 32, Fragment = 64, StrongPort = 128 };
    const UriParts &of = uri.parts();
    const std::int32_t single = wanted & 0xFF;
    switch (wanted) {
    case Scheme: return of.scheme;
    case UserInfo: return formatted(withoutAt(of.userInfo), format);
    case Host: return of.host;
    case Port: return of.port < 0 || of.port == defaultPortOf(of.scheme) ? u"" : fromAscii(std::to_string(of.port));
    case StrongPort: return of.port < 0 ? u"" : fromAscii(std::to_string(of.port));
    case Path: return formatted(of.hasAuthority && !of.isDrive ? of.path.substr(1) : of.path, format);
    case Query: return formatted(of.query.empty() ? u"" : of.query.substr(1), format);
    case Fragment: return formatted(of.fragment.empty() ? u"" : of.fragment.substr(1), format);
    default: break;
    }
    std::u16string out;
    if (single & Scheme)
        out += of.scheme + (of.hasAuthority ? u"://" : u":");
    if (single & UserInfo)
        out += formatted(of.userInfo, format);
    if (single & Host)
        out += of.host;
    const bool showsPort = of.port >= 0 && ((single & StrongPort) || ((single & Port) && of.port != defaultPortOf(of.scheme)));
    if (showsPort)
        out += u':' + fromAscii(std::to_string(of.port));
    if (single & Path)
        out += formatted((of.isDrive && (single & Scheme) ? u"/" : u"") + of.path, format);
    if (single & Query)
        out += formatted(of.query, format);
    if (single & Fragment)
        out += formatted(of.fragment, format);
    return out;
}

Value same(Call &c, std::size_t a, std::size_t b)
{
    if (c.isNull(a) || c.isNull(b))
        return Value::ofBool(c.isNull(a) && c.isNull(b));
    return Value::ofBool(c[a].object()->equals(*c[b].object()));
}

bool isSchemeName(std::u16string_view name)
{
    const auto isLetter = [](char16_t unit) { return (unit | 0x20) >= u'a' && (unit | 0x20) <= u'z'; };
    return !name.empty() && isLetter(name[0]) && std::all_of(name.begin(), name.end(), [&](char16_t unit) {
        return isLetter(unit) || (unit >= u'0' && unit <= u'9') || unit == u'+' || unit == u'-' || unit == u'.';
    });
}

std::int32_t hostTypeOf(std::u16string_view name)
{
    const bool isBare6 = name.find(u':') != std::u16string_view::npos && name.find(u'[') == std::u16string_view::npos;
    const Value uri = name.empty() ? Value::null()
                                   : tryUriOf(u"x-x://" + (isBare6 ? u"[" + std::u16string(name) + u"]" : std::u16string(name)) + u"/", UriKind::Absolute);
    return uri.isNull() || uri.to<UriObject>().parts().host.empty() ? 0 : uri.to<UriObject>().parts().hostType;
}

int hexValue(char16_t unit)
{
    const auto at = std::u16string_view(u"0123456789abcdef").find(unit < 0x80 ? toLowerInvariant(unit) : u'\0');
    return at == std::u16string_view::npos ? -1 : static_cast<int>(at);
}

template<std::u16string (*read)(const UriParts &)>
Value part(Call &c)
{
    return c.text(read(parts(c)));
}

template<char letter>
Value scheme(Call &)
{
    switch (letter) {
    case 'h': return Value::ofString("http");
    case 's': return Value::ofString("https");
    case 'f': return Value::ofString("ftp");
    case 'l': return Value::ofString("file");
    case 'm': return Value::ofString("mailto");
    default: return Value::ofString("://");
    }
}

void declareEnums(Library &library)
{
    library.declareEnum("System.UriKind", Known::UriKind, {{"RelativeOrAbsolute", 0}, {"Absolute", 1}, {"Relative", 2}});
    library.declareEnum("System.UriPartial", Known::UriPartial, {{"Scheme", 0}, {"Authority", 1}, {"Path", 2}, {"Query", 3}});
    library.declareEnum("System.UriFormat", Known::UriFormat, {{"UriEscaped", 1}, {"Unescaped", 2}, {"SafeUnescaped", 3}});
    library.declareEnum("System.UriHostNameType", Known::None, {{"Unknown", 0}, {"Basic", 1}, {"Dns", 2}, {"IPv4", 3}, {"IPv6", 4}});
    library.declareEnum("System.UriComponents", Known::UriComponents,
                        {{"Scheme", 1}, {"UserInfo", 2}, {"Host", 4}, {"Port", 8}, {"SchemeAndServer", 13}, {"Path", 16}, {"Query", 32},
                         {"PathAndQuery", 48}, {"HttpRequestUrl", 61}, {"Fragment", 64}, {"AbsoluteUri", 127}, {"StrongPort", 128},
                         {"HostAndPort", 132}, {"StrongAuthority", 134}, {"NormalizedHost", 256}, {"KeepDelimiter", 1073741824}},
                        true);
}

void declareUri(Library &library)
{
    library.declare("class System.Uri", Known::Uri, {
        {"new(string uriString)", construct},
        {"new(string uriString, UriKind uriKind)", construct},
        {"new(Uri baseUri, string relativeUri)", combine},
        {"new(Uri baseUri, Uri relativeUri)", combine},
        {"string AbsolutePath { get; }", part<pathOf>},
        {"string AbsoluteUri { get; }",
         [](Call &c) {
             parts(c);
             return c.text(self(c).absoluteUri());
         }},
        {"string Authority { get; }", [](Call &c) { return c.text(self(c).authority()); }},
        {"string Host { get; }", [](Call &c) { return c.text(parts(c).host); }},
        {"string DnsSafeHost { get; }", part<hostWithoutBrackets>},
        {"string IdnHost { get; }", part<hostWithoutBrackets>},
        {"UriHostNameType HostNameType { get; }", [](Call &c) { return Value::ofEnum(c.result(), parts(c).hostType); }},
        {"string LocalPath { get; }", part<localPath>},
        {"string OriginalString { get; }", [](Call &c) { return c.text(self(c).original()); }},
        {"string PathAndQuery { get; }", [](Call &c) { return c.text(parts(c).path + parts(c).query); }},
        {"int Port { get; }", [](Call &c) { return Value::ofInt(parts(c).port); }},
        {"string Query { get; }", [](Call &c) { return c.text(parts(c).query); }},
        {"string Fragment { get; }", [](Call &c) { return c.text(parts(c).fragment); }},
        {"string Scheme { get; }", [](Call &c) { return c.text(parts(c).scheme); }},
        {"string UserInfo { get; }", [](Call &c) { return c.text(withoutAt(parts(c).userInfo)); }},
        {"bool UserEscaped { get; }", [](Call &) { return Value::ofBool(false); }},
        {"string[] Segments { get; }", segments},
        {"bool IsAbsoluteUri { get; }", [](Call &c) { return Value::ofBool(self(c).isAbsolute()); }},
        {"bool IsDefaultPort { get; }", [](Call &c) { return Value::ofBool(parts(c).port == defaultPortOf(parts(c).scheme)); }},
        {"bool IsFile { get; }", [](Call &c) { return Value::ofBool(parts(c).scheme == u"file"); }},
        {"bool IsLoopback { get; }", [](Call &c) { return Value::ofBool(isLoopback(parts(c))); }},
        {"bool IsUnc { get; }", [](Call &c) { return Value::ofBool(parts(c).scheme == u"file" && !parts(c).host.empty()); }},
        {"string GetLeftPart(UriPartial part)", [](Call &c) { return c.text(leftPart(self(c), c[1].enumValue())); }},
        {"string GetComponents(UriComponents components, UriFormat format)",
         [](Call &c) { return c.text(components(self(c), c[1].enumValue(), c[2].enumValue())); }},
        {"Uri MakeRelativeUri(Uri uri)", difference},
        {"bool IsBaseOf(Uri uri)", isBase},
        {"bool IsWellFormedOriginalString()",
         [](Call &c) { return Value::ofBool(isWellFormed(self(c).original(), UriKind::RelativeOrAbsolute)); }},
        {"static bool operator ==(Uri uri1, Uri uri2)", [](Call &c) { return same(c, 0, 1); }},
        {"static bool operator !=(Uri uri1, Uri uri2)", [](Call &c) { return Value::ofBool(!same(c, 0, 1).boolean()); }},
        {"static bool TryCreate(string uriString, UriKind uriKind, out Uri result)", tryCreate},
        {"static bool TryCreate(Uri baseUri, string relativeUri, out Uri result)", tryCombine},
        {"static bool TryCreate(Uri baseUri, Uri relativeUri, out Uri result)", tryCombine},
        {"static bool IsWellFormedUriString(string uriString, UriKind uriKind)",
         [](Call &c) { return Value::ofBool(!c.isNull(0) && isWellFormed(c.string(0), static_cast<UriKind>(c[1].enumValue()))); }},
        {"static string EscapeDataString(string stringToEscape)", [](Call &c) { return c.text(escapeData(c.string(0, "stringToEscape"))); }},
        {"static string EscapeUriString(string stringToEscape)", [](Call &c) { return c.text(escapeUri(c.string(0, "stringToEscape"))); }},
        {"static string UnescapeDataString(string stringToUnescape)",
         [](Call &c) { return c.text(unescapeData(c.string(0, "stringToUnescape"))); }},
        {"static bool CheckSchemeName(string schemeName)", [](Call &c) { return Value::ofBool(isSchemeName(c.stringOrEmpty(0))); }},
        {"static UriHostNameType CheckHostName(string name)", [](Call &c) { return Value::ofEnum(c.result(), hostTypeOf(c.stringOrEmpty(0))); }},
        {"static bool IsHexDigit(char character)", [](Call &c) { return Value::ofBool(hexValue(c.character(0)) >= 0); }},
        {"static int FromHex(char digit)",
         [](Call &c) {
             if (hexValue(c.character(0)) < 0)
                 raise(Raised::ArgumentException, "Value does not fall within the expected range.", "digit");
             return Value::ofInt(hexValue(c.character(0)));
         }},
        {"static string HexEscape(char character)",
         [](Call &c) {
             static constexpr char16_t hex[] = u"0123456789ABCDEF";
             const char16_t unit = c.character(0);
             if (unit > 0xFF)
                 raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "character");
             return Value::ofString(std::u16string{u'%', hex[unit >> 4], hex[unit & 15]});
         }},
        {"static bool IsHexEncoding(string pattern, int index)",
         [](Call &c) {
             const auto text = c.stringOrEmpty(0);
             const auto at = static_cast<std::size_t>(std::max(c.int32(1), 0));
             return Value::ofBool(at + 2 < text.size() && text[at] == u'%' && hexValue(text[at + 1]) >= 0 && hexValue(text[at + 2]) >= 0);
         }},
        {"const string UriSchemeHttp", scheme<'h'>},
        {"const string UriSchemeHttps", scheme<'s'>},
        {"const string UriSchemeFtp", scheme<'f'>},
        {"const string UriSchemeFile", scheme<'l'>},
        {"const string UriSchemeMailto", scheme<'m'>},
        {"const string SchemeDelimiter", scheme<'d'>},
    });
}

} // namespace

void declareUris(Library &library)
{
    declareEnums(library);
    declareUri(library);
    declareUriBuilder(library);
    declareWebUtilities(library);
}

} // namespace gatehouse::expression
