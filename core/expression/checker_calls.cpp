// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

#include <algorithm>

namespace gatehouse::expression {

std::vector<Argument> Checker::arguments(const std::vector<Syntax *> &syntax, std::size_t from)
{
    std::vector<Argument> made;
    for (auto i = from; i < syntax.size(); ++i) {
        const auto *part = syntax[i];
        Argument argument;
        if (part->kind == SyntaxKind::Named) {
            argument.name = part->name;
            part = part->children[0];
        }
        argument.syntax = part;
        argument.isOut = part->kind == SyntaxKind::Out || part->kind == SyntaxKind::OutDeclaration;
        if (part->kind == SyntaxKind::OutDeclaration) {
            argument.outDeclared = &part->types[0];
            argument.node = invalid(part->offset);
        } else {
            argument.node = expression(part->kind == SyntaxKind::Out ? *part->children[0] : *part);
        }
        made.push_back(std::move(argument));
    }
    return made;
}

const Type *Checker::close(const Type *open, const Candidate &candidate) const
{
    const auto *declaring = candidate.member->declaring;
    const auto *type = m_library.substitute(open, declaring->arguments, candidate.receiverArguments);
    return m_library.substitute(type, candidate.member->typeParameters, candidate.typeArguments);
}

//! What `parameter` (open) would have to be for `argument`: adds to the bounds of the type parameters in it.
void Checker::inferFrom(const Type *parameter, const Type *argument, const std::vector<const Type *> &open,
                        std::vector<std::vector<const Type *>> &bounds)
{
    if (!argument || argument->kind == TypeKind::Null || argument->kind == TypeKind::Lambda || argument->kind == TypeKind::Void)
        return;
    if (parameter->kind == TypeKind::Parameter) {
        for (std::size_t i = 0; i < open.size(); ++i)
            if (open[i] == parameter)
                bounds[i].push_back(argument);
        return;
    }
    if (parameter->kind == TypeKind::Array) {
        if (argument->kind == TypeKind::Array)
            inferFrom(parameter->element(), argument->element(), open, bounds);
        return;
    }
    if (parameter->kind == TypeKind::Nullable) {
        inferFrom(parameter->element(), argument->kind == TypeKind::Nullable ? argument->element() : argument, open, bounds);
        return;
    }
    if (parameter->arguments.empty())
        return;
    if (const auto *base = m_library.findBase(argument, parameter->definition))
        for (std::size_t i = 0; i < parameter->arguments.size(); ++i)
            inferFrom(parameter->arguments[i], base->arguments[i], open, bounds);
}

//! C# 7, "Type inference": plain arguments first, then lambdas whose parameters are known by then.
bool Checker::infer(Candidate &candidate, const std::vector<std::pair<const Type *, Argument *>> &pairs)
{
    const auto &open = candidate.member->typeParameters;
    std::vector<std::vector<const Type *>> bounds(open.size());
    std::vector<const Type *> fixed(open.size(), nullptr);
    for (const auto &[parameter, argument] : pairs)
        if (argument->node->kind != NodeKind::PendingLambda && !argument->isOut && argument->node->kind != NodeKind::Invalid)
            inferFrom(parameter, argument->node->type, open, bounds);
        else if (argument->isOut && argument->node->kind == NodeKind::Local)
            inferFrom(parameter, argument->node->type, open, bounds);
    const auto fix = [&] {
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (fixed[i] || bounds[i].empty())
                continue;
            for (const auto *bound : bounds[i]) {
                bool fits = true;
                for (const auto *other : bounds[i])
                    fits = fits && standardImplicit(nullptr, other, bound).kind != Conversion::None;
                if (fits) {
                    fixed[i] = bound;
                    break;
                }
            }
            if (!fixed[i])
                fixed[i] = bounds[i][0]; // no common type: the conversion of the others will fail and say so
        }
    };
    fix();
    std::vector<bool> done(pairs.size(), false);
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t p = 0; p < pairs.size(); ++p) {
            const auto &[parameter, argument] = pairs[p];
            if (done[p] || argument->node->kind != NodeKind::PendingLambda || parameter->kind != TypeKind::Delegate)
                continue;
            candidate.typeArguments = fixed;
            std::vector<const Type *> inputs;
            bool isKnown = true;
            for (const auto *input : parameter->parameters) {
                const auto *closed = m_library.substitute(input, open, fixed);
                inputs.push_back(closed);
                for (std::size_t i = 0; i < open.size(); ++i)
                    if (!fixed[i]) {
                        // Is the open parameter still in it?
                        std::vector<const Type *> probe(open.size(), nullptr);
                        probe[i] = type(TypeKind::Int32);
                        isKnown = isKnown && m_library.substitute(closed, open, probe) == closed;
                    }
            }
            if (!isKnown)
                continue;
            done[p] = true;
            moved = true;
            const auto result = argument->node->group.empty() ? bindLambda(*argument->node, inputs, nullptr, true)
                                                              : bindMethodGroup(*argument->node, inputs, nullptr, true);
            if (!result.isOk)
                return false;
            if (result.result && parameter->result)
                inferFrom(parameter->result, result.result, open, bounds);
            fix();
        }
    }
    candidate.typeArguments = fixed;
    return std::all_of(fixed.begin(), fixed.end(), [](const Type *type) { return type != nullptr; });
}

