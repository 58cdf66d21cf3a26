// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace gatehouse {

namespace {

using namespace std::chrono;

struct Parts
{
    year_month_day date;
    hh_mm_ss<microseconds> time;
    weekday day;
};

Parts split(UtcTime time)
{
    const auto day = floor<days>(time);
    return {year_month_day{day}, hh_mm_ss<microseconds>{time - day}, weekday{day}};
}

bool number(std::string_view text, std::size_t at, std::size_t length, int &out)
{
    if (at + length > text.size())
        return false;
    const char *begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + length, out);
    return error == std::errc{} && end == begin + length && *begin != '-';
}

microseconds fraction(std::string_view text, std::size_t &at)
{
    microseconds result{0};
    if (at >= text.size() || (text[at] != '.' && text[at] != ','))
        return result;
    int unit = 100000;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
        result += microseconds{(text[at] - '0') * unit};
    return result;
}

bool offset(std::string_view text, std::size_t at, minutes &out)
{
    if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z'))
        return true;
    int h = 0;
    int m = 0;
    if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':'
        || !number(text, at + 1, 2, h) || !number(text, at + 4, 2, m) || h > 23 || m > 59)
        return false;
    out = minutes{h * 60 + m} * (text[at] == '-' ? -1 : 1);
    return true;
}

} // namespace

std::string toIso(UtcTime time)
{
    const auto [d, t, day] = split(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(d.year()),
                       static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()),
                       t.hours().count(), t.minutes().count(), t.seconds().count(),
                       t.subseconds().count() / 1000);
}

std::string toHttpDate(UtcTime time)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto [d, t, day] = split(time);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[day.c_encoding()],
                       static_cast<unsigned>(d.day()),
                       months[static_cast<unsigned>(d.month()) - 1], static_cast<int>(d.year()),
                       t.hours().count(), t.minutes().count(), t.seconds().count());
}

Result<UtcTime> fromIso(std::string_view text)
{
    const auto invalid = [&] {
        return fail(ErrorKind::Invalid, "time.invalid", {{"text", std::string{text.substr(0, 64)}}});
    };
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (text.size() < 20 || !number(text, 0, 4, y) || text[4] != '-' || !number(text, 5, 2, mo)
        || text[7] != '-' || !number(text, 8, 2, d)
        || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || !number(text, 11, 2, h)
        || text[13] != ':' || !number(text, 14, 2, mi) || text[16] != ':' || !number(text, 17, 2, s))
        return invalid();
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)},
                              day{static_cast<unsigned>(d)}};
    if (!date.ok() || h > 23 || mi > 59 || s > 60)
        return invalid();
    std::size_t at = 19;
    const auto sub = fraction(text, at);
    minutes zone{0};
    if (at >= text.size() || !offset(text, at, zone))
        return invalid();
    return UtcTime{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + sub - zone;
}

} // namespace gatehouse
