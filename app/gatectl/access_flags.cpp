// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/access_flags.h"

#include "core/base/text.h"
#include "core/http/message.h"
#include "core/management/private_file.h"
#include "core/remote/access.h"

namespace gatehouse::gatectl {

void AccessFlags::addTo(CLI::App &command)
{
    command.add_option("--access-token", m_tokenFile, "Send the access token in this file, or - for standard input");
    command.add_option("--dpop-key", m_keyFile, "Prove possession of the key in this file: the token goes under the scheme DPoP");
    command.add_option("--proof-flaw", m_flaw, "What is to be wrong with the proof: 'replayed', or one that gatectl proof --flaws lists");
}

Result<remote::HttpAnswer> AccessFlags::send(const Context &context, remote::Network &network, const remote::HttpCall &call) const
{
    remote::Access access{{}, {}, m_flaw};
    if (!m_tokenFile.empty()) {
        const auto text = readInput(context.console, m_tokenFile);
        if (!text)
            return fail(ErrorKind::Invalid, "call.unreadable", {{"file", m_tokenFile}});
        access.token = trim(*text);
        if (!http::isFieldValue(access.token))
            return fail(ErrorKind::Invalid, "call.badToken", {{"file", m_tokenFile}});
    }
    if (!m_keyFile.empty()) {
        auto key = management::keyFromFile(m_keyFile, "ES256");
        if (!key)
            return tl::unexpected(std::move(key.error()));
        access.key = std::make_shared<const crypto::Jwk>(std::move(*key));
    }
    auto sent = remote::sendWithAccess(network, call, access, context.console.stop);
    if (!sent)
        return tl::unexpected(std::move(sent.error()));
    return std::move(sent->answer);
}

} // namespace gatehouse::gatectl
