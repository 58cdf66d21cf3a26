// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/liquid/template.h"

#include <functional>

namespace gatehouse::policy::liquid {

struct RenderLimits
{
    std::size_t output = 8U << 20; //!< bytes, those of captures too
    std::size_t steps = 500'000; //!< nodes, items of loops, and what filters work through in units of 64 bytes
};

//! What a template sees beside its own variables: "body", "context". Asked once for each name.
using Globals = std::function<Value(std::string_view name)>;

//! Fails where a limit ends it. Other errors stand in the text, as DotLiquid shows them.
tl::expected<std::string, std::string> render(const Template &parsed, const Globals &globals, UtcTime now, const RenderLimits &limits = {});

} // namespace gatehouse::policy::liquid
