// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/arithmetic.h"
#include "core/expression/checker.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

struct OperatorName
{
    std::string_view symbol;
    BinaryOperator op;
};
constexpr OperatorName operatorNames[]{{"+", BinaryOperator::Add}, {"-", BinaryOperator::Subtract}, {"*", BinaryOperator::Multiply},
    {"/", BinaryOperator::Divide}, {"%", BinaryOperator::Remainder}, {"&", BinaryOperator::And}, {"|", BinaryOperator::Or},
    {"^", BinaryOperator::Xor}, {"<<", BinaryOperator::ShiftLeft}, {">>", BinaryOperator::ShiftRight}, {"==", BinaryOperator::Equal},
    {"!=", BinaryOperator::NotEqual}, {"<", BinaryOperator::Less}, {"<=", BinaryOperator::LessOrEqual}, {">", BinaryOperator::Greater},
    {">=", BinaryOperator::GreaterOrEqual}};

BinaryOperator operatorOf(std::string_view symbol)
{
    for (const auto &name : operatorNames)
        if (name.symbol == symbol)
            return name.op;
    return BinaryOperator::Add;
}

const Type *underlying(const Type *type)
{
    return type->kind == TypeKind::Nullable ? type->element() : type;
}

bool isNumberOrCharacter(const Type *type)
{
    return type->isNumeric() || type->kind == TypeKind::Char;
}

//! C# 7, "Binary numeric promotions"; Void where there is no common type.
TypeKind promoted(TypeKind a, TypeKind b)
{
    const auto either = [&](TypeKind kind) { return a == kind || b == kind; };
    if (either(TypeKind::Decimal))
        return either(TypeKind::Single) || either(TypeKind::Double) ? TypeKind::Void : TypeKind::Decimal;
    if (either(TypeKind::Double))
        return TypeKind::Double;
    if (either(TypeKind::Single))
        return TypeKind::Single;
    if (either(TypeKind::UInt64)) {
        const auto other = a == TypeKind::UInt64 ? b : a;
        return other == TypeKind::SByte || other == TypeKind::Int16 || other == TypeKind::Int32 || other == TypeKind::Int64 ? TypeKind::Void : TypeKind::UInt64;
    }
    if (either(TypeKind::Int64))
        return TypeKind::Int64;
    if (either(TypeKind::UInt32)) {
        const auto other = a == TypeKind::UInt32 ? b : a;
        return other == TypeKind::SByte || other == TypeKind::Int16 || other == TypeKind::Int32 ? TypeKind::Int64 : TypeKind::UInt32;
    }
    return TypeKind::Int32;
}

} // namespace

Node *Checker::fold(Node *node)
{
    for (const auto *child : node->children)
        if (child->kind != NodeKind::Constant || child->value.isNull())
            return node;
    try {
        switch (node->kind) {
        case NodeKind::Binary:
            return constant(node->offset, node->type, arithmetic(node->op, node->operandKind, !m_isUnchecked || node->op == BinaryOperator::Divide, node->children[0]->value, node->children[1]->value));
        case NodeKind::Negate:
            return constant(node->offset, node->type, negate(node->operandKind, !m_isUnchecked, node->children[0]->value));
        case NodeKind::Complement:
            return constant(node->offset, node->type, complement(node->operandKind, node->children[0]->value));
        case NodeKind::Not:
            return constant(node->offset, node->type, Value::ofBool(!node->children[0]->value.boolean()));
        default:
            return node;
        }
    } catch (const Raise &raised) {
        if (raised.kind == Raised::DivideByZero)
            return fault(node->offset, "CS0020", "Division by constant zero");
        return fault(node->offset, "CS0220", "The operation overflows at compile time in checked mode");
    }
}

