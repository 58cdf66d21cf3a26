// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_content.h"

#include "core/expression/format.h"
#include "core/expression/format_number.h"
#include "core/expression/guid.h"
#include "core/expression/library/json.h"
#include "core/expression/objects.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::size_t maximalNesting = 128;

bool isSequence(Machine &machine, const Value &content)
{
    if (!content.isObject() || content.as<StringObject>() || content.as<XmlNode>())
        return false;
    return content.as<ArrayObject>() || content.as<ListObject>() || content.as<JsonToken>()
        || static_cast<bool>(content.object()->enumerate(machine));
}

class ContentTask final : public EagerTask
{
public:
    ContentTask(Value content, WithContent then) : m_content(std::move(content)), m_then(std::move(then)) { }
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
        if (content.isNull())
            return;
        if (!isSequence(machine, content)) {
            m_items.push_back(content.as<XmlNode>() ? content : Value::ofString(xmlValueText(machine, content)));
            return;
        }
        if (content.as<JsonValue>())
            return; // a sequence without items
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
        return Poll::ready(m_then(machine, m_items));
    }

    Value m_content;
    WithContent m_then;
    std::vector<EnumeratorPointer> m_open;
    std::vector<Value> m_items;
    Poll m_call;
};

//! xs:duration, e.g. PT1H30M.
std::u16string durationText(std::int64_t ticks)
{
    std::string out = ticks < 0 ? "-P" : "P";
    std::uint64_t rest = ticks < 0 ? ~static_cast<std::uint64_t>(ticks) + 1 : static_cast<std::uint64_t>(ticks);
    const auto part = [&](std::uint64_t unit, const char *letter) {
        if (const auto count = rest / unit) {
            out += std::to_string(count) + letter;
            rest %= unit;
        }
    };
    part(static_cast<std::uint64_t>(ticksPerDay), "D");
    if (rest > 0) {
        out += 'T';
        part(36'000'000'000, "H");
        part(600'000'000, "M");
        if (rest > 0) {
            out += std::to_string(rest / 10'000'000);
            if (const auto fraction = rest % 10'000'000) {
                std::string digits = std::to_string(10'000'000 + fraction).substr(1);
                digits.erase(digits.find_last_not_of('0') + 1);
                out += '.' + digits;
            }
            out += 'S';
        }
    }
    return fromAscii(out == "P" || out == "-P" ? "PT0S" : out);
}

std::int64_t durationOf(std::u16string_view text)
{
    const auto fail = [&]() { raise(Raised::Format, "The string '" + toUtf8(text) + "' is not a valid TimeSpan value."); };
    std::size_t at = 0;
    const bool isNegative = !text.empty() && text[0] == u'-';
    at += isNegative ? 1 : 0;
    if (at >= text.size() || text[at++] != u'P')
        fail();
    double seconds = 0;
    bool inTime = false;
    bool hasPart = false;
    while (at < text.size()) {
        if (text[at] == u'T') {
            inTime = true;
            ++at;
            continue;
        }
        std::string number;
        while (at < text.size() && ((text[at] >= u'0' && text[at] <= u'9') || text[at] == u'.'))
            number += static_cast<char>(text[at++]);
        constexpr std::size_t longest = 18;
        if (number.empty() || number.size() > longest || at >= text.size())
            fail();
        const char16_t unit = text[at++];
        const double perUnit = inTime ? (unit == u'H' ? 3600 : unit == u'M' ? 60 : unit == u'S' ? 1 : 0)
                                      : (unit == u'Y' ? 365 * 86400.0 : unit == u'M' ? 30 * 86400.0 : unit == u'D' ? 86400 : 0);
        if (perUnit == 0)
            fail();
        seconds += std::atof(number.c_str()) * perUnit;
        hasPart = true;
    }
    if (!hasPart || seconds > 9.2e11)
        fail();
    const auto ticks = static_cast<std::int64_t>(std::llround(seconds * static_cast<double>(ticksPerSecond)));
    return isNegative ? -ticks : ticks;
}

std::u16string trimmed(std::u16string_view text)
{
    while (!text.empty() && isWhiteSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isWhiteSpace(text.back()))
        text.remove_suffix(1);
    return std::u16string(text);
}

Value booleanOf(std::u16string text)
{
    std::transform(text.begin(), text.end(), text.begin(), toLowerInvariant);
    if (text == u"true" || text == u"1")
        return Value::ofBool(true);
    if (text != u"false" && text != u"0")
        raise(Raised::Format, "The string '" + toUtf8(text) + "' is not a valid Boolean value.");
    return Value::ofBool(false);
}

} // namespace

