// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/debugger.h"
#include "core/net/loop.h"
#include "core/policy/program.h"
#include "core/policy/secrets.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gateway {

//! The debugger's hand on one exchange: asks it at each policy whether the run stands. Lives on the exchange's worker.
class DebuggedExchange final : public policy::RunObserver
{
public:
    static constexpr std::string_view requestField = "Ocp-Apim-Debug";

    //! References outlive it. `next` observes too; it may be null. `terminate` is called on the loop.
    DebuggedExchange(policy::Exchange &exchange, Debugger &debugger, net::Loop &loop, policy::Secrets::Known secrets, policy::RunObserver *next,
                     std::function<void()> terminate);
    ~DebuggedExchange();
    DebuggedExchange(const DebuggedExchange &) = delete;
    DebuggedExchange &operator=(const DebuggedExchange &) = delete;

    bool before(policy::Run &run) override;
    void after(policy::Run &run, const policy::StepResult &result) override;
    void cancelled(policy::Run &run) override;

private:
    struct Thread
    {
        int number = 0;
        std::vector<DebugFrame> frames; //!< of the policy where it is
        std::uint32_t index = 0; //!< of its last step
        std::optional<policy::Scope> scope; //!< where that stands
        policy::Section section{};
        std::optional<std::string> exception;
    };
    std::function<void()> onLoop(std::function<void(DebuggedExchange &)> task) const;
    void goOn(int number);

    policy::Exchange &m_exchange;
    Debugger &m_debugger;
    net::Loop &m_loop;
    policy::Secrets m_secrets;
    policy::RunObserver *m_next;
    std::function<void()> m_terminate;
    std::string m_id;
    std::map<const policy::Run *, Thread> m_threads;
    std::map<int, policy::Run *> m_standing;
    int m_lastNumber = 0;
    std::shared_ptr<DebuggedExchange *> m_self; //!< for what is queued on the loop
};

} // namespace gatehouse::gateway
