// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/role_edit.h"

namespace gatehouse::ui::roles {

using namespace policy::roles;
using resource::Configuration;
using resource::ResourceId;

Result<RoleChange> changed(const Configuration &configuration, const RoleEdit &edit)
{
    auto found = findRoles(configuration);
    if (!found && found.error().code != "roles.none")
        return tl::unexpected(found.error());
    auto id = found ? found->id : ResourceId::of("policyFragments/" + std::string(defaultFragmentId));
    auto fragment = found ? std::move(found->fragment) : RoleFragment::make({});
    if (auto status = edit(fragment); !status)
        return tl::unexpected(status.error());
    RoleChange change;
    change.puts.push_back(toResource(id, fragment, configuration.find(id)));
    const auto *global = configuration.find(ResourceId::of("policies/policy"));
    auto with = withInclude(global, id.name());
    if (!with)
        return tl::unexpected(with.error());
    if (!global || stringMember(with->properties, "value") != stringMember(global->properties, "value")) {
        change.puts.push_back(std::move(*with));
        change.includes = true;
    }
    return change;
}

Status allowAllApis(RoleFragment &fragment, const Configuration &configuration)
{
    for (const auto &api : configuration.children({}, "apis"))
        if (api->id.name().find(';') == std::string_view::npos)
            if (auto status = fragment.grant(std::string(anyone), Target::ofApi(api->id.name()), true); !status)
                return status;
    return {};
}

} // namespace gatehouse::ui::roles
