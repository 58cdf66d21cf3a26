// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/environment.h"
#include "core/management/paging.h"
#include "core/resource/configuration.h"

namespace gatehouse::management {

//! products/x/apis: the linked resources themselves, under the link's id, as Azure shows them.
http::Response listLinks(const ArmRequest &request, const PageRequest &wanted, const Route &route,
                         const resource::Configuration &configuration, const Environment &environment);
//! policyDescriptions, apis/x/products, apis/x/revisions, products/x/subscriptions.
http::Response listDerived(const ArmRequest &request, const PageRequest &wanted, const Route &route,
                           const resource::Configuration &configuration, const Environment &environment);

//! "apis/orders" of "apis/orders;rev=2".
resource::ResourceId baseApi(const resource::ResourceId &api);
//! The current API first, then its revisions.
std::vector<resource::Configuration::Pointer> revisionsOf(const resource::Configuration &configuration,
                                                          const resource::ResourceId &api);

} // namespace gatehouse::management
