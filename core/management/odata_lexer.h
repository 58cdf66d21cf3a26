// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

struct ODataToken
{
    enum Type { Word, Text, Number, Open, Close, Comma, End } type = End;
    std::string text; //!< of Word
    json::value value; //!< of Text and Number
    std::size_t column = 0; //!< from 1
};

//! Words are names ("properties/displayName"), operators and functions; datetime'...' and guid'...' come as Text. The
//! last token is End.
Result<std::vector<ODataToken>> tokenizeOData(std::string_view text);

} // namespace gatehouse::management
