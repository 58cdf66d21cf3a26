// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/exchange.h"
#include "core/policy/services.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::policy {

class Run;

//! What a step says when it is done. Suspend: the step has started `operation` and calls Run::complete() later, exactly once.
struct StepResult
{
    enum Kind { Next, Jump, Suspend, Respond, Fail } kind = Next;
    std::uint32_t target = 0; //!< of Jump: index in the program
    OperationPointer operation; //!< of Suspend
    LastError error; //!< of Fail; scope, section, path and policyId are filled by the runner

    static StepResult next() { return {}; }
    static StepResult jump(std::uint32_t target) { return {Jump, target, nullptr, {}}; }
    static StepResult suspend(OperationPointer operation) { return {Suspend, 0, std::move(operation), {}}; }
    //! Ends the section and all later ones: exchange.response goes to the client (return-response, mock-response, cors preflight).
    static StepResult respond() { return {Respond, 0, nullptr, {}}; }
    static StepResult fail(LastError error) { return {Fail, 0, nullptr, std::move(error)}; }
};

//! Immutable and shared by workers; state of a run lives in Run.
class Step
{
public:
    virtual ~Step() = default;
    virtual StepResult run(Run &run) const = 0;
};

//! Where a step stands, for LastError, trace and debugger.
struct StepOrigin
{
    Scope scope = Scope::Global;
    Section section = Section::Inbound;
    std::string resourceId;
    std::string policy; //!< "set-header"
    std::string path; //!< "choose[1]/when[2]/set-header[1]"
    std::string policyId; //!< the id attribute
    Position position;
};

struct Program
{
    std::vector<std::unique_ptr<const Step>> steps;
    std::vector<StepOrigin> origins; //!< one a step
    std::array<std::uint32_t, 4> begin{}; //!< by Section
    std::array<std::uint32_t, 4> end{};
    std::uint32_t slots = 0; //!< how many counters (retry) a run needs
};

//! Runs a program for one exchange on its worker: inbound, backend, outbound; an error jumps to on-error. `done` is called once, never
//! inside start(), cancel() or a destructor, when exchange.response is what the client gets. An unhandled error has filled it with
//! Azure's wire form. Destroying or cancelling a run cancels what it waits for.
class Run
{
public:
    using Done = std::function<void()>;

    //! All references outlive the run.
    Run(std::shared_ptr<const Program> program, Exchange &exchange, PolicyServices &services, Done done);
    ~Run();
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    void start();
    //! A built-in step failed before policies (no route, no key): on-error runs with it.
    void startWithError(LastError error);
    //! The client is gone or the deadline passed: nothing more runs, `done` is not called.
    void cancel();

    // For steps.
    Exchange &exchange() { return m_exchange; }
    PolicyServices &services() { return m_services; }
    Section section() const;
    const StepOrigin &origin() const; //!< of the step that runs or waits
    std::int64_t &slot(std::uint32_t index) { return m_slots[index]; }
    //! Goes on after a Suspend.
    void complete(StepResult result);

private:
    void loop();
    void handle(StepResult result);
    std::shared_ptr<const Program> m_program;
    Exchange &m_exchange;
    PolicyServices &m_services;
    Done m_done;
    std::vector<std::int64_t> m_slots;
    OperationPointer m_operation;
    std::uint32_t m_index = 0;
    std::uint32_t m_end = 0;
    Section m_section = Section::Inbound;
    bool m_running = false;
    bool m_finished = false;
};

//! `{ "statusCode": 401, "message": "..." }` exactly as Azure writes it (apim.md, "Golden wire form"); status 500 adds activityId.
void fillErrorResponse(ResponseMessage &response, const LastError &error, const std::string &activityId);

} // namespace gatehouse::policy
