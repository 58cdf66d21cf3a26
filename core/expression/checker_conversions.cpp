// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/arithmetic.h"
#include "core/expression/checker.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

//! C# 7 specification, "Implicit numeric conversions".
bool widens(TypeKind from, TypeKind to)
{
    const auto isOneOf = [to](std::initializer_list<TypeKind> kinds) {
        for (const auto kind : kinds)
            if (kind == to)
                return true;
        return false;
    };
    using K = TypeKind;
    switch (from) {
    case K::SByte: return isOneOf({K::Int16, K::Int32, K::Int64, K::Single, K::Double, K::Decimal});
    case K::Byte: return isOneOf({K::Int16, K::UInt16, K::Int32, K::UInt32, K::Int64, K::UInt64, K::Single, K::Double, K::Decimal});
    case K::Int16: return isOneOf({K::Int32, K::Int64, K::Single, K::Double, K::Decimal});
    case K::UInt16: return isOneOf({K::Int32, K::UInt32, K::Int64, K::UInt64, K::Single, K::Double, K::Decimal});
    case K::Int32: return isOneOf({K::Int64, K::Single, K::Double, K::Decimal});
    case K::UInt32: return isOneOf({K::Int64, K::UInt64, K::Single, K::Double, K::Decimal});
    case K::Int64:
    case K::UInt64: return isOneOf({K::Single, K::Double, K::Decimal});
    case K::Char: return isOneOf({K::UInt16, K::Int32, K::UInt32, K::Int64, K::UInt64, K::Single, K::Double, K::Decimal});
    case K::Single: return to == K::Double;
    default: return false;
    }
}

bool isNumberOrChar(const Type *type)
{
    return type->isNumeric() || type->kind == TypeKind::Char;
}

//! An int constant that fits a smaller type, or a long one that fits ulong.
bool constantFits(const Node *node, const Type *to)
{
    if (!node || node->kind != NodeKind::Constant)
        return false;
    if (node->type->kind == TypeKind::Int64)
        return to->kind == TypeKind::UInt64 && node->value.integer() >= 0;
    if (node->type->kind != TypeKind::Int32)
        return false;
    const auto value = node->value.integer();
    switch (to->kind) {
    case TypeKind::SByte: return value >= -128 && value <= 127;
    case TypeKind::Byte: return value >= 0 && value <= 255;
    case TypeKind::Int16: return value >= -32768 && value <= 32767;
    case TypeKind::UInt16: return value >= 0 && value <= 65535;
    case TypeKind::UInt32:
    case TypeKind::UInt64: return value >= 0;
    default: return false;
    }
}

} // namespace

Conversion Checker::standardImplicit(const Node *constantOrNull, const Type *from, const Type *to) const
{
    if (from == to || ((from->hasTupleNames || to->hasTupleNames) && m_library.plain(from) == m_library.plain(to)))
        return {Conversion::Identity};
    if (from->kind == TypeKind::Void || to->kind == TypeKind::Void || from->kind == TypeKind::Lambda)
        return {};
    if (from->kind == TypeKind::Null)
        return {to->isReference() || to->kind == TypeKind::Nullable ? Conversion::Null : Conversion::None};
    if (isNumberOrChar(from) && widens(from->kind, to->kind))
        return {Conversion::Numeric};
    if (constantFits(constantOrNull, to))
        return {Conversion::Constant};
    if (to->kind == TypeKind::Enum && constantOrNull && constantOrNull->kind == NodeKind::Constant && from->kind == TypeKind::Int32 &&
        constantOrNull->value.integer() == 0)
        return {Conversion::EnumZero};
    if (to->kind == TypeKind::Nullable) {
        const auto *inner = to->element();
        if (from->kind == TypeKind::Nullable)
            return {isNumberOrChar(from->element()) && widens(from->element()->kind, inner->kind) ? Conversion::LiftedNumeric : Conversion::None};
        const auto wrapped = standardImplicit(constantOrNull, from, inner);
        return {wrapped.kind == Conversion::None ? Conversion::None
                : wrapped.kind == Conversion::Identity ? Conversion::ToNullable
                                                       : Conversion::LiftedNumeric};
    }
    if (from->isReference())
        return {m_library.isAssignable(from, to) ? Conversion::Reference : Conversion::None};
    if (to->kind == TypeKind::Object || to->known == Known::ValueType || (to->known == Known::Enum && from->kind == TypeKind::Enum) ||
        (to->kind == TypeKind::Interface && m_library.isAssignable(from->kind == TypeKind::Nullable ? from->element() : from, to)))
        return {Conversion::Boxing};
    return {};
}

