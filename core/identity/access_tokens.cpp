// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/access_tokens.h"

#include "core/base/text.h"
#include "core/crypto/strict_json.h"

#include <algorithm>

namespace gatehouse::identity {

namespace {

constexpr std::chrono::seconds early{60}; //!< a token in its last minute is not given out
constexpr std::chrono::seconds pause{2}; //!< after a failure
constexpr std::chrono::seconds longestRequest{30};
constexpr std::chrono::seconds longestLifetime{86'400};

std::optional<long long> numberMember(const json::object &object, std::string_view name)
{
    if (const auto number = intMember(object, name))
        return number;
    return toInteger(stringMember(object, name));
}

Result<AccessToken> tokenOf(const Result<FetchAnswer> &answer, UtcTime now)
{
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status == 200)
        return parseAccessToken(answer->body, now);
    // RFC 6749 section 5.2: the code says what is wrong, and it holds no secret.
    const auto body = parseJson(answer->body, {64U << 10, 8});
    const auto *object = body ? body->if_object() : nullptr;
    const auto code = object ? std::string(stringMember(*object, "error").substr(0, 64)) : std::string();
    return fail(ErrorKind::Unavailable, "identity.status", {{"status", std::to_string(answer->status)}, {"error", code}});
}

} // namespace

Result<AccessToken> parseAccessToken(std::string_view text, UtcTime now)
{
    const auto wrong = [](std::string reason) { return fail(ErrorKind::Invalid, "identity.tokenAnswer", {{"reason", std::move(reason)}}); };
    auto object = crypto::parseStrictObject(text, {256U << 10, 16});
    if (!object)
        return wrong(object.error().code);
    const auto token = stringMember(*object, "access_token");
    const auto isVisible = [](unsigned char c) { return c > 0x20 && c < 0x7f; };
    if (token.empty() || !std::all_of(token.begin(), token.end(), isVisible))
        return wrong("access_token");
    AccessToken result;
    result.token = SecretString(std::string(token));
    if (const auto seconds = numberMember(*object, "expires_in"))
        result.lifetime = std::chrono::seconds(*seconds);
    else if (const auto when = numberMember(*object, "expires_on"))
        result.lifetime = std::chrono::seconds(*when) - std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    result.lifetime = std::clamp(result.lifetime, std::chrono::seconds(0), longestLifetime);
    for (const auto *secret : {"access_token", "refresh_token", "id_token"})
        object->erase(secret);
    result.claims = std::move(*object);
    return result;
}

AccessTokens::TokenPointer AccessTokens::current(const std::string &name, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(name);
    if (found == m_entries.end() || found->second.until <= now)
        return nullptr;
    return found->second.token;
}

std::shared_ptr<void> AccessTokens::load(const std::string &name, FetchRequest request, const Clock &clock, const Io &io,
                                         std::function<void()> done)
{
    const auto now = clock.steady();
    std::shared_ptr<void> waiter;
    {
        const std::lock_guard lock(m_mutex);
        if (m_entries.size() >= maxEntries && m_entries.find(name) == m_entries.end())
            std::erase_if(m_entries, [now](const auto &item) { return !item.second.underWay && item.second.until <= now; });
        if (m_entries.size() >= maxEntries && m_entries.find(name) == m_entries.end())
            return nullptr;
        auto &entry = m_entries[name];
        const bool underWay = entry.underWay && now - entry.started < longestRequest;
        if (!underWay && now < entry.retryAt)
            return nullptr;
        waiter = entry.waiters.add(io, std::move(done));
        if (underWay)
            return waiter;
        entry.underWay = true;
        entry.started = now;
    }
    io.fetch(std::move(request), [this, name, &clock](const Result<FetchAnswer> &answer) { end(name, tokenOf(answer, clock.utc()), clock.steady()); });
    return waiter;
}

void AccessTokens::end(const std::string &name, Result<AccessToken> token, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return;
    auto &entry = found->second;
    entry.underWay = false;
    if (token) {
        // What says no lifetime serves those who wait now, and a moment more.
        entry.until = now + std::max<std::chrono::seconds>(token->lifetime - early, std::chrono::seconds(1));
        entry.token = std::make_shared<const AccessToken>(std::move(*token));
        entry.failure.clear();
        entry.retryAt = {};
    } else {
        entry.failure = token.error().debugText();
        entry.retryAt = now + pause;
    }
    entry.waiters.wake();
}

std::string AccessTokens::failure(const std::string &name) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(name);
    return found == m_entries.end() ? std::string() : found->second.failure;
}

} // namespace gatehouse::identity
