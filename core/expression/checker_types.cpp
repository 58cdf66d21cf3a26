// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

const Type *Checker::resolve(const TypeSyntax &syntax, bool report)
{
    const Type *found = nullptr;
    if (!syntax.tuple.empty()) {
        std::vector<Field> fields;
        for (std::size_t i = 0; i < syntax.tuple.size(); ++i)
            fields.push_back({toUtf16(syntax.names[i]), resolve(syntax.tuple[i], report)});
        found = m_library.tuple(std::move(fields));
    } else {
        found = m_library.findType(syntax.name, syntax.arguments.size());
    }
    if (!found) {
        if (report)
            fault(syntax.offset, "CS0246",
                  "The type '" + syntax.name + "' could not be found, or policy expressions may not use it");
        return type(TypeKind::Object);
    }
    if (!syntax.arguments.empty()) {
        std::vector<const Type *> arguments;
        for (const auto &argument : syntax.arguments)
            arguments.push_back(resolve(argument, report));
        found = m_library.close(found, arguments);
    }
    if (syntax.isNullable)
        found = m_library.nullableOf(found);
    if (syntax.dimensions > 1)
        found = m_library.close(syntax.dimensions == 2 ? Known::Grid2 : Known::Grid3, {found});
    for (int i = 0; i < syntax.ranks; ++i)
        found = m_library.arrayOf(found);
    return found;
}

//! T of `foreach (var x in sequence)`; null when it is no sequence.
const Type *Checker::elementTypeOf(const Type *sequence)
{
    if (sequence->kind == TypeKind::Array)
        return sequence->element();
    if (sequence->kind == TypeKind::String)
        return type(TypeKind::Char);
    // A type's own GetEnumerator comes before its interfaces: JObject gives pairs and is a sequence of tokens too.
    for (const auto *member : m_library.members(*sequence, "GetEnumerator")) {
        if (!member->parameters.empty() || member->result->known != Known::IEnumerator1)
            continue;
        const auto *declaring = m_library.findBase(sequence, member->declaring);
        if (declaring)
            return m_library.substitute(member->result, declaring->definition->arguments, declaring->arguments)->element();
    }
    if (const auto *generic = m_library.findBase(sequence, m_library.known(Known::IEnumerable1)))
        return generic->element();
    if (m_library.known(Known::IEnumerable) && m_library.findBase(sequence, m_library.known(Known::IEnumerable)))
        return type(TypeKind::Object);
    return nullptr;
}

//! The one type among the nodes that all others convert to; null when there is none.
const Type *Checker::bestCommonType(const std::vector<Node *> &nodes)
{
    for (const auto *candidate : nodes) {
        if (candidate->type->kind == TypeKind::Null || candidate->type->kind == TypeKind::Lambda)
            continue;
        bool fits = true;
        for (const auto *node : nodes)
            fits = fits && implicitConversion(node, candidate->type).isImplicit();
        if (fits)
            return candidate->type;
    }
    return nullptr;
}

} // namespace gatehouse::expression
