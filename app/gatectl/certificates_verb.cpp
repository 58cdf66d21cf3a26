// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/remote/certificate_client.h"

#include <algorithm>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

json::object certificateEntryJson(const remote::CertificateEntry &entry)
{
    const auto time = [](const std::optional<UtcTime> &at) { return at ? json::value(toIso(*at).substr(0, 19) + "Z") : json::value(nullptr); };
    return {{"source", entry.source},
            {"id", entry.id},
            {"name", entry.name},
            {"subject", entry.subject},
            {"thumbprint", entry.thumbprint},
            {"expires", time(entry.expires)},
            {"daysLeft", entry.daysLeft ? json::value(*entry.daysLeft) : json::value(nullptr)},
            {"state", nameOf(entry.state)},
            {"renewal", nameOf(entry.renewal)},
            {"renewsOn", time(entry.renewsOn)},
            {"lastStatus", entry.lastStatus},
            {"usedBy", entry.usedBy}};
}

class CertificatesVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("certificates", "List the certificates over a service by the time that they have left");
        command->add_option("--within", m_within, "Those alone that end in so many days or have ended")->check(CLI::Range(0, 36'500));
        command->add_flag("--check", m_check, "End with code 1 when one has ended or ends in less than 30 days and nothing renews it");
        command->footer("\nThe local gateway tells of its service, of its listeners and of its vault; API Management of its certificates and\n"
                        "host names. 'automatic' is renewed by the gateway itself, 'keyVault' is read again from there.\n\n"
                        "Examples:\n  gatectl certificates\n  gatectl certificates --within 30 --output json\n  gatectl certificates --check");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        auto entries = remote::loadCertificates(*client, SystemClock{}.utc(), context.console.stop);
        if (!entries)
            return context.failed(entries.error());
        if (m_within >= 0)
            std::erase_if(*entries, [this](const remote::CertificateEntry &entry) { return !entry.daysLeft || *entry.daysLeft >= m_within; });
        print(*entries, context.console.out);
        const bool late = std::ranges::any_of(*entries, [](const remote::CertificateEntry &entry) {
            const bool ended = entry.state == remote::CertificateState::Expired;
            return ended || (entry.state == remote::CertificateState::Expiring && entry.renewal == remote::CertificateRenewal::Manual);
        });
        return m_check && late ? ExitFailed : ExitOk;
    }

private:
    void print(const std::vector<remote::CertificateEntry> &entries, std::ostream &out) const
    {
        if (m_output == Output::Json) {
            json::array array;
            for (const auto &entry : entries)
                array.push_back(certificateEntryJson(entry));
            out << toPrettyJson(array) << '\n';
            return;
        }
        Table table({"ID", "STATE", "DAYS", "EXPIRES", "RENEWAL", "SUBJECT", "USED BY"});
        for (const auto &entry : entries)
            table.add({entry.id, std::string{nameOf(entry.state)}, entry.daysLeft ? std::to_string(*entry.daysLeft) : "-",
                       entry.expires ? toIso(*entry.expires).substr(0, 10) : "-",
                       std::string{nameOf(entry.renewal)} + (entry.lastStatus.empty() || entry.lastStatus == "Success" ? "" : " (" + entry.lastStatus + ")"), entry.subject,
                       entry.usedBy});
        table.print(out);
    }

    int m_within = -1;
    bool m_check = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeCertificatesVerb()
{
    return std::make_unique<CertificatesVerb>();
}

} // namespace gatehouse::gatectl
