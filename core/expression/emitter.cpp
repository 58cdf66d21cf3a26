// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/bound.h"
#include "core/expression/machine.h"

#include <algorithm>
#include <functional>
#include <map>

namespace gatehouse::expression {

namespace {

//! Walks the checked tree and writes instructions.
class Emitter
{
public:
    Emitter(const Library &library, Program &program) : m_library(library), m_program(program) { }

    std::uint32_t function(FunctionScope &scope)
    {
        const auto index = static_cast<std::uint32_t>(m_program.functions.size());
        scope.index = static_cast<std::int32_t>(index);
        m_program.functions.push_back(std::make_unique<Function>());
        auto *outerFunction = std::exchange(m_function, m_program.functions.back().get());
        auto *outerScope = std::exchange(m_scope, &scope);
        auto outerTargets = std::exchange(m_targets, {});
        auto outerJumps = std::exchange(m_jumps, {});
        m_function->name = scope.name;
        m_function->parameters = scope.parameters;
        m_function->locals = static_cast<std::uint32_t>(scope.locals.size());
        prologue(scope);
        statement(scope.body);
        constant(Value::null(), scope.body->offset);
        op(Op::Return, scope.body->offset);
        for (const auto &[jump, label] : m_jumps)
            m_function->code[jump].operand = m_marks[label];
        m_jumps = std::move(outerJumps);
        m_function = outerFunction;
        m_scope = outerScope;
        m_targets = std::move(outerTargets);
        return index;
    }

private:
    //! Where break, continue and return of a construct go.
    struct Target
    {
        enum Kind { Loop, Switch, Finally } kind = Loop;
        std::vector<std::size_t> breaks;
        std::vector<std::size_t> continues;
        const Node *finallyBlock = nullptr;
    };

    std::size_t op(Op code, std::size_t offset, std::int32_t operand = 0)
    {
        Instruction instruction;
        instruction.op = code;
        instruction.operand = operand;
        m_function->code.push_back(instruction);
        m_function->offsets.push_back(static_cast<std::uint32_t>(offset));
        return m_function->code.size() - 1;
    }
    Instruction &last() { return m_function->code.back(); }
    std::int32_t here() const { return static_cast<std::int32_t>(m_function->code.size()); }
    void patch(std::size_t jump) { m_function->code[jump].operand = here(); }
    void patch(const std::vector<std::size_t> &jumps, std::int32_t target)
    {
        for (const auto jump : jumps)
            m_function->code[jump].operand = target;
    }
    void constant(const Value &value, std::size_t offset)
    {
        if (auto *object = value.object(); object && !object->isImmortal()) {
            m_program.ownedConstants.emplace_back(object);
            object->makeImmortal();
        }
        m_program.constants.push_back(value);
        op(Op::Constant, offset, static_cast<std::int32_t>(m_program.constants.size() - 1));
    }
    std::int32_t typeIndex(const Type *named)
    {
        const auto *type = m_library.plain(named);
        const auto found = std::find(m_program.types.begin(), m_program.types.end(), type);
        if (found != m_program.types.end())
            return static_cast<std::int32_t>(found - m_program.types.begin());
        m_program.types.push_back(type);
        return static_cast<std::int32_t>(m_program.types.size() - 1);
    }

    //! Parameters that lambdas share move into cells; other shared variables get theirs.
    void prologue(const FunctionScope &scope)
    {
        for (std::uint32_t i = 0; i < scope.locals.size(); ++i) {
            const auto &local = *scope.locals[i];
            if (!local.isShared)
                continue;
            if (i < scope.parameters)
                op(Op::LoadLocal, 0, static_cast<std::int32_t>(i));
            op(Op::NewCell, 0, static_cast<std::int32_t>(i));
            if (i < scope.parameters)
                op(Op::StoreCell, 0, static_cast<std::int32_t>(i));
        }
    }

