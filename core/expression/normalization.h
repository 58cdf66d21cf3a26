// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::expression {

//! string.Normalize. `form` as in NormalizationForm: 1 C, 2 D, 5 KC, 6 KD. Raises ArgumentException for another.
std::u16string normalize(std::u16string_view text, int form);

} // namespace gatehouse::expression
