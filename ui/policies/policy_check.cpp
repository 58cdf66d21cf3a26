// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_check.h"

#include "core/base/text.h"

namespace gatehouse::ui::policies {

namespace {

constexpr std::size_t mostKept = 4096; //!< expressions

} // namespace

tl::expected<std::shared_ptr<const policy::CompiledExpression>, Diagnostics> RememberingCompiler::compile(std::string_view text,
                                                                                                          const Position &position) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto kept = m_kept.find(text); kept != m_kept.end())
            return kept->second;
    }
    auto compiled = engine().compile(text, position);
    if (compiled) {
        const std::lock_guard lock(m_mutex);
        if (m_kept.size() >= mostKept)
            m_kept.clear();
        m_kept.emplace(text, *compiled);
    }
    return compiled;
}

const policy::Expressions &RememberingCompiler::engine() const
{
    std::call_once(m_once, [this] { m_engine = std::make_unique<const policy::Expressions>(); });
    return *m_engine;
}

KnownNames::KnownNames(const resource::Configuration &configuration, bool isAzures) : m_isAzures(isAzures)
{
    for (const auto &[id, one] : configuration) {
        const auto collection = id.collection();
        if (equalsIgnoreCase(collection, "namedValues")) {
            NamedValue value{.id = id, .isSecret = boolMember(one->properties, "secret", false), .value = {}};
            if (const auto text = stringMember(one->properties, "value"); !text.empty())
                value.value = text;
            namedValues.emplace(stringMember(one->properties, "displayName", id.name()), std::move(value));
        } else if (equalsIgnoreCase(collection, "policyFragments")) {
            fragments.emplace(id.name(), stringMember(one->properties, "description"));
            m_fragments.insert(toLower(id.name()));
        } else if (equalsIgnoreCase(collection, "backends")) {
            backends.emplace(id.name(), stringMember(one->properties, "url"));
            m_backends.insert(toLower(id.name()));
        }
    }
    for (const auto &[name, value] : namedValues)
        m_namedValues.emplace(toLower(name), &value);
}

const KnownNames::NamedValue *KnownNames::namedValue(std::string_view name) const
{
    const auto found = m_namedValues.find(toLower(name));
    return found == m_namedValues.end() ? nullptr : found->second;
}

policy::References KnownNames::references(const policy::ExpressionCompiler *expressions) const
{
    policy::References references;
    references.hasFragment = [this](std::string_view id) { return m_fragments.contains(toLower(id)); };
    references.hasBackend = [this](std::string_view id) { return m_backends.contains(toLower(id)); };
    references.hasNamedValue = [this](std::string_view name) { return namedValue(name) != nullptr; };
    references.namedValue = [this](std::string_view name) -> std::optional<std::string> {
        const auto *known = namedValue(name);
        return known ? known->value : std::nullopt;
    };
    references.expressions = expressions;
    references.forAzure = m_isAzures;
    return references;
}

Diagnostics checkText(std::string_view text, std::optional<policy::Scope> scope, const KnownNames &names,
                      const policy::ExpressionCompiler *expressions)
{
    const auto document = policy::Document::parse(std::string(text));
    if (!document)
        return document.error();
    const auto references = names.references(expressions);
    return scope ? policy::validate(*document, *scope, references) : policy::validateFragment(*document, references);
}

} // namespace gatehouse::ui::policies
