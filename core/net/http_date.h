// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <ctime>
#include <string>

namespace gatehouse::net {

//! The Date field's text, made once a second. Belongs to one loop.
class HttpDate
{
public:
    const std::string &text()
    {
        timespec now{};
        clock_gettime(CLOCK_REALTIME_COARSE, &now);
        if (now.tv_sec != m_second) {
            m_second = now.tv_sec;
            m_text = toHttpDate(UtcTime{std::chrono::seconds{now.tv_sec}});
        }
        return m_text;
    }

private:
    std::time_t m_second = 0;
    std::string m_text;
};

} // namespace gatehouse::net
