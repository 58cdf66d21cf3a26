// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/debugged_exchange.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::gateway {

DebuggedExchange::DebuggedExchange(policy::Exchange &exchange, Debugger &debugger, net::Loop &loop, policy::Secrets::Known secrets,
                                   policy::RunObserver *next, std::function<void()> terminate)
    : m_exchange(exchange), m_debugger(debugger), m_loop(loop), m_secrets(std::move(secrets)), m_next(next), m_terminate(std::move(terminate)),
      m_id(exchange.requestId), m_self(std::make_shared<DebuggedExchange *>(this))
{
    m_secrets.addFrom(exchange);
    Debugger::Request request{m_id, {}, {}, {}, onLoop([](DebuggedExchange &self) {
        const auto endExchange = self.m_terminate; // with the exchange this goes
        endExchange();
    })};
    if (exchange.matched.operation)
        request.operationId = exchange.matched.operation->id;
    if (exchange.matched.api)
        request.apiId = exchange.matched.api->id;
    if (exchange.matched.product)
        request.productId = exchange.matched.product->id;
    m_debugger.began(std::move(request));
}

DebuggedExchange::~DebuggedExchange()
{
    m_debugger.ended(m_id);
}

//! The task runs on the loop if this is still there then.
std::function<void()> DebuggedExchange::onLoop(std::function<void(DebuggedExchange &)> task) const
{
    return [&loop = m_loop, weak = std::weak_ptr<DebuggedExchange *>(m_self), task = std::move(task)] {
        loop.post([weak, task] {
            if (const auto self = weak.lock())
                task(**self);
        });
    };
}

bool DebuggedExchange::before(policy::Run &run)
{
    const bool plumbing = run.program().steps[run.index()]->isPlumbing();
    auto &thread = m_threads[&run];
    if (thread.number == 0)
        thread.number = ++m_lastNumber;
    auto frames = framesOf(run.origin(), run.section(), m_exchange);
    const bool goesOn = !thread.frames.empty() && !frames.empty() && frames.front() == thread.frames.front() && run.index() > thread.index;
    if (plumbing || goesOn) {
        thread.index = run.index();
        return m_next ? m_next->before(run) : true;
    }
    Debugger::Arrival arrival;
    for (const auto &frame : frames)
        if (std::find(thread.frames.begin(), thread.frames.end(), frame) == thread.frames.end())
            arrival.entered.push_back(frame);
    if (arrival.entered.empty() && !frames.empty())
        arrival.entered.push_back(frames.front()); // again, as retry does it
    if (!run.isBranch()) { // a branch begins in the midst of a scope
        const auto from = thread.section == run.section() ? thread.scope : std::nullopt;
        auto bases = basesEntered(run.origin().scope, from, run.section(), m_exchange.matched);
        std::move(bases.begin(), bases.end(), std::back_inserter(arrival.entered));
    }
    thread.scope = run.origin().scope;
    thread.section = run.section();
    thread.frames = frames;
    thread.index = run.index();
    arrival.frames = std::move(frames);
    arrival.depth = depthOf(run.origin());
    arrival.exception = std::exchange(thread.exception, std::nullopt);
    arrival.variables = [this] {
        m_secrets.addFrom(m_exchange);
        return variablesOf(m_exchange, m_secrets);
    };
    arrival.goOn = onLoop([number = thread.number](DebuggedExchange &self) { self.goOn(number); });
    m_standing[thread.number] = &run;
    if (!m_debugger.arrives(m_id, thread.number, std::move(arrival)))
        return false;
    m_standing.erase(thread.number);
    return m_next ? m_next->before(run) : true;
}

void DebuggedExchange::goOn(int number)
{
    const auto found = m_standing.find(number);
    if (found == m_standing.end())
        return;
    auto &run = *found->second;
    m_standing.erase(found);
    if (m_next)
        m_next->before(run);
    run.goOn(); // may destroy this
}

void DebuggedExchange::after(policy::Run &run, const policy::StepResult &result)
{
    if (result.kind == policy::StepResult::Fail)
        m_threads[&run].exception = result.error.message;
    if (m_next)
        m_next->after(run, result);
    if (run.isBranch() || m_threads.size() < 2)
        return;
    // Its branches have ended with the step.
    for (auto thread = m_threads.begin(); thread != m_threads.end();) {
        if (thread->first == &run) {
            ++thread;
            continue;
        }
        m_debugger.threadEnded(m_id, thread->second.number);
        thread = m_threads.erase(thread);
    }
}

void DebuggedExchange::cancelled(policy::Run &run)
{
    const auto thread = m_threads.find(&run);
    if (thread == m_threads.end())
        return;
    m_standing.erase(thread->second.number);
    m_debugger.threadEnded(m_id, thread->second.number);
    m_threads.erase(thread);
}

} // namespace gatehouse::gateway
