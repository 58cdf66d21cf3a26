// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! A `{{name}}` in a text. In C# interpolation "{{" is a brace, so there only a name that is known counts.
struct NamedValueReference
{
    std::string name;
    std::size_t begin = 0, end = 0;
    bool certain = true; //!< false: may be an escaped brace
};

std::vector<NamedValueReference> namedValueReferences(std::string_view text);
//! Puts values in; names without a value are appended to `unknown` (certain ones) and stay.
std::string substituteNamedValues(std::string_view text,
                                  const std::function<std::optional<std::string>(std::string_view)> &lookUp,
                                  std::vector<std::string> &unknown);

} // namespace gatehouse::policy
