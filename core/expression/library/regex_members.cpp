// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/bridge.h"
#include "core/expression/library/regex.h"
#include "core/expression/library/regex_objects.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::int32_t wholeInput = -1;

RegexObject &self(Call &c)
{
    return c[0].to<RegexObject>();
}

Ref<RegexObject> selfRef(Call &c)
{
    return Ref<RegexObject>(&self(c));
}

//! The regex of a static member: pattern at `pattern`, RegexOptions behind it where `options`.
Ref<RegexObject> given(Call &c, std::size_t pattern, std::size_t options)
{
    c.string(0, "input");
    return regexOf(c.string(pattern, "pattern"), options ? c[options].enumValue() : 0);
}

std::size_t startAt(Call &c, std::size_t index)
{
    const std::int32_t start = c.int32(index);
    if (start < 0 || static_cast<std::size_t>(start) > c.string(1, "input").size())
        raise(Raised::ArgumentOutOfRange, "Start index cannot be less than 0 or greater than input length.", "startat");
    return static_cast<std::size_t>(start);
}

Value isMatch(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::size_t start = 0)
{
    return Value::ofBool(regex->find(c.machine(), c.string(input, "input"), start).has_value());
}

Value match(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::size_t start = 0)
{
    c.string(input, "input");
    return Value::of(findMatch(c.machine(), regex, c[input], start));
}

Value matches(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::size_t start = 0)
{
    c.string(input, "input");
    std::vector<Value> found;
    for (auto next = findMatch(c.machine(), regex, c[input], start); next->span().isSet();
         next = findMatch(c.machine(), regex, c[input], next->next()))
        found.push_back(Value::of(next));
    return Value::of(make<CapturesObject>(Known::MatchCollection, std::move(found), Value::null()));
}

Value replace(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::size_t replacement, std::int32_t count = wholeInput,
              std::size_t start = 0)
{
    const auto &text = c.string(input, "input");
    const Replacement parts(*regex, c.string(replacement, "replacement"));
    if (count < wholeInput)
        raise(Raised::ArgumentOutOfRange, "Count cannot be less than -1.", "count");
    std::u16string out;
    std::size_t at = 0;
    auto next = count == 0 ? Ref<MatchObject>() : findMatch(c.machine(), regex, c[input], start);
    for (std::int32_t done = 0; next && next->span().isSet(); next = findMatch(c.machine(), regex, c[input], next->next())) {
        out.append(text, at, next->span().start - at);
        const auto before = out.size();
        parts.append(out, *next);
        c.charge((out.size() - before) / 16);
        c.machine().allocate(out.size() - before);
        at = next->span().start + next->span().length;
        if (++done == count)
            break;
    }
    out.append(text, at, std::u16string::npos);
    return c.text(std::move(out));
}

//! Replace with a MatchEvaluator.
class ReplaceTask final : public EagerTask
{
public:
    ReplaceTask(Ref<RegexObject> regex, Value input, Ref<Callable> evaluator, std::int32_t count)
        : m_regex(std::move(regex)), m_input(std::move(input)), m_evaluator(std::move(evaluator)), m_left(count)
    {
    }
    Poll run(Machine &machine) override { return search(machine, 0); }
    Poll resume(Machine &machine, Value result) override
    {
        const auto &text = *stringOf(m_input);
        m_out.append(text, m_at, m_match->span().start - m_at);
        m_out += machine.text(result);
        machine.allocate(m_out.size() / 8);
        m_at = m_match->span().start + m_match->span().length;
        return search(machine, m_match->next());
    }

private:
    Poll search(Machine &machine, std::size_t start)
    {
        if (m_left != 0) {
            m_match = findMatch(machine, m_regex, m_input, start);
            if (m_match->span().isSet()) {
                m_left -= m_left > 0 ? 1 : 0;
                return Poll::call(m_evaluator, {Value::of(m_match)});
            }
        }
        m_out.append(*stringOf(m_input), m_at, std::u16string::npos);
        return Poll::ready(Value::ofString(std::move(m_out)));
    }

    Ref<RegexObject> m_regex;
    Value m_input;
    Ref<Callable> m_evaluator;
    std::int32_t m_left;
    Ref<MatchObject> m_match;
    std::u16string m_out;
    std::size_t m_at = 0;
};

