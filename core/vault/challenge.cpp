// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/challenge.h"

#include "core/base/text.h"
#include "core/vault/identifier.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

constexpr std::size_t longestHeader = 8192;

tl::unexpected<Error> unreadable(std::string reason)
{
    return fail(ErrorKind::Invalid, "vault.challenge", {{"reason", std::move(reason)}});
}

//! One name and value of the list, taken from the front; nothing: it can't be read.
std::optional<std::pair<std::string, std::string>> takeParameter(std::string_view &rest)
{
    const auto sign = rest.find('=');
    if (sign == std::string_view::npos)
        return std::nullopt;
    auto name = toLower(trim(rest.substr(0, sign)));
    rest = trim(rest.substr(sign + 1));
    std::string text;
    if (rest.starts_with('"')) {
        std::size_t at = 1;
        for (; at < rest.size() && rest[at] != '"'; ++at) {
            if (rest[at] == '\\' && at + 1 < rest.size())
                ++at;
            text += rest[at];
        }
        if (at >= rest.size())
            return std::nullopt;
        rest = trim(rest.substr(at + 1));
    } else {
        const auto end = std::min(rest.find_first_of(", \t"), rest.size());
        text = rest.substr(0, end);
        rest = trim(rest.substr(end));
    }
    if (rest.starts_with(','))
        rest = trim(rest.substr(1));
    return std::pair{std::move(name), std::move(text)};
}

bool isPlain(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

//! Of an address: "" when it is none.
std::string hostOfUrl(std::string_view url)
{
    const auto separator = url.find("://");
    if (separator == std::string_view::npos)
        return {};
    auto host = url.substr(separator + 3);
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('@') != std::string_view::npos)
        return {};
    if (host.starts_with('['))
        return toLower(host.substr(1, host.find(']') == std::string_view::npos ? 0 : host.find(']') - 1));
    return toLower(host.substr(0, host.find(':')));
}

std::string pathOfUrl(std::string_view url)
{
    const auto separator = url.find("://");
    const auto slash = separator == std::string_view::npos ? std::string_view::npos : url.find('/', separator + 3);
    auto path = slash == std::string_view::npos ? std::string_view{} : url.substr(slash + 1);
    path = path.substr(0, path.find_first_of("?#"));
    return std::string{path};
}

} // namespace

Result<Challenge> parseChallenge(std::string_view header)
{
    if (header.size() > longestHeader)
        return unreadable("it is longer than 8 KiB");
    auto rest = trim(header);
    const auto space = rest.find_first_of(" \t");
    const auto scheme = rest.substr(0, space);
    if (!equalsIgnoreCase(scheme, "Bearer") && !equalsIgnoreCase(scheme, "PoP"))
        return unreadable("its scheme is not Bearer");
    if (!equalsIgnoreCase(scheme, "Bearer"))
        return unreadable("the vault asks for a proof of possession");
    rest = space == std::string_view::npos ? std::string_view{} : trim(rest.substr(space));
    Challenge challenge;
    std::string scope;
    while (!rest.empty()) {
        auto parameter = takeParameter(rest);
        if (!parameter)
            return unreadable("its list of words is broken");
        auto &[name, text] = *parameter;
        if (!isPlain(text))
            continue; // an error's description in words
        if (name == "authorization" || name == "authorization_uri" || name == "authorization_url")
            challenge.authorization = std::move(text);
        else if (name == "resource")
            challenge.resource = std::move(text);
        else if (name == "scope")
            scope = std::move(text);
    }
    constexpr std::string_view everything = "/.default";
    if (challenge.resource.empty() && scope.ends_with(everything))
        challenge.resource = scope.substr(0, scope.size() - everything.size());
    if (challenge.resource.empty())
        return unreadable("it names no resource");
    if (!toLower(challenge.resource).starts_with("https://") || hostOfUrl(challenge.resource).empty())
        return unreadable("its resource is no https address");
    challenge.tenant = pathOfUrl(challenge.authorization);
    return challenge;
}

Status judgeChallenge(const Challenge &challenge, std::string_view host)
{
    const auto resource = hostOfUrl(challenge.resource);
    const auto own = toLower(host);
    // Of a vault on this machine the address says nothing, so any name of this machine is its own.
    const bool sameMachine = isLoopbackHost(own) && isLoopbackHost(resource);
    const bool isDomain = resource.find('.') != std::string::npos; // "net" is above everybody
    if (!sameMachine && !(isDomain && (own == resource || own.ends_with("." + resource))))
        return fail(ErrorKind::Forbidden, "vault.otherResource", {{"host", own}, {"resource", challenge.resource}});
    return {};
}

std::string challengeHeader(const Challenge &challenge)
{
    return "Bearer authorization=\"" + challenge.authorization + "\", resource=\"" + challenge.resource + "\"";
}

} // namespace gatehouse::vault
