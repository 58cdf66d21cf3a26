// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"

namespace gatehouse::policy {

class Compiler;

// One file each beside this; `base` is the compiler's own.
void compileAuthenticationBasic(Compiler &compiler, NodeId node);
void compileAuthenticationCertificate(Compiler &compiler, NodeId node);
void compileAuthenticationManagedIdentity(Compiler &compiler, NodeId node);
void compileCacheLookup(Compiler &compiler, NodeId node);
void compileCacheLookupValue(Compiler &compiler, NodeId node);
void compileCacheRemoveValue(Compiler &compiler, NodeId node);
void compileCacheStore(Compiler &compiler, NodeId node);
void compileCacheStoreValue(Compiler &compiler, NodeId node);
void compileCheckHeader(Compiler &compiler, NodeId node);
void compileChoose(Compiler &compiler, NodeId node);
void compileCors(Compiler &compiler, NodeId node);
void compileCrossDomain(Compiler &compiler, NodeId node);
void compileEmitMetric(Compiler &compiler, NodeId node);
void compileFindAndReplace(Compiler &compiler, NodeId node);
void compileForwardRequest(Compiler &compiler, NodeId node);
void compileGetAuthorizationContext(Compiler &compiler, NodeId node);
void compileIncludeFragment(Compiler &compiler, NodeId node);
void compileIpFilter(Compiler &compiler, NodeId node);
void compileJsonToXml(Compiler &compiler, NodeId node);
void compileJsonp(Compiler &compiler, NodeId node);
void compileLimitConcurrency(Compiler &compiler, NodeId node);
void compileLlmContentSafety(Compiler &compiler, NodeId node);
void compileLlmEmitTokenMetric(Compiler &compiler, NodeId node);
void compileLlmSemanticCacheLookup(Compiler &compiler, NodeId node);
void compileLlmSemanticCacheStore(Compiler &compiler, NodeId node);
void compileLlmTokenLimit(Compiler &compiler, NodeId node);
void compileLogToEventhub(Compiler &compiler, NodeId node);
void compileMockResponse(Compiler &compiler, NodeId node);
void compileProxy(Compiler &compiler, NodeId node);
void compileQuota(Compiler &compiler, NodeId node);
void compileQuotaByKey(Compiler &compiler, NodeId node);
void compileRateLimit(Compiler &compiler, NodeId node);
void compileRateLimitByKey(Compiler &compiler, NodeId node);
void compileRedirectContentUrls(Compiler &compiler, NodeId node);
void compileRetry(Compiler &compiler, NodeId node);
void compileReturnResponse(Compiler &compiler, NodeId node);
void compileRewriteUri(Compiler &compiler, NodeId node);
void compileSendOneWayRequest(Compiler &compiler, NodeId node);
void compileSendRequest(Compiler &compiler, NodeId node);
void compileSetBackendService(Compiler &compiler, NodeId node);
void compileSetBody(Compiler &compiler, NodeId node);
void compileSetHeader(Compiler &compiler, NodeId node);
void compileSetMethod(Compiler &compiler, NodeId node);
void compileSetQueryParameter(Compiler &compiler, NodeId node);
void compileSetStatus(Compiler &compiler, NodeId node);
void compileSetVariable(Compiler &compiler, NodeId node);
void compileTrace(Compiler &compiler, NodeId node);
void compileValidateAzureAdToken(Compiler &compiler, NodeId node);
void compileValidateClientCertificate(Compiler &compiler, NodeId node);
void compileValidateContent(Compiler &compiler, NodeId node);
void compileValidateDpop(Compiler &compiler, NodeId node);
void compileValidateHeaders(Compiler &compiler, NodeId node);
void compileValidateJwt(Compiler &compiler, NodeId node);
void compileValidateParameters(Compiler &compiler, NodeId node);
void compileValidateStatusCode(Compiler &compiler, NodeId node);
void compileWait(Compiler &compiler, NodeId node);
void compileXmlToJson(Compiler &compiler, NodeId node);
void compileXslTransform(Compiler &compiler, NodeId node);

} // namespace gatehouse::policy
