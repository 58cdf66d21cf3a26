// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace gatehouse::policy {

enum class EmptyValues { AsWritten, Preserve, AsNull }; //!< AsWritten: <a/> is null and <a></a> is ""

struct JsonFromXml
{
    //! Names without prefix, no namespace declarations, attributes without "@", no XML declaration.
    bool javascriptFriendly = false;
    bool alwaysArrays = false; //!< child elements
    bool keepsSpace = false; //!< white space between tags
    bool trimsValues = false;
    EmptyValues emptyValues = EmptyValues::AsWritten;
};

//! What xml-to-json writes. "direct" is what Azure's recorded answers show: "soap$Envelope", "@xmlns$soap", the XML declaration's
//! parts as first members; texts, arrays and CDATA as Newtonsoft has them. Fails with the .NET message.
tl::expected<std::string, std::string> jsonFromXml(std::string_view xml, const JsonFromXml &options);

} // namespace gatehouse::policy
