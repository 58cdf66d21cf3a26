// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/presented_token.h"

#include "core/base/text.h"
#include "core/policy/program.h"

namespace gatehouse::policy {

namespace {

using identity::TokenFailure;
using identity::TokenFault;
using identity::TokenResult;

tl::unexpected<TokenFailure> notPresent()
{
    return tl::unexpected(TokenFailure{TokenFault::NotPresent, "JWT not present."});
}

TokenScheme schemeOf(std::string_view name, bool inAuthorization)
{
    if (name.empty())
        return inAuthorization ? TokenScheme::None : TokenScheme::Elsewhere;
    if (equalsIgnoreCase(name, "DPoP"))
        return TokenScheme::Dpop;
    return equalsIgnoreCase(name, "Bearer") ? TokenScheme::Bearer : TokenScheme::Other;
}

//! A scheme in front is no part of the token.
TokenResult<PresentedToken> withoutScheme(std::string_view text, std::string_view required, bool takesDpop, bool inAuthorization)
{
    text = trim(text);
    const auto space = text.find(' ');
    const auto given = space == std::string_view::npos ? std::string_view() : text.substr(0, space);
    const auto scheme = schemeOf(given, inAuthorization);
    if (!required.empty() && !equalsIgnoreCase(given, required) && !(takesDpop && scheme == TokenScheme::Dpop))
        return notPresent();
    const auto token = trim(space == std::string_view::npos ? text : text.substr(space));
    if (token.empty())
        return notPresent();
    return PresentedToken{std::string(token), scheme};
}

} // namespace

TokenPlace compileTokenPlace(Compiler &compiler, NodeId node)
{
    TokenPlace place;
    const auto optional = [&](std::string_view name, std::optional<ValueSource> &source) {
        if (compiler.has(node, name))
            source = compiler.attribute(node, name);
    };
    optional("header-name", place.header);
    optional("query-parameter-name", place.query);
    optional("token-value", place.value);
    return place;
}

TokenResult<PresentedToken> presentedToken(const TokenPlace &place, const Run &run)
{
    const auto &exchange = run.exchange();
    if (place.value)
        return withoutScheme(place.value->text(run), {}, place.takesDpop, false);
    if (place.query) {
        const auto value = http::queryValue(exchange.request.url.query, place.query->text(run));
        return withoutScheme(value.value_or(std::string()), {}, place.takesDpop, false);
    }
    const auto name = place.header ? place.header->text(run) : std::string("Authorization");
    const auto values = exchange.request.headers.all(name);
    if (values.size() > 1)
        return tl::unexpected(TokenFailure{TokenFault::Invalid, "There is more than one header " + name + "."});
    if (values.empty())
        return notPresent();
    // Azure heeds require-scheme in Authorization alone.
    const bool inAuthorization = equalsIgnoreCase(name, "Authorization");
    return withoutScheme(values.front(), inAuthorization ? place.scheme.text(run) : std::string(), place.takesDpop, inAuthorization);
}

std::uint32_t verifiedTokenValue(Compiler &compiler)
{
    return compiler.sharedValue("verified-token");
}

} // namespace gatehouse::policy