std::optional<Candidate> Checker::applicable(const Member &member, const Type *receiverType, std::vector<Argument> &arguments,
                                             const std::vector<const Type *> &typeArguments, bool expanded)
{
    Candidate candidate;
    candidate.member = &member;
    candidate.isExpanded = expanded;
    if (!typeArguments.empty() && typeArguments.size() != member.typeParameters.size())
        return std::nullopt;
    if (receiverType && !member.declaring->arguments.empty()) {
        const auto *declaring = m_library.findBase(receiverType, member.declaring);
        if (!declaring && receiverType->definition == member.declaring)
            declaring = receiverType;
        if (!declaring)
            return std::nullopt;
        candidate.receiverArguments = declaring->arguments;
    }
    const auto &parameters = member.parameters;
    if (expanded && (parameters.empty() || !parameters.back().isParams))
        return std::nullopt;
    candidate.argumentOf.assign(parameters.size(), -1);
    std::vector<std::size_t> parameterOf(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::size_t parameter = i;
        if (!arguments[i].name.empty()) {
            const auto found = std::find_if(parameters.begin(), parameters.end(),
                                            [&](const Parameter &candidateParameter) { return candidateParameter.name == arguments[i].name; });
            if (found == parameters.end())
                return std::nullopt;
            parameter = static_cast<std::size_t>(found - parameters.begin());
        } else if (expanded && parameter >= parameters.size() - 1) {
            parameter = parameters.size() - 1;
        }
        if (parameter >= parameters.size() || (candidate.argumentOf[parameter] >= 0 && !(expanded && parameter == parameters.size() - 1)))
            return std::nullopt;
        if (candidate.argumentOf[parameter] < 0)
            candidate.argumentOf[parameter] = static_cast<int>(i);
        parameterOf[i] = parameter;
        if (parameters[parameter].isOut != arguments[i].isOut)
            return std::nullopt;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (candidate.argumentOf[i] < 0 && !parameters[i].hasDefault && !(expanded && i == parameters.size() - 1))
            return std::nullopt;

    const auto openOf = [&](std::size_t argument) {
        const auto &parameter = parameters[parameterOf[argument]];
        const auto *open = expanded && parameterOf[argument] == parameters.size() - 1 ? parameter.type->element() : parameter.type;
        return m_library.substitute(open, member.declaring->arguments, candidate.receiverArguments);
    };
    if (!member.typeParameters.empty()) {
        if (!typeArguments.empty()) {
            candidate.typeArguments = typeArguments;
        } else {
            std::vector<std::pair<const Type *, Argument *>> pairs;
            for (std::size_t i = 0; i < arguments.size(); ++i)
                pairs.emplace_back(openOf(i), &arguments[i]);
            if (!infer(candidate, pairs))
                return std::nullopt;
        }
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto *closed = m_library.substitute(openOf(i), member.typeParameters, candidate.typeArguments);
        candidate.parameterTypes.push_back(closed);
        if (arguments[i].isOut) {
            if (arguments[i].node->kind == NodeKind::Local && arguments[i].node->type != closed)
                return std::nullopt;
            continue;
        }
        if (!implicitConversion(arguments[i].node, closed).isImplicit())
            return std::nullopt;
    }
    candidate.result = close(member.result, candidate);
    return candidate;
}

//! 1: to `a` is the better conversion, -1: to `b`, 0: neither (C# 7, "Better conversion from expression").
int Checker::betterConversion(const Argument &argument, const Type *a, const Type *b)
{
    if (a == b || argument.isOut)
        return 0;
    if (argument.node->kind == NodeKind::PendingLambda) {
        if (a->kind != TypeKind::Delegate || b->kind != TypeKind::Delegate || !a->result || !b->result)
            return 0;
        if (a->parameters != b->parameters || a->result == b->result)
            return 0;
        if (a->result->kind == TypeKind::Void)
            return -1;
        if (b->result->kind == TypeKind::Void)
            return 1;
        const auto bound = argument.node->group.empty() ? bindLambda(*argument.node, a->parameters, nullptr, true)
                                                        : bindMethodGroup(*argument.node, a->parameters, nullptr, true);
        if (bound.isOk && bound.result == a->result)
            return 1;
        if (bound.isOk && bound.result == b->result)
            return -1;
    } else {
        if (argument.node->type == a)
            return 1;
        if (argument.node->type == b)
            return -1;
    }
    const auto *from = argument.node->kind == NodeKind::PendingLambda ? a->result : a;
    const auto *to = argument.node->kind == NodeKind::PendingLambda ? b->result : b;
    const bool forward = standardImplicit(nullptr, from, to).kind != Conversion::None || userConversion(argument.node, from, to, false);
    const bool backward = standardImplicit(nullptr, to, from).kind != Conversion::None || userConversion(argument.node, to, from, false);
    if (forward != backward)
        return forward ? 1 : -1;
    const auto isSigned = [](const Type *type) { return type->kind == TypeKind::SByte || type->kind == TypeKind::Int16 || type->kind == TypeKind::Int32 || type->kind == TypeKind::Int64; };
    if (from->isIntegral() && to->isIntegral() && isSigned(from) != isSigned(to))
        return isSigned(from) ? 1 : -1;
    return 0;
}

int Checker::better(const Candidate &a, const Candidate &b, const std::vector<Argument> &arguments)
{
    int sum = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const int one = betterConversion(arguments[i], a.parameterTypes[i], b.parameterTypes[i]);
        if (one != 0 && sum != 0 && one != sum)
            return 0;
        sum = one != 0 ? one : sum;
    }
    if (sum != 0)
        return sum;
    const auto prefer = [](bool first, bool second) { return first == second ? 0 : first ? 1 : -1; };
    if (const int plain = prefer(a.member->typeParameters.empty(), b.member->typeParameters.empty()))
        return plain;
    if (const int normal = prefer(!a.isExpanded, !b.isExpanded))
        return normal;
    if (a.isExpanded && a.member->parameters.size() != b.member->parameters.size())
        return a.member->parameters.size() > b.member->parameters.size() ? 1 : -1;
    const auto defaults = [](const Candidate &candidate) { return std::count(candidate.argumentOf.begin(), candidate.argumentOf.end(), -1); };
    if (!a.isExpanded && defaults(a) != defaults(b))
        return defaults(a) < defaults(b) ? 1 : -1;
    // More specific parameter types: a type parameter is less so than anything else.
    for (std::size_t i = 0; i < std::min(a.member->parameters.size(), b.member->parameters.size()); ++i) {
        const auto *left = a.member->parameters[i].type;
        const auto *right = b.member->parameters[i].type;
        if ((left->kind == TypeKind::Parameter) != (right->kind == TypeKind::Parameter))
            return left->kind == TypeKind::Parameter ? -1 : 1;
    }
    if (a.member->declaring != b.member->declaring) {
        if (m_library.findBase(a.member->declaring, b.member->declaring))
            return 1;
        if (m_library.findBase(b.member->declaring, a.member->declaring))
            return -1;
    }
    return 0;
}