    std::int32_t captureIndex(FunctionScope &scope, Local *local)
    {
        const auto found = std::find(scope.captures.begin(), scope.captures.end(), local);
        if (found != scope.captures.end())
            return static_cast<std::int32_t>(found - scope.captures.begin());
        scope.captures.push_back(local);
        return static_cast<std::int32_t>(scope.captures.size() - 1);
    }
    void loadLocal(Local *local, std::size_t offset)
    {
        if (local->owner != m_scope)
            op(Op::LoadCaptured, offset, captureIndex(*m_scope, local));
        else
            op(local->isShared ? Op::LoadCell : Op::LoadLocal, offset, static_cast<std::int32_t>(local->slot));
    }
    void storeLocal(Local *local, std::size_t offset)
    {
        if (local->owner != m_scope)
            op(Op::StoreCaptured, offset, captureIndex(*m_scope, local));
        else
            op(local->isShared ? Op::StoreCell : Op::StoreLocal, offset, static_cast<std::int32_t>(local->slot));
    }
    void freshCell(const Local *local, std::size_t offset)
    {
        if (local->isShared && !local->isHoisted && local->owner == m_scope)
            op(Op::NewCell, offset, static_cast<std::int32_t>(local->slot));
    }

    // Statements

    void statement(const Node *node)
    {
        if (!node)
            return;
        switch (node->kind) {
        case NodeKind::Block:
            for (const auto *child : node->children)
                statement(child);
            break;
        case NodeKind::Declare:
            freshCell(node->local, node->offset);
            if (!node->children.empty()) {
                expression(node->children[0]);
                storeLocal(node->local, node->offset);
            } else {
                constant(defaultValue(m_library, node->local->type), node->offset);
                storeLocal(node->local, node->offset);
            }
            break;
        case NodeKind::Expression:
            effect(node->children[0]);
            break;
        case NodeKind::If:
            ifStatement(node);
            break;
        case NodeKind::While: {
            const auto begin = here();
            expression(node->children[0]);
            const auto out = op(Op::JumpIfFalse, node->offset);
            loopBody(node->children[1], begin, node->offset, [&] { patch(out); });
            break;
        }
        case NodeKind::DoWhile: {
            const auto begin = here();
            m_targets.push_back({});
            statement(node->children[0]);
            const auto target = std::move(m_targets.back());
            m_targets.pop_back();
            patch(target.continues, here());
            expression(node->children[1]);
            op(Op::JumpIfTrue, node->offset, begin);
            patch(target.breaks, here());
            break;
        }
        case NodeKind::For:
            forLoop(node);
            break;
        case NodeKind::Foreach:
            foreachLoop(node);
            break;
        case NodeKind::Return:
            returnStatement(node);
            break;
        case NodeKind::Break:
        case NodeKind::Continue:
            leave(node);
            break;
        case NodeKind::Try:
            tryStatement(node);
            break;
        case NodeKind::ThrowStatement:
            if (!node->children.empty())
                expression(node->children[0]);
            else if (!m_caught.empty())
                loadLocal(m_caught.back(), node->offset);
            op(Op::Throw, node->offset);
            break;
        case NodeKind::Switch:
            switchStatement(node);
            break;
        case NodeKind::Label:
            m_marks[node->index] = here();
            break;
        case NodeKind::Goto:
            m_jumps.emplace_back(op(Op::Jump, node->offset), node->index);
            break;
        default:
            effect(node);
        }
    }

