// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/jpath.h"

#include "core/expression/library/jpath_parse.h"
#include "core/expression/library/regex.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

using Tokens = std::vector<JsonToken *>;

std::string className(const JsonToken &token)
{
    switch (token.kind()) {
    case JsonType::Object: return "JObject";
    case JsonType::Array: return "JArray";
    case JsonType::Property: return "JProperty";
    case JsonType::Constructor: return "JConstructor";
    default: return "JValue";
    }
}

const JsonContainer *containerOf(const JsonToken &token)
{
    return dynamic_cast<const JsonContainer *>(&token);
}

class Evaluation
{
public:
    Evaluation(Machine &machine, JsonToken &root, bool mustMatch) : m_machine(machine), m_root(root), m_mustMatch(mustMatch) { }
    Tokens run(const JPath &path, JsonToken &from);

private:
    void miss(const std::string &message) const
    {
        if (m_mustMatch)
            raise(Raised::Json, message);
    }
    void apply(const JPathStep &step, JsonToken &token, Tokens &out);
    void field(const JPathStep &step, JsonToken &token, Tokens &out);
    void fields(const JPathStep &step, JsonToken &token, Tokens &out);
    void scan(const JPathStep &step, JsonToken &token, Tokens &out);
    void index(const JPathStep &step, JsonToken &token, Tokens &out);
    void at(JsonToken &token, std::int32_t index, Tokens &out);
    void slice(const JPathStep &step, JsonToken &token, Tokens &out);
    void query(const JPathStep &step, JsonToken &token, Tokens &out);
    void queryScan(const JPathStep &step, JsonToken &token, Tokens &out);
    bool holds(const JPathQuery &query, JsonToken &token);
    Tokens sideOf(const JPathSide &side, JsonToken &token);
    bool compare(JPathQuery::Operator op, const JsonToken &a, const JsonToken &b);
    bool matches(const JsonValue &input, const JsonValue &pattern);

    Machine &m_machine;
    JsonToken &m_root;
    bool m_mustMatch;
};

Tokens Evaluation::run(const JPath &path, JsonToken &from)
{
    Tokens current{&from};
    for (const JPathStep &step : path) {
        Tokens next;
        for (JsonToken *token : current) {
            m_machine.charge(1);
            apply(step, *token, next);
        }
        current = std::move(next);
    }
    return current;
}

void Evaluation::apply(const JPathStep &step, JsonToken &token, Tokens &out)
{
    switch (step.kind) {
    case JPathStep::Root:
        out.push_back(&m_root);
        return;
    case JPathStep::Field:
    case JPathStep::Fields:
        if (step.isScan)
            scan(step, token, out);
        else if (step.kind == JPathStep::Field)
            field(step, token, out);
        else
            fields(step, token, out);
        return;
    case JPathStep::Index:
    case JPathStep::Indexes:
        index(step, token, out);
        return;
    case JPathStep::Slice:
        slice(step, token, out);
        return;
    case JPathStep::Query:
        if (step.isScan)
            queryScan(step, token, out);
        else
            query(step, token, out);
    }
}

void Evaluation::field(const JPathStep &step, JsonToken &token, Tokens &out)
{
    const auto *object = dynamic_cast<const JsonObject *>(&token);
    if (!object) {
        miss("Property '" + (step.name ? toUtf8(*step.name) : "*") + "' not valid on " + className(token) + ".");
        return;
    }
    if (!step.name) {
        for (JsonToken *item : object->items())
            out.push_back(static_cast<JsonProperty *>(item)->content());
        return;
    }
    if (JsonToken *found = object->get(*step.name))
        out.push_back(found);
    else
        miss("Property '" + toUtf8(*step.name) + "' does not exist on JObject.");
}

void Evaluation::fields(const JPathStep &step, JsonToken &token, Tokens &out)
{
    const auto *object = dynamic_cast<const JsonObject *>(&token);
    if (!object) {
        miss("Properties not valid on " + className(token) + ".");
        return;
    }
    for (const auto &name : step.names) {
        if (JsonToken *found = object->get(name))
            out.push_back(found);
        else
            miss("Property '" + toUtf8(name) + "' does not exist on JObject.");
    }
}

