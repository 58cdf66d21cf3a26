// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::gateway {

struct CompiledApi;

//! How a request names the version that it wants.
struct VersionRule
{
    enum Scheme { None, Segment, Header, Query } scheme = None;
    std::string parameter; //!< header or query parameter name
};

//! Host and path to API. Immutable once built.
class Router
{
public:
    struct Match
    {
        const CompiledApi *api = nullptr;
        std::string path; //!< below the API, "/" at least; ";rev=n" taken out
    };

    //! Without a host name every host is served; with one, only those, IP addresses and "localhost".
    void addHost(std::string_view host);
    void add(const CompiledApi &api);

    bool servesHost(std::string_view host) const;
    //! The API with the longest matching path; `path` is normalized. `match` is reused.
    bool find(std::string_view path, std::string_view query, const http::Headers &headers, Match &match) const;

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Group = std::vector<const CompiledApi *>;

    static const CompiledApi *choose(const Group &group, std::string_view revision, std::string_view query, const http::Headers &headers);

    std::vector<std::string> m_hosts;
    std::unordered_map<std::string, Group, Hash, std::equal_to<>> m_groups; //!< by lower-case path without slashes around it
    std::size_t m_deepest = 0; //!< segments of the longest API path
};

} // namespace gatehouse::gateway
