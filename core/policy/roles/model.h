// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::roles {

//! Who may call what at a gateway: claims of a validated token give roles, and roles may call targets. What is not granted is
//! denied. The truth is a policy fragment (fragment.h); this is what it says.

//! Roles that nobody is mapped to: every caller has the first, every caller with a validated token the second.
inline constexpr std::string_view anyone = "anyone";
inline constexpr std::string_view signedIn = "signed-in";
//! What the fragment notes of a token that is too full to list its groups; no role can be called so.
inline constexpr std::string_view groupsOverage = "groups-overage";
inline constexpr std::string_view anyValue = "*";

struct Mapping
{
    std::string issuer, claim;
    std::string value; //!< "*": any
    std::vector<std::string> roles;

    bool operator==(const Mapping &) const = default;
};

enum class TargetKind { Everything, Method, Product, Api, ApiMethod, Operation };

//! What may be called. Ids in lower case (ARM compares them so), methods in upper case; a revision is its API.
struct Target
{
    TargetKind kind = TargetKind::Everything;
    std::string product, api, method, operation; //!< those that the kind names

    static Target everything() { return {}; }
    static Target ofMethod(std::string_view method);
    static Target ofProduct(std::string_view product);
    static Target ofApi(std::string_view api);
    static Target ofApi(std::string_view api, std::string_view method);
    static Target ofOperation(std::string_view api, std::string_view operation);

    bool isValid() const; //!< can stand in a fragment
    //! "everything", "GET of everything", "product starter", "api orders", "GET of api orders", "operation orders/getorder".
    std::string text() const;
    auto operator<=>(const Target &) const = default;
};

struct Grant
{
    Target target;
    std::vector<std::string> roles;

    bool operator==(const Grant &) const = default;
};

struct RoleModel
{
    std::vector<std::string> tokens{"jwt"}; //!< variables that hold validated tokens
    std::vector<Mapping> mappings;
    std::vector<Grant> grants;

    //! Sorted, one entry a claim value or target, roles sorted and once, no entry without roles.
    void normalize();
    //! Every role that is named somewhere, sorted; without anyone and signed-in.
    std::vector<std::string> roles() const;
    bool operator==(const RoleModel &) const = default;
};

//! One call as the fragment sees it.
struct CallPlace
{
    std::string api, operation, method;
    std::string product; //!< whose key it comes with; "" : none
};

//! What the table says by itself: the gateway's word is AccessCheck's, and a test holds both together. Null claims: no token.
std::vector<std::string> rolesOf(const RoleModel &model, const json::object *claims);
//! Grants that cover the call, the broadest first.
std::vector<const Grant *> grantsOf(const RoleModel &model, const CallPlace &call);
//! Mappings that give that role to these claims.
std::vector<const Mapping *> mappingsOf(const RoleModel &model, const json::object &claims, std::string_view role);

//! A letter or digit, then up to 63 of those, ".", "_" and "-"; none of the names above.
bool isRoleName(std::string_view name);
//! The same, or anyone or signed-in.
bool isGrantee(std::string_view name);
//! Can stand in a fragment: UTF-8 without control characters, up to 512 bytes; issuer and claim without spaces.
bool isValid(const Mapping &mapping);
//! A variable's name: letters, digits, ".", "_" and "-".
bool isTokenName(std::string_view name);

} // namespace gatehouse::policy::roles
