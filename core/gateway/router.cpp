// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/router.h"

#include "core/base/text.h"
#include "core/gateway/snapshot.h"
#include "core/http/url.h"

#include <algorithm>
#include <array>

namespace gatehouse::gateway {

namespace {

constexpr std::string_view revisionMark = ";rev=";
constexpr std::size_t maxDepth = 64;

bool isAddress(std::string_view host)
{
    return host.find(':') != std::string_view::npos
        || (!host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

std::string_view withoutSlashes(std::string_view path)
{
    while (path.starts_with('/'))
        path.remove_prefix(1);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

bool wantsVersion(const CompiledApi &api, std::string_view query, const http::Headers &headers)
{
    switch (api.version.scheme) {
    case VersionRule::None:
    case VersionRule::Segment: // is part of the path
        return true;
    case VersionRule::Header:
        return equalsIgnoreCase(headers.get(api.version.parameter).value_or(""), api.info.version);
    case VersionRule::Query:
        return equalsIgnoreCase(http::queryValue(query, api.version.parameter).value_or(""), api.info.version);
    }
    return false;
}

} // namespace

void Router::addHost(std::string_view host)
{
    m_hosts.push_back(toLower(host));
}

bool Router::servesHost(std::string_view host) const
{
    if (m_hosts.empty() || isAddress(host) || equalsIgnoreCase(host, "localhost"))
        return true;
    return std::any_of(m_hosts.begin(), m_hosts.end(), [host](const auto &known) { return equalsIgnoreCase(known, host); });
}

void Router::add(const CompiledApi &api)
{
    auto path = toLower(withoutSlashes(api.info.path));
    if (api.version.scheme == VersionRule::Segment && !api.info.version.empty())
        path += (path.empty() ? "" : "/") + toLower(api.info.version);
    const auto depth = path.empty() ? 0 : static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + 1;
    m_deepest = std::max(m_deepest, std::min(depth, maxDepth));
    m_groups[path].push_back(&api);
}

const CompiledApi *Router::choose(const Group &group, std::string_view revision, std::string_view query, const http::Headers &headers)
{
    for (const auto *api : group) {
        const bool wanted = revision.empty() ? api->info.isCurrentRevision : api->info.revision == revision;
        if (wanted && wantsVersion(*api, query, headers))
            return api;
    }
    return nullptr;
}

bool Router::find(std::string_view path, std::string_view query, const http::Headers &headers, Match &match) const
{
    match.api = nullptr;
    match.path.assign(path);
    auto &text = match.path;
    std::string_view revision;
    auto revisionEnd = std::string::npos;
    const auto mark = std::search(path.begin(), path.end(), revisionMark.begin(), revisionMark.end(), [](char a, char b) {
        return a == b || (a >= 'A' && a <= 'Z' && a + 32 == b);
    });
    if (mark != path.end()) {
        const auto at = static_cast<std::size_t>(mark - path.begin());
        const auto end = std::min(path.find('/', at), path.size());
        revision = path.substr(at + revisionMark.size(), end - at - revisionMark.size());
        if (revision.empty() || revision.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
        text.erase(at, end - at);
        revisionEnd = at;
    }

    // Ends of the first segments, so that the longest API path is tried first.
    std::array<std::size_t, maxDepth + 1> ends;
    std::size_t count = 0;
    for (std::size_t at = 0; count < m_deepest && at < text.size();) {
        const auto end = std::min(text.find('/', at + 1), text.size());
        if (end == at + 1)
            break; // an empty segment belongs to no API path
        ends[count++] = end;
        at = end;
    }
    char lower[512];
    const auto known = count > 0 ? std::min(ends[count - 1], sizeof lower) : 0;
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(known), lower,
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (auto segments = count + 1; segments-- > 0;) {
        const auto end = segments > 0 ? ends[segments - 1] : 0;
        if (end > known || (revisionEnd != std::string::npos && end != revisionEnd))
            continue;
        const auto group = m_groups.find(std::string_view(lower, end).substr(end > 0 ? 1 : 0));
        if (group == m_groups.end())
            continue;
        match.api = choose(group->second, revision, query, headers);
        if (!match.api)
            continue;
        text.erase(0, end);
        if (text.empty())
            text = "/";
        return true;
    }
    return false;
}

} // namespace gatehouse::gateway
