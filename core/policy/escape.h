// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::policy {

//! How a decoded value is written so that reading gives it back. `raw`: quotes, `<` and `&` of an expression stay as they are where the
//! reader can tell (rawxml); otherwise everything is escaped as XML wants it.
std::string writeAttribute(std::string_view value, char quote, bool raw);
std::string writeText(std::string_view text, bool raw);

//! The bytes of an expression, already in a document, with what XML reserves escaped; entities that stand there stay. `quote` 0: in text.
std::string escapeExpression(std::string_view source, char quote);
//! The bytes of an expression with its entities decoded; "&amp;" stays where decoding would make a new entity.
std::string unescapeExpression(std::string_view source);

} // namespace gatehouse::policy
