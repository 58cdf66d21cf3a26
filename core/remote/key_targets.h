// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/network.h"
#include "core/vault/keys/rotation_file.h"

#include <memory>
#include <stop_token>

namespace gatehouse::remote {

struct TargetParts
{
    std::shared_ptr<Network> network;
    vault::ReadPrivateFile readFile;
    vault::WritePrivateFile writeFile;
    const Clock *clock = nullptr;
    std::stop_token stop;
};

//! Files, secrets of Azure Key Vault (and what speaks like it) and of Kubernetes, webhooks. Making one reads its tokens, so that what is missing is
//! told before anything is changed: as readFile() fails, Invalid "keyTarget.badFile" (args: path), Invalid "keyTarget.noFolder" (args: path).
//! Writing fails with what Network::send() says, Forbidden "keyTarget.refused" or Unavailable "keyTarget.failed" (args: target, status).
vault::MakeTarget keyTargets(TargetParts parts);

//! Of a webhook's body: "t=SECONDS,v1=HEX", HEX being HMAC-SHA256 of "SECONDS." and the body. Pure.
std::string webhookSignature(const SecretString &secret, UtcTime time, std::string_view body);

} // namespace gatehouse::remote
