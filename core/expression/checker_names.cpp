// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! Of an anonymous type or a tuple, whose elements have the names Item1 ... too.
std::optional<std::uint32_t> fieldIndex(const Type &owner, const std::string &name)
{
    const auto wanted = toUtf16(name);
    for (std::uint32_t i = 0; i < owner.fields.size(); ++i)
        if (owner.fields[i].name == wanted || (owner.known == Known::ValueTuple && name == "Item" + std::to_string(i + 1)))
            return i;
    return std::nullopt;
}

} // namespace

//! What a dotted name stands for: a value, else a type, else a namespace.
Meaning Checker::meaningOf(const Syntax &syntax, bool isInvoked)
{
    if (syntax.kind == SyntaxKind::TypeName)
        return {nullptr, resolve(syntax.types[0]), {}};
    if (syntax.kind == SyntaxKind::Member)
        return memberMeaning(syntax, isInvoked);
    if (syntax.kind != SyntaxKind::Name)
        return {expression(syntax), nullptr, {}};
    if (auto *local = findLocal(syntax.name)) {
        if (local->isConstant)
            return {constant(syntax.offset, local->type, local->constant), nullptr, {}};
        return {load(syntax.offset, local), nullptr, {}};
    }
    if (syntax.name == "context" && syntax.types.empty())
        return {add(NodeKind::Context, syntax.offset, m_library.known(Known::IContext)), nullptr, {}};
    if (const auto *found = m_library.findType(syntax.name, syntax.types.size())) {
        if (syntax.types.empty())
            return {nullptr, found, {}};
        std::vector<const Type *> arguments;
        for (const auto &argument : syntax.types)
            arguments.push_back(resolve(argument));
        return {nullptr, m_library.close(found, arguments), {}};
    }
    if (m_library.isNamespace(syntax.name))
        return {nullptr, nullptr, syntax.name};
    return {};
}

Node *Checker::name(const Syntax &syntax)
{
    const auto meaning = meaningOf(syntax);
    if (meaning.value)
        return meaning.value;
    if (meaning.type)
        return fault(syntax.offset, "CS0119", "'" + syntax.name + "' is a type, which is not valid here");
    return fault(syntax.offset, "CS0103", "The name '" + syntax.name + "' does not exist in the current context");
}

Meaning Checker::memberMeaning(const Syntax &syntax, bool isInvoked)
{
    const auto left = meaningOf(*syntax.children[0]);
    std::vector<const Type *> arguments;
    for (const auto &argument : syntax.types)
        arguments.push_back(resolve(argument));
    if (!left.space.empty()) {
        const auto full = left.space + '.' + syntax.name;
        if (const auto *found = m_library.findType(full, arguments.size()))
            return {nullptr, arguments.empty() ? found : m_library.close(found, arguments), {}};
        if (m_library.isNamespace(full))
            return {nullptr, nullptr, full};
        return {fault(syntax.offset, "CS0234", "The type '" + full + "' could not be found, or policy expressions may not use it"), nullptr, {}};
    }
    if (left.type)
        return {staticMember(syntax.offset, left.type, syntax.name, arguments), nullptr, {}};
    if (!left.value) {
        const auto &root = *syntax.children[0];
        return {fault(root.offset, "CS0103", "The name '" + root.name + "' does not exist in the current context, or policy expressions may not use it"), nullptr, {}};
    }
    return {memberOf(syntax.offset, left.value, syntax.name, arguments, isInvoked), nullptr, {}};
}

Node *Checker::unknownMember(std::size_t offset, const Type *type, const std::string &name)
{
    // A near miss is worth naming.
    std::string hint;
    for (const auto &candidate : m_library.memberNames(*type))
        if (candidate.size() == name.size() && std::equal(candidate.begin(), candidate.end(), name.begin(), [](char a, char b) {
                return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
            }))
            hint = "; did you mean '" + candidate + "'?";
    return fault(offset, "CS1061", "'" + nameOf(*type) + "' does not contain a definition for '" + name + "'" + hint);
}

