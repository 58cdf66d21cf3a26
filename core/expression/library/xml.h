// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <string_view>

namespace gatehouse::expression {

class Machine;

//! XDocument.Parse or XElement.Parse, white space between tags not kept: raises XmlException. `machine` counts the memory, if given.
Value parseXml(std::u16string_view text, bool asDocument, Machine *machine = nullptr);

} // namespace gatehouse::expression
