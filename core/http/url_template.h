// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

//! An APIM operation's URL template: "/orders/{id}/items/{*rest}?kind={kind}". A parameter stands for part of one
//! segment and is never empty; `{*name}`, or "*" without a name, as the last segment stands for the rest of the path,
//! be it empty. Query parameters in the template are required, with any value or with the one that is given. Literals
//! compare without case, as Azure does; a trailing slash counts, but "" is "/".
class UrlTemplate
{
public:
    struct Parameter
    {
        std::string name;
        bool wildcard = false;
        bool inQuery = false;
    };
    using Values = std::map<std::string, std::string, std::less<>>;

    //! Fails with Invalid "urlTemplate.invalid" (args: template, reason, column). At most 2,048 bytes and 64
    //! parameters.
    static Result<UrlTemplate> parse(std::string_view text);

    const std::string &text() const { return m_text; }
    const std::vector<Parameter> &parameters() const { return m_parameters; }

    //! `path` is relative to the API ("/42/items"), `query` without "?". When it matches, `values` gets the decoded
    //! values and nothing else.
    bool match(std::string_view path, std::string_view query, Values *values = nullptr) const;
    //! Puts values in; a parameter without a value stays empty. Values are percent-encoded.
    std::string expand(const Values &values) const;
    //! Which of two templates that both match is meant: literals before parameters before wildcards, segment by
    //! segment. Negative: *this first.
    int compareSpecificity(const UrlTemplate &other) const;

private:
    friend class UrlTemplateParser;
    struct Piece
    {
        enum Kind { Literal, Parameter, Wildcard } kind = Literal;
        std::string text; //!< decoded literal, or the parameter's name
    };
    using Segment = std::vector<Piece>;

    static bool matchSegment(const Segment &segment, std::string_view encoded, Values *values);
    static int rankOf(const Segment &segment);
    bool matchPath(std::string_view path, Values *values) const;
    bool matchQuery(std::string_view query, Values *values) const;

    std::string m_text;
    std::vector<Parameter> m_parameters;
    std::vector<Segment> m_segments;
    std::vector<std::pair<std::string, Piece>> m_query;
};

} // namespace gatehouse::http
