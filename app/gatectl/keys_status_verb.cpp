// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/keys_rotation.h"
#include "core/remote/key_rotation.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class KeysStatusVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "keys", "See who uses which subscription key, and rotate keys without an outage");
        auto *command = group->add_subcommand("status", "Show the rotations of this connection: where each stands, what it waits for");
        command->add_flag("--running", m_running, "Those alone that are not over");
        command->add_option("--state", m_state, "File that keeps rotations");
        command->footer("\nExit code 1 when the last run of one failed.\n\nExample:\n  gatectl keys status --running --output json");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        auto opened = remote::KeyRotation::open(*client, m_state.empty() ? remote::rotationStatePath(context.console.environment) : m_state, {}, context.console.stop);
        if (!opened)
            return context.failed(opened.error());
        auto all = (*opened)->rotator().all();
        if (!all)
            return context.failed(all.error());
        if (m_running)
            std::erase_if(*all, [](const vault::Rotation &rotation) { return isOver(rotation.step); });
        int code = ExitOk;
        json::array value;
        for (const auto &rotation : *all) {
            if (!rotation.failure.empty() && !isOver(rotation.step))
                code = ExitFailed;
            if (m_output == Output::Json)
                value.push_back(rotationJson(rotation));
            else
                context.console.out << rotationText(rotation, SystemClock{}.utc()) << '\n';
        }
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(value) << '\n';
        else if (all->empty())
            context.console.out << "No rotation.\n";
        return code;
    }

private:
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
    std::string m_state;
    bool m_running = false;
};

} // namespace

std::unique_ptr<Verb> makeKeysStatusVerb()
{
    return std::make_unique<KeysStatusVerb>();
}

} // namespace gatehouse::gatectl
