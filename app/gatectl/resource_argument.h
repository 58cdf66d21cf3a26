// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/verb.h"
#include "core/remote/arm_client.h"
#include "core/resource/resource_id.h"

#include <string>

namespace gatehouse::gatectl {

//! An id as a person writes it: service-relative, with or without a leading "/", or absolute.
Result<resource::ResourceId> resourceIdOf(const std::string &text, const remote::ArmClient &client);
bool isPolicy(const resource::ResourceId &id);
bool isPolicyDocument(const resource::ResourceId &id); //!< a policy or a fragment

} // namespace gatehouse::gatectl
