// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"

#include "core/base/text.h"
#include "core/policy/expression_scan.h"
#include "core/policy/named_values.h"
#include "core/policy/policies/registry.h"
#include "core/policy/scopes.h"
#include "core/policy/steps.h"

#include <utility>

namespace gatehouse::policy {

namespace {

bool isSectionName(std::string_view name)
{
    return name == "inbound" || name == "backend" || name == "outbound" || name == "on-error";
}

} // namespace

Compiler::Compiler(std::vector<ScopedDocument> narrowestFirst, const Bindings &bindings)
    : m_documents(std::move(narrowestFirst)), m_bindings(bindings)
{
}

Compiled Compiler::run()
{
    for (const auto section : {Section::Inbound, Section::Backend, Section::Outbound, Section::OnError}) {
        const auto index = static_cast<std::size_t>(section);
        m_section = section;
        m_program->begin[index] = next();
        if (section == Section::Outbound)
            for (const auto &emitSteps : m_outboundBegin)
                emitSteps();
        compileSection(0, section);
        if (section == Section::Outbound)
            for (const auto &emitSteps : m_deferred)
                emitSteps();
        m_program->end[index] = next();
    }
    return {m_program, std::move(m_diagnostics)};
}

void Compiler::compileSection(std::size_t index, Section section)
{
    if (index >= m_documents.size())
        return; // <base/> at the global scope
    const auto &scoped = m_documents[index];
    const auto node = sectionOf(*scoped.document, section);
    if (node == noNode)
        return;
    const auto outer = std::exchange(m_place, {scoped.document.get(), scoped.scope, scoped.resourceId, index, noNode, {}, false});
    policies(node);
    m_place = outer;
}

void Compiler::policies(NodeId parent)
{
    for (const auto node : m_place.document->elements(parent))
        compilePolicy(node);
}

void Compiler::compilePolicy(NodeId node)
{
    const auto outerNode = std::exchange(m_node, node);
    const auto outerAt = std::exchange(m_place.at, node);
    const auto outerPolicy = std::exchange(m_policyNode, node);
    const auto name = document().name(node);
    if (name == "base") {
        if (m_place.inFragment)
            invalid(node, "policy.baseInFragment");
        else
            compileSection(m_place.index + 1, m_section);
    } else if (name == "forward-request" && m_parallelDepth > 0) {
        notExecuted("wait", "forward-request"); // an exchange has one backend response
    } else if (const auto *compilePart = findPolicyCompiler(name)) {
        (*compilePart)(*this, node);
    } else if (findPolicy(name)) {
        notExecuted(std::string(name));
    } else {
        invalid(node, "policy.unknownPolicy", {{"name", std::string(name)}});
    }
    m_node = outerNode;
    m_place.at = outerAt;
    m_policyNode = outerPolicy;
}

bool Compiler::has(NodeId node, std::string_view attribute) const
{
    return document().attribute(node, attribute) != nullptr;
}

bool Compiler::isEvaluated(NodeId node, std::string_view name) const
{
    const auto *found = document().attribute(node, name);
    return found && found->value.starts_with("@") && !foldConstant(found->value);
}

std::string Compiler::substituted(NodeId node, std::string_view text)
{
    std::vector<std::string> unknown;
    auto result = substituteNamedValues(
        text,
        [&](std::string_view name) -> std::optional<std::string> {
            const auto found = m_bindings.namedValues.find(name);
            return found == m_bindings.namedValues.end() ? std::nullopt : std::optional(found->second);
        },
        unknown);
    for (const auto &name : unknown)
        invalid(node, "policy.unknownNamedValue", {{"name", name}});
    return result;
}

ValueSource Compiler::attribute(NodeId node, std::string_view name, std::string_view fallback)
{
    const auto *found = document().attribute(node, name);
    if (!found)
        return ValueSource(std::string(fallback));
    return value(substituted(node, found->value), document().valuePosition(*found));
}

ValueSource Compiler::text(NodeId node)
{
    const auto content = substituted(node, document().textOf(node));
    return value(content, document().position(node));
}

ValueSource Compiler::bodyText(NodeId node)
{
    if (document().elements(node).empty())
        return text(node);
    std::string content;
    for (const auto child : document().children(node))
        content += document().source(child);
    return ValueSource(substituted(node, content));
}

ValueSource Compiler::value(std::string text, const Position &position)
{
    return isExpression(text) ? evaluated(trim(text), position) : ValueSource(std::move(text));
}

ValueSource Compiler::evaluated(std::string_view text, const Position &position)
{
    if (auto constant = foldConstant(text))
        return ValueSource(std::move(*constant));
    std::shared_ptr<const CompiledExpression> expression;
    if (m_bindings.expressions) {
        auto compiled = m_bindings.expressions->compile(text, position);
        if (compiled)
            expression = *compiled;
        else
            m_diagnostics.insert(m_diagnostics.end(), compiled.error().begin(), compiled.error().end());
    }
    if (expression)
        if (auto constant = expression->constant())
            return ValueSource(std::move(*constant));
    if (expression && (expression->needsRequestBody() || expression->needsResponseBody()))
        buffer(expression->needsRequestBody(), expression->needsResponseBody());
    const auto slot = m_program->values++;
    emit(evaluateStep(std::move(expression), slot, m_bindings.expressions != nullptr));
    return ValueSource::ofSlot(slot);
}

std::string Compiler::literal(NodeId node, std::string_view name, std::string_view fallback)
{
    const auto *found = document().attribute(node, name);
    if (!found)
        return std::string(fallback);
    auto text = substituted(node, found->value);
    if (!isExpression(text))
        return text;
    if (const auto constant = foldConstant(text))
        return textOf(*constant);
    invalid(node, "policy.expressionNotAllowed", {{"attribute", std::string(name)}});
    return std::string(fallback);
}

long long Compiler::number(NodeId node, std::string_view name, long long fallback)
{
    if (!has(node, name))
        return fallback;
    const auto parsed = toInteger(trim(literal(node, name)));
    if (!parsed)
        badValue(node, name);
    return parsed.value_or(fallback);
}

bool Compiler::flag(NodeId node, std::string_view name, bool fallback)
{
    if (!has(node, name))
        return fallback;
    const auto parsed = booleanOf(Variable(literal(node, name)));
    if (!parsed)
        badValue(node, name);
    return parsed.value_or(fallback);
}

std::uint32_t Compiler::emit(std::unique_ptr<const Step> step)
{
    m_program->steps.push_back(std::move(step));
    m_program->origins.push_back(originOf(m_place.at));
    return next() - 1;
}

void Compiler::place(std::uint32_t index, std::unique_ptr<const Step> step)
{
    m_program->steps[index] = std::move(step);
}

std::uint32_t Compiler::sharedSlot(std::string_view name)
{
    const auto found = m_sharedSlots.find(name);
    if (found != m_sharedSlots.end())
        return found->second;
    return m_sharedSlots.emplace(name, newSlot()).first->second;
}

std::uint32_t Compiler::sharedValue(std::string_view name)
{
    const auto found = m_sharedValues.find(name);
    if (found != m_sharedValues.end())
        return found->second;
    return m_sharedValues.emplace(name, newValue()).first->second;
}

void Compiler::buffer(bool request, bool response)
{
    m_buffersRequest = m_buffersRequest || request;
    m_buffersResponse = m_buffersResponse || response;
    emit(bufferStep(request, response));
}

void Compiler::cacheStored()
{
    if (!*m_afterCacheStore)
        *m_afterCacheStore = next();
}

void Compiler::beginParallel()
{
    if (m_parallelDepth++ == 0)
        m_buffersRequest = m_buffersResponse = false;
}

std::pair<bool, bool> Compiler::endParallel()
{
    --m_parallelDepth;
    return {m_buffersRequest, m_buffersResponse};
}

//! What is compiled later stands where the policy that asked for it does.
std::function<void()> Compiler::atThisPlace(std::function<void()> emitSteps)
{
    return [this, emitSteps = std::move(emitSteps), place = m_place, node = m_node] {
        const auto outer = std::exchange(m_place, place);
        m_node = m_policyNode = node;
        emitSteps();
        m_place = outer;
    };
}

void Compiler::atBeginOfOutbound(std::function<void()> emitSteps)
{
    m_outboundBegin.push_back(atThisPlace(std::move(emitSteps)));
}

void Compiler::atEndOfOutbound(std::function<void()> emitSteps)
{
    m_deferred.push_back(atThisPlace(std::move(emitSteps)));
}

void Compiler::beginCors()
{
    if (!m_sawCors)
        m_program->corsBegin = m_program->corsEnd = next();
}

void Compiler::endCors()
{
    if (!m_sawCors)
        m_program->corsEnd = next();
    m_sawCors = true;
}

void Compiler::invalid(NodeId node, std::string code, std::vector<Error::Arg> args)
{
    report(Severity::Error, node, code, args);
    emit(invalidStep(m_diagnostics.back()));
}

void Compiler::warn(NodeId node, std::string code, std::vector<Error::Arg> args)
{
    report(Severity::Warning, node, std::move(code), std::move(args));
}

void Compiler::notExecuted(std::string policy, std::string part)
{
    report(Severity::Warning, m_node, "policy.notExecuted", {{"policy", policy}, {"part", part}});
    emit(notExecutedStep(std::move(policy), std::move(part)));
}

//! Shows the value as the document has it: a named value in it may be a secret.
void Compiler::badValue(NodeId node, std::string_view name)
{
    const auto *found = document().attribute(node, name);
    invalid(node, "policy.badValue", {{"attribute", std::string(name)}, {"value", found ? found->value : std::string()}});
}

void Compiler::fragment(NodeId node, std::string_view id)
{
    const auto found = m_bindings.fragments.find(toLower(id));
    if (found == m_bindings.fragments.end() || !found->second) {
        invalid(node, "policy.unknownFragment", {{"name", std::string(id)}});
        return;
    }
    if (m_fragmentDepth > 0) {
        invalid(node, "policy.nestedFragment", {{"name", std::string(id)}});
        return;
    }
    ++m_fragmentDepth;
    Place inside;
    inside.document = found->second.get();
    inside.scope = m_place.scope;
    inside.resourceId = "policyFragments/" + std::string(id);
    inside.index = m_place.index;
    inside.prefix = path(node) + "/";
    inside.inFragment = true;
    const auto outer = std::exchange(m_place, inside);
    policies(document().documentElement());
    m_place = outer;
    --m_fragmentDepth;
}

std::string Compiler::path(NodeId node) const
{
    std::string text;
    const auto &document = *m_place.document;
    for (auto at = node; at != noNode && document.type(at) == NodeType::Element; at = document.parent(at)) {
        const auto depthOne = document.parent(document.parent(at)) == document.root();
        if (document.parent(at) == document.root() || (depthOne && isSectionName(document.name(at))))
            break;
        text = text.empty() ? pathStep(document, at) : pathStep(document, at) + "/" + text;
    }
    return m_place.prefix + text;
}

std::string Compiler::identity(NodeId node) const
{
    return m_place.resourceId + "#" + path(node);
}

StepOrigin Compiler::originOf(NodeId node) const
{
    StepOrigin origin;
    origin.scope = m_place.scope;
    origin.section = m_section;
    origin.resourceId = m_place.resourceId;
    if (node == noNode)
        return origin;
    origin.policy = m_policyNode == noNode ? std::string() : std::string(document().name(m_policyNode));
    origin.path = path(node);
    origin.position = document().position(node);
    if (const auto *id = m_policyNode == noNode ? nullptr : document().attribute(m_policyNode, "id"))
        origin.policyId = id->value;
    return origin;
}

void Compiler::report(Severity severity, NodeId node, std::string code, std::vector<Error::Arg> args)
{
    args.emplace_back("resource", m_place.resourceId);
    m_diagnostics.push_back({severity, document().position(node), std::string(document().name(node)), std::move(code),
                             std::move(args)});
}

Compiled compile(const std::vector<ScopedDocument> &documents, const Bindings &bindings)
{
    return Compiler(inScopeOrder(documents), bindings).run();
}

} // namespace gatehouse::policy
