// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

#include "core/expression/library/reflection.h"
#include "core/expression/machine.h"
#include "core/expression/number_parse.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

Node *Checker::value(const Syntax &syntax)
{
    auto *node = expression(syntax);
    if (node->kind == NodeKind::PendingLambda)
        return fault(syntax.offset, "CS0815", node->group.empty() ? "A lambda expression has no type here"
                                                                  : "Cannot use the method '" + node->group[0]->name + "' as a value: did you mean to call it?");
    if (node->kind != NodeKind::Invalid && node->type->kind == TypeKind::Void)
        return fault(syntax.offset, "CS0029", "The call gives no value");
    return node;
}

Node *Checker::condition(const Syntax &syntax)
{
    return convert(value(syntax), type(TypeKind::Bool));
}

Node *Checker::defaultOf(std::size_t offset, const Type *of)
{
    auto value = defaultValue(m_library, of);
    return constant(offset, of, std::move(value));
}

Node *Checker::sizeOf(const Syntax &syntax)
{
    constexpr std::pair<TypeKind, int> sizes[]{{TypeKind::Bool, 1}, {TypeKind::SByte, 1}, {TypeKind::Byte, 1}, {TypeKind::Char, 2},
        {TypeKind::Int16, 2}, {TypeKind::UInt16, 2}, {TypeKind::Int32, 4}, {TypeKind::UInt32, 4}, {TypeKind::Single, 4},
        {TypeKind::Int64, 8}, {TypeKind::UInt64, 8}, {TypeKind::Double, 8}, {TypeKind::Decimal, 16}};
    const auto *of = resolve(syntax.types[0]);
    for (const auto &[kind, size] : sizes)
        if (of->kind == kind)
            return constant(syntax.offset, type(TypeKind::Int32), Value::ofInt(size));
    return fault(syntax.offset, "CS0233", "'" + nameOf(*of) + "' does not have a predefined size");
}

