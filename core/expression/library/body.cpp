// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/body.h"

#include "core/expression/library/json.h"
#include "core/expression/library/xml_node.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

Value bodyAs(Call &call, std::string_view text, const Type *wanted)
{
    // A byte order mark is not part of a text.
    constexpr std::string_view mark = "\xef\xbb\xbf";
    const auto marked = text.starts_with(mark) ? text.substr(mark.size()) : text;
    if (wanted->kind == TypeKind::String || wanted->kind == TypeKind::Object)
        return call.text(marked);
    if (wanted->kind == TypeKind::Array && wanted->element()->kind == TypeKind::Byte)
        return call.bytes(text);
    switch (wanted->known) {
    case Known::JObject: return parseJson(toUtf16(marked), &call.machine(), JsonType::Object);
    case Known::JArray: return parseJson(toUtf16(marked), &call.machine(), JsonType::Array);
    case Known::JToken: return parseJson(toUtf16(marked), &call.machine());
    case Known::XElement:
    case Known::XDocument:
    case Known::XNode: return xmlFromText(marked, wanted->known, &call.machine());
    default: break;
    }
    raise(Raised::NotSupported, "The body can't be read as '" + fullNameOf(*wanted) + "'.");
}

Value xmlFromText(std::string_view text, Known wanted, Machine *machine)
{
    const auto xml = toUtf16(text);
    return wanted == Known::XDocument ? parseXmlDocument(xml, false, machine) : parseXmlElement(xml, false, machine);
}

} // namespace gatehouse::expression
