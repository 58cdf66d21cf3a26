// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/staging_store.h"

#include "ui/shell/window_database.h"

namespace gatehouse::ui::shell {

namespace {

const std::string table = "staged";
constexpr JsonLimits limits{.bytes = 64U << 20, .depth = 96};

} // namespace

Result<resource::ChangeSet> StagingStore::load(const std::string &connectionId) const
{
    const std::string *text = m_database.find(table, connectionId);
    if (!text)
        return resource::ChangeSet{};
    auto value = parseJson(*text, limits);
    if (!value)
        return fail(ErrorKind::Corrupt, "staging.unreadable");
    return resource::ChangeSet::fromJson(*value);
}

void StagingStore::save(const std::string &connectionId, const resource::ChangeSet &changes)
{
    if (changes.empty())
        m_database.remove(table, connectionId);
    else
        m_database.put(table, connectionId, toJson(changes.toJson()));
}

} // namespace gatehouse::ui::shell
