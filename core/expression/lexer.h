// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/compile.h"

#include <deque>
#include <string>
#include <vector>

namespace gatehouse::expression {

enum class TokenKind : std::uint8_t {
    End, Identifier, Keyword, Integer, Real, Char, String, Interpolated, Symbol,
};

//! A hole or a literal piece of $"...".
struct InterpolationPiece
{
    bool isHole = false;
    std::u16string text; //!< literal
    std::size_t begin = 0; //!< of a hole: its expression's range in the source
    std::size_t end = 0;
    std::string alignment; //!< "" or a number
    std::u16string format;
};

struct Token
{
    TokenKind kind = TokenKind::End;
    std::size_t begin = 0; //!< in the source, bytes
    std::size_t end = 0;
    std::string_view text; //!< as written
    Value value; //!< of literals: typed
    std::u16string string; //!< of String
    std::vector<InterpolationPiece> pieces;
    bool isAt(std::string_view symbol) const { return (kind == TokenKind::Symbol || kind == TokenKind::Keyword) && text == symbol; }
};

//! Splits `source`[begin, end) into tokens, C# 7's lexical grammar without preprocessor. Faults go to `findings`.
std::vector<Token> lex(std::string_view source, std::size_t begin, std::size_t end, std::vector<Finding> &findings);

} // namespace gatehouse::expression
