// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/management/arm_render.h"
#include "core/management/arm_request.h"
#include "core/management/environment.h"
#include "core/management/write_plan.h"
#include "core/resource/configuration.h"
#include "core/resource/kinds.h"

#include <optional>

namespace gatehouse::management {

//! A PUT or PATCH under way; hooks change `resource` and may add writes to the same transaction.
struct WriteContext
{
    const resource::Configuration &before;
    const Environment &environment;
    const ArmRequest &request;
    const resource::Kind &kind;
    const resource::Resource *existing = nullptr;
    resource::Resource resource;
    WritePlan plan; //!< writes and records beside the resource's own; `action` may be changed ("import")
};

struct DeleteContext
{
    const resource::Configuration &before;
    const ArmRequest &request;
    const resource::Resource &existing;
    WritePlan plan;
};

//! What a kind does beyond its row of the table. Null members: nothing. Each special case has its own file.
struct KindRules
{
    std::string_view segment;
    //! Before the table's validation: what the server fills in, imports.
    std::optional<ArmError> (*prepare)(WriteContext &context) = nullptr;
    //! After it: what concerns other resources.
    std::optional<ArmError> (*check)(WriteContext &context) = nullptr;
    std::optional<ArmError> (*remove)(DeleteContext &context) = nullptr;
    void (*show)(json::object &properties, const resource::Resource &resource, const Environment &environment,
                 const ShowOptions &options) = nullptr;
    //! POST actions that are more than showing the kind's secrets; nothing: not one of these.
    std::optional<Outcome> (*act)(std::string_view action, const resource::Resource &resource,
                                  const ArmRequest &request, const resource::Configuration &before,
                                  const Environment &environment) = nullptr;
    //! Who acts where the configuration has no such resource; null: nobody.
    const resource::Resource *(*standIn)(const resource::ResourceId &id) = nullptr;
};

const KindRules *rulesOf(const resource::Kind &kind);

extern const KindRules apiRules;
extern const KindRules releaseRules;
extern const KindRules policyRules;
extern const KindRules policyFragmentRules;
extern const KindRules subscriptionRules;
extern const KindRules namedValueRules;
extern const KindRules certificateRules;
extern const KindRules productRules;
extern const KindRules backendRules;
extern const KindRules serviceRules;
extern const KindRules gatewayRules;

} // namespace gatehouse::management