Node *Checker::expression(const Syntax &syntax)
{
    switch (syntax.kind) {
    case SyntaxKind::Literal:
        if (syntax.name == "string")
            return stringConstant(syntax.offset, syntax.text);
        if (syntax.name == "decimal") {
            Decimal decimal;
            return parseDecimal(syntax.text, numberStyle::floating, decimal) == Parsed::Ok
                ? constant(syntax.offset, type(TypeKind::Decimal), toValue(decimal))
                : fault(syntax.offset, "CS0594", "Floating-point constant is outside the range of type 'decimal'");
        }
        return constant(syntax.offset, m_library.typeOf(syntax.value), syntax.value);
    case SyntaxKind::Null:
        return constant(syntax.offset, type(TypeKind::Null), {});
    case SyntaxKind::True:
    case SyntaxKind::False:
        return constant(syntax.offset, type(TypeKind::Bool), Value::ofBool(syntax.kind == SyntaxKind::True));
    case SyntaxKind::Interpolation:
        return interpolation(syntax);
    case SyntaxKind::Name:
    case SyntaxKind::TypeName:
        return name(syntax);
    case SyntaxKind::Member: {
        const auto meaning = memberMeaning(syntax);
        if (meaning.value)
            return meaning.value;
        return fault(syntax.offset, "CS0119", "'" + syntax.name + "' is a type or a namespace, which is not valid here");
    }
    case SyntaxKind::ConditionalMember:
        return conditionalMember(syntax);
    case SyntaxKind::Binding:
        return load(syntax.offset, m_bindings.back());
    case SyntaxKind::Index:
        return index(syntax);
    case SyntaxKind::Invoke:
        return invocation(syntax);
    case SyntaxKind::New:
        return creation(syntax);
    case SyntaxKind::NewAnonymous:
        return anonymous(syntax);
    case SyntaxKind::NewArray:
        return newArray(syntax);
    case SyntaxKind::Unary:
        return syntax.name == "++" || syntax.name == "--" ? increment(syntax, false) : unary(syntax);
    case SyntaxKind::Postfix:
        return increment(syntax, true);
    case SyntaxKind::Binary:
        return syntax.name == "?\?" ? coalesce(syntax) : binary(syntax);
    case SyntaxKind::Assign:
        return assign(syntax);
    case SyntaxKind::Conditional:
        return conditional(syntax);
    case SyntaxKind::Cast: {
        const auto *target = resolve(syntax.types[0]);
        auto *operand = expression(*syntax.children[0]);
        if (operand->kind == NodeKind::PendingLambda)
            return convert(operand, target);
        return cast(operand, target, syntax.offset);
    }
    case SyntaxKind::As:
    case SyntaxKind::Is:
    case SyntaxKind::IsPattern:
        return typeTest(syntax);
    case SyntaxKind::Lambda: {
        auto *node = add(NodeKind::PendingLambda, syntax.offset, type(TypeKind::Lambda));
        node->syntax = &syntax;
        return node;
    }
    case SyntaxKind::Default:
        if (syntax.types.empty())
            return add(NodeKind::Default, syntax.offset, type(TypeKind::Null));
        return defaultOf(syntax.offset, resolve(syntax.types[0]));
    case SyntaxKind::NameOf: {
        const auto &named = *syntax.children[0];
        // nameof(String.Length) names an instance member through its type.
        const auto isMember = named.kind == SyntaxKind::Member && named.children[0]->kind != SyntaxKind::Invoke;
        const auto *owner = isMember ? meaningOf(*named.children[0]).type : nullptr;
        if (!owner || m_library.members(*owner, named.name).empty())
            meaningOf(named);
        return stringConstant(syntax.offset, toUtf16(named.name));
    }
    case SyntaxKind::Throw:
        return add(NodeKind::Throw, syntax.offset, type(TypeKind::Null), {convert(value(*syntax.children[0]), m_library.known(Known::Exception))});
    case SyntaxKind::Checked:
    case SyntaxKind::Unchecked: {
        const bool isChecked = std::exchange(m_isChecked, syntax.kind == SyntaxKind::Checked);
        const bool isUnchecked = std::exchange(m_isUnchecked, !m_isChecked);
        auto *inner = expression(*syntax.children[0]);
        m_isChecked = isChecked;
        m_isUnchecked = isUnchecked;
        return inner;
    }
    case SyntaxKind::Tuple:
        return tuple(syntax);
    case SyntaxKind::TypeOf:
        return constant(syntax.offset, m_library.known(Known::Type), typeObject(resolve(syntax.types[0])));
    case SyntaxKind::SizeOf:
        return sizeOf(syntax);
    case SyntaxKind::NewGrid:
        return newGrid(syntax);
    default:
        return fault(syntax.offset, "CS1525", "This expression is not supported in policy expressions");
    }
}

Node *Checker::invocation(const Syntax &syntax)
{
    const auto &callee = *syntax.children[0];
    const bool isName = callee.kind == SyntaxKind::Name || callee.kind == SyntaxKind::Member;
    const auto meaning = isName ? meaningOf(callee, true) : Meaning{expression(callee), nullptr, {}};
    if (!meaning.value) {
        if (meaning.type || !meaning.space.empty())
            return fault(callee.offset, "CS1955", "'" + callee.name + "' cannot be used like a method");
        return fault(callee.offset, "CS0103", "The name '" + callee.name + "' does not exist in the current context");
    }
    auto *target = meaning.value;
    if (target->kind == NodeKind::Invalid) {
        arguments(syntax.children, 1); // for their findings
        return target;
    }
    auto given = arguments(syntax.children, 1);
    if (target->type->kind == TypeKind::Delegate) {
        const auto &parameters = target->type->parameters;
        if (given.size() != parameters.size())
            return fault(syntax.offset, "CS1593", "Delegate '" + nameOf(*target->type) + "' does not take " + std::to_string(given.size()) + " arguments");
        auto *call = add(NodeKind::Invoke, syntax.offset, target->type->result, {target});
        for (std::size_t i = 0; i < given.size(); ++i)
            call->children.push_back(convert(given[i].node, parameters[i]));
        return call;
    }
    if (target->kind != NodeKind::PendingLambda || target->group.empty())
        return fault(syntax.offset, "CS1955", "A value of type '" + nameOf(*target->type) + "' cannot be used like a method");
    const auto &name = target->group[0]->name;
    auto *receiver = target->children.empty() ? nullptr : target->children[0];
    std::vector<const Member *> own;
    std::vector<const Member *> extensions;
    for (const auto *member : target->group)
        (member->isExtension && receiver ? extensions : own).push_back(member);
    if (!own.empty()) {
        const bool isLast = extensions.empty();
        if (auto *call = resolveCall(syntax.offset, name, own, receiver, target->target, given, target->typeArguments, isLast))
            return call;
    }
    Argument self;
    self.node = receiver;
    given.insert(given.begin(), self);
    auto *call = resolveCall(syntax.offset, name, extensions, nullptr, nullptr, given, target->typeArguments, false);
    if (call)
        return call;
    // The receiver converts to none of them: say so in terms of the type.
    bool takesReceiver = false;
    for (const auto *member : extensions)
        takesReceiver |= m_library.findBase(receiver->type, member->parameters[0].type->definition) != nullptr || member->parameters[0].type->kind == TypeKind::Parameter;
    if (!takesReceiver && own.empty())
        return unknownMember(syntax.offset, receiver->type, name);
    return resolveCall(syntax.offset, name, extensions, nullptr, nullptr, given, target->typeArguments);
}

