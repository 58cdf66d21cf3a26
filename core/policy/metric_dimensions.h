// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/signals.h"

#include <optional>
#include <utility>
#include <vector>

namespace gatehouse::policy {

//! The dimension elements of emit-metric and its relatives.
class MetricDimensions
{
public:
    static MetricDimensions compile(Compiler &compiler, NodeId node);
    //! Fails when one without a value is none of Azure's default dimensions.
    tl::expected<Properties, LastError> of(const Run &run) const;

private:
    std::vector<std::pair<ValueSource, std::optional<ValueSource>>> m_dimensions; //!< name, value
};

} // namespace gatehouse::policy
