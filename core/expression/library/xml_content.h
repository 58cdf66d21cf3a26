// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/bridge.h"
#include "core/expression/library/xml_node.h"

#include <functional>

namespace gatehouse::expression {

//! What a value is as the text of an element or attribute: true, 1.5, 2020-01-02T03:04:05Z.
std::u16string xmlValueText(Machine &machine, const Value &value);

//! Content given to a container, sequences flattened and null left out: nodes, attributes and strings. Then goes on with it.
using WithContent = std::function<Value(Machine &machine, const std::vector<Value> &items)>;
Value withXmlContent(Call &call, const Value &content, WithContent then);
//! Adds flat content at the end.
void addXmlContent(XmlContainer &container, const std::vector<Value> &items);
//! Puts flat content between nodes; attributes are refused.
void insertXmlContent(XmlContainer &container, std::size_t index, const std::vector<Value> &items);

//! The explicit conversions of XElement and XAttribute.
Value castXmlText(Machine &machine, const std::u16string &text, const Type *target);

//! The parts of declareXml.
void declareXmlNames(Library &library);
void declareXmlNodes(Library &library);
void declareXmlElements(Library &library);
void declareXmlExtensions(Library &library);
void declareTextStreams(Library &library); //!< StringReader, StringWriter
void declareXmlReader(Library &library);

// For the members.
const XmlName &xmlNameAt(Call &call, std::size_t index);
Value xmlSequence(Call &call, std::vector<Value> items);
void appendXmlDescendants(Call &call, const XmlContainer &container, const XmlName *name, std::vector<Value> &out);
//! The text that a StringReader has left.
std::u16string takeReaderText(const Value &reader);
void appendToWriter(const Value &writer, std::u16string_view text);

} // namespace gatehouse::expression
