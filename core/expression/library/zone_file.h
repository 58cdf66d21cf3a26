// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! A POSIX rule of daylight saving: "CET-1CEST,M3.5.0,M10.5.0/3".
struct ZoneRule
{
    struct Change
    {
        int month = 0;
        int week = 0; //!< 5: the last
        int day = 0;
        std::int64_t seconds = 7200;
    };
    std::int64_t standardOffset = 0; //!< seconds east of Greenwich
    std::int64_t daylightOffset = 0;
    bool hasDaylight = false;
    Change start;
    Change finish;
};

struct ZoneOffset
{
    std::int64_t seconds = 0;
    bool isDaylight = false;
};

//! A time zone as its TZif file (RFC 8536) describes it.
class ZoneFile
{
public:
    //! Nothing when the bytes are no TZif file of version 2 or later.
    static std::optional<ZoneFile> read(std::string_view bytes);

    ZoneOffset at(std::int64_t unixSeconds) const;
    //! Of a time on the wall. In the hour that comes twice the standard one; `isInvalid` in the hour that is left out.
    ZoneOffset atLocal(std::int64_t localSeconds, bool &isInvalid, bool &isAmbiguous) const;
    std::int64_t baseOffset(std::int64_t unixSeconds) const; //!< the standard offset around then
    bool hasDaylight() const;

private:
    std::vector<std::int64_t> m_times;
    std::vector<std::uint8_t> m_types;
    std::vector<ZoneOffset> m_offsets;
    std::optional<ZoneRule> m_rule;
};

} // namespace gatehouse::expression
