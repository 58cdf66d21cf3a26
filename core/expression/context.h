// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

namespace gatehouse::expression {

//! What `context` gives an expression and what the engine takes from outside. One evaluation's; not thread-safe.
class Context
{
public:
    virtual ~Context() = default;
    virtual const Clock &clock() const = 0; //!< DateTime.UtcNow and the like
    virtual Random &random() = 0; //!< Guid.NewGuid(), new Random()
};

} // namespace gatehouse::expression
