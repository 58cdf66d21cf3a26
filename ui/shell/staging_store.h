// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"

#include <string>

namespace gatehouse::ui::shell {

class WindowDatabase;

//! Staged changes by connection, on disk at every change, so that a crash loses none.
class StagingStore
{
public:
    explicit StagingStore(WindowDatabase &database) : m_database(database) { }

    //! An empty set when there is none. Fails with Corrupt when what was stored does not read back; it is left there.
    Result<resource::ChangeSet> load(const std::string &connectionId) const;
    void save(const std::string &connectionId, const resource::ChangeSet &changes);

private:
    WindowDatabase &m_database;
};

} // namespace gatehouse::ui::shell