void Evaluation::scan(const JPathStep &step, JsonToken &token, Tokens &out)
{
    const bool takesAny = step.kind == JPathStep::Field && !step.name;
    if (takesAny && token.kind() != JsonType::Property)
        out.push_back(&token);
    const JsonContainer *container = containerOf(token);
    if (!container)
        return;
    for (JsonToken *item : container->items()) {
        m_machine.charge(1);
        if (auto *property = dynamic_cast<JsonProperty *>(item); property && !takesAny) {
            const bool isNamed = step.kind == JPathStep::Field
                ? property->name() == *step.name
                : std::find(step.names.begin(), step.names.end(), property->name()) != step.names.end();
            if (isNamed)
                out.push_back(property->content());
        }
        scan(step, *item, out);
    }
}

void Evaluation::at(JsonToken &token, std::int32_t index, Tokens &out)
{
    const JsonContainer *container = token.kind() == JsonType::Array || token.kind() == JsonType::Constructor ? containerOf(token) : nullptr;
    if (!container) {
        miss("Index " + std::to_string(index) + " not valid on " + className(token) + ".");
        return;
    }
    if (index < 0) {
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    }
    if (static_cast<std::size_t>(index) < container->items().size())
        out.push_back(container->items()[static_cast<std::size_t>(index)]);
    else
        miss("Index " + std::to_string(index) + " outside the bounds of " + className(token) + ".");
}

void Evaluation::index(const JPathStep &step, JsonToken &token, Tokens &out)
{
    for (const std::int32_t index : step.indexes)
        at(token, index, out);
    if (!step.indexes.empty())
        return;
    if (token.kind() == JsonType::Array || token.kind() == JsonType::Constructor)
        out.insert(out.end(), containerOf(token)->items().begin(), containerOf(token)->items().end());
    else
        miss("Index * not valid on " + className(token) + ".");
}

void Evaluation::slice(const JPathStep &step, JsonToken &token, Tokens &out)
{
    const std::int64_t by = step.step.value_or(1);
    if (by == 0)
        raise(Raised::Json, "Step cannot be zero.");
    if (token.kind() != JsonType::Array) {
        miss("Array slice is not valid on " + className(token) + ".");
        return;
    }
    const auto &items = containerOf(token)->items();
    const auto count = static_cast<std::int64_t>(items.size());
    std::int64_t start = step.start.value_or(static_cast<std::int32_t>(by > 0 ? 0 : count - 1));
    std::int64_t stop = step.end.value_or(static_cast<std::int32_t>(by > 0 ? count : -1));
    if (step.start && *step.start < 0)
        start += count;
    if (step.end && *step.end < 0)
        stop += count;
    if (by > 0)
        start = std::max<std::int64_t>(start, 0);
    start = std::min(start, by > 0 ? count : count - 1);
    stop = std::clamp<std::int64_t>(stop, -1, count);
    const auto goesOn = [&](std::int64_t i) { return by > 0 ? i < stop : i > stop; };
    if (!goesOn(start)) {
        miss("Array slice of " + (step.start ? std::to_string(*step.start) : "*") + " to " + (step.end ? std::to_string(*step.end) : "*")
             + " returned no results.");
    }
    for (std::int64_t i = start; goesOn(i); i += by) {
        if (i < 0 || i >= count)
            raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.", "index");
        out.push_back(items[static_cast<std::size_t>(i)]);
    }
}

void Evaluation::query(const JPathStep &step, JsonToken &token, Tokens &out)
{
    const JsonContainer *container = containerOf(token);
    if (!container)
        return;
    for (JsonToken *item : container->items()) {
        m_machine.charge(1);
        if (holds(*step.query, *item))
            out.push_back(item);
    }
}

void Evaluation::queryScan(const JPathStep &step, JsonToken &token, Tokens &out)
{
    m_machine.charge(1);
    if (holds(*step.query, token))
        out.push_back(&token);
    if (const JsonContainer *container = containerOf(token)) {
        for (JsonToken *item : container->items())
            queryScan(step, *item, out);
    }
}

Tokens Evaluation::sideOf(const JPathSide &side, JsonToken &token)
{
    if (!side.path)
        return {jsonOf(side.value)};
    Evaluation inner(m_machine, m_root, false);
    return inner.run(*side.path, token);
}

