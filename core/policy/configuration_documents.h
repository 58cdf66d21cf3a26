// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"
#include "core/resource/configuration.h"

#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! Where an operation is called: what decides which policy documents apply. "" : not in such a scope.
struct PolicyContext
{
    std::string apiId;
    std::string operationId;
    std::string productId;
};

//! Reads the policy documents of one configuration, each once. Keeps the configuration alive. A document that does not parse is a finding
//! of its reader's caller (`findings()`), and is left out of what it would apply to. Not thread-safe.
class ConfigurationDocuments
{
public:
    //! `expressions` compiles expressions in bindings(); it outlives this.
    explicit ConfigurationDocuments(std::shared_ptr<const resource::Configuration> configuration,
                                    const ExpressionCompiler *expressions = nullptr);

    const resource::Configuration &configuration() const { return *m_configuration; }
    //! The document of a policy or fragment resource, or null when there is none or it does not parse.
    std::shared_ptr<const Document> document(const resource::ResourceId &id);
    //! Global, product, API and operation documents that apply, broadest first.
    std::vector<ScopedDocument> applying(const PolicyContext &context);
    //! Fragments, named values (display name to value; secrets included), backends and loggers of the configuration.
    const Bindings &bindings();
    //! Resources whose policy text could not be read, with what is wrong.
    const std::map<resource::ResourceId, Diagnostics> &findings() const { return m_findings; }

private:
    std::shared_ptr<const resource::Configuration> m_configuration;
    const ExpressionCompiler *m_expressions;
    std::map<resource::ResourceId, std::shared_ptr<const Document>> m_documents;
    std::map<resource::ResourceId, Diagnostics> m_findings;
    std::unique_ptr<Bindings> m_bindings;
};

//! The text of a policy or fragment resource as rawxml, whatever its `format` says. Fails as convert() does.
Result<std::string> policyText(const resource::Resource &resource);
//! The scope of a policy resource by its id ("apis/a/policies/policy" is Api); false for anything else.
bool scopeOf(const resource::ResourceId &policy, Scope &scope);

} // namespace gatehouse::policy
