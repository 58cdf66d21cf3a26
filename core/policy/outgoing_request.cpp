// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/outgoing_request.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/managed_identity.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

//! The request as it would go to the backend now.
void copyRequest(const Exchange &exchange, bool withBody, OutgoingRequest &request)
{
    request.method = exchange.request.method;
    request.url = exchange.backendBaseUrl;
    if (request.url.ends_with('/') && exchange.backendPath.starts_with('/'))
        request.url.pop_back();
    request.url += exchange.backendPath;
    if (!exchange.backendQuery.empty())
        request.url += "?" + exchange.backendQuery;
    request.headers = exchange.request.headers;
    http::removeHopByHop(request.headers);
    request.headers.remove("Host");
    request.headers.remove("Content-Length");
    if (const auto *bytes = exchange.request.body.bytes(); bytes && withBody)
        request.body = *bytes;
}

//! False (and a failing step) for a child that nothing executes yet.
bool compileChild(Compiler &compiler, NodeId child, std::string_view parent, RequestEdits &edits)
{
    const auto name = compiler.document().name(child);
    if (name == "set-url") {
        edits.url = compiler.text(child);
    } else if (name == "set-method") {
        edits.method = compiler.text(child);
    } else if (name == "set-header") {
        edits.headers.push_back(compileHeaderEdit(compiler, child));
    } else if (name == "set-body") {
        edits.body = compileBody(compiler, child);
    } else if (name == "authentication-certificate") {
        edits.certificate = BackendCertificate::compile(compiler, child);
    } else if (name == "authentication-managed-identity") {
        const auto value = compiler.newValue();
        emitManagedIdentity(compiler, child, value);
        edits.authorization = ValueSource::ofSlot(value);
    } else if (name == "proxy") {
        edits.proxy = ProxySettings::compile(compiler, child);
    } else {
        compiler.notExecuted(std::string(parent), std::string(name));
        return false;
    }
    return true;
}

} // namespace

tl::expected<OutgoingRequest, LastError> RequestEdits::build(const Run &run) const
{
    OutgoingRequest request;
    if (mode.text(run) == "copy")
        copyRequest(run.exchange(), copiesBody, request);
    if (url)
        request.url = std::string(trim(url->text(run)));
    if (method)
        request.method = std::string(trim(method->text(run)));
    if (!http::Url::parse(request.url))
        return tl::unexpected(expressionFailure("set-url is not an absolute http or https URL."));
    if (!http::isToken(request.method))
        return tl::unexpected(expressionFailure("set-method is not a valid method."));
    for (const auto &header : headers)
        if (auto applied = header.apply(request.headers, run); !applied)
            return tl::unexpected(std::move(applied.error()));
    if (authorization && !std::holds_alternative<std::monostate>(authorization->variable(run)))
        request.headers.set("Authorization", authorization->text(run));
    if (body)
        request.body = body->text(run);
    if (certificate) {
        auto file = certificate->of(run);
        if (!file)
            return tl::unexpected(std::move(file.error()));
        request.certificate = std::move(*file);
    }
    if (proxy) {
        auto way = proxy->of(run);
        if (!way)
            return tl::unexpected(std::move(way.error()));
        request.proxy = std::move(*way);
    }
    const auto limit = timeout.integer(run);
    if (!limit || *limit <= 0)
        return tl::unexpected(expressionFailure("timeout is not a positive number."));
    request.timeout = std::chrono::milliseconds(std::min(*limit, 86'400'000LL) * (milliseconds ? 1 : 1000));
    return request;
}

std::optional<RequestEdits> compileRequestEdits(Compiler &compiler, NodeId node)
{
    RequestEdits edits;
    edits.mode = compiler.attribute(node, "mode", "new");
    edits.copiesBody = compiler.section() != Section::Outbound;
    const bool mayCopy = !edits.mode.isConstant() || textOf(edits.mode.constant()) == "copy";
    if (mayCopy && edits.copiesBody)
        compiler.buffer(true, false);
    edits.milliseconds = compiler.has(node, "timeout-ms");
    edits.timeout = edits.milliseconds ? compiler.attribute(node, "timeout-ms") : compiler.attribute(node, "timeout", "60");
    for (const auto child : compiler.document().elements(node))
        if (!compileChild(compiler, child, compiler.document().name(node), edits))
            return std::nullopt;
    return edits;
}

} // namespace gatehouse::policy
