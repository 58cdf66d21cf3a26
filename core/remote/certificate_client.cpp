// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/certificate_client.h"

#include "core/base/text.h"
#include "core/remote/json_reader.h"

#include <algorithm>

namespace gatehouse::remote {

namespace {

constexpr long long expiringDays = 30;

void judge(CertificateEntry &entry, UtcTime now)
{
    if (!entry.expires)
        return;
    entry.daysLeft = std::chrono::floor<std::chrono::days>(*entry.expires - now).count();
    entry.state = *entry.expires <= now ? CertificateState::Expired : *entry.daysLeft < expiringDays ? CertificateState::Expiring : CertificateState::Valid;
}

void sortByEnd(std::vector<CertificateEntry> &entries)
{
    std::ranges::stable_sort(entries, [](const CertificateEntry &a, const CertificateEntry &b) { return a.expires && (!b.expires || *a.expires < *b.expires); });
}

const json::object *propertiesOf(const json::value &body)
{
    const auto *found = member(body, "properties");
    return found ? found->if_object() : nullptr;
}

CertificateEntry entryOfService(const json::value &body)
{
    CertificateEntry entry;
    entry.source = "service";
    if (const auto *object = body.if_object())
        entry.name = textOf(*object, "name");
    entry.id = "certificates/" + entry.name;
    const auto *properties = propertiesOf(body);
    if (!properties)
        return entry;
    entry.subject = textOf(*properties, "subject");
    entry.thumbprint = textOf(*properties, "thumbprint");
    entry.expires = timeOf(*properties, "expirationDate");
    const auto *vault = member(*properties, "keyVault");
    if (!vault || !vault->is_object())
        return entry;
    entry.renewal = CertificateRenewal::KeyVault;
    const auto *status = member(vault->get_object(), "lastStatus");
    if (status && status->is_object())
        entry.lastStatus = textOf(status->get_object(), "code");
    return entry;
}

//! One of hostnameConfigurations: what Azure manages it renews.
CertificateEntry entryOfHost(const json::object &host)
{
    CertificateEntry entry;
    entry.source = "host";
    entry.name = entry.usedBy = textOf(host, "hostName");
    entry.id = "hostnameConfigurations/" + entry.name;
    const auto source = textOf(host, "certificateSource");
    if (equalsIgnoreCase(source, "Managed") || equalsIgnoreCase(source, "BuiltIn"))
        entry.renewal = CertificateRenewal::Automatic;
    else if (equalsIgnoreCase(source, "KeyVault") || !textOf(host, "keyVaultId").empty())
        entry.renewal = CertificateRenewal::KeyVault;
    const auto *certificate = member(host, "certificate");
    if (const auto *object = certificate ? certificate->if_object() : nullptr) {
        entry.subject = textOf(*object, "subject");
        entry.thumbprint = textOf(*object, "thumbprint");
        entry.expires = timeOf(*object, "expiry");
    }
    return entry;
}

CertificateEntry entryOfBoard(const json::object &object, UtcTime now)
{
    CertificateEntry entry;
    entry.source = textOf(object, "source");
    entry.id = textOf(object, "id");
    entry.name = textOf(object, "name");
    entry.subject = textOf(object, "subject");
    entry.thumbprint = textOf(object, "thumbprint");
    entry.expires = timeOf(object, "expires");
    entry.renewsOn = timeOf(object, "renewsOn");
    entry.lastStatus = textOf(object, "lastStatus");
    const auto renewal = textOf(object, "renewal");
    entry.renewal = renewal == "automatic" ? CertificateRenewal::Automatic : renewal == "keyVault" ? CertificateRenewal::KeyVault : CertificateRenewal::Manual;
    for (const auto &listener : textsOf(object, "listeners"))
        entry.usedBy += (entry.usedBy.empty() ? "" : ", ") + listener;
    judge(entry, now);
    return entry;
}

} // namespace

std::string_view nameOf(CertificateState state)
{
    switch (state) {
    case CertificateState::Expired:
        return "expired";
    case CertificateState::Expiring:
        return "expiring";
    case CertificateState::Valid:
        return "valid";
    case CertificateState::Unknown:
        break;
    }
    return "unknown";
}

std::string_view nameOf(CertificateRenewal renewal)
{
    switch (renewal) {
    case CertificateRenewal::KeyVault:
        return "keyVault";
    case CertificateRenewal::Automatic:
        return "automatic";
    case CertificateRenewal::Manual:
        break;
    }
    return "manual";
}

Result<std::vector<CertificateEntry>> certificatesFrom(const json::value &body, UtcTime now)
{
    auto entries = listOf<CertificateEntry>(body, "value", [&](const json::object &object) { return entryOfBoard(object, now); });
    if (entries)
        sortByEnd(*entries);
    return entries;
}

std::vector<CertificateEntry> certificatesOfService(const std::vector<json::value> &certificates, const json::value &service, UtcTime now)
{
    std::vector<CertificateEntry> entries;
    for (const auto &body : certificates)
        entries.push_back(entryOfService(body));
    const auto *properties = propertiesOf(service);
    const auto *hosts = properties ? member(*properties, "hostnameConfigurations") : nullptr;
    if (const auto *array = hosts ? hosts->if_array() : nullptr) {
        for (const auto &host : *array) {
            if (const auto *object = host.if_object())
                entries.push_back(entryOfHost(*object));
        }
    }
    for (auto &entry : entries)
        judge(entry, now);
    sortByEnd(entries);
    return entries;
}

Result<std::vector<CertificateEntry>> loadCertificates(const ArmClient &client, UtcTime now, std::stop_token stop)
{
    if (!isAzure(client.connection())) {
        const auto answer = client.get(std::string{localProviderPath} + "/certificates", {{"api-version", std::string{localApiVersion}}}, stop);
        if (answer)
            return certificatesFrom(answer->body, now);
        if (answer.error().kind != ErrorKind::NotFound)
            return tl::unexpected(answer.error());
    }
    const auto certificates = client.list("certificates", {}, {}, stop);
    if (!certificates)
        return tl::unexpected(certificates.error());
    const auto service = client.get("", {}, stop);
    return certificatesOfService(*certificates, service ? service->body : json::value(nullptr), now);
}

} // namespace gatehouse::remote