bool Evaluation::holds(const JPathQuery &query, JsonToken &token)
{
    const auto part = [&](const auto &inner) { return holds(*inner, token); };
    if (query.op == JPathQuery::And)
        return std::all_of(query.parts.begin(), query.parts.end(), part);
    if (query.op == JPathQuery::Or)
        return std::any_of(query.parts.begin(), query.parts.end(), part);
    const Tokens left = sideOf(query.left, token);
    if (query.op == JPathQuery::Exists)
        return !left.empty();
    if (left.empty())
        return false;
    const Tokens right = sideOf(query.right, token);
    for (const JsonToken *a : left) {
        for (const JsonToken *b : right) {
            m_machine.charge(1);
            if (compare(query.op, *a, *b))
                return true;
        }
    }
    return false;
}

bool bothNumbers(const JsonValue &a, const JsonValue &b)
{
    return (a.kind() == JsonType::Integer && b.kind() == JsonType::Float) || (a.kind() == JsonType::Float && b.kind() == JsonType::Integer);
}

bool equalStrictly(const JsonValue &a, const JsonValue &b)
{
    if (bothNumbers(a, b))
        return compareJson(a, b) == 0;
    return a.kind() == b.kind() && a.equals(b);
}

//! With the text of dates, bytes, GUIDs and the like standing for them.
bool equalLoosely(const JsonValue &a, const JsonValue &b)
{
    if (a.equals(b))
        return true;
    if (bothNumbers(a, b))
        return compareJson(a, b) == 0;
    if (b.kind() != JsonType::String)
        return false;
    switch (a.kind()) {
    case JsonType::Date:
        return jsonDate(a.content()) == b.string();
    case JsonType::Bytes:
    case JsonType::Guid:
    case JsonType::Uri:
    case JsonType::TimeSpan:
        return jsonText(a, false) == jsonQuoted(b.string());
    default:
        return false;
    }
}

bool Evaluation::matches(const JsonValue &input, const JsonValue &pattern)
{
    if (input.kind() != JsonType::String || pattern.kind() != JsonType::String)
        return false;
    const auto text = pattern.string();
    const auto end = text.rfind(u'/');
    if (end == std::u16string_view::npos || end == 0)
        raise(Raised::ArgumentOutOfRange, "Length cannot be less than zero.", "length");
    std::int32_t options = 0;
    for (const char16_t unit : text.substr(end + 1)) {
        options |= unit == u'i' ? regexoptions::ignoreCase
            : unit == u'm'      ? regexoptions::multiline
            : unit == u's'      ? regexoptions::singleline
            : unit == u'x'      ? regexoptions::explicitCapture
                                : 0;
    }
    return regexMatches(m_machine, input.string(), text.substr(1, end - 1), options);
}

bool Evaluation::compare(JPathQuery::Operator op, const JsonToken &left, const JsonToken &right)
{
    const auto *a = dynamic_cast<const JsonValue *>(&left);
    const auto *b = dynamic_cast<const JsonValue *>(&right);
    if (!a || !b)
        return op == JPathQuery::NotEquals;
    switch (op) {
    case JPathQuery::Equals: return equalLoosely(*a, *b);
    case JPathQuery::StrictEquals: return equalStrictly(*a, *b);
    case JPathQuery::NotEquals: return !equalLoosely(*a, *b);
    case JPathQuery::StrictNotEquals: return !equalStrictly(*a, *b);
    case JPathQuery::Matches: return matches(*a, *b);
    case JPathQuery::Less: return compareJson(*a, *b) < 0;
    case JPathQuery::LessOrEqual: return compareJson(*a, *b) <= 0;
    case JPathQuery::Greater: return compareJson(*a, *b) > 0;
    case JPathQuery::GreaterOrEqual: return compareJson(*a, *b) >= 0;
    default: return false;
    }
}

} // namespace

std::vector<JsonToken *> selectTokens(Machine &machine, JsonToken &token, std::u16string_view path, bool mustMatch)
{
    return Evaluation(machine, token, mustMatch).run(parseJPath(path), token);
}

} // namespace gatehouse::expression