Node *Checker::resolveCall(std::size_t offset, std::string_view name, const std::vector<const Member *> &overloads, Node *receiver,
                           const Type *receiverType, std::vector<Argument> given, const std::vector<const Type *> &typeArguments, bool report)
{
    for (const auto &argument : given)
        if (argument.node->kind == NodeKind::Invalid && !argument.outDeclared)
            return argument.node;
    std::vector<Candidate> candidates;
    for (const auto *member : overloads)
        for (const bool expanded : {false, true})
            if (auto candidate = applicable(*member, receiverType, given, typeArguments, expanded))
                candidates.push_back(std::move(*candidate));
    if (candidates.empty()) {
        if (!report)
            return nullptr;
        std::string types;
        for (const auto &argument : given)
            types += (types.empty() ? "" : ", ") + nameOf(*argument.node->type);
        if (overloads.size() == 1 && given.size() == overloads[0]->parameters.size() && typeArguments.empty()) {
            for (std::size_t i = 0; i < given.size(); ++i)
                if (given[i].node->kind == NodeKind::PendingLambda) { // the lambda's own findings say most
                    const auto *parameter = overloads[0]->parameters[i].type;
                    if (parameter->kind == TypeKind::Delegate && overloads[0]->typeParameters.empty())
                        return convert(given[i].node, parameter);
                }
        }
        // A lambda that fails for every overload: show why.
        for (auto &argument : given)
            if (argument.node->kind == NodeKind::PendingLambda && argument.node->syntax)
                for (const auto *member : overloads)
                    if (auto findings = lambdaFindings(*member, receiverType, given, argument); !findings.empty()) {
                        for (auto &finding : findings)
                            fault(finding.offset, finding.code, finding.message);
                        return invalid(offset);
                    }
        return fault(offset, "CS1503", "No overload of '" + std::string(name) + "' takes the arguments (" + types + ")");
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < candidates.size(); ++i)
        if (better(candidates[i], candidates[best], given) > 0)
            best = i;
    return makeCall(offset, candidates[best], receiver, given);
}

