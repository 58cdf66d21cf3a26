// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/operation_index.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

//! Segments of "/a/b" are 2, of "/" and "" are 1 empty one.
std::size_t segmentCount(std::string_view path)
{
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')));
}

std::string_view firstSegment(std::string_view path)
{
    if (path.starts_with('/'))
        path.remove_prefix(1);
    return path.substr(0, path.find('/'));
}

bool isPlain(std::string_view segment)
{
    return !segment.empty() && segment.find_first_of("{*%") == std::string_view::npos;
}

} // namespace

OperationIndex::Candidate OperationIndex::candidateOf(const CompiledOperation &operation)
{
    std::string_view path = operation.urlTemplate.text();
    path = path.substr(0, path.find('?'));
    const auto first = firstSegment(path);
    return {&operation, segmentCount(path), path.find('*') != std::string_view::npos, isPlain(first) ? toLower(first) : std::string()};
}

void OperationIndex::sort()
{
    std::stable_sort(m_operations.begin(), m_operations.end(), [](const auto &a, const auto &b) {
        return a->urlTemplate.compareSpecificity(b->urlTemplate) < 0;
    });
    m_methods.clear();
    for (const auto &operation : m_operations) {
        const auto &name = operation->info.method;
        auto found = std::find_if(m_methods.begin(), m_methods.end(), [&](const auto &m) { return equalsIgnoreCase(m.name, name); });
        if (found == m_methods.end())
            found = m_methods.insert(m_methods.end(), Method{name, {}});
        found->candidates.push_back(candidateOf(*operation));
    }
}

const CompiledOperation *OperationIndex::find(std::string_view method, std::string_view path, std::string_view query,
                                              http::UrlTemplate::Values *values) const
{
    const auto segments = segmentCount(path);
    const auto first = firstSegment(path);
    const bool plain = isPlain(first);
    for (const auto &[name, candidates] : m_methods) {
        if (!equalsIgnoreCase(name, method) && name != "*")
            continue;
        for (const auto &candidate : candidates) {
            // A trailing slash may or may not count: templates decide.
            if (!candidate.wildcard && segments != candidate.segments && segments != candidate.segments + 1
                && segments + 1 != candidate.segments)
                continue;
            if (plain && !candidate.firstLiteral.empty() && !equalsIgnoreCase(candidate.firstLiteral, first))
                continue;
            if (candidate.operation->urlTemplate.match(path, query, values))
                return candidate.operation;
        }
    }
    return nullptr;
}

} // namespace gatehouse::gateway
