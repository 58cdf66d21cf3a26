// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/trial_client.h"

#include <optional>
#include <string>

namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::request {

//! The trial of one request form: kept while the changes stay the same, ended with the form. The session outlives it.
class TrialHolder
{
public:
    explicit TrialHolder(shell::Session &session) : m_session(session) { }
    ~TrialHolder() { end(); }
    TrialHolder(const TrialHolder &) = delete;
    TrialHolder &operator=(const TrialHolder &) = delete;

    //! The one that runs these changes; one of other changes is ended.
    std::optional<remote::Trial> of(const resource::ChangeSet &changes);
    //! Nothing: it has ended by itself.
    void keep(std::optional<remote::Trial> trial, const resource::ChangeSet &changes);
    const std::optional<remote::Trial> &running() const { return m_trial; }
    //! In the background, whatever comes of it: a trial ends by itself in the end.
    void end();

private:
    shell::Session &m_session;
    std::optional<remote::Trial> m_trial;
    std::string m_changes;
};

} // namespace gatehouse::ui::request
