// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

namespace gatehouse::expression {

namespace {
constexpr int deepestLambda = 12; //!< each level may be bound several times
}

//! Checks a lambda's body for given parameter types. A trial leaves no trace but its answer.
Checker::LambdaResult Checker::bindLambda(const Node &pending, const std::vector<const Type *> &parameters, const Type *result, bool isTrial)
{
    LambdaResult bound;
    const auto &syntax = *pending.syntax;
    if (syntax.names.size() != parameters.size() || m_lambdaDepth >= deepestLambda)
        return bound;
    const auto findingsBefore = m_findings.size();
    auto *outer = m_function;
    const int loops = m_loops;
    m_loops = 0;
    ++m_lambdaDepth;
    m_store.functions.push_back(std::make_unique<FunctionScope>());
    auto *function = m_store.functions.back().get();
    function->parent = outer;
    function->result = result;
    m_function = function;
    pushScope();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto *declared = !syntax.types.empty() && i < syntax.types.size() && syntax.types[i].name != "var" ? resolve(syntax.types[i]) : parameters[i];
        if (declared != parameters[i])
            fault(syntax.offset, "CS1678", "Parameter " + std::to_string(i + 1) + " is declared as '" + nameOf(*declared) + "' but should be '" + nameOf(*parameters[i]) + "'");
        declare(syntax.names[i], parameters[i], syntax.offset);
    }
    function->parameters = static_cast<std::uint32_t>(parameters.size());
    const auto &body = *syntax.children[0];
    auto *block = add(NodeKind::Block, body.offset, nullptr);
    if (body.kind == SyntaxKind::Block) {
        block = this->block(body);
        if (!function->returns.empty() && endReachable(block))
            fault(body.offset, "CS1643", "Not all code paths return a value in lambda expression");
        if (!result) {
            const Type *common = nullptr;
            std::vector<Node *> values;
            for (const auto *returned : function->returnNodes)
                values.push_back(returned->children[0]);
            if (!values.empty())
                common = bestCommonType(values);
            if (!function->returns.empty() && !common)
                fault(body.offset, "CS8030", "The returns of the lambda have no common type");
            bound.result = common;
            finishReturns(*function, common);
        } else {
            bound.result = result->kind == TypeKind::Void ? nullptr : result;
            finishReturns(*function, bound.result);
        }
        if (result && result->kind != TypeKind::Void && function->returns.empty() && endReachable(block))
            fault(body.offset, "CS1643", "Not all code paths return a value in lambda expression");
    } else {
        auto *value = expression(body);
        if (result && result->kind == TypeKind::Void) {
            block->children.push_back(add(NodeKind::Expression, body.offset, nullptr, {value}));
        } else if (value->type->kind == TypeKind::Void) {
            block->children.push_back(add(NodeKind::Expression, body.offset, nullptr, {value}));
            if (result)
                fault(body.offset, "CS0029", "The lambda has to give a value");
        } else {
            bound.result = result ? result : value->type;
            auto *converted = result ? convert(value, result) : value;
            block->children.push_back(add(NodeKind::Return, body.offset, nullptr, {converted}));
        }
    }
    popScope();
    function->body = block;
    bound.function = function;
    m_function = outer;
    m_loops = loops;
    --m_lambdaDepth;
    bound.isOk = m_findings.size() == findingsBefore;
    bound.findings.assign(m_findings.begin() + static_cast<std::ptrdiff_t>(findingsBefore), m_findings.end());
    if (isTrial)
        m_findings.resize(findingsBefore, Finding{});
    return bound;
}

//! `Select(int.Parse)`: a lambda around the call.
Checker::LambdaResult Checker::bindMethodGroup(const Node &pending, const std::vector<const Type *> &parameters, const Type *result, bool isTrial)
{
    LambdaResult bound;
    const auto findingsBefore = m_findings.size();
    auto *outer = m_function;
    m_store.functions.push_back(std::make_unique<FunctionScope>());
    auto *function = m_store.functions.back().get();
    function->parent = outer;
    function->parameters = static_cast<std::uint32_t>(parameters.size());
    m_function = function;
    pushScope();
    std::vector<Argument> given;
    for (const auto *parameter : parameters) {
        Argument argument;
        argument.node = load(pending.offset, temporary(parameter));
        given.push_back(argument);
    }
    Node *receiver = pending.children.empty() ? nullptr : pending.children[0];
    if (receiver && receiver->kind == NodeKind::Local && receiver->local->owner != function)
        receiver->local->isShared = true;
    auto *call = resolveCall(pending.offset, pending.group[0]->name, pending.group, receiver, pending.target, given, pending.typeArguments, false);
    auto *block = add(NodeKind::Block, pending.offset, nullptr);
    bool fits = call != nullptr;
    if (call && (call->type->kind == TypeKind::Void || (result && result->kind == TypeKind::Void))) {
        block->children.push_back(add(NodeKind::Expression, pending.offset, nullptr, {call}));
        fits = !result || result->kind == TypeKind::Void;
    } else if (call) {
        bound.result = result ? result : call->type;
        fits = !result || standardImplicit(nullptr, call->type, result).kind != Conversion::None;
        if (fits)
            block->children.push_back(add(NodeKind::Return, pending.offset, nullptr, {result ? convert(call, result) : call}));
    }
    popScope();
    function->body = block;
    bound.function = function;
    m_function = outer;
    bound.isOk = fits && m_findings.size() == findingsBefore;
    if (isTrial)
        m_findings.resize(findingsBefore, Finding{});
    return bound;
}

bool Checker::lambdaConverts(const Node &pending, const Type *delegate)
{
    if (pending.syntax && pending.syntax->kind == SyntaxKind::Lambda && pending.syntax->names.size() != delegate->parameters.size())
        return false;
    for (const auto *parameter : delegate->parameters)
        if (parameter->kind == TypeKind::Parameter)
            return false;
    return (pending.group.empty() ? bindLambda(pending, delegate->parameters, delegate->result, true)
                                  : bindMethodGroup(pending, delegate->parameters, delegate->result, true))
        .isOk;
}

Node *Checker::lambdaTo(Node &pending, const Type *delegate)
{
    const auto before = m_findings.size();
    const auto bound = pending.group.empty() ? bindLambda(pending, delegate->parameters, delegate->result, false)
                                             : bindMethodGroup(pending, delegate->parameters, delegate->result, false);
    if (!bound.isOk) {
        if (m_findings.size() == before)
            fault(pending.offset, "CS1660", "Cannot convert the lambda expression to '" + nameOf(*delegate) + "'");
        return invalid(pending.offset);
    }
    auto *node = add(NodeKind::Lambda, pending.offset, delegate);
    node->function = bound.function;
    return node;
}

} // namespace gatehouse::expression
