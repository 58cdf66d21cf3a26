// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/registry.h"

#include "core/policy/policies/policies.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {

namespace {

constexpr std::array factories{
    PolicyFactory{"authentication-basic", compileAuthenticationBasic},
    PolicyFactory{"authentication-certificate", compileAuthenticationCertificate},
    PolicyFactory{"authentication-managed-identity", compileAuthenticationManagedIdentity},
    PolicyFactory{"azure-openai-emit-token-metric", compileLlmEmitTokenMetric},
    PolicyFactory{"azure-openai-semantic-cache-lookup", compileLlmSemanticCacheLookup},
    PolicyFactory{"azure-openai-semantic-cache-store", compileLlmSemanticCacheStore},
    PolicyFactory{"azure-openai-token-limit", compileLlmTokenLimit},
    PolicyFactory{"cache-lookup", compileCacheLookup},
    PolicyFactory{"cache-lookup-value", compileCacheLookupValue},
    PolicyFactory{"cache-remove-value", compileCacheRemoveValue},
    PolicyFactory{"cache-store", compileCacheStore},
    PolicyFactory{"cache-store-value", compileCacheStoreValue},
    PolicyFactory{"check-header", compileCheckHeader},
    PolicyFactory{"choose", compileChoose},
    PolicyFactory{"cors", compileCors},
    PolicyFactory{"cross-domain", compileCrossDomain},
    PolicyFactory{"emit-metric", compileEmitMetric},
    PolicyFactory{"find-and-replace", compileFindAndReplace},
    PolicyFactory{"forward-request", compileForwardRequest},
    PolicyFactory{"get-authorization-context", compileGetAuthorizationContext},
    PolicyFactory{"include-fragment", compileIncludeFragment},
    PolicyFactory{"ip-filter", compileIpFilter},
    PolicyFactory{"json-to-xml", compileJsonToXml},
    PolicyFactory{"jsonp", compileJsonp},
    PolicyFactory{"limit-concurrency", compileLimitConcurrency},
    PolicyFactory{"llm-content-safety", compileLlmContentSafety},
    PolicyFactory{"llm-emit-token-metric", compileLlmEmitTokenMetric},
    PolicyFactory{"llm-semantic-cache-lookup", compileLlmSemanticCacheLookup},
    PolicyFactory{"llm-semantic-cache-store", compileLlmSemanticCacheStore},
    PolicyFactory{"llm-token-limit", compileLlmTokenLimit},
    PolicyFactory{"log-to-eventhub", compileLogToEventhub},
    PolicyFactory{"mock-response", compileMockResponse},
    PolicyFactory{"proxy", compileProxy},
    PolicyFactory{"quota", compileQuota},
    PolicyFactory{"quota-by-key", compileQuotaByKey},
    PolicyFactory{"rate-limit", compileRateLimit},
    PolicyFactory{"rate-limit-by-key", compileRateLimitByKey},
    PolicyFactory{"redirect-content-urls", compileRedirectContentUrls},
    PolicyFactory{"retry", compileRetry},
    PolicyFactory{"return-response", compileReturnResponse},
    PolicyFactory{"rewrite-uri", compileRewriteUri},
    PolicyFactory{"send-one-way-request", compileSendOneWayRequest},
    PolicyFactory{"send-request", compileSendRequest},
    PolicyFactory{"set-backend-service", compileSetBackendService},
    PolicyFactory{"set-body", compileSetBody},
    PolicyFactory{"set-header", compileSetHeader},
    PolicyFactory{"set-method", compileSetMethod},
    PolicyFactory{"set-query-parameter", compileSetQueryParameter},
    PolicyFactory{"set-status", compileSetStatus},
    PolicyFactory{"set-variable", compileSetVariable},
    PolicyFactory{"trace", compileTrace},
    PolicyFactory{"validate-azure-ad-token", compileValidateAzureAdToken},
    PolicyFactory{"validate-client-certificate", compileValidateClientCertificate},
    PolicyFactory{"validate-content", compileValidateContent},
    PolicyFactory{"validate-dpop", compileValidateDpop},
    PolicyFactory{"validate-headers", compileValidateHeaders},
    PolicyFactory{"validate-jwt", compileValidateJwt},
    PolicyFactory{"validate-parameters", compileValidateParameters},
    PolicyFactory{"validate-status-code", compileValidateStatusCode},
    PolicyFactory{"wait", compileWait},
    PolicyFactory{"xml-to-json", compileXmlToJson},
    PolicyFactory{"xsl-transform", compileXslTransform},
};

} // namespace

std::span<const PolicyFactory> policyFactories()
{
    return factories;
}

const PolicyCompiler *findPolicyCompiler(std::string_view name)
{
    const auto found = std::find_if(factories.begin(), factories.end(), [name](const auto &f) { return f.name == name; });
    return found == factories.end() ? nullptr : &found->compile;
}

} // namespace gatehouse::policy
