// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"

#include "core/expression/objects.h"

namespace gatehouse::expression {

Node *Checker::statement(const Syntax &syntax)
{
    switch (syntax.kind) {
    case SyntaxKind::Block:
        return block(syntax);
    case SyntaxKind::Empty:
        return add(NodeKind::Block, syntax.offset, nullptr);
    case SyntaxKind::Declaration:
        return declaration(syntax);
    case SyntaxKind::ExpressionStatement: {
        const auto &inner = *syntax.children[0];
        const bool isEffect = inner.kind == SyntaxKind::Invoke || inner.kind == SyntaxKind::Assign || inner.kind == SyntaxKind::Postfix ||
                              inner.kind == SyntaxKind::New || inner.kind == SyntaxKind::ConditionalMember ||
                              (inner.kind == SyntaxKind::Unary && (inner.name == "++" || inner.name == "--"));
        if (!isEffect)
            return fault(inner.offset, "CS0201", "Only assignment, call, increment, decrement and new object expressions can be used as a statement");
        auto *effect = inner.kind == SyntaxKind::Postfix ? increment(inner, false) : expression(inner);
        return add(NodeKind::Expression, syntax.offset, nullptr, {effect});
    }
    case SyntaxKind::If: {
        pushScope();
        auto *test = condition(*syntax.children[0]);
        auto *node = add(NodeKind::If, syntax.offset, nullptr, {test, nullptr, nullptr});
        pushScope();
        node->children[1] = statement(*syntax.children[1]);
        popScope();
        if (syntax.children[2]) {
            pushScope();
            node->children[2] = statement(*syntax.children[2]);
            popScope();
        }
        auto names = m_scopes.back().names;
        popScope();
        // `if (!x.TryParse(out var y)) return ...; use(y)`: variables of the condition live on in the enclosing block.
        for (auto &[name, local] : names)
            m_scopes.back().names.emplace(name, local);
        return node;
    }
    case SyntaxKind::While: {
        pushScope();
        auto *test = condition(*syntax.children[0]);
        ++m_loops;
        auto *body = statement(*syntax.children[1]);
        --m_loops;
        popScope();
        return add(NodeKind::While, syntax.offset, nullptr, {test, body});
    }
    case SyntaxKind::Do: {
        ++m_loops;
        pushScope();
        auto *body = statement(*syntax.children[0]);
        popScope();
        --m_loops;
        auto *test = condition(*syntax.children[1]);
        return add(NodeKind::DoWhile, syntax.offset, nullptr, {body, test});
    }
    case SyntaxKind::For:
        return forLoop(syntax);
    case SyntaxKind::Foreach:
        return foreach(syntax);
    case SyntaxKind::Return:
        return returnStatement(syntax);
    case SyntaxKind::Break:
    case SyntaxKind::Continue:
        if (m_loops == 0)
            fault(syntax.offset, "CS0139", "No enclosing loop out of which to break or continue");
        return add(syntax.kind == SyntaxKind::Break ? NodeKind::Break : NodeKind::Continue, syntax.offset, nullptr);
    case SyntaxKind::Try:
        return tryStatement(syntax);
    case SyntaxKind::Using:
        return usingStatement(syntax);
    case SyntaxKind::Switch:
        return switchStatement(syntax);
    case SyntaxKind::LocalFunction:
        return localFunction(syntax);
    case SyntaxKind::Deconstruct:
        return deconstruct(syntax);
    case SyntaxKind::Label:
    case SyntaxKind::Goto:
    case SyntaxKind::GotoCase:
    case SyntaxKind::GotoDefault:
        return gotoStatement(syntax);
    case SyntaxKind::ThrowStatement: {
        auto *node = add(NodeKind::ThrowStatement, syntax.offset, nullptr);
        if (syntax.children[0])
            node->children = {convert(value(*syntax.children[0]), m_library.known(Known::Exception))};
        return node;
    }
    case SyntaxKind::Lock: {
        auto *node = add(NodeKind::Block, syntax.offset, nullptr);
        node->children = {add(NodeKind::Expression, syntax.offset, nullptr, {value(*syntax.children[0])}), statement(*syntax.children[1])};
        return node;
    }
    case SyntaxKind::CheckedBlock: {
        const bool isChecked = std::exchange(m_isChecked, syntax.flag);
        const bool isUnchecked = std::exchange(m_isUnchecked, !syntax.flag);
        auto *node = block(*syntax.children[0]);
        m_isChecked = isChecked;
        m_isUnchecked = isUnchecked;
        return node;
    }
    default:
        fault(syntax.offset, "CS1525", "This statement is not supported in policy expressions");
        return add(NodeKind::Block, syntax.offset, nullptr);
    }
}

Node *Checker::block(const Syntax &syntax)
{
    pushScope();
    auto *node = add(NodeKind::Block, syntax.offset, nullptr);
    // Local functions can be called before their declaration: their names come first.
    for (const auto *child : syntax.children)
        if (child->kind == SyntaxKind::LocalFunction) {
            std::vector<const Type *> types;
            for (std::size_t i = 1; i < child->types.size(); ++i)
                types.push_back(resolve(child->types[i]));
            const bool isVoid = child->types[0].name == "void";
            if (!isVoid)
                types.push_back(resolve(child->types[0]));
            const auto *open = m_library.findType(isVoid ? "System.Action" : "System.Func", types.size());
            if (!open) {
                fault(child->offset, "CS1525", "A local function takes at most eight parameters");
                continue;
            }
            auto *local = declare(child->name, types.empty() ? open : m_library.close(open, types), child->offset);
            local->isShared = true;
            local->isHoisted = true;
        }
    // They are made first too, but checked where they stand: they see the variables above them.
    std::ptrdiff_t made = 0;
    for (const auto *child : syntax.children) {
        if (child->kind != SyntaxKind::LocalFunction)
            node->children.push_back(statement(*child));
        else if (findLocal(child->name))
            node->children.insert(node->children.begin() + made++, localFunction(*child));
    }
    popScope();
    return node;
}

Node *Checker::localFunction(const Syntax &syntax)
{
    auto *local = findLocal(syntax.name);
    auto *outer = m_function;
    const int loops = std::exchange(m_loops, 0);
    m_store.functions.push_back(std::make_unique<FunctionScope>());
    auto *function = m_store.functions.back().get();
    function->parent = outer;
    function->isLocalFunction = true;
    function->name = syntax.name;
    function->result = local->type->result;
    m_function = function;
    pushScope();
    for (std::size_t i = 0; i < syntax.names.size(); ++i)
        declare(syntax.names[i], local->type->parameters[i], syntax.offset);
    function->parameters = static_cast<std::uint32_t>(syntax.names.size());
    function->body = block(*syntax.children[0]);
    if (function->result->kind != TypeKind::Void && endReachable(function->body))
        fault(syntax.offset, "CS0161", "'" + syntax.name + "': not all code paths return a value");
    popScope();
    m_function = outer;
    m_loops = loops;
    auto *lambda = add(NodeKind::Lambda, syntax.offset, local->type);
    lambda->function = function;
    auto *store = add(NodeKind::Assign, syntax.offset, local->type, {lambda});
    store->local = local;
    return add(NodeKind::Expression, syntax.offset, nullptr, {store});
}

Node *Checker::declaration(const Syntax &syntax)
{
    const bool isVar = syntax.types[0].name == "var" && syntax.types[0].ranks == 0 && syntax.types[0].arguments.empty();
    const auto *declared = isVar ? nullptr : resolve(syntax.types[0]);
    auto *node = add(NodeKind::Block, syntax.offset, nullptr);
    for (const auto *declarator : syntax.children) {
        Node *initial = nullptr;
        if (declarator->children[0]) {
            const auto &source = *declarator->children[0];
            if (source.kind == SyntaxKind::ArrayInitializer && declared && declared->kind == TypeKind::Array)
                initial = arrayLiteral(source.offset, source, declared->element());
            else if (source.kind == SyntaxKind::ArrayInitializer && declared && syntax.types[0].dimensions > 1)
                initial = gridLiteral(source.offset, source, declared, declared->element(), syntax.types[0].dimensions);
            else
                initial = isVar ? value(source) : expression(source);
        } else if (isVar) {
            fault(declarator->offset, "CS0818", "Implicitly-typed variables must be initialized");
        }
        const Type *localType = declared;
        if (isVar) {
            localType = initial ? initial->type : type(TypeKind::Object);
            if (initial && localType->kind == TypeKind::Null) {
                fault(declarator->offset, "CS0815", "Cannot assign <null> to an implicitly-typed variable");
                localType = type(TypeKind::Object);
            }
        }
        if (initial)
            initial = convert(initial, localType);
        auto *local = declare(declarator->name, localType, declarator->offset);
        if (syntax.flag && initial && initial->kind == NodeKind::Constant) {
            local->isConstant = true;
            local->constant = initial->value;
            continue;
        }
        local->isReadOnly = syntax.flag;
        auto *made = add(NodeKind::Declare, declarator->offset, nullptr);
        made->local = local;
        if (initial)
            made->children = {initial};
        else
            m_hasBareVariables = true;
        node->children.push_back(made);
    }
    return node;
}

Node *Checker::forLoop(const Syntax &syntax)
{
    pushScope();
    auto *initial = add(NodeKind::Block, syntax.offset, nullptr);
    for (const auto *child : syntax.children[0]->children)
        initial->children.push_back(statement(*child));
    auto *test = syntax.children[1] ? condition(*syntax.children[1]) : nullptr;
    auto *step = add(NodeKind::Block, syntax.offset, nullptr);
    for (const auto *child : syntax.children[2]->children)
        step->children.push_back(statement(*child));
    ++m_loops;
    pushScope();
    auto *body = statement(*syntax.children[3]);
    popScope();
    --m_loops;
    popScope();
    return add(NodeKind::For, syntax.offset, nullptr, {initial, test, step, body});
}

Node *Checker::foreach(const Syntax &syntax)
{
    auto *source = value(*syntax.children[0]);
    const auto *element = source->kind == NodeKind::Invalid ? type(TypeKind::Object) : elementTypeOf(source->type);
    if (!element) {
        fault(syntax.offset, "CS1579", "foreach cannot operate on a value of type '" + nameOf(*source->type) + "'");
        element = type(TypeKind::Object);
    }
    // A token that is not known to be an object gives its children.
    if (element->known == Known::JToken && source->type->kind != TypeKind::Interface && m_library.isAssignable(source->type, m_library.known(Known::JToken)))
        source = tokensOf(source);
    const bool isVar = syntax.types[0].name == "var";
    const auto *declared = isVar ? element : resolve(syntax.types[0]);
    pushScope();
    auto *enumerator = temporary(type(TypeKind::Object));
    auto *local = declare(syntax.name, declared, syntax.offset);
    local->isReadOnly = true;
    auto *current = temporary(element);
    auto *item = cast(load(syntax.offset, current), declared, syntax.offset);
    ++m_loops;
    auto *body = statement(*syntax.children[1]);
    --m_loops;
    popScope();
    auto *node = add(NodeKind::Foreach, syntax.offset, nullptr, {source, item, body});
    node->local = local;
    node->children.push_back(load(syntax.offset, enumerator));
    node->children.push_back(load(syntax.offset, current));
    return node;
}

Node *Checker::returnStatement(const Syntax &syntax)
{
    auto *node = add(NodeKind::Return, syntax.offset, nullptr);
    if (!syntax.children[0]) {
        m_function->returnsVoid = true;
        if (m_function->result && m_function->result->kind != TypeKind::Void)
            fault(syntax.offset, "CS0126", "An object of a type convertible to '" + nameOf(*m_function->result) + "' is required");
        return node;
    }
    auto *returned = expression(*syntax.children[0]);
    if (returned->kind == NodeKind::PendingLambda && !m_function->result)
        returned = fault(syntax.offset, "CS0815", "A lambda expression has no type here");
    if (returned->kind != NodeKind::Invalid && returned->type->kind == TypeKind::Void)
        returned = fault(syntax.offset, "CS0029", "The call gives no value");
    if (m_function->result && m_function->result->kind == TypeKind::Void)
        fault(syntax.offset, "CS0127", "A function that gives nothing cannot return a value");
    m_function->returns.push_back(returned->type);
    node->children = {m_function->result ? convert(returned, m_function->result) : returned};
    if (!m_function->result)
        m_function->returnNodes.push_back(node);
    return node;
}

void Checker::finishReturns(FunctionScope &function, const Type *result)
{
    if (!result)
        return;
    for (auto *node : function.returnNodes)
        node->children[0] = convert(node->children[0], result);
}

Node *Checker::tryStatement(const Syntax &syntax)
{
    const bool isGuard = syntax.children[1] != nullptr;
    m_guards += isGuard ? 1 : 0;
    auto *node = add(NodeKind::Try, syntax.offset, nullptr, {block(*syntax.children[0]), nullptr});
    if (isGuard)
        node->children[1] = block(*syntax.children[1]);
    for (std::size_t i = 2; i < syntax.children.size(); ++i) {
        const auto &clause = *syntax.children[i];
        const auto *caught = clause.types.empty() ? nullptr : resolve(clause.types[0]);
        if (caught && !m_library.isAssignable(caught, m_library.known(Known::Exception)))
            fault(clause.offset, "CS0155", "The type caught must be derived from System.Exception");
        pushScope();
        auto *local = declare(clause.name, caught ? caught : m_library.known(Known::Exception), clause.offset);
        auto *made = add(NodeKind::Catch, clause.offset, nullptr);
        made->local = local;
        made->target = caught;
        auto *filter = clause.children[1] ? condition(*clause.children[1]) : nullptr;
        made->children = {block(*clause.children[0]), filter};
        popScope();
        node->children.push_back(made);
    }
    m_guards -= isGuard ? 1 : 0;
    return node;
}

//! Nothing in the library holds more than memory: using is its block.
Node *Checker::usingStatement(const Syntax &syntax)
{
    pushScope();
    auto *node = add(NodeKind::Block, syntax.offset, nullptr);
    const auto &resource = *syntax.children[0];
    node->children.push_back(resource.kind == SyntaxKind::Declaration ? declaration(resource) : add(NodeKind::Expression, resource.offset, nullptr, {value(*resource.children[0])}));
    node->children.push_back(statement(*syntax.children[1]));
    popScope();
    return node;
}

Node *Checker::switchStatement(const Syntax &syntax)
{
    auto *subject = value(*syntax.children[0]);
    auto *node = add(NodeKind::Switch, syntax.offset, nullptr);
    node->local = temporary(subject->type);
    node->children = {subject};
    m_switches.push_back("case " + std::to_string(syntax.offset));
    ++m_loops; // break leaves it; a continue inside needs a loop around, which the emitter finds
    for (const auto *section : syntax.children) {
        if (section->kind != SyntaxKind::SwitchSection)
            continue;
        pushScope();
        auto *made = add(NodeKind::Block, section->offset, nullptr);
        auto *tests = add(NodeKind::Block, section->offset, nullptr);
        std::vector<std::string> names; // for goto case
        for (const auto *label : section->children[0]->children) {
            if (label->kind == SyntaxKind::DefaultCase) {
                made->isNegated = true; // the default section
                names.push_back(m_switches.back() + " default");
                continue;
            }
            Node *test = nullptr;
            const Syntax *filter = nullptr;
            if (label->kind == SyntaxKind::CasePattern) {
                const auto *tested = label->types[0].name == "var" ? subject->type : resolve(label->types[0]);
                test = add(NodeKind::Is, label->offset, type(TypeKind::Bool), {load(label->offset, node->local)});
                test->target = tested;
                auto *bound = add(NodeKind::Assign, label->offset, tested, {retype(load(label->offset, node->local), tested)});
                bound->local = declare(label->name, tested, label->offset);
                auto *keep = add(NodeKind::Sequence, label->offset, type(TypeKind::Bool), {bound, constant(label->offset, type(TypeKind::Bool), Value::ofBool(true))});
                test = add(NodeKind::And, label->offset, type(TypeKind::Bool), {test, keep});
                filter = label->children[0];
            } else {
                auto *constantValue = value(*label->children[0]);
                if (constantValue->kind == NodeKind::Constant)
                    names.push_back(caseName(m_switches.back(), constantValue->value));
                test = subject->type->kind == TypeKind::Object && constantValue->type->kind != TypeKind::Null
                           ? add(NodeKind::EqualObjects, label->offset, type(TypeKind::Bool), {load(label->offset, node->local), constantValue})
                           : equality(label->offset, false, load(label->offset, node->local), convert(constantValue, subject->type));
                filter = label->children[1];
            }
            if (filter)
                test = add(NodeKind::And, label->offset, type(TypeKind::Bool), {test, condition(*filter)});
            tests->children.push_back(test);
        }
        auto *body = add(NodeKind::Block, section->offset, nullptr);
        for (const auto &name : names) {
            auto *mark = add(NodeKind::Label, section->offset, nullptr);
            mark->index = labelNumber(name);
            m_labels[mark->index].isMarked = true;
            m_labels[mark->index].guards = m_guards;
            body->children.push_back(mark);
        }
        for (const auto *child : section->children[1]->children)
            body->children.push_back(statement(*child));
        popScope();
        if (endReachable(body))
            fault(section->offset, "CS0163", "Control cannot fall through from one case label to another");
        made->children = {tests, body};
        node->children.push_back(made);
    }
    --m_loops;
    m_switches.pop_back();
    return node;
}

//! Does a break in `node` leave the loop or switch around it?
bool Checker::hasBreak(const Node *node)
{
    if (!node)
        return false;
    switch (node->kind) {
    case NodeKind::Break:
        return true;
    case NodeKind::While:
    case NodeKind::DoWhile:
    case NodeKind::For:
    case NodeKind::Foreach:
    case NodeKind::Switch:
    case NodeKind::Lambda:
        return false;
    default:
        for (const auto *child : node->children)
            if (hasBreak(child))
                return true;
        return false;
    }
}

//! C# 7, "End points and reachability", without the parts that need constant conditions beyond true.
bool Checker::endReachable(const Node *node)
{
    if (!node)
        return true;
    const auto isTrue = [](const Node *test) { return !test || (test->kind == NodeKind::Constant && test->value.boolean()); };
    switch (node->kind) {
    case NodeKind::Return:
    case NodeKind::ThrowStatement:
    case NodeKind::Break:
    case NodeKind::Continue:
    case NodeKind::Goto:
        return false;
    case NodeKind::Block: {
        bool reachable = true;
        for (const auto *child : node->children)
            reachable = (reachable && endReachable(child)) || child->kind == NodeKind::Label;
        return reachable;
    }
    case NodeKind::If:
        if (isTrue(node->children[0]))
            return endReachable(node->children[1]);
        return endReachable(node->children[1]) || endReachable(node->children[2]);
    case NodeKind::While:
        return !isTrue(node->children[0]) || hasBreak(node->children[1]);
    case NodeKind::DoWhile:
        return !isTrue(node->children[1]) || hasBreak(node->children[0]);
    case NodeKind::For:
        return !isTrue(node->children[1]) || hasBreak(node->children[3]);
    case NodeKind::Try: {
        if (node->children[1] && !endReachable(node->children[1]))
            return false;
        bool reachable = endReachable(node->children[0]);
        for (std::size_t i = 2; i < node->children.size(); ++i)
            reachable = reachable || endReachable(node->children[i]->children[0]);
        return reachable;
    }
    case NodeKind::Switch: {
        bool hasDefault = false;
        for (std::size_t i = 1; i < node->children.size(); ++i) {
            hasDefault |= node->children[i]->isNegated;
            if (hasBreak(node->children[i]->children[1]))
                return true;
        }
        return !hasDefault;
    }
    default:
        return true;
    }
}

} // namespace gatehouse::expression
