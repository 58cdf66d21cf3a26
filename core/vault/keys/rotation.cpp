// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/rotation.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

constexpr std::size_t overKept = 200; //!< rotations that are over
constexpr std::size_t longestReason = 120;

std::size_t indexOf(Slot slot)
{
    return static_cast<std::size_t>(slot);
}

//! Tells a key from another; of no use to find it.
std::string keyDigest(const Rotation &rotation, const SecretString &key)
{
    return crypto::toHex(crypto::hmacSha256(SecretString(rotation.salt), key.reveal())).substr(0, 32);
}

bool isOf(const Rotation &rotation, std::string_view service, std::string_view subscription)
{
    return equalsIgnoreCase(rotation.service, service) && equalsIgnoreCase(rotation.rule.subscription, subscription);
}

//! Printable ASCII: it goes into a header field.
std::string plainReason(std::string_view text)
{
    std::string out;
    for (const char c : text.substr(0, longestReason))
        out += c >= ' ' && c < 127 && c != '(' && c != ')' ? c : '_';
    return out;
}

} // namespace

Result<RotationPlan> Rotator::plan(const RotationRule &rule)
{
    const auto rotations = m_parts.journal.load();
    if (!rotations)
        return tl::unexpected(rotations.error());
    for (const auto &rotation : *rotations) {
        if (!isOver(rotation.step) && isOf(rotation, m_parts.service.id(), rule.subscription))
            return fail(ErrorKind::Conflict, "rotation.running", {{"subscription", rule.subscription}, {"id", rotation.id}});
    }
    const auto report = m_parts.service.use(rule.subscription);
    if (!report)
        return tl::unexpected(report.error());
    RotationPlan plan;
    plan.tellsKeys = report->tellsKeys && report->knownSince && report->find(rule.subscription);
    const auto since = [&](Slot slot) { return provedUnusedSince(*report, rule.subscription, slot); };
    const auto proved = [&](Slot slot) {
        const auto unused = since(slot);
        return unused && report->knownUntil - *unused >= rule.quiet;
    };
    const bool primary = proved(Slot::Primary), secondary = proved(Slot::Secondary);
    if (!rule.fresh && !primary && !secondary) {
        const auto *use = report->find(rule.subscription);
        const bool both = use && (*use)[0].lastUsed && (*use)[1].lastUsed;
        if (both)
            return fail(ErrorKind::Conflict, "rotation.bothInUse", {{"subscription", rule.subscription}});
        return fail(ErrorKind::PreconditionRequired, "rotation.notProved", {{"subscription", rule.subscription}, {"quiet", spanText(rule.quiet)}});
    }
    plan.fresh = rule.fresh ? *rule.fresh : secondary ? Slot::Secondary : Slot::Primary;
    plan.proved = plan.fresh == Slot::Primary ? primary : secondary;
    plan.freshUnusedSince = since(plan.fresh);
    plan.oldUnusedSince = since(otherThan(plan.fresh));
    return plan;
}

Result<Rotation> Rotator::begin(const RotationRule &rule, const std::string &reason, const std::stop_token &stop)
{
    const auto planned = plan(rule);
    if (!planned)
        return tl::unexpected(planned.error());
    Rotation rotation;
    rotation.id = uuid4(m_parts.random);
    rotation.service = m_parts.service.id();
    rotation.rule = rule;
    rotation.reason = plainReason(reason);
    rotation.fresh = planned->fresh;
    rotation.salt = randomHex(m_parts.random, 16);
    rotation.written.assign(rule.targets.size(), false);
    rotation.started = m_parts.clock.utc();
    // A target that can't be used is found out before anything is changed.
    for (const auto &target : rule.targets) {
        if (const auto made = m_parts.makeTarget(target); !made)
            return tl::unexpected(made.error());
    }
    const auto keys = m_parts.service.keys(rule.subscription);
    if (!keys)
        return tl::unexpected(keys.error());
    rotation.freshBefore = keyDigest(rotation, (*keys)[indexOf(rotation.fresh)]);
    if (auto kept = keep(rotation); !kept)
        return tl::unexpected(kept.error());
    return advance(rotation.id, stop);
}

