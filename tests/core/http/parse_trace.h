// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/parser.h"

#include <string>
#include <string_view>
#include <type_traits>

namespace gatehouse::test {

//! Runs one connection's bytes through a parser and writes down what happened, as text that a failing test can show.
template <typename Parser, typename Head> class ParseTrace
{
public:
    explicit ParseTrace(const http::ParserLimits &limits = {}) : m_parser(m_head, limits) { }

    Parser &parser() { return m_parser; }

    void feed(std::string_view input)
    {
        while (!m_stopped) {
            const auto parsed = m_parser.next(input);
            input.remove_prefix(parsed.consumed);
            note(parsed);
            if (parsed.event == http::ParseEvent::NeedMore)
                break;
        }
    }

    //! "head METHOD TARGET 1.1 | Name=value | ... | framing; body ...; complete; error code"
    std::string text() const { return m_body.empty() ? m_text : m_text + "body " + m_body + "; "; }
    int messages() const { return m_messages; }
    bool refused() const { return m_refused; }
    std::string code() const { return std::string{m_parser.errorCode()}; }
    bool idle() const { return m_parser.idle(); }

private:
    void note(const http::Parsed &parsed)
    {
        switch (parsed.event) {
        case http::ParseEvent::NeedMore:
            return;
        case http::ParseEvent::Head:
            noteHead();
            return;
        case http::ParseEvent::Body:
            m_body += parsed.body;
            return;
        case http::ParseEvent::Complete:
            flushBody();
            noteFields(m_parser.trailers());
            m_text += "complete; ";
            ++m_messages;
            m_parser.reset();
            return;
        case http::ParseEvent::Error:
            flushBody();
            m_text += "error " + code();
            m_refused = true;
            m_stopped = true;
        }
    }

    void flushBody()
    {
        if (!m_body.empty())
            m_text += "body " + m_body + "; ";
        m_body.clear();
    }

    void noteFields(const http::Headers &headers)
    {
        for (const auto field : headers)
            m_text.append("| ").append(field.name).append("=").append(field.value).append(" ");
    }

    void noteHead()
    {
        if constexpr (std::is_same_v<Head, http::RequestHead>)
            m_text += "head " + m_head.method + " " + m_head.target;
        else
            m_text += "head " + std::to_string(m_head.status) + " " + m_head.reason;
        m_text += " 1." + std::to_string(m_head.minorVersion) + " ";
        noteFields(m_head.headers);
        static constexpr std::string_view framings[] = {"none", "length", "chunked", "untilClose"};
        m_text.append("| ").append(framings[static_cast<int>(m_parser.framing())]).append("; ");
    }

    Head m_head;
    Parser m_parser;
    std::string m_text;
    std::string m_body;
    int m_messages = 0;
    bool m_refused = false;
    bool m_stopped = false;
};

using RequestTrace = ParseTrace<http::RequestParser, http::RequestHead>;
using ResponseTrace = ParseTrace<http::ResponseParser, http::ResponseHead>;

} // namespace gatehouse::test
