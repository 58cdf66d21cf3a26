// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#define PCRE2_CODE_UNIT_WIDTH 16
#include "core/expression/library/regex_translate.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"
#include "core/policy/liquid/filters.h"

#include <pcre2.h>

#include <memory>

namespace gatehouse::policy::liquid {

namespace {

struct FreePattern
{
    void operator()(pcre2_code_16 *code) const { pcre2_code_free_16(code); }
    void operator()(pcre2_match_data_16 *data) const { pcre2_match_data_free_16(data); }
    void operator()(pcre2_match_context_16 *context) const { pcre2_match_context_free_16(context); }
};

PCRE2_SPTR16 unitsOf(std::u16string_view text)
{
    return reinterpret_cast<PCRE2_SPTR16>(text.data());
}

class Pattern
{
public:
    explicit Pattern(std::u16string_view pattern) : m_translated(expression::translateRegex(pattern, 0))
    {
        int error = 0;
        PCRE2_SIZE offset = 0;
        m_code.reset(pcre2_compile_16(unitsOf(m_translated.pattern), m_translated.pattern.size(), 0, &error, &offset, nullptr));
        if (!m_code)
            throw RenderError("parsing \"" + expression::toUtf8(pattern) + "\" failed");
        m_context.reset(pcre2_match_context_create_16(nullptr));
        pcre2_set_match_limit_16(m_context.get(), 200'000);
        pcre2_set_depth_limit_16(m_context.get(), 10'000);
        pcre2_set_heap_limit_16(m_context.get(), 16 * 1024);
        m_data.reset(pcre2_match_data_create_from_pattern_16(m_code.get(), nullptr));
    }
    bool find(std::u16string_view input, std::size_t start)
    {
        const int count = pcre2_match_16(m_code.get(), unitsOf(input), input.size(), start, 0, m_data.get(), m_context.get());
        if (count < 0 && count != PCRE2_ERROR_NOMATCH)
            throw RenderError("The Regex engine has timed out while trying to match a pattern to an input string.");
        m_count = count < 0 ? 0 : static_cast<std::size_t>(count);
        return count > 0;
    }
    std::size_t begin() const { return ends()[0]; }
    std::size_t end() const { return ends()[1]; }
    std::u16string_view slot(std::u16string_view input, std::size_t index) const
    {
        if (index >= m_count || ends()[2 * index] == PCRE2_UNSET)
            return {};
        return input.substr(ends()[2 * index], ends()[2 * index + 1] - ends()[2 * index]);
    }
    //! Nothing when there is no such group.
    std::optional<std::u16string_view> group(std::u16string_view input, std::u16string_view name) const
    {
        for (const auto &group : m_translated.groups) {
            if (group.name != name)
                continue;
            if (group.slots.empty())
                return slot(input, 0);
            for (const auto index : group.slots)
                if (const auto text = slot(input, index); !text.empty())
                    return text;
            return std::u16string_view();
        }
        return std::nullopt;
    }

private:
    const PCRE2_SIZE *ends() const { return pcre2_get_ovector_pointer_16(m_data.get()); }

    expression::TranslatedRegex m_translated;
    std::unique_ptr<pcre2_code_16, FreePattern> m_code;
    std::unique_ptr<pcre2_match_context_16, FreePattern> m_context;
    std::unique_ptr<pcre2_match_data_16, FreePattern> m_data;
    std::size_t m_count = 0;
};

//! $1, ${name}, $&, $$; what names no group stays as it is.
std::u16string expanded(std::u16string_view replacement, const Pattern &pattern, std::u16string_view input)
{
    std::u16string out;
    for (std::size_t at = 0; at < replacement.size(); ++at) {
        if (replacement[at] != u'$' || at + 1 == replacement.size()) {
            out += replacement[at];
            continue;
        }
        const char16_t next = replacement[at + 1];
        if (next == u'$' || next == u'&') {
            out += next == u'$' ? std::u16string_view(u"$") : pattern.slot(input, 0);
            ++at;
            continue;
        }
        const bool isBraced = next == u'{';
        auto end = at + (isBraced ? 2 : 1);
        const auto begin = end;
        while (end < replacement.size() && (isBraced ? replacement[end] != u'}' : replacement[end] >= u'0' && replacement[end] <= u'9'))
            ++end;
        const auto group = end > begin && (!isBraced || end < replacement.size())
            ? pattern.group(input, replacement.substr(begin, end - begin))
            : std::nullopt;
        if (!group) {
            out += u'$';
            continue;
        }
        out += *group;
        at = isBraced ? end : end - 1;
    }
    return out;
}

} // namespace

std::string replacePattern(const FilterContext &context, const std::string &input, const std::string &pattern,
                           const std::string &replacement, bool once)
{
    try {
        const auto text = expression::toUtf16(input);
        const auto with = expression::toUtf16(replacement);
        Pattern compiled(expression::toUtf16(pattern));
        std::u16string out;
        std::size_t copied = 0;
        for (std::size_t start = 0; start <= text.size() && compiled.find(text, start);) {
            context.charge(1 + (compiled.end() - start) / 64);
            out += std::u16string_view(text).substr(copied, compiled.begin() - copied);
            out += expanded(with, compiled, text);
            copied = compiled.end();
            start = compiled.end() == compiled.begin() ? compiled.end() + 1 : compiled.end();
            if (out.size() > context.maxText)
                throw RenderError("The result is too long.");
            if (once)
                break;
        }
        out += std::u16string_view(text).substr(copied);
        return expression::toUtf8(out);
    } catch (const expression::Raise &raised) {
        throw RenderError(expression::toUtf8(raised.message));
    } catch (const expression::LimitReached &reached) {
        throw RenderError("The pattern goes past the limit of " + reached.limit + ".");
    }
}

} // namespace gatehouse::policy::liquid
