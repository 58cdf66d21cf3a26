// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex.h"

#include "core/expression/library/groups.h"
#include "core/expression/library/regex_objects.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#define PCRE2_CODE_UNIT_WIDTH 16
#include <pcre2.h>

#include <algorithm>
#include <list>

namespace gatehouse::expression {

namespace {

constexpr std::uint32_t matchLimit = 1'000'000; // some 30 ms: the worker serves others too
constexpr std::uint32_t depthLimit = 20'000;
constexpr std::uint32_t heapLimit = 20'000; // KiB
constexpr std::size_t longestPattern = 64 * 1024;

struct FreeCode
{
    void operator()(pcre2_code_16 *code) const { pcre2_code_free_16(code); }
};
struct FreeData
{
    void operator()(pcre2_match_data_16 *data) const { pcre2_match_data_free_16(data); }
};
struct FreeContext
{
    void operator()(pcre2_match_context_16 *context) const { pcre2_match_context_free_16(context); }
};
struct FreeCompileContext
{
    void operator()(pcre2_compile_context_16 *context) const { pcre2_compile_context_free_16(context); }
};

PCRE2_SPTR16 unitsOf(std::u16string_view text)
{
    static constexpr char16_t empty[] = u"";
    return reinterpret_cast<PCRE2_SPTR16>(text.data() ? text.data() : empty);
}

} // namespace

class CompiledRegex
{
public:
    CompiledRegex(std::u16string_view pattern, std::int32_t options);
    const std::vector<RegexGroup> &groups() const { return m_groups; }
    std::optional<std::vector<Span>> find(std::u16string_view input, std::size_t start) const;
    std::vector<std::vector<Span>> history(std::u16string_view input, std::size_t start) const;

private:
    static std::unique_ptr<pcre2_code_16, FreeCode> compile(std::u16string_view pattern, std::uint32_t flags, int &error);

    std::vector<RegexGroup> m_groups;
    std::u16string m_translated;
    std::uint32_t m_flags = PCRE2_UCP | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_UTF;
    std::unique_ptr<pcre2_code_16, FreeCode> m_code;
    std::unique_ptr<pcre2_match_context_16, FreeContext> m_context;
    // A compiled one is of one thread: its cache is thread-local, and objects of an evaluation do not leave their thread.
    std::unique_ptr<pcre2_match_data_16, FreeData> m_data;
};

CompiledRegex::CompiledRegex(std::u16string_view pattern, std::int32_t options)
{
    if (pattern.size() > longestPattern)
        raise(Raised::ArgumentException, "The regular expression is too long.");
    auto translated = translateRegex(pattern, options);
    m_translated = std::move(translated.pattern);
    m_flags |= (options & regexoptions::ignoreCase) ? PCRE2_CASELESS : 0;
    m_flags |= (options & regexoptions::multiline) ? PCRE2_MULTILINE : 0;
    m_flags |= (options & regexoptions::singleline) ? PCRE2_DOTALL : 0;
    int error = 0;
    m_code = compile(m_translated, m_flags, error);
    if (!m_code) {
        PCRE2_UCHAR16 message[256] = {};
        pcre2_get_error_message_16(error, message, std::size(message));
        const std::string text = toUtf8(reinterpret_cast<const char16_t *>(message));
        const bool isOurs = error == 125; // a lookbehind of no fixed length: .NET has it
        raise(isOurs ? Raised::NotSupported : Raised::ArgumentException, "parsing \"" + toUtf8(pattern) + "\" - " + text + ".");
    }
    m_groups = std::move(translated.groups);
    m_context.reset(pcre2_match_context_create_16(nullptr));
    pcre2_set_match_limit_16(m_context.get(), matchLimit);
    pcre2_set_depth_limit_16(m_context.get(), depthLimit);
    pcre2_set_heap_limit_16(m_context.get(), heapLimit);
    m_data.reset(pcre2_match_data_create_from_pattern_16(m_code.get(), nullptr));
}

std::unique_ptr<pcre2_code_16, FreeCode> CompiledRegex::compile(std::u16string_view pattern, std::uint32_t flags, int &error)
{
    std::unique_ptr<pcre2_compile_context_16, FreeCompileContext> context(pcre2_compile_context_create_16(nullptr));
    pcre2_set_newline_16(context.get(), PCRE2_NEWLINE_LF);
    PCRE2_SIZE offset = 0;
    return std::unique_ptr<pcre2_code_16, FreeCode>(pcre2_compile_16(unitsOf(pattern), pattern.size(), flags, &error, &offset, context.get()));
}

namespace {

[[noreturn]] void raiseTimeout()
{
    raise(Raised::RegexMatchTimeout, "The RegEx engine has timed out while trying to match a pattern to an input string. This can occur "
          "for many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references and "
          "other factors.");
}

//! What each pair of parentheses has captured on the path that the match is on. PCRE2 keeps the last capture alone, but says it at every
//! item of the pattern: one that is not the last known is new, or an older one that backtracking has come back to.
class CaptureHistory
{
public:
    explicit CaptureHistory(std::size_t slots) : m_spans(slots) { }

