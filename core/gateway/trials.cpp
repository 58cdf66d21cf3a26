// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/trials.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"

#include <algorithm>
#include <array>

namespace gatehouse::gateway {

namespace {

constexpr std::size_t trialCacheBytes = 16U << 20; // of one trial
constexpr std::size_t trialSemanticBytes = 8U << 20;
constexpr std::size_t maxToken = 256;

SecretString newToken(Random &random)
{
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return SecretString(crypto::base64Url({reinterpret_cast<const char *>(bytes.data()), bytes.size()}));
}

} // namespace

Trial::Trial(TrialInfo information, std::shared_ptr<const Snapshot> compiled, SteadyTime end, const Clock &clock)
    : info(std::move(information)), snapshot(std::move(compiled)), expires(end), state(clock, trialCacheBytes, trialSemanticBytes)
{
}

Status Trials::checkRoom()
{
    sweep();
    const std::scoped_lock lock(m_mutex);
    return checkRoomLocked();
}

Status Trials::checkRoomLocked() const
{
    if (m_running.size() < maxTrials)
        return {};
    const auto first = std::min_element(m_running.begin(), m_running.end(),
                                        [](const Entry &a, const Entry &b) { return a.trial->expires < b.trial->expires; });
    return fail(ErrorKind::TooMany, "trial.full", {{"limit", std::to_string(maxTrials)}, {"until", toIso(first->trial->info.expiresAt)}});
}

Result<Trials::Started> Trials::start(TrialRequest request, std::shared_ptr<const Snapshot> snapshot)
{
    sweep();
    const auto lifetime = std::clamp<std::chrono::seconds>(request.lifetime, std::chrono::seconds(1), longestLifetime);
    const auto now = m_clock.utc();
    TrialInfo info{uuid4(m_random), now, now + lifetime, request.basedOn, std::move(request.changes)};
    auto token = newToken(m_random);
    auto trial = std::make_shared<Trial>(info, std::move(snapshot), m_clock.steady() + lifetime, m_clock);
    const std::scoped_lock lock(m_mutex);
    if (auto room = checkRoomLocked(); !room)
        return tl::unexpected(std::move(room.error()));
    m_running.push_back({crypto::sha256(token.reveal()), std::move(trial)});
    return Started{std::move(info), std::move(token)};
}

TrialPointer Trials::find(std::string_view token) const
{
    if (token.empty() || token.size() > maxToken)
        return nullptr;
    const auto digest = crypto::sha256(token);
    const std::scoped_lock lock(m_mutex);
    const auto found = std::find_if(m_running.begin(), m_running.end(), [&digest](const Entry &entry) { return entry.digest == digest; });
    return found == m_running.end() || found->trial->expires <= m_clock.steady() ? nullptr : found->trial;
}

bool Trials::end(std::string_view id)
{
    std::vector<TrialPointer> unused; // goes after the lock
    const std::scoped_lock lock(m_mutex);
    endExpired(unused);
    const auto found = std::find_if(m_running.begin(), m_running.end(), [id](const Entry &entry) { return entry.trial->info.id == id; });
    if (found == m_running.end())
        return false;
    m_ended.push_back(std::move(found->trial));
    m_running.erase(found);
    takeUnused(unused);
    return true;
}

std::vector<TrialInfo> Trials::list()
{
    sweep();
    std::vector<TrialInfo> all;
    const std::scoped_lock lock(m_mutex);
    for (const auto &entry : m_running)
        all.push_back(entry.trial->info);
    return all;
}

void Trials::sweep()
{
    std::vector<TrialPointer> unused;
    const std::scoped_lock lock(m_mutex);
    endExpired(unused);
}

void Trials::endExpired(std::vector<TrialPointer> &unused)
{
    const auto now = m_clock.steady();
    for (auto &entry : m_running)
        if (entry.trial->expires <= now)
            m_ended.push_back(std::move(entry.trial));
    std::erase_if(m_running, [](const Entry &entry) { return !entry.trial; });
    takeUnused(unused);
}

//! Nobody finds an ended one any more, so its count does not rise again.
void Trials::takeUnused(std::vector<TrialPointer> &unused)
{
    const auto first = std::partition(m_ended.begin(), m_ended.end(), [](const TrialPointer &trial) { return trial.use_count() > 1; });
    unused.insert(unused.end(), std::make_move_iterator(first), std::make_move_iterator(m_ended.end()));
    m_ended.erase(first, m_ended.end());
}

} // namespace gatehouse::gateway
