// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/api_versions.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::management {

namespace {

//! What Azure itself registers between the first and the last stable version that we speak.
constexpr std::array<std::string_view, 9> armVersions{
    "2024-05-01", "2023-09-01-preview", "2023-05-01-preview", "2023-03-01-preview", "2022-09-01-preview",
    "2022-08-01", "2022-04-01-preview", "2021-12-01-preview", "2021-08-01",
};
constexpr std::array<std::string_view, 1> localVersions{localApiVersion};
//! The last four have roleAssignments, roleDefinitions and permissions in the same form.
constexpr std::array<std::string_view, 5> authorizationVersions{"2022-04-01", "2022-05-01-preview", "2018-07-01", "2018-01-01-preview",
                                                                 "2015-07-01"};
//! Of rights for a while.
constexpr std::array<std::string_view, 3> elevationVersions{"2020-10-01", "2021-01-01-preview", "2020-10-01-preview"};

ArmError missingVersion()
{
    return {400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
            {}};
}

template <std::size_t size>
std::optional<ArmError> check(std::string_view version, const std::array<std::string_view, size> &known)
{
    if (std::ranges::any_of(known, [&](std::string_view one) { return equalsIgnoreCase(one, version); }))
        return std::nullopt;
    std::string list;
    for (const auto one : known)
        list += (list.empty() ? "" : ",") + std::string{one};
    return ArmError{400,
                    "InvalidApiVersionParameter",
                    "The api-version '" + excerpt(version, 64) + "' is invalid. The supported versions are '" + list
                        + "'.",
                    {}};
}

} // namespace

std::optional<ArmError> checkApiVersion(const std::optional<std::string> &version, bool local)
{
    if (!version || version->empty())
        return missingVersion();
    return local ? check(*version, localVersions) : check(*version, armVersions);
}

std::optional<ArmError> checkAuthorizationVersion(const std::optional<std::string> &version, std::string_view type)
{
    if (!version || version->empty())
        return missingVersion();
    if (type == "roleAssignmentScheduleRequests" || type == "roleAssignmentApprovals")
        return check(*version, elevationVersions);
    return check(*version, authorizationVersions);
}

} // namespace gatehouse::management
