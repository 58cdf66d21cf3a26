// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/serializer.h"

#include "core/base/text.h"
#include "core/http/characters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gatehouse::http {

namespace {

void appendEscape(std::string &out, char c)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0xfU];
}

//! Appends `text` with every character that `isAllowed` refuses as %XX ('%' is good in a token and in a target); 1 if
//! there was one.
template <typename Allowed> std::size_t appendEscaped(std::string &out, std::string_view text, Allowed isAllowed)
{
    if (std::all_of(text.begin(), text.end(), isAllowed)) {
        out += text;
        return 0;
    }
    for (const char c : text) {
        if (isAllowed(c))
            out += c;
        else
            appendEscape(out, c);
    }
    return 1;
}

std::string_view valueOr(std::string_view text, std::string_view fallback)
{
    return text.empty() ? fallback : text;
}

//! Keeps the fields that say where a message ends from being written twice.
class FramingGuard
{
public:
    explicit FramingGuard(const Headers &headers) : m_chunked(headers.has("Transfer-Encoding")) { }

    bool admits(std::string_view name)
    {
        if (name.size() == 14 && equalsIgnoreCase(name, "Content-Length"))
            return !m_chunked && !std::exchange(m_length, true);
        if (name.size() == 17 && equalsIgnoreCase(name, "Transfer-Encoding"))
            return !std::exchange(m_encoding, true);
        return true;
    }

private:
    bool m_chunked = false;
    bool m_length = false;
    bool m_encoding = false;
};

char *put(char *at, std::string_view text)
{
    return std::copy(text.begin(), text.end(), at);
}

//! Writes the fields that `admits(Field)` lets pass and the empty line, growing `out` once.
template <typename Admits> std::size_t appendFields(std::string &out, const Headers &headers, Admits admits)
{
    const std::size_t before = out.size();
    std::size_t room = 2;
    for (const auto field : headers)
        room += field.name.size() + field.value.size() + 4;
    out.resize(before + room);
    char *at = out.data() + before;
    std::size_t dropped = 0;
    for (const auto field : headers) {
        if (!isToken(field.name) || !isFieldValue(field.value) || !admits(field)) {
            ++dropped;
            continue;
        }
        at = put(at, field.name);
        at = put(at, ": ");
        at = put(at, field.value);
        at = put(at, "\r\n");
    }
    at = put(at, "\r\n");
    out.resize(static_cast<std::size_t>(at - out.data()));
    return dropped;
}

std::size_t appendHeadFields(std::string &out, const Headers &headers)
{
    return appendFields(out, headers, [guard = FramingGuard{headers}](const Headers::Field &field) mutable {
        return guard.admits(field.name);
    });
}

std::string_view versionText(int minorVersion)
{
    return minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
}

} // namespace

std::size_t appendHead(std::string &out, const RequestHead &head)
{
    std::size_t repaired = 0;
    repaired +=
        appendEscaped(out, valueOr(head.method, "GET"), [](char c) { return detail::isIn(detail::tokenTable, c); });
    out += ' ';
    repaired += appendEscaped(out, valueOr(head.target, "/"), [](char c) { return detail::isVisible(c) && c != '#'; });
    out.append(" ").append(versionText(head.minorVersion)).append("\r\n");
    return repaired + appendHeadFields(out, head.headers);
}

std::size_t appendHead(std::string &out, const ResponseHead &head)
{
    std::size_t repaired = 0;
    int status = head.status;
    if (status < 100 || status > 999) {
        status = 500;
        ++repaired;
    }
    std::string_view reason = head.reason;
    if (!isFieldValue(reason)) {
        reason = {};
        ++repaired;
    }
    if (reason.empty())
        reason = reasonPhrase(status);
    const char digits[] = {static_cast<char>('0' + status / 100), static_cast<char>('0' + status / 10 % 10),
                           static_cast<char>('0' + status % 10)};
    out.append(versionText(head.minorVersion)).append(" ").append(digits, 3).append(" ").append(reason).append("\r\n");
    return repaired + appendHeadFields(out, head.headers);
}

void appendChunk(std::string &out, std::string_view data)
{
    if (data.empty())
        return;
    std::array<char, 16> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
    out.append(size.data(), end).append("\r\n").append(data).append("\r\n");
}

void appendLastChunk(std::string &out, const Headers &trailers)
{
    out.append("0\r\n");
    appendFields(out, trailers, [](const Headers::Field &field) { return !isForbiddenTrailer(field.name); });
}

} // namespace gatehouse::http
