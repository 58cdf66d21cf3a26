// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/verb.h"
#include "core/management/service.h"
#include "core/remote/endpoint_file.h"

#include <spdlog/sinks/ostream_sink.h>

#include <condition_variable>
#include <mutex>
#include <ostream>
#include <thread>

namespace gatehouse::gatectl {

namespace {

Result<std::vector<net::Endpoint>> endpointsOf(const std::vector<std::string> &texts)
{
    std::vector<net::Endpoint> endpoints;
    for (const auto &text : texts) {
        auto endpoint = net::Endpoint::parse(text);
        if (!endpoint)
            return tl::unexpected(endpoint.error());
        endpoints.push_back(std::move(*endpoint));
    }
    return endpoints;
}

class RunVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("run", "Run the local gateway until SIGINT or SIGTERM");
        command->add_option("--data", m_data, "Data directory (default: ~/.local/share/gatehouse)");
        command->add_option("--listen", m_listen, "Data plane, HOST:PORT; port 0 is a free one")
            ->delimiter(',')
            ->capture_default_str();
        command->add_option("--listen-tls", m_listenTls, "Data plane over TLS")->delimiter(',');
        command->add_flag("--client-certificates", m_clientCertificates,
                          "Ask clients of --listen-tls for a certificate (Azure: negotiateClientCertificate); policies judge it");
        command->add_option("--management", m_management, "ARM endpoint, on this machine")->capture_default_str();
        command->add_option("--management-tls", m_managementTls, "ARM endpoint over TLS");
        command->add_flag("--allow-remote-debugger", m_remoteDebugger, "Let step debuggers attach to the data plane from other machines");
        command->add_flag("--allow-remote-management", m_remoteManagement,
                          "Let the ARM endpoint listen on other addresses than loopback");
        command->add_option("--token-file", m_tokenFile,
                            "Bearer token; made with mode 600 when it is not there (default: DATA/token)");
        auto *vault = command->add_option("--vault", m_vault,
                                          "Serve a small vault of secrets and certificates by Azure Key Vault's protocol, HOST:PORT over TLS, on "
                                          "this machine (others: --allow-remote-management)");
        command->add_option("--vault-resource", m_vaultResource,
                            "What access tokens for the vault are for, and what its challenge names (default: https://vault.localhost)")
            ->needs(vault);
        command->add_option("--vault-refresh", m_vaultRefresh, "Seconds after which values in key vaults are read again")
            ->check(CLI::Range(1, 604'800))
            ->capture_default_str();
        auto *issuer = command->add_option("--sign-in-issuer", m_signIn.issuer,
                                           "Take access tokens of this OpenID issuer on the ARM endpoint too, such as "
                                           "https://login.microsoftonline.com/TENANT/v2.0; role assignments say what they allow");
        auto *audience = command->add_option("--sign-in-audience", m_signIn.audiences, "What their aud has to name, one of them")
                             ->delimiter(',');
        issuer->needs(audience);
        audience->needs(issuer);
        command->add_option("--sign-in-groups-claim", m_signIn.groupsClaim, "Claim with the ids of a person's groups")
            ->capture_default_str()
            ->needs(issuer);
        command->add_option("--sign-in-object-id-claim", m_signIn.objectIdClaim,
                            "Claim with the id that role assignments name (default: oid, or else sub)")
            ->needs(issuer);
        command->add_option("--token-sources", m_tokenSources,
                            "JSON file, mode 600: where authentication-managed-identity and get-authorization-context get tokens, "
                            "by name (managed-identity[/CLIENT-ID], authorizations/PROVIDER/CONNECTION)");
        command->add_option("--ready-file", m_readyFile, "Written when all is open: the bound addresses as JSON");
        command->add_option("--workers", m_workers, "Threads of the data plane")
            ->check(CLI::Range(1, 256))
            ->capture_default_str();
        command->add_option("--subscription-id", m_scope.subscriptionId, "Part of the service's ARM id")
            ->capture_default_str();
        command->add_option("--resource-group", m_scope.resourceGroup, "Part of the service's ARM id")
            ->capture_default_str();
        command->add_option("--service-name", m_scope.serviceName, "Part of the service's ARM id")
            ->capture_default_str();
        auto *certificate = command->add_option("--certificate", m_certificate,
                                                "Certificate chain of the TLS listeners, PEM (default: an own one)");
        auto *key = command->add_option("--key", m_key, "Its private key, PEM");
        certificate->needs(key);
        key->needs(certificate);
        auto *redis = command->add_option("--redis", m_redis,
                                          "Count rate limits and quotas together with other gateways in this Redis: redis:// or "
                                          "rediss:// URL, or 'host:port,password=..,ssl=True'");
        command->add_option("--redis-prefix", m_redisPrefix, "Begins every key in Redis")->capture_default_str();
        command->add_option("--redis-failure", m_redisFailure,
                            "While Redis can't be reached: open lets calls pass uncounted, closed refuses them with 503")
            ->capture_default_str()
            ->check(CLI::IsMember({"open", "closed"}))
            ->needs(redis);
        command->add_option("--token-cache", m_tokenCacheMiB, "MiB for verified tokens; 0 verifies each one every time")
            ->check(CLI::Range(0, 4096))
            ->capture_default_str();
        command->add_option("--log-level", m_logLevel, "trace, debug, info, warning, error or off")
            ->capture_default_str()
            ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}));
        command->add_option("--drain", m_drain, "Seconds that requests under way get at the end")
            ->check(CLI::Range(0, 600))
            ->capture_default_str();
        command->footer("\nThe first signal drains: no new connections, requests under way are answered. The second "
                        "ends at once.\n\n"
                        "Examples:\n  gatectl run\n  gatectl run --listen 127.0.0.1:8080,[::1]:8080 --listen-tls "
                        "127.0.0.1:8443 --workers 2\n"
                        "  gatectl run --data /tmp/gw --listen 127.0.0.1:0 --management 127.0.0.1:0 --ready-file "
                        "/tmp/gw/ready.json");
        return command;
    }

    int run(const Context &context) override
    {
        auto options = optionsOf();
        if (!options)
            return context.failed(options.error());
        auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(context.console.err, true);
        Logger logger("gatectl", std::move(sink));
        logger.set_level(spdlog::level::from_str(m_logLevel));
        logger.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        const SystemClock clock;
        SystemRandom random;
        auto service = management::Service::start(std::move(*options), clock, random, logger);
        if (!service)
            return context.failed(service.error());
        for (const auto &endpoint : (*service)->gatewayEndpoints())
            context.console.out << "gateway    " << endpoint.text() << '\n';
        context.console.out << "management " << (*service)->managementEndpoint().text() << std::endl;
        waitForStop(context.console.stop);
        context.console.out << "draining" << std::endl;
        (*service)->stop(std::chrono::seconds{m_drain});
        return ExitOk;
    }