std::u16string xmlValueText(Machine &machine, const Value &value)
{
    switch (value.tag()) {
    case Tag::Bool:
        return value.boolean() ? u"true" : u"false";
    case Tag::Single:
    case Tag::Double:
        if (std::isinf(value.real()))
            return value.real() > 0 ? u"INF" : u"-INF";
        return std::isnan(value.real()) ? u"NaN" : value.tag() == Tag::Double ? roundTripDouble(value.real()) : formatReal(value.real(), true, u"R");
    case Tag::DateTime:
    case Tag::DateTimeOffset: {
        std::u16string text = jsonDate(value);
        const bool isZero = value.tag() == Tag::DateTimeOffset && value.aux() == 0;
        if (isZero)
            text.replace(text.size() - 6, 6, u"Z");
        return text;
    }
    case Tag::TimeSpan:
        return durationText(value.integer());
    default:
        return machine.text(value);
    }
}

Value withXmlContent(Call &call, const Value &content, WithContent then)
{
    return runTask(call, std::make_unique<ContentTask>(content, std::move(then)));
}

void addXmlContent(XmlContainer &container, const std::vector<Value> &items)
{
    for (const Value &item : items) {
        if (const auto *text = stringOf(item)) {
            container.appendText(*text);
        } else if (auto *attribute = item.as<XmlAttribute>()) {
            auto *element = dynamic_cast<XmlElement *>(&container);
            if (!element)
                raise(Raised::ArgumentException, "An attribute cannot be added to content.");
            element->addAttribute(attribute);
        } else {
            container.append(item.as<XmlNode>());
        }
    }
}

void insertXmlContent(XmlContainer &container, std::size_t index, const std::vector<Value> &items)
{
    for (const Value &item : items) {
        if (item.as<XmlAttribute>())
            raise(Raised::ArgumentException, "An attribute cannot be added to content.");
        const auto *text = stringOf(item);
        container.insert(index++, text ? new XmlText(XmlKind::TextNode, *text) : item.as<XmlNode>());
    }
}

Value castXmlText(Machine &machine, const std::u16string &text, const Type *result)
{
    const Type *target = result->kind == TypeKind::Nullable ? result->element() : result;
    if (target->kind == TypeKind::String)
        return Value::ofString(text);
    const std::u16string bare = trimmed(text);
    if (target->kind == TypeKind::Bool)
        return booleanOf(bare);
    if (target->kind == TypeKind::Double && (bare == u"INF" || bare == u"-INF"))
        return Value::ofDouble(std::numeric_limits<double>::infinity() * (bare[0] == u'-' ? -1 : 1));
    switch (target->known) {
    case Known::TimeSpan:
        return Value::ofTimeSpan(durationOf(bare));
    case Known::Guid: {
        const auto bytes = parseGuid(bare);
        if (!bytes)
            raise(Raised::Format, "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");
        return Value::of(make<GuidObject>(*bytes));
    }
    case Known::DateTime:
    case Known::DateTimeOffset: {
        Value date = jsonDateOf(bare, target->known == Known::DateTimeOffset);
        if (date.isNull())
            date = callStatic(machine, target, "Parse", Value::ofString(bare)).value_or(Value::null());
        return date;
    }
    default:
        return changeType(machine, Value::ofString(bare), target);
    }
}

} // namespace gatehouse::expression
