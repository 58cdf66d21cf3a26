// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex_objects.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

CaptureObject &capture(Call &c)
{
    return c[0].to<CaptureObject>();
}

MatchObject &match(Call &c)
{
    return c[0].to<MatchObject>();
}

CapturesObject &collection(Call &c)
{
    return c[0].to<CapturesObject>();
}

Value groupsOf(Call &c)
{
    const MatchObject &of = match(c);
    std::vector<Value> items{c[0]};
    const std::size_t count = of.spans().empty() ? 1 : of.spans().size();
    for (std::size_t i = 1; i < count; ++i)
        items.push_back(of.group(i));
    return Value::of(make<CapturesObject>(Known::GroupCollection, std::move(items), c[0]));
}

//! A group that is not there is an empty one without success.
Value noGroup()
{
    return Value::of(make<CaptureObject>(Known::Group, Value::null(), Span{}, std::u16string()));
}

Value groupAt(Call &c, std::optional<std::size_t> index)
{
    const auto &items = collection(c).items();
    return index && *index < items.size() ? items[*index] : noGroup();
}

const RegexObject &regexOfGroups(Call &c)
{
    return *collection(c).match().to<MatchObject>().regex();
}

Value byNumber(Call &c)
{
    if (collection(c).items().size() == 1 && c.int32(1) != 0)
        return noGroup();
    return groupAt(c, regexOfGroups(c).groupNumbered(c.int32(1)));
}

Value byName(Call &c)
{
    const auto &name = c.string(1, "groupname");
    return groupAt(c, regexOfGroups(c).groupNamed(name));
}

Value itemAt(Call &c)
{
    if (c.int32(1) < 0)
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "i");
    return collection(c).at(static_cast<std::size_t>(c.int32(1)));
}

Value capturesOf(Call &c)
{
    std::vector<Value> items;
    const auto *group = c[0].as<GroupObject>();
    const auto spans = !capture(c).span().isSet() ? std::vector<Span>() : group ? group->captures(c.machine()) : std::vector{capture(c).span()};
    c.machine().allocate(spans.size() * sizeof(CaptureObject));
    for (const auto &span : spans)
        items.push_back(Value::of(make<CaptureObject>(Known::Capture, capture(c).input(), span, capture(c).name())));
    return Value::of(make<CapturesObject>(Known::CaptureCollection, std::move(items), Value::null()));
}

Value nextMatch(Call &c)
{
    if (!match(c).span().isSet())
        return c[0];
    return Value::of(findMatch(c.machine(), match(c).regex(), match(c).input(), match(c).next()));
}

Value result(Call &c)
{
    const auto &pattern = c.string(1, "replacement");
    if (!match(c).span().isSet())
        raise(Raised::NotSupported, "Result cannot be called on a failed Match.");
    std::u16string out;
    Replacement(*match(c).regex(), pattern).append(out, match(c));
    return c.text(std::move(out));
}

Value count(Call &c)
{
    return Value::ofInt(static_cast<std::int32_t>(collection(c).items().size()));
}

Value emptyMatch(Call &)
{
    return Value::of(make<MatchObject>(regexOf(u".^", 0), Value::ofString(std::u16string()), std::vector<Span>()));
}

Value index(Call &c)
{
    return Value::ofInt(capture(c).span().isSet() ? static_cast<std::int32_t>(capture(c).span().start) : 0);
}

} // namespace

void declareCaptures(Library &library)
{
    library.declare("class System.Text.RegularExpressions.Capture", Known::Capture, {
        {"string Value { get; }", [](Call &c) { return c.text(std::u16string(capture(c).matched())); }},
        {"int Index { get; }", index},
        {"int Length { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(capture(c).matched().size())); }},
    });
    library.declare("class System.Text.RegularExpressions.Group : Capture", Known::Group, {
        {"bool Success { get; }", [](Call &c) { return Value::ofBool(capture(c).span().isSet()); }},
        {"string Name { get; }", [](Call &c) { return Value::ofString(capture(c).name()); }},
        {"CaptureCollection Captures { get; }", capturesOf},
    });
    library.declare("class System.Text.RegularExpressions.Match : Group", Known::Match, {
        {"static Match Empty { get; }", emptyMatch},
        {"GroupCollection Groups { get; }", groupsOf},
        {"Match NextMatch()", nextMatch},
        {"string Result(string replacement)", result},
    });
    library.declare("class System.Text.RegularExpressions.GroupCollection : IList<Group>, IReadOnlyList<Group>", Known::GroupCollection, {
        {"int Count { get; }", count},
        {"Group this[int groupnum] { get; }", byNumber},
        {"Group this[string groupname] { get; }", byName},
    });
    library.declare("class System.Text.RegularExpressions.CaptureCollection : IList<Capture>, IReadOnlyList<Capture>",
                    Known::CaptureCollection, {
        {"int Count { get; }", count},
        {"Capture this[int i] { get; }", itemAt},
    });
    library.declare("class System.Text.RegularExpressions.MatchCollection : IList<Match>, IReadOnlyList<Match>", Known::MatchCollection, {
        {"int Count { get; }", count},
        {"Match this[int i] { get; }", itemAt},
    });
    library.declare("delegate string System.Text.RegularExpressions.MatchEvaluator(Match match)", Known::MatchEvaluator);
}

} // namespace gatehouse::expression
