// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/exchange.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! What must not show in a text that somebody reads: secret named values, and the credentials of one exchange as far as they were seen.
//! Shorter ones than four characters stay: blacking them out would only garble texts.
class Secrets
{
public:
    using Known = std::shared_ptr<const std::vector<std::string>>;

    //! `known` may be null.
    explicit Secrets(Known known = {}) : m_known(std::move(known)) { }

    void add(std::string_view secret);
    //! Authorization, Proxy-Authorization, cookies and keys.
    void addFrom(const http::Headers &headers);
    //! Those of the request, and the subscription's key.
    void addFrom(const Exchange &exchange);

    //! Each of them becomes "***".
    void blackOut(std::string &text) const;
    void blackOut(json::value &value) const;

private:
    Known m_known;
    std::vector<std::string> m_own;
};

//! True of fields whose value is a credential.
bool isSecretField(std::string_view name);
//! What may be shown of a field: of a credential its scheme alone ("Bearer ***").
std::string shownField(std::string_view name, std::string_view value);

} // namespace gatehouse::policy
