// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

struct XmlFromJson
{
    bool parsesDates = true; //!< ISO dates become DateTime and are written as its ToString() does
    std::string namespaceSeparator = "_"; //!< between a declared prefix and the name
    std::string namespacePrefix; //!< "xmlns": members whose names begin so declare namespaces; "": none
    std::string namespaceBlockName; //!< member whose members are declarations
    std::string attributeBlockName; //!< member whose members are attributes
    std::string attributePrefix; //!< members whose names begin so are attributes
    std::optional<std::string> invalidCharacterReplacement; //!< else _xHHHH_
    bool trimsValues = false;
    bool emptyAsNull = false; //!< "" is written as null is
};

//! What json-to-xml writes: the one member of the root, or <Document> around several; an array is an element for each item; null is
//! xsi:nil="true"; values as .NET's ToString() gives them ("True"); indented by two. Fails with the .NET message.
tl::expected<std::string, std::string> xmlFromJson(std::string_view json, const XmlFromJson &options);

} // namespace gatehouse::policy
