// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"

#include <array>

namespace gatehouse::management {

const KindRules *rulesOf(const resource::Kind &kind)
{
    static const std::array all{&apiRules,          &releaseRules,    &policyRules,  &policyFragmentRules,
                                &subscriptionRules, &namedValueRules, &productRules, &backendRules,
                                &serviceRules,      &gatewayRules,    &certificateRules};
    if (kind.link)
        return nullptr;
    for (const auto *rules : all) {
        if (equalsIgnoreCase(rules->segment, kind.segment))
            return rules;
    }
    return nullptr;
}

} // namespace gatehouse::management
