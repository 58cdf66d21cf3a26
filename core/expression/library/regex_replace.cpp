// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex_objects.h"

#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

Replacement::Replacement(const RegexObject &regex, std::u16string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto next = std::min(text.find(u'$', at), text.size());
        literal(text.substr(at, next - at));
        at = next;
        if (at < text.size())
            dollar(regex, text, at);
    }
}

void Replacement::literal(std::u16string_view text)
{
    if (text.empty())
        return;
    if (!m_parts.empty() && m_parts.back().kind == Literal)
        m_parts.back().text += text;
    else
        m_parts.push_back({Literal, std::u16string(text)});
}

//! At a '$': what stands for no group stays as it is.
void Replacement::dollar(const RegexObject &regex, std::u16string_view text, std::size_t &at)
{
    const char16_t unit = at + 1 < text.size() ? text[at + 1] : u'\0';
    const auto take = [&](Kind kind, std::size_t length, std::size_t group = 0) {
        m_parts.push_back({kind, {}, group});
        at += length;
    };
    switch (unit) {
    case u'$':
        literal(u"$");
        at += 2;
        return;
    case u'&': take(Group, 2, 0); return;
    case u'`': take(Before, 2); return;
    case u'\'': take(After, 2); return;
    case u'+': take(Last, 2); return;
    case u'_': take(Input, 2); return;
    default: break;
    }
    const bool hasBrace = unit == u'{';
    const auto start = at + (hasBrace ? 2 : 1);
    auto end = start;
    if (hasBrace)
        end = std::min(text.find(u'}', start), text.size());
    else
        while (end < text.size() && text[end] >= u'0' && text[end] <= u'9')
            ++end;
    const bool isClosed = !hasBrace || end < text.size();
    const auto group = end > start && isClosed ? regex.groupNamed(text.substr(start, end - start)) : std::nullopt;
    if (group) {
        take(Group, end - at + (hasBrace ? 1 : 0), *group);
    } else {
        literal(u"$");
        ++at;
    }
}

void Replacement::append(std::u16string &out, const MatchObject &match) const
{
    const std::u16string_view input = *stringOf(match.input());
    const auto &spans = match.spans();
    const auto appendSpan = [&](const Span &span) {
        if (span.isSet())
            out += input.substr(span.start, span.length);
    };
    for (const Part &part : m_parts) {
        switch (part.kind) {
        case Literal: out += part.text; break;
        case Group: appendSpan(spans[part.group]); break;
        case Before: out += input.substr(0, match.span().start); break;
        case After: out += input.substr(match.span().start + match.span().length); break;
        case Last: appendSpan(spans.back()); break;
        case Input: out += input; break;
        }
    }
}

std::u16string escapeRegex(std::u16string_view text)
{
    std::u16string out;
    for (const char16_t unit : text) {
        switch (unit) {
        case u'\n': out += u"\\n"; continue;
        case u'\r': out += u"\\r"; continue;
        case u'\t': out += u"\\t"; continue;
        case u'\f': out += u"\\f"; continue;
        default: break;
        }
        if (std::u16string_view(u"\\*+?|{[()^$.# ").find(unit) != std::u16string_view::npos)
            out += u'\\';
        out += unit;
    }
    return out;
}

namespace {

[[noreturn]] void failUnescape(std::u16string_view text, const std::string &what)
{
    raise(Raised::ArgumentException, "parsing \"" + toUtf8(text) + "\" - " + what);
}

char16_t hexUnit(std::u16string_view text, std::size_t &at, std::size_t digits)
{
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at) {
        const char16_t lower = at < text.size() ? text[at] | 0x20 : u'\0';
        const bool isDigit = at < text.size() && text[at] >= u'0' && text[at] <= u'9';
        if (!isDigit && (lower < u'a' || lower > u'f'))
            failUnescape(text, "Insufficient hexadecimal digits.");
        value = value * 16 + static_cast<unsigned>(isDigit ? text[at] - u'0' : lower - u'a' + 10);
    }
    return static_cast<char16_t>(value);
}

} // namespace

std::u16string unescapeRegex(std::u16string_view text)
{
    std::u16string out;
    for (std::size_t at = 0; at < text.size();) {
        const char16_t unit = text[at++];
        if (unit != u'\\') {
            out += unit;
            continue;
        }
        if (at >= text.size())
            failUnescape(text, "Illegal \\ at end of pattern.");
        const char16_t escaped = text[at++];
        switch (escaped) {
        case u'x': out += hexUnit(text, at, 2); break;
        case u'u': out += hexUnit(text, at, 4); break;
        case u'a': out += u'\a'; break;
        case u'b': out += u'\b'; break;
        case u'e': out += char16_t{27}; break;
        case u'f': out += u'\f'; break;
        case u'n': out += u'\n'; break;
        case u'r': out += u'\r'; break;
        case u't': out += u'\t'; break;
        case u'v': out += u'\v'; break;
        default: {
            const char16_t lower = escaped | 0x20;
            if ((lower >= u'a' && lower <= u'z') || escaped == u'_')
                failUnescape(text, "Unrecognized escape sequence \\" + toUtf8(std::u16string(1, escaped)) + ".");
            if (escaped < u'0' || escaped > u'7') {
                out += escaped;
                break;
            }
            unsigned value = static_cast<unsigned>(escaped - u'0');
            for (int i = 0; i < 2 && at < text.size() && text[at] >= u'0' && text[at] <= u'7'; ++i)
                value = value * 8 + static_cast<unsigned>(text[at++] - u'0');
            out += static_cast<char16_t>(value & 0xFF);
        }
        }
    }
    return out;
}

} // namespace gatehouse::expression
