// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

#include "core/expression/machine.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {
constexpr std::size_t longestExpression = 512 * 1024; // as a policy document
constexpr std::size_t mostFindings = 50;
} // namespace

Checker::Checker(const Library &library, std::vector<Finding> &findings) : m_library(library), m_findings(findings) { }

Node *Checker::add(NodeKind kind, std::size_t offset, const Type *type, std::vector<Node *> children)
{
    auto *node = m_store.add(kind, offset, type);
    node->children = std::move(children);
    return node;
}

Node *Checker::invalid(std::size_t offset)
{
    return add(NodeKind::Invalid, offset, type(TypeKind::Object));
}

Node *Checker::fault(std::size_t offset, std::string code, std::string message)
{
    if (m_findings.size() < mostFindings)
        m_findings.push_back({offset, std::move(code), std::move(message)});
    return invalid(offset);
}

Node *Checker::constant(std::size_t offset, const Type *type, Value value)
{
    auto *node = add(NodeKind::Constant, offset, type);
    node->value = std::move(value);
    return node;
}

Node *Checker::stringConstant(std::size_t offset, std::u16string text)
{
    return constant(offset, type(TypeKind::String), Value::ofString(std::move(text)));
}

Node *Checker::load(std::size_t offset, Local *local)
{
    auto *node = add(NodeKind::Local, offset, local->type);
    node->local = local;
    return node;
}

Local *Checker::declare(std::string name, const Type *type, std::size_t offset)
{
    if (!name.empty() && name != "_" && findLocal(name))
        fault(offset, "CS0128", "A local variable named '" + name + "' is already defined in this scope");
    auto *local = temporary(type);
    local->name = name;
    if (!name.empty())
        m_scopes.back().names[std::move(name)] = local;
    return local;
}

Local *Checker::temporary(const Type *type)
{
    auto local = std::make_unique<Local>();
    local->type = type;
    local->owner = m_function;
    local->slot = static_cast<std::uint32_t>(m_function->locals.size());
    m_function->locals.push_back(std::move(local));
    return m_function->locals.back().get();
}

Local *Checker::findLocal(std::string_view name)
{
    for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope) {
        const auto found = scope->names.find(name);
        if (found == scope->names.end())
            continue;
        auto *local = found->second;
        if (local->owner != m_function && !local->isConstant) {
            local->isShared = true;
            for (auto *function = m_function; function && function != local->owner; function = function->parent)
                local->isHoisted |= function->isLocalFunction;
        }
        return local;
    }
    return nullptr;
}

FunctionScope *Checker::check(const SyntaxTree &tree, bool isBlock)
{
    m_store.functions.push_back(std::make_unique<FunctionScope>());
    m_function = m_store.functions.back().get();
    m_function->result = type(TypeKind::Object);
    pushScope();
    auto *body = add(NodeKind::Block, 0, nullptr);
    if (isBlock) {
        body = block(*tree.root);
        if (m_findings.empty() && endReachable(body))
            fault(tree.root->offset, "CS0161", "Not all code paths return a value");
        const Type *common = nullptr;
        for (const auto *returned : m_function->returns)
            common = !common || common == returned ? returned : type(TypeKind::Object);
        m_resultType = common;
    } else {
        auto *result = value(*tree.root);
        m_resultType = result->type;
        body->children.push_back(add(NodeKind::Return, result->offset, nullptr, {convert(result, type(TypeKind::Object))}));
    }
    popScope();
    m_function->body = body;
    checkLabels();
    if (m_findings.empty() && m_hasBareVariables)
        findUnassigned(*m_function, m_findings);
    return m_findings.empty() ? m_function : nullptr;
}

tl::expected<std::shared_ptr<const Program>, std::vector<Finding>> compile(std::string_view text, const Library &library)
{
    std::vector<Finding> findings;
    if (text.size() > longestExpression)
        return tl::unexpected(std::vector<Finding>{{0, "CS8078", "An expression is too long or complex to compile"}});
    const auto tree = parse(text, findings);
    if (!findings.empty() || !tree.root)
        return tl::unexpected(std::move(findings));
    Checker checker(library, findings);
    auto *body = checker.check(tree, tree.root->kind == SyntaxKind::Block);
    if (!body)
        return tl::unexpected(std::move(findings));
    return emit(library, *body, checker.resultType());
}

} // namespace gatehouse::expression
