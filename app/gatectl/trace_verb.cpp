// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/gateway_call.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/remote/arm_client.h"
#include "core/remote/trace_client.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

constexpr std::chrono::minutes credentialLifetime{5};
constexpr std::chrono::seconds patience{5};

bool isBelow(std::string_view path, std::string_view apiPath)
{
    return apiPath.empty() || (path.starts_with(apiPath) && (path.size() == apiPath.size() || path[apiPath.size()] == '/' || path[apiPath.size()] == ';'));
}

//! "00:00:00.1234560" in milliseconds.
std::string elapsedText(std::string_view text)
{
    const auto parts = split(text, ':');
    if (parts.size() != 3)
        return std::string(text);
    const auto minutes = toInteger(parts[0]).value_or(0) * 60 + toInteger(parts[1]).value_or(0);
    const double seconds = static_cast<double>(minutes) * 60 + std::strtod(std::string(parts[2]).c_str(), nullptr);
    char out[32];
    std::snprintf(out, sizeof out, "%.1f ms", seconds * 1000);
    return out;
}

std::string plainText(const json::value &value)
{
    if (const auto *text = value.if_string())
        return std::string(*text);
    if (const auto *several = value.if_array()) {
        std::string all;
        for (const auto &one : *several)
            all += (all.empty() ? "" : "; ") + plainText(one);
        return all;
    }
    return toJson(value);
}

//! "API orders, operation get, product gold": what a request was matched to.
std::string matchOf(const json::value &configuration)
{
    std::string text;
    for (const auto &[name, label] : {std::pair{"api", "API"}, {"operation", "operation"}, {"product", "product"}, {"subscription", "subscription"}}) {
        const auto *part = member(configuration, name);
        const auto *object = part ? part->if_object() : nullptr;
        if (object && object->contains("id"))
            text += (text.empty() ? "" : ", ") + std::string(label) + " " + plainText(object->at("id"));
    }
    return text.empty() ? "Matched nothing" : "Matched " + text;
}

//! Text and what follows it.
void append(std::string &text, const std::string &more)
{
    if (text.ends_with('.'))
        text.pop_back();
    text += (text.empty() ? "" : ": ") + more;
}

//! What an entry says in one line.
std::string summaryOf(const json::value &data)
{
    const auto *object = data.if_object();
    if (!object)
        return plainText(data);
    std::string text;
    if (const auto *message = member(*object, "message"))
        text = plainText(*message);
    if (const auto *request = member(*object, "request"); request && request->is_object())
        append(text, std::string(stringMember(request->get_object(), "method")) + ' ' + std::string(stringMember(request->get_object(), "url")));
    if (const auto *response = member(*object, "response"))
        if (const auto *status = member(*response, "status"); status && status->is_object())
            if (const auto *code = member(*status, "code"))
                append(text, plainText(*code));
    if (member(*object, "name") && member(*object, "value"))
        text += " " + plainText(*member(*object, "name")) + " = " + plainText(*member(*object, "value"));
    else if (const auto *value = member(*object, "value"))
        text += " " + plainText(*value);
    if (const auto *configuration = member(*object, "configuration"))
        text = matchOf(*configuration);
    if (const auto *error = member(*object, "error"); error && error->is_object())
        text = std::string(stringMember(error->get_object(), "reason")) + ": " + text;
    return text;
}

std::string placeOf(const json::value &data)
{
    const auto *object = data.if_object();
    if (!object || !object->contains("scope"))
        return "-";
    std::string text(stringMember(*object, "scope"));
    constexpr std::string_view fragments = "policyFragments/";
    if (const auto id = stringMember(*object, "resourceId"); id.starts_with(fragments))
        text += " (" + std::string(id.substr(fragments.size())) + ")";
    if (const auto *position = member(*object, "position"); position && position->is_object())
        text += ":" + std::to_string(intMember(position->get_object(), "line").value_or(0));
    return text;
}

std::string costOf(const json::value &data)
{
    const auto *object = data.if_object();
    const auto micros = object ? intMember(*object, "durationMicroseconds") : std::nullopt;
    return micros ? std::to_string(*micros) + " us" : "-";
}

class TraceVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("trace", "Send a request and show what each policy did to it");
        m_request.addTo(*command, "URL", "Path and query on the gateway, or a whole URL");
        command->add_option("--api", m_api, "The API that is called; found by its path when not given");
        command->add_option("--gateway", m_gateway, "The gateway that traces")->capture_default_str();
        command->footer("\nExamples:\n  gatectl trace GET /orders/orders --subscription storefront\n"
                        "  gatectl trace POST /payments/payments --api payments -d @payment.json --output json");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto traced = trace(context, *client);
        if (!traced)
            return context.failed(traced.error());
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(*traced) << '\n';
        else
            print(*traced, context.console.out);
        return ExitOk;
    }

private:
    Result<json::value> trace(const Context &context, const remote::ArmClient &client)
    {
        auto call = m_request.make(context, client);
        if (!call)
            return tl::unexpected(call.error());
        const auto api = m_api.empty() ? findApi(client, call->url, context.console.stop) : Result<std::string>(m_api);
        if (!api)
            return tl::unexpected(api.error());
        const remote::TraceClient traces(client, m_gateway);
        const auto credential = traces.credential(std::string_view(*api).substr(api->rfind('/') + 1), credentialLifetime, context.console.stop);
        if (!credential)
            return tl::unexpected(Error(credential.error()).within("fetching debug credentials for " + *api));
        call->headers.emplace_back(remote::TraceClient::requestField, credential->reveal());
        if (const auto key = m_request.addKey(*call, client, context.console.stop); !key)
            return tl::unexpected(key.error());
        const auto answer = m_request.access.send(context, *client.network(), *call);
        if (!answer)
            return tl::unexpected(answer.error());
        m_status = std::to_string(answer->status) + " " + answer->reason;
        const auto traceId = remote::traceIdOf(*answer);
        if (!traceId)
            return tl::unexpected(traceId.error());
        return traces.fetchBody(*traceId, patience, context.console.stop);
    }

    //! The API whose path is the longest that the URL's begins with.
    static Result<std::string> findApi(const remote::ArmClient &client, const std::string &url, const std::stop_token &stop)
    {
        const auto parsed = http::Url::parse(url);
        const auto apis = client.list("apis", {}, {}, stop);
        if (!apis)
            return tl::unexpected(apis.error());
        const auto path = parsed ? std::string_view(parsed->path).substr(std::min<std::size_t>(1, parsed->path.size())) : std::string_view();
        std::string best, bestPath;
        for (const auto &api : *apis) {
            const auto *object = api.if_object();
            const auto *properties = object ? member(*object, "properties") : nullptr;
            if (!properties || !properties->is_object())
                continue;
            const auto apiPath = stringMember(properties->get_object(), "path");
            if (!isBelow(path, apiPath) || (!best.empty() && apiPath.size() <= bestPath.size()))
                continue;
            best = stringMember(*object, "name");
            bestPath = apiPath;
        }
        if (best.empty())
            return fail(ErrorKind::NotFound, "trace.unknownApi", {{"url", url}});
        return best;
    }

    void print(const json::value &trace, std::ostream &out) const
    {
        Table table({"SECTION", "AT", "POLICY", "FROM", "COST", "WHAT"});
        const auto *sections = member(trace, "traceEntries");
        for (const auto *section : {"inbound", "backend", "outbound", "on-error"}) {
            const auto *entries = sections ? member(*sections, section) : nullptr;
            if (!entries || !entries->is_array())
                continue;
            for (const auto &entry : entries->get_array()) {
                const auto *object = entry.if_object();
                if (!object)
                    continue;
                const auto *found = member(*object, "data");
                const auto data = found ? *found : json::value();
                table.add({section, elapsedText(stringMember(*object, "elapsed")), std::string(stringMember(*object, "source")), placeOf(data),
                           costOf(data), summaryOf(data)});
            }
        }
        table.print(out);
        const auto *object = trace.if_object();
        out << "\nHTTP " << m_status << "  (trace " << (object ? stringMember(*object, "traceId") : std::string_view()) << ")\n";
    }

    GatewayCall m_request;
    std::string m_api, m_gateway = "managed", m_status;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeTraceVerb()
{
    return std::make_unique<TraceVerb>();
}

} // namespace gatehouse::gatectl
