// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/program.h"

#include "core/base/text.h"

#include <utility>

namespace gatehouse::policy {

namespace {

//! Vary is a list that backends write too; the other fields are the policies' own.
void payOwedHeaders(Exchange &exchange)
{
    auto &headers = exchange.response.headers;
    for (const auto &field : exchange.owedHeaders) {
        if (!equalsIgnoreCase(field.name, "Vary"))
            headers.set(field.name, field.value);
        else if (!http::listHas(headers, "Vary", field.value))
            headers.add(field.name, field.value);
    }
}

} // namespace

Run::Run(std::shared_ptr<const Program> program, Exchange &exchange, PolicyServices &services, Done done)
    : m_program(std::move(program)), m_exchange(exchange), m_services(services), m_done(std::move(done)),
      m_ownFrame{std::vector<std::int64_t>(m_program->counterSlots), std::vector<Variable>(m_program->values)}
{
}

Run::Run(Run &parent, std::uint32_t begin, std::uint32_t end, BranchDone done)
    : m_program(parent.m_program), m_exchange(parent.m_exchange), m_services(parent.m_services), m_branchDone(std::move(done)),
      m_frame(parent.m_frame), m_observer(parent.m_observer), m_index(begin), m_end(end), m_section(parent.m_section), m_isBranch(true)
{
}

std::unique_ptr<Run> Run::branch(std::uint32_t begin, std::uint32_t end, BranchDone done)
{
    return std::unique_ptr<Run>(new Run(*this, begin, end, std::move(done)));
}

void Run::hold(std::uint32_t slot, std::shared_ptr<void> place)
{
    release(slot);
    m_held.emplace_back(slot, std::move(place));
}

void Run::release(std::uint32_t slot)
{
    std::erase_if(m_held, [slot](const auto &held) { return held.first == slot; });
}

Run::~Run()
{
    cancel();
}

void Run::cancel()
{
    m_state = State::Finished;
    m_done = nullptr;
    m_branchDone = nullptr;
    if (std::exchange(m_stands, false))
        m_observer->cancelled(*this);
    if (m_operation)
        std::exchange(m_operation, nullptr)->cancel();
    m_held.clear();
}

void Run::start()
{
    m_insideStart = true;
    enter(Section::Inbound);
    loop();
    m_insideStart = false;
}

void Run::startWithError(LastError error)
{
    m_insideStart = true;
    m_exchange.lastError = std::move(error);
    fillErrorResponse(m_exchange.response, *m_exchange.lastError, m_exchange.requestId);
    m_exchange.hasResponse = true;
    enter(Section::OnError);
    loop();
    m_insideStart = false;
}

void Run::startPreflight()
{
    m_insideStart = true;
    m_onlyPreflight = true;
    m_section = Section::Inbound;
    m_index = m_program->corsBegin;
    m_end = m_program->corsEnd;
    loop();
    m_insideStart = false;
}

const StepOrigin &Run::origin() const
{
    return m_program->origins[m_index];
}

void Run::enter(Section section)
{
    const auto index = static_cast<std::size_t>(section);
    m_section = section;
    m_index = m_program->begin[index];
    m_end = m_program->end[index];
}

bool Run::nextSection()
{
    if (m_onlyPreflight || m_section == Section::Outbound || m_section == Section::OnError)
        return false;
    enter(m_section == Section::Inbound ? Section::Backend : Section::Outbound);
    return true;
}

void Run::loop()
{
    m_state = State::Running;
    while (true) {
        if (m_index >= m_end) {
            if (m_isBranch) {
                endBranch(StepResult::next());
                return;
            }
            if (nextSection())
                continue;
            finish();
            return;
        }
        if (!step())
            return;
    }
}

//! True when the loop goes on.
bool Run::step()
{
    if (m_observer && !m_observer->before(*this)) {
        m_state = State::Waiting;
        m_stands = true;
        return false;
    }
    return handle(m_program->steps[m_index]->run(*this));
}

void Run::goOn()
{
    if (!std::exchange(m_stands, false) || m_state != State::Waiting)
        return;
    m_state = State::Running;
    if (handle(m_program->steps[m_index]->run(*this)))
        loop();
}

//! True when the loop goes on.
bool Run::handle(StepResult result)
{
    if (m_observer && result.kind != StepResult::Suspend)
        m_observer->after(*this, result);
    switch (result.kind) {
    case StepResult::Next:
        ++m_index;
        return true;
    case StepResult::Jump:
        m_index = result.target;
        return true;
    case StepResult::ToOutbound:
        if (m_isBranch) {
            endBranch(std::move(result));
            return false;
        }
        enter(Section::Outbound);
        m_index = result.target;
        return true;
    case StepResult::Suspend:
        m_operation = std::move(result.operation);
        m_state = State::Waiting;
        return false;
    case StepResult::Respond:
        if (m_isBranch) {
            endBranch(std::move(result));
            return false;
        }
        m_exchange.hasResponse = true;
        finish();
        return false;
    case StepResult::Fail:
        if (m_isBranch) {
            locate(result.error);
            endBranch(std::move(result));
            return false;
        }
        raise(std::move(result.error));
        if (m_section == Section::OnError || m_onlyPreflight) {
            finish();
            return false;
        }
        enter(Section::OnError);
        return true;
    }
    return false;
}

//! Once: what a branch found out stays.
void Run::locate(LastError &error) const
{
    if (!error.section.empty())
        return;
    const auto &where = origin();
    error.scope = nameOf(where.scope);
    error.section = nameOf(m_section);
    error.path = where.path;
    error.policyId = where.policyId;
    if (error.source.empty())
        error.source = where.policy;
}

void Run::endBranch(StepResult result)
{
    m_state = State::Finished;
    m_held.clear();
    const auto done = std::exchange(m_branchDone, nullptr);
    if (done)
        done(std::move(result)); // may destroy this
}

void Run::raise(LastError error)
{
    locate(error);
    m_held.clear();
    m_exchange.lastError = std::move(error);
    m_exchange.response = {};
    m_exchange.hasResponse = true;
    fillErrorResponse(m_exchange.response, *m_exchange.lastError, m_exchange.requestId);
}

void Run::complete(StepResult result)
{
    if (m_state != State::Waiting || m_stands)
        return;
    m_state = State::Running;
    const auto finished = std::move(m_operation); // it is still on the stack that called us
    if (handle(std::move(result)))
        loop();
}

void Run::finish()
{
    m_held.clear();
    payOwedHeaders(m_exchange);
    const auto report = [this] {
        m_state = State::Finished;
        const auto finished = std::move(m_operation);
        const auto done = std::move(m_done);
        if (done)
            done(); // may destroy this
    };
    if (!m_insideStart) {
        report();
        return;
    }
    m_state = State::Waiting;
    m_operation = m_services.wait(std::chrono::microseconds{0}, report);
}

std::string_view nameOf(Section section)
{
    switch (section) {
    case Section::Inbound:
        return "inbound";
    case Section::Backend:
        return "backend";
    case Section::Outbound:
        return "outbound";
    case Section::OnError:
        return "on-error";
    }
    return {};
}

std::string_view nameOf(Scope scope)
{
    switch (scope) {
    case Scope::Global:
        return "global";
    case Scope::Workspace:
        return "workspace";
    case Scope::Product:
        return "product";
    case Scope::Api:
        return "api";
    case Scope::Operation:
        return "operation";
    }
    return {};
}

} // namespace gatehouse::policy