Conversion Checker::implicitConversion(const Node *from, const Type *to)
{
    if (from->kind == NodeKind::Invalid)
        return {Conversion::Identity};
    if (from->kind == NodeKind::Throw)
        return {Conversion::Null};
    if (from->kind == NodeKind::PendingLambda)
        return {to->kind == TypeKind::Delegate && lambdaConverts(*from, to) ? Conversion::Lambda : Conversion::None};
    if (from->kind == NodeKind::Default)
        return {to->kind == TypeKind::Void || to->kind == TypeKind::Null ? Conversion::None : Conversion::Null};
    const auto standard = standardImplicit(from, from->type, to);
    if (standard.kind != Conversion::None)
        return standard;
    if (const auto byElements = tupleConversion(from, to); byElements.kind != Conversion::None)
        return byElements;
    if (const auto *user = userConversion(from, from->type, to, false))
        return {Conversion::User, user};
    return {};
}

//! The most specific user-defined conversion whose sides convert by standard ones; null: none.
const Member *Checker::userConversion(const Node *value, const Type *from, const Type *to, bool allowExplicit)
{
    if (from->kind == TypeKind::Object || to->kind == TypeKind::Object || from->kind == TypeKind::Interface || to->kind == TypeKind::Interface ||
        from->kind == TypeKind::Null)
        return nullptr;
    const auto *source = from->kind == TypeKind::Nullable ? from->element() : from;
    const auto *target = to->kind == TypeKind::Nullable ? to->element() : to;
    const Member *best = nullptr;
    int bestRank = 100;
    const auto consider = [&](const Type *owner, MemberKind kind) {
        for (const auto *member : m_library.operators(*owner, kind)) {
            const auto *parameter = member->parameters[0].type;
            const auto takes = from == parameter ? Conversion{Conversion::Identity} : standardImplicit(value, source, parameter);
            const auto gives = standardImplicit(nullptr, member->result, to);
            const bool isNarrow = allowExplicit && member->result->isNumeric() && target->isNumeric();
            const bool takesNarrow = allowExplicit && parameter->isReference() && source->isReference() && m_library.isAssignable(parameter, source);
            if ((takes.kind == Conversion::None && !takesNarrow) || (gives.kind == Conversion::None && !isNarrow))
                continue;
            int rank = (takes.kind == Conversion::Identity ? 0 : takes.kind == Conversion::Reference ? 1 : 3) +
                       (gives.kind == Conversion::Identity ? 0 : gives.kind == Conversion::None ? 20 : 5);
            if (takes.kind != Conversion::Identity && parameter->isNumeric() && source->isNumeric())
                rank += parameter->kind == TypeKind::Int64 ? 0 : parameter->kind == TypeKind::Double ? 1 : 2;
            rank += kind == MemberKind::ExplicitConversion ? 1 : 0;
            if (rank < bestRank) {
                best = member;
                bestRank = rank;
            }
        }
    };
    for (const auto *owner : {source, target}) {
        consider(owner, MemberKind::ImplicitConversion);
        if (allowExplicit)
            consider(owner, MemberKind::ExplicitConversion);
    }
    return best;
}

