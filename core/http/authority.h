// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http {

//! A host name, IPv4 address or bracketed IPv6 address, with ":port" or without: what a Host field may hold. Stricter
//! than RFC 3986: escapes, sub-delims, user info, an empty host and an empty port are refused, since servers read them
//! in different ways.
bool isAuthority(std::string_view text);

struct Authority
{
    std::string_view host; //!< without brackets
    std::uint16_t port = 0; //!< 0: none was given
};

//! The parts of what isAuthority() accepts.
std::optional<Authority> splitAuthority(std::string_view text);

} // namespace gatehouse::http
