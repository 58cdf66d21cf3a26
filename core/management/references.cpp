// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/references.h"

namespace gatehouse::management {

std::optional<ArmError> checkReferences(const resource::Kind &kind, const resource::Resource &resource,
                                        const resource::Configuration &configuration)
{
    std::vector<ArmDetail> details;
    for (const auto &id : resource::referencesOf(kind, resource.properties)) {
        // The service itself and whole collections ("/apis") are no resources of their own.
        if (!id.isService() && resource::kindOf(id) && !configuration.contains(id) && !id.isWithin(resource.id))
            details.push_back({"ValidationError", std::string{id.collection()},
                               notFound(id).message + " '/" + excerpt(id.text(), 256) + "' does not exist."});
    }
    if (details.empty())
        return std::nullopt;
    return validationError(std::move(details));
}

} // namespace gatehouse::management