private:
    static void waitForStop(const std::stop_token &stop)
    {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait(lock, stop, [] { return false; });
    }

    Result<management::ServiceOptions> optionsOf() const
    {
        management::ServiceOptions options;
        auto listen = endpointsOf(m_listen);
        auto listenTls = endpointsOf(m_listenTls);
        auto management = endpointsOf({m_management});
        auto managementTls =
            endpointsOf(m_managementTls.empty() ? std::vector<std::string>{} : std::vector{m_managementTls});
        for (const auto *parsed : {&listen, &listenTls, &management, &managementTls}) {
            if (!*parsed)
                return tl::unexpected(parsed->error());
        }
        options.dataDirectory = m_data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(m_data);
        options.listen = std::move(*listen);
        options.listenTls = std::move(*listenTls);
        options.management = management->front();
        if (!managementTls->empty())
            options.managementTls = managementTls->front();
        if (!m_vault.empty()) {
            auto vault = net::Endpoint::parse(m_vault);
            if (!vault)
                return tl::unexpected(vault.error());
            options.vault = std::move(*vault);
        }
        options.vaultResource = m_vaultResource;
        options.vaultRefresh = std::chrono::seconds(m_vaultRefresh);
        options.allowRemoteManagement = m_remoteManagement;
        options.allowRemoteDebugger = m_remoteDebugger;
        options.tokenFile = m_tokenFile;
        options.tokenSourcesFile = m_tokenSources;
        if (!m_signIn.issuer.empty())
            options.signIn = m_signIn;
        options.readyFile = m_readyFile;
        options.clientCertificates = m_clientCertificates;
        options.workers = m_workers;
        options.scope = m_scope;
        if (!m_redis.empty()) {
            auto target = net::parseRedisTarget(m_redis);
            if (!target)
                return tl::unexpected(target.error());
            options.sharedLimits = gateway::SharedLimits{std::move(*target), m_redisFailure == "open"};
        }
        options.redisPrefix = m_redisPrefix;
        options.tokenCacheBytes = std::size_t{m_tokenCacheMiB} << 20;
        options.certificateFile = m_certificate;
        options.keyFile = m_key;
        return options;
    }

    std::string m_data, m_management = "127.0.0.1:0", m_managementTls, m_tokenFile, m_readyFile, m_certificate, m_key,
                        m_logLevel = "info", m_redis, m_redisPrefix = "gatehouse:", m_redisFailure = "open";
    unsigned m_tokenCacheMiB = identity::TokenCache::defaultBytes >> 20;
    std::vector<std::string> m_listen{"127.0.0.1:8080"}, m_listenTls;
    std::string m_tokenSources, m_vault, m_vaultResource;
    management::SignInOptions m_signIn;
    bool m_remoteManagement = false, m_remoteDebugger = false, m_clientCertificates = false;
    int m_workers = 1, m_drain = 10, m_vaultRefresh = 14'400;
    resource::ServiceScope m_scope;
};

} // namespace

std::unique_ptr<Verb> makeRunVerb()
{
    return std::make_unique<RunVerb>();
}

} // namespace gatehouse::gatectl
