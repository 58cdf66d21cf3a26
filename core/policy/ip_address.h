// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::policy {

//! 16 bytes in network order; IPv4 as ::ffff:a.b.c.d, so that a client of a dual-stack listener is the same address in both forms.
using IpAddress = std::array<std::uint8_t, 16>;

//! "10.0.0.1", "2001:db8::1", "[2001:db8::1]"; nothing for anything else. A zone ("%eth0") is dropped.
std::optional<IpAddress> parseIpAddress(std::string_view text);

} // namespace gatehouse::policy
