// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/management/private_file.h"
#include "core/remote/test_token_client.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

json::array arrayOf(const std::vector<std::string> &values)
{
    json::array array;
    for (const auto &value : values)
        array.emplace_back(value);
    return array;
}

class TokenVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("token", "Make an access token by the local gateway's test issuer");
        command->add_option("--subject", m_subject, "sub (default: test-user)");
        command->add_option("--audience", m_audiences, "aud; may be given several times (default: api://gatehouse-test)");
        command->add_option("--role", m_roles, "A value of the claim roles; may be given several times");
        command->add_option("--scp", m_scope, "scp, such as \"Orders.Read Orders.Write\"");
        command->add_option("--claim", m_claims, "name=text or name:=JSON; may be given several times, wins over the others");
        command->add_option("--expires-in", m_lifetime, "Seconds from now")->check(CLI::Range(1, 86'400))->capture_default_str();
        command->add_option("--algorithm", m_algorithm, "ES256 or RS256")->check(CLI::IsMember({"ES256", "RS256"}))->capture_default_str();
        command->add_option("--dpop-key", m_keyFile, "Bind it to the key in this file (PEM); one is made when there is no file");
        command->add_option("--flaw", m_flaw, "What is to be wrong with it; --flaws lists them");
        command->add_flag("--flaws", m_showFlaws, "List the issuer's address and what can be wrong with a token");
        command->footer("\nPrints the token alone. A policy trusts the issuer by its discovery document, whose address --flaws shows.\n"
                        "The issuer signs nothing while the gateway listens beyond loopback.\n\n"
                        "Examples:\n  gatectl token --subject ada --role Orders.Read\n  gatectl token --flaw expired\n"
                        "  gatectl token --claim tenant=contoso --claim level:=3 --dpop-key client.pem\n"
                        "  gatectl token --subject ada | gatectl call GET /orders/orders --access-token -");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        if (m_showFlaws)
            return describe(context, *client);
        const auto wish = wished();
        if (!wish)
            return context.failed(wish.error());
        const auto token = remote::TestTokenClient(*client).issue(*wish, context.console.stop);
        if (!token)
            return context.failed(token.error());
        context.console.out << *token << '\n';
        return ExitOk;
    }

private:
    int describe(const Context &context, const remote::ArmClient &client) const
    {
        const auto info = remote::TestTokenClient(client).describe(context.console.stop);
        if (!info)
            return context.failed(info.error());
        auto &out = context.console.out;
        if (m_output == Output::Json) {
            json::array flaws;
            for (const auto &flaw : info->flaws)
                flaws.push_back(json::object{{"name", flaw.name}, {"description", flaw.words}});
            out << toPrettyJson(json::object{{"issuer", info->issuer}, {"openIdConfiguration", info->openIdConfiguration}, {"flaws", std::move(flaws)}}) << '\n';
            return ExitOk;
        }
        out << "issuer:        " << info->issuer << "\nopenid-config: " << info->openIdConfiguration << "\n\n";
        Table table({"FLAW", "WHAT IS WRONG"});
        for (const auto &flaw : info->flaws)
            table.add({flaw.name, flaw.words});
        table.print(out);
        return ExitOk;
    }

    Result<identity::TokenWish> wished() const
    {
        auto claims = claimsOf();
        if (!claims)
            return tl::unexpected(claims.error());
        identity::TokenWish wish{std::move(*claims), m_algorithm, std::chrono::seconds(m_lifetime), m_flaw, {}};
        if (m_keyFile.empty())
            return wish;
        const auto key = management::keyFromFile(m_keyFile, "ES256");
        if (!key)
            return tl::unexpected(key.error());
        wish.thumbprint = key->thumbprint();
        return wish;
    }

    Result<json::object> claimsOf() const
    {
        json::object claims;
        if (!m_subject.empty())
            claims["sub"] = m_subject;
        if (m_audiences.size() == 1)
            claims["aud"] = m_audiences.front();
        else if (!m_audiences.empty())
            claims["aud"] = arrayOf(m_audiences);
        if (!m_roles.empty())
            claims["roles"] = arrayOf(m_roles);
        if (!m_scope.empty())
            claims["scp"] = m_scope;
        for (const auto &text : m_claims) {
            const auto sign = text.find('=');
            if (sign == std::string::npos || sign == 0 || text.substr(0, sign) == ":")
                return fail(ErrorKind::Invalid, "token.badClaim", {{"claim", text}});
            if (text[sign - 1] != ':') {
                claims[text.substr(0, sign)] = text.substr(sign + 1);
                continue;
            }
            auto value = parseJson(std::string_view(text).substr(sign + 1));
            if (!value)
                return tl::unexpected(std::move(value.error()).within("reading --claim " + text.substr(0, sign - 1)));
            claims[text.substr(0, sign - 1)] = std::move(*value);
        }
        return claims;
    }

    std::string m_subject, m_scope, m_algorithm = "ES256", m_keyFile, m_flaw;
    std::vector<std::string> m_audiences, m_roles, m_claims;
    int m_lifetime = 600;
    bool m_showFlaws = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeTokenVerb()
{
    return std::make_unique<TokenVerb>();
}

} // namespace gatehouse::gatectl
