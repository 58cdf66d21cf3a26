// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A discovery document, and a token endpoint's answer: keys are never asked for beyond what the document's own URL allows.

#include "core/http/url.h"
#include "core/identity/access_tokens.h"
#include "core/identity/provider.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace gatehouse;
    const std::string_view text{reinterpret_cast<const char *>(data), size};
    const auto discovery = identity::parseDiscovery(text, "https://login.example.com/.well-known/openid-configuration");
    if (discovery) {
        const auto url = http::Url::parse(discovery->keysUrl);
        if (!url || url->scheme != "https" || url->host == "127.0.0.1" || url->host == "localhost")
            std::abort();
    }
    const auto token = identity::parseAccessToken(text, UtcTime(std::chrono::seconds(1'795'478'400)));
    if (token && (token->token.empty() || token->lifetime.count() < 0))
        std::abort();
    return 0;
}