    void ifStatement(const Node *node)
    {
        expression(node->children[0]);
        const auto otherwise = op(Op::JumpIfFalse, node->offset);
        statement(node->children[1]);
        if (!node->children[2]) {
            patch(otherwise);
            return;
        }
        const auto end = op(Op::Jump, node->offset);
        patch(otherwise);
        statement(node->children[2]);
        patch(end);
    }
    void loopBody(const Node *body, std::int32_t continueAt, std::size_t offset, const std::function<void()> &atEnd)
    {
        m_targets.push_back({});
        statement(body);
        op(Op::Jump, offset, continueAt);
        const auto target = std::move(m_targets.back());
        m_targets.pop_back();
        patch(target.continues, continueAt);
        patch(target.breaks, here());
        atEnd();
    }
    void forLoop(const Node *node)
    {
        statement(node->children[0]);
        const auto begin = here();
        std::size_t out = 0;
        if (node->children[1]) {
            expression(node->children[1]);
            out = op(Op::JumpIfFalse, node->offset);
        }
        m_targets.push_back({});
        statement(node->children[3]);
        const auto target = std::move(m_targets.back());
        m_targets.pop_back();
        patch(target.continues, here());
        statement(node->children[2]);
        op(Op::Jump, node->offset, begin);
        if (node->children[1])
            patch(out);
        patch(target.breaks, here());
    }
    void foreachLoop(const Node *node)
    {
        auto *enumerator = node->children[3]->local;
        auto *current = node->children[4]->local;
        expression(node->children[0]);
        op(Op::Enumerate, node->offset);
        storeLocal(enumerator, node->offset);
        const auto begin = here();
        loadLocal(enumerator, node->offset);
        const auto next = op(Op::MoveNext, node->offset);
        storeLocal(current, node->offset);
        freshCell(node->local, node->offset);
        expression(node->children[1]);
        storeLocal(node->local, node->offset);
        loopBody(node->children[2], begin, node->offset, [&] { patch(next); });
    }
    void switchStatement(const Node *node)
    {
        expression(node->children[0]);
        storeLocal(node->local, node->offset);
        std::vector<std::pair<std::size_t, std::vector<std::size_t>>> sections;
        std::size_t defaultSection = 0;
        for (std::size_t i = 1; i < node->children.size(); ++i) {
            std::vector<std::size_t> jumps;
            for (const auto *test : node->children[i]->children[0]->children) {
                expression(test);
                jumps.push_back(op(Op::JumpIfTrue, test->offset));
            }
            if (node->children[i]->isNegated)
                defaultSection = i;
            sections.emplace_back(i, std::move(jumps));
        }
        const auto otherwise = op(Op::Jump, node->offset);
        Target target;
        target.kind = Target::Switch;
        m_targets.push_back(target);
        for (const auto &[index, jumps] : sections) {
            patch(jumps, here());
            if (index == defaultSection)
                patch(otherwise);
            statement(node->children[index]->children[1]);
        }
        const auto breaks = std::move(m_targets.back().breaks);
        m_targets.pop_back();
        patch(breaks, here());
        if (defaultSection == 0)
            patch(otherwise);
    }
    //! break and continue: finally blocks on the way run first.
    void leave(const Node *node)
    {
        const bool isBreak = node->kind == NodeKind::Break;
        for (auto i = m_targets.size(); i-- > 0;) {
            if (m_targets[i].kind == Target::Finally) {
                const auto outer = m_targets;
                const auto *finallyBlock = m_targets[i].finallyBlock;
                m_targets.resize(i);
                statement(finallyBlock);
                m_targets = outer;
                continue;
            }
            if (m_targets[i].kind == Target::Switch && !isBreak)
                continue;
            const auto jump = op(Op::Jump, node->offset);
            (isBreak ? m_targets[i].breaks : m_targets[i].continues).push_back(jump);
            return;
        }
    }
    void returnStatement(const Node *node)
    {
        if (!node->children.empty())
            expression(node->children[0]);
        else
            constant(Value::null(), node->offset);
        for (auto i = m_targets.size(); i-- > 0;)
            if (m_targets[i].kind == Target::Finally) {
                // The value waits in a slot of its own: the finally block may be left by an exception.
                const auto slot = static_cast<std::int32_t>(m_function->locals++);
                op(Op::StoreLocal, node->offset, slot);
                const auto outer = m_targets;
                const auto *finallyBlock = m_targets[i].finallyBlock;
                m_targets.resize(i);
                statement(finallyBlock);
                m_targets = outer;
                op(Op::LoadLocal, node->offset, slot);
            }
        op(Op::Return, node->offset);
    }
    void tryStatement(const Node *node)
    {
        const auto *finallyBlock = node->children[1];
        if (finallyBlock) {
            Target target;
            target.kind = Target::Finally;
            target.finallyBlock = finallyBlock;
            m_targets.push_back(target);
        }
        const auto begin = static_cast<std::uint32_t>(here());
        std::vector<std::size_t> ends;
        statement(node->children[0]);
        ends.push_back(op(Op::Jump, node->offset));
        const auto bodyEnd = static_cast<std::uint32_t>(here());
        std::vector<Handler> own;
        const auto outerRethrows = std::exchange(m_rethrows, {});
        for (std::size_t i = 2; i < node->children.size(); ++i)
            ends.push_back(catchClause(node->children[i], {begin, bodyEnd, static_cast<std::uint32_t>(here()), node->children[i]->target}, own));
        m_rethrows = outerRethrows;
        m_function->handlers.insert(m_function->handlers.end(), own.begin(), own.end());
        if (finallyBlock) {
            m_targets.pop_back();
            const auto covered = static_cast<std::uint32_t>(here());
            m_function->handlers.push_back({begin, covered, covered, nullptr});
            const auto slot = static_cast<std::int32_t>(m_function->locals++);
            op(Op::LoadException, node->offset);
            op(Op::StoreLocal, node->offset, slot);
            statement(finallyBlock);
            op(Op::LoadLocal, node->offset, slot);
            op(Op::Throw, node->offset);
            patch(ends, here());
            statement(finallyBlock);
        } else {
            patch(ends, here());
        }
    }