Value evaluate(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::size_t evaluator, std::int32_t count = wholeInput)
{
    c.string(input, "input");
    if (count < wholeInput)
        raise(Raised::ArgumentOutOfRange, "Count cannot be less than -1.", "count");
    Ref<Callable> callee(&c.object<Callable>(evaluator, "evaluator"));
    return runTask(c, std::make_unique<ReplaceTask>(regex, c[input], std::move(callee), count));
}

//! With the text of the groups between the parts.
Value split(Call &c, const Ref<RegexObject> &regex, std::size_t input, std::int32_t count = 0, std::size_t start = 0)
{
    const auto &text = c.string(input, "input");
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Count cannot be less than -1.", "count");
    std::vector<Value> parts;
    std::size_t at = 0;
    auto next = count == 1 ? Ref<MatchObject>() : findMatch(c.machine(), regex, c[input], start);
    for (; next && next->span().isSet(); next = findMatch(c.machine(), regex, c[input], next->next())) {
        parts.push_back(Value::ofString(text.substr(at, next->span().start - at)));
        at = next->span().start + next->span().length;
        for (std::size_t i = 1; i < next->spans().size(); ++i) {
            const Span &span = next->spans()[i];
            if (span.isSet())
                parts.push_back(Value::ofString(text.substr(span.start, span.length)));
        }
        if (--count == 1)
            break;
    }
    parts.push_back(Value::ofString(text.substr(at)));
    c.machine().allocate(text.size() * 2);
    return c.array(c.library().primitive(TypeKind::String), std::move(parts));
}

Value construct(Call &c)
{
    return Value::of(regexOf(c.string(0, "pattern"), c.count() > 1 ? c[1].enumValue() : 0));
}

Value names(Call &c)
{
    std::vector<Value> items;
    for (const auto &group : self(c).groups())
        items.push_back(Value::ofString(group.name));
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

Value numbers(Call &c)
{
    std::vector<Value> items;
    for (const auto &group : self(c).groups())
        items.push_back(Value::ofInt(group.number));
    return c.array(c.library().primitive(TypeKind::Int32), std::move(items));
}

Value nameOfNumber(Call &c)
{
    const auto group = self(c).groupNumbered(c.int32(1));
    return Value::ofString(group ? self(c).groups()[*group].name : std::u16string());
}

Value numberOfName(Call &c)
{
    const auto group = self(c).groupNamed(c.string(1, "name"));
    return Value::ofInt(group ? self(c).groups()[*group].number : -1);
}

} // namespace

