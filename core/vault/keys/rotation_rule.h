// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/json.h"
#include "core/vault/keys/key_use.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::vault {

//! Where a client reads its key. Holds names of files with secrets, never a secret.
struct TargetSpec
{
    enum Kind { File, KeyVault, Kubernetes, Webhook };

    Kind kind = File;
    std::string path; //!< of a File
    std::string url; //!< KeyVault: of the secret; Kubernetes: of the API server; Webhook: where to
    std::string space, name, entry; //!< Kubernetes: namespace, secret, key in it
    std::string tokenFile; //!< KeyVault, Kubernetes: bearer token
    std::string caFile; //!< PEM; "" : the system's
    std::string secretFile; //!< Webhook: what the signature is made with

    //! "file /etc/app/key", "key vault https://...": what it is, for people.
    std::string text() const;
    bool operator==(const TargetSpec &) const = default;
};

std::string_view nameOf(TargetSpec::Kind kind); //!< "file", "keyVault", "kubernetes", "webhook"

//! How one subscription's keys are rotated.
struct RotationRule
{
    std::string subscription;
    std::vector<TargetSpec> targets;
    std::chrono::seconds quiet{std::chrono::hours{24}}; //!< the old key counts as given up when unused for so long
    std::chrono::seconds overlap{std::chrono::hours{7 * 24}}; //!< both keys hold at most so long after the new one was written ...
    bool insist = false; //!< ... unless this is said: then the old one stays until it is given up
    std::optional<std::chrono::seconds> every; //!< nothing: by hand alone
    std::optional<Slot> fresh; //!< which key is made anew first; nothing: the one that is proved unused

    bool operator==(const RotationRule &) const = default;
};

//! "90d", "12h", "30m", "10s". At most 3,650 days.
std::optional<std::chrono::seconds> parseSpan(std::string_view text);
std::string spanText(std::chrono::seconds span);

//! Reads JSON or YAML: {rotations: [{subscription, every, overlap, quiet, insist, key, targets: [{file} | {keyVault, tokenFile} |
//! {kubernetes: {server, namespace, secret, entry, tokenFile, caFile}} | {webhook, secretFile}]}]}. At most 256 KiB, 1,000 rules and 16 targets a
//! rule. Fails with all findings: "rotationRules.syntax" (args: reason), ".shape" (args: member, expected), ".unknown" (args: member), ".missing"
//! (args: member), ".value" (args: member, value), ".twice" (args: subscription), ".tooMany" (args: member, limit), ".plainHttp" (args: url). Pure.
tl::expected<std::vector<RotationRule>, Diagnostics> parseRotationRules(std::string text);

//! One rule as the file and the state have it, and back. Fails with Corrupt "rotation.state".
json::object toJson(const RotationRule &rule);
Result<RotationRule> ruleFrom(const json::value &value);

} // namespace gatehouse::vault
