// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"

#include <string_view>
#include <vector>

namespace gatehouse::management {

enum class PolicyUse {
    Fragment, //!< <include-fragment fragment-id="..."/>
    NamedValue, //!< {{name}}
    Backend, //!< backend-id="..."
};

//! Policies and fragments whose documents name it. Names compare without case.
std::vector<resource::ResourceId> policiesUsing(const resource::Configuration &configuration, PolicyUse use,
                                                std::string_view name);

} // namespace gatehouse::management
