// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"
#include "core/resource/configuration.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::gateway {

//! What a subscription's key opens.
struct KeyScope
{
    enum Kind { AllApis, Product, Api } kind = AllApis;
    std::string id; //!< of the product or API, lower case

    static KeyScope parse(std::string_view scope);
};

struct KeyEntry
{
    policy::SubscriptionInfo info;
    KeyScope scope;
    bool active = false;
    std::size_t index = 0; //!< dense, for the last use of each key
};

//! All keys of a snapshot by their text. Immutable once built.
class SubscriptionKeys
{
public:
    void add(const resource::Resource &subscription, std::shared_ptr<const policy::UserInfo> owner = {});
    //! Null: no such key. One lookup whatever the number of keys; the key itself is compared in constant time.
    const KeyEntry *find(std::string_view key) const;
    std::size_t size() const { return m_entries.size(); }
    //! "id#primary" or "id#secondary".
    std::string useName(std::size_t index) const;

private:
    void add(policy::SubscriptionInfo info, const KeyScope &scope, bool active);

    std::vector<std::unique_ptr<KeyEntry>> m_entries;
    std::unordered_multimap<std::size_t, const KeyEntry *> m_byHash;
};

} // namespace gatehouse::gateway
