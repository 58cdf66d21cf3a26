// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/gateway/backends.h"
#include "core/gateway/operation_index.h"
#include "core/gateway/router.h"
#include "core/gateway/subscription_keys.h"
#include "core/net/redis_target.h"
#include "core/policy/exchange.h"
#include "core/policy/program.h"
#include "core/policy/secrets.h"
#include "core/resource/configuration.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gateway {

using ProgramPointer = std::shared_ptr<const policy::Program>;

struct ApiProduct
{
    policy::ProductInfo info;
    std::string lowerId;
    bool open = false; //!< needs no subscription
};

//! One API revision as the workers use it: immutable, shared by all snapshots in which nothing of it changed.
struct CompiledApi
{
    policy::ApiInfo info;
    std::string lowerId; //!< without ";rev=n"
    bool subscriptionRequired = true;
    std::string keyHeader = "Ocp-Apim-Subscription-Key";
    std::string keyQuery = "subscription-key";
    VersionRule version;
    std::vector<ApiProduct> products;
    OperationIndex operations;
    //! For requests that match no operation; by product as in CompiledOperation.
    std::vector<ProgramPointer> programs;
    Diagnostics diagnostics;
    std::vector<resource::Configuration::Pointer> inputs; //!< what it was compiled from

    //! Index into `programs`: 0 without a product, else 1 + its place.
    std::size_t productSlot(std::string_view lowerProductId) const;
    const ApiProduct *openProduct() const;
};

//! A whole configuration, compiled. Immutable; a request holds on to the one it began with.
struct Snapshot
{
    std::vector<std::shared_ptr<const CompiledApi>> apis;
    Router router;
    SubscriptionKeys keys;
    policy::ServiceCertificates certificates;
    Backends backends;
    std::optional<net::RedisTarget> externalCache;
    ProgramPointer globalProgram; //!< for requests that match no API
    std::vector<resource::Configuration::Pointer> globalInputs;
    Diagnostics diagnostics;
    std::vector<std::string> masterKeys; //!< of the subscription that opens the debugger
    policy::Secrets::Known secrets; //!< secret named values: a trace blacks them out
};

} // namespace gatehouse::gateway