//! Why the lambda does not bind where the plain arguments decide its parameters; empty when that is not known.
std::vector<Finding> Checker::lambdaFindings(const Member &member, const Type *receiverType, std::vector<Argument> &given, const Argument &lambda)
{
    Candidate candidate;
    candidate.member = &member;
    if (given.size() != member.parameters.size())
        return {};
    if (receiverType && !member.declaring->arguments.empty()) {
        const auto *declaring = m_library.findBase(receiverType, member.declaring);
        if (!declaring)
            return {};
        candidate.receiverArguments = declaring->arguments;
    }
    std::vector<std::pair<const Type *, Argument *>> pairs;
    const Type *delegate = nullptr;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto *open = m_library.substitute(member.parameters[i].type, member.declaring->arguments, candidate.receiverArguments);
        if (&given[i] == &lambda)
            delegate = open;
        else
            pairs.emplace_back(open, &given[i]);
    }
    if (!delegate || delegate->kind != TypeKind::Delegate)
        return {};
    infer(candidate, pairs);
    std::vector<const Type *> inputs;
    for (const auto *parameter : delegate->parameters) {
        inputs.push_back(m_library.substitute(parameter, member.typeParameters, candidate.typeArguments));
        if (inputs.back()->kind == TypeKind::Parameter)
            return {};
    }
    return bindLambda(*lambda.node, inputs, nullptr, true).findings;
}

Node *Checker::makeCall(std::size_t offset, Candidate &candidate, Node *receiver, std::vector<Argument> &given)
{
    const auto &member = *candidate.member;
    auto *call = add(NodeKind::Call, offset, candidate.result);
    call->member = &member;
    call->typeArguments = candidate.receiverArguments;
    call->typeArguments.insert(call->typeArguments.end(), candidate.typeArguments.begin(), candidate.typeArguments.end());
    const bool isInstance = !member.isStatic && member.kind != MemberKind::Constructor;
    if (isInstance && receiver) {
        call->hasReceiver = true;
        call->children.push_back(receiver);
    }
    for (std::size_t i = 0; i < member.parameters.size(); ++i) {
        const auto &parameter = member.parameters[i];
        const auto *parameterType = close(parameter.type, candidate);
        if (candidate.isExpanded && i == member.parameters.size() - 1) {
            auto *array = add(NodeKind::ArrayLiteral, offset, parameterType);
            array->target = parameterType;
            if (candidate.argumentOf[i] >= 0)
                for (auto a = static_cast<std::size_t>(candidate.argumentOf[i]); a < given.size() && given[a].name.empty(); ++a)
                    array->children.push_back(convert(given[a].node, parameterType->element()));
            if (candidate.argumentOf[i] >= 0 && array->children.empty()) // named
                array->children.push_back(convert(given[static_cast<std::size_t>(candidate.argumentOf[i])].node, parameterType->element()));
            call->children.push_back(array);
            continue;
        }
        if (candidate.argumentOf[i] < 0) {
            auto value = parameter.defaultValue;
            call->children.push_back(value.isNull() && !parameterType->isReference() && parameterType->kind != TypeKind::Nullable
                                         ? defaultOf(offset, parameterType)
                                         : constant(offset, parameterType, value));
            continue;
        }
        auto &argument = given[static_cast<std::size_t>(candidate.argumentOf[i])];
        if (parameter.isOut) {
            if (argument.outDeclared) {
                const auto *declared = argument.outDeclared->name == "var" ? parameterType : resolve(*argument.outDeclared);
                argument.node = load(argument.syntax->offset, declare(argument.syntax->name, declared, argument.syntax->offset));
            }
            if (argument.node->kind != NodeKind::Local) {
                call->children.push_back(fault(argument.node->offset, "CS1510", "An out argument has to be a variable"));
                continue;
            }
            argument.node->local->isShared = true;
            auto *cell = add(NodeKind::OutCell, argument.node->offset, parameterType);
            cell->local = argument.node->local;
            call->children.push_back(cell);
            continue;
        }
        call->children.push_back(convert(argument.node, parameterType));
    }
    return call;
}

//! A call that the checker itself needs; the library declares it.
Node *Checker::callKnown(std::size_t offset, const Type *type, std::string_view name, Node *receiver, std::vector<Node *> values)
{
    std::vector<Argument> given;
    for (auto *value : values) {
        Argument argument;
        argument.node = value;
        given.push_back(argument);
    }
    return resolveCall(offset, name, m_library.members(*type, name), receiver, type, std::move(given), {});
}

} // namespace gatehouse::expression
