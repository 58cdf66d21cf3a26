// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/configuration_documents.h"
#include "core/policy/roles/fragment.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy::roles {

//! The role mapping of a configuration: gatehouse-roles, or else the first fragment that is one.
struct FoundRoles
{
    resource::ResourceId id;
    RoleFragment fragment;
};
//! Fails with NotFound "roles.none", or as RoleFragment::parse() on a gatehouse-roles that is no mapping.
Result<FoundRoles> findRoles(const resource::Configuration &configuration);

enum class Verdict {
    Allowed,
    Denied,
    Ungoverned, //!< the mapping is not asked: some scope drops it, or nothing includes it
};
std::string_view nameOf(Verdict verdict); //!< "allow", "deny", "ungoverned"

struct Decision
{
    Verdict verdict = Verdict::Denied;
    std::string role; //!< that let it through, by the fragment's own word
    std::vector<Mapping> mappings; //!< rows that gave the role
    std::vector<Target> targets; //!< rows that let the role call; none when allowed: a row that a person wrote
    std::string message; //!< of the refusal
    std::string droppedBy; //!< Ungoverned: the policy resource without <base/>; "" : nothing includes the fragment
};

//! One operation of the configuration, current revisions alone.
struct OperationPlace
{
    std::string apiId, apiName, operationId, operationName, method, urlTemplate;
};
std::vector<OperationPlace> operationsOf(const resource::Configuration &configuration);

//! Who can call something: nobody in particular, anybody with a token, or whoever a mapping names.
struct Caller
{
    enum Kind { Anyone, SignedIn, Mapped } kind = Anyone;
    Mapping mapping; //!< of Mapped
    Decision decision;
};

//! Answers what claims may call by running the fragment in the gateway's own engine. Not thread-safe.
class AccessCheck
{
public:
    //! `expressions` outlives it. Fails as findRoles(), or with Invalid "roles.doesNotCompile" (args: reason).
    static Result<std::unique_ptr<AccessCheck>> make(std::shared_ptr<const resource::Configuration> configuration,
                                                     const ExpressionCompiler &expressions);
    ~AccessCheck();

    const RoleModel &model() const { return m_model; }
    //! Null claims: a call without a token.
    Decision decide(const CallPlace &call, const json::object *claims);
    //! Every mapping that lets the call through, and whether it needs none.
    std::vector<Caller> who(const CallPlace &call);
    //! Of the call's scopes, the narrowest that omits <base/> in inbound, or "" with a false `included`.
    struct Reach
    {
        bool governed = false;
        std::string droppedBy;
    };
    Reach reach(const CallPlace &call);

private:
    struct Engine;
    AccessCheck(std::shared_ptr<const resource::Configuration> configuration, const ExpressionCompiler &expressions, FoundRoles found);

    ConfigurationDocuments m_documents;
    FoundRoles m_found;
    RoleModel m_model;
    bool m_included = false;
    std::unique_ptr<Engine> m_engine;
};

//! True if that section of the document lets broader scopes' policies run.
bool hasBase(const Document &document, Section section);
//! The include-fragment of that id in inbound, or noNode.
NodeId includeOf(const Document &document, std::string_view fragmentId);
//! Claims out of what a person pastes: a JWT (with or without "Bearer"; nothing is verified) or a JSON object. Up to 64 KiB. Invalid "roles.noClaims".
Result<json::object> readClaims(std::string_view text);

} // namespace gatehouse::policy::roles
