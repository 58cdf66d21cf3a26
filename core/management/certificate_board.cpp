// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/certificate_board.h"

#include "core/base/text.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"
#include "core/management/arm_errors.h"
#include "core/management/own_certificate.h"

#include <algorithm>
#include <optional>

namespace gatehouse::management {

namespace {

constexpr int soon = 30; // days
constexpr std::size_t mostOfVault = 10'000;

struct BoardRow
{
    std::optional<UtcTime> expires;
    json::object body;
};

std::string capitals(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

void describe(BoardRow &row, std::string_view bytes)
{
    const auto file = crypto::readCertificateFile(bytes, {});
    if (!file)
        return;
    row.body["subject"] = crypto::distinguishedName(X509_get_subject_name(file->certificate.get()));
    row.body["thumbprint"] = capitals(crypto::toHex(crypto::thumbprintOf(file->certificate.get())));
    if (const auto end = crypto::notAfter(file->certificate.get()))
        row.expires = *end;
}

BoardRow rowOfService(const resource::Resource &certificate, const VaultReferences &references)
{
    BoardRow row;
    const auto &properties = certificate.properties;
    row.body = {{"source", "service"}, {"id", certificate.id.text()}, {"name", certificate.id.name()}};
    const auto *vault = member(properties, "keyVault");
    if (!vault || !vault->is_object()) {
        row.body["subject"] = stringMember(properties, "subject");
        row.body["thumbprint"] = stringMember(properties, "thumbprint");
        row.body["renewal"] = "manual";
        if (const auto end = fromIso(stringMember(properties, "expirationDate")))
            row.expires = *end;
        return row;
    }
    row.body["renewal"] = "keyVault";
    row.body["secretIdentifier"] = stringMember(vault->get_object(), "secretIdentifier");
    if (const auto facts = references.facts(certificate.id)) {
        row.body["subject"] = facts->subject;
        row.body["thumbprint"] = facts->thumbprint;
        row.body["lastStatus"] = facts->status.code;
        row.expires = facts->expires;
    }
    return row;
}

BoardRow rowOfListener(const ListenerCertificate &listener)
{
    json::array names;
    for (const auto &name : listener.listeners)
        names.emplace_back(name);
    BoardRow row;
    row.body = {{"source", "listener"}, {"id", "listeners/" + listener.name}, {"name", listener.name}, {"listeners", std::move(names)},
                {"renewal", listener.renewsItself ? "automatic" : "manual"}};
    describe(row, listener.pem);
    if (listener.renewsItself && row.expires)
        row.body["renewsOn"] = toIso(renewalOf(*row.expires));
    return row;
}

std::vector<BoardRow> rowsOfVault(vault::Vault &vault)
{
    std::vector<BoardRow> rows;
    std::string from;
    do {
        const auto page = vault.list(vault::Kind::Certificate, from, 100);
        if (!page)
            break;
        for (const auto &version : page->items) {
            BoardRow row;
            row.body = {{"source", "vault"}, {"id", "vault/certificates/" + version.name}, {"name", version.name}, {"renewal", "manual"}, {"enabled", version.attributes.enabled}};
            describe(row, version.certificate);
            rows.push_back(std::move(row));
        }
        from = page->next;
    } while (!from.empty() && rows.size() < mostOfVault);
    return rows;
}

void addTimeLeft(BoardRow &row, UtcTime now)
{
    if (!row.expires) {
        row.body["expires"] = nullptr;
        row.body["daysLeft"] = nullptr;
        row.body["state"] = "unknown";
        return;
    }
    const auto days = std::chrono::floor<std::chrono::days>(*row.expires - now).count();
    row.body["expires"] = toIso(*row.expires).substr(0, 19) + "Z";
    row.body["daysLeft"] = days;
    row.body["state"] = *row.expires <= now ? "expired" : days < soon ? "expiring" : "valid";
}

} // namespace

http::Response CertificateBoard::answer(const ArmRequest &request, const std::function<bool(const resource::ResourceId &)> &mayReadService, bool mayReadVault) const
{
    if (request.method != "GET")
        return errorResponse(methodNotAllowed(request.method));
    std::vector<BoardRow> rows;
    const auto configuration = m_parts.store.current();
    for (const auto &certificate : configuration->children({}, "certificates")) {
        if (mayReadService(certificate->id))
            rows.push_back(rowOfService(*certificate, m_parts.references));
    }
    for (const auto &listener : m_parts.listeners())
        rows.push_back(rowOfListener(listener));
    if (m_parts.vault && mayReadVault) {
        for (auto &row : rowsOfVault(*m_parts.vault))
            rows.push_back(std::move(row));
    }
    // Those whose end is not known last.
    std::ranges::stable_sort(rows, [](const BoardRow &a, const BoardRow &b) { return a.expires && (!b.expires || *a.expires < *b.expires); });
    json::array value;
    for (auto &row : rows) {
        addTimeLeft(row, m_parts.clock.utc());
        value.push_back(std::move(row.body));
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

bool isCertificatesPath(std::string_view providerPath)
{
    return equalsIgnoreCase(providerPath, "certificates");
}

} // namespace gatehouse::management
