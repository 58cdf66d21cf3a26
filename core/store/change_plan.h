// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/configuration_store.h"

#include <map>

namespace gatehouse::store {

//! One revision to write.
struct Step
{
    Written written;
    resource::Configuration::Pointer resource; //!< null: deleted
};

//! Checks the writes of one transaction against the configuration, each seeing those before it, and says which
//! revisions they make. Touches neither.
class ChangePlan
{
public:
    ChangePlan(const resource::Configuration &base, Random &random, std::int64_t lastRevision)
        : m_base(base),
          m_random(random),
          m_revision(lastRevision)
    {
    }

    Status add(Write write);
    const std::vector<Step> &steps() const { return m_steps; }
    std::int64_t lastRevision() const { return m_revision; }

private:
    Status put(const resource::ResourceId &id, resource::Resource resource, const Precondition &precondition);
    Status remove(const resource::ResourceId &id, const Precondition &precondition);
    resource::Configuration::Pointer find(const resource::ResourceId &id) const;
    std::vector<resource::Configuration::Pointer> withDescendants(const resource::ResourceId &id) const;
    void addStep(const resource::ResourceId &id, resource::Configuration::Pointer resource, bool created);

    const resource::Configuration &m_base;
    Random &m_random;
    std::int64_t m_revision;
    std::map<resource::ResourceId, resource::Configuration::Pointer> m_staged; //!< null: deleted by an earlier write
    std::vector<Step> m_steps;
};

} // namespace gatehouse::store
