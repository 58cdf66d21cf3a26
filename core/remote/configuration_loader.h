// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"
#include "core/resource/configuration.h"

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>

namespace gatehouse::remote {

struct LoadProgress
{
    std::size_t resources = 0; //!< read so far
    double fraction = -1; //!< 0 to 1 of the calls known so far; -1: not known yet
    std::string what; //!< what is being read: "apis/orders/operations"
};

//! Reads the whole service by the kinds table: lists, what lists omit, policies as rawxml; several calls at a time.
//! Secrets are not in it (ARM gives them by POST alone). `progress` may run on any thread, one call at a time. Kinds
//! that the service does not know are left out, and so is what the caller may not read; fails only when that is everything.
Result<resource::Configuration> loadConfiguration(const ArmClient &client,
                                                  const std::function<void(const LoadProgress&)> &progress = {},
                                                  std::stop_token stop = {});

//! One resource as a Configuration holds it: references relative, policies as rawxml, ETag. NotFound when it is not
//! there.
Result<resource::Resource> loadResource(const ArmClient &client, const resource::ResourceId &id,
                                        std::stop_token stop = {});

//! From ARM's form to ours. Fails with Corrupt "remote.badAnswer".
Result<resource::Resource> resourceFrom(const json::value &body, const resource::ServiceScope &scope,
                                        std::string_view etag = {});

} // namespace gatehouse::remote
