// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! The discovery document of a tenant of Microsoft Entra ID. `tenant` is an id, a domain, "organizations", "common" or a URL of one;
//! `endpoint` the authority, "" : the public cloud's.
std::string entraDocumentUrl(std::string_view tenant, std::string_view endpoint);

struct EntraExpectations
{
    std::string tenant;
    std::string issuer; //!< as the document writes it; "{tenantid}" stands for the token's tenant
    std::vector<std::string> clientIds; //!< any of them; empty: any client
    std::vector<std::string> backendIds;
};

//! Issuer and tenant, of v1 and v2 tokens, and who may call whom.
identity::TokenResult<void> judgeEntra(const json::object &claims, const EntraExpectations &expected);

} // namespace gatehouse::policy
