// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/services.h"

#include <memory>
#include <utility>

namespace gatehouse::policy {

//! A wait of identity's caches as an operation of a step.
inline OperationPointer identityWait(std::shared_ptr<void> waiter)
{
    class Wait final : public Operation
    {
    public:
        explicit Wait(std::shared_ptr<void> held) : m_held(std::move(held)) { }
        void cancel() override { m_held.reset(); }

    private:
        std::shared_ptr<void> m_held;
    };
    return std::make_unique<Wait>(std::move(waiter));
}

} // namespace gatehouse::policy