Node *Checker::unary(const Syntax &syntax)
{
    const auto &symbol = syntax.name;
    // -2147483648 and -9223372036854775808 are constants although their digits alone do not fit.
    const auto &inner = *syntax.children[0];
    if (symbol == "-" && inner.kind == SyntaxKind::Literal && inner.name.empty()) {
        if (inner.value.tag() == Tag::UInt32 && inner.value.integer() == 2147483648LL)
            return constant(syntax.offset, type(TypeKind::Int32), Value::ofInt(INT32_MIN));
        if (inner.value.tag() == Tag::UInt64 && inner.value.integer() == INT64_MIN)
            return constant(syntax.offset, type(TypeKind::Int64), Value::ofLong(INT64_MIN));
    }
    auto *operand = value(inner);
    if (operand->kind == NodeKind::Invalid)
        return operand;
    if (auto *user = userOperator(syntax.offset, symbol, {operand}))
        return user;
    const auto *plain = underlying(operand->type);
    const bool lifted = operand->type->kind == TypeKind::Nullable;
    if (symbol == "!") {
        if (plain->kind != TypeKind::Bool) {
            if (implicitConversion(operand, type(TypeKind::Bool)).isImplicit())
                operand = convert(operand, type(TypeKind::Bool));
            else
                return fault(syntax.offset, "CS0023", "Operator '!' cannot be applied to operand of type '" + nameOf(*operand->type) + "'");
        }
        return fold(add(NodeKind::Not, syntax.offset, operand->type, {operand}));
    }
    if (plain->kind == TypeKind::Enum && symbol == "~") {
        auto *number = add(NodeKind::Complement, syntax.offset, type(TypeKind::Int32), {cast(operand, type(TypeKind::Int32), syntax.offset)});
        number->operandKind = TypeKind::Int32;
        return cast(fold(number), operand->type, syntax.offset);
    }
    if (!isNumberOrCharacter(plain))
        return fault(syntax.offset, "CS0023", "Operator '" + symbol + "' cannot be applied to operand of type '" + nameOf(*operand->type) + "'");
    auto kind = promoted(plain->kind, TypeKind::Int32);
    if (plain->kind == TypeKind::UInt32 && symbol != "-")
        kind = TypeKind::UInt32;
    if (plain->kind == TypeKind::UInt64)
        kind = symbol == "-" ? TypeKind::Void : TypeKind::UInt64;
    if (kind == TypeKind::Void || (symbol == "~" && kind >= TypeKind::Single))
        return fault(syntax.offset, "CS0023", "Operator '" + symbol + "' cannot be applied to operand of type '" + nameOf(*operand->type) + "'");
    const auto *result = lifted ? m_library.nullableOf(type(kind)) : type(kind);
    operand = numeric(operand, result);
    if (symbol == "+")
        return operand;
    auto *node = add(symbol == "-" ? NodeKind::Negate : NodeKind::Complement, syntax.offset, result, {operand});
    node->operandKind = kind;
    node->isChecked = m_isChecked;
    return fold(node);
}

//! An operator that the library declares for one of the operands' types; null: none fits.
Node *Checker::userOperator(std::size_t offset, std::string_view symbol, const std::vector<Node *> &operands)
{
    std::vector<const Member *> overloads;
    for (const auto *operand : operands) {
        if (operand->type->kind == TypeKind::Null || operand->kind == NodeKind::PendingLambda)
            continue;
        for (const auto *member : m_library.operators(*underlying(operand->type), MemberKind::Operator, symbol))
            if (member->parameters.size() == operands.size())
                overloads.push_back(member);
        if (operands.size() == 2 && operands[0]->type == operands[1]->type)
            break;
    }
    if (overloads.empty())
        return nullptr;
    std::vector<Argument> given;
    for (auto *operand : operands) {
        Argument argument;
        argument.node = operand;
        given.push_back(argument);
    }
    if (auto *call = resolveCall(offset, symbol, overloads, nullptr, operands[0]->type, std::move(given), {}, false))
        return call;
    return liftedOperator(offset, symbol, operands);
}

