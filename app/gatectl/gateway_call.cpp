// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/gateway_call.h"

#include "core/base/text.h"
#include "core/http/message.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace gatehouse::gatectl {

namespace {

Result<std::string> gatewayUrl(const remote::ArmClient &client, const std::stop_token &stop)
{
    if (!client.connection().gatewayUrl.empty())
        return client.connection().gatewayUrl;
    const auto service = client.get("", {}, stop);
    if (!service)
        return tl::unexpected(service.error());
    const auto *properties = member(service->body, "properties");
    const auto *object = properties ? properties->if_object() : nullptr;
    return object ? std::string(stringMember(*object, "gatewayUrl")) : std::string();
}

bool isWhole(std::string_view target)
{
    const auto lower = toLower(target.substr(0, 8));
    return lower.starts_with("http://") || lower.starts_with("https://");
}

} // namespace

std::string millisecondsText(std::chrono::microseconds time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(time.count()) / 1000.0);
    return text;
}

void GatewayCall::addTo(CLI::App &command, const std::string &targetName, const std::string &targetHelp)
{
    command.add_option("METHOD", method, "GET, POST ...")->required();
    command.add_option(targetName, target, targetHelp)->required();
    command.add_option("--subscription", subscription, "Send this subscription's key (fetched by listSecrets)");
    command.add_option("--key-header", keyHeader, "Header of the key")->capture_default_str();
    command.add_flag("--secondary", secondary, "Send the secondary key");
    access.addTo(command);
    command.add_option("-H,--header", headers, "Further header, 'Name: value'; may be given often")->take_all();
    command.add_option("-d,--body", body, "Body; @FILE reads it from a file, @- from standard input");
}

Result<remote::HttpCall> GatewayCall::make(const Context &context, const remote::ArmClient &client) const
{
    remote::HttpCall call;
    call.method = method;
    std::transform(call.method.begin(), call.method.end(), call.method.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    call.url = target;
    if (!isWhole(target)) {
        auto url = gatewayUrl(client, context.console.stop);
        if (!url)
            return tl::unexpected(url.error());
        while (url->ends_with('/'))
            url->pop_back();
        call.url = *url + (target.starts_with('/') ? "" : "/") + target;
    }
    call.caPem = client.connection().caPem;
    for (const auto &header : headers) {
        const auto colon = header.find(':');
        const auto name = trim(std::string_view(header).substr(0, colon));
        const auto value = colon == std::string::npos ? std::string_view{} : trim(std::string_view(header).substr(colon + 1));
        if (!http::isToken(name) || !http::isFieldValue(value))
            return fail(ErrorKind::Invalid, "call.badHeader", {{"header", std::string(name)}});
        call.headers.emplace_back(name, value);
    }
    call.body = body;
    if (body.starts_with('@')) {
        const auto text = readInput(context.console, body.substr(1));
        if (!text)
            return fail(ErrorKind::Invalid, "call.unreadable", {{"file", body.substr(1)}});
        call.body = *text;
    }
    return call;
}

Status GatewayCall::addKey(remote::HttpCall &call, const remote::ArmClient &client, const std::stop_token &stop) const
{
    if (subscription.empty())
        return {};
    const auto keys = client.post("subscriptions/" + subscription + "/listSecrets", nullptr, stop);
    if (!keys)
        return tl::unexpected(Error(keys.error()).within("fetching the key of subscription " + subscription));
    if (const auto *object = keys->body.if_object())
        call.headers.emplace_back(keyHeader, stringMember(*object, secondary ? "secondaryKey" : "primaryKey"));
    return {};
}

} // namespace gatehouse::gatectl
