// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/worker.h"
#include "core/policy/services.h"

#include <chrono>
#include <functional>

namespace gatehouse::gateway {

// What a policy's step can wait for. Completions never run inside the call that makes them.

policy::OperationPointer waitFor(Worker &worker, std::chrono::microseconds duration, std::function<void()> done);
policy::OperationPointer yieldFor(Worker &worker, std::function<void()> slice);
policy::OperationPointer bufferBody(Worker &worker, policy::Body &body, std::size_t limit, std::function<void(Status)> done);
policy::OperationPointer sendRequest(Worker &worker, policy::OutgoingRequest request,
                                     std::function<void(Result<policy::ResponseMessage>)> done);

} // namespace gatehouse::gateway
