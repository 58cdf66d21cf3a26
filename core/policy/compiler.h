// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"
#include "core/policy/value_source.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! What a policy's factory works with: it reads its element, asks for values (which puts their evaluation before it) and emits steps.
//! Lives for one compile().
class Compiler
{
public:
    Compiler(std::vector<ScopedDocument> narrowestFirst, const Bindings &bindings);
    Compiled run();

    // What stands in the document.
    const Document &document() const { return *m_place.document; }
    NodeId node() const { return m_node; } //!< of the policy that is being compiled
    Section section() const { return m_section; }
    const Bindings &bindings() const { return m_bindings; }
    //! The identity of what stands at `node`: "apis/orders/policies/policy#choose[1]/rate-limit[1]".
    std::string identity(NodeId node) const;

    // Values. An expression emits its evaluation now, so ask in the order in which Azure evaluates, before emitting the step.
    bool has(NodeId node, std::string_view attribute) const;
    bool isEvaluated(NodeId node, std::string_view attribute) const; //!< an expression that is no constant
    ValueSource attribute(NodeId node, std::string_view name, std::string_view fallback = {});
    ValueSource text(NodeId node); //!< of an element, decoded, as written
    //! set-body's content: text, or XML as it is written.
    ValueSource bodyText(NodeId node);
    //! Attributes that take no expression.
    std::string literal(NodeId node, std::string_view name, std::string_view fallback = {});
    long long number(NodeId node, std::string_view name, long long fallback);
    bool flag(NodeId node, std::string_view name, bool fallback);

    // Steps.
    std::uint32_t next() const { return static_cast<std::uint32_t>(m_program->steps.size()); }
    std::uint32_t emit(std::unique_ptr<const Step> step);
    //! A place for a step that needs a later one's index.
    std::uint32_t reserve() { return emit(nullptr); }
    void place(std::uint32_t index, std::unique_ptr<const Step> step);
    std::uint32_t newSlot() { return m_program->counterSlots++; }
    //! A slot that all policies of that name share within a run.
    std::uint32_t sharedSlot(std::string_view name);
    std::uint32_t newValue() { return m_program->values++; }
    //! The same of values.
    std::uint32_t sharedValue(std::string_view name);
    //! Compiles what the element holds, in place.
    void policies(NodeId parent);
    void compilePolicy(NodeId node);
    //! Bodies in memory before what follows.
    void buffer(bool request, bool response);
    //! Where outbound goes on for a response that the first cache-store has kept; filled when that is compiled.
    const std::shared_ptr<std::optional<std::uint32_t>> &afterCacheStore() const { return m_afterCacheStore; }
    void cacheStored();
    //! Policies that run side by side until endParallel(), which says whose bodies they buffer: that has to happen before.
    void beginParallel();
    std::pair<bool, bool> endParallel();
    //! Runs when outbound begins to be compiled, and what it emits stands there: for what follows a backend's response at once. A cached
    //! response does not come by.
    void atBeginOfOutbound(std::function<void()> emitSteps);
    //! Runs when outbound's own policies are compiled; what it emits is the end of outbound.
    void atEndOfOutbound(std::function<void()> emitSteps);
    //! The origin of steps that follow, when they belong to a part of the policy (choose/when).
    void standAt(NodeId node) { m_place.at = node; }
    //! What follows until endCors() answers a preflight; only the first counts.
    void beginCors();
    void endCors();
    //! Remembers one finding and emits a step that fails with it when a request comes so far.
    void invalid(NodeId node, std::string code, std::vector<Error::Arg> args = {});
    void warn(NodeId node, std::string code, std::vector<Error::Arg> args = {});
    //! Remembers a warning and emits a step that fails with it: the table knows it, nothing executes it yet.
    void notExecuted(std::string policy, std::string part = {});
    void badValue(NodeId node, std::string_view attribute);
    void fragment(NodeId node, std::string_view id);

private:
    struct Place
    {
        const Document *document = nullptr;
        Scope scope = Scope::Global;
        std::string resourceId;
        std::size_t index = 0; //!< among the documents, narrowest first
        NodeId at = noNode; //!< where emitted steps stand
        std::string prefix; //!< path in front, inside a fragment
        bool inFragment = false;
    };

    void compileSection(std::size_t index, Section section);
    ValueSource value(std::string text, const Position &position);
    ValueSource evaluated(std::string_view text, const Position &position);
    std::string substituted(NodeId node, std::string_view text);
    std::string path(NodeId node) const;
    StepOrigin originOf(NodeId node) const;
    void report(Severity severity, NodeId node, std::string code, std::vector<Error::Arg> args);

    std::vector<ScopedDocument> m_documents;
    const Bindings &m_bindings;
    std::shared_ptr<Program> m_program = std::make_shared<Program>();
    Diagnostics m_diagnostics;
    Place m_place;
    NodeId m_node = noNode;
    NodeId m_policyNode = noNode;
    Section m_section = Section::Inbound;
    std::map<std::string, std::uint32_t, std::less<>> m_sharedSlots;
    std::map<std::string, std::uint32_t, std::less<>> m_sharedValues;
    std::shared_ptr<std::optional<std::uint32_t>> m_afterCacheStore = std::make_shared<std::optional<std::uint32_t>>();
    std::size_t m_parallelDepth = 0;
    bool m_buffersRequest = false;
    bool m_buffersResponse = false;
    std::function<void()> atThisPlace(std::function<void()> emitSteps);
    std::vector<std::function<void()>> m_outboundBegin;
    std::vector<std::function<void()>> m_deferred;
    std::size_t m_fragmentDepth = 0;
    bool m_sawCors = false;
};

} // namespace gatehouse::policy
