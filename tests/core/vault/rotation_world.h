// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keys/rotation_file.h"
#include "tests/support/manual_clock.h"

#include <map>
#include <string>
#include <vector>

namespace gatehouse::test {

//! What an injected end of the program is: thrown before or after an effect, caught by the test alone.
struct ProgramEnded
{
};

//! A gateway with one subscription, a client that reads its key where targets write it, and an end of the program at any effect.
class RotationWorld
{
public:
    static constexpr auto service = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/n";

    ManualClock clock;
    SystemRandom random;
    std::array<std::string, 2> keys{"old-primary-0123456789", "old-secondary-0123456789"};
    std::array<int, 2> regenerated{0, 0};
    std::vector<std::string> correlations;
    std::map<std::string, std::string> places{{"a", "old-primary-0123456789"}, {"b", "old-primary-0123456789"}}; //!< what clients read
    std::map<std::string, Error> broken; //!< targets that fail
    vault::KeyUseReport report;
    std::string state; //!< the journal's file
    int effects = 0; //!< so far
    int endAt = -1; //!< the program ends at this effect ...
    bool endAfter = false; //!< ... when it was done, or else before it
    bool losesAnswers = false; //!< a regeneration goes through and its answer does not come back

    RotationWorld()
    {
        report.tellsKeys = true;
        report.knownSince = clock.utc() - std::chrono::days{100};
        report.knownUntil = clock.utc();
        report.keys["storefront"][0].changed = report.keys["storefront"][1].changed = *report.knownSince;
        report.keys["storefront"][0].lastUsed = clock.utc();
    }

    vault::RotationRule rule() const
    {
        vault::RotationRule rule;
        rule.subscription = "storefront";
        for (const auto *name : {"a", "b"}) {
            vault::TargetSpec target;
            target.path = name;
            rule.targets.push_back(target);
        }
        return rule;
    }

    //! A program of its own, with nothing in memory of the one before.
    template<typename Work>
    auto program(const Work &work)
    {
        Service gateway(*this);
        vault::RotationFile journal("state", [this](const auto &) -> Result<std::string> {
            return state.empty() ? Result<std::string>(fail(ErrorKind::NotFound, "file.absent")) : Result<std::string>(state);
        }, [this](const auto &, std::string_view text) {
            return effect([&]() -> Status {
                state = text;
                return {};
            });
        });
        vault::Rotator rotator({gateway, journal, [this](const vault::TargetSpec &spec) -> Result<std::unique_ptr<vault::KeyTarget>> {
                                    return std::make_unique<Target>(*this, spec.path);
                                }, clock, random});
        return work(rotator);
    }

    void advance(std::chrono::seconds by)
    {
        clock.advance(by);
        report.knownUntil = clock.utc();
    }
    //! What clients read lets them in.
    bool everyClientWorks() const
    {
        for (const auto &[name, key] : places)
            if (key != keys[0] && key != keys[1])
                return false;
        return true;
    }

private:
    template<typename Do>
    Status effect(const Do &work)
    {
        const bool ends = effects++ == endAt;
        if (ends && !endAfter)
            throw ProgramEnded();
        auto done = work();
        if (ends)
            throw ProgramEnded();
        return done;
    }

    class Service final : public vault::KeyService
    {
    public:
        explicit Service(RotationWorld &world) : m_world(world) { }
        std::string id() const override { return service; }
        Result<std::array<SecretString, 2>> keys(const std::string &) override
        {
            return std::array{SecretString(m_world.keys[0]), SecretString(m_world.keys[1])};
        }
        Status regenerate(const std::string &, vault::Slot slot, const std::string &rotation, const std::string &) override
        {
            return m_world.effect([&]() -> Status {
                const auto at = static_cast<std::size_t>(slot);
                m_world.correlations.push_back(rotation);
                m_world.keys[at] = std::string(nameOf(slot)) + "-" + std::to_string(++m_world.regenerated[at]);
                m_world.report.keys["storefront"][at].changed = m_world.clock.utc();
                m_world.report.keys["storefront"][at].lastUsed.reset();
                if (m_world.losesAnswers)
                    return fail(ErrorKind::Unavailable, "remote.broken");
                return {};
            });
        }
        Result<vault::KeyUseReport> use(const std::string &) override { return m_world.report; }

    private:
        RotationWorld &m_world;
    };

    class Target final : public vault::KeyTarget
    {
    public:
        Target(RotationWorld &world, std::string name) : m_world(world), m_name(std::move(name)) { }
        Status write(const SecretString &key, const vault::Rotation &) override
        {
            if (const auto found = m_world.broken.find(m_name); found != m_world.broken.end())
                return tl::unexpected(found->second);
            return m_world.effect([&]() -> Status {
                m_world.places[m_name] = key.reveal();
                return {};
            });
        }

    private:
        RotationWorld &m_world;
        std::string m_name;
    };
};

} // namespace gatehouse::test
