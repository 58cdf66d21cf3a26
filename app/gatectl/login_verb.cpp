// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/verb.h"

#include <QProcess>

#include <ostream>

namespace gatehouse::gatectl {

namespace {

const remote::BrowserTexts browserTexts{"Gatehouse", "The answer has come. Go back to the terminal: gatectl says whether you are signed in.",
                                        "The sign-in did not work. The terminal in which gatectl runs says why."};

class LoginVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("login", "Sign in at the gateway's OpenID provider; later calls are made as that person");
        command->add_option("--sign-in-issuer", m_flags.issuer, "The OpenID issuer, such as https://login.microsoftonline.com/TENANT/v2.0");
        command->add_option("--sign-in-client", m_flags.clientId, "The id of the public client that the provider knows gatectl by");
        command->add_option("--sign-in-audience", m_flags.audience, "What the access token is for, sent as resource and audience (Entra ID: leave it out and name a --sign-in-scope)");
        command->add_option("--sign-in-scope", m_flags.scope, "Beside openid (default: profile offline_access)");
        command->add_flag("--browser", m_browser, "By a browser on this machine instead of a device code");
        command->footer("\nShows a code that is typed in at the provider's page, on any machine. With --browser the browser of this machine is opened; the client needs the\n"
                        "redirect URI http://127.0.0.1/callback, on any port. Tokens are kept sealed in the data directory and never shown.\n"
                        "What --connection names may have its \"sign-in\" in the settings file: issuer, client-id, scope, audience.\n\n"
                        "Examples:\n  gatectl login --sign-in-issuer https://id.example.com --sign-in-client gatehouse --sign-in-audience https://manage.example.com\n"
                        "  gatectl list apis --sign-in\n  gatectl login --connection prod --browser\n  gatectl logout --connection prod");
        m_connection.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto settings = settingsOf(context.settings);
        if (!settings)
            return context.failed(settings.error());
        const auto network = remote::Network::create();
        const SystemClock clock;
        SystemRandom random;
        const remote::SignInClient client(*settings, network, clock, random);
        auto who = m_browser ? client.withBrowser([&](const std::string &url) { openBrowser(context, url); }, browserTexts, context.console.stop)
                             : client.withDeviceCode([&](const remote::DeviceRequest &request) { showCode(context, request); }, context.console.stop);
        if (!who)
            return context.failed(who.error());
        const auto session = remote::SignInSession::begin(m_connection.signInName(), std::move(*who), m_connection.signInStore(), network);
        if (!session)
            return context.failed(session.error());
        context.console.out << "Signed in as " << (*session)->name() << " (" << (*session)->who().issuer << ")." << std::endl;
        return ExitOk;
    }

private:
    Result<remote::SignInSettings> settingsOf(const Settings &settings) const
    {
        remote::SignInSettings result = m_flags;
        if (!m_connection.connection.empty() && m_connection.connection != "local") {
            const auto object = settings.connection(m_connection.connection);
            if (!object)
                return tl::unexpected(object.error());
            const auto kept = signInSettingsOf(*object);
            for (const auto part : {&remote::SignInSettings::issuer, &remote::SignInSettings::clientId, &remote::SignInSettings::scope, &remote::SignInSettings::audience}) {
                if ((result.*part).empty())
                    result.*part = kept.*part;
            }
        }
        if (const auto valid = remote::validate(result); !valid)
            return tl::unexpected(valid.error());
        return result;
    }

    static void showCode(const Context &context, const remote::DeviceRequest &request)
    {
        context.console.out << "Open " << request.url << " and type " << request.userCode << '\n';
        if (!request.completeUrl.empty())
            context.console.out << "or open " << request.completeUrl << '\n';
        context.console.out.flush();
    }

    static void openBrowser(const Context &context, const std::string &url)
    {
        context.console.out << "Sign in at " << url << std::endl;
        auto program = context.console.environment("BROWSER").value_or("");
        if (program.empty() && (context.console.environment("DISPLAY") || context.console.environment("WAYLAND_DISPLAY")))
            program = "xdg-open";
        if (!program.empty())
            QProcess::startDetached(QString::fromStdString(program), {QString::fromStdString(url)});
    }

    remote::SignInSettings m_flags;
    bool m_browser = false;
    ConnectionFlags m_connection;
};

class LogoutVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("logout", "Forget who signed in by gatectl login, and take the tokens back");
        m_connection.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto ended = remote::SignInSession::end(m_connection.signInName(), m_connection.signInStore(), remote::Network::create(), context.console.stop);
        if (!ended)
            return context.failed(ended.error());
        context.console.out << "Signed out." << std::endl;
        return ExitOk;
    }

private:
    ConnectionFlags m_connection;
};

} // namespace

std::unique_ptr<Verb> makeLoginVerb()
{
    return std::make_unique<LoginVerb>();
}

std::unique_ptr<Verb> makeLogoutVerb()
{
    return std::make_unique<LogoutVerb>();
}

} // namespace gatehouse::gatectl
