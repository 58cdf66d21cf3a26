// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/subscription_keys.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/crypto/digest.h"

#include <functional>

namespace gatehouse::gateway {

namespace {

std::optional<UtcTime> timeMember(const json::object &properties, std::string_view name)
{
    const auto time = fromIso(stringMember(properties, name));
    return time ? std::optional(*time) : std::nullopt;
}

} // namespace

KeyScope KeyScope::parse(std::string_view scope)
{
    // Absolute ids end in the relative one: .../service/{name}/products/{id}
    static constexpr std::string_view service = "/microsoft.apimanagement/service/";
    const auto lower = toLower(scope);
    std::string_view relative = lower;
    if (const auto at = relative.find(service); at != std::string_view::npos) {
        const auto slash = relative.find('/', at + service.size());
        relative = slash == std::string_view::npos ? std::string_view{} : relative.substr(slash);
    }
    if (relative.starts_with('/'))
        relative.remove_prefix(1);
    if (relative.starts_with("products/"))
        return {Product, std::string(relative.substr(9))};
    if (relative.starts_with("apis/"))
        return {Api, std::string(relative.substr(5, relative.find(';') == std::string_view::npos ? std::string_view::npos : relative.find(';') - 5))};
    return {AllApis, {}};
}

void SubscriptionKeys::add(const resource::Resource &subscription, std::shared_ptr<const policy::UserInfo> owner)
{
    const auto &properties = subscription.properties;
    const auto scope = KeyScope::parse(stringMember(properties, "scope"));
    const bool active = equalsIgnoreCase(stringMember(properties, "state", "active"), "active");
    policy::SubscriptionInfo info;
    info.id = subscription.id.name();
    info.name = stringMember(properties, "displayName", info.id);
    const auto ownerId = stringMember(properties, "ownerId");
    info.userId = ownerId.substr(ownerId.rfind('/') + 1);
    info.owner = std::move(owner);
    info.created = timeMember(properties, "createdDate");
    info.start = timeMember(properties, "startDate");
    info.end = timeMember(properties, "endDate");
    if (!info.end)
        info.end = timeMember(properties, "expirationDate");
    info.started = info.start ? info.start : info.created;
    info.primaryKey = stringMember(properties, "primaryKey");
    info.secondaryKey = stringMember(properties, "secondaryKey");
    info.key = info.primaryKey;
    info.primary = true;
    add(info, scope, active);
    info.key = info.secondaryKey;
    info.primary = false;
    add(std::move(info), scope, active);
}

void SubscriptionKeys::add(policy::SubscriptionInfo info, const KeyScope &scope, bool active)
{
    if (info.key.empty())
        return;
    auto entry = std::make_unique<KeyEntry>(KeyEntry{std::move(info), scope, active, m_entries.size()});
    m_byHash.emplace(std::hash<std::string_view>{}(entry->info.key), entry.get());
    m_entries.push_back(std::move(entry));
}

const KeyEntry *SubscriptionKeys::find(std::string_view key) const
{
    const auto [begin, end] = m_byHash.equal_range(std::hash<std::string_view>{}(key));
    for (auto it = begin; it != end; ++it) {
        if (crypto::equalSecrets(it->second->info.key, key))
            return it->second;
    }
    return nullptr;
}

std::string SubscriptionKeys::useName(std::size_t index) const
{
    const auto &info = m_entries[index]->info;
    return info.id + (info.primary ? "#primary" : "#secondary");
}

} // namespace gatehouse::gateway
