// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/snapshot.h"

#include <optional>
#include <string>

namespace gatehouse::gateway {

//! What a request was matched to and whether it may come in: route, then key. Points into the snapshot.
struct Admission
{
    const CompiledApi *api = nullptr;
    const CompiledOperation *operation = nullptr;
    const ApiProduct *product = nullptr;
    const KeyEntry *key = nullptr;
    const ProgramPointer *program = nullptr; //!< never null itself; what it points to may be
    bool preflight = false; //!< the program's cors alone answers
    std::optional<policy::LastError> error; //!< the program's on-error section runs with it
};

//! Reads `exchange.request`; fills `exchange.matched`, the backend's URL and path, and `match` (kept by the caller for its memory).
Admission admit(const Snapshot &snapshot, policy::Exchange &exchange, Router::Match &match);

} // namespace gatehouse::gateway
