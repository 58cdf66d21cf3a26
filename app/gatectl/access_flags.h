// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/verb.h"
#include "core/remote/network.h"

#include <string>

namespace gatehouse::gatectl {

//! The flags of a request that carries an access token, alone or with a proof of possession (RFC 9449). Files, so that no token stands on a command line.
class AccessFlags
{
public:
    void addTo(CLI::App &command);
    //! Sends the request with what the flags say. Fails as the files do and as remote::sendWithAccess() does.
    Result<remote::HttpAnswer> send(const Context &context, remote::Network &network, const remote::HttpCall &call) const;

private:
    std::string m_tokenFile, m_keyFile, m_flaw;
};

} // namespace gatehouse::gatectl
