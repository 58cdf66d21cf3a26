// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"
#include "core/http/message.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

constexpr auto keyMask = "****";

std::string shellQuoted(const std::string &text)
{
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string milliseconds(std::chrono::microseconds time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(time.count()) / 1000.0);
    return text;
}

class CallVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("call", "Call an API through the gateway");
        command->add_option("METHOD", m_method, "GET, POST ...")->required();
        command->add_option("PATH", m_path, "Path and query on the gateway: /orders/42?expand=items")->required();
        command->add_option("--subscription", m_subscription, "Send this subscription's key (fetched by listSecrets)");
        command->add_option("--key-header", m_keyHeader, "Header of the key")->capture_default_str();
        command->add_flag("--secondary", m_secondary, "Send the secondary key");
        command->add_option("-H,--header", m_headers, "Further header, 'Name: value'; may be given often")->take_all();
        command->add_option("-d,--body", m_body, "Body; @FILE reads it from a file, @- from standard input");
        command->add_flag("--curl", m_curl, "Print the cURL command, key masked, and send nothing");
        command->add_flag("--fail", m_fail, "Exit code 1 for a status of 400 and above");
        command->footer("\nExamples:\n  gatectl call GET /orders/orders --subscription storefront\n"
                        "  gatectl call POST /payments/payments --subscription storefront -H 'Content-Type: "
                        "application/json' -d @payment.json\n"
                        "  gatectl call GET /orders/orders --subscription storefront --curl");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        auto call = callOf(context, *client);
        if (!call)
            return context.failed(call.error());
        if (m_curl) {
            printCurl(*call, context.console.out);
            return ExitOk;
        }
        if (const auto key = addKey(*call, *client, context.console.stop); !key)
            return context.failed(key.error());
        const auto answer = client->network()->send(*call, context.console.stop);
        if (!answer)
            return context.failed(answer.error());
        print(*answer, context.console.out);
        return m_fail && answer->status >= 400 ? ExitFailed : ExitOk;
    }

private:
    Result<std::string> gatewayUrl(const remote::ArmClient &client, const std::stop_token &stop) const
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

    Result<remote::HttpCall> callOf(const Context &context, const remote::ArmClient &client) const
    {
        auto url = gatewayUrl(client, context.console.stop);
        if (!url)
            return tl::unexpected(url.error());
        while (url->ends_with('/'))
            url->pop_back();
        remote::HttpCall call;
        call.method = m_method;
        std::transform(call.method.begin(), call.method.end(), call.method.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        call.url = *url + (m_path.starts_with('/') ? "" : "/") + m_path;
        call.caPem = client.connection().caPem;
        for (const auto &header : m_headers) {
            const auto colon = header.find(':');
            const auto name = trim(std::string_view(header).substr(0, colon));
            const auto value =
                colon == std::string::npos ? std::string_view{} : trim(std::string_view(header).substr(colon + 1));
            if (!http::isToken(name) || !http::isFieldValue(value))
                return fail(ErrorKind::Invalid, "call.badHeader", {{"header", std::string(name)}});
            call.headers.emplace_back(name, value);
        }
        call.body = m_body;
        if (m_body.starts_with('@')) {
            const auto text = readInput(context.console, m_body.substr(1));
            if (!text)
                return fail(ErrorKind::Invalid, "call.unreadable", {{"file", m_body.substr(1)}});
            call.body = *text;
        }
        return call;
    }

    Status addKey(remote::HttpCall &call, const remote::ArmClient &client, const std::stop_token &stop) const
    {
        if (m_subscription.empty())
            return {};
        const auto keys = client.post("subscriptions/" + m_subscription + "/listSecrets", nullptr, stop);
        if (!keys)
            return tl::unexpected(Error(keys.error()).within("fetching the key of subscription " + m_subscription));
        const auto *object = keys->body.if_object();
        if (object)
            call.headers.emplace_back(m_keyHeader, stringMember(*object, m_secondary ? "secondaryKey" : "primaryKey"));
        return {};
    }

    void printCurl(const remote::HttpCall &call, std::ostream &out) const
    {
        out << "curl -i -X " << call.method << ' ' << shellQuoted(call.url);
        for (const auto &[name, value] : call.headers)
            out << " \\\n  -H "
                << shellQuoted(name + ": " + (equalsIgnoreCase(name, "Authorization") ? keyMask : value));
        if (!m_subscription.empty())
            out << " \\\n  -H " << shellQuoted(m_keyHeader + ": " + keyMask);
        if (!call.body.empty())
            out << " \\\n  --data-binary " << shellQuoted(call.body);
        out << '\n';
    }

    void print(const remote::HttpAnswer &answer, std::ostream &out) const
    {
        if (m_output == Output::Json) {
            json::array headers;
            for (const auto &[name, value] : answer.headers)
                headers.push_back(json::array{name, value});
            out << toPrettyJson(json::object{{"status", answer.status},
                                             {"reason", answer.reason},
                                             {"headers", headers},
                                             {"body", answer.body},
                                             {"firstByteMicroseconds", answer.firstByte.count()},
                                             {"microseconds", answer.elapsed.count()}})
                << '\n';
            return;
        }
        out << "HTTP " << answer.status << ' ' << answer.reason << '\n';
        for (const auto &[name, value] : answer.headers)
            out << name << ": " << value << '\n';
        out << '\n' << answer.body << (answer.body.empty() || answer.body.ends_with('\n') ? "" : "\n");
        out << "\n# " << answer.body.size() << " bytes, first byte after " << milliseconds(answer.firstByte)
            << ", all after " << milliseconds(answer.elapsed) << '\n';
    }

    std::string m_method, m_path, m_subscription, m_keyHeader = "Ocp-Apim-Subscription-Key", m_body;
    std::vector<std::string> m_headers;
    bool m_secondary = false, m_curl = false, m_fail = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeCallVerb()
{
    return std::make_unique<CallVerb>();
}

} // namespace gatehouse::gatectl
