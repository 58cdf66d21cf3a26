// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/snapshot.h"
#include "core/policy/configuration_documents.h"
#include "core/resource/configuration.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::gateway {

//! Compiles a configuration (with its overlay applied). An API of which nothing changed since `previous` is taken from there.
std::shared_ptr<const Snapshot> buildSnapshot(const std::shared_ptr<const resource::Configuration> &configuration,
                                              const Snapshot *previous,
                                              const policy::ExpressionCompiler *expressions);

} // namespace gatehouse::gateway
