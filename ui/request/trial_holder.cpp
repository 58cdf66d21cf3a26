// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/trial_holder.h"

#include "core/remote/arm_client.h"
#include "ui/shell/session.h"

namespace gatehouse::ui::request {

std::optional<remote::Trial> TrialHolder::of(const resource::ChangeSet &changes)
{
    if (m_trial && toJson(changes.toJson()) != m_changes)
        end();
    return m_trial;
}

void TrialHolder::keep(std::optional<remote::Trial> trial, const resource::ChangeSet &changes)
{
    m_trial = std::move(trial);
    m_changes = m_trial ? toJson(changes.toJson()) : std::string();
}

void TrialHolder::end()
{
    const auto client = m_session.client();
    if (m_trial && client) {
        components::runInBackground<Status>(
            &m_session,
            [client, id = m_trial->id](std::stop_token stop, const components::Progress &) { return remote::TrialClient(*client).end(id, std::move(stop)); },
            [](const Status &) {});
    }
    m_trial.reset();
    m_changes.clear();
}

} // namespace gatehouse::ui::request
