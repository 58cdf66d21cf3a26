// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/gateway_address.h"

#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "core/remote/local_provider.h"

namespace gatehouse::ui::shell {

std::string readGatewayUrl(const remote::ArmClient &client, const std::stop_token &stop)
{
    if (!client.connection().gatewayUrl.empty())
        return client.connection().gatewayUrl;
    if (const auto status = remote::LocalProvider(client).status(stop); status && !status->gateway.empty())
        return status->gateway.front();
    const auto service = client.get("", {}, stop);
    if (!service)
        return {};
    const auto *properties = member(service->body, "properties");
    return properties && properties->is_object() ? std::string{stringMember(properties->get_object(), "gatewayUrl")} : std::string{};
}

Result<SecretString> readSubscriptionKey(const remote::ArmClient &client, const std::string &subscription, const std::stop_token &stop)
{
    if (subscription.empty())
        return SecretString{};
    auto answer = client.post("subscriptions/" + subscription + "/listSecrets", nullptr, stop);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    const auto *object = answer->body.if_object();
    SecretString key{std::string{object ? stringMember(*object, "primaryKey") : std::string_view{}}};
    if (key.empty())
        return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "no primaryKey"}});
    return key;
}

} // namespace gatehouse::ui::shell