Result<Rotation> Rotator::advance(const std::string &id, const std::stop_token &stop)
{
    auto rotations = all();
    if (!rotations)
        return tl::unexpected(rotations.error());
    const auto found = std::find_if(rotations->begin(), rotations->end(), [&](const Rotation &one) { return one.id == id; });
    if (found == rotations->end())
        return fail(ErrorKind::NotFound, "rotation.none", {{"id", id}});
    auto rotation = std::move(*found);
    const auto done = run(rotation, stop);
    const auto failure = done ? std::string{} : done.error().code;
    if (rotation.failure != failure) {
        rotation.failure = failure;
        if (auto kept = keep(rotation); !kept)
            return tl::unexpected(kept.error());
    }
    if (!done)
        return tl::unexpected(done.error());
    return rotation;
}

Status Rotator::run(Rotation &rotation, const std::stop_token &stop)
{
    while (!isOver(rotation.step)) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, "remote.cancelled");
        const auto before = rotation.step;
        Status done;
        switch (before) {
        case RotationStep::Renewing: done = renew(rotation); break;
        case RotationStep::Writing: done = write(rotation, stop); break;
        case RotationStep::Waiting: done = wait(rotation); break;
        case RotationStep::Retiring: done = retire(rotation); break;
        case RotationStep::Done:
        case RotationStep::Cancelled: break;
        }
        if (!done || rotation.step == before)
            return done; // it waits
    }
    return {};
}

Status Rotator::renew(Rotation &rotation)
{
    const auto &subscription = rotation.rule.subscription;
    auto keys = m_parts.service.keys(subscription);
    if (keys && keyDigest(rotation, (*keys)[indexOf(rotation.fresh)]) == rotation.freshBefore) {
        if (auto done = m_parts.service.regenerate(subscription, rotation.fresh, rotation.id, rotation.reason); !done)
            return done;
        keys = m_parts.service.keys(subscription);
    }
    if (!keys)
        return tl::unexpected(keys.error());
    rotation.freshNow = keyDigest(rotation, (*keys)[indexOf(rotation.fresh)]);
    if (rotation.freshNow == rotation.freshBefore)
        return fail(ErrorKind::Unavailable, "rotation.notRenewed", {{"subscription", subscription}, {"key", std::string{nameOf(rotation.fresh)}}});
    rotation.step = RotationStep::Writing;
    return keep(rotation);
}

Result<Rotator::Keys> Rotator::checkedKeys(Rotation &rotation)
{
    auto keys = m_parts.service.keys(rotation.rule.subscription);
    if (!keys)
        return keys;
    const auto present = keyDigest(rotation, (*keys)[indexOf(rotation.fresh)]);
    if (present == rotation.freshNow)
        return keys;
    rotation.freshNow = present;
    rotation.written.assign(rotation.rule.targets.size(), false);
    rotation.writtenAt.reset();
    rotation.rewritten = true;
    rotation.step = RotationStep::Writing;
    if (auto kept = keep(rotation); !kept)
        return tl::unexpected(kept.error());
    return keys;
}

Status Rotator::write(Rotation &rotation, const std::stop_token &stop)
{
    const auto keys = checkedKeys(rotation);
    if (!keys)
        return tl::unexpected(keys.error());
    for (std::size_t i = 0; i < rotation.rule.targets.size(); ++i) {
        if (rotation.written[i])
            continue;
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, "remote.cancelled");
        const auto &spec = rotation.rule.targets[i];
        const auto target = m_parts.makeTarget(spec);
        if (!target)
            return tl::unexpected(Error{target.error()}.within("writing the new key to " + spec.text()));
        if (auto done = (*target)->write((*keys)[indexOf(rotation.fresh)], rotation); !done)
            return tl::unexpected(Error{done.error()}.within("writing the new key to " + spec.text()));
        rotation.written[i] = true;
        if (auto kept = keep(rotation); !kept)
            return kept;
    }
    rotation.writtenAt = m_parts.clock.utc();
    rotation.step = RotationStep::Waiting;
    return keep(rotation);
}

Status Rotator::wait(Rotation &rotation)
{
    if (const auto keys = checkedKeys(rotation); !keys)
        return tl::unexpected(keys.error());
    if (rotation.step != RotationStep::Waiting)
        return {};
    const auto report = m_parts.service.use(rotation.rule.subscription);
    if (!report)
        return tl::unexpected(report.error());
    const auto unused = provedUnusedSince(*report, rotation.rule.subscription, rotation.old());
    // From the writing on: before it, a client had nothing else to use.
    const bool proved = unused && report->knownUntil - std::max(*unused, *rotation.writtenAt) >= rotation.rule.quiet;
    const bool late = m_parts.clock.utc() >= *rotation.deadline();
    if (!proved && (!late || rotation.rule.insist))
        return {};
    const auto keys = m_parts.service.keys(rotation.rule.subscription);
    if (!keys)
        return tl::unexpected(keys.error());
    rotation.unproved = !proved;
    rotation.oldBefore = keyDigest(rotation, (*keys)[indexOf(rotation.old())]);
    rotation.step = RotationStep::Retiring;
    return keep(rotation);
}

