// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/verb.h"

#include "app/gatectl/exit_code.h"
#include "app/gatectl/texts.h"

#include <ostream>

namespace gatehouse::gatectl {

int Context::failed(const Error &error) const
{
    console.err << "gatectl: " << textOf(error) << std::endl;
    return exitCodeOf(error);
}

CLI::App *groupOf(CLI::App &root, const std::string &name, const std::string &description)
{
    for (auto *group : root.get_subcommands([](const CLI::App *) { return true; })) {
        if (group->get_name() == name)
            return group;
    }
    auto *group = root.add_subcommand(name, description);
    group->require_subcommand(1);
    return group;
}

} // namespace gatehouse::gatectl
