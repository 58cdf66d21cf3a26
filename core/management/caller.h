// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/resource/change_recorder.h"

#include <string>
#include <vector>

namespace gatehouse::management {

//! Who makes a call, as a token or the token file says.
struct Caller
{
    resource::Principal principal; //!< as records name them
    bool isLocalOwner = false; //!< holds the token file
    bool isGateway = false; //!< the gateway itself, at its own vault
    std::string objectId; //!< what role assignments to one person or program name
    std::vector<std::string> groups; //!< object ids
    bool groupsUnknown = false; //!< the token says that there are more than it could carry: none of them counts
};

} // namespace gatehouse::management
