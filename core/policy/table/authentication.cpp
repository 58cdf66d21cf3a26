// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule authenticationBasicAttributes[] = {
    {"id", ValueType::String, false, false},
    {"username", ValueType::String, true, true},
    {"password", ValueType::String, true, true},
};
constexpr ElementRule authenticationBasicRule{"authentication-basic", Content::Empty, authenticationBasicAttributes, {}};

constexpr AttributeRule authenticationCertificateAttributes[] = {
    {"id", ValueType::String, false, false},
    {"thumbprint", ValueType::String, false, true},
    {"certificate-id", ValueType::String, false, true},
    {"body", ValueType::String, false, true},
    {"password", ValueType::String, false, true},
};
constexpr ElementRule authenticationCertificateRule{"authentication-certificate", Content::Empty, authenticationCertificateAttributes, {}};

constexpr AttributeRule authenticationManagedIdentityAttributes[] = {
    {"id", ValueType::String, false, false},
    {"resource", ValueType::String, false, true},
    {"client-id", ValueType::String, false, true},
    {"output-token-variable-name", ValueType::String, false, false},
    {"ignore-error", ValueType::Boolean, false, false},
};
constexpr ElementRule authenticationManagedIdentityRule{"authentication-managed-identity", Content::Empty, authenticationManagedIdentityAttributes, {}};

constexpr AttributeRule checkHeaderAttributes[] = {
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, true, true},
    {"failed-check-httpcode", ValueType::Integer, true, true, {}, {}, 100, 999},
    {"failed-check-error-message", ValueType::String, false, true},
    {"ignore-case", ValueType::Boolean, false, true, "false"},
};
constexpr ChildRule checkHeaderChildren[] = {
    {"value", 0, many, &textRule},
};
constexpr ElementRule checkHeaderRule{"check-header", Content::Elements, checkHeaderAttributes, checkHeaderChildren};

constexpr AttributeRule getAuthorizationContextAttributes[] = {
    {"id", ValueType::String, false, false},
    {"provider-id", ValueType::String, true, true},
    {"authorization-id", ValueType::String, true, true},
    {"identity-type", ValueType::String, false, true, "managed"},
    {"identity", ValueType::String, false, true},
    {"context-variable-name", ValueType::String, true, true},
    {"ignore-error", ValueType::Boolean, false, true, "false"},
};
constexpr ElementRule getAuthorizationContextRule{"get-authorization-context", Content::Empty, getAuthorizationContextAttributes, {}};

constexpr std::string_view allowValues[] = {"allow", "forbid"};
constexpr AttributeRule ipFilterAttributes[] = {
    {"id", ValueType::String, false, false},
    {"action", ValueType::Enum, false, true, "allow", allowValues},
};
constexpr AttributeRule ipFilterAddressRangeAttributes[] = {
    {"from", ValueType::String, true, true},
    {"to", ValueType::String, true, true},
};
constexpr ElementRule ipFilterAddressRangeRule{"address-range", Content::Empty, ipFilterAddressRangeAttributes, {}};
constexpr ChildRule ipFilterChildren[] = {
    {"address", 0, many, &textRule},
    {"address-range", 0, many, &ipFilterAddressRangeRule},
};
constexpr ElementRule ipFilterRule{"ip-filter", Content::Elements, ipFilterAttributes, ipFilterChildren};

