// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resp.h"

#include "core/base/text.h"

#include <optional>

namespace gatehouse::net {

namespace {

class Reader
{
public:
    Reader(std::string_view input, const RespLimits &limits) : m_input(input), m_limits(limits) { }

    //! False: more bytes are needed, or error() says what is wrong.
    bool value(RespValue &out, std::size_t depth)
    {
        std::string_view line;
        if (!readLine(line))
            return false;
        if (line.empty())
            return bad();
        const char type = line.front();
        line.remove_prefix(1);
        switch (type) {
        case '+':
            return text(out, RespValue::Kind::Simple, line);
        case '-':
            return text(out, RespValue::Kind::Error, line);
        case ':':
            out.kind = RespValue::Kind::Integer;
            return number(line, out.integer);
        case '$':
            return bulk(out, line);
        case '*':
            return array(out, line, depth);
        default:
            return bad();
        }
    }

    std::size_t consumed() const { return m_position; }
    const std::optional<Error> &error() const { return m_error; }

private:
    bool bad() { return give(Error{ErrorKind::Invalid, "net.badReply", {}, {}}); }
    bool tooLarge() { return give(Error{ErrorKind::TooLarge, "net.replyTooLarge", {}, {}}); }
    bool give(Error error)
    {
        m_error = std::move(error);
        return false;
    }

    bool readLine(std::string_view &line)
    {
        const auto end = m_input.substr(0, m_position + m_limits.line + 2).find("\r\n", m_position);
        if (end == std::string_view::npos)
            return m_input.size() - m_position > m_limits.line + 1 ? tooLarge() : false;
        line = m_input.substr(m_position, end - m_position);
        m_position = end + 2;
        return true;
    }

    static bool text(RespValue &out, RespValue::Kind kind, std::string_view line)
    {
        out.kind = kind;
        out.text = line;
        return true;
    }

    bool number(std::string_view line, std::int64_t &out)
    {
        const auto parsed = toInteger(line);
        if (!parsed)
            return bad();
        out = *parsed;
        return true;
    }

    bool bulk(RespValue &out, std::string_view line)
    {
        std::int64_t size = 0;
        if (!number(line, size))
            return false;
        if (size == -1)
            return true; // null
        if (size < 0)
            return bad();
        if (static_cast<std::uint64_t>(size) > m_limits.bulk)
            return tooLarge();
        const auto length = static_cast<std::size_t>(size);
        if (m_input.size() - m_position < length + 2)
            return false;
        if (m_input.substr(m_position + length, 2) != "\r\n")
            return bad();
        out.kind = RespValue::Kind::Bulk;
        out.text = m_input.substr(m_position, length);
        m_position += length + 2;
        return true;
    }

    bool array(RespValue &out, std::string_view line, std::size_t depth)
    {
        std::int64_t size = 0;
        if (!number(line, size))
            return false;
        if (size == -1)
            return true; // null
        if (size < 0)
            return bad();
        if (static_cast<std::uint64_t>(size) > m_limits.items || depth >= m_limits.depth)
            return tooLarge();
        out.kind = RespValue::Kind::Array;
        for (std::int64_t i = 0; i < size; ++i) {
            if (!value(out.items.emplace_back(), depth + 1))
                return false;
        }
        return true;
    }

    std::string_view m_input;
    const RespLimits &m_limits;
    std::size_t m_position = 0;
    std::optional<Error> m_error;
};

void appendHeader(std::string &out, char type, std::size_t size)
{
    out += type;
    out += std::to_string(size);
    out += "\r\n";
}

} // namespace

Result<RespParsed> parseResp(std::string_view input, const RespLimits &limits)
{
    RespParsed parsed;
    Reader reader(input, limits);
    if (reader.value(parsed.value, 0)) {
        parsed.consumed = reader.consumed();
        return parsed;
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    return RespParsed{};
}

void appendCommand(std::string &out, const std::vector<std::string_view> &words)
{
    appendHeader(out, '*', words.size());
    for (const auto word : words) {
        appendHeader(out, '$', word.size());
        out.append(word).append("\r\n");
    }
}

} // namespace gatehouse::net