//! C# 7, "Lifted operators": on the values where all operands have one, otherwise false of a comparison and else null.
Node *Checker::liftedOperator(std::size_t offset, std::string_view symbol, const std::vector<Node *> &operands)
{
    const auto isNullable = [](const Node *operand) { return operand->type->kind == TypeKind::Nullable; };
    const auto isNumber = [](const Node *operand) { return isNumberOrCharacter(underlying(operand->type)); };
    if (symbol == "==" || symbol == "!=" || std::none_of(operands.begin(), operands.end(), isNullable) || std::all_of(operands.begin(), operands.end(), isNumber))
        return nullptr;
    const auto *boolean = type(TypeKind::Bool);
    auto *sequence = add(NodeKind::Sequence, offset, nullptr);
    std::vector<Node *> values;
    Node *anyIsNull = nullptr;
    for (auto *operand : operands) {
        if (operand->kind == NodeKind::Constant) {
            values.push_back(operand);
            continue;
        }
        auto *holder = temporary(operand->type);
        auto *store = add(NodeKind::Assign, operand->offset, operand->type, {operand});
        store->local = holder;
        sequence->children.push_back(store);
        auto *held = load(operand->offset, holder);
        if (operand->type->kind != TypeKind::Nullable) {
            values.push_back(held);
            continue;
        }
        auto *isNull = add(NodeKind::SameReference, operand->offset, boolean, {held, constant(operand->offset, type(TypeKind::Null), {})});
        anyIsNull = anyIsNull ? add(NodeKind::Or, offset, boolean, {anyIsNull, isNull}) : isNull;
        values.push_back(retype(load(operand->offset, holder), operand->type->element()));
    }
    auto *call = anyIsNull ? userOperator(offset, symbol, values) : nullptr;
    if (!call || call->kind == NodeKind::Invalid || call->type->isReference())
        return nullptr;
    const bool isComparison = call->type->kind == TypeKind::Bool;
    const auto *result = isComparison ? boolean : m_library.nullableOf(call->type);
    auto *otherwise = isComparison ? constant(offset, boolean, Value::ofBool(false)) : constant(offset, result, {});
    sequence->type = result;
    sequence->children.push_back(add(NodeKind::Conditional, offset, result, {anyIsNull, otherwise, convert(call, result)}));
    return sequence;
}

Node *Checker::binary(const Syntax &syntax)
{
    // Long concatenations nest to the left: walk down in a loop, not by recursion.
    std::vector<const Syntax *> spine{&syntax};
    while (spine.back()->children[0]->kind == SyntaxKind::Binary && spine.back()->children[0]->name != "?\?")
        spine.push_back(spine.back()->children[0]);
    auto *left = value(*spine.back()->children[0]);
    for (auto at = spine.rbegin(); at != spine.rend(); ++at)
        left = binaryOf((*at)->offset, (*at)->name, left, value(*(*at)->children[1]));
    return left;
}

Node *Checker::binaryOf(std::size_t offset, std::string_view symbol, Node *left, Node *right)
{
    if (left->kind == NodeKind::Invalid || right->kind == NodeKind::Invalid)
        return invalid(offset);
    if (symbol == "&&" || symbol == "||") {
        const auto *boolean = type(TypeKind::Bool);
        return add(symbol == "&&" ? NodeKind::And : NodeKind::Or, offset, boolean, {convert(left, boolean), convert(right, boolean)});
    }
    if (symbol == "is")
        return equality(offset, false, left, right);
    if (symbol == "==" || symbol == "!=")
        return equality(offset, symbol == "!=", left, right);
    const bool makesName = left->type->known == Known::XNamespace && left->type->kind == TypeKind::Class;
    if (symbol == "+" && !makesName && (left->type->kind == TypeKind::String || right->type->kind == TypeKind::String))
        return concatenate(offset, left, right);
    if (auto *user = userOperator(offset, symbol, {left, right}))
        return user;
    const auto op = operatorOf(symbol);
    const auto *a = underlying(left->type);
    const auto *b = underlying(right->type);
    const bool lifted = left->type->kind == TypeKind::Nullable || right->type->kind == TypeKind::Nullable;
    const auto wrong = [&] {
        return fault(offset, "CS0019", "Operator '" + std::string(symbol) + "' cannot be applied to operands of type '" + nameOf(*left->type) + "' and '" + nameOf(*right->type) + "'");
    };
    const auto make = [&](TypeKind kind, const Type *result, Node *first, Node *second) {
        auto *node = add(NodeKind::Binary, offset, result, {first, second});
        node->op = op;
        node->operandKind = kind;
        node->isLifted = lifted;
        node->isChecked = m_isChecked;
        return lifted ? node : fold(node);
    };
    const bool isComparison = op >= BinaryOperator::Equal;
    if ((a->kind == TypeKind::Enum || b->kind == TypeKind::Enum) && !lifted) {
        const auto *enumType = a->kind == TypeKind::Enum ? a : b;
        if (a != b && left->kind != NodeKind::Constant && right->kind != NodeKind::Constant && !isNumberOrCharacter(a) && !isNumberOrCharacter(b))
            return wrong();
        auto *node = make(TypeKind::Int32, isComparison ? type(TypeKind::Bool) : type(TypeKind::Int32), cast(left, type(TypeKind::Int32), offset), cast(right, type(TypeKind::Int32), offset));
        return isComparison || (op == BinaryOperator::Subtract && a == b) ? node : cast(node, enumType, offset);
    }
    if (a->kind == TypeKind::Bool && b->kind == TypeKind::Bool && op >= BinaryOperator::And && op <= BinaryOperator::Xor) {
        const auto *result = lifted ? m_library.nullableOf(a) : a;
        return make(TypeKind::Bool, result, retype(left, result), retype(right, result));
    }
    if (left->type->kind == TypeKind::Null && b->isNumeric())
        return make(b->kind, isComparison ? type(TypeKind::Bool) : m_library.nullableOf(b), left, right);
    // One side may come by an implicit user conversion; JToken has none to numbers, so this is rare.
    if (!isNumberOrCharacter(a) || !isNumberOrCharacter(b))
        return wrong();
    if (op == BinaryOperator::ShiftLeft || op == BinaryOperator::ShiftRight) {
        const auto kind = a->kind == TypeKind::UInt32 || a->kind == TypeKind::Int64 || a->kind == TypeKind::UInt64 ? a->kind : TypeKind::Int32;
        if (!a->isIntegral() && a->kind != TypeKind::Char)
            return wrong();
        const auto *result = lifted ? m_library.nullableOf(type(kind)) : type(kind);
        const auto *count = lifted ? m_library.nullableOf(type(TypeKind::Int32)) : type(TypeKind::Int32);
        return make(kind, result, numeric(left, result), convert(right, count));
    }
    auto kind = promoted(a->kind, b->kind);
    // Constants that fit the other side do not widen: `uint + 1` stays uint, `ulong > 0` works.
    if (!lifted && left->kind == NodeKind::Constant && standardImplicit(left, a, b).kind == Conversion::Constant && b->kind >= TypeKind::UInt32)
        kind = b->kind;
    if (!lifted && right->kind == NodeKind::Constant && standardImplicit(right, b, a).kind == Conversion::Constant && a->kind >= TypeKind::UInt32)
        kind = a->kind;
    if (kind == TypeKind::Void || (kind >= TypeKind::Single && op >= BinaryOperator::And && op <= BinaryOperator::Xor))
        return wrong();
    const auto *operand = lifted ? m_library.nullableOf(type(kind)) : type(kind);
    const auto *result = isComparison ? type(TypeKind::Bool) : operand;
    return make(kind, result, numeric(left, operand), numeric(right, operand));
}

