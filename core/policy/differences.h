// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! One thing that two documents say differently, in the language of policies instead of lines.
struct PolicyDifference
{
    enum Kind {
        Added, //!< the policy `name`
        Removed,
        Changed, //!< `what` of it from `before` to `after`; "" : not there
        Moved, //!< it runs at another place among its neighbours
    } kind = Changed;
    std::string section; //!< "inbound"; "" in a fragment
    std::string path; //!< of the policy: "choose[1]/when[2]/set-header[1]"
    std::string name; //!< "rate-limit"
    std::string label; //!< what tells it from others of its name: "X-Trace"; "" : nothing does
    std::string what; //!< "calls", "allowed-origins/origin", "value[2]"
    std::string before, after; //!< at most 160 bytes each

    bool operator==(const PolicyDifference &) const = default;
};

//! What `after` changes against `before`; nothing when sameMeaning() holds. Fails with the findings of the text that can't be read.
tl::expected<std::vector<PolicyDifference>, Diagnostics> differences(std::string_view before, std::string_view after);

} // namespace gatehouse::policy
