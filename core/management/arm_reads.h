// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/environment.h"
#include "core/resource/configuration.h"

namespace gatehouse::management {

//! GET and HEAD of a resource, a collection or the services. Pure. The route's id is canonical.
http::Response answerRead(const ArmRequest &request, const Route &route, const resource::Configuration &configuration,
                          const Environment &environment);

//! The id as the configuration spells it; "apis/x;rev=2" is "apis/x" when 2 is the current revision.
resource::ResourceId canonicalId(const resource::Configuration &configuration, const resource::ResourceId &id);

} // namespace gatehouse::management
