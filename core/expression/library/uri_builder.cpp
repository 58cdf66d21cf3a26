// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/uri.h"
#include "core/expression/library/uri_groups.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! UriBuilder.
class UriBuilderObject final : public Object
{
public:
    std::u16string scheme = u"http";
    std::u16string host = u"localhost";
    std::int32_t port = -1;
    std::u16string path = u"/";
    std::u16string query;
    std::u16string fragment;
    std::u16string user;
    std::u16string password;
    bool hasAuthority = true;

    void take(const UriObject &uri);
    std::u16string written() const;
    const Type *type(const Library &library) const override { return library.known(Known::UriBuilder); }
    std::u16string text(Machine &) const override { return written(); }
    bool equals(const Object &other) const override
    {
        const auto *builder = dynamic_cast<const UriBuilderObject *>(&other);
        return builder && builder->written() == written();
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(std::hash<std::u16string>{}(written())); }
};

void UriBuilderObject::take(const UriObject &uri)
{
    const UriParts &of = uri.parts();
    scheme = of.scheme;
    host = of.host;
    port = of.port;
    path = of.path;
    query = of.query;
    fragment = of.fragment;
    hasAuthority = of.hasAuthority;
    user = of.userInfo.substr(0, of.userInfo.empty() ? 0 : of.userInfo.size() - 1);
    password.clear();
    if (const auto colon = user.find(u':'); colon != std::u16string::npos) {
        password = user.substr(colon + 1);
        user.resize(colon);
    }
}

std::u16string UriBuilderObject::written() const
{
    if (user.empty() && !password.empty())
        raise(Raised::UriFormat, "Invalid URI: The username:password construct is badly formed.");
    std::u16string out = scheme + (hasAuthority ? u"://" : u":") + user;
    if (!password.empty())
        out += u':' + password;
    if (!user.empty())
        out += u'@';
    out += host;
    if (port != -1 && !host.empty())
        out += u':' + fromAscii(std::to_string(port));
    if (!host.empty() && !path.empty() && path[0] != u'/')
        out += u'/';
    return out + path + query + fragment;
}

UriBuilderObject &self(Call &c)
{
    return c[0].to<UriBuilderObject>();
}

void setPath(UriBuilderObject &builder, std::u16string path)
{
    std::replace(path.begin(), path.end(), u'\\', u'/');
    builder.path = path.empty() ? u"/" : normalizedPart(path, hasEscapesToUndo(path));
}

//! "?q", "#f" as the constructors take it.
void setExtra(UriBuilderObject &builder, std::u16string_view extra)
{
    if (extra.empty())
        return;
    if (extra[0] != u'?' && extra[0] != u'#')
        raise(Raised::ArgumentException, "Extra portion of URI not valid.", "extraValue");
    const auto hash = extra[0] == u'#' ? 0 : std::min(extra.find(u'#'), extra.size());
    builder.query = std::u16string(extra.substr(0, hash));
    builder.fragment = std::u16string(extra.substr(hash));
}

void setScheme(UriBuilderObject &builder, std::u16string scheme)
{
    scheme.resize(std::min(scheme.find(u':'), scheme.size()));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), toLowerInvariant);
    builder.scheme = std::move(scheme);
}

void setPort(UriBuilderObject &builder, std::int32_t port)
{
    if (port < -1 || port > 65535)
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "value");
    builder.port = port;
}

Value construct(Call &c)
{
    auto builder = make<UriBuilderObject>();
    if (c.count() == 0)
        return Value::of(builder);
    if (const auto *uri = c[0].as<UriObject>()) {
        builder->take(*uri);
        return Value::of(builder);
    }
    const auto &text = c.string(0, "uri");
    const Value uri = uriOf(text, UriKind::RelativeOrAbsolute);
    const Value absolute = uri.to<UriObject>().isAbsolute() ? uri : uriOf(u"http://" + text);
    builder->take(absolute.to<UriObject>());
    return Value::of(builder);
}

Value constructParts(Call &c)
{
    auto builder = make<UriBuilderObject>();
    setScheme(*builder, std::u16string(c.stringOrEmpty(0)));
    builder->host = c.stringOrEmpty(1);
    if (c.count() > 2)
        setPort(*builder, c.int32(2));
    if (c.count() > 3)
        setPath(*builder, std::u16string(c.stringOrEmpty(3)));
    if (c.count() > 4)
        setExtra(*builder, c.stringOrEmpty(4));
    return Value::of(builder);
}

Value build(Call &c)
{
    const Value uri = uriOf(self(c).written());
    self(c).take(uri.to<UriObject>());
    return uri;
}

template<std::u16string UriBuilderObject::*member>
Value read(Call &c)
{
    return c.text(self(c).*member);
}

template<std::u16string UriBuilderObject::*member>
Value write(Call &c)
{
    self(c).*member = std::u16string(c.stringOrEmpty(1));
    return Value::null();
}

template<std::u16string UriBuilderObject::*member, char16_t mark>
Value writeMarked(Call &c)
{
    const auto text = c.stringOrEmpty(1);
    self(c).*member = text.empty() || text[0] == mark ? std::u16string(text) : mark + std::u16string(text);
    return Value::null();
}

} // namespace

void declareUriBuilder(Library &library)
{
    library.declare("class System.UriBuilder", Known::UriBuilder, {
        {"new()", construct},
        {"new(string uri)", construct},
        {"new(Uri uri)", construct},
        {"new(string schemeName, string hostName)", constructParts},
        {"new(string scheme, string host, int portNumber)", constructParts},
        {"new(string scheme, string host, int port, string pathValue)", constructParts},
        {"new(string scheme, string host, int port, string path, string extraValue)", constructParts},
        {"string Scheme { get; set; }", read<&UriBuilderObject::scheme>,
         [](Call &c) {
             setScheme(self(c), std::u16string(c.stringOrEmpty(1)));
             return Value::null();
         }},
        {"string Host { get; set; }", read<&UriBuilderObject::host>, write<&UriBuilderObject::host>},
        {"int Port { get; set; }", [](Call &c) { return Value::ofInt(self(c).port); },
         [](Call &c) {
             setPort(self(c), c.int32(1));
             return Value::null();
         }},
        {"string Path { get; set; }", read<&UriBuilderObject::path>,
         [](Call &c) {
             setPath(self(c), std::u16string(c.stringOrEmpty(1)));
             return Value::null();
         }},
        {"string Query { get; set; }", read<&UriBuilderObject::query>, writeMarked<&UriBuilderObject::query, u'?'>},
        {"string Fragment { get; set; }", read<&UriBuilderObject::fragment>, writeMarked<&UriBuilderObject::fragment, u'#'>},
        {"string UserName { get; set; }", read<&UriBuilderObject::user>, write<&UriBuilderObject::user>},
        {"string Password { get; set; }", read<&UriBuilderObject::password>, write<&UriBuilderObject::password>},
        {"Uri Uri { get; }", build},
    });
}

} // namespace gatehouse::expression
