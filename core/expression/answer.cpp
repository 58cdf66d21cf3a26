// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/answer.h"

#include "core/expression/decimal.h"
#include "core/expression/library/base64.h"
#include "core/expression/library/json.h"
#include "core/expression/library/linq.h"
#include "core/expression/text16.h"

#include <cmath>

namespace gatehouse::expression {

namespace {

json::object answer(std::string_view type, json::value value)
{
    return {{"type", type}, {"value", std::move(value)}};
}

json::value realNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

json::value textOf(Machine &machine, const Value &value)
{
    return json::value(toUtf8(machine.text(value)));
}

//! Whose name alone says what they are.
bool isOpaque(Known known)
{
    return known == Known::IResponse || known == Known::IRequest;
}

bool isBytes(const Value &value, const Type &type)
{
    return type.kind == TypeKind::Array && type.element()->kind == TypeKind::Byte && value.as<ArrayObject>();
}

bool isSequence(const Type &type, const Library &library)
{
    return type.kind == TypeKind::Array || library.findBase(&type, library.known(Known::IEnumerable1)) ||
           library.findBase(&type, library.known(Known::IEnumerable));
}

json::object scalarAnswer(Machine &machine, const Value &value, const Type &type)
{
    const auto name = fullNameOf(type);
    switch (value.tag()) {
    case Tag::Null: return answer("null", nullptr);
    case Tag::Bool: return answer(name, value.boolean());
    case Tag::SByte:
    case Tag::Byte:
    case Tag::Int16:
    case Tag::UInt16:
    case Tag::Int32:
    case Tag::UInt32:
    case Tag::Int64: return answer(name, value.integer());
    case Tag::UInt64: return answer(name, static_cast<std::uint64_t>(value.integer()));
    case Tag::Single:
    case Tag::Double: return answer(name, realNumber(value.real()));
    default: return answer(name, textOf(machine, value));
    }
}

json::object objectAnswer(Machine &machine, const Value &value, const Type &type)
{
    if (type.kind == TypeKind::Decimal)
        return answer("System.Decimal", toDouble(decimalOf(value)));
    if (jsonOf(value))
        return answer(fullNameOf(type), json::value(toUtf8(jsonText(value, false))));
    if (isBytes(value, type))
        return answer("System.Byte[]", json::value(toBase64Text(bytesOf(value.to<ArrayObject>()))));
    if (isOpaque(type.known))
        return answer(type.shortName, json::value(type.shortName));
    return answer(fullNameOf(type), textOf(machine, value));
}

//! Gives the texts of a sequence's items as a string[].
class TextsTask final : public FoldTask
{
public:
    explicit TextsTask(Value sequence) : FoldTask(std::move(sequence)) { }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        machine.allocate(sizeof(Value));
        m_texts.push_back(Value::ofString(machine.text(item)));
        return std::nullopt;
    }
    Poll onEnd(Machine &machine) override
    {
        const auto &library = machine.library();
        return Poll::ready(Value::of(make<ArrayObject>(library.arrayOf(library.primitive(TypeKind::String)), std::move(m_texts))));
    }

private:
    std::vector<Value> m_texts;
};

//! How it failed; nothing when it did not.
std::optional<json::object> failure(const Outcome &outcome)
{
    if (outcome.kind == Outcome::Thrown)
        return json::object{{"throws", outcome.exception}};
    if (outcome.kind == Outcome::Limit)
        return json::object{{"error", "over the limit of " + outcome.limit}};
    return std::nullopt;
}

json::object sequenceAnswer(Machine &machine, const Value &value, const Type &type)
{
    machine.begin(std::make_unique<TextsTask>(value));
    machine.run();
    if (auto failed = failure(machine.outcome()))
        return std::move(*failed);
    json::array texts;
    for (const auto &item : machine.outcome().value.to<ArrayObject>().items())
        texts.emplace_back(toUtf8(*stringOf(item)));
    auto name = fullNameOf(type);
    const bool isNamed = type.kind == TypeKind::Array || name.starts_with("System.Collections.Generic.");
    return answer(isNamed ? name : "IEnumerable", std::move(texts));
}

json::object answerOf(Machine &machine)
{
    if (auto failed = failure(machine.outcome()))
        return std::move(*failed);
    const auto value = machine.outcome().value;
    if (value.isNull())
        return answer("null", nullptr);
    const auto &type = *machine.library().typeOf(value);
    if (!value.isObject())
        return scalarAnswer(machine, value, type);
    const bool isText = stringOf(value) || jsonOf(value) || isBytes(value, type);
    if (!isText && isSequence(type, machine.library()))
        return sequenceAnswer(machine, value, type);
    return objectAnswer(machine, value, type);
}

} // namespace

json::object evaluate(std::string_view expression, const Library &library, Context &context, const Limits &limits)
{
    const auto program = compile(expression, library);
    if (!program) {
        const auto &finding = program.error().front();
        return {{"error", finding.code + " at " + std::to_string(finding.offset) + ": " + finding.message}};
    }
    context.keep(*program);
    Machine machine(**program, library, context, limits);
    machine.run();
    try {
        return answerOf(machine);
    } catch (const Raise &raised) {
        return {{"throws", fullNameOf(raised.kind)}};
    } catch (const LimitReached &reached) {
        return {{"error", "over the limit of " + reached.limit}};
    }
}

} // namespace gatehouse::expression