Node *Checker::equality(std::size_t offset, bool isNegated, Node *left, Node *right)
{
    const auto *boolean = type(TypeKind::Bool);
    const auto compare = [&](NodeKind kind, Node *a, Node *b) {
        auto *node = add(kind, offset, boolean, {a, b});
        node->isNegated = isNegated;
        return node;
    };
    if (left->kind == NodeKind::Invalid || right->kind == NodeKind::Invalid)
        return invalid(offset);
    if (left->kind == NodeKind::PendingLambda || right->kind == NodeKind::PendingLambda)
        return fault(offset, "CS0019", "A method or lambda cannot be compared");
    const auto *a = left->type;
    const auto *b = right->type;
    const bool hasNull = a->kind == TypeKind::Null || b->kind == TypeKind::Null;
    const auto canBeNull = [](const Type *type) { return type->isReference() || type->kind == TypeKind::Nullable; };
    if (a->kind == TypeKind::String && b->kind == TypeKind::String) {
        if (left->kind == NodeKind::Constant && right->kind == NodeKind::Constant)
            return constant(offset, boolean, Value::ofBool(equalValues(left->value, right->value) != isNegated));
        return compare(NodeKind::EqualStrings, left, right);
    }
    if (hasNull) {
        const auto *other = a->kind == TypeKind::Null ? b : a;
        if (!canBeNull(other)) {
            if (other->kind == TypeKind::Struct || isNumberOrCharacter(other) || other->kind == TypeKind::Bool || other->kind == TypeKind::Enum) // always different; a warning in C#
                return add(NodeKind::Sequence, offset, boolean, {a->kind == TypeKind::Null ? right : left, constant(offset, boolean, Value::ofBool(isNegated))});
            return fault(offset, "CS0019", "Operator '==' cannot be applied to operands of type '" + nameOf(*a) + "' and '" + nameOf(*b) + "'");
        }
        return compare(NodeKind::SameReference, left, right);
    }
    const bool plainReferences = a->isReference() && b->isReference() && (a->kind == TypeKind::Object || b->kind == TypeKind::Object || a->kind == TypeKind::Interface || b->kind == TypeKind::Interface);
    if (!plainReferences)
        if (auto *user = userOperator(offset, isNegated ? "!=" : "==", {left, right}))
            return user;
    const auto *plainA = underlying(a);
    const auto *plainB = underlying(b);
    const bool lifted = a->kind == TypeKind::Nullable || b->kind == TypeKind::Nullable;
    if (isNumberOrCharacter(plainA) && isNumberOrCharacter(plainB)) {
        auto kind = promoted(plainA->kind, plainB->kind);
        if (kind == TypeKind::Void && (standardImplicit(left, a, b).kind == Conversion::Constant || standardImplicit(right, b, a).kind == Conversion::Constant))
            kind = TypeKind::UInt64;
        if (kind == TypeKind::Void)
            return fault(offset, "CS0034", "Operator '==' is ambiguous on operands of type '" + nameOf(*a) + "' and '" + nameOf(*b) + "'");
        const auto *operand = lifted ? m_library.nullableOf(type(kind)) : type(kind);
        auto *node = add(NodeKind::Binary, offset, boolean, {numeric(left, operand), numeric(right, operand)});
        node->op = isNegated ? BinaryOperator::NotEqual : BinaryOperator::Equal;
        node->operandKind = kind;
        node->isLifted = lifted;
        return lifted ? node : fold(node);
    }
    if (m_library.plain(plainA) == m_library.plain(plainB) && !plainA->isReference())
        return compare(NodeKind::EqualObjects, left, right);
    if ((plainA->kind == TypeKind::Enum && standardImplicit(right, plainB, plainA).kind != Conversion::None) || (plainB->kind == TypeKind::Enum && standardImplicit(left, plainA, plainB).kind != Conversion::None)) {
        const auto *target = plainA->kind == TypeKind::Enum ? plainA : plainB;
        return compare(NodeKind::EqualObjects, convert(left, target), convert(right, target));
    }
    // A value that converts to the other side's type, e.g. JToken == "x" through JToken's conversions.
    if (a->isReference() && b->isReference()) {
        if (a->kind != TypeKind::Object && b->kind != TypeKind::Object && !m_library.isAssignable(a, b) && !m_library.isAssignable(b, a) && a->kind != TypeKind::Interface && b->kind != TypeKind::Interface) {
            if (userConversion(right, b, a, false))
                return compare(NodeKind::SameReference, left, convert(right, a));
            if (userConversion(left, a, b, false))
                return compare(NodeKind::SameReference, convert(left, b), right);
            return fault(offset, "CS0019", "Operator '" + std::string(isNegated ? "!=" : "==") + "' cannot be applied to operands of type '" + nameOf(*a) + "' and '" + nameOf(*b) + "'");
        }
        return compare(NodeKind::SameReference, left, right);
    }
    if (implicitConversion(right, a).isImplicit() && a->kind != TypeKind::Object)
        return equality(offset, isNegated, left, convert(right, a));
    if (implicitConversion(left, b).isImplicit() && b->kind != TypeKind::Object)
        return equality(offset, isNegated, convert(left, b), right);
    return fault(offset, "CS0019", "Operator '" + std::string(isNegated ? "!=" : "==") + "' cannot be applied to operands of type '" + nameOf(*a) + "' and '" + nameOf(*b) + "'");
}