Conversion Checker::explicitConversion(const Node *from, const Type *to)
{
    const auto implicit = implicitConversion(from, to);
    if (implicit.kind != Conversion::None)
        return implicit;
    const auto *source = from->type;
    if (source->kind == TypeKind::Void || source->kind == TypeKind::Null)
        return {};
    if (isNumberOrChar(source) && isNumberOrChar(to))
        return {Conversion::ExplicitNumeric};
    if ((source->kind == TypeKind::Enum && (isNumberOrChar(to) || to->kind == TypeKind::Enum)) || (to->kind == TypeKind::Enum && isNumberOrChar(source)))
        return {Conversion::EnumNumber};
    if (source->kind == TypeKind::Nullable && !to->isReference()) {
        const auto *inner = source->element();
        const auto *target = to->kind == TypeKind::Nullable ? to->element() : to;
        if (inner == target || (isNumberOrChar(inner) && isNumberOrChar(target)) || inner->kind == TypeKind::Enum || target->kind == TypeKind::Enum)
            return {Conversion::FromNullable};
    }
    if (to->kind == TypeKind::Nullable && isNumberOrChar(source) && isNumberOrChar(to->element()))
        return {Conversion::ExplicitNumeric};
    if (source->isReference() && to->isReference()) {
        const bool isClassPair = source->kind != TypeKind::Interface && to->kind != TypeKind::Interface;
        if (m_library.isAssignable(to, source) || (!isClassPair && source->kind != TypeKind::String && to->kind != TypeKind::String))
            return {Conversion::ExplicitReference};
        if (source->kind == TypeKind::Interface || to->kind == TypeKind::Interface)
            if (m_library.isAssignable(to, source) || m_library.isAssignable(source, to))
                return {Conversion::ExplicitReference};
        if (source->kind == TypeKind::Array && to->kind == TypeKind::Array && source->element()->isReference() && to->element()->isReference())
            return {Conversion::ExplicitReference};
    }
    if ((source->kind == TypeKind::Object || source->kind == TypeKind::Interface || source->known == Known::ValueType || source->known == Known::Enum) &&
        !to->isReference())
        return {Conversion::Unboxing};
    if (const auto *user = userConversion(from, source, to, true))
        return {Conversion::ExplicitUser, user};
    return {};
}

//! A token as a sequence of tokens is its children: a JObject enumerates as pairs otherwise. Null stays null.
Node *Checker::tokensOf(Node *value)
{
    const auto *token = m_library.known(Known::JToken);
    if (!token || !m_library.isAssignable(value->type, token) || value->type->known == Known::JArray)
        return value;
    auto *holder = temporary(value->type);
    auto *children = callKnown(value->offset, token, "Children", load(value->offset, holder), {});
    auto *node = add(NodeKind::ConditionalAccess, value->offset, children->type, {value, children});
    node->local = holder;
    return node;
}

Node *Checker::retype(Node *value, const Type *to)
{
    if (value->type == to)
        return value;
    if (value->kind == NodeKind::Constant) { // keeps what folding and constant conversions know
        auto *node = constant(value->offset, to, value->value);
        return node;
    }
    return add(NodeKind::Retype, value->offset, to, {value});
}

Node *Checker::numeric(Node *value, const Type *to)
{
    const bool lifted = value->type->kind == TypeKind::Nullable;
    const auto *from = lifted ? value->type->element() : value->type;
    const auto *target = to->kind == TypeKind::Nullable ? to->element() : to;
    if (from == target)
        return retype(value, to);
    if (value->kind == NodeKind::Constant && !lifted && !value->value.isNull()) {
        try {
            return constant(value->offset, to, convertNumber(from->kind, target->kind, !m_isUnchecked, value->value));
        } catch (const Raise &) {
            return fault(value->offset, "CS0221", "Constant value cannot be converted to a '" + nameOf(*target) + "'");
        }
    }
    auto *node = add(NodeKind::Convert, value->offset, to, {value});
    node->operandKind = from->kind;
    node->target = target;
    node->isChecked = m_isChecked;
    return node;
}

