// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::resource {

//! Service-relative identity such as "apis/orders/operations/get"; the service itself is "". ARM ids compare without
//! case and are kept as written. A value type.
class ResourceId
{
public:
    ResourceId() = default;
    //! Segments alternate collection/name. Fails with Invalid "resourceId.invalid" on an odd count, an empty segment,
    //! more than 16 segments, a segment above 256 bytes, "." or "..", or one with a character of `/?#%\`, a control
    //! character or bad UTF-8.
    static Result<ResourceId> parse(std::string_view text);
    //! For literals and parts known to be valid; terminates otherwise.
    static ResourceId of(std::string_view text);

    const std::string &text() const { return m_text; }
    bool isService() const { return m_text.empty(); }
    std::string_view name() const; //!< "get"; "" for the service
    std::string_view collection() const; //!< "operations"
    ResourceId parent() const; //!< "apis/orders"
    //! Terminates on a part that parse() would refuse: check untrusted names first.
    ResourceId child(std::string_view collection, std::string_view name) const;
    std::vector<std::string_view> segments() const;
    //! "apis/operations": the ARM type below Microsoft.ApiManagement/service, as written.
    std::string type() const;
    //! True for itself and everything below.
    bool isWithin(const ResourceId &ancestor) const;

    bool operator==(const ResourceId &other) const;
    //! A parent sorts directly before all that is below it.
    std::weak_ordering operator<=>(const ResourceId &other) const;

private:
    friend class Configuration; //!< seeks by keys that are no valid id
    explicit ResourceId(std::string text) : m_text(std::move(text)) { }
    std::string m_text;
};

//! The absolute prefix of a service: exists at the edge alone.
struct ServiceScope
{
    std::string subscriptionId = "00000000-0000-0000-0000-000000000000";
    std::string resourceGroup = "local";
    std::string serviceName = "local";

    std::string prefix() const; //!< "/subscriptions/.../providers/Microsoft.ApiManagement/service/local"
    std::string absolute(const ResourceId &id) const;
    //! Accepts an absolute id of this service, or a service-relative one with or without a leading "/". Fails with
    //! Invalid "resourceId.otherService" or "resourceId.invalid".
    Result<ResourceId> relative(std::string_view id) const;
    bool operator==(const ServiceScope &) const = default;
};

} // namespace gatehouse::resource

template<>
struct std::hash<gatehouse::resource::ResourceId>
{
    std::size_t operator()(const gatehouse::resource::ResourceId &id) const noexcept; //!< without case
};
