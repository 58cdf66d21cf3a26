// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/resource_argument.h"

#include "core/base/text.h"

namespace gatehouse::gatectl {

Result<resource::ResourceId> resourceIdOf(const std::string &text, const remote::ArmClient &client)
{
    const auto scope = remote::scopeOf(client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    return scope->relative(text);
}

bool isPolicy(const resource::ResourceId &id)
{
    return equalsIgnoreCase(id.collection(), "policies");
}

bool isPolicyDocument(const resource::ResourceId &id)
{
    return isPolicy(id) || equalsIgnoreCase(id.collection(), "policyFragments");
}

} // namespace gatehouse::gatectl
