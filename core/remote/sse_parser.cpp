// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sse_stream.h"

namespace gatehouse::remote {

std::vector<SseEvent> SseParser::feed(std::string_view bytes)
{
    std::vector<SseEvent> events;
    for (const char c : bytes) {
        const bool secondOfPair = m_skipLineFeed && c == '\n';
        m_skipLineFeed = false;
        if (secondOfPair)
            continue;
        if (c == '\r' || c == '\n') {
            m_skipLineFeed = c == '\r';
            line(m_buffer, events);
            m_buffer.clear();
        } else if (m_buffer.size() < m_maxEvent) {
            m_buffer += c;
        } else {
            m_tooLong = true;
        }
    }
    return events;
}

void SseParser::line(std::string_view text, std::vector<SseEvent> &events)
{
    if (text.empty()) {
        if (m_hasData && !m_tooLong) {
            m_event.id = m_lastId;
            if (m_event.name.empty())
                m_event.name = "message";
            events.push_back(std::move(m_event));
        }
        m_event = {};
        m_hasData = m_tooLong = false;
        return;
    }
    const auto colon = text.find(':');
    const auto field = text.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    if (field == "data") {
        if (m_event.data.size() + value.size() > m_maxEvent) {
            m_tooLong = true;
            return;
        }
        if (m_hasData)
            m_event.data += '\n';
        m_hasData = true;
        m_event.data += value;
    } else if (field == "event") {
        m_event.name = value;
    } else if (field == "id" && value.find('\0') == std::string_view::npos) {
        m_lastId = value;
    }
}

} // namespace gatehouse::remote
