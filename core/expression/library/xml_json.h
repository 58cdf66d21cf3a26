// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/json.h"
#include "core/expression/library/xml_node.h"

namespace gatehouse::expression {

//! JsonConvert's form of XML: "@name" of attributes, arrays of elements of one name, "#text". Comments are left out.
//! Where `omitsRoot` the content of the root element alone.
JsonToken *jsonOfXml(const XmlNode &node, bool omitsRoot = false);

} // namespace gatehouse::expression