    static int onItem(pcre2_callout_block_16 *block, void *self)
    {
        return static_cast<CaptureHistory *>(self)->note(block->offset_vector, block->capture_top) ? 0 : PCRE2_ERROR_MATCHLIMIT;
    }
    bool note(const PCRE2_SIZE *ends, std::size_t count)
    {
        for (std::size_t slot = 1; slot < m_spans.size(); ++slot) {
            auto &spans = m_spans[slot];
            if (slot >= count || ends[2 * slot] == PCRE2_UNSET) {
                spans.clear();
                continue;
            }
            const Span now{ends[2 * slot], std::max(ends[2 * slot + 1], ends[2 * slot]) - ends[2 * slot]};
            const auto known = std::find_if(spans.rbegin(), spans.rend(), [&](const Span &span) { return span.start == now.start && span.length == now.length; });
            m_work += static_cast<std::size_t>(known - spans.rbegin()) + 1;
            if (known != spans.rend())
                spans.erase(known.base(), spans.end());
            else
                spans.push_back(now);
        }
        return m_work < matchLimit * 4;
    }
    const std::vector<Span> &of(std::size_t slot) const { return m_spans[slot]; }

private:
    std::vector<std::vector<Span>> m_spans; //!< by slot
    std::size_t m_work = 0;
};

} // namespace

std::vector<std::vector<Span>> CompiledRegex::history(std::u16string_view input, std::size_t start) const
{
    int error = 0;
    const auto code = compile(m_translated, m_flags | PCRE2_AUTO_CALLOUT | PCRE2_NO_AUTO_POSSESS, error);
    if (!code)
        raiseTimeout();
    const std::unique_ptr<pcre2_match_data_16, FreeData> data(pcre2_match_data_create_from_pattern_16(code.get(), nullptr));
    const std::unique_ptr<pcre2_match_context_16, FreeContext> context(pcre2_match_context_copy_16(m_context.get()));
    CaptureHistory found(pcre2_get_ovector_count_16(data.get()));
    pcre2_set_callout_16(context.get(), CaptureHistory::onItem, &found);
    const int count = pcre2_match_16(code.get(), unitsOf(input), input.size(), start, PCRE2_ANCHORED, data.get(), context.get());
    if (count < 0)
        raiseTimeout();
    found.note(pcre2_get_ovector_pointer_16(data.get()), static_cast<std::size_t>(count));
    std::vector<std::vector<Span>> all(m_groups.size());
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        for (const std::uint32_t slot : m_groups[i].slots)
            if (slot > 0)
                all[i].insert(all[i].end(), found.of(slot).begin(), found.of(slot).end());
        std::stable_sort(all[i].begin(), all[i].end(), [](const Span &a, const Span &b) { return a.start < b.start; });
    }
    return all;
}

std::optional<std::vector<Span>> CompiledRegex::find(std::u16string_view input, std::size_t start) const
{
    const int count = pcre2_match_16(m_code.get(), unitsOf(input), input.size(), start, 0, m_data.get(), m_context.get());
    if (count == PCRE2_ERROR_NOMATCH)
        return std::nullopt;
    if (count < 0)
        raiseTimeout();
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer_16(m_data.get());
    std::vector<Span> spans(m_groups.size());
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        for (const std::uint32_t slot : m_groups[i].slots) {
            const PCRE2_SIZE from = ends[2 * slot];
            if (slot < static_cast<std::uint32_t>(count) && from != PCRE2_UNSET)
                spans[i] = {from, std::max(ends[2 * slot + 1], from) - from};
        }
    }
    return spans;
}

