// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/policy/exchange_state.h"
#include "core/policy/program.h"
#include "core/policy/secrets.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy {

//! Writes down one traced run in the form of Azure's listTrace: entries {source, timestamp, elapsed, data} by section, one a policy with
//! where it stands, what it changed, what it cost and how it failed. Bounded; secrets that the gateway knows are blacked out.
class Tracer final : public RunObserver
{
public:
    static constexpr std::size_t maxEntries = 2'000;
    static constexpr std::size_t maxBytes = 2U << 20;

    //! References outlive it.
    Tracer(const Exchange &exchange, const Clock &clock, Secrets::Known secrets);

    void addSecret(std::string_view secret) { m_secrets.add(secret); }
    //! The request as it came and what it was matched to.
    void begin();
    //! An entry of the gateway itself, in the section where the run stands.
    void note(std::string source, json::value data);
    //! A failure before policies; it stands in on-error.
    void failed(const LastError &error);
    //! Of the trace policy and of context.Trace().
    void message(const TraceEntry &entry);
    //! The answer is on its way.
    void answered(const ResponseMessage &response);
    //! It has been sent.
    void sent();

    bool before(Run &run) override;
    void after(Run &run, const StepResult &result) override;

    //! {"inbound": [...], "backend": [...], ...}; sections without entries are left out. What has happened so far.
    json::object entries() const;

private:
    //! The steps of one policy that run one after another.
    struct Group
    {
        const Run *run = nullptr;
        StepOrigin origin;
        std::size_t place = 0; //!< its entry, reserved when it began
        std::chrono::microseconds cost{0};
        SteadyTime stepBegan{};
        std::vector<Change> changes;
        std::optional<LastError> error;
        bool jumped = false; //!< its last step
        bool isShown = false; //!< more than plumbing
    };
    struct Entry
    {
        Section section = Section::Inbound;
        std::string source, timestamp, elapsed;
        std::optional<json::value> data; //!< nothing: a policy that is under way, or that had nothing to show
    };

    Group &groupOf(const Run &run);
    void close(Group &group);
    void closeAll();
    void fragmentBoundary(const StepOrigin &origin);
    void attribute(Group *group);
    std::optional<std::size_t> reserve(Section section, std::string source);
    void fill(std::size_t place, json::value data);
    json::value dataOf(const Group &group) const;

    const Exchange &m_exchange;
    const Clock &m_clock;
    Secrets m_secrets;
    SteadyTime m_began;
    std::vector<Entry> m_entries;
    std::vector<Group> m_groups; //!< one a run with its branches
    ExchangeState m_state;
    const Run *m_last = nullptr; //!< whose step began last
    Section m_section = Section::Inbound;
    std::string m_fragment; //!< inside which the run is
    std::size_t m_bytes = 0;
    bool m_full = false;
};

} // namespace gatehouse::policy
