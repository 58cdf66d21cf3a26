// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/policy/expression_host.h"
#include "core/resource/resource_id.h"

#include <functional>
#include <string>

namespace gatehouse::gateway {
class Traces;
}

namespace gatehouse::management {

class VaultReferences;

//! What the pure layer may know of the world in one call. Pointers outlive the call alone.
struct Environment
{
    resource::ServiceScope scope;
    UtcTime now{};
    Random *random = nullptr;
    SecretString digestKey; //!< audit records show secrets by it
    std::string gatewayUrl; //!< the data plane's first address
    const policy::ExpressionCompiler *expressions = nullptr; //!< checks policies' expressions; null: they are not checked
    gateway::Traces *traces = nullptr; //!< of the data plane; null: it gives none
    const VaultReferences *references = nullptr; //!< what lies in key vaults; null: nobody knows
    std::function<bool(const resource::ResourceId &)> mayList; //!< members of a list that the caller may read; null: all
};

} // namespace gatehouse::management
