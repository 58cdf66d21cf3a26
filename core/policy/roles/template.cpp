// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/rows.h"

namespace gatehouse::policy::roles {

const std::string_view emptyFragment = R"x(<fragment>
    <!-- Who may call what. Gatehouse's Roles page reads and writes the rows (case lines); what else stands here stays as it is.
         Tokens are validated by a policy before this fragment. What no row grants is denied. -->
    <set-variable name="gatehouse-roles" value="@{
        // The caller's roles, from the claims of validated tokens.
        var roles = " anyone ";
        foreach (var name in new[] { "jwt" }) {
            var jwt = context.Variables.GetValueOrDefault<Jwt>(name, null);
            if (jwt == null) { continue; }
            roles += "signed-in ";
            // Entra ID leaves the groups out of a token when there are too many.
            if (jwt.Claims.ContainsKey("hasgroups") || (jwt.Claims.ContainsKey("_claim_names")
                && String.Join(" ", jwt.Claims["_claim_names"]).Contains("\"groups\""))) { roles += "groups-overage "; }
            foreach (var claim in jwt.Claims) {
                // Any value of a claim.
                switch (claim.Value.Length == 0 ? "" : jwt.Issuer + " " + claim.Key) {
                    default: break;
                }
                foreach (var text in claim.Value) {
                    foreach (var value in claim.Key == "scp" || claim.Key == "scope" ? text.Split(' ') : new[] { text }) {
                        // Issuer, claim, value.
                        switch (jwt.Issuer + " " + claim.Key + " " + value) {
                            default: break;
                        }
                    }
                }
            }
        }
        return roles;
    }" />
    <set-variable name="gatehouse-grants" value="@{
        // The roles that may make this call. Ids stand in lower case.
        var api = context.Api.Id.Split(';')[0].ToLowerInvariant();
        var operation = context.Operation == null ? "" : context.Operation.Id.ToLowerInvariant();
        var method = (context.Operation == null ? context.Request.Method : context.Operation.Method).ToUpperInvariant();
        var product = context.Product == null ? "" : context.Product.Id.ToLowerInvariant();
        // Everything.
        var roles = " ";
        switch (method) {
            default: break;
        }
        switch (product) {
            default: break;
        }
        switch (api) {
            default: break;
        }
        switch (api + " " + method) {
            default: break;
        }
        switch (api + "/" + operation) {
            default: break;
        }
        return roles;
    }" />
    <set-variable name="gatehouse-role" value="@{
        // The first of the caller's roles that may make this call.
        var grants = (string)context.Variables["gatehouse-grants"];
        foreach (var role in ((string)context.Variables["gatehouse-roles"]).Split(' ')) {
            if (role != "" && role != "groups-overage" && grants.Contains(" " + role + " ")) { return role; }
        }
        return "";
    }" />
    <choose>
        <when condition="@((string)context.Variables["gatehouse-role"] == "" && ((string)context.Variables["gatehouse-roles"]).Contains(" groups-overage "))">
            <return-response>
                <set-status code="403" reason="Forbidden" />
                <set-header name="Content-Type" exists-action="override">
                    <value>application/json</value>
                </set-header>
                <set-body>{ "statusCode": 403, "message": "Access denied: the token does not list your groups because there are too many. Use app roles, or have the token list only groups assigned to the application." }</set-body>
            </return-response>
        </when>
        <when condition="@((string)context.Variables["gatehouse-role"] == "")">
            <return-response>
                <set-status code="403" reason="Forbidden" />
                <set-header name="Content-Type" exists-action="override">
                    <value>application/json</value>
                </set-header>
                <set-body>{ "statusCode": 403, "message": "Access denied: none of your roles may call this operation." }</set-body>
            </return-response>
        </when>
    </choose>
</fragment>
)x";

} // namespace gatehouse::policy::roles