Node *Checker::index(const Syntax &syntax)
{
    auto *target = value(*syntax.children[0]);
    auto given = arguments(syntax.children, 1);
    if (target->kind == NodeKind::Invalid)
        return target;
    if (target->type->kind == TypeKind::Array || target->type->kind == TypeKind::String) {
        if (given.size() != 1)
            return fault(syntax.offset, "CS0022", "Wrong number of indices inside []");
        auto *at = given[0].node;
        at = at->type->kind == TypeKind::Int64 || at->type->kind == TypeKind::UInt32 || at->type->kind == TypeKind::UInt64
                 ? at
                 : convert(at, type(TypeKind::Int32));
        if (at->kind == NodeKind::Invalid)
            return at;
        if (target->type->kind == TypeKind::String)
            return add(NodeKind::CharAt, syntax.offset, type(TypeKind::Char), {target, at});
        return add(NodeKind::Element, syntax.offset, target->type->element(), {target, at});
    }
    std::vector<const Member *> indexers;
    for (const auto *member : m_library.members(*target->type, "Item"))
        if (member->kind == MemberKind::Indexer)
            indexers.push_back(member);
    if (indexers.empty())
        return fault(syntax.offset, "CS0021", "Cannot apply indexing with [] to an expression of type '" + nameOf(*target->type) + "'");
    return resolveCall(syntax.offset, "this[]", indexers, target, target->type, std::move(given), {});
}

Node *Checker::creation(const Syntax &syntax)
{
    const auto *created = resolve(syntax.types[0]);
    if (created->kind == TypeKind::Delegate && syntax.children.size() == 2)
        return convert(expression(*syntax.children[1]), created);
    const auto before = m_findings.size();
    auto given = arguments(syntax.children, 1);
    if (m_findings.size() != before || created->kind == TypeKind::Object) {
        if (m_findings.size() != before)
            return invalid(syntax.offset);
    }
    if (created->kind == TypeKind::Nullable && given.size() == 1 && !syntax.children[0]) {
        auto *inner = convert(given[0].node, created->element());
        return inner->kind == NodeKind::Invalid ? inner : convert(inner, created);
    }
    if (created->isStatic || created->kind == TypeKind::Interface)
        return fault(syntax.offset, "CS0144", "Cannot create an instance of '" + nameOf(*created) + "'");
    Node *made = nullptr;
    if (given.empty() && created->isValueType() && m_library.constructors(*created).empty())
        made = defaultOf(syntax.offset, created);
    else {
        auto overloads = m_library.constructors(*created);
        if (overloads.empty())
            return fault(syntax.offset, "CS1729", "Policy expressions may not create a '" + nameOf(*created) + "'");
        if (given.empty() && created->isValueType() &&
            std::none_of(overloads.begin(), overloads.end(), [](const Member *member) { return member->parameters.empty(); }))
            made = defaultOf(syntax.offset, created);
        else
            made = resolveCall(syntax.offset, nameOf(*created), overloads, nullptr, created, std::move(given), {});
    }
    return syntax.children[0] ? initialize(made, *syntax.children[0]) : made;
}