    //! Gives the jump at its end. A filter that says no throws again, and the later clauses see that too.
    std::size_t catchClause(const Node *clause, const Handler &handler, std::vector<Handler> &own)
    {
        const auto rethrows = m_rethrows;
        m_rethrows.clear();
        own.push_back(handler);
        for (const auto at : rethrows)
            own.push_back({at, at + 1, handler.target, handler.type});
        freshCell(clause->local, clause->offset);
        op(Op::LoadException, clause->offset);
        storeLocal(clause->local, clause->offset);
        if (clause->children[1]) {
            expression(clause->children[1]);
            const auto taken = op(Op::JumpIfTrue, clause->offset);
            loadLocal(clause->local, clause->offset);
            m_rethrows = rethrows;
            m_rethrows.push_back(static_cast<std::uint32_t>(op(Op::Throw, clause->offset)));
            patch(taken);
        } else {
            m_rethrows = rethrows;
        }
        const auto pending = std::exchange(m_rethrows, {});
        m_caught.push_back(clause->local);
        statement(clause->children[0]);
        m_caught.pop_back();
        m_rethrows = pending;
        return op(Op::Jump, clause->offset);
    }

    // Expressions

    //! For its effect: the value is dropped.
    void effect(const Node *node)
    {
        if (node->kind == NodeKind::Assign) {
            expression(node->children[0]);
            storeLocal(node->local, node->offset);
            return;
        }
        if (node->kind == NodeKind::Sequence) {
            for (const auto *child : node->children)
                effect(child);
            return;
        }
        if (node->kind == NodeKind::Constant || node->kind == NodeKind::Local)
            return;
        expression(node);
        op(Op::Pop, node->offset);
    }

    void each(const std::vector<Node *> &nodes)
    {
        for (const auto *node : nodes)
            expression(node);
    }

