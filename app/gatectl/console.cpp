// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/console.h"

#include <fstream>
#include <istream>
#include <iterator>

namespace gatehouse::gatectl {

std::optional<std::string> readInput(const Console &console, const std::string &file)
{
    if (file == "-")
        return std::string(std::istreambuf_iterator<char>(console.in), {});
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::nullopt;
    std::string text(std::istreambuf_iterator<char>(stream), {});
    return stream.bad() ? std::nullopt : std::optional(std::move(text));
}

} // namespace gatehouse::gatectl
