// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/management/write_plan.h"
#include "core/resource/change_recorder.h"
#include "core/store/configuration_store.h"

namespace gatehouse::management {

//! A resource as a record shows it: secrets as digests.
json::value recordedBody(const resource::Resource &resource, const SecretString &digestKey, const resource::ServiceScope &scope);

//! The records of a plan: each of its resources before and after, secrets as digests. `request` has what all of them
//! share.
store::RecordMaker recordMaker(const WritePlan &plan, resource::ChangeRecord request, SecretString digestKey,
                               resource::ServiceScope scope);

} // namespace gatehouse::management