    void expression(const Node *node)
    {
        switch (node->kind) {
        case NodeKind::Constant:
            constant(node->value, node->offset);
            break;
        case NodeKind::Context:
            op(Op::Context, node->offset);
            break;
        case NodeKind::Local:
            loadLocal(node->local, node->offset);
            break;
        case NodeKind::OutCell:
            if (node->local->owner != m_scope)
                op(Op::PushCaptured, node->offset, captureIndex(*m_scope, node->local));
            else
                op(Op::PushCell, node->offset, static_cast<std::int32_t>(node->local->slot));
            break;
        case NodeKind::Call:
            each(node->children);
            op(Op::Call, node->offset, callSite(node));
            break;
        case NodeKind::SetMember:
            setMember(node);
            break;
        case NodeKind::Retype:
            expression(node->children[0]);
            break;
        case NodeKind::Convert:
            expression(node->children[0]);
            op(Op::Convert, node->offset, static_cast<std::int32_t>(node->operandKind));
            last().kind = node->target->kind;
            last().flags = node->isChecked ? flag::checked : 0;
            break;
        case NodeKind::Cast:
        case NodeKind::As:
        case NodeKind::Is:
        case NodeKind::ToEnum:
            expression(node->children[0]);
            op(node->kind == NodeKind::Cast ? Op::Cast : node->kind == NodeKind::As ? Op::As : node->kind == NodeKind::Is ? Op::Is : Op::ToEnum, node->offset, typeIndex(node->target));
            break;
        case NodeKind::Unwrap:
        case NodeKind::FromEnum:
        case NodeKind::Not:
        case NodeKind::ArrayLength:
        case NodeKind::StringLength:
            expression(node->children[0]);
            op(simple(node->kind), node->offset);
            break;
        case NodeKind::Negate:
        case NodeKind::Complement:
            expression(node->children[0]);
            op(node->kind == NodeKind::Negate ? Op::Negate : Op::Complement, node->offset);
            last().kind = node->operandKind;
            last().flags = node->isChecked ? flag::checked : 0;
            break;
        case NodeKind::Binary:
            each(node->children);
            op(Op::Arithmetic, node->offset);
            last().kind = node->operandKind;
            last().extra = static_cast<std::uint8_t>(node->op);
            last().flags = static_cast<std::uint8_t>((node->isLifted ? flag::lifted : 0) | (node->isChecked ? flag::checked : 0));
            break;
        case NodeKind::Concat:
            each(node->children);
            op(Op::Concat, node->offset, static_cast<std::int32_t>(node->children.size()));
            break;
        case NodeKind::Format: {
            expression(node->children[0]);
            op(Op::Format, node->offset);
            const auto at = m_function->code.size() - 1;
            constant(Value::ofString(node->text), node->offset);
            m_function->code[at].operand = last().operand;
            m_function->code.pop_back();
            m_function->offsets.pop_back();
            break;
        }
        case NodeKind::And:
        case NodeKind::Or: {
            expression(node->children[0]);
            const auto shortcut = op(node->kind == NodeKind::And ? Op::JumpIfFalse : Op::JumpIfTrue, node->offset);
            expression(node->children[1]);
            const auto end = op(Op::Jump, node->offset);
            patch(shortcut);
            constant(Value::ofBool(node->kind == NodeKind::Or), node->offset);
            patch(end);
            break;
        }
        case NodeKind::Conditional: {
            expression(node->children[0]);
            const auto otherwise = op(Op::JumpIfFalse, node->offset);
            expression(node->children[1]);
            const auto end = op(Op::Jump, node->offset);
            patch(otherwise);
            expression(node->children[2]);
            patch(end);
            break;
        }
        case NodeKind::Coalesce: {
            expression(node->children[0]);
            const auto end = op(Op::JumpIfNotNull, node->offset);
            expression(node->children[1]);
            patch(end);
            break;
        }
        case NodeKind::ConditionalAccess: {
            expression(node->children[0]);
            storeLocal(node->local, node->offset);
            loadLocal(node->local, node->offset);
            const auto out = op(Op::JumpIfNull, node->offset);
            expression(node->children[1]);
            patch(out);
            break;
        }
        case NodeKind::Sequence:
            for (std::size_t i = 0; i + 1 < node->children.size(); ++i)
                effect(node->children[i]);
            expression(node->children.back());
            break;
        case NodeKind::Assign:
            expression(node->children[0]);
            op(Op::Duplicate, node->offset);
            storeLocal(node->local, node->offset);
            break;
        case NodeKind::SetElement: {
            // array, index, value: the value is the result too
            const auto slot = static_cast<std::int32_t>(m_function->locals++);
            each(node->children);
            op(Op::Duplicate, node->offset);
            op(Op::StoreLocal, node->offset, slot);
            op(Op::StoreElement, node->offset);
            op(Op::LoadLocal, node->offset, slot);
            break;
        }
        case NodeKind::Element:
        case NodeKind::CharAt:
            each(node->children);
            op(node->kind == NodeKind::Element ? Op::LoadElement : Op::CharAt, node->offset);
            break;
        case NodeKind::NewArray:
            expression(node->children[0]);
            op(Op::NewArray, node->offset, typeIndex(node->target));
            break;
        case NodeKind::ArrayLiteral:
            each(node->children);
            op(Op::ArrayLiteral, node->offset, typeIndex(node->target));
            last().extra = static_cast<std::uint8_t>(node->children.size() & 0xFF);
            last().flags = static_cast<std::uint8_t>(node->children.size() >> 8);
            break;
        case NodeKind::NewAnonymous:
            each(node->children);
            op(Op::NewAnonymous, node->offset, typeIndex(node->target));
            break;
        case NodeKind::Field:
            expression(node->children[0]);
            op(Op::Field, node->offset, static_cast<std::int32_t>(node->index));
            break;
        case NodeKind::WithField:
            each(node->children);
            op(Op::WithField, node->offset, static_cast<std::int32_t>(node->index));
            break;
        case NodeKind::Lambda:
            lambda(node);
            break;
        case NodeKind::Invoke:
            each(node->children);
            op(Op::Invoke, node->offset);
            last().extra = static_cast<std::uint8_t>(node->children.size() - 1);
            break;
        case NodeKind::SameReference:
        case NodeKind::EqualStrings:
        case NodeKind::EqualObjects:
            each(node->children);
            op(node->kind == NodeKind::SameReference ? Op::SameReference : node->kind == NodeKind::EqualStrings ? Op::EqualStrings : Op::EqualObjects, node->offset);
            last().flags = node->isNegated ? flag::negated : 0;
            break;
        case NodeKind::Throw:
            expression(node->children[0]);
            op(Op::Throw, node->offset);
            break;
        default:
            constant(Value::null(), node->offset);
        }
    }

