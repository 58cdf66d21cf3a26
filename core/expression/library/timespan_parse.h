// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::expression {

//! TimeSpan.Parse: "[-]d", "[-][d.]hh:mm[:ss[.fffffff]]", "[-]d:hh:mm:ss". `isOverflow`: a part is too large.
std::optional<std::int64_t> readTimeSpan(std::u16string_view text, bool &isOverflow);
//! By one format of ParseExact: c, g, G or a custom one.
std::optional<std::int64_t> readTimeSpanExact(std::u16string_view text, std::u16string_view format, bool &isOverflow);

} // namespace gatehouse::expression
