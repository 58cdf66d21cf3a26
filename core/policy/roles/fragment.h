// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/roles/model.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::policy::roles {

//! Where the mapping stands, by default; other ids are as good.
inline constexpr std::string_view defaultFragmentId = "gatehouse-roles";
//! The variable that names the role which lets a call through; "" : none.
inline constexpr std::string_view roleVariable = "gatehouse-role";
inline constexpr std::size_t fragmentLimit = 512U << 10; //!< Azure's, for a policy document
inline constexpr std::size_t maxRows = 50'000;

//! Where rows stand: each is a switch of C# in the fragment.
enum class RowSection { ClaimPresent, ClaimValue, Method, Product, Api, ApiMethod, Operation };

//! Lines that a person wrote and the table can't show. They run, and every edit leaves them as they are.
struct OpaqueRow
{
    RowSection section = RowSection::Api;
    int line = 0; //!< in the fragment
    std::string text;
    std::vector<std::string> keys; //!< of its case labels: what the table can't grant beside it
};

//! A role mapping in its stated form, a policy fragment that Azure runs as it stands:
//!
//!     <set-variable name="gatehouse-roles" value="@{ ... claims to roles ... }" />
//!     <set-variable name="gatehouse-grants" value="@{ ... what is called to roles ... }" />
//!     <set-variable name="gatehouse-role" ... /> and a <choose> that answers 403
//!
//! Rows are lines `case "orders GET": roles += "reader "; break;` in seven switches. A value type. Lossless: text() of what was parsed is
//! what was parsed; an edit changes its own lines.
class RoleFragment
{
public:
    //! A fragment that says this and nothing else. The model is normalized; what is not valid in it is left out.
    static RoleFragment make(RoleModel model);
    //! Fails with Invalid "roles.notAFragment" (args: reason), "roles.tooLarge" or "roles.noMapping": it is a fragment of
    //! something else.
    static Result<RoleFragment> parse(std::string_view text);

    std::string text() const;
    RoleModel model() const; //!< normalized
    std::vector<OpaqueRow> opaqueRows() const;
    //! False: something beside the rows differs from what Gatehouse writes, other policies in the fragment included.
    bool hasOwnFrame() const;

    //! Sets who may call the target; nobody: its row goes. Fail with Invalid "roles.badTarget" (target), "roles.badMapping", "roles.badRole"
    //! (role), Conflict "roles.opaque" (key): a hand-written row decides that, or Conflict "roles.noPlace": a hand has removed the rows' switch.
    Status setGrant(const Target &target, std::vector<std::string> roles);
    Status setMapping(const std::string &issuer, const std::string &claim, const std::string &value, std::vector<std::string> roles);
    //! The variables that hold validated tokens: at least one. Invalid "roles.badToken" (name).
    Status setTokens(const std::vector<std::string> &names);
    //! In every row of the table.
    Status grant(const std::string &role, const Target &target, bool allowed);
    Status map(const std::string &role, const std::string &issuer, const std::string &claim, const std::string &value, bool mapped);
    void removeRole(const std::string &role);
    Status renameRole(const std::string &from, const std::string &to);

private:
    friend class FragmentReader;
    struct Row
    {
        std::string key; //!< "" : opaque
        std::vector<std::string> roles;
        std::string opaque; //!< its lines
        std::vector<std::string> labels; //!< of an opaque one
    };
    struct Rows
    {
        RowSection section = RowSection::Api;
        std::string indent, lineEnd;
        std::vector<Row> rows;
    };
    struct Everything
    {
        std::vector<std::string> roles;
    };
    struct Tokens
    {
        std::vector<std::string> names;
    };
    using Piece = std::variant<std::string, Rows, Everything, Tokens>;

    Rows *rowsOf(RowSection section);
    Status setRow(RowSection section, const std::string &key, std::vector<std::string> roles);
    template<typename Change> void changeRoles(Change change);
    std::string frame() const;

    std::vector<Piece> m_pieces;
};

} // namespace gatehouse::policy::roles
