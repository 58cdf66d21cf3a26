// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/comparers.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! UriKind.
enum class UriKind { RelativeOrAbsolute, Absolute, Relative };

//! An absolute URI in its parts, as System.Uri keeps them.
struct UriParts
{
    std::u16string scheme; //!< lower case
    std::u16string userInfo;
    std::u16string host; //!< lower case; with brackets where it is IPv6
    int port = -1; //!< the scheme's where none stands; -1: none
    std::u16string path; //!< escaped, dots removed
    std::u16string query; //!< with '?', or empty
    std::u16string fragment; //!< with '#', or empty
    bool hasAuthority = false; //!< "//" behind the scheme
    std::int32_t hostType = 0; //!< UriHostNameType
    bool isDrive = false; //!< the path begins with "C:", without a slash before it
    bool isFilePath = false; //!< written as "/a/b" or "C:\a"
};

//! System.Uri.
class UriObject final : public Object
{
public:
    UriObject(std::u16string original, bool isAbsolute, UriParts parts)
        : m_original(std::move(original)), m_isAbsolute(isAbsolute), m_parts(std::move(parts))
    {
    }
    const std::u16string &original() const { return m_original; }
    bool isAbsolute() const { return m_isAbsolute; }
    const UriParts &parts() const; //!< raises InvalidOperationException of a relative one
    std::u16string authority() const; //!< host, and port where it is not the scheme's
    std::u16string absoluteUri() const;
    std::u16string readable() const; //!< ToString(): unescaped as far as it stays a URI
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    std::u16string m_original;
    bool m_isAbsolute;
    UriParts m_parts;
};

//! new Uri(text, kind): raises UriFormatException.
Value uriOf(std::u16string_view text, UriKind kind = UriKind::Absolute);
//! Null when it is no URI of that kind.
Value tryUriOf(std::u16string_view text, UriKind kind);
//! new Uri(base, relative).
Value resolveUri(const UriObject &base, std::u16string_view relative);

std::u16string leftPart(const UriObject &uri, int part); //!< GetLeftPart(UriPartial)
std::u16string escapeData(std::u16string_view text); //!< Uri.EscapeDataString
std::u16string escapeUri(std::u16string_view text); //!< Uri.EscapeUriString
std::u16string unescapeData(std::u16string_view text); //!< Uri.UnescapeDataString
//! Whether a URI has escapes of letters, digits or characters beyond ASCII, or these themselves: then more of its escapes are undone.
bool hasEscapesToUndo(std::u16string_view text);
//! A part of a URI as it stands in AbsoluteUri: what may not stand there escaped, needless escapes undone.
std::u16string normalizedPart(std::u16string_view text, bool undoesMore);
//! Escapes undone, save those of `kept` characters; of broken UTF-8 all stay.
std::u16string unescapedBut(std::u16string_view text, std::u16string_view kept, bool keepsControls);
int defaultPortOf(std::u16string_view scheme); //!< -1: none

} // namespace gatehouse::expression
