// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_content.h"

#include "core/expression/library.h"
#include "core/expression/library/views.h"
#include "core/expression/library/xml_json.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

constexpr std::size_t bytesPerToken = 96;
constexpr std::size_t maximalNesting = 128;

class ContentTask final : public EagerTask
{
public:
    ContentTask(Value content, WithTokens then) : m_content(std::move(content)), m_then(std::move(then)) { }
    Poll run(Machine &machine) override
    {
        take(machine, m_content);
        return advance(machine);
    }
    Poll resume(Machine &machine, Value result) override
    {
        handle(machine, m_open.back()->resume(machine, std::move(result)));
        return advance(machine);
    }

private:
    void take(Machine &machine, const Value &content)
    {
        if (!isMultiContent(machine, content)) {
            JsonToken *token = jsonOf(content);
            m_tokens.push_back(token ? content : newJsonValue(machine, content)->value());
            machine.allocate(bytesPerToken);
            return;
        }
        if (m_open.size() >= maximalNesting)
            throw LimitReached{"recursion"};
        m_open.push_back(machine.enumerate(content));
    }
    void handle(Machine &machine, Poll poll)
    {
        m_call = {};
        if (poll.kind == Poll::Ready)
            take(machine, poll.value);
        else if (poll.kind == Poll::End)
            m_open.pop_back();
        else
            m_call = std::move(poll);
    }
    Poll advance(Machine &machine)
    {
        while (m_call.kind != Poll::Call && !m_open.empty()) {
            machine.charge(1);
            handle(machine, m_open.back()->next(machine));
        }
        if (m_call.kind == Poll::Call)
            return std::move(m_call);
        return Poll::ready(m_then(machine, std::move(m_tokens)));
    }

    Value m_content;
    WithTokens m_then;
    std::vector<EnumeratorPointer> m_open;
    std::vector<Value> m_tokens;
    Poll m_call;
};

std::u16string camelCased(std::u16string name)
{
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool isUpper = toLowerInvariant(name[i]) != name[i];
        const bool nextIsLower = i > 0 && i + 1 < name.size() && toLowerInvariant(name[i + 1]) == name[i + 1];
        if (!isUpper || nextIsLower)
            break;
        name[i] = toLowerInvariant(name[i]);
    }
    return name;
}

//! Walks an object graph without recursion, so that a lazy sequence anywhere in it can call its lambdas.
class GraphTask final : public EagerTask
{
public:
    GraphTask(Value object, const JsonWriting &writing, WithToken then)
        : m_object(std::move(object)), m_writing(writing), m_then(std::move(then))
    {
    }
    Poll run(Machine &machine) override
    {
        m_root = begin(machine, m_object);
        return advance(machine);
    }
    Poll resume(Machine &machine, Value result) override
    {
        handle(machine, m_open.back().items->resume(machine, std::move(result)));
        return advance(machine);
    }

private:
    struct Member
    {
        std::u16string name;
        Value value;
    };
    struct Frame
    {
        Value container;
        EnumeratorPointer items; //!< of an array
        std::vector<Member> members; //!< of an object
        std::size_t at = 0;
    };

    Value begin(Machine &machine, const Value &object);
    Value beginObject(Machine &machine, std::vector<Member> members);
    std::vector<Member> membersOf(Machine &machine, const Value &object) const;
    std::vector<Member> membersOfMap(Machine &machine, const MapView &map) const;
    std::vector<Member> reflected(Machine &machine, const Value &object) const;
    bool skips(const Value &value) const;
    void addMember(std::vector<Member> &members, std::u16string name, Value value) const;
    void handle(Machine &machine, Poll poll);
    void step(Machine &machine);
    Poll advance(Machine &machine);

    Value m_object;
    JsonWriting m_writing;
    WithToken m_then;
    Value m_root;
    std::vector<Frame> m_open;
    Poll m_call;
};

bool isPlain(Machine &machine, const Value &value)
{
    if (!value.isObject() || value.as<StringObject>() || value.as<DecimalObject>() || value.as<BigIntegerObject>())
        return true;
    const Type *type = machine.library().typeOf(value);
    return type->known == Known::Guid || type->known == Known::Uri
        || (type->kind == TypeKind::Array && type->element()->kind == TypeKind::Byte);
}

Value GraphTask::begin(Machine &machine, const Value &object)
{
    machine.allocate(bytesPerToken);
    if (const JsonToken *token = jsonOf(object))
        return token->copy()->value();
    if (const auto *xml = object.as<XmlNode>())
        return jsonOfXml(*xml)->value();
    if (object.tag() == Tag::Char)
        return newJsonString(std::u16string(1, object.character()))->value();
    if (object.tag() == Tag::Enum) {
        return m_writing.enumsAsText ? newJsonString(machine.text(object))->value()
                                     : (new JsonValue(JsonType::Integer, Value::ofLong(object.enumValue())))->value();
    }
    if (isPlain(machine, object))
        return newJsonValue(machine, object)->value();
    if (m_open.size() >= maximalNesting)
        raise(Raised::JsonSerialization, "Self referencing loop detected.");
    if (const MapView *map = mapOf(object))
        return beginObject(machine, membersOfMap(machine, *map));
    const bool isSequence = !object.as<AnonymousObject>() && !object.as<PairObject>();
    EnumeratorPointer items = isSequence ? object.object()->enumerate(machine) : EnumeratorPointer();
    if (!items)
        return beginObject(machine, membersOf(machine, object));
    Value array = (new JsonArray)->value();
    m_open.push_back({array, std::move(items), {}, 0});
    return array;
}

