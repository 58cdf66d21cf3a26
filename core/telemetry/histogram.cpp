// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/histogram.h"

#include "core/telemetry/varint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace gatehouse::telemetry {

namespace {

constexpr int subBits = 6;
constexpr std::size_t subBuckets = std::size_t{1} << subBits;
constexpr int topBits = 36;
constexpr std::int64_t largest = std::int64_t{1} << topBits;
constexpr std::size_t bucketCount = (topBits - subBits) * subBuckets + subBuckets + 1;
constexpr std::size_t maxEncoded = 64U << 10;
constexpr char formatVersion = 1;
constexpr auto maxSum = std::numeric_limits<std::int64_t>::max();

//! Below 64 a bucket a value; above, the octave and the six bits after the leading one.
std::size_t bucketOf(std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    const int shift = std::max(0, static_cast<int>(std::bit_width(bits)) - 1 - subBits);
    return static_cast<std::size_t>(shift) * subBuckets + static_cast<std::size_t>(bits >> shift);
}

int shiftOf(std::size_t bucket)
{
    return bucket < 2 * subBuckets ? 0 : static_cast<int>(bucket / subBuckets) - 1;
}

std::int64_t lowestOf(std::size_t bucket)
{
    const int shift = shiftOf(bucket);
    return static_cast<std::int64_t>(bucket - static_cast<std::size_t>(shift) * subBuckets) << shift;
}

std::int64_t widthOf(std::size_t bucket)
{
    return std::int64_t{1} << shiftOf(bucket);
}

//! Saturates: a sum past 292,000 years is no longer a measurement.
std::int64_t plus(std::int64_t a, std::int64_t b)
{
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? maxSum : sum;
}

std::int64_t times(std::int64_t value, std::uint64_t count)
{
    std::int64_t product = 0;
    return __builtin_mul_overflow(value, count, &product) ? maxSum : product;
}

tl::unexpected<Error> corrupt(std::string reason)
{
    return fail(ErrorKind::Corrupt, "histogram.corrupt", {{"reason", std::move(reason)}});
}

} // namespace

void Histogram::record(std::int64_t micros, std::uint64_t count)
{
    if (count == 0)
        return;
    const auto value = std::clamp<std::int64_t>(micros, 0, largest);
    const auto bucket = bucketOf(value);
    if (bucket >= m_buckets.size())
        m_buckets.resize(bucket + 1);
    m_buckets[bucket] += count;
    m_count += count;
    m_sum = plus(m_sum, times(value, count));
    m_max = std::max(m_max, value);
}

void Histogram::merge(const Histogram &other)
{
    if (other.m_buckets.size() > m_buckets.size())
        m_buckets.resize(other.m_buckets.size());
    for (std::size_t i = 0; i < other.m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    m_count += other.m_count;
    m_sum = plus(m_sum, other.m_sum);
    m_max = std::max(m_max, other.m_max);
}

void Histogram::clear()
{
    *this = {};
}

std::int64_t Histogram::quantile(double quantile) const
{
    if (m_count == 0)
        return 0;
    const auto share = std::clamp(std::isnan(quantile) ? 0.0 : quantile, 0.0, 1.0);
    if (share == 1.0)
        return m_max;
    const auto wanted = std::ceil(share * static_cast<double>(m_count));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, m_count);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return std::min(lowestOf(i) + widthOf(i) / 2, m_max);
    }
    return m_max;
}

// version, sum, max, then runs of used buckets: buckets skipped, length of the run, a count each.
std::string Histogram::encode() const
{
    std::string out(1, formatVersion);
    appendVarint(out, static_cast<std::uint64_t>(m_sum));
    appendVarint(out, static_cast<std::uint64_t>(m_max));
    for (std::size_t at = 0; at < m_buckets.size();) {
        auto begin = at;
        while (m_buckets[begin] == 0)
            ++begin;
        auto end = begin;
        while (end < m_buckets.size() && m_buckets[end] != 0)
            ++end;
        appendVarint(out, begin - at);
        appendVarint(out, end - begin);
        for (auto i = begin; i < end; ++i)
            appendVarint(out, m_buckets[i]);
        at = end;
    }
    return out;
}

Result<Histogram> Histogram::decode(std::string_view bytes)
{
    if (bytes.size() > maxEncoded)
        return corrupt("tooLong");
    if (bytes.empty() || bytes.front() != formatVersion)
        return corrupt("version");
    bytes.remove_prefix(1);
    const auto sum = takeVarint(bytes);
    const auto max = takeVarint(bytes);
    if (!sum || !max || *sum > static_cast<std::uint64_t>(maxSum) || *max > static_cast<std::uint64_t>(largest))
        return corrupt("head");

    Histogram result;
    result.m_sum = static_cast<std::int64_t>(*sum);
    result.m_max = static_cast<std::int64_t>(*max);
    std::int64_t least = 0;
    std::int64_t most = 0;
    while (!bytes.empty()) {
        const auto skipped = takeVarint(bytes);
        const auto length = takeVarint(bytes);
        const auto at = result.m_buckets.size();
        // Two runs never touch: the encoder would have made one of them.
        if (!skipped || !length || *length == 0 || (at > 0 && *skipped == 0) || *skipped > bucketCount
            || *length > bucketCount || at + *skipped + *length > bucketCount)
            return corrupt("run");
        result.m_buckets.resize(at + *skipped + *length);
        for (auto i = at + *skipped; i < result.m_buckets.size(); ++i) {
            const auto count = takeVarint(bytes);
            if (!count || *count == 0 || __builtin_add_overflow(result.m_count, *count, &result.m_count))
                return corrupt("count");
            result.m_buckets[i] = *count;
            least = plus(least, times(lowestOf(i), *count));
            most = plus(most, times(lowestOf(i) + widthOf(i) - 1, *count));
        }
    }
    const auto expected = result.m_buckets.empty() ? 0 : result.m_buckets.size() - 1;
    if (bucketOf(result.m_max) != expected)
        return corrupt("max");
    if (result.m_sum < least || result.m_sum > most)
        return corrupt("sum");
    return result;
}

} // namespace gatehouse::telemetry
