// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/semantic_cache.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::policy {

namespace {

constexpr std::size_t mostNumbers = 8192;

} // namespace

std::optional<Embedding> unitEmbedding(std::vector<float> numbers)
{
    if (numbers.size() > mostNumbers)
        return std::nullopt;
    double squares = 0;
    for (const float number : numbers)
        squares += double(number) * double(number);
    const auto length = std::sqrt(squares);
    if (!std::isfinite(length) || length <= 0)
        return std::nullopt;
    for (auto &number : numbers)
        number = static_cast<float>(number / length);
    return numbers;
}

double cosineDistance(const Embedding &a, const Embedding &b)
{
    if (a.size() != b.size())
        return 1;
    float product = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        product += a[i] * b[i];
    return std::max(0.0, 1.0 - double(product));
}

SemanticCache::Hit SemanticCache::find(std::string_view partition, const Embedding &embedding, double most)
{
    constexpr double rounding = 1e-6; // the same text must be found with a threshold of 0
    const auto now = m_clock.steady();
    const std::lock_guard lock(m_mutex);
    const auto found = m_partitions.find(std::string(partition));
    if (found == m_partitions.end())
        return {};
    Hit best;
    best.distance = most + rounding;
    for (const auto &entry : found->second) {
        if (entry->expires <= now)
            continue;
        const auto distance = cosineDistance(entry->embedding, embedding);
        if (distance <= best.distance)
            best = {entry->response, distance};
    }
    return best.response ? best : Hit{};
}

void SemanticCache::store(std::string_view partition, Embedding embedding, std::shared_ptr<const CachedResponse> response,
                          std::chrono::microseconds duration)
{
    const auto size = sizeof(Entry) + 2 * partition.size() + embedding.size() * sizeof(float) + sizeOf(CachedContent(*response));
    const std::lock_guard lock(m_mutex);
    if (size > m_maxBytes)
        return;
    if (const auto known = m_partitions.find(std::string(partition)); known != m_partitions.end() && known->second.size() >= entriesPerPartition)
        erase(known->second.front());
    while (m_bytes + size > m_maxBytes)
        erase(m_entries.begin());
    m_entries.push_back({std::string(partition), std::move(embedding), std::move(response), m_clock.steady() + duration, size});
    m_partitions[std::string(partition)].push_back(std::prev(m_entries.end()));
    m_bytes += size;
}

void SemanticCache::erase(Entries::iterator entry)
{
    const auto partition = m_partitions.find(entry->partition);
    partition->second.remove(entry);
    if (partition->second.empty())
        m_partitions.erase(partition);
    m_bytes -= entry->bytes;
    m_entries.erase(entry);
}

std::size_t SemanticCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace gatehouse::policy
