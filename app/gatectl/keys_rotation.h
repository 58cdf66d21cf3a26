// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/verb.h"
#include "core/base/diagnostic.h"
#include "core/vault/keys/rotation.h"

#include <string>

namespace gatehouse::gatectl {

//! What stands with a rotation, in lines for people.
std::string rotationText(const vault::Rotation &rotation, UtcTime now);
json::object rotationJson(const vault::Rotation &rotation);
//! "rules.yaml:3:7: ..." for each finding.
std::string rulesFindingsText(const Diagnostics &findings, const std::string &file);

} // namespace gatehouse::gatectl
