// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

//! The parts of an absolute URL or of an origin-form target (then scheme and host are empty). Parts are kept
//! percent-encoded as written.
struct Url
{
    std::string scheme; //!< lower case: "http", "https"
    std::string host; //!< without brackets for IPv6
    std::uint16_t port = 0; //!< 0: the scheme's default; parse() gives 0 for it in any case
    std::string path; //!< begins with "/", or empty
    std::string query; //!< without "?"
    bool hasQuery = false;

    //! Absolute http or https URL without user info (RFC 3986). Fails with Invalid "url.invalid" (args: url, reason).
    static Result<Url> parse(std::string_view text);
    //! The target of a request line in origin-form. Fails with Invalid "url.invalidTarget".
    static Result<Url> parseTarget(std::string_view target);

    std::uint16_t effectivePort() const; //!< 80 or 443 when port is 0
    std::uint16_t defaultPort() const;
    std::string authority() const; //!< "host", "host:8080", "[::1]:8080"; the default port is left out
    std::string target() const; //!< path and query, "/" at least
    std::string text() const;

    bool operator==(const Url &) const = default;
};

using QueryPair = std::pair<std::string, std::string>;

//! Decoded pairs in order; "+" is a space (application/x-www-form-urlencoded).
std::vector<QueryPair> parseQuery(std::string_view query);
//! The first value of that name, decoded; names compare with case, as Azure does.
std::optional<std::string> queryValue(std::string_view query, std::string_view name);
std::string formatQuery(const std::vector<QueryPair> &pairs);

//! %XX decoding; an invalid escape is kept as it is.
std::string percentDecode(std::string_view text);
//! Encodes all but unreserved characters (RFC 3986 section 2.3).
std::string percentEncode(std::string_view text);
//! Removes "." and ".." segments (RFC 3986 section 5.2.4) after decoding escaped unreserved characters, so that a route
//! can't be dodged by writing it differently.
//! "//" and escapes of reserved characters ("%2F") are kept; a "%" that begins no escape becomes "%25".
std::string normalizePath(std::string_view path);
//! True if normalizePath() would change nothing: then nothing need be copied.
bool isNormalizedPath(std::string_view path);

} // namespace gatehouse::http
