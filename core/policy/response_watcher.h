// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::policy {

class PolicyServices;

//! Sees a response's body on its way to the client, piece by piece as it streams, without holding it up; of a body in memory it is one
//! piece. Lives with its exchange, on its worker.
class ResponseWatcher
{
public:
    virtual ~ResponseWatcher() = default;
    virtual void passed(std::string_view piece) = 0;
    //! Once: nothing more passes, however it ended. The exchange is still there, its run is not.
    virtual void ended(PolicyServices &services) = 0;
};

} // namespace gatehouse::policy