//! `new T { A = 1, ["k"] = 2 }` and `new List<T> { a, b }`.
Node *Checker::initialize(Node *created, const Syntax &initializer)
{
    if (created->kind == NodeKind::Invalid)
        return created;
    auto *holder = temporary(created->type);
    auto *sequence = add(NodeKind::Sequence, created->offset, created->type);
    auto *store = add(NodeKind::Assign, created->offset, created->type, {created});
    store->local = holder;
    sequence->children.push_back(store);
    m_bindings.push_back(holder);
    for (const auto *part : initializer.children) {
        if (part->kind == SyntaxKind::Assign && (part->children[0]->kind == SyntaxKind::Member || part->children[0]->kind == SyntaxKind::Index)) {
            auto *target = part->children[0]->kind == SyntaxKind::Member
                               ? memberOf(part->children[0]->offset, load(part->offset, holder), part->children[0]->name, {})
                               : index(*part->children[0]);
            if (part->children[1]->kind == SyntaxKind::Initializer)
                sequence->children.push_back(initialize(target, *part->children[1]));
            else
                sequence->children.push_back(assignTo(part->offset, target, value(*part->children[1])));
            continue;
        }
        std::vector<Argument> given;
        if (part->kind == SyntaxKind::ArrayInitializer) {
            given = arguments(part->children, 0);
        } else {
            Argument argument;
            argument.syntax = part;
            argument.node = expression(*part);
            given.push_back(argument);
        }
        auto overloads = m_library.members(*created->type, "Add");
        if (overloads.empty())
            return m_bindings.pop_back(), unknownMember(part->offset, created->type, "Add");
        sequence->children.push_back(resolveCall(part->offset, "Add", overloads, load(part->offset, holder), created->type, std::move(given), {}));
    }
    m_bindings.pop_back();
    sequence->children.push_back(load(created->offset, holder));
    return sequence;
}

Node *Checker::arrayLiteral(std::size_t offset, const Syntax &initializer, const Type *element)
{
    auto *array = add(NodeKind::ArrayLiteral, offset, m_library.arrayOf(element));
    array->target = array->type;
    for (const auto *child : initializer.children)
        array->children.push_back(child->kind == SyntaxKind::ArrayInitializer && element->kind == TypeKind::Array
                                      ? arrayLiteral(child->offset, *child, element->element())
                                      : convert(expression(*child), element));
    if (array->children.size() > 0xFFFF)
        return fault(offset, "CS8078", "An expression is too long or complex to compile");
    return array;
}

Node *Checker::newArray(const Syntax &syntax)
{
    if (syntax.types.empty()) { // new[] { ... }
        std::vector<Node *> items;
        for (const auto *child : syntax.children[1]->children)
            items.push_back(value(*child));
        const auto *element = bestCommonType(items);
        if (!element)
            return fault(syntax.offset, "CS0826", "No best type found for implicitly-typed array");
        auto *array = add(NodeKind::ArrayLiteral, syntax.offset, m_library.arrayOf(element));
        array->target = array->type;
        for (auto *item : items)
            array->children.push_back(convert(item, element));
        return array;
    }
    const auto *element = resolve(syntax.types[0]);
    if (syntax.children[1])
        return arrayLiteral(syntax.offset, *syntax.children[1], element);
    if (!syntax.children[0])
        return fault(syntax.offset, "CS1586", "Array creation must have array size or array initializer");
    auto *length = value(*syntax.children[0]);
    if (length->type->kind != TypeKind::Int64 && length->type->kind != TypeKind::UInt32)
        length = convert(length, type(TypeKind::Int32));
    auto *array = add(NodeKind::NewArray, syntax.offset, m_library.arrayOf(element), {length});
    array->target = array->type;
    return array;
}

Node *Checker::anonymous(const Syntax &syntax)
{
    std::vector<Field> fields;
    std::vector<Node *> values;
    for (std::size_t i = 0; i < syntax.children.size(); ++i) {
        auto *item = value(*syntax.children[i]);
        if (item->type->kind == TypeKind::Null)
            item = fault(item->offset, "CS0828", "Cannot assign <null> to an anonymous type property");
        fields.push_back({toUtf16(syntax.names[i]), item->type});
        values.push_back(item);
    }
    const auto *made = m_library.anonymous(std::move(fields));
    auto *node = add(NodeKind::NewAnonymous, syntax.offset, made, std::move(values));
    node->target = made;
    return node;
}