Node *Checker::concatenate(std::size_t offset, Node *left, Node *right)
{
    for (const auto *side : {left, right})
        if (side->kind == NodeKind::PendingLambda || side->type->kind == TypeKind::Void)
            return fault(offset, "CS0019", "Operator '+' cannot be applied to a method or a call without a value");
    const auto *leftText = left->kind == NodeKind::Constant ? stringOf(left->value) : nullptr;
    const auto *rightText = right->kind == NodeKind::Constant ? stringOf(right->value) : nullptr;
    if (leftText && rightText)
        return stringConstant(offset, *leftText + *rightText);
    if (left->kind == NodeKind::Concat && left->text.empty()) { // one node for a chain; `text` marks a finished interpolation
        auto *tail = left->children.back();
        const auto *tailText = tail->kind == NodeKind::Constant ? stringOf(tail->value) : nullptr;
        if (tailText && rightText)
            left->children.back() = stringConstant(tail->offset, *tailText + *rightText);
        else
            left->children.push_back(right);
        return left;
    }
    return add(NodeKind::Concat, offset, type(TypeKind::String), {left, right});
}

Node *Checker::assign(const Syntax &syntax)
{
    const auto &target = *syntax.children[0];
    if (syntax.name == "=") {
        if (target.kind == SyntaxKind::Name && target.name == "_" && !findLocal("_"))
            return value(*syntax.children[1]);
        if (target.kind == SyntaxKind::Tuple)
            return assignTuple(syntax);
        auto *place = expression(target);
        auto *given = expression(*syntax.children[1]);
        return assignTo(syntax.offset, place, given);
    }
    if (syntax.name == "?\?=")
        return fault(syntax.offset, "CS8370", "Feature 'coalescing assignment' is not available in C# 7");
    const auto symbol = syntax.name.substr(0, syntax.name.size() - 1);
    auto *given = value(*syntax.children[1]);
    return compound(syntax.offset, target, [&](Node *current) {
        auto *combined = binaryOf(syntax.offset, symbol, current, given);
        if (combined->kind == NodeKind::Invalid || implicitConversion(combined, current->type).isImplicit())
            return combined;
        return cast(combined, current->type, syntax.offset);
    }, false);
}

