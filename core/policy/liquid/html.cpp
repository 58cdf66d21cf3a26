// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/html.h"

#include "core/base/text.h"
#include "core/expression/text16.h"
#include "core/http/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace gatehouse::policy::liquid {

namespace {

void appendCodePoint(std::u16string &out, std::uint32_t code)
{
    if (code < 0x10000) {
        out += static_cast<char16_t>(code);
        return;
    }
    out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
    out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
}

std::optional<std::u16string> entityText(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, char16_t>, 6> known{
        {{"lt", u'<'}, {"gt", u'>'}, {"amp", u'&'}, {"quot", u'"'}, {"apos", u'\''}, {"nbsp", 0xA0}}};
    for (const auto &[entity, unit] : known)
        if (entity == name)
            return std::u16string(1, unit);
    if (!name.starts_with('#'))
        return std::nullopt;
    const bool isHex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    name.remove_prefix(isHex ? 2 : 1);
    std::uint32_t code = 0;
    const auto end = std::from_chars(name.data(), name.data() + name.size(), code, isHex ? 16 : 10);
    if (name.empty() || end.ptr != name.data() + name.size() || end.ec != std::errc() || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return std::nullopt;
    std::u16string out;
    appendCodePoint(out, code);
    return out;
}

//! Behind the first `end` from `at` on; `at` when there is none.
std::size_t behind(std::string_view lower, std::string_view end, std::size_t at)
{
    const auto found = lower.find(end, at);
    return found == std::string_view::npos ? at : found + end.size();
}

} // namespace

std::string htmlEncode(std::string_view text)
{
    std::string out;
    const auto units = expression::toUtf16(text);
    for (std::size_t i = 0; i < units.size(); ++i) {
        const char16_t unit = units[i];
        const bool isPair = unit >= 0xD800 && unit < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000;
        if (isPair) {
            const auto code = 0x10000U + ((unit - 0xD800U) << 10) + (units[++i] - 0xDC00U);
            out += "&#" + std::to_string(code) + ";";
            continue;
        }
        switch (unit) {
        case u'<': out += "&lt;"; break;
        case u'>': out += "&gt;"; break;
        case u'&': out += "&amp;"; break;
        case u'"': out += "&quot;"; break;
        case u'\'': out += "&#39;"; break;
        default:
            out += unit >= 160 && unit < 256 ? "&#" + std::to_string(unit) + ";" : expression::toUtf8({&unit, 1});
        }
    }
    return out;
}

std::string htmlDecode(std::string_view text)
{
    constexpr std::size_t longest = 10;
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto end = text[at] == '&' ? text.substr(at, longest).find(';') : std::string_view::npos;
        const auto decoded = end == std::string_view::npos ? std::nullopt : entityText(text.substr(at + 1, end - 1));
        if (!decoded) {
            out += text[at];
            continue;
        }
        out += expression::toUtf8(*decoded);
        at += end;
    }
    return out;
}

std::string formEncode(std::string_view text)
{
    constexpr std::string_view plain = "-_.!*()";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const auto byte = static_cast<unsigned char>(c);
        if (isLetter || plain.find(c) != std::string_view::npos)
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

std::string formDecode(std::string_view text)
{
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return http::percentDecode(spaced);
}

std::string withoutHtml(std::string_view text)
{
    const auto lower = toLower(text);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '<') {
            out += text[at++];
            continue;
        }
        const std::string_view rest = std::string_view(lower).substr(at);
        auto next = at;
        if (rest.starts_with("<script"))
            next = behind(lower, "</script>", at);
        else if (rest.starts_with("<style"))
            next = behind(lower, "</style>", at);
        else if (rest.starts_with("<!--"))
            next = behind(lower, "-->", at);
        if (next == at)
            next = behind(lower, ">", at);
        if (next == at) { // no tag from here on
            out += text.substr(at);
            break;
        }
        at = next;
    }
    return out;
}

} // namespace gatehouse::policy::liquid