Status Rotator::retire(Rotation &rotation)
{
    auto keys = checkedKeys(rotation);
    if (!keys)
        return tl::unexpected(keys.error());
    if (rotation.step != RotationStep::Retiring)
        return {};
    const auto &subscription = rotation.rule.subscription;
    if (keyDigest(rotation, (*keys)[indexOf(rotation.old())]) == rotation.oldBefore) {
        if (auto done = m_parts.service.regenerate(subscription, rotation.old(), rotation.id, rotation.reason); !done)
            return done;
        keys = m_parts.service.keys(subscription);
        if (!keys)
            return tl::unexpected(keys.error());
        if (keyDigest(rotation, (*keys)[indexOf(rotation.old())]) == rotation.oldBefore)
            return fail(ErrorKind::Unavailable, "rotation.notRenewed", {{"subscription", subscription}, {"key", std::string{nameOf(rotation.old())}}});
    }
    rotation.step = RotationStep::Done;
    rotation.finished = m_parts.clock.utc();
    return keep(rotation);
}

Result<Rotation> Rotator::cancel(const std::string &id)
{
    auto rotations = all();
    if (!rotations)
        return tl::unexpected(rotations.error());
    const auto found = std::find_if(rotations->begin(), rotations->end(), [&](const Rotation &one) { return one.id == id; });
    if (found == rotations->end() || isOver(found->step))
        return fail(ErrorKind::NotFound, "rotation.none", {{"id", id}});
    if (found->step == RotationStep::Retiring)
        return fail(ErrorKind::Conflict, "rotation.retiring", {{"id", id}});
    found->step = RotationStep::Cancelled;
    found->finished = m_parts.clock.utc();
    if (auto kept = keep(*found); !kept)
        return tl::unexpected(kept.error());
    return *found;
}

Result<std::vector<RotationRule>> Rotator::due(const std::vector<RotationRule> &rules)
{
    const auto rotations = all();
    if (!rotations)
        return tl::unexpected(rotations.error());
    std::vector<RotationRule> wanted;
    for (const auto &rule : rules) {
        if (!rule.every)
            continue;
        bool running = false;
        std::optional<UtcTime> last;
        for (const auto &rotation : *rotations) {
            if (!equalsIgnoreCase(rotation.rule.subscription, rule.subscription))
                continue;
            running = running || !isOver(rotation.step);
            if (rotation.step == RotationStep::Done)
                last = rotation.started;
        }
        if (running)
            continue;
        if (!last) {
            // Never rotated here: by the age of the older key, where that is known.
            const auto report = m_parts.service.use(rule.subscription);
            if (!report)
                return tl::unexpected(report.error());
            if (const auto *use = report->find(rule.subscription); use && (*use)[0].changed && (*use)[1].changed)
                last = std::min(*(*use)[0].changed, *(*use)[1].changed);
        }
        if (!last || m_parts.clock.utc() - *last >= *rule.every)
            wanted.push_back(rule);
    }
    return wanted;
}

Result<std::vector<Rotation>> Rotator::all()
{
    auto rotations = m_parts.journal.load();
    if (!rotations)
        return rotations;
    std::erase_if(*rotations, [this](const Rotation &rotation) { return !equalsIgnoreCase(rotation.service, m_parts.service.id()); });
    return rotations;
}

Status Rotator::keep(const Rotation &rotation)
{
    auto rotations = m_parts.journal.load();
    if (!rotations)
        return tl::unexpected(rotations.error());
    const auto found = std::find_if(rotations->begin(), rotations->end(), [&](const Rotation &one) { return one.id == rotation.id; });
    if (found == rotations->end())
        rotations->push_back(rotation);
    else
        *found = rotation;
    auto over = static_cast<std::size_t>(std::count_if(rotations->begin(), rotations->end(), [](const Rotation &one) { return isOver(one.step); }));
    std::erase_if(*rotations, [&over](const Rotation &one) { return isOver(one.step) && over > overKept && over-- > 0; });
    return m_parts.journal.save(*rotations);
}

} // namespace gatehouse::vault