namespace {

//! The patterns that expressions use again and again, compiled: those used last, of this thread.
class RegexCache
{
public:
    std::shared_ptr<const CompiledRegex> get(std::u16string_view pattern, std::int32_t options)
    {
        const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
            return entry.options == options && entry.pattern == pattern;
        });
        if (found != m_entries.end()) {
            m_entries.splice(m_entries.begin(), m_entries, found);
            return found->compiled;
        }
        auto compiled = std::make_shared<const CompiledRegex>(pattern, options);
        m_entries.push_front({std::u16string(pattern), options, compiled});
        if (m_entries.size() > capacity)
            m_entries.pop_back();
        return compiled;
    }

private:
    static constexpr std::size_t capacity = 64;
    struct Entry
    {
        std::u16string pattern;
        std::int32_t options;
        std::shared_ptr<const CompiledRegex> compiled;
    };
    std::list<Entry> m_entries;
};

std::shared_ptr<const CompiledRegex> compiled(std::u16string_view pattern, std::int32_t options)
{
    static thread_local RegexCache cache;
    return cache.get(pattern, options);
}

} // namespace

RegexObject::RegexObject(std::u16string pattern, std::int32_t options)
    : m_pattern(std::move(pattern)), m_options(options), m_compiled(compiled(m_pattern, options))
{
}

const std::vector<RegexGroup> &RegexObject::groups() const
{
    return m_compiled->groups();
}

std::optional<std::vector<Span>> RegexObject::find(Machine &machine, std::u16string_view input, std::size_t start) const
{
    constexpr std::size_t unitsAStep = 16;
    machine.charge(1 + (input.size() - std::min(start, input.size())) / unitsAStep);
    return m_compiled->find(input, start);
}

std::vector<std::vector<Span>> RegexObject::history(Machine &machine, std::u16string_view input, std::size_t start) const
{
    machine.charge(1 + (input.size() - std::min(start, input.size())));
    return m_compiled->history(input, start);
}

std::optional<std::size_t> RegexObject::groupNamed(std::u16string_view name) const
{
    const auto &all = groups();
    const auto found = std::find_if(all.begin(), all.end(), [name](const RegexGroup &group) { return group.name == name; });
    return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

std::optional<std::size_t> RegexObject::groupNumbered(std::int32_t number) const
{
    const auto &all = groups();
    const auto found = std::find_if(all.begin(), all.end(), [number](const RegexGroup &group) { return group.number == number; });
    return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

Ref<RegexObject> regexOf(std::u16string_view pattern, std::int32_t options)
{
    return make<RegexObject>(std::u16string(pattern), options);
}

bool regexMatches(Machine &machine, std::u16string_view input, std::u16string_view pattern, std::int32_t options)
{
    return regexOf(pattern, options)->find(machine, input, 0).has_value();
}

Ref<MatchObject> findMatch(Machine &machine, const Ref<RegexObject> &regex, const Value &input, std::size_t start)
{
    const auto &text = *stringOf(input);
    std::vector<Span> spans;
    if (start <= text.size()) {
        if (auto found = regex->find(machine, text, start))
            spans = std::move(*found);
    }
    machine.allocate(sizeof(MatchObject) + spans.size() * sizeof(Span));
    return make<MatchObject>(regex, input, std::move(spans));
}

std::u16string_view CaptureObject::matched() const
{
    const auto *text = stringOf(m_input);
    return text && m_span.isSet() ? std::u16string_view(*text).substr(m_span.start, m_span.length) : std::u16string_view();
}

Value MatchObject::group(std::size_t index) const
{
    const Span span = index < m_spans.size() ? m_spans[index] : Span{};
    const auto &groups = m_regex->groups();
    auto name = index < groups.size() ? groups[index].name : std::u16string();
    return Value::of(make<GroupObject>(input(), span, std::move(name), m_regex, this->span().start, index));
}

std::vector<Span> GroupObject::captures(Machine &machine) const
{
    auto all = m_regex->history(machine, *stringOf(input()), m_matchStart);
    return m_index < all.size() ? std::move(all[m_index]) : std::vector<Span>();
}

bool CapturesObject::contains(const Value &item) const
{
    return std::any_of(m_items.begin(), m_items.end(), [&item](const Value &other) { return equalValues(item, other); });
}

Value CapturesObject::at(std::size_t index) const
{
    if (index >= m_items.size()) {
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "i");
    }
    return m_items[index];
}

void declareRegex(Library &library)
{
    declareRegexMembers(library);
    declareCaptures(library);
}

} // namespace gatehouse::expression
