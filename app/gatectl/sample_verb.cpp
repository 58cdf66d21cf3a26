// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/sample/backends.h"
#include "app/gatectl/sample/install.h"
#include "app/gatectl/sample/traffic.h"
#include "app/gatectl/texts.h"
#include "app/gatectl/verb.h"
#include "core/remote/endpoint_file.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using sample::Backends;
using sample::BackendUrls;
using sample::Fleet;

std::string textOf(const sample::TrafficReport &report)
{
    std::string text = std::to_string(report.sent) + " calls:";
    for (const auto &[status, count] : report.byStatus)
        text += (status == 0 ? " no answer " : " " + std::to_string(status) + " ") + "× " + std::to_string(count) + ",";
    text.pop_back();
    return text;
}

class SampleVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command =
            root.add_subcommand("sample", "Four small APIs with real backends, keys, limits and live traffic");
        m_backends = command->add_subcommand("backends", "Only the backends, until --duration or a signal");
        m_install = command->add_subcommand("install", "Only register the APIs with the gateway");
        m_traffic = command->add_subcommand("traffic", "Only call through the gateway");
        command->require_subcommand(0, 1);
        command->fallthrough();
        for (auto *part : {m_backends, m_install, m_traffic})
            part->fallthrough();
        command->add_option("--rate", m_rate, "Calls a second, on average")
            ->check(CLI::Range(0.1, 2000.0))
            ->capture_default_str();
        command->add_option("--duration", m_duration, "Seconds until it ends by itself")
            ->check(CLI::Range(1, 7 * 24 * 3600))
            ->capture_default_str();
        command->add_option("--max-requests", m_maxRequests, "Ends after this many calls")
            ->check(CLI::Range(1, 10'000'000))
            ->capture_default_str();
        command->add_option("--concurrency", m_concurrency, "At most so many calls under way")
            ->check(CLI::Range(1, 1024))
            ->capture_default_str();
        command->add_option("--seed", m_seed, "The same seed gives the same calls, delays and failures")
            ->capture_default_str();
        command->add_option("--first-port", m_firstPort, "First port of the backends (0: free ones)")
            ->check(CLI::Range(0, 65'000))
            ->capture_default_str();
        command->add_option("--backends-file", m_backendsFile,
                            "Where the backends' addresses are written and read (default: DATA/sample-backends.json)");
        command->add_flag("--reset", m_reset, "Put everything back to the sample's files, edits included");
        command->footer(
            "\nPlain 'gatectl sample' is all three. Run it again as you like: what is installed stays, edits too.\n\n"
            "Examples:\n  gatectl sample --duration 600\n  gatectl sample --rate 50 --seed 7\n"
            "  gatectl sample backends --first-port 9101 & gatectl sample install && gatectl sample traffic "
            "--max-requests 1000");
        m_connection.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto fleet = sample::loadFleet();
        if (!fleet)
            return context.failed(fleet.error());
        if (m_backends->parsed())
            return runBackends(context, *fleet);
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        if (m_install->parsed()) {
            const auto urls = readUrls();
            return urls ? runInstall(context, *client, *fleet, *urls) : context.failed(urls.error());
        }
        if (m_traffic->parsed())
            return runTraffic(context, *client, *fleet);
        const auto backends = startBackends(context, *fleet);
        if (!backends)
            return context.failed(backends.error());
        if (const int code = runInstall(context, *client, *fleet, (*backends)->urls()); code != ExitOk)
            return code;
        return runTraffic(context, *client, *fleet);
    }

private:
    std::filesystem::path backendsFile() const
    {
        if (!m_backendsFile.empty())
            return m_backendsFile;
        const std::filesystem::path data =
            m_connection.data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(m_connection.data);
        return data / "sample-backends.json";
    }

    Result<std::unique_ptr<Backends>> startBackends(const Context &context, const Fleet &fleet) const
    {
        auto backends = Backends::start(fleet, m_seed, static_cast<std::uint16_t>(m_firstPort));
        if (!backends)
            return backends;
        json::object addresses;
        for (const auto &[api, url] : (*backends)->urls()) {
            addresses[api] = url;
            context.console.out << "backend " << api << ' ' << url << '\n';
        }
        context.console.out.flush();
        std::ofstream file(backendsFile(), std::ios::trunc);
        file << toPrettyJson(addresses) << '\n';
        if (!file)
            context.console.err << "gatectl: " << backendsFile().string() << " can't be written" << std::endl;
        return backends;
    }

    Result<BackendUrls> readUrls() const
    {
        const auto path = backendsFile();
        std::ifstream file(path, std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        const auto value = parseJson(text);
        const auto *object = value ? value->if_object() : nullptr;
        if (!object)
            return fail(ErrorKind::Unavailable, "sample.noBackends", {{"path", path.string()}});
        BackendUrls urls;
        for (const auto &[api, url] : *object) {
            if (url.is_string())
                urls.emplace(api, std::string(url.get_string()));
        }
        return urls;
    }

    int runBackends(const Context &context, const Fleet &fleet) const
    {
        const auto backends = startBackends(context, fleet);
        if (!backends)
            return context.failed(backends.error());
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, context.console.stop, std::chrono::seconds{m_duration}, [] { return false; });
        context.console.out << (*backends)->answered() << " requests answered" << std::endl;
        return ExitOk;
    }

    int runInstall(const Context &context, const remote::ArmClient &client, const Fleet &fleet,
                   const BackendUrls &urls) const
    {
        const auto log = [&context](const std::string &line) { context.console.out << line << '\n'; };
        const auto report = sample::install(client, fleet, urls, m_reset, log, context.console.stop);
        if (!report)
            return context.failed(report.error());
        context.console.out << "installed: " << report->created << " created, " << report->updated << " updated, "
                            << report->kept << " kept" << std::endl;
        return ExitOk;
    }

    Result<sample::TrafficOptions> trafficOptions(const Context &context, const remote::ArmClient &client,
                                                  const Fleet &fleet) const
    {
        sample::TrafficOptions options;
        options.gatewayUrl = client.connection().gatewayUrl;
        if (options.gatewayUrl.empty())
            return fail(ErrorKind::Unavailable, "sample.noGateway");
        options.rate = m_rate;
        options.duration = std::chrono::seconds{m_duration};
        options.maxRequests = static_cast<std::uint64_t>(m_maxRequests);
        options.concurrency = static_cast<std::size_t>(m_concurrency);
        options.seed = m_seed;
        auto names = std::vector{fleet.mischief.revokedSubscription};
        for (const auto &subscriber : fleet.subscribers)
            names.push_back(subscriber.subscription);
        for (const auto &name : names) {
            const auto keys = client.post("subscriptions/" + name + "/listSecrets", nullptr, context.console.stop);
            if (!keys)
                return tl::unexpected(Error(keys.error()).within("fetching the key of subscription " + name));
            if (const auto *object = keys->body.if_object())
                options.keys.emplace(name, SecretString(std::string(stringMember(*object, "primaryKey"))));
        }
        return options;
    }

    int runTraffic(const Context &context, const remote::ArmClient &client, const Fleet &fleet) const
    {
        const auto options = trafficOptions(context, client, fleet);
        if (!options)
            return context.failed(options.error());
        context.console.out << "calling " << options->gatewayUrl << ", " << m_rate << " a second for at most "
                            << m_duration << " s" << std::endl;
        const auto progress = [&context](const sample::TrafficReport &report) {
            context.console.out << textOf(report) << std::endl;
        };
        const auto report = sample::runTraffic(fleet, *options, progress, context.console.stop);
        context.console.out << "done, " << textOf(report) << std::endl;
        return ExitOk;
    }

    CLI::App *m_backends = nullptr, *m_install = nullptr, *m_traffic = nullptr;
    double m_rate = 20;
    int m_duration = 600, m_maxRequests = 100'000, m_concurrency = 64, m_firstPort = 0;
    std::uint64_t m_seed = 1;
    std::string m_backendsFile;
    bool m_reset = false;
    ConnectionFlags m_connection;
};

} // namespace

std::unique_ptr<Verb> makeSampleVerb()
{
    return std::make_unique<SampleVerb>();
}

} // namespace gatehouse::gatectl
