// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/remote/network.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

//! A vault and a token that it takes.
struct VaultConnection
{
    std::string url; //!< "https://127.0.0.1:8444"
    SecretString token;
    std::string caPem; //!< the only trust anchors; "" : the system's
};

//! Secrets of Azure Key Vault or of the local vault, by its REST protocol. Blocking, thread-safe. Failures beside Network's: Invalid "remote.badVault"
//! (args: url; the token goes by https alone, or to this machine), "remote.vault" with the kind by status (args: status, code, message), Corrupt
//! "remote.badAnswer", Forbidden "remote.foreignLink" (args: host).
class VaultClient
{
public:
    VaultClient(VaultConnection connection, std::shared_ptr<Network> network) : m_connection(std::move(connection)), m_network(std::move(network)) { }

    //! The bundle as the vault gives it, `value` in it. `version` "" : the newest.
    Result<json::object> get(std::string_view name, std::string_view version = {}, std::stop_token stop = {}) const;
    //! The new version's bundle, without its value.
    Result<json::object> set(std::string_view name, const SecretString &value, const json::object &more = {}, std::stop_token stop = {}) const;
    Result<std::vector<json::object>> list(std::stop_token stop = {}) const;
    Result<json::object> remove(std::string_view name, std::stop_token stop = {}) const;

private:
    Result<json::object> call(std::string method, std::string_view path, const SecretString &body, const std::stop_token &stop) const;
    Result<json::object> send(std::string method, std::string url, const SecretString &body, const std::stop_token &stop) const;

    VaultConnection m_connection;
    std::shared_ptr<Network> m_network;
};

} // namespace gatehouse::remote
