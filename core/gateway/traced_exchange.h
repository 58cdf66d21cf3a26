// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/admission.h"
#include "core/gateway/traces.h"
#include "core/policy/services.h"
#include "core/policy/tracer.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

//! What a request's Apim-Debug-Authorization led to: a trace, or the field of the answer that says why there is none.
class TracedExchange
{
public:
    static constexpr std::string_view requestField = "Apim-Debug-Authorization";

    //! Takes the field out of the request. `exchange`, `traces` and `clock` outlive it.
    TracedExchange(policy::Exchange &exchange, Traces &traces, const Clock &clock);

    //! What the request was matched to is known; policies have not run yet.
    void admitted(const Admission &admission, const policy::Secrets::Known &secrets, Random &random);
    //! Of the trace; "" without one.
    const std::string &id() const { return m_id; }
    //! Null: the request is not traced.
    policy::Tracer *tracer() { return m_tracer ? &*m_tracer : nullptr; }

    void message(const policy::TraceEntry &entry);
    //! A request of a policy's own (send-request).
    void sends(const policy::OutgoingRequest &request);
    void forwards(const policy::ForwardOptions &options) { m_timeout = options.timeout; }
    //! The head as it is written to the backend.
    void wrote(std::string_view scheme, std::string_view head);
    //! Before the answer goes: it gets its field.
    void answers(policy::ResponseMessage &response);
    void sent();

private:
    void keep();

    policy::Exchange &m_exchange;
    Traces &m_traces;
    const Clock &m_clock;
    std::string m_token;
    std::string m_field, m_value; //!< of the answer
    std::optional<policy::Tracer> m_tracer;
    std::string m_id;
    std::chrono::milliseconds m_timeout{0};
};

} // namespace gatehouse::gateway
