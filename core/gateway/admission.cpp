// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/admission.h"

#include "core/http/url.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

//! The snapshot outlives the exchange, so its parts are lent without counting.
template<typename T>
std::shared_ptr<const T> lend(const T &part)
{
    return std::shared_ptr<const T>(std::shared_ptr<const T>(), &part);
}

policy::LastError notFound()
{
    policy::LastError error;
    error.source = "configuration";
    error.reason = "OperationNotFound";
    error.message = "Unable to match incoming request to an operation.";
    error.wireMessage = "Resource not found";
    error.status = 404;
    return error;
}

policy::LastError keyMissing()
{
    policy::LastError error;
    error.source = "authorization";
    error.reason = "SubscriptionKeyNotFound";
    error.message = "Access denied due to missing subscription key. Make sure to include subscription key when making requests to this API.";
    error.wireMessage = "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
    error.status = 401;
    return error;
}

policy::LastError keyInvalid()
{
    policy::LastError error;
    error.source = "authorization";
    error.reason = "SubscriptionKeyInvalid";
    error.message = "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
    error.wireMessage = error.message;
    error.status = 401;
    return error;
}

bool isPreflight(const policy::RequestMessage &request)
{
    return request.method == "OPTIONS" && request.headers.has("Origin") && request.headers.has("Access-Control-Request-Method");
}

bool answersPreflight(const ProgramPointer &program)
{
    return program && program->answersPreflight();
}

//! What the request's key opens. A key that came is checked, whether one is needed or not.
void checkKey(const Snapshot &snapshot, const policy::Exchange &exchange, Admission &admission)
{
    const auto &api = *admission.api;
    const auto &request = exchange.request;
    std::optional<std::string> fromQuery;
    auto key = request.headers.get(api.keyHeader);
    if (!key && request.url.hasQuery) {
        fromQuery = http::queryValue(request.url.query, api.keyQuery);
        if (fromQuery)
            key = *fromQuery;
    }
    if (!key) {
        admission.product = api.openProduct();
        if (!admission.product && api.subscriptionRequired)
            admission.error = keyMissing();
        return;
    }
    const auto *entry = snapshot.keys.find(*key);
    if (!entry || !entry->active) {
        admission.error = keyInvalid();
        return;
    }
    if (entry->scope.kind == KeyScope::Product) {
        const auto slot = api.productSlot(entry->scope.id);
        if (slot > 0)
            admission.product = &api.products[slot - 1];
    }
    const bool opens = entry->scope.kind == KeyScope::AllApis || admission.product
        || (entry->scope.kind == KeyScope::Api && entry->scope.id == api.lowerId);
    if (opens)
        admission.key = entry;
    else
        admission.error = keyInvalid();
}

//! How Azure tells which key it wants.
void challenge(policy::LastError &error, const http::Url &url, const CompiledApi &api)
{
    error.headers.add("WWW-Authenticate", "AzureApiManagementKey realm=\"" + url.scheme + "://" + url.authority() + "/" + api.info.path
                                              + "\",name=\"" + api.keyHeader + "\",type=\"header\"");
}

const ProgramPointer *programOf(const Admission &admission)
{
    const auto &programs = admission.operation ? admission.operation->programs : admission.api->programs;
    const auto slot = admission.product ? admission.api->productSlot(admission.product->lowerId) : 0;
    return &programs[slot];
}

void admitPreflight(const policy::Exchange &exchange, const Router::Match &match, Admission &admission)
{
    const auto method = exchange.request.headers.get("Access-Control-Request-Method").value_or("");
    const auto *wanted = admission.api->operations.find(method, match.path, exchange.request.url.query, nullptr);
    const auto &programs = wanted ? wanted->programs : admission.api->programs;
    // The key comes with the real request: any product's cors policy may answer.
    const auto found = std::find_if(programs.begin(), programs.end(), answersPreflight);
    admission.program = found == programs.end() ? &programs.front() : &*found;
    if (found == programs.end()) {
        admission.error = notFound();
        return;
    }
    admission.preflight = true;
    admission.operation = wanted;
}

} // namespace

Admission admit(const Snapshot &snapshot, policy::Exchange &exchange, Router::Match &match)
{
    Admission admission;
    const auto &url = exchange.request.url;
    auto &matched = exchange.matched;
    matched.certificates = lend(snapshot.certificates);
    if (!snapshot.router.servesHost(url.host) || !snapshot.router.find(url.path, url.query, exchange.request.headers, match)) {
        admission.program = &snapshot.globalProgram;
        admission.error = notFound();
        return admission;
    }
    admission.api = match.api;
    matched.api = lend(match.api->info);
    exchange.backendBaseUrl = match.api->info.serviceUrl;
    exchange.backendPath = match.path;
    exchange.backendQuery = url.query;

    admission.operation = match.api->operations.find(exchange.request.method, match.path, url.query, &matched.parameters);
    if (!admission.operation && isPreflight(exchange.request)) {
        admitPreflight(exchange, match, admission);
    } else {
        if (admission.operation)
            checkKey(snapshot, exchange, admission);
        else
            admission.error = notFound();
        admission.program = programOf(admission);
    }
    if (admission.error && admission.error->status == 401)
        challenge(*admission.error, url, *match.api);
    if (admission.operation)
        matched.operation = lend(admission.operation->info);
    if (admission.product)
        matched.product = lend(admission.product->info);
    if (admission.key)
        matched.subscription = lend(admission.key->info);
    return admission;
}

} // namespace gatehouse::gateway
