// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

namespace gatehouse::policy {

//! The proxy element: in inbound, and inside send-request and send-one-way-request. Basic authentication alone: NTLM is not spoken here.
struct ProxySettings
{
    ValueSource url, username, password;

    static ProxySettings compile(Compiler &compiler, NodeId node);
    //! Fails when the URL is not http://host:port: a proxy is spoken to in the clear, in Azure too.
    tl::expected<ProxyUse, LastError> of(const Run &run) const;
};

//! Nothing when the URL is not http://host:port.
std::optional<ProxyUse> proxyUse(std::string_view url, const std::string &username, const std::string &password);

} // namespace gatehouse::policy
