// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {

bool isTuple(const Type *type)
{
    return type->known == Known::ValueTuple;
}

bool isTupleLiteral(const Node *node)
{
    return node->kind == NodeKind::NewAnonymous && isTuple(node->type);
}

//! C# 7.1, "Infer tuple names": (a, b.C) has the elements a and C.
std::u16string elementName(const Syntax &tuple, std::size_t index)
{
    if (!tuple.names[index].empty())
        return toUtf16(tuple.names[index]);
    const auto &item = *tuple.children[index];
    return item.kind == SyntaxKind::Name || item.kind == SyntaxKind::Member ? toUtf16(item.name) : std::u16string();
}

} // namespace

Node *Checker::tuple(const Syntax &syntax)
{
    std::vector<Node *> items;
    std::vector<Field> fields;
    for (std::size_t i = 0; i < syntax.children.size(); ++i) {
        items.push_back(value(*syntax.children[i]));
        fields.push_back({elementName(syntax, i), items.back()->type});
        if (items.back()->kind == NodeKind::Invalid)
            return items.back();
    }
    const auto *made = m_library.tuple(std::move(fields));
    if (!made)
        return fault(syntax.offset, "CS8179", "Tuples of " + std::to_string(items.size()) + " elements are not supported");
    auto *node = add(NodeKind::NewAnonymous, syntax.offset, made, std::move(items));
    node->target = made;
    return node;
}

//! Element by element; a literal's elements convert as the expressions that they are.
Conversion Checker::tupleConversion(const Node *from, const Type *to)
{
    const auto *target = to->kind == TypeKind::Nullable ? to->element() : to;
    if (!isTuple(target) || !isTuple(from->type) || from->type->arguments.size() != target->arguments.size())
        return {};
    for (std::size_t i = 0; i < target->arguments.size(); ++i) {
        const auto item = isTupleLiteral(from) ? implicitConversion(from->children[i], target->arguments[i])
                                               : standardImplicit(nullptr, from->type->arguments[i], target->arguments[i]);
        if (!item.isImplicit())
            return {};
    }
    return {Conversion::Tuple};
}

Node *Checker::toTuple(Node *given, const Type *to)
{
    const auto *target = to->kind == TypeKind::Nullable ? to->element() : to;
    auto *made = add(NodeKind::NewAnonymous, given->offset, target);
    made->target = target;
    if (isTupleLiteral(given)) {
        for (std::size_t i = 0; i < given->children.size(); ++i)
            made->children.push_back(convert(given->children[i], target->arguments[i]));
        return retype(made, to);
    }
    auto *holder = temporary(given->type);
    auto *store = add(NodeKind::Assign, given->offset, given->type, {given});
    store->local = holder;
    for (std::size_t i = 0; i < target->arguments.size(); ++i)
        made->children.push_back(convert(tupleItem(given->offset, holder, i), target->arguments[i]));
    return retype(add(NodeKind::Sequence, given->offset, target, {store, made}), to);
}

Node *Checker::tupleItem(std::size_t offset, Local *tuple, std::size_t index)
{
    auto *node = add(NodeKind::Field, offset, tuple->type->arguments[index], {load(offset, tuple)});
    node->index = static_cast<std::uint32_t>(index);
    return node;
}

//! Tuples do not change: the variable that holds one gets another.
Node *Checker::assignItem(std::size_t offset, Node *target, Node *given)
{
    auto *owner = target->children[0];
    if (!isTuple(owner->type) || (owner->kind != NodeKind::Local && owner->kind != NodeKind::Element && owner->kind != NodeKind::Field))
        return fault(offset, "CS1612", "The element cannot be assigned to: what it is an element of is no variable");
    auto *sequence = add(NodeKind::Sequence, offset, target->type);
    const auto hold = [&](Node *node) {
        auto *holder = temporary(node->type);
        auto *store = add(NodeKind::Assign, offset, node->type, {node});
        store->local = holder;
        sequence->children.push_back(store);
        return load(offset, holder);
    };
    if (owner->kind == NodeKind::Element)
        for (auto &part : owner->children)
            part = hold(part);
    auto *held = hold(convert(given, target->type));
    auto *changed = add(NodeKind::WithField, offset, owner->type, {owner, held});
    changed->index = target->index;
    sequence->children.push_back(assignTo(offset, owner, changed));
    sequence->children.push_back(held);
    return sequence;
}

//! The variable that holds the tuple to take apart; null after a finding. `holder` gets the node that fills it.
Local *Checker::heldTuple(Node *given, std::size_t count, std::size_t offset, Node *holder)
{
    if (given->kind == NodeKind::Invalid)
        return nullptr;
    if (!isTuple(given->type) || given->type->arguments.size() != count) {
        fault(offset, "CS8132", "A value of type '" + nameOf(*given->type) + "' cannot be taken apart into " + std::to_string(count) + " variables");
        return nullptr;
    }
    auto *local = temporary(given->type);
    auto *store = add(NodeKind::Assign, offset, given->type, {given});
    store->local = local;
    holder->children.push_back(store);
    return local;
}

Node *Checker::assignTuple(const Syntax &syntax)
{
    const auto &targets = syntax.children[0]->children;
    auto *given = value(*syntax.children[1]);
    auto *sequence = add(NodeKind::Sequence, syntax.offset, given->type);
    auto *held = heldTuple(given, targets.size(), syntax.offset, sequence);
    if (!held)
        return invalid(syntax.offset);
    for (std::size_t i = 0; i < targets.size(); ++i)
        if (targets[i]->kind != SyntaxKind::Name || targets[i]->name != "_" || findLocal("_"))
            sequence->children.push_back(assignTo(syntax.offset, expression(*targets[i]), tupleItem(syntax.offset, held, i)));
    sequence->children.push_back(load(syntax.offset, held));
    return sequence;
}

Node *Checker::deconstruct(const Syntax &syntax)
{
    auto *given = value(*syntax.children[0]);
    auto *block = add(NodeKind::Block, syntax.offset, nullptr);
    auto *held = heldTuple(given, syntax.names.size(), syntax.offset, block);
    for (std::size_t i = 0; i < syntax.names.size(); ++i) {
        if (syntax.names[i] == "_")
            continue;
        const bool isVar = syntax.types[i].name == "var";
        const auto *declared = !isVar ? resolve(syntax.types[i]) : held ? held->type->arguments[i] : type(TypeKind::Object);
        auto *made = add(NodeKind::Declare, syntax.offset, nullptr);
        made->local = declare(syntax.names[i], declared, syntax.offset);
        if (held)
            made->children = {convert(tupleItem(syntax.offset, held, i), declared)};
        block->children.push_back(made);
    }
    return block;
}

} // namespace gatehouse::expression
