// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/edit_buffers.h"

#include "ui/policies/policy_scopes.h"

namespace gatehouse::ui::policies {

using resource::ResourceId;

const EditBuffers::Buffer *EditBuffers::open(const ResourceId &id, const resource::Configuration &effective)
{
    if (const auto known = m_buffers.find(id); known != m_buffers.end())
        return &known->second;
    const auto *resource = effective.find(id);
    if (!resource)
        return nullptr;
    const auto text = shownText(*resource);
    return &m_buffers.emplace(id, Buffer{.text = text, .base = text, .existed = true, .theirs = {}}).first->second;
}

const EditBuffers::Buffer &EditBuffers::create(const ResourceId &id, std::string text)
{
    return m_buffers.insert_or_assign(id, Buffer{.text = std::move(text), .base = {}, .existed = false, .theirs = {}}).first->second;
}

const EditBuffers::Buffer *EditBuffers::find(const ResourceId &id) const
{
    const auto known = m_buffers.find(id);
    return known == m_buffers.end() ? nullptr : &known->second;
}

void EditBuffers::setText(const ResourceId &id, std::string text)
{
    if (const auto known = m_buffers.find(id); known != m_buffers.end())
        known->second.text = std::move(text);
}

void EditBuffers::revert(const ResourceId &id)
{
    const auto known = m_buffers.find(id);
    if (known == m_buffers.end())
        return;
    if (!known->second.existed)
        m_buffers.erase(known);
    else
        known->second.text = known->second.base;
}

void EditBuffers::staged(const ResourceId &id)
{
    if (const auto known = m_buffers.find(id); known != m_buffers.end()) {
        known->second.base = known->second.text;
        known->second.existed = true;
        known->second.theirs.reset();
    }
}

void EditBuffers::takeTheirs(const ResourceId &id)
{
    const auto known = m_buffers.find(id);
    if (known == m_buffers.end() || !known->second.theirs)
        return;
    if (known->second.theirs->empty()) {
        m_buffers.erase(known);
        return;
    }
    known->second.text = known->second.base = *known->second.theirs;
    known->second.existed = true;
    known->second.theirs.reset();
}

void EditBuffers::keepMine(const ResourceId &id)
{
    const auto known = m_buffers.find(id);
    if (known == m_buffers.end() || !known->second.theirs)
        return;
    known->second.existed = !known->second.theirs->empty();
    known->second.base = *known->second.theirs;
    known->second.theirs.reset();
}

void EditBuffers::rebase(const resource::Configuration &effective)
{
    for (auto it = m_buffers.begin(); it != m_buffers.end();) {
        auto &[id, buffer] = *it;
        const auto *resource = effective.find(id);
        const auto now = resource ? shownText(*resource) : std::string();
        const bool isSame = now == buffer.base && buffer.existed == (resource != nullptr);
        if (!buffer.isEdited()) {
            if (!resource) {
                it = m_buffers.erase(it);
                continue;
            }
            buffer.text = buffer.base = now;
        } else if (isSame || now == buffer.text) {
            buffer.base = now;
            buffer.existed = resource != nullptr;
            buffer.theirs.reset();
        } else {
            buffer.theirs = now;
        }
        ++it;
    }
}

std::vector<ResourceId> EditBuffers::edited() const
{
    std::vector<ResourceId> ids;
    for (const auto &[id, buffer] : m_buffers)
        if (buffer.isEdited())
            ids.push_back(id);
    return ids;
}

bool isOvertaken(const resource::ChangeItem &item, const resource::Configuration &live)
{
    const auto *now = live.find(item.id);
    if (!now || !item.before)
        return (now != nullptr) != item.before.has_value();
    return shownText(*now) != shownText(*item.before);
}

} // namespace gatehouse::ui::policies