constexpr std::string_view bindingValues[] = {"required", "accepted"};
constexpr AttributeRule validateAzureAdTokenAttributes[] = {
    {"id", ValueType::String, false, false},
    {"failed-validation-httpcode", ValueType::Integer, false, true},
    {"failed-validation-error-message", ValueType::String, false, true},
    {"tenant-id", ValueType::String, true, true},
    {"header-name", ValueType::String, false, true},
    {"authentication-endpoint", ValueType::String, false, true},
    {"require-scheme", ValueType::String, false, true},
    {"query-parameter-name", ValueType::String, false, true},
    {"token-value", ValueType::String, false, true},
    {"allow-protected-forwarded-tokens", ValueType::Boolean, false, true},
    {"allow-proof-of-possession-tokens", ValueType::Boolean, false, true},
    {"output-token-variable-name", ValueType::String, false, false},
    {.name = "dpop", .type = ValueType::Enum, .expression = false, .values = bindingValues, .isExtension = true},
    {.name = "certificate-bound", .type = ValueType::Enum, .expression = false, .values = bindingValues, .isExtension = true},
};
constexpr ChildRule validateAzureAdTokenBackendApplicationIdsChildren[] = {
    {"application-id", 1, many, &textRule},
};
constexpr ElementRule validateAzureAdTokenBackendApplicationIdsRule{"backend-application-ids", Content::Elements, {}, validateAzureAdTokenBackendApplicationIdsChildren};
constexpr ChildRule validateAzureAdTokenClientApplicationIdsChildren[] = {
    {"application-id", 1, many, &textRule},
};
constexpr ElementRule validateAzureAdTokenClientApplicationIdsRule{"client-application-ids", Content::Elements, {}, validateAzureAdTokenClientApplicationIdsChildren};
constexpr ChildRule validateAzureAdTokenAudiencesChildren[] = {
    {"audience", 1, many, &textRule},
};
constexpr ElementRule validateAzureAdTokenAudiencesRule{"audiences", Content::Elements, {}, validateAzureAdTokenAudiencesChildren};
constexpr std::string_view allValues[] = {"all", "any"};
constexpr AttributeRule validateAzureAdTokenRequiredClaimsClaimAttributes[] = {
    {"name", ValueType::String, false, true},
    {"match", ValueType::Enum, false, true, "all", allValues},
    {"separator", ValueType::String, false, true},
};
constexpr ChildRule validateAzureAdTokenRequiredClaimsClaimChildren[] = {
    {"value", 0, many, &textRule},
};
constexpr ElementRule validateAzureAdTokenRequiredClaimsClaimRule{"claim", Content::Elements, validateAzureAdTokenRequiredClaimsClaimAttributes, validateAzureAdTokenRequiredClaimsClaimChildren};
constexpr ChildRule validateAzureAdTokenRequiredClaimsChildren[] = {
    {"claim", 1, many, &validateAzureAdTokenRequiredClaimsClaimRule},
};
constexpr ElementRule validateAzureAdTokenRequiredClaimsRule{"required-claims", Content::Elements, {}, validateAzureAdTokenRequiredClaimsChildren};
constexpr AttributeRule validateAzureAdTokenDecryptionKeysKeyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"certificate-id", ValueType::String, true, true},
};
constexpr ElementRule validateAzureAdTokenDecryptionKeysKeyRule{"key", Content::Empty, validateAzureAdTokenDecryptionKeysKeyAttributes, {}};
constexpr ChildRule validateAzureAdTokenDecryptionKeysChildren[] = {
    {"key", 1, many, &validateAzureAdTokenDecryptionKeysKeyRule},
};
constexpr ElementRule validateAzureAdTokenDecryptionKeysRule{"decryption-keys", Content::Elements, {}, validateAzureAdTokenDecryptionKeysChildren};
constexpr ChildRule validateAzureAdTokenChildren[] = {
    {"backend-application-ids", 0, 1, &validateAzureAdTokenBackendApplicationIdsRule},
    {"client-application-ids", 0, 1, &validateAzureAdTokenClientApplicationIdsRule},
    {"audiences", 0, 1, &validateAzureAdTokenAudiencesRule},
    {"required-claims", 0, 1, &validateAzureAdTokenRequiredClaimsRule},
    {"decryption-keys", 0, 1, &validateAzureAdTokenDecryptionKeysRule},
};
constexpr ElementRule validateAzureAdTokenRule{"validate-azure-ad-token", Content::Elements, validateAzureAdTokenAttributes, validateAzureAdTokenChildren};

constexpr AttributeRule validateClientCertificateAttributes[] = {
    {"id", ValueType::String, false, false},
    {"validate-revocation", ValueType::Boolean, false, false},
    {"validate-trust", ValueType::Boolean, false, false},
    {"validate-not-before", ValueType::Boolean, false, false},
    {"validate-not-after", ValueType::Boolean, false, false},
    {"ignore-error", ValueType::Boolean, false, false},
};
constexpr AttributeRule validateClientCertificateIdentitiesIdentityAttributes[] = {
    {"thumbprint", ValueType::String, false, true},
    {"serial-number", ValueType::String, false, true},
    {"common-name", ValueType::String, false, true},
    {"subject", ValueType::String, false, true},
    {"dns-name", ValueType::String, false, true},
    {"issuer-subject", ValueType::String, false, true},
    {"issuer-thumbprint", ValueType::String, false, true},
    {"issuer-certificate-id", ValueType::String, false, true},
};
constexpr ElementRule validateClientCertificateIdentitiesIdentityRule{"identity", Content::Text, validateClientCertificateIdentitiesIdentityAttributes, {}};
constexpr ChildRule validateClientCertificateIdentitiesChildren[] = {
    {"identity", 1, 10, &validateClientCertificateIdentitiesIdentityRule},
};
constexpr ElementRule validateClientCertificateIdentitiesRule{"identities", Content::Elements, {}, validateClientCertificateIdentitiesChildren};
constexpr ChildRule validateClientCertificateChildren[] = {
    {"identities", 0, 1, &validateClientCertificateIdentitiesRule},
};
constexpr ElementRule validateClientCertificateRule{"validate-client-certificate", Content::Elements, validateClientCertificateAttributes, validateClientCertificateChildren};

