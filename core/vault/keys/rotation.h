// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/vault/keys/rotation_rule.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace gatehouse::vault {

//! What stands before what is done: a step is kept before its effect, and its effect is seen to be there or not when it goes on.
enum class RotationStep {
    Renewing, //!< the free key is made anew
    Writing, //!< to where clients read it
    Waiting, //!< until nobody uses the old key
    Retiring, //!< the old key is made anew
    Done,
    Cancelled,
};

std::string_view nameOf(RotationStep step); //!< "renewing", "writing", "waiting", "retiring", "done", "cancelled"
inline bool isOver(RotationStep step)
{
    return step == RotationStep::Done || step == RotationStep::Cancelled;
}

//! One rotation as it is kept: keys are told apart by salted digests and never held.
struct Rotation
{
    std::string id; //!< uuid: correlates its calls in the audit log
    std::string service; //!< the absolute id of the API Management service
    RotationRule rule;
    std::string reason;
    Slot fresh = Slot::Secondary; //!< made anew first; the other one is the old key
    RotationStep step = RotationStep::Renewing;
    std::string salt;
    std::string freshBefore, freshNow, oldBefore; //!< digests
    std::vector<bool> written; //!< of each target
    UtcTime started{};
    std::optional<UtcTime> writtenAt, finished;
    bool unproved = false; //!< the old key was made anew at the end of the overlap though it was not proved unused
    bool rewritten = false; //!< somebody else made the fresh key anew meanwhile: it was written again
    std::string failure; //!< code of the error that the last run ended with; "" : none

    Slot old() const { return otherThan(fresh); }
    std::optional<UtcTime> deadline() const { return writtenAt ? std::optional(*writtenAt + rule.overlap) : std::nullopt; }
};

json::object toJson(const Rotation &rotation);
Result<Rotation> rotationFrom(const json::value &value);

//! The gateway whose keys are rotated. Calls block.
class KeyService
{
public:
    virtual ~KeyService() = default;
    virtual std::string id() const = 0; //!< absolute id of the service
    virtual Result<std::array<SecretString, 2>> keys(const std::string &subscription) = 0;
    //! A ChangeSet of one action. `rotation` correlates it, `reason` is recorded.
    virtual Status regenerate(const std::string &subscription, Slot slot, const std::string &rotation, const std::string &reason) = 0;
    virtual Result<KeyUseReport> use(const std::string &subscription) = 0;
};

//! Where a client reads its key. Writing the same key twice does what writing it once does.
class KeyTarget
{
public:
    virtual ~KeyTarget() = default;
    virtual Status write(const SecretString &key, const Rotation &rotation) = 0;
};

//! What is kept of rotations over the end of the program: durable when save() returns.
class RotationJournal
{
public:
    virtual ~RotationJournal() = default;
    virtual Result<std::vector<Rotation>> load() = 0;
    virtual Status save(const std::vector<Rotation> &rotations) = 0;
};

using MakeTarget = std::function<Result<std::unique_ptr<KeyTarget>>(const TargetSpec &)>;

//! Which key a rotation begins with, and what speaks for it.
struct RotationPlan
{
    Slot fresh = Slot::Secondary;
    bool proved = false; //!< it was unused for the rule's quiet time, and that was observed
    std::optional<UtcTime> freshUnusedSince, oldUnusedSince; //!< as far as known
    bool tellsKeys = false; //!< false: no use by key is known, so the wait ends at the deadline
};

//! Changes keys one after another so that a client always has one that works. Not thread-safe: whoever runs it holds the journal's lock.
class Rotator
{
public:
    struct Parts
    {
        KeyService &service;
        RotationJournal &journal;
        MakeTarget makeTarget;
        const Clock &clock;
        Random &random;
    };

    explicit Rotator(Parts parts) : m_parts(std::move(parts)) { }

    //! Changes nothing. Fails with Conflict "rotation.running" (args: subscription, id), Conflict "rotation.bothInUse" (args: subscription), or
    //! PreconditionRequired "rotation.notProved" (args: subscription, quiet) when the rule names no key and telemetry proves none unused.
    Result<RotationPlan> plan(const RotationRule &rule);
    //! Plans, keeps and runs it as far as it goes now. What it fails with is also kept in its `failure`.
    Result<Rotation> begin(const RotationRule &rule, const std::string &reason, const std::stop_token &stop = {});
    //! Goes on with one of this service that is not over. NotFound "rotation.none" (args: id).
    Result<Rotation> advance(const std::string &id, const std::stop_token &stop = {});
    //! Takes nothing back: both keys go on to hold as they are. Conflict "rotation.retiring" once the old key may be gone.
    Result<Rotation> cancel(const std::string &id);
    //! Rules whose time has come and that do not run already.
    Result<std::vector<RotationRule>> due(const std::vector<RotationRule> &rules);
    //! Of this service, newest last.
    Result<std::vector<Rotation>> all();

private:
    using Keys = std::array<SecretString, 2>;

    Status run(Rotation &rotation, const std::stop_token &stop);
    Status renew(Rotation &rotation);
    Status write(Rotation &rotation, const std::stop_token &stop);
    Status wait(Rotation &rotation);
    Status retire(Rotation &rotation);
    //! Somebody else may have made the fresh key anew: what was written is worth nothing then.
    Result<Keys> checkedKeys(Rotation &rotation);
    Status keep(const Rotation &rotation);

    Parts m_parts;
};

} // namespace gatehouse::vault