void declareRegexMembers(Library &library)
{
    library.declareEnum("System.Text.RegularExpressions.RegexOptions", Known::RegexOptions,
                        {{"None", 0}, {"IgnoreCase", 1}, {"Multiline", 2}, {"ExplicitCapture", 4}, {"Compiled", 8}, {"Singleline", 16},
                         {"IgnorePatternWhitespace", 32}, {"RightToLeft", 64}, {"ECMAScript", 256}, {"CultureInvariant", 512}},
                        true);
    library.declare("class System.Text.RegularExpressions.Regex", Known::Regex, {
        {"new(string pattern)", construct},
        {"new(string pattern, RegexOptions options)", construct},
        {"new(string pattern, RegexOptions options, TimeSpan matchTimeout)", construct},
        {"RegexOptions Options { get; }", [](Call &c) { return Value::ofEnum(c.result(), self(c).options()); }},
        {"bool RightToLeft { get; }", [](Call &) { return Value::ofBool(false); }},
        {"bool IsMatch(string input)", [](Call &c) { return isMatch(c, selfRef(c), 1); }},
        {"bool IsMatch(string input, int startat)", [](Call &c) { return isMatch(c, selfRef(c), 1, startAt(c, 2)); }},
        {"static bool IsMatch(string input, string pattern)", [](Call &c) { return isMatch(c, given(c, 1, 0), 0); }},
        {"static bool IsMatch(string input, string pattern, RegexOptions options)", [](Call &c) { return isMatch(c, given(c, 1, 2), 0); }},
        {"static bool IsMatch(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return isMatch(c, given(c, 1, 2), 0); }},
        {"Match Match(string input)", [](Call &c) { return match(c, selfRef(c), 1); }},
        {"Match Match(string input, int startat)", [](Call &c) { return match(c, selfRef(c), 1, startAt(c, 2)); }},
        {"static Match Match(string input, string pattern)", [](Call &c) { return match(c, given(c, 1, 0), 0); }},
        {"static Match Match(string input, string pattern, RegexOptions options)", [](Call &c) { return match(c, given(c, 1, 2), 0); }},
        {"static Match Match(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return match(c, given(c, 1, 2), 0); }},
        {"MatchCollection Matches(string input)", [](Call &c) { return matches(c, selfRef(c), 1); }},
        {"MatchCollection Matches(string input, int startat)", [](Call &c) { return matches(c, selfRef(c), 1, startAt(c, 2)); }},
        {"static MatchCollection Matches(string input, string pattern)", [](Call &c) { return matches(c, given(c, 1, 0), 0); }},
        {"static MatchCollection Matches(string input, string pattern, RegexOptions options)",
         [](Call &c) { return matches(c, given(c, 1, 2), 0); }},
        {"static MatchCollection Matches(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return matches(c, given(c, 1, 2), 0); }},
        {"string Replace(string input, string replacement)", [](Call &c) { return replace(c, selfRef(c), 1, 2); }},
        {"string Replace(string input, string replacement, int count)", [](Call &c) { return replace(c, selfRef(c), 1, 2, c.int32(3)); }},
        {"string Replace(string input, string replacement, int count, int startat)",
         [](Call &c) { return replace(c, selfRef(c), 1, 2, c.int32(3), startAt(c, 4)); }},
        {"string Replace(string input, MatchEvaluator evaluator)", [](Call &c) { return evaluate(c, selfRef(c), 1, 2); }},
        {"string Replace(string input, MatchEvaluator evaluator, int count)",
         [](Call &c) { return evaluate(c, selfRef(c), 1, 2, c.int32(3)); }},
        {"static string Replace(string input, string pattern, string replacement)",
         [](Call &c) { return replace(c, given(c, 1, 0), 0, 2); }},
        {"static string Replace(string input, string pattern, string replacement, RegexOptions options)",
         [](Call &c) { return replace(c, given(c, 1, 3), 0, 2); }},
        {"static string Replace(string input, string pattern, string replacement, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return replace(c, given(c, 1, 3), 0, 2); }},
        {"static string Replace(string input, string pattern, MatchEvaluator evaluator)",
         [](Call &c) { return evaluate(c, given(c, 1, 0), 0, 2); }},
        {"static string Replace(string input, string pattern, MatchEvaluator evaluator, RegexOptions options)",
         [](Call &c) { return evaluate(c, given(c, 1, 3), 0, 2); }},
        {"static string Replace(string input, string pattern, MatchEvaluator evaluator, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return evaluate(c, given(c, 1, 3), 0, 2); }},
        {"string[] Split(string input)", [](Call &c) { return split(c, selfRef(c), 1); }},
        {"string[] Split(string input, int count)", [](Call &c) { return split(c, selfRef(c), 1, c.int32(2)); }},
        {"string[] Split(string input, int count, int startat)",
         [](Call &c) { return split(c, selfRef(c), 1, c.int32(2), startAt(c, 3)); }},
        {"static string[] Split(string input, string pattern)", [](Call &c) { return split(c, given(c, 1, 0), 0); }},
        {"static string[] Split(string input, string pattern, RegexOptions options)", [](Call &c) { return split(c, given(c, 1, 2), 0); }},
        {"static string[] Split(string input, string pattern, RegexOptions options, TimeSpan matchTimeout)",
         [](Call &c) { return split(c, given(c, 1, 2), 0); }},
        {"static string Escape(string str)", [](Call &c) { return c.text(escapeRegex(c.string(0, "str"))); }},
        {"static string Unescape(string str)", [](Call &c) { return c.text(unescapeRegex(c.string(0, "str"))); }},
        {"string[] GetGroupNames()", names},
        {"int[] GetGroupNumbers()", numbers},
        {"string GroupNameFromNumber(int i)", nameOfNumber},
        {"int GroupNumberFromName(string name)", numberOfName},
        {"static TimeSpan InfiniteMatchTimeout { get; }", [](Call &) { return Value::ofTimeSpan(-10'000); }},
        {"TimeSpan MatchTimeout { get; }", [](Call &) { return Value::ofTimeSpan(-10'000); }},
    });
}

} // namespace gatehouse::expression
