// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/expressions.h"
#include "core/policy/validate.h"
#include "core/resource/configuration.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace gatehouse::ui::policies {

//! The engine's compiler, remembering what compiled: while a person types, all expressions but one are those of the moment before. Thread-safe.
class RememberingCompiler final : public policy::ExpressionCompiler
{
public:
    tl::expected<std::shared_ptr<const policy::CompiledExpression>, Diagnostics> compile(std::string_view text,
                                                                                         const Position &position) const override;
    const expression::Library &library() const { return engine().library(); }

private:
    const policy::Expressions &engine() const; //!< made at the first question, so that a window without policies pays nothing

    mutable std::once_flag m_once;
    mutable std::unique_ptr<const policy::Expressions> m_engine;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::shared_ptr<const policy::CompiledExpression>, std::less<>> m_kept;
};

//! What a policy may name in one configuration, its workspaces included. Immutable; shared with the background.
struct KnownNames
{
    //! `isAzures`: its gateway is Azure's, where nothing of Gatehouse's own runs.
    explicit KnownNames(const resource::Configuration &configuration, bool isAzures = false);
    KnownNames(const KnownNames &) = delete;
    KnownNames &operator=(const KnownNames &) = delete;

    struct NamedValue
    {
        resource::ResourceId id;
        bool isSecret = false;
        std::optional<std::string> value; //!< what the source shows
    };
    std::map<std::string, NamedValue, std::less<>> namedValues; //!< by display name, as written
    std::map<std::string, std::string, std::less<>> fragments; //!< by id as written: description
    std::map<std::string, std::string, std::less<>> backends; //!< by id as written: URL

    const NamedValue *namedValue(std::string_view name) const; //!< without case
    policy::References references(const policy::ExpressionCompiler *expressions) const;

private:
    std::map<std::string, const NamedValue *, std::less<>> m_namedValues; //!< by lower-case name
    std::set<std::string, std::less<>> m_fragments, m_backends;
    bool m_isAzures;
};

//! Everything wrong with a text. `scope` empty: a fragment. Pure but for the memory of `expressions`, so that it may run anywhere.
Diagnostics checkText(std::string_view text, std::optional<policy::Scope> scope, const KnownNames &names,
                      const policy::ExpressionCompiler *expressions);

} // namespace gatehouse::ui::policies