Node *Checker::interpolation(const Syntax &syntax)
{
    auto *concat = add(NodeKind::Concat, syntax.offset, type(TypeKind::String));
    for (std::size_t i = 0; i < syntax.pieces.size(); ++i) {
        const auto &piece = syntax.pieces[i];
        if (!piece.isHole) {
            concat->children.push_back(stringConstant(syntax.offset, piece.text));
            continue;
        }
        auto *hole = value(*syntax.children[i]);
        if (piece.alignment.empty() && piece.format.empty()) {
            concat->children.push_back(hole);
            continue;
        }
        auto *format = add(NodeKind::Format, hole->offset, type(TypeKind::String), {hole});
        format->text = toUtf16(piece.alignment.empty() ? "0" : piece.alignment) + (piece.format.empty() ? u"" : u":" + piece.format);
        concat->children.push_back(format);
    }
    bool isConstant = true;
    std::u16string text;
    for (const auto *child : concat->children) {
        const auto *known = child->kind == NodeKind::Constant ? stringOf(child->value) : nullptr;
        isConstant = isConstant && known;
        if (known)
            text += *known;
    }
    return isConstant ? stringConstant(syntax.offset, std::move(text)) : concat;
}

Node *Checker::conditional(const Syntax &syntax)
{
    auto *test = condition(*syntax.children[0]);
    auto *then = expression(*syntax.children[1]);
    auto *otherwise = expression(*syntax.children[2]);
    for (const auto *side : {then, otherwise})
        if (side->kind == NodeKind::Invalid)
            return invalid(syntax.offset);
    const Type *result = nullptr;
    if (then->kind == NodeKind::Throw)
        result = otherwise->type;
    else if (otherwise->kind == NodeKind::Throw)
        result = then->type;
    else if (then->type == otherwise->type)
        result = then->type;
    else {
        const auto converts = [this](const Node *from, const Type *to, bool byConstant) {
            const auto conversion = implicitConversion(from, to);
            return conversion.isImplicit() && (byConstant || conversion.kind != Conversion::Constant) && to->kind != TypeKind::Null;
        };
        bool forward = converts(then, otherwise->type, false);
        bool backward = converts(otherwise, then->type, false);
        if (!forward && !backward) { // a constant narrows where the types alone do not decide
            forward = converts(then, otherwise->type, true);
            backward = converts(otherwise, then->type, true);
        }
        if (forward)
            result = otherwise->type;
        if (backward && (!forward || (otherwise->kind == NodeKind::Constant && then->kind != NodeKind::Constant)))
            result = then->type;
    }
    if (!result || result->kind == TypeKind::Lambda)
        return fault(syntax.offset, "CS0173",
                     "Type of conditional expression cannot be determined because there is no implicit conversion between '" + nameOf(*then->type) + "' and '" + nameOf(*otherwise->type) + "'");
    if (test->kind == NodeKind::Constant && then->kind == NodeKind::Constant && otherwise->kind == NodeKind::Constant)
        return convert(test->value.boolean() ? then : otherwise, result);
    return add(NodeKind::Conditional, syntax.offset, result, {test, convert(then, result), convert(otherwise, result)});
}

Node *Checker::coalesce(const Syntax &syntax)
{
    auto *left = value(*syntax.children[0]);
    auto *right = expression(*syntax.children[1]);
    if (left->kind == NodeKind::Invalid || right->kind == NodeKind::Invalid)
        return invalid(syntax.offset);
    if (!left->type->isReference() && left->type->kind != TypeKind::Nullable)
        return fault(syntax.offset, "CS0019", "Operator '?\?' cannot be applied to operands of type '" + nameOf(*left->type) + "' and '" + nameOf(*right->type) + "'");
    if (left->type->kind == TypeKind::Null)
        return right;
    const Type *result = nullptr;
    if (right->kind == NodeKind::Throw)
        result = left->type->kind == TypeKind::Nullable ? left->type->element() : left->type;
    else if (left->type->kind == TypeKind::Nullable && implicitConversion(right, left->type->element()).isImplicit())
        result = left->type->element();
    else if (implicitConversion(right, left->type).isImplicit())
        result = left->type;
    else if (implicitConversion(left, right->type).isImplicit())
        result = right->type;
    if (!result)
        return fault(syntax.offset, "CS0019", "Operator '?\?' cannot be applied to operands of type '" + nameOf(*left->type) + "' and '" + nameOf(*right->type) + "'");
    // The left side is converted only where it is not null.
    if (result != left->type && !(left->type->kind == TypeKind::Nullable && left->type->element() == result)) {
        auto *holder = temporary(left->type);
        auto *store = add(NodeKind::Assign, left->offset, left->type, {left});
        store->local = holder;
        auto *isNull = add(NodeKind::SameReference, left->offset, type(TypeKind::Bool), {store, constant(left->offset, type(TypeKind::Null), {})});
        return add(NodeKind::Conditional, syntax.offset, result, {isNull, convert(right, result), cast(load(left->offset, holder), result, left->offset)});
    }
    return add(NodeKind::Coalesce, syntax.offset, result, {left, convert(right, result)});
}