Node *Checker::apply(const Conversion &conversion, Node *value, const Type *to)
{
    switch (conversion.kind) {
    case Conversion::None:
        return invalid(value->offset);
    case Conversion::Tuple:
        return toTuple(value, to);
    case Conversion::Identity:
    case Conversion::Null:
        if (value->kind == NodeKind::Default)
            return defaultOf(value->offset, to);
        [[fallthrough]];
    case Conversion::Boxing:
    case Conversion::ToNullable:
        return retype(value, to);
    case Conversion::Reference:
        if (to->known == Known::IEnumerable || (to->known == Known::IEnumerable1 && to->element()->known == Known::JToken))
            return retype(tokensOf(value), to);
        return retype(value, to);
    case Conversion::Numeric:
    case Conversion::Constant:
    case Conversion::LiftedNumeric:
    case Conversion::ExplicitNumeric: {
        const auto *inner = to->kind == TypeKind::Nullable ? to->element() : to;
        if (conversion.kind == Conversion::LiftedNumeric && value->type->kind != TypeKind::Nullable && !isNumberOrChar(value->type))
            return retype(apply(standardImplicit(value, value->type, inner), value, inner), to);
        return numeric(value, to);
    }
    case Conversion::EnumZero:
        return constant(value->offset, to, Value::ofEnum(to, 0));
    case Conversion::User:
    case Conversion::ExplicitUser: {
        const auto *parameter = conversion.user->parameters[0].type;
        Node *argument = value;
        if (value->type->kind == TypeKind::Nullable && parameter->kind != TypeKind::Nullable && !parameter->isReference()) {
            argument = add(NodeKind::Unwrap, value->offset, value->type->element(), {value});
        }
        if (argument->type != parameter) {
            const auto in = standardImplicit(argument, argument->type, parameter);
            argument = in.kind != Conversion::None ? apply(in, argument, parameter) : cast(argument, parameter, value->offset);
        }
        auto *call = add(NodeKind::Call, value->offset, conversion.user->result, {argument});
        call->member = conversion.user;
        const auto out = standardImplicit(nullptr, call->type, to);
        return out.kind != Conversion::None ? apply(out, call, to) : numeric(call, to);
    }
    case Conversion::Lambda:
        return lambdaTo(*value, to);
    case Conversion::ExplicitReference:
    case Conversion::Unboxing: {
        auto *node = add(NodeKind::Cast, value->offset, to, {value});
        node->target = to;
        return node;
    }
    case Conversion::FromNullable: {
        const auto *inner = value->type->element();
        if (to->kind == TypeKind::Nullable)
            return numeric(value, to);
        auto *unwrapped = add(NodeKind::Unwrap, value->offset, inner, {value});
        return inner == to ? unwrapped : cast(unwrapped, to, value->offset);
    }
    case Conversion::EnumNumber: {
        Node *number = value;
        if (value->type->kind == TypeKind::Enum) {
            number = value->kind == NodeKind::Constant
                         ? constant(value->offset, type(TypeKind::Int32), Value::ofInt(value->value.enumValue()))
                         : add(NodeKind::FromEnum, value->offset, type(TypeKind::Int32), {value});
        }
        if (to->kind != TypeKind::Enum)
            return numeric(number, to);
        number = numeric(number, type(TypeKind::Int32));
        if (number->kind == NodeKind::Constant)
            return constant(value->offset, to, Value::ofEnum(to, number->value.int32()));
        auto *node = add(NodeKind::ToEnum, value->offset, to, {number});
        node->target = to;
        return node;
    }
    }
    return invalid(value->offset);
}

Node *Checker::convert(Node *value, const Type *to)
{
    if (value->kind == NodeKind::Invalid)
        return value;
    const auto conversion = implicitConversion(value, to);
    if (conversion.kind != Conversion::None)
        return apply(conversion, value, to);
    if (value->kind == NodeKind::PendingLambda && to->kind == TypeKind::Delegate)
        return lambdaTo(*value, to); // its own findings say more
    const bool hasExplicit = explicitConversion(value, to).kind != Conversion::None;
    return fault(value->offset, hasExplicit ? "CS0266" : "CS0029",
                 "Cannot implicitly convert type '" + nameOf(*value->type) + "' to '" + nameOf(*to) + "'" +
                     (hasExplicit ? ". An explicit conversion exists (are you missing a cast?)" : ""));
}

Node *Checker::cast(Node *value, const Type *to, std::size_t offset)
{
    if (value->kind == NodeKind::Invalid)
        return value;
    const auto conversion = explicitConversion(value, to);
    if (conversion.kind == Conversion::None)
        return fault(offset, "CS0030", "Cannot convert type '" + nameOf(*value->type) + "' to '" + nameOf(*to) + "'");
    return apply(conversion, value, to);
}

} // namespace gatehouse::expression
