// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/highlight.h"

namespace gatehouse::ui::policies {

//! Colours the C# of one expression, brackets of "@(...)" not included, into `styles` (as long as the document's text). Knows the entities that a
//! policy document writes for quotes.
void highlightCode(std::string_view text, std::size_t begin, std::size_t end, std::string &styles);

} // namespace gatehouse::ui::policies
