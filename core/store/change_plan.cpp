// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/change_plan.h"

namespace gatehouse::store {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

constexpr std::size_t etagBytes = 8;

tl::unexpected<Error> refuse(ErrorKind kind, std::string code, const ResourceId &id)
{
    return fail(kind, std::move(code), {{"id", id.text()}});
}

bool matches(const std::string &wanted, const Resource *existing)
{
    return existing && (wanted == "*" || wanted == existing->etag);
}

} // namespace

Status ChangePlan::add(Write write)
{
    if (write.resource)
        return put(write.id, *std::move(write.resource), write.precondition);
    return remove(write.id, write.precondition);
}

Status ChangePlan::put(const ResourceId &id, Resource resource, const Precondition &precondition)
{
    const auto existing = find(id);
    if (precondition.ifNoneMatchAny && existing)
        return refuse(ErrorKind::Conflict, "store.exists", id);
    if (precondition.ifMatch && !matches(*precondition.ifMatch, existing.get()))
        return refuse(ErrorKind::PreconditionFailed, "store.etagMismatch", id);
    if (const auto parent = id.parent(); !id.isService() && !parent.isService() && !find(parent))
        return refuse(ErrorKind::NotFound, "store.noSuchParent", parent);
    // An ARM id keeps the spelling of its first PUT.
    resource.id = existing ? existing->id : id;
    resource.etag = randomHex(m_random, etagBytes);
    const auto kept = std::make_shared<const Resource>(std::move(resource));
    addStep(kept->id, kept, !existing);
    return {};
}

Status ChangePlan::remove(const ResourceId &id, const Precondition &precondition)
{
    const auto existing = find(id);
    if (!existing || id.isService())
        return refuse(ErrorKind::NotFound, "store.noSuchResource", id);
    if (precondition.ifMatch && !matches(*precondition.ifMatch, existing.get()))
        return refuse(ErrorKind::PreconditionFailed, "store.etagMismatch", id);
    for (const auto &gone : withDescendants(id))
        addStep(gone->id, nullptr, false);
    return {};
}

Configuration::Pointer ChangePlan::find(const ResourceId &id) const
{
    const auto staged = m_staged.find(id);
    return staged != m_staged.end() ? staged->second : m_base.pointer(id);
}

std::vector<Configuration::Pointer> ChangePlan::withDescendants(const ResourceId &id) const
{
    std::map<ResourceId, Configuration::Pointer> found{{id, find(id)}};
    for (const auto &below : m_base.descendants(id))
        found.emplace(below->id, below);
    for (auto it = m_staged.lower_bound(id); it != m_staged.end() && it->first.isWithin(id); ++it)
        found[it->first] = it->second;
    std::vector<Configuration::Pointer> present;
    for (const auto &[key, pointer] : found)
        if (pointer)
            present.push_back(pointer);
    return present;
}

void ChangePlan::addStep(const ResourceId &id, Configuration::Pointer resource, bool created)
{
    m_steps.push_back({{id, resource ? resource->etag : "", created, ++m_revision}, resource});
    m_staged[id] = std::move(resource);
}

} // namespace gatehouse::store
