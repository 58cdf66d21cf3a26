// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/uri.h"

#include "core/expression/library.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

const UriParts &UriObject::parts() const
{
    if (!m_isAbsolute)
        raise(Raised::InvalidOperation, "This operation is not supported for a relative URI.");
    return m_parts;
}

std::u16string UriObject::authority() const
{
    const UriParts &of = parts();
    const bool showsPort = of.port >= 0 && of.port != defaultPortOf(of.scheme);
    return showsPort ? of.host + u':' + fromAscii(std::to_string(of.port)) : of.host;
}

std::u16string leftPart(const UriObject &uri, int part)
{
    enum { Scheme, Authority, Path, Query };
    const UriParts &of = uri.parts();
    std::u16string out = of.scheme + (of.hasAuthority ? u"://" : u":");
    if (part == Scheme)
        return out;
    const bool hasAuthority = of.hasAuthority && !(of.scheme == u"file" && of.isDrive);
    if (part == Authority && !hasAuthority)
        return {};
    out += of.userInfo + uri.authority();
    if (part == Authority)
        return out;
    out += (of.isDrive ? u"/" : u"") + of.path;
    return part == Query ? out + of.query : out;
}

std::u16string UriObject::absoluteUri() const
{
    return leftPart(*this, 3) + m_parts.fragment;
}

std::u16string UriObject::readable() const
{
    if (!m_isAbsolute)
        return m_original;
    return unescapedBut(absoluteUri(), u"#$%&+,/;=?@\\", true);
}

const Type *UriObject::type(const Library &library) const
{
    return library.known(Known::Uri);
}

std::u16string UriObject::text(Machine &) const
{
    return readable();
}

//! Fragments do not count.
bool UriObject::equals(const Object &other) const
{
    if (const auto *text = dynamic_cast<const StringObject *>(&other)) {
        const Value parsed = tryUriOf(text->value(), UriKind::RelativeOrAbsolute);
        return !parsed.isNull() && equals(*parsed.object());
    }
    const auto *uri = dynamic_cast<const UriObject *>(&other);
    if (!uri || uri->m_isAbsolute != m_isAbsolute)
        return false;
    return m_isAbsolute ? leftPart(*this, 3) == leftPart(*uri, 3) : m_original == uri->m_original;
}

std::int32_t UriObject::hash() const
{
    return static_cast<std::int32_t>(std::hash<std::u16string>{}(m_isAbsolute ? leftPart(*this, 3) : m_original));
}

} // namespace gatehouse::expression
