// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/machine.h"

#include "core/expression/arithmetic.h"
#include "core/expression/cell_cycles.h"
#include "core/expression/culture.h"
#include "core/expression/format.h"
#include "core/expression/library/reflection.h"
#include "core/expression/program.h"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <charconv>

namespace gatehouse::expression {

Program::~Program()
{
    constants.clear();
}

struct Machine::State
{
    //! A function that runs, or a task that waits for one.
    struct Frame
    {
        const Function *function = nullptr;
        std::uint32_t at = 0; //!< the next instruction
        std::uint32_t base = 0; //!< first slot on the stack
        Ref<Callable> closure;
        std::unique_ptr<Task> task;
        bool isMoveNext = false; //!< of a task: Ready pushes the element, End jumps to `target`
        std::uint32_t target = 0;
    };
    boost::container::small_vector<Value, 32> stack; // as much as nearly every expression needs
    boost::container::small_vector<Frame, 2> frames;
    std::unique_ptr<Task> awaited;
    Value exception;
    Value contextRoot;
    std::vector<Ref<Cell>> cells; //!< that lambdas capture
    std::uint64_t stop = 0; //!< steps at which the slice or everything ends

    Value newCell()
    {
        Value cell = Value::of(new Cell);
        cells.emplace_back(&cell.to<Cell>());
        return cell;
    }
};

namespace {

//! foreach over a sequence whose elements need lambdas.
class MoveNextTask final : public Task
{
public:
    MoveNextTask(Ref<Enumerator> source, Poll first) : m_source(std::move(source)), m_first(std::move(first)) { }
    Poll start(Machine &) override { return std::move(m_first); }
    Poll resume(Machine &machine, Value result) override { return m_source->resume(machine, std::move(result)); }

private:
    Ref<Enumerator> m_source;
    Poll m_first;
};

//! "5:N2" of an interpolation: pads and formats.
std::u16string interpolated(Machine &machine, const Value &value, std::u16string_view specification)
{
    const auto colon = specification.find(u':');
    const auto width = toUtf8(specification.substr(0, colon));
    const auto format = colon == std::u16string_view::npos ? std::u16string_view() : specification.substr(colon + 1);
    auto text = value.isNull() ? std::u16string() : format.empty() ? machine.text(value) : formatValue(machine, value, format);
    int alignment = 0;
    std::from_chars(width.data(), width.data() + width.size(), alignment);
    const auto size = static_cast<std::size_t>(std::abs(alignment));
    if (text.size() < size)
        text.insert(alignment > 0 ? 0 : text.size(), size - text.size(), u' ');
    return text;
}

} // namespace

Machine::Machine(const Program &program, const Library &library, Context &context, const Limits &limits)
    : m_program(program), m_library(library), m_context(context), m_limits(limits), m_state(std::make_unique<State>())
{
    const auto *body = program.functions.empty() ? nullptr : program.functions[0].get();
    if (!body)
        return;
    m_state->stack.resize(body->locals);
    m_state->frames.push_back({body, 0, 0, {}, {}, false, 0});
}

Machine::~Machine()
{
    const auto cells = std::move(m_state->cells);
    m_state.reset();
    m_outcome = {};
    breakCycles(cells);
}

void Machine::charge(std::size_t work)
{
    m_steps += work / 16 + 1;
    if (m_steps > m_limits.steps)
        throw LimitReached{"steps"};
    if (work > m_limits.result)
        throw LimitReached{"result"};
}

void Machine::allocate(std::size_t bytes)
{
    charge(bytes / 2);
    m_allocated += bytes;
    if (m_allocated > m_limits.memory)
        throw LimitReached{"memory"};
}

void Machine::await(std::unique_ptr<Task> task)
{
    m_state->awaited = std::move(task);
}

std::unique_ptr<Task> Machine::takeAwaited()
{
    return std::move(m_state->awaited);
}

std::u16string Machine::text(const Value &value)
{
    if (value.isNull())
        return {};
    if (!value.isObject())
        return primitiveText(value);
    const NativeLevel level;
    return value.object()->text(*this);
}

EnumeratorPointer Machine::enumerate(const Value &value)
{
    if (value.isNull())
        raiseNullArgument("source");
    const NativeLevel level;
    auto enumerator = value.isObject() ? value.object()->enumerate(*this) : EnumeratorPointer();
    if (!enumerator)
        raise(Raised::InvalidCast, "Specified cast is not valid.");
    return enumerator;
}

void Machine::begin(std::unique_ptr<Task> task)
{
    m_outcome = {};
    m_state->awaited = std::move(task);
}

bool Machine::run(std::uint64_t slice)
{
    if (m_program.isConstant && !m_state->awaited) {
        m_outcome.value = m_program.constant;
        return true;
    }
    auto &state = *m_state;
    state.stop = slice > m_limits.steps - std::min(m_steps, m_limits.steps) ? m_limits.steps : m_steps + slice;
    for (;;) {
        try {
            if (state.frames.empty() && state.awaited)
                startAwaited();
            if (!execute()) {
                if (m_steps >= m_limits.steps)
                    throw LimitReached{"steps"};
                return false;
            }
            return true;
        } catch (const Raise &raised) {
            auto exception = raised.object;
            if (exception.isNull())
                exception = Value::of(new ExceptionObject(m_library.exceptionType(raised.kind), raised.message, {}, raised.parameter));
            if (unwind(exception))
                continue;
            m_outcome.kind = Outcome::Thrown;
            m_outcome.exception = m_library.typeOf(exception)->fullName;
            if (const auto *object = exception.as<ExceptionObject>())
                m_outcome.message = object->message();
            m_outcome.value = std::move(exception);
        } catch (const LimitReached &reached) {
            m_outcome.kind = Outcome::Limit;
            m_outcome.limit = reached.limit;
        }
        state.frames.clear();
        state.stack.clear();
        return true;
    }
}

//! Finds the handler; false when nothing catches it.
bool Machine::unwind(const Value &exception)
{
    auto &state = *m_state;
    state.awaited.reset();
    const auto *type = m_library.typeOf(exception);
    while (!state.frames.empty()) {
        auto &frame = state.frames.back();
        if (frame.function) {
            const auto at = frame.at - 1;
            for (const auto &handler : frame.function->handlers)
                if (at >= handler.begin && at < handler.end && (!handler.type || m_library.isAssignable(type, handler.type))) {
                    state.stack.resize(frame.base + frame.function->locals);
                    state.exception = exception;
                    frame.at = handler.target;
                    return true;
                }
            state.stack.resize(frame.base);
        }
        state.frames.pop_back();
    }
    return false;
}

//! Begins a lambda whose callable and arguments lie on the stack.
void Machine::enter(std::size_t arguments)
{
    auto &state = *m_state;
    const auto base = state.stack.size() - arguments;
    const auto &callee = state.stack[base - 1];
    if (callee.isNull())
        raise(Raised::NullReference, "Object reference not set to an instance of an object");
    if (state.frames.size() >= m_limits.depth)
        throw LimitReached{"recursion"};
    Ref<Callable> closure(&callee.to<Callable>());
    const auto *function = &closure->function();
    state.stack.resize(base + function->locals);
    state.frames.push_back({function, 0, static_cast<std::uint32_t>(base), std::move(closure), {}, false, 0});
}

//! Goes on with what a task said; its frame is on top.
void Machine::follow(Poll poll)
{
    auto &state = *m_state;
    if (poll.kind == Poll::Call) {
        state.stack.push_back(Value::of(poll.callee));
        for (std::uint8_t i = 0; i < poll.count; ++i)
            state.stack.push_back(std::move(poll.arguments[i]));
        enter(poll.count);
        return;
    }
    const bool isMoveNext = state.frames.back().isMoveNext;
    const auto target = state.frames.back().target;
    state.frames.pop_back();
    if (state.frames.empty())
        m_outcome.value = std::move(poll.value);
    else if (isMoveNext && poll.kind == Poll::End)
        state.frames.back().at = target;
    else
        state.stack.push_back(std::move(poll.value));
}

void Machine::callNative(const CallSite &site, Native native)
{
    auto &state = *m_state;
    auto *arguments = state.stack.data() + state.stack.size() - site.arguments;
    if (site.hasReceiver && arguments[0].isNull() && site.member->declaring->known != Known::Nullable)
        raise(Raised::NullReference, "Object reference not set to an instance of an object");
    Call call(*this, arguments, site.arguments, site.typeArguments, site.result);
    const CultureScope scope(site.provider < 0 ? nullptr : &arguments[site.provider]);
    auto result = native(call);
    state.stack.resize(state.stack.size() - site.arguments);
    if (!state.awaited) {
        state.stack.push_back(std::move(result));
        return;
    }
    startAwaited();
}

void Machine::startAwaited()
{
    auto &state = *m_state;
    State::Frame frame;
    frame.task = std::move(state.awaited);
    frame.base = static_cast<std::uint32_t>(state.stack.size());
    auto *task = frame.task.get();
    state.frames.push_back(std::move(frame));
    follow(task->start(*this));
}

void Machine::returnValue(Value value)
{
    auto &state = *m_state;
    const auto base = state.frames.back().base;
    state.frames.pop_back();
    if (state.frames.empty()) {
        m_outcome.value = std::move(value);
        state.stack.clear();
        return;
    }
    state.stack.resize(base - 1); // the callable goes too
    if (auto *task = state.frames.back().task.get())
        follow(task->resume(*this, std::move(value)));
    else
        state.stack.push_back(std::move(value));
}

void Machine::moveNext(std::uint32_t target)
{
    auto &state = *m_state;
    auto &enumerator = state.stack.back().to<Enumerator>(); // the loop keeps it in a local: a copy lies here
    Ref<Enumerator> source(&enumerator);
    state.stack.pop_back();
    auto poll = source->next(*this);
    if (poll.kind == Poll::Ready) {
        state.stack.push_back(std::move(poll.value));
        return;
    }
    if (poll.kind == Poll::End) {
        state.frames.back().at = target;
        return;
    }
    State::Frame frame;
    frame.task = std::make_unique<MoveNextTask>(source, std::move(poll));
    frame.base = static_cast<std::uint32_t>(state.stack.size());
    frame.isMoveNext = true;
    frame.target = target;
    auto *task = frame.task.get();
    state.frames.push_back(std::move(frame));
    follow(task->start(*this));
}

Value Machine::closureOf(const LambdaSite &site)
{
    auto &frame = m_state->frames.back();
    const auto &function = *m_program.functions[site.function];
    std::vector<Ref<Cell>> captured;
    captured.reserve(function.captures.size());
    for (const auto from : function.captures) {
        if (from < 0)
            captured.push_back(frame.closure->captured()[static_cast<std::size_t>(~from)]);
        else
            captured.push_back(Ref<Cell>(&m_state->stack[frame.base + static_cast<std::size_t>(from)].to<Cell>()));
    }
    allocate(64 + captured.size() * 16);
    return Value::of(new Callable(site.type, &function, std::move(captured)));
}

Value Machine::castTo(Value value, const Type *type)
{
    if (value.isNull()) {
        if (!type->isReference() && type->kind != TypeKind::Nullable)
            raise(Raised::NullReference, "Object reference not set to an instance of an object");
        return value;
    }
    if (m_library.isInstance(value, type))
        return value;
    raise(Raised::InvalidCast, "Unable to cast object of type '" + fullNameOf(*m_library.typeOf(value)) + "' to type '" + fullNameOf(*type) + "'.");
}

bool Machine::arithmeticOf(const Instruction &instruction, Value &left, const Value &right)
{
    const auto op = static_cast<BinaryOperator>(instruction.extra);
    if (instruction.flags & flag::lifted) {
        if (left.isNull() || right.isNull()) {
            if (op == BinaryOperator::Equal)
                left = Value::ofBool(left.isNull() && right.isNull());
            else if (op == BinaryOperator::NotEqual)
                left = Value::ofBool(left.isNull() != right.isNull());
            else if (op > BinaryOperator::NotEqual)
                left = Value::ofBool(false);
            else if (instruction.kind == TypeKind::Bool && op == BinaryOperator::And && ((!left.isNull() && !left.boolean()) || (!right.isNull() && !right.boolean())))
                left = Value::ofBool(false);
            else if (instruction.kind == TypeKind::Bool && op == BinaryOperator::Or && ((!left.isNull() && left.boolean()) || (!right.isNull() && right.boolean())))
                left = Value::ofBool(true);
            else
                left = Value::null();
            return true;
        }
    }
    left = arithmetic(op, instruction.kind, instruction.flags & flag::checked, left, right);
    return true;
}

//! True when the evaluation is done, false when the slice is.
bool Machine::execute()
{
    auto &state = *m_state;
    auto &stack = state.stack;
    const auto pop = [&stack] {
        auto value = std::move(stack.back());
        stack.pop_back();
        return value;
    };
    while (!state.frames.empty()) {
        if (m_steps >= state.stop)
            return false;
        ++m_steps;
        auto &frame = state.frames.back();
        const auto &instruction = frame.function->code[frame.at++];
        const auto operand = static_cast<std::size_t>(instruction.operand);
        switch (instruction.op) {
        case Op::Constant:
            stack.push_back(m_program.constants[operand]);
            break;
        case Op::Context:
            if (state.contextRoot.isNull())
                state.contextRoot = makeContextRoot(*this);
            stack.push_back(state.contextRoot);
            break;
        case Op::LoadLocal:
            stack.push_back(Value(stack[frame.base + operand])); // a copy: the vector may move while it grows
            break;
        case Op::StoreLocal:
            stack[frame.base + operand] = std::move(stack.back());
            stack.pop_back();
            break;
        case Op::NewCell:
            allocate(sizeof(Cell));
            stack[frame.base + operand] = state.newCell();
            break;
        case Op::LoadCell: {
            Value value = stack[frame.base + operand].to<Cell>().value;
            stack.push_back(std::move(value));
            break;
        }
        case Op::StoreCell:
            stack[frame.base + operand].to<Cell>().value = std::move(stack.back());
            stack.pop_back();
            break;
        case Op::PushCell:
            stack.push_back(Value(stack[frame.base + operand])); // a copy: the vector may move while it grows
            break;
        case Op::LoadCaptured:
            stack.push_back(frame.closure->captured()[operand]->value);
            break;
        case Op::StoreCaptured:
            frame.closure->captured()[operand]->value = std::move(stack.back());
            stack.pop_back();
            break;
        case Op::PushCaptured:
            stack.push_back(Value::of(frame.closure->captured()[operand]));
            break;
        case Op::Pop:
            stack.pop_back();
            break;
        case Op::Duplicate:
            stack.push_back(Value(stack[stack.size() - 1 - operand]));
            break;
        case Op::Jump:
            frame.at = static_cast<std::uint32_t>(operand);
            break;
        case Op::JumpIfFalse:
        case Op::JumpIfTrue: {
            const bool condition = stack.back().boolean();
            stack.pop_back();
            if (condition == (instruction.op == Op::JumpIfTrue))
                frame.at = static_cast<std::uint32_t>(operand);
            break;
        }
        case Op::JumpIfNull:
        case Op::JumpIfNotNull:
            if (stack.back().isNull() == (instruction.op == Op::JumpIfNull))
                frame.at = static_cast<std::uint32_t>(operand);
            else
                stack.pop_back();
            break;
        case Op::Call:
            callNative(m_program.calls[operand], m_program.calls[operand].member->native);
            break;
        case Op::CallSetter:
            callNative(m_program.calls[operand], m_program.calls[operand].member->setter);
            break;
        case Op::Invoke:
            enter(instruction.extra);
            break;
        case Op::MakeLambda:
            stack.push_back(closureOf(m_program.lambdas[operand]));
            break;
        case Op::Return:
            returnValue(pop());
            break;
        case Op::Throw: {
            auto exception = pop();
            if (exception.isNull())
                raise(Raised::NullReference, "Object reference not set to an instance of an object");
            throw Raise{Raised::Exception, {}, {}, std::move(exception)};
        }
        case Op::Arithmetic: {
            const auto size = stack.size();
            arithmeticOf(instruction, stack[size - 2], stack[size - 1]);
            stack.pop_back();
            break;
        }
        case Op::Negate:
            if (!stack.back().isNull())
                stack.back() = negate(instruction.kind, instruction.flags & flag::checked, stack.back());
            break;
        case Op::Complement:
            if (!stack.back().isNull())
                stack.back() = complement(instruction.kind, stack.back());
            break;
        case Op::Not:
            if (!stack.back().isNull())
                stack.back() = Value::ofBool(!stack.back().boolean());
            break;
        case Op::Convert:
            if (!stack.back().isNull())
                stack.back() = convertNumber(static_cast<TypeKind>(operand), instruction.kind, instruction.flags & flag::checked, stack.back());
            break;
        case Op::Concat: {
            std::u16string text;
            for (auto i = stack.size() - operand; i < stack.size(); ++i) {
                if (const auto *piece = stringOf(stack[i]))
                    text += *piece;
                else
                    text += this->text(stack[i]);
            }
            allocate(text.size() * 2 + 48);
            stack.resize(stack.size() - operand);
            stack.push_back(Value::ofString(std::move(text)));
            break;
        }
        case Op::Format: {
            auto text = interpolated(*this, stack.back(), *stringOf(m_program.constants[operand]));
            allocate(text.size() * 2 + 48);
            stack.back() = Value::ofString(std::move(text));
            break;
        }
        case Op::Cast:
            stack.back() = castTo(std::move(stack.back()), m_program.types[operand]);
            break;
        case Op::As:
            if (!m_library.isInstance(stack.back(), m_program.types[operand]))
                stack.back() = Value::null();
            break;
        case Op::Is:
            stack.back() = Value::ofBool(m_library.isInstance(stack.back(), m_program.types[operand]));
            break;
        case Op::Unwrap:
            if (stack.back().isNull())
                raise(Raised::InvalidOperation, "Nullable object must have a value.");
            break;
        case Op::ToEnum:
            if (!stack.back().isNull())
                stack.back() = Value::ofEnum(m_program.types[operand], stack.back().int32());
            break;
        case Op::FromEnum:
            if (!stack.back().isNull())
                stack.back() = Value::ofInt(stack.back().enumValue());
            break;
        case Op::NewArray: {
            const auto length = pop();
            if (length.integer() < 0)
                raise(Raised::Overflow, "Arithmetic operation resulted in an overflow.");
            if (static_cast<std::uint64_t>(length.integer()) > m_limits.result)
                throw LimitReached{"result"};
            allocate(static_cast<std::size_t>(length.integer()) * sizeof(Value) + 64);
            const auto *type = m_program.types[operand];
            stack.push_back(Value::of(new ArrayObject(
                type, std::vector<Value>(static_cast<std::size_t>(length.integer()), defaultValue(m_library, type->element())))));
            break;
        }
        case Op::ArrayLiteral: {
            const auto count = static_cast<std::size_t>(instruction.extra) | static_cast<std::size_t>(instruction.flags) << 8;
            std::vector<Value> items(std::make_move_iterator(stack.end() - static_cast<std::ptrdiff_t>(count)),
                                     std::make_move_iterator(stack.end()));
            stack.resize(stack.size() - count);
            allocate(count * sizeof(Value) + 64);
            stack.push_back(Value::of(new ArrayObject(m_program.types[operand], std::move(items))));
            break;
        }
        case Op::LoadElement: {
            const auto index = pop();
            stack.back() = elementOf(stack.back(), index);
            break;
        }
        case Op::StoreElement: {
            auto value = pop();
            const auto index = pop();
            const auto target = pop();
            elementOf(target, index) = std::move(value);
            break;
        }
        case Op::ArrayLength:
            checkNull(stack.back());
            stack.back() = Value::ofInt(static_cast<std::int32_t>(stack.back().to<ArrayObject>().items().size()));
            break;
        case Op::CharAt: {
            const auto index = pop();
            checkNull(stack.back());
            const auto &text = stack.back().to<StringObject>().value();
            if (index.integer() < 0 || static_cast<std::uint64_t>(index.integer()) >= text.size())
                raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
            stack.back() = Value::ofChar(text[static_cast<std::size_t>(index.integer())]);
            break;
        }
        case Op::StringLength:
            checkNull(stack.back());
            stack.back() = Value::ofInt(static_cast<std::int32_t>(stack.back().to<StringObject>().value().size()));
            break;
        case Op::SameReference: {
            const auto right = pop();
            stack.back() = Value::ofBool(sameReference(stack.back(), right) != ((instruction.flags & flag::negated) != 0));
            break;
        }
        case Op::EqualStrings:
        case Op::EqualObjects: {
            const auto right = pop();
            stack.back() = Value::ofBool(equalValues(stack.back(), right) != ((instruction.flags & flag::negated) != 0));
            break;
        }
        case Op::NewAnonymous: {
            const auto *type = m_program.types[operand];
            const auto count = type->fields.size();
            std::vector<Value> values(std::make_move_iterator(stack.end() - static_cast<std::ptrdiff_t>(count)),
                                      std::make_move_iterator(stack.end()));
            stack.resize(stack.size() - count);
            allocate(count * sizeof(Value) + 64);
            stack.push_back(Value::of(new AnonymousObject(type, std::move(values))));
            break;
        }
        case Op::Field: {
            checkNull(stack.back());
            Value field = stack.back().to<AnonymousObject>().values()[operand];
            stack.back() = std::move(field);
            break;
        }
        case Op::WithField: {
            auto value = pop();
            const auto &tuple = stack.back().to<AnonymousObject>();
            auto values = tuple.values();
            values[operand] = std::move(value);
            allocate(values.size() * sizeof(Value) + 64);
            stack.back() = Value::of(new AnonymousObject(tuple.type(m_library), std::move(values)));
            break;
        }
        case Op::Enumerate:
            checkNull(stack.back());
            stack.back() = Value::of(enumerate(stack.back()));
            break;
        case Op::MoveNext:
            moveNext(static_cast<std::uint32_t>(operand));
            break;
        case Op::LoadException:
            stack.push_back(state.exception);
            break;
        }
    }
    return true;
}

void Machine::checkNull(const Value &value)
{
    if (value.isNull())
        raise(Raised::NullReference, "Object reference not set to an instance of an object");
}

Value &Machine::elementOf(const Value &array, const Value &index)
{
    checkNull(array);
    auto &items = array.to<ArrayObject>().items();
    if (index.integer() < 0 || static_cast<std::uint64_t>(index.integer()) >= items.size())
        raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
    return items[static_cast<std::size_t>(index.integer())];
}

Value defaultValue(const Library &library, const Type *type)
{
    switch (type->kind) {
    case TypeKind::Bool:
    case TypeKind::Char:
    case TypeKind::SByte:
    case TypeKind::Byte:
    case TypeKind::Int16:
    case TypeKind::UInt16:
    case TypeKind::Int32:
    case TypeKind::UInt32:
    case TypeKind::Int64:
    case TypeKind::UInt64:
        return Value::ofInteger(tagOf(type->kind), 0);
    case TypeKind::Single:
    case TypeKind::Double:
        return Value::ofReal(tagOf(type->kind), 0);
    case TypeKind::Decimal:
        return convertNumber(TypeKind::Int32, TypeKind::Decimal, false, Value::ofInt(0));
    case TypeKind::Enum:
        return Value::ofEnum(type, 0);
    case TypeKind::Struct:
        if (type->known == Known::DateTime)
            return Value::ofDateTime(0, 0);
        if (type->known == Known::TimeSpan)
            return Value::ofTimeSpan(0);
        if (type->known == Known::DateTimeOffset)
            return Value::ofDateTimeOffset(0, 0);
        if (type->known == Known::KeyValuePair2)
            return Value::of(new PairObject(type, defaultValue(library, type->arguments[0]), defaultValue(library, type->arguments[1])));
        if (type->known == Known::Guid)
            return emptyGuid();
        if (type->known == Known::ValueTuple) {
            std::vector<Value> values;
            for (const auto *argument : type->arguments)
                values.push_back(defaultValue(library, argument));
            return Value::of(new AnonymousObject(library.plain(type), std::move(values)));
        }
        return {};
    default:
        return {};
    }
}

} // namespace gatehouse::expression
