// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/url_template.h"

#include <cstddef>
#include <string_view>

namespace gatehouse::http {

//! Reads one template; used by UrlTemplate::parse alone.
class UrlTemplateParser
{
public:
    explicit UrlTemplateParser(std::string_view text) : m_text(text) { }

    Result<UrlTemplate> parse();

private:
    bool parsePath(std::string_view path);
    bool parseSegment(std::size_t begin, std::string_view segment, bool isLast);
    bool parseQuery(std::size_t begin, std::string_view query);
    bool parsePair(std::size_t begin, std::string_view pair);
    //! The parameter whose "{" is at `open`; `end` is set past its "}".
    bool parseParameter(std::size_t open, std::size_t limit, bool inQuery, UrlTemplate::Piece &piece, std::size_t &end);
    bool checkLiteral(std::size_t begin, std::string_view literal);
    bool fail(std::string_view reason, std::size_t at);

    std::string_view m_text;
    UrlTemplate m_template;
    std::string_view m_reason;
    std::size_t m_errorAt = 0;
};

} // namespace gatehouse::http
