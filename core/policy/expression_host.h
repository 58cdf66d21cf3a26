// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/exchange.h"
#include "core/policy/services.h"

#include <memory>
#include <string_view>

namespace gatehouse::policy {

//! The cut between policies and the expression engine: policies compile and evaluate through it and know no C#.

//! What an expression sees of the run: context.* reads it. Read-only but for bodies, which an expression may consume.
struct EvaluationContext
{
    Exchange &exchange;
    PolicyServices &services;
    Section section = Section::Inbound;
};

//! Immutable, shared by workers.
class CompiledExpression
{
public:
    virtual ~CompiledExpression() = default;
    //! Bodies that have to be in memory before: evaluation does no I/O, the runner buffers them first.
    virtual bool needsRequestBody() const { return false; }
    virtual bool needsResponseBody() const { return false; }
    //! A failure of the language (an exception that the expression threw) is an Error whose "message" argument is the .NET message;
    //! it drives on-error. Only the evaluation step calls this, so a resumable form can stand beside it.
    virtual Result<Variable> evaluate(const EvaluationContext &context) const = 0;
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