Value GraphTask::beginObject(Machine &, std::vector<Member> members)
{
    Value object = (new JsonObject)->value();
    m_open.push_back({object, {}, std::move(members), 0});
    return object;
}

bool GraphTask::skips(const Value &value) const
{
    if (value.isNull())
        return m_writing.skipsNull || m_writing.skipsDefault;
    const bool isZero = (value.tag() >= Tag::Bool && value.tag() <= Tag::UInt64 && value.integer() == 0)
        || ((value.tag() == Tag::Single || value.tag() == Tag::Double) && value.real() == 0);
    return m_writing.skipsDefault && isZero;
}

void GraphTask::addMember(std::vector<Member> &members, std::u16string name, Value value) const
{
    if (!skips(value))
        members.push_back({m_writing.camelCase ? camelCased(std::move(name)) : std::move(name), std::move(value)});
}

std::vector<GraphTask::Member> GraphTask::membersOfMap(Machine &machine, const MapView &map) const
{
    std::vector<Member> members;
    for (auto &[key, value] : map.entries(machine)) {
        const bool isDate = key.tag() == Tag::DateTime || key.tag() == Tag::DateTimeOffset;
        std::u16string name = isDate ? jsonDate(key) : machine.text(key);
        members.push_back({m_writing.camelCase ? camelCased(std::move(name)) : std::move(name), value});
    }
    return members;
}

std::vector<GraphTask::Member> GraphTask::membersOf(Machine &machine, const Value &object) const
{
    std::vector<Member> members;
    if (const auto *anonymous = object.as<AnonymousObject>()) {
        const Type *type = anonymous->type(machine.library());
        for (std::size_t i = 0; i < type->fields.size(); ++i)
            addMember(members, type->fields[i].name, anonymous->values()[i]);
        return members;
    }
    if (const auto *pair = object.as<PairObject>()) {
        addMember(members, u"Key", pair->key());
        addMember(members, u"Value", pair->value());
        return members;
    }
    return reflected(machine, object);
}

std::vector<GraphTask::Member> GraphTask::reflected(Machine &machine, const Value &object) const
{
    std::vector<Member> members;
    for (const auto &name : machine.library().memberNames(*machine.library().typeOf(object))) {
        machine.charge(1);
        if (auto value = readProperty(machine, object, name))
            addMember(members, toUtf16(name), std::move(*value));
    }
    return members;
}

void GraphTask::handle(Machine &machine, Poll poll)
{
    m_call = {};
    if (poll.kind == Poll::Call) {
        m_call = std::move(poll);
        return;
    }
    if (poll.kind == Poll::End) {
        m_open.pop_back();
        return;
    }
    const Value array = m_open.back().container;
    const Value token = begin(machine, poll.value);
    array.to<JsonArray>().append(jsonOf(token));
}

void GraphTask::step(Machine &machine)
{
    machine.charge(1);
    Frame &frame = m_open.back();
    if (frame.items) {
        const EnumeratorPointer items = frame.items;
        handle(machine, items->next(machine));
        return;
    }
    if (frame.at == frame.members.size()) {
        m_open.pop_back();
        return;
    }
    Member member = std::move(frame.members[frame.at++]);
    const Value container = frame.container;
    const Value token = begin(machine, member.value);
    container.to<JsonObject>().set(member.name, jsonOf(token));
}

Poll GraphTask::advance(Machine &machine)
{
    while (m_call.kind != Poll::Call && !m_open.empty())
        step(machine);
    if (m_call.kind == Poll::Call)
        return std::move(m_call);
    return Poll::ready(m_then(machine, m_root));
}

} // namespace

bool isMultiContent(Machine &machine, const Value &content)
{
    if (!content.isObject() || content.as<StringObject>() || jsonOf(content))
        return false;
    const Type *type = machine.library().typeOf(content);
    if (type->kind == TypeKind::Array)
        return type->element()->kind != TypeKind::Byte;
    if (content.as<ListObject>() || content.as<SequenceObject>())
        return true;
    return static_cast<bool>(content.object()->enumerate(machine));
}

Value withJsonContent(Call &call, const Value &content, WithTokens then)
{
    return runTask(call, std::make_unique<ContentTask>(content, std::move(then)));
}

Value withJsonOf(Call &call, const Value &object, const JsonWriting &writing, WithToken then)
{
    return runTask(call, std::make_unique<GraphTask>(object, writing, std::move(then)));
}

} // namespace gatehouse::expression
