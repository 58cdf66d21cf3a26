// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/gateway_call.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"

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

class CallVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("call", "Call an API through the gateway");
        m_request.addTo(*command, "PATH", "Path and query on the gateway: /orders/42?expand=items");
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
        auto call = m_request.make(context, *client);
        if (!call)
            return context.failed(call.error());
        if (m_curl) {
            printCurl(*call, context.console.out);
            return ExitOk;
        }
        if (const auto key = m_request.addKey(*call, *client, context.console.stop); !key)
            return context.failed(key.error());
        const auto answer = m_request.access.send(context, *client->network(), *call);
        if (!answer)
            return context.failed(answer.error());
        print(*answer, context.console.out);
        return m_fail && answer->status >= 400 ? ExitFailed : ExitOk;
    }

private:
    void printCurl(const remote::HttpCall &call, std::ostream &out) const
    {
        out << "curl -i -X " << call.method << ' ' << shellQuoted(call.url);
        for (const auto &[name, value] : call.headers)
            out << " \\\n  -H "
                << shellQuoted(name + ": " + (equalsIgnoreCase(name, "Authorization") ? keyMask : value));
        if (!m_request.subscription.empty())
            out << " \\\n  -H " << shellQuoted(m_request.keyHeader + ": " + keyMask);
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
        out << "\n# " << answer.body.size() << " bytes, first byte after " << millisecondsText(answer.firstByte)
            << ", all after " << millisecondsText(answer.elapsed) << '\n';
    }

    GatewayCall m_request;
    bool m_curl = false, m_fail = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeCallVerb()
{
    return std::make_unique<CallVerb>();
}

} // namespace gatehouse::gatectl
