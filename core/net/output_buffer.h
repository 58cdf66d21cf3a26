// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/socket.h"

#include <string>
#include <string_view>

namespace gatehouse::net {

//! Bytes on their way to a socket. Keeps a modest capacity, so that a message allocates nothing.
class OutputBuffer
{
public:
    std::string &bytes() { return m_bytes; }
    std::size_t size() const { return m_bytes.size() - m_sent; }
    bool empty() const { return m_sent == m_bytes.size(); }
    std::string_view pending() const { return std::string_view(m_bytes).substr(m_sent); }

    //! Writes as much as the socket takes: Done when nothing is left. `moved` says how much went.
    Io flush(Socket &socket, std::size_t &moved)
    {
        while (!empty()) {
            const auto [state, bytes] = socket.write(pending());
            m_sent += bytes;
            moved += bytes;
            if (state == Io::Done)
                continue;
            compact();
            return state;
        }
        clear();
        return Io::Done;
    }

    void clear()
    {
        m_sent = 0;
        m_bytes.clear();
        if (m_bytes.capacity() > keptCapacity)
            m_bytes.shrink_to_fit();
    }

private:
    static constexpr std::size_t keptCapacity = 32U << 10;

    void compact()
    {
        if (m_sent < m_bytes.size() / 2)
            return;
        m_bytes.erase(0, m_sent);
        m_sent = 0;
    }

    std::string m_bytes;
    std::size_t m_sent = 0;
};

} // namespace gatehouse::net
