// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! An element of a document at which a run can stand: a policy, or a branch in one.
struct PolicyPlace
{
    std::string path; //!< "inbound[1]/choose[1]/when[2]/set-header[1]"; of a fragment without the section: as the debugger names it
    std::string name;
    std::size_t begin = 0, end = 0; //!< the element's bytes
    int line = 0, lastLine = 0; //!< from 1

    bool operator==(const PolicyPlace &) const = default;
};

//! All places of a text, in its order; nothing when it can't be read. At <base/> a run stands at the first policy that it brings in.
std::vector<PolicyPlace> placesOf(std::string_view text);

//! The place that begins on the line, else the innermost one around it; nullptr: none is there.
const PolicyPlace *placeAtLine(const std::vector<PolicyPlace> &places, int line);
const PolicyPlace *placeAtPath(const std::vector<PolicyPlace> &places, std::string_view path);

} // namespace gatehouse::ui::policies
