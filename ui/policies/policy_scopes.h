// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/configuration_documents.h"
#include "core/resource/change_set.h"
#include "core/resource/configuration.h"

#include <QString>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gatehouse::ui::policies {

enum class ScopeKind { Global, Workspace, Product, Api, Operation, Fragment, Group };

//! One place where a policy document can stand, or a heading above such places.
struct ScopeEntry
{
    ScopeKind kind = ScopeKind::Global;
    resource::ResourceId document; //!< "apis/orders/policies/policy", "policyFragments/x"; the service's own for a Group
    QString key; //!< the document's id; of a Group "#apis"
    QString name; //!< "Orders API"
    QString method; //!< of an operation
    QString detail; //!< path or description
    int depth = 0;
    bool hasDocument = false; //!< with what is staged
    bool isStaged = false;
};

//! Every scope of a configuration in the order of the tree: all APIs, workspaces, products, APIs with their operations, fragments. `configuration`
//! has the staged changes in it.
std::vector<ScopeEntry> scopesOf(const resource::Configuration &configuration, const resource::ChangeSet &changes);

//! Nothing for a fragment.
std::optional<policy::Scope> scopeOf(const resource::ResourceId &document);
bool isFragment(const resource::ResourceId &document);
//! "All APIs", "Orders API", "Orders API / Get order", "Fragment cors-default".
QString scopeTitle(const resource::Configuration &configuration, const resource::ResourceId &document);
//! Where it applies: what decides the documents of the effective policy.
policy::PolicyContext contextOf(const resource::ResourceId &document);

//! What Azure begins a scope's document with: every section with <base/>; the global scope has nothing broader, so it gets forward-request.
std::string defaultDocument(const resource::ResourceId &document);
//! The resource with that text as rawxml; everything else of it as in `before` (nullptr: a new one).
resource::Resource withText(const resource::ResourceId &document, const resource::Resource *before, const std::string &text);
//! The text as the editor shows it; a document that can't be converted is shown as it is.
std::string shownText(const resource::Resource &resource);

} // namespace gatehouse::ui::policies