//! target = value, for a variable, an element, an indexer or a property.
Node *Checker::assignTo(std::size_t offset, Node *target, Node *given)
{
    if (target->kind == NodeKind::Invalid || given->kind == NodeKind::Invalid)
        return invalid(offset);
    if (target->kind == NodeKind::Local) {
        if (target->local->isReadOnly)
            return fault(offset, "CS1656", "Cannot assign to '" + target->local->name + "' because it is read-only");
        auto *node = add(NodeKind::Assign, offset, target->type, {convert(given, target->type)});
        node->local = target->local;
        return node;
    }
    if (target->kind == NodeKind::Field)
        return assignItem(offset, target, given);
    if (target->kind == NodeKind::Element) {
        auto children = target->children;
        children.push_back(convert(given, target->type));
        return add(NodeKind::SetElement, offset, target->type, std::move(children));
    }
    if (target->kind == NodeKind::Call && target->member->setter) {
        auto *node = add(NodeKind::SetMember, offset, target->type, target->children);
        node->member = target->member;
        node->typeArguments = target->typeArguments;
        node->hasReceiver = target->hasReceiver;
        node->children.push_back(convert(given, target->type));
        return node;
    }
    if (target->kind == NodeKind::Call && (target->member->kind == MemberKind::Property || target->member->kind == MemberKind::Indexer))
        return fault(offset, "CS0200", "Property or indexer '" + nameOf(*target->member->declaring) + "." + target->member->name + "' cannot be assigned to: it is read-only");
    return fault(offset, "CS0131", "The left-hand side of an assignment must be a variable, property or indexer");
}

//! target = next(target), its parts evaluated once.
Node *Checker::compound(std::size_t offset, const Syntax &target, const std::function<Node *(Node *current)> &next, bool givesOld)
{
    auto *place = expression(target);
    if (place->kind == NodeKind::Invalid)
        return place;
    auto *sequence = add(NodeKind::Sequence, offset, place->type);
    if (place->kind == NodeKind::Element || place->kind == NodeKind::Call) {
        for (auto &child : place->children) {
            if (child->kind == NodeKind::Constant)
                continue;
            auto *holder = temporary(child->type);
            auto *store = add(NodeKind::Assign, child->offset, child->type, {child});
            store->local = holder;
            sequence->children.push_back(store);
            child = load(child->offset, holder);
        }
    }
    Node *current = place;
    if (givesOld) {
        auto *holder = temporary(place->type);
        auto *store = add(NodeKind::Assign, offset, place->type, {place});
        store->local = holder;
        sequence->children.push_back(store);
        current = load(offset, holder);
    }
    sequence->children.push_back(assignTo(offset, place, next(current)));
    if (givesOld)
        sequence->children.push_back(load(offset, current->local));
    return sequence->children.size() == 1 ? sequence->children[0] : sequence;
}

Node *Checker::increment(const Syntax &syntax, bool isPostfix)
{
    const auto symbol = syntax.name == "++" ? "+" : "-";
    return compound(syntax.offset, *syntax.children[0], [&](Node *current) {
        auto *combined = binaryOf(syntax.offset, symbol, current, constant(syntax.offset, type(TypeKind::Int32), Value::ofInt(1)));
        return combined->kind == NodeKind::Invalid ? combined : cast(combined, current->type, syntax.offset);
    }, isPostfix);
}

} // namespace gatehouse::expression
