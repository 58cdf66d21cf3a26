// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/library.h"
#include "core/expression/library/regex_translate.h"
#include "core/expression/library/views.h"
#include "core/expression/objects.h"

#include <memory>
#include <optional>
#include <vector>

namespace gatehouse::expression {

class CompiledRegex;

//! Where a group matched; start npos: it did not.
struct Span
{
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t start = none;
    std::size_t length = 0;
    bool isSet() const { return start != none; }
};

//! Regex.
class RegexObject final : public Object
{
public:
    RegexObject(std::u16string pattern, std::int32_t options);
    const std::u16string &pattern() const { return m_pattern; }
    std::int32_t options() const { return m_options; }
    const std::vector<RegexGroup> &groups() const;
    //! The spans of all groups of the first match from `start` on. Raises RegexMatchTimeoutException.
    std::optional<std::vector<Span>> find(Machine &machine, std::u16string_view input, std::size_t start) const;
    //! All that each group captured on the way to the match at `start`, in order; by index into groups().
    std::vector<std::vector<Span>> history(Machine &machine, std::u16string_view input, std::size_t start) const;
    //! Index into groups() by name, and by number; nullopt: none.
    std::optional<std::size_t> groupNamed(std::u16string_view name) const;
    std::optional<std::size_t> groupNumbered(std::int32_t number) const;
    const Type *type(const Library &library) const override { return library.known(Known::Regex); }
    std::u16string text(Machine &) const override { return m_pattern; }

private:
    std::u16string m_pattern;
    std::int32_t m_options;
    std::shared_ptr<const CompiledRegex> m_compiled;
};

//! Capture, Group.
class CaptureObject : public Object
{
public:
    CaptureObject(Known known, Value input, const Span &span, std::u16string name)
        : m_known(known), m_input(std::move(input)), m_span(span), m_name(std::move(name))
    {
    }
    const Span &span() const { return m_span; }
    const std::u16string &name() const { return m_name; }
    std::u16string_view matched() const;
    const Value &input() const { return m_input; }
    const Type *type(const Library &library) const override { return library.known(m_known); }
    std::u16string text(Machine &) const override { return std::u16string(matched()); }

private:
    Known m_known;
    Value m_input;
    Span m_span;
    std::u16string m_name;
};

//! A group of a match.
class GroupObject final : public CaptureObject
{
public:
    GroupObject(Value input, const Span &span, std::u16string name, Ref<RegexObject> regex, std::size_t matchStart, std::size_t index)
        : CaptureObject(Known::Group, std::move(input), span, std::move(name)), m_regex(std::move(regex)), m_matchStart(matchStart), m_index(index)
    {
    }
    std::vector<Span> captures(Machine &machine) const;

private:
    Ref<RegexObject> m_regex;
    std::size_t m_matchStart;
    std::size_t m_index;
};

class MatchObject final : public CaptureObject
{
public:
    //! A failed match has no spans.
    MatchObject(Ref<RegexObject> regex, Value input, std::vector<Span> spans)
        : CaptureObject(Known::Match, std::move(input), spans.empty() ? Span{} : spans[0], u"0"), m_regex(std::move(regex)),
          m_spans(std::move(spans))
    {
    }
    const Ref<RegexObject> &regex() const { return m_regex; }
    const std::vector<Span> &spans() const { return m_spans; }
    Value group(std::size_t index) const;
    //! Where the search for the next one begins.
    std::size_t next() const { return span().start + (span().length ? span().length : 1); }

private:
    Ref<RegexObject> m_regex;
    std::vector<Span> m_spans;
};

//! GroupCollection, CaptureCollection, MatchCollection: items in memory, by index.
class CapturesObject final : public Object, public ListView
{
public:
    CapturesObject(Known known, std::vector<Value> items, Value match) : m_known(known), m_items(std::move(items)), m_match(std::move(match)) { }
    const std::vector<Value> &items() const { return m_items; }
    const Value &match() const { return m_match; } //!< of groups
    const Type *type(const Library &library) const override { return library.known(m_known); }
    EnumeratorPointer enumerate(Machine &) override { return make<ItemsEnumerator>(Value::of(this), m_items); }
    std::size_t count() const override { return m_items.size(); }
    bool contains(const Value &item) const override;
    std::vector<Value> snapshot(Machine &) const override { return m_items; }
    Value at(std::size_t index) const override;

private:
    Known m_known;
    std::vector<Value> m_items;
    Value m_match;
};

Ref<RegexObject> regexOf(std::u16string_view pattern, std::int32_t options);
//! A match or a failed one.
Ref<MatchObject> findMatch(Machine &machine, const Ref<RegexObject> &regex, const Value &input, std::size_t start);

//! A replacement pattern: "$1 ${name} $&".
class Replacement
{
public:
    Replacement(const RegexObject &regex, std::u16string_view text);
    void append(std::u16string &out, const MatchObject &match) const;

private:
    enum Kind { Literal, Group, Before, After, Last, Input };
    struct Part
    {
        Kind kind;
        std::u16string text;
        std::size_t group = 0;
    };
    void dollar(const RegexObject &regex, std::u16string_view text, std::size_t &at);
    void literal(std::u16string_view text);

    std::vector<Part> m_parts;
};

//! The members of Regex and its kin.
void declareRegexMembers(Library &library);
void declareCaptures(Library &library);
std::u16string escapeRegex(std::u16string_view text);
std::u16string unescapeRegex(std::u16string_view text);

} // namespace gatehouse::expression
