// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::gateway {

// Lua 5.1 inside Redis 5 or later. Both keep one key, so they run on a cluster's node too. Numbers are doubles there: microseconds since
// 1970 are exact.

//! limit::SlidingWindow. KEYS: list of "time calls". ARGV: calls, period, increment, slot (µs). Answers {allowed, remaining, retry after}.
inline constexpr std::string_view slidingWindowScript = R"lua(
local calls, period, increment, slot = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local entries = redis.call('LRANGE', KEYS[1], 0, -1)
if #entries > 0 then
  now = math.max(now, tonumber(string.match(entries[#entries], '^%d+')))
end
local times, counts, used, dead = {}, {}, 0, 0
for i, entry in ipairs(entries) do
  local at, count = string.match(entry, '^(%d+) (%d+)$')
  at, count = tonumber(at), tonumber(count)
  if now - at >= period then
    dead = i
  else
    times[#times + 1], counts[#counts + 1] = at, count
    used = used + count
  end
end
if dead > 0 then
  redis.call('LTRIM', KEYS[1], dead, -1)
end
local wanted = math.max(1, increment)
if used + wanted > calls then
  local wait, left = period, used
  if wanted <= calls then
    for i = 1, #times do
      left = left - counts[i]
      if left + wanted <= calls then
        wait = times[i] + period - now
        break
      end
    end
  end
  return {0, math.max(0, calls - used), wait}
end
if increment > 0 then
  if #times > 0 and math.floor(times[#times] / slot) == math.floor(now / slot) then
    redis.call('LSET', KEYS[1], -1, string.format('%.0f %.0f', now, counts[#counts] + increment))
  else
    redis.call('RPUSH', KEYS[1], string.format('%.0f %.0f', now, increment))
  end
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(period / 1000) + 1))
end
return {1, calls - used - increment, 0}
)lua";

//! limit::FixedWindow. KEYS: hash of period, calls, bytes. ARGV: most calls and bytes (-1: any), period (0: for ever) and where one begins
//! (µs), calls and bytes to add, 1 to judge before. Answers {0 allowed, 1 out of calls, 2 out of bytes; µs left or -1; calls}.
inline constexpr std::string_view fixedWindowScript = R"lua(
local mostCalls, mostBytes, period, start = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local addCalls, addBytes, judges = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1'
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local index, left = 0, -1
if period > 0 then
  index = math.floor((now - start) / period)
  left = start + (index + 1) * period - now
end
local held = redis.call('HMGET', KEYS[1], 'period', 'calls', 'bytes')
local calls, bytes = 0, 0
if held[1] and tonumber(held[1]) >= index then
  index, calls, bytes = tonumber(held[1]), tonumber(held[2]), tonumber(held[3])
end
if judges and mostCalls >= 0 and calls + math.max(1, addCalls) > mostCalls then
  return {1, left, calls}
end
if judges and mostBytes >= 0 and bytes >= mostBytes then
  return {2, left, calls}
end
if addCalls > 0 or addBytes > 0 then
  redis.call('HSET', KEYS[1], 'period', string.format('%.0f', index), 'calls', string.format('%.0f', calls + addCalls),
    'bytes', string.format('%.0f', bytes + addBytes))
  if left > 0 then
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(left / 1000) + 1))
  end
end
return {0, left, calls + addCalls}
)lua";

} // namespace gatehouse::gateway
