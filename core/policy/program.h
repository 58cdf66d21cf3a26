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
    enum Kind { Next, Jump, ToOutbound, Suspend, Respond, Fail } kind = Next;
    std::uint32_t target = 0; //!< of Jump and ToOutbound: index in the program
    OperationPointer operation; //!< of Suspend
    LastError error; //!< of Fail; scope, section, path and policyId are filled by the runner

    static StepResult next() { return {}; }
    static StepResult jump(std::uint32_t target) { return {Jump, target, nullptr, {}}; }
    //! Goes on there, in outbound: nothing of the sections before it runs (a cache hit).
    static StepResult toOutbound(std::uint32_t target) { return {ToOutbound, target, nullptr, {}}; }
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
    //! It only moves the run on or reads a body for others: nothing that a person would look at.
    virtual bool isPlumbing() const { return false; }
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
    std::uint32_t counterSlots = 0; //!< how many counters (retry) a run needs
    std::uint32_t values = 0; //!< how many results of expressions a run keeps
    //! Steps of the first effective cors; empty when there is none.
    std::uint32_t corsBegin = 0;
    std::uint32_t corsEnd = 0;

    //! True if a preflight is answered by startPreflight(): by that alone, before keys and other policies (apim.md, cors).
    bool answersPreflight() const { return corsBegin != corsEnd; }
};

//! Watches a run step by step: trace, debugger, coverage of tests. Called on the run's worker, for the steps of its branches too;
//! Run::index(), origin(), section() and exchange() say where it stands. Must not destroy or cancel the run inside.
class RunObserver
{
public:
    virtual ~RunObserver() = default;
    //! Before a step runs. False: the run stands there until Run::goOn().
    virtual bool before(Run &run) = 0;
    //! When a step has ended, after what it waited for. Not called for a step that was cancelled.
    virtual void after(Run &run, const StepResult &result) = 0;
    //! A run that it held has been cancelled and will not go on.
    virtual void cancelled(Run &) { }
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

    //! Before start; it outlives the run. Null: nobody watches, which costs a comparison a step.
    void observe(RunObserver *observer) { m_observer = observer; }
    //! Goes on where the observer has held the run; nothing when it does not stand. Not inside the observer's own calls.
    void goOn();
    void start();
    //! A built-in step failed before policies (no route, no key): on-error runs with it.
    void startWithError(LastError error);
    //! An OPTIONS request with Origin and Access-Control-Request-Method that no OPTIONS operation takes: only cors runs.
    void startPreflight();
    //! The client is gone or the deadline passed: nothing more runs, `done` is not called.
    void cancel();

    // For steps.
    Exchange &exchange() { return m_exchange; }
    const Exchange &exchange() const { return m_exchange; }
    PolicyServices &services() { return m_services; }
    Section section() const { return m_section; }
    std::uint32_t index() const { return m_index; } //!< of the step that runs or waits
    const StepOrigin &origin() const; //!< of the step that runs or waits
    const Program &program() const { return *m_program; }
    bool isBranch() const { return m_isBranch; }
    std::int64_t &slot(std::uint32_t index) { return m_frame->counters[index]; }
    const Variable &value(std::uint32_t index) const { return m_frame->values[index]; }
    void setValue(std::uint32_t index, Variable value) { m_frame->values[index] = std::move(value); }
    //! Keeps a place until release(), an error or the run's end, whichever is first.
    void hold(std::uint32_t slot, std::shared_ptr<void> place);
    void release(std::uint32_t slot);
    //! Goes on after a Suspend.
    void complete(StepResult result);

    using BranchDone = std::function<void(StepResult)>;
    //! The steps from `begin` to `end` as a run of their own beside others of this one; it shares slots, values and exchange. `done` gets
    //! Next at its end, else what ended it: Respond, Fail with the place filled in. It may destroy the branch.
    std::unique_ptr<Run> branch(std::uint32_t begin, std::uint32_t end, BranchDone done);
    //! `done` may be called inside.
    void startBranch() { loop(); }

private:
    struct Frame
    {
        std::vector<std::int64_t> counters;
        std::vector<Variable> values;
    };
    Run(Run &parent, std::uint32_t begin, std::uint32_t end, BranchDone done);
    void endBranch(StepResult result);
    void locate(LastError &error) const;
    enum class State { New, Running, Waiting, Finished };
    void enter(Section section);
    void loop();
    bool step();
    bool handle(StepResult result);
    bool nextSection();
    void raise(LastError error);
    void finish();

    std::shared_ptr<const Program> m_program;
    Exchange &m_exchange;
    PolicyServices &m_services;
    Done m_done;
    BranchDone m_branchDone;
    Frame m_ownFrame;
    Frame *m_frame = &m_ownFrame; //!< of a branch: its parent's
    std::vector<std::pair<std::uint32_t, std::shared_ptr<void>>> m_held;
    OperationPointer m_operation;
    RunObserver *m_observer = nullptr;
    std::uint32_t m_index = 0;
    std::uint32_t m_end = 0;
    Section m_section = Section::Inbound;
    State m_state = State::New;
    bool m_onlyPreflight = false;
    bool m_insideStart = false;
    bool m_isBranch = false;
    bool m_stands = false; //!< the observer holds it
};

//! `{ "statusCode": 401, "message": "..." }` exactly as Azure writes it (apim.md, "Golden wire form"); status 500 adds activityId.
void fillErrorResponse(ResponseMessage &response, const LastError &error, const std::string &activityId);

} // namespace gatehouse::policy
