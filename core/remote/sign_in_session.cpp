// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sign_in_session.h"

#include <algorithm>

namespace gatehouse::remote {

namespace {

bool isFresh(const SignedIn &who, UtcTime now)
{
    const auto early = std::min<UtcTime::duration>(std::chrono::seconds(60), (who.expires - who.obtained) / 5);
    return !who.accessToken.empty() && now + early < who.expires;
}

} // namespace

SignInSession::SignInSession(std::string name, SignedIn who, SignInStore store, std::shared_ptr<Network> network)
    : m_name(std::move(name)), m_store(std::move(store)), m_network(std::move(network)), m_who(std::move(who))
{
}

Result<std::shared_ptr<SignInSession>> SignInSession::resume(const std::string &name, const SignInSettings &settings, SignInStore store, std::shared_ptr<Network> network)
{
    auto who = store.find(name);
    if (!who)
        return tl::unexpected(who.error());
    if (!*who || (!settings.empty() && (*who)->settings != settings))
        return nullptr;
    return std::make_shared<SignInSession>(name, std::move(**who), std::move(store), std::move(network));
}

Result<std::shared_ptr<SignInSession>> SignInSession::begin(const std::string &name, SignedIn who, SignInStore store, std::shared_ptr<Network> network)
{
    const auto lock = store.lock();
    if (!lock)
        return tl::unexpected(lock.error());
    if (const auto kept = store.put(name, who); !kept)
        return tl::unexpected(kept.error());
    return std::make_shared<SignInSession>(name, std::move(who), std::move(store), std::move(network));
}

Status SignInSession::end(const std::string &name, const SignInStore &store, std::shared_ptr<Network> network, const std::stop_token &stop)
{
    const auto lock = store.lock();
    if (!lock)
        return tl::unexpected(lock.error());
    const auto who = store.find(name);
    if (!who)
        return tl::unexpected(who.error());
    if (!*who)
        return {};
    if (const auto removed = store.remove(name); !removed)
        return removed;
    const SystemClock clock;
    SystemRandom random;
    return SignInClient((*who)->settings, std::move(network), clock, random).signOut(**who, stop);
}

Result<SignedIn> SignInSession::renewed(const SignedIn &before, bool wasRefused, const std::stop_token &stop) const
{
    const SystemClock clock;
    const auto lock = m_store.lock();
    if (!lock)
        return tl::unexpected(lock.error());
    auto kept = m_store.find(m_name);
    if (!kept)
        return tl::unexpected(kept.error());
    if (!*kept || (*kept)->subject != before.subject || (*kept)->settings != before.settings)
        return fail(ErrorKind::Unauthenticated, "signIn.ended", {{"name", before.name}});
    const bool isAnother = (*kept)->accessToken != before.accessToken;
    if (isFresh(**kept, clock.utc()) && (isAnother || !wasRefused))
        return std::move(**kept); // another program was faster
    SystemRandom random;
    auto after = SignInClient(before.settings, m_network, clock, random).refreshed(**kept, stop);
    if (after) {
        if (const auto written = m_store.put(m_name, *after); !written)
            return tl::unexpected(written.error());
    } else if (after.error().code == "signIn.ended") {
        if (const auto removed = m_store.remove(m_name); !removed)
            return tl::unexpected(removed.error());
    }
    return after;
}

Result<SecretString> SignInSession::token(const std::stop_token &stop)
{
    const SystemClock clock;
    const std::scoped_lock renewing(m_renewing);
    SignedIn before;
    bool wasRefused = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_refused && isFresh(m_who, clock.utc()))
            return m_who.accessToken;
        before = m_who;
        wasRefused = m_refused;
    }
    auto after = renewed(before, wasRefused, stop);
    const std::scoped_lock lock(m_mutex);
    if (!after) {
        // A provider that is away for a moment takes nothing from a token that is still good.
        if (!wasRefused && after.error().kind != ErrorKind::Unauthenticated && clock.utc() < before.expires)
            return before.accessToken;
        return tl::unexpected(std::move(after.error()));
    }
    m_who = std::move(*after);
    m_refused = false;
    return m_who.accessToken;
}

SecretString SignInSession::held() const
{
    const std::scoped_lock lock(m_mutex);
    return m_who.accessToken;
}

void SignInSession::refused(const SecretString &token)
{
    const std::scoped_lock lock(m_mutex);
    m_refused = m_refused || token == m_who.accessToken;
}

std::string SignInSession::name() const
{
    const std::scoped_lock lock(m_mutex);
    return m_who.name;
}

UtcTime SignInSession::expires() const
{
    const std::scoped_lock lock(m_mutex);
    return m_who.expires;
}

SignedIn SignInSession::who() const
{
    const std::scoped_lock lock(m_mutex);
    return m_who;
}

} // namespace gatehouse::remote
