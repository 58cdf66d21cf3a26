// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/configuration.h"

#include "core/base/text.h"

namespace gatehouse::resource {

void Configuration::put(Resource resource)
{
    put(std::make_shared<const Resource>(std::move(resource)));
}

void Configuration::put(Pointer resource)
{
    const auto id = resource->id;
    m_resources.insert_or_assign(id, std::move(resource));
}

std::size_t Configuration::erase(const ResourceId &id)
{
    const auto first = m_resources.lower_bound(id);
    auto last = first;
    std::size_t gone = 0;
    for (; last != m_resources.end() && last->first.isWithin(id); ++last)
        ++gone;
    m_resources.erase(first, last);
    return gone;
}

const Resource *Configuration::find(const ResourceId &id) const
{
    const auto it = m_resources.find(id);
    return it == m_resources.end() ? nullptr : it->second.get();
}

Configuration::Pointer Configuration::pointer(const ResourceId &id) const
{
    const auto it = m_resources.find(id);
    return it == m_resources.end() ? nullptr : it->second;
}

std::vector<Configuration::Pointer> Configuration::children(const ResourceId &parent, std::string_view collection) const
{
    const auto prefix =
        parent.isService() ? std::string{collection} + "/" : parent.text() + "/" + std::string{collection} + "/";
    std::vector<Pointer> found;
    auto it = m_resources.lower_bound(ResourceId{prefix});
    while (it != m_resources.end() && it->first.text().size() > prefix.size()
           && equalsIgnoreCase(std::string_view{it->first.text()}.substr(0, prefix.size()), prefix)) {
        const auto &text = it->first.text();
        const auto slash = text.find('/', prefix.size());
        if (slash == std::string::npos) {
            found.push_back(it->second);
            ++it;
        } else {
            // Something deeper: on to what follows this member's subtree. No UTF-8 text has the byte FF.
            it = m_resources.upper_bound(ResourceId{text.substr(0, slash) + "/\xff"});
        }
    }
    return found;
}

std::vector<Configuration::Pointer> Configuration::descendants(const ResourceId &root) const
{
    std::vector<Pointer> found;
    for (auto it = m_resources.upper_bound(root); it != m_resources.end() && it->first.isWithin(root); ++it)
        found.push_back(it->second);
    return found;
}

} // namespace gatehouse::resource
