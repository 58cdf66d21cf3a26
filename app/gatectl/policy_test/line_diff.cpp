// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/reports.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdint>

namespace gatehouse::gatectl::policytest {

namespace {

constexpr std::size_t maxLines = 500; // texts are cut to 4 KiB before; a table of lines by lines stays small

using Lines = std::vector<std::string_view>;

//! Longest common subsequence: length of what is left from each pair on.
std::vector<std::uint16_t> commonLengths(const Lines &a, const Lines &b)
{
    const auto width = b.size() + 1;
    std::vector<std::uint16_t> lengths((a.size() + 1) * width);
    for (auto i = a.size(); i-- > 0;)
        for (auto j = b.size(); j-- > 0;)
            lengths[i * width + j] = a[i] == b[j] ? static_cast<std::uint16_t>(lengths[(i + 1) * width + j + 1] + 1)
                                                  : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    return lengths;
}

void append(std::string &out, char sign, std::string_view line)
{
    out += sign;
    out += ' ';
    out += line;
    out += '\n';
}

} // namespace

std::string lineDiff(std::string_view expected, std::string_view actual)
{
    auto a = split(expected, '\n');
    auto b = split(actual, '\n');
    a.resize(std::min(a.size(), maxLines));
    b.resize(std::min(b.size(), maxLines));
    const auto lengths = commonLengths(a, b);
    const auto width = b.size() + 1;
    std::string out;
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            append(out, ' ', a[i]);
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
            append(out, '-', a[i++]);
        } else {
            append(out, '+', b[j++]);
        }
    }
    return out;
}

} // namespace gatehouse::gatectl::policytest
