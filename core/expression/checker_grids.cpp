// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

namespace gatehouse::expression {

namespace {

//! The lengths that nested braces give; false where they are uneven.
bool lengthsOf(const Syntax &initializer, int dimensions, std::vector<std::size_t> &lengths, std::size_t level = 0)
{
    if (lengths.size() <= level)
        lengths.push_back(initializer.children.size());
    if (lengths[level] != initializer.children.size())
        return false;
    if (dimensions == 1)
        return true;
    for (const auto *child : initializer.children)
        if (child->kind != SyntaxKind::ArrayInitializer || !lengthsOf(*child, dimensions - 1, lengths, level + 1))
            return false;
    return true;
}

} // namespace

Node *Checker::newGrid(const Syntax &syntax)
{
    const auto *grid = resolve(syntax.types[0]);
    if (syntax.children[0])
        return gridLiteral(syntax.offset, *syntax.children[0], grid, grid->element(), syntax.types[0].dimensions);
    return resolveCall(syntax.offset, nameOf(*grid), m_library.constructors(*grid), nullptr, grid, arguments(syntax.children, 1), {});
}

//! { { 1, 2 }, { 3, 4 } }: makes the array and fills it.
Node *Checker::gridLiteral(std::size_t offset, const Syntax &initializer, const Type *grid, const Type *element, int dimensions)
{
    if (!element)
        return invalid(offset); // of a type that nobody knows, which has been said
    std::vector<std::size_t> lengths;
    if (!lengthsOf(initializer, dimensions, lengths))
        return fault(offset, "CS0847", "An array initializer of the same length everywhere is expected");
    lengths.resize(static_cast<std::size_t>(dimensions), 0);
    const auto number = [&](std::size_t value) { return constant(offset, type(TypeKind::Int32), Value::ofInt(static_cast<std::int32_t>(value))); };
    std::vector<Argument> sizes;
    for (const auto length : lengths)
        sizes.emplace_back().node = number(length);
    auto *sequence = add(NodeKind::Sequence, offset, grid);
    auto *holder = temporary(grid);
    auto *store = add(NodeKind::Assign, offset, grid, {resolveCall(offset, nameOf(*grid), m_library.constructors(*grid), nullptr, grid, sizes, {})});
    store->local = holder;
    sequence->children.push_back(store);
    const auto indexers = m_library.members(*grid, "Item");
    const std::function<void(const Syntax &, const std::vector<std::size_t> &)> fill = [&](const Syntax &part, const std::vector<std::size_t> &at) {
        for (std::size_t i = 0; i < part.children.size(); ++i) {
            auto here = at;
            here.push_back(i);
            if (part.children[i]->kind == SyntaxKind::ArrayInitializer) {
                fill(*part.children[i], here);
                continue;
            }
            std::vector<Argument> indices;
            for (const auto index : here)
                indices.emplace_back().node = number(index);
            auto *place = resolveCall(offset, "this[]", indexers, load(offset, holder), grid, std::move(indices), {});
            sequence->children.push_back(assignTo(offset, place, convert(expression(*part.children[i]), element)));
        }
    };
    fill(initializer, {});
    sequence->children.push_back(load(offset, holder));
    return sequence;
}

} // namespace gatehouse::expression