Node *Checker::conditionalMember(const Syntax &syntax)
{
    auto *receiver = value(*syntax.children[0]);
    if (receiver->kind == NodeKind::Invalid)
        return receiver;
    if (!receiver->type->isReference() && receiver->type->kind != TypeKind::Nullable)
        return fault(syntax.offset, "CS0023", "Operator '?' cannot be applied to operand of type '" + nameOf(*receiver->type) + "'");
    const auto *inner = receiver->type->kind == TypeKind::Nullable ? receiver->type->element() : receiver->type;
    auto *holder = temporary(inner);
    m_bindings.push_back(holder);
    auto *rest = expression(*syntax.children[2]);
    m_bindings.pop_back();
    if (rest->kind == NodeKind::Invalid)
        return rest;
    if (rest->kind == NodeKind::PendingLambda)
        return fault(syntax.offset, "CS0815", "A method is not called");
    const auto *result = rest->type->kind == TypeKind::Void || rest->type->isReference() ? rest->type : m_library.nullableOf(rest->type);
    auto *node = add(NodeKind::ConditionalAccess, syntax.offset, result, {receiver, rest});
    node->local = holder;
    return node;
}

Node *Checker::typeTest(const Syntax &syntax)
{
    auto *operand = value(*syntax.children[0]);
    if (syntax.kind == SyntaxKind::IsPattern && syntax.types[0].name == "var" && syntax.types[0].ranks == 0) {
        auto *local = declare(syntax.name, operand->type, syntax.offset);
        auto *store = add(NodeKind::Assign, syntax.offset, operand->type, {operand});
        store->local = local;
        return add(NodeKind::Sequence, syntax.offset, type(TypeKind::Bool), {store, constant(syntax.offset, type(TypeKind::Bool), Value::ofBool(true))});
    }
    const auto *tested = resolve(syntax.types[0]);
    if (operand->kind == NodeKind::Invalid)
        return operand;
    if (syntax.kind == SyntaxKind::As) {
        if (!tested->isReference() && tested->kind != TypeKind::Nullable)
            return fault(syntax.offset, "CS0077", "The as operator must be used with a reference type or nullable type ('" + nameOf(*tested) + "' is a non-nullable value type)");
        auto *node = add(NodeKind::As, syntax.offset, tested, {operand});
        node->target = tested;
        return node;
    }
    if (syntax.kind == SyntaxKind::Is) {
        auto *node = add(NodeKind::Is, syntax.offset, type(TypeKind::Bool), {operand});
        node->target = tested;
        return node;
    }
    auto *holder = temporary(operand->type);
    auto *local = declare(syntax.name, tested, syntax.offset);
    auto *store = add(NodeKind::Assign, syntax.offset, operand->type, {operand});
    store->local = holder;
    auto *test = add(NodeKind::Is, syntax.offset, type(TypeKind::Bool), {store});
    test->target = tested;
    auto *keep = add(NodeKind::Assign, syntax.offset, tested, {retype(load(syntax.offset, holder), tested)});
    keep->local = local;
    auto *kept = add(NodeKind::Sequence, syntax.offset, type(TypeKind::Bool), {keep, constant(syntax.offset, type(TypeKind::Bool), Value::ofBool(true))});
    return add(NodeKind::And, syntax.offset, type(TypeKind::Bool), {test, kept});
}

} // namespace gatehouse::expression
