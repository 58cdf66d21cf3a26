// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/apply.h"
#include "core/vault/keys/rotation.h"

#include <stop_token>

namespace gatehouse::remote {

//! The change set of one regeneration; what applyChanges() and Review take.
resource::ChangeSet regeneration(const std::string &subscription, vault::Slot slot);

//! Keys of a service over its management API. The client outlives it.
class ArmKeyService final : public vault::KeyService
{
public:
    ArmKeyService(const ArmClient &client, Confirmation confirmation, std::stop_token stop = {})
        : m_client(client), m_confirmation(std::move(confirmation)), m_stop(std::move(stop))
    {
    }

    std::string id() const override { return m_client.connection().scope; }
    Result<std::array<SecretString, 2>> keys(const std::string &subscription) override;
    Status regenerate(const std::string &subscription, vault::Slot slot, const std::string &rotation, const std::string &reason) override;
    Result<vault::KeyUseReport> use(const std::string &subscription) override;

private:
    const ArmClient &m_client;
    Confirmation m_confirmation;
    std::stop_token m_stop;
};

} // namespace gatehouse::remote
