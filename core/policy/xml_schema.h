// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

struct XmlFault
{
    std::string message;
    int line = 0;
    int position = 0;
    bool isSchema = false; //!< it is the schema that is wrong
};

//! Validates XML, or where `soap` what stands in a SOAP envelope's body, by an XSD. Loads nothing: a schema that includes or imports a
//! location is refused.
std::optional<XmlFault> xmlFault(std::string_view xml, std::string_view schema, bool soap);

} // namespace gatehouse::policy
