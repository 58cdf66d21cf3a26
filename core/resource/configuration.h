// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/resource.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse::resource {

//! A gateway's whole setup. A value: copying is cheap to reason about and shares the resources, which are immutable
//! once in.
class Configuration
{
public:
    using Pointer = std::shared_ptr<const Resource>;

    void put(Resource resource);
    void put(Pointer resource);
    //! Removes it and everything below; how many went.
    std::size_t erase(const ResourceId &id);

    const Resource *find(const ResourceId &id) const;
    Pointer pointer(const ResourceId &id) const;
    bool contains(const ResourceId &id) const { return find(id) != nullptr; }
    //! Direct members of a collection in id order: children(ResourceId::of("apis/orders"), "operations").
    std::vector<Pointer> children(const ResourceId &parent, std::string_view collection) const;
    //! Everything below, the root excluded, in id order.
    std::vector<Pointer> descendants(const ResourceId &root) const;
    std::size_t size() const { return m_resources.size(); }

    auto begin() const { return m_resources.begin(); }
    auto end() const { return m_resources.end(); }

private:
    std::map<ResourceId, Pointer> m_resources; //!< id order puts a parent before its children
};

} // namespace gatehouse::resource
