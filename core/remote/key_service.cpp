// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/key_service.h"

#include "core/remote/json_reader.h"
#include "core/remote/key_use_client.h"

namespace gatehouse::remote {

namespace {

Result<resource::ResourceId> subscriptionId(const std::string &name)
{
    return resource::ResourceId::parse("subscriptions/" + name);
}

} // namespace

resource::ChangeSet regeneration(const std::string &subscription, vault::Slot slot)
{
    resource::ChangeSet changes;
    const auto id = subscriptionId(subscription);
    if (!id)
        return changes;
    resource::ChangeItem item;
    item.kind = resource::ChangeKind::Action;
    item.id = *id;
    item.action = regenerationOf(slot);
    changes.stage(std::move(item));
    return changes;
}

Result<std::array<SecretString, 2>> ArmKeyService::keys(const std::string &subscription)
{
    const auto id = subscriptionId(subscription);
    if (!id)
        return tl::unexpected(id.error());
    const auto answer = m_client.post(id->text() + "/listSecrets", nullptr, m_stop);
    if (!answer)
        return tl::unexpected(answer.error());
    const auto *object = answer->body.if_object();
    std::array<SecretString, 2> keys;
    for (const auto slot : {vault::Slot::Primary, vault::Slot::Secondary}) {
        auto key = object ? textOf(*object, propertyOf(slot)) : std::string();
        if (key.empty())
            return badAnswer("no keys");
        keys[static_cast<std::size_t>(slot)] = SecretString(std::move(key));
    }
    return keys;
}

Status ArmKeyService::regenerate(const std::string &subscription, vault::Slot slot, const std::string &rotation, const std::string &reason)
{
    ApplyCallbacks callbacks;
    callbacks.headers = {{"x-ms-correlation-request-id", rotation},
                         {"User-Agent", "gatehouse key rotation" + (reason.empty() ? std::string() : " (" + reason + ")")}};
    const auto results = applyChanges(m_client, regeneration(subscription, slot), m_confirmation, callbacks, m_stop);
    if (!results)
        return tl::unexpected(results.error());
    for (const auto &result : *results) {
        if (result.error)
            return tl::unexpected(*result.error);
        if (result.outcome != ItemResult::Outcome::Succeeded)
            return fail(ErrorKind::Cancelled, "remote.cancelled");
    }
    return results->empty() ? Status(fail(ErrorKind::Invalid, "resourceId.invalid")) : Status();
}

Result<vault::KeyUseReport> ArmKeyService::use(const std::string &subscription)
{
    return loadKeyUse(m_client, subscription, m_stop);
}

} // namespace gatehouse::remote