    static Op simple(NodeKind kind)
    {
        switch (kind) {
        case NodeKind::Unwrap: return Op::Unwrap;
        case NodeKind::FromEnum: return Op::FromEnum;
        case NodeKind::Not: return Op::Not;
        case NodeKind::ArrayLength: return Op::ArrayLength;
        default: return Op::StringLength;
        }
    }

    std::int32_t callSite(const Node *node)
    {
        CallSite site;
        site.member = node->member;
        site.arguments = static_cast<std::uint32_t>(node->children.size());
        site.hasReceiver = node->hasReceiver;
        for (std::size_t i = 0; i < node->member->parameters.size(); ++i)
            if (node->member->parameters[i].type->known == Known::IFormatProvider)
                site.provider = static_cast<std::int8_t>(i + (node->hasReceiver ? 1 : 0));
        for (const auto *argument : node->typeArguments)
            site.typeArguments.push_back(m_library.plain(argument));
        site.result = m_library.plain(node->type);
        const auto known = node->member->declaring->known;
        if (node->member->name == "Body") {
            m_program.readsRequestBody |= known == Known::IRequest;
            m_program.readsResponseBody |= known == Known::IResponse;
        }
        m_program.calls.push_back(std::move(site));
        return static_cast<std::int32_t>(m_program.calls.size() - 1);
    }
    void setMember(const Node *node)
    {
        const auto slot = static_cast<std::int32_t>(m_function->locals++);
        each(node->children);
        op(Op::Duplicate, node->offset);
        op(Op::StoreLocal, node->offset, slot);
        op(Op::CallSetter, node->offset, callSite(node));
        op(Op::Pop, node->offset);
        op(Op::LoadLocal, node->offset, slot);
    }
    void lambda(const Node *node)
    {
        const auto index = function(*node->function);
        auto &emitted = *m_program.functions[index];
        for (auto *local : node->function->captures)
            emitted.captures.push_back(local->owner == m_scope ? static_cast<std::int32_t>(local->slot) : ~captureIndex(*m_scope, local));
        m_program.lambdas.push_back({m_library.plain(node->type), index});
        op(Op::MakeLambda, node->offset, static_cast<std::int32_t>(m_program.lambdas.size() - 1));
    }

    const Library &m_library;
    Program &m_program;
    Function *m_function = nullptr;
    FunctionScope *m_scope = nullptr;
    std::vector<Target> m_targets;
    std::map<std::uint32_t, std::int32_t> m_marks; //!< where labels stand
    std::vector<std::pair<std::size_t, std::uint32_t>> m_jumps; //!< of goto, with their labels
    std::vector<Local *> m_caught;
    std::vector<std::uint32_t> m_rethrows; //!< of filters of the try under way
};

} // namespace

std::shared_ptr<const Program> emit(const Library &library, FunctionScope &body, const Type *result)
{
    auto program = std::make_shared<Program>();
    program->result = result;
    if (body.body->children.size() == 1 && body.body->children[0]->kind == NodeKind::Return && !body.body->children[0]->children.empty() &&
        body.body->children[0]->children[0]->kind == NodeKind::Constant) {
        program->isConstant = true;
        program->constant = body.body->children[0]->children[0]->value;
        if (auto *object = program->constant.object(); object && !object->isImmortal()) {
            program->ownedConstants.emplace_back(object);
            object->makeImmortal();
        }
        return program;
    }
    Emitter(library, *program).function(body);
    return program;
}

} // namespace gatehouse::expression
