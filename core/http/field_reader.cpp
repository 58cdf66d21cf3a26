// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/field_reader.h"

#include "core/base/text.h"
#include "core/http/characters.h"

namespace gatehouse::http {

namespace {

//! Decimal digits without a superfluous zero, below 2^63: what every recipient reads alike.
bool parseLength(std::string_view text, std::uint64_t &length)
{
    if (text.empty() || text.size() > 18 || (text.size() > 1 && text.front() == '0'))
        return false;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (!detail::isDigit(c))
            return false;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    length = value;
    return true;
}

std::string_view readContentLength(std::string_view value, FramingFields &framing)
{
    if (framing.length != FramingFields::noLength)
        return "http.repeatedContentLength";
    return parseLength(value, framing.length) ? "" : "http.invalidContentLength";
}

//! A list of codings with "chunked" at most once and last is well-formed, though we do "chunked" alone.
std::string_view readTransferEncoding(std::string_view value, FramingFields &framing)
{
    if (framing.chunked || framing.otherCoding)
        return "http.repeatedTransferEncoding";
    if (equalsIgnoreCase(value, "chunked")) {
        framing.chunked = true;
        return {};
    }
    framing.otherCoding = true;
    bool wasChunked = false;
    while (true) {
        const auto comma = value.find(',');
        const auto coding = trim(value.substr(0, comma));
        if (wasChunked || !isToken(coding))
            return "http.invalidTransferEncoding";
        wasChunked = equalsIgnoreCase(coding, "chunked");
        if (comma == std::string_view::npos)
            return {};
        value.remove_prefix(comma + 1);
    }
}

void readConnection(std::string_view value, FramingFields &framing)
{
    while (true) {
        const auto comma = value.find(',');
        const auto option = trim(value.substr(0, comma));
        framing.close = framing.close || equalsIgnoreCase(option, "close");
        framing.keepAlive = framing.keepAlive || equalsIgnoreCase(option, "keep-alive");
        framing.connectionUpgrade = framing.connectionUpgrade || equalsIgnoreCase(option, "upgrade");
        if (comma == std::string_view::npos)
            return;
        value.remove_prefix(comma + 1);
    }
}

//! "Content_Length": servers that hand fields on as variables take '_' and '-' for the same.
bool isDisguised(std::string_view name, std::string_view original)
{
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i] == '_' ? '-' : name[i];
        if (!equalsIgnoreCase({&c, 1}, original.substr(i, 1)))
            return false;
    }
    return true;
}

//! Takes down what a field says about the message. The answer is an error code or "".
std::string_view classify(std::string_view name, std::string_view value, std::size_t index, FramingFields &framing)
{
    switch (name.size()) {
    case 4:
        if (equalsIgnoreCase(name, "Host")) {
            framing.host = index;
            if (++framing.hosts > 1)
                return "http.repeatedHost";
        }
        break;
    case 6:
        if (equalsIgnoreCase(name, "Expect") && equalsIgnoreCase(value, "100-continue"))
            framing.expectContinue = true;
        break;
    case 7:
        if (equalsIgnoreCase(name, "Upgrade"))
            framing.upgrade = true;
        break;
    case 10:
        if (equalsIgnoreCase(name, "Connection"))
            readConnection(value, framing);
        break;
    case 14:
        if (equalsIgnoreCase(name, "Content-Length"))
            return readContentLength(value, framing);
        if (isDisguised(name, "Content-Length"))
            return "http.disguisedField";
        break;
    case 17:
        if (equalsIgnoreCase(name, "Transfer-Encoding"))
            return readTransferEncoding(value, framing);
        if (isDisguised(name, "Transfer-Encoding"))
            return "http.disguisedField";
        break;
    default:
        break;
    }
    return {};
}

std::string_view nameError(char c, bool first)
{
    switch (c) {
    case '\n':
        return "http.bareLineFeed";
    case '\r':
        return "http.bareCarriageReturn";
    case ' ':
    case '\t':
        return first ? "http.foldedField" : "http.spaceBeforeColon";
    case ':':
        return "http.emptyFieldName";
    default:
        return "http.invalidFieldName";
    }
}

std::string_view valueError(char c)
{
    return c == '\n' ? "http.bareLineFeed" : c == '\r' ? "http.bareCarriageReturn" : "http.invalidFieldValue";
}

} // namespace

FieldReader::State FieldReader::read(std::string_view block, FramingFields *framing)
{
    m_origin = block.data();
    m_base = static_cast<std::uint32_t>(m_headers.m_bytes.size());
    const char *at = block.data();
    const char *end = at + block.size();
    State state = State::Incomplete;
    const char *before = nullptr;
    while (state == State::Incomplete && at != before) {
        before = at;
        state = readLine(at, end, framing);
    }
    m_position = static_cast<std::size_t>(at - m_origin);
    m_headers.m_bytes.append(m_origin, m_position);
    return state;
}

FieldReader::State FieldReader::readLine(const char *&at, const char *end, FramingFields *framing)
{
    if (at == end)
        return State::Incomplete;
    const char *nameEnd = detail::skipToken(at, end);
    if (nameEnd == at && *at == '\r') {
        if (end - at < 2)
            return State::Incomplete;
        if (at[1] != '\n')
            return fail("http.bareCarriageReturn");
        at += 2;
        return State::Done;
    }
    if (nameEnd == end)
        return State::Incomplete;
    if (*nameEnd != ':' || nameEnd == at)
        return fail(nameError(*nameEnd, nameEnd == at));

    const char *value = nameEnd + 1;
    const char *lineEnd = detail::findControl(value, end);
    if (lineEnd == end || (*lineEnd == '\r' && lineEnd + 1 == end))
        return State::Incomplete;
    if (*lineEnd != '\r' || lineEnd[1] != '\n')
        return fail(valueError(*lineEnd));
    while (value != lineEnd && detail::isBlank(*value))
        ++value;
    const char *valueEnd = lineEnd;
    while (valueEnd != value && detail::isBlank(valueEnd[-1]))
        --valueEnd;

    const std::string_view nameText{at, static_cast<std::size_t>(nameEnd - at)};
    const std::string_view valueText{value, static_cast<std::size_t>(valueEnd - value)};
    if (m_headers.size() >= m_maxFields)
        return State::TooMany;
    const auto code = framing          ? classify(nameText, valueText, m_headers.size(), *framing)
        : isForbiddenTrailer(nameText) ? std::string_view{"http.forbiddenTrailer"}
                                       : std::string_view{};
    if (!code.empty())
        return fail(code);
    m_headers.m_entries.push_back(
        {m_base + static_cast<std::uint32_t>(at - m_origin), static_cast<std::uint32_t>(nameText.size()),
         m_base + static_cast<std::uint32_t>(value - m_origin), static_cast<std::uint32_t>(valueText.size())});
    at = lineEnd + 2;
    return State::Incomplete;
}

FieldReader::State FieldReader::fail(std::string_view code)
{
    m_errorCode = code;
    return State::Failed;
}

} // namespace gatehouse::http