constexpr AttributeRule validateDpopAttributes[] = {
    {"id", ValueType::String, false, false},
    {"mode", ValueType::Enum, false, false, "required", bindingValues},
    {"failed-validation-httpcode", ValueType::Integer, false, true, "401"},
    {"failed-validation-error-message", ValueType::String, false, true},
    {"public-url", ValueType::Url, false, true},
    {"max-age", ValueType::Seconds, false, true, "60", {}, 1, 86'400},
    {"clock-skew", ValueType::Seconds, false, true, "30", {}, 0, 3'600},
    {"algorithms", ValueType::String, false, false},
    {"require-nonce", ValueType::Boolean, false, true, "false"},
    {"nonce-lifetime", ValueType::Seconds, false, true, "300", {}, 1, 86'400},
    {"replay-protection", ValueType::Boolean, false, true, "true"},
    {"key-thumbprint", ValueType::String, false, true},
    {"header-name", ValueType::String, false, true},
    {"query-parameter-name", ValueType::String, false, true},
    {"token-value", ValueType::String, false, true},
    {"output-proof-variable-name", ValueType::String, false, false},
};
constexpr ElementRule validateDpopRule{"validate-dpop", Content::Empty, validateDpopAttributes, {}};

constexpr AttributeRule validateJwtAttributes[] = {
    {"id", ValueType::String, false, false},
    {"failed-validation-httpcode", ValueType::Integer, false, true, "401"},
    {"failed-validation-error-message", ValueType::String, false, true},
    {"header-name", ValueType::String, false, true},
    {"require-scheme", ValueType::String, false, true},
    {"query-parameter-name", ValueType::String, false, true},
    {"token-value", ValueType::String, false, true},
    {"clock-skew", ValueType::Seconds, false, true, "0"},
    {"require-expiration-time", ValueType::Boolean, false, true, "true"},
    {"require-signed-tokens", ValueType::Boolean, false, true, "true"},
    {"output-token-variable-name", ValueType::String, false, false},
    {.name = "dpop", .type = ValueType::Enum, .expression = false, .values = bindingValues, .isExtension = true},
    {.name = "certificate-bound", .type = ValueType::Enum, .expression = false, .values = bindingValues, .isExtension = true},
};
constexpr AttributeRule validateJwtOpenidConfigAttributes[] = {
    {"url", ValueType::Url, true, true},
    {"host", ValueType::String, false, true},
};
constexpr ElementRule validateJwtOpenidConfigRule{"openid-config", Content::Empty, validateJwtOpenidConfigAttributes, {}};
constexpr ChildRule validateJwtIssuerSigningTokensChildren[] = {
    {"token", 0, many, &textRule},
};
constexpr ElementRule validateJwtIssuerSigningTokensRule{"issuer-signing-tokens", Content::Elements, {}, validateJwtIssuerSigningTokensChildren};
constexpr AttributeRule validateJwtIssuerSigningKeysKeyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"certificate-id", ValueType::String, false, true},
    {"n", ValueType::String, false, true},
    {"e", ValueType::String, false, true},
};
constexpr ElementRule validateJwtIssuerSigningKeysKeyRule{"key", Content::Text, validateJwtIssuerSigningKeysKeyAttributes, {}};
constexpr AttributeRule validateJwtIssuerSigningKeysZumoMasterKeyAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr ElementRule validateJwtIssuerSigningKeysZumoMasterKeyRule{"zumo-master-key", Content::Text, validateJwtIssuerSigningKeysZumoMasterKeyAttributes, {}};
constexpr ChildRule validateJwtIssuerSigningKeysChildren[] = {
    {"key", 0, many, &validateJwtIssuerSigningKeysKeyRule},
    {"zumo-master-key", 0, many, &validateJwtIssuerSigningKeysZumoMasterKeyRule},
};
constexpr ElementRule validateJwtIssuerSigningKeysRule{"issuer-signing-keys", Content::Elements, {}, validateJwtIssuerSigningKeysChildren};
constexpr AttributeRule validateJwtDecryptionKeysKeyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"certificate-id", ValueType::String, false, true},
};
constexpr ElementRule validateJwtDecryptionKeysKeyRule{"key", Content::Text, validateJwtDecryptionKeysKeyAttributes, {}};
constexpr ChildRule validateJwtDecryptionKeysChildren[] = {
    {"key", 1, many, &validateJwtDecryptionKeysKeyRule},
};
constexpr ElementRule validateJwtDecryptionKeysRule{"decryption-keys", Content::Elements, {}, validateJwtDecryptionKeysChildren};
constexpr ChildRule validateJwtAudiencesChildren[] = {
    {"audience", 0, many, &textRule},
};
constexpr ElementRule validateJwtAudiencesRule{"audiences", Content::Elements, {}, validateJwtAudiencesChildren};
constexpr ChildRule validateJwtIssuersChildren[] = {
    {"issuer", 0, many, &textRule},
};
constexpr ElementRule validateJwtIssuersRule{"issuers", Content::Elements, {}, validateJwtIssuersChildren};
constexpr AttributeRule validateJwtRequiredClaimsClaimAttributes[] = {
    {"name", ValueType::String, false, true},
    {"match", ValueType::Enum, false, true, "all", allValues},
    {"separator", ValueType::String, false, true},
};
constexpr ChildRule validateJwtRequiredClaimsClaimChildren[] = {
    {"value", 0, many, &textRule},
};
constexpr ElementRule validateJwtRequiredClaimsClaimRule{"claim", Content::Elements, validateJwtRequiredClaimsClaimAttributes, validateJwtRequiredClaimsClaimChildren};
constexpr ChildRule validateJwtRequiredClaimsChildren[] = {
    {"claim", 0, many, &validateJwtRequiredClaimsClaimRule},
};
constexpr ElementRule validateJwtRequiredClaimsRule{"required-claims", Content::Elements, {}, validateJwtRequiredClaimsChildren};
constexpr ChildRule validateJwtChildren[] = {
    {"openid-config", 0, many, &validateJwtOpenidConfigRule},
    {"issuer-signing-tokens", 0, 1, &validateJwtIssuerSigningTokensRule},
    {"issuer-signing-keys", 0, 1, &validateJwtIssuerSigningKeysRule},
    {"decryption-keys", 0, 1, &validateJwtDecryptionKeysRule},
    {"audiences", 0, 1, &validateJwtAudiencesRule},
    {"issuers", 0, 1, &validateJwtIssuersRule},
    {"required-claims", 0, 1, &validateJwtRequiredClaimsRule},
};
constexpr ElementRule validateJwtRule{"validate-jwt", Content::Elements, validateJwtAttributes, validateJwtChildren};

constexpr PolicyRule rows[] = {
    {authenticationBasicRule, InInbound, anyScope, true,
     "Authenticates with the backend by user name and password."},
    {authenticationCertificateRule, InInbound, anyScope, true,
     "Authenticates with the backend by a client certificate."},
    {authenticationManagedIdentityRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Gets a token of a managed identity and sends it to the backend."},
    {checkHeaderRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Requires a header, if need be with one of the listed values."},
    {getAuthorizationContextRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Gets the token of an authorization that the credential manager keeps."},
    {ipFilterRule, InInbound, anyScope, true,
     "Allows or forbids calls from addresses and ranges."},
    {validateAzureAdTokenRule, InInbound, anyScope, true,
     "Requires a valid token of Microsoft Entra ID."},
    {validateClientCertificateRule, InInbound, anyScope, true,
     "Requires a client certificate that meets the rules."},
    {validateDpopRule, InInbound, anyScope, true,
     "Requires a proof of possession (DPoP, RFC 9449) for the token that validate-jwt has verified. Gatehouse's own: Azure refuses it.", true},
    {validateJwtRule, InInbound, anyScope, true,
     "Requires a valid JWT from a header, a query parameter or a value."},
};

} // namespace

std::span<const PolicyRule> authenticationPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
