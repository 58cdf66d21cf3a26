// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"
#include "core/policy/exchange_context.h"
#include "core/policy/expression_host.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::policy {

//! The C# engine as policies see it. Thread-safe. A text that several operations share is compiled once as long as one of them lives.
class Expressions final : public ExpressionCompiler
{
public:
    explicit Expressions(DeploymentInfo deployment = {});
    ~Expressions() override;
    tl::expected<std::shared_ptr<const CompiledExpression>, Diagnostics> compile(std::string_view text,
                                                                                 const Position &position) const override;
    const expression::Library &library() const { return m_library; }

private:
    expression::Library m_library;
    DeploymentInfo m_deployment;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::weak_ptr<const CompiledExpression>, std::less<>> m_shared;
    mutable std::size_t m_sweepAt = 1024; //!< entries at which dead ones are dropped
};

} // namespace gatehouse::policy