Node *Checker::propertyCall(std::size_t offset, const Member &member, Node *receiver, const Type *receiverType)
{
    Candidate candidate;
    candidate.member = &member;
    if (!member.declaring->arguments.empty() && receiverType)
        if (const auto *declaring = m_library.findBase(receiverType, member.declaring))
            candidate.receiverArguments = declaring->arguments;
    candidate.result = close(member.result, candidate);
    std::vector<Argument> none;
    return makeCall(offset, candidate, receiver, none);
}

Node *Checker::groupNode(std::size_t offset, std::vector<const Member *> group, Node *receiver, const Type *receiverType,
                         const std::vector<const Type *> &typeArguments)
{
    auto *node = add(NodeKind::PendingLambda, offset, type(TypeKind::Lambda));
    node->group = std::move(group);
    if (receiver)
        node->children = {receiver};
    node->target = receiverType;
    node->typeArguments = typeArguments;
    return node;
}

//! A property, field or method group of a value.
Node *Checker::memberOf(std::size_t offset, Node *receiver, const std::string &name, const std::vector<const Type *> &typeArguments,
                        bool isInvoked)
{
    if (receiver->kind == NodeKind::Invalid)
        return receiver;
    const auto *owner = receiver->type;
    if (owner->kind == TypeKind::Null || owner->kind == TypeKind::Void || receiver->kind == NodeKind::PendingLambda)
        return fault(offset, "CS0023", "The operator '.' cannot be applied to an operand of type '" + nameOf(*owner) + "'");
    if (owner->kind == TypeKind::Delegate && name == "Invoke")
        return receiver;
    if (owner->kind == TypeKind::Array && name == "Length")
        return add(NodeKind::ArrayLength, offset, type(TypeKind::Int32), {receiver});
    if (owner->kind == TypeKind::String && name == "Length")
        return add(NodeKind::StringLength, offset, type(TypeKind::Int32), {receiver});
    if (const auto field = fieldIndex(*owner, name)) {
        auto *node = add(NodeKind::Field, offset, owner->fields[*field].type, {receiver});
        node->index = *field;
        return node;
    }
    std::vector<const Member *> methods;
    for (const auto *member : m_library.members(*owner, name)) {
        if (member->isStatic && !member->isExtension)
            continue;
        const bool stepsBack = isInvoked && member->result->kind != TypeKind::Delegate && !m_library.extensions(name).empty();
        if (member->kind == MemberKind::Property && methods.empty() && !stepsBack)
            return propertyCall(offset, *member, receiver, owner);
        if (member->kind == MemberKind::Method && !member->isExtension)
            methods.push_back(member);
    }
    for (const auto *extension : m_library.extensions(name))
        methods.push_back(extension);
    if (methods.empty())
        return unknownMember(offset, owner, name);
    return groupNode(offset, std::move(methods), receiver, owner, typeArguments);
}

Node *Checker::staticMember(std::size_t offset, const Type *owner, const std::string &name, const std::vector<const Type *> &typeArguments)
{
    if (owner->kind == TypeKind::Enum)
        for (const auto &[member, value] : owner->values)
            if (member == name)
                return constant(offset, owner, Value::ofEnum(owner, value));
    std::vector<const Member *> methods;
    for (const auto *member : m_library.members(*owner, name)) {
        if (!member->isStatic)
            continue;
        if (member->kind == MemberKind::Property)
            return propertyCall(offset, *member, nullptr, owner);
        if (member->kind == MemberKind::Method)
            methods.push_back(member);
    }
    if (methods.empty())
        return fault(offset, "CS0117", "'" + nameOf(*owner) + "' does not contain a definition for '" + name + "'");
    return groupNode(offset, std::move(methods), nullptr, owner, typeArguments);
}

} // namespace gatehouse::expression
