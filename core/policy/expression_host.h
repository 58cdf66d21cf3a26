// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/exchange.h"
#include "core/policy/services.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! The cut between policies and the expression engine: policies compile and evaluate through it and know no C#.

//! What an expression sees of the run: context.* reads it. Read-only but for bodies, which an expression may consume.
struct EvaluationContext
{
    Exchange &exchange;
    PolicyServices &services;
    Section section = Section::Inbound;
};

//! One evaluation under way: it takes turns with everything else on the worker. References of its context outlive it.
class Evaluation
{
public:
    virtual ~Evaluation() = default;
    //! Works for about 50 us; true when it is done.
    virtual bool resume() = 0;
    //! Once, when done. A failure of the language (an exception that the expression threw, a limit) is an Error whose "message" argument is
    //! the .NET message; it drives on-error.
    virtual Result<Variable> take() = 0;
    //! What it said by context.Trace(); when done, before take().
    virtual std::vector<std::string> takeTraces() { return {}; }
};

//! Immutable, shared by workers.
class CompiledExpression
{
public:
    virtual ~CompiledExpression() = default;
    //! Its value when that is the same for every request: then nothing runs.
    virtual std::optional<Variable> constant() const { return std::nullopt; }
    //! Bodies that have to be in memory before: evaluation does no I/O, the runner buffers them first.
    virtual bool needsRequestBody() const { return false; }
    virtual bool needsResponseBody() const { return false; }
    virtual std::unique_ptr<Evaluation> begin(const EvaluationContext &context) const = 0;
};

class ExpressionCompiler
{
public:
    virtual ~ExpressionCompiler() = default;
    //! `text` is decoded and whole: "@(...)" or "@{...}". `position` is where it begins in the document. All findings at once,
    //! positions in the document where they are known.
    virtual tl::expected<std::shared_ptr<const CompiledExpression>, Diagnostics> compile(std::string_view text,
                                                                                         const Position &position) const = 0;
};

} // namespace gatehouse::policy
