// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/service.h"

#include "core/base/random.h"
#include "core/management/arm_application.h"
#include "core/management/certificate_board.h"
#include "core/management/certificate_keeper.h"
#include "core/management/collector.h"
#include "core/management/data_directory.h"
#include "core/management/exchange_buffer.h"
#include "core/management/local_provider.h"
#include "core/management/management_endpoint.h"
#include "core/management/own_certificate.h"
#include "core/management/private_file.h"
#include "core/management/publisher.h"
#include "core/management/quota_keeper.h"
#include "core/management/seed.h"
#include "core/management/test_tokens.h"
#include "core/management/vault_endpoint.h"
#include "core/management/vault_references.h"
#include "core/policy/expressions.h"
#include "core/resource/overlay.h"

#include <algorithm>
#include <mutex>

#include <unistd.h>

namespace gatehouse::management {

namespace {

//! A wildcard address is no address to call.
std::string urlOf(std::string_view scheme, net::Endpoint endpoint)
{
    if (endpoint.host == "0.0.0.0")
        endpoint.host = "127.0.0.1";
    else if (endpoint.host == "::")
        endpoint.host = "::1";
    return std::string{scheme} + "://" + endpoint.text();
}

std::vector<std::string> urlsOf(std::string_view scheme, const std::vector<net::Endpoint> &endpoints)
{
    std::vector<std::string> urls;
    for (const auto &endpoint : endpoints)
        urls.push_back(urlOf(scheme, endpoint));
    return urls;
}

json::array arrayOf(const std::vector<std::string> &texts)
{
    json::array array;
    for (const auto &text : texts)
        array.push_back(json::value(text));
    return array;
}

//! The members are in the order of their making; they go in reverse.
class LocalService final : public Service
{
public:
    LocalService(ServiceOptions options, const Clock &clock, Random &random, Logger &logger)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_random(random)
        , m_logger(logger)
    {
    }

    ~LocalService() override { stop(std::chrono::milliseconds{0}); }

    Status start()
    {
        using Step = Status (LocalService::*)();
        for (const Step step : {&LocalService::checkOptions, &LocalService::openDirectory, &LocalService::openStores,
                                &LocalService::startGateway, &LocalService::openVault, &LocalService::startManagement, &LocalService::startVault, &LocalService::announce}) {
            if (auto done = (this->*step)(); !done)
                return done;
        }
        return {};
    }

    net::Endpoint managementEndpoint() const override
    {
        const auto plain = m_endpoint->plain();
        return plain ? *plain : m_endpoint->tls().value_or(net::Endpoint{});
    }
    std::vector<net::Endpoint> gatewayEndpoints() const override { return m_gateway->endpoints(); }
    SecretString token() const override { return m_token; }

    void stop(std::chrono::milliseconds drain) override
    {
        if (std::exchange(m_stopped, true))
            return;
        if (m_announced) {
            m_directory->removeEndpoint();
            if (!m_options.readyFile.empty())
                ::unlink(m_options.readyFile.c_str());
        }
        m_certificateKeeper.reset();
        if (m_references)
            m_references->stop(); // whoever waits for a key vault waits no longer
        if (m_endpoint)
            m_endpoint->stop(std::min(drain, std::chrono::milliseconds{5'000}));
        if (m_vaultEndpoint)
            m_vaultEndpoint->stop(std::min(drain, std::chrono::milliseconds{5'000}));
        if (m_publisher)
            m_publisher->stop();
        if (m_gateway)
            m_gateway->drain(drain);
        if (m_quotaKeeper)
            m_quotaKeeper->stop();
        if (m_collector)
            m_collector->stop();
    }

private:
    Status checkOptions()
    {
        if (!m_options.management && !m_options.managementTls)
            return fail(ErrorKind::Invalid, "service.noManagement");
        for (const auto &endpoint : {m_options.management, m_options.managementTls, m_options.vault}) {
            if (endpoint && !endpoint->isLoopback() && !m_options.allowRemoteManagement)
                return fail(ErrorKind::Invalid, "service.notLoopback", {{"endpoint", endpoint->text()}});
        }
        if (m_options.signIn)
            return m_options.signIn->check();
        return {};
    }

    Status openDirectory()
    {
        auto directory = DataDirectory::open(m_options.dataDirectory);
        if (!directory)
            return tl::unexpected(directory.error());
        m_directory = std::move(*directory);
        if (m_options.tokenFile.empty())
            m_options.tokenFile = m_directory->file("token");
        for (auto [path, secret] :
             {std::pair{m_options.tokenFile, &m_token}, std::pair{m_directory->file("digest-key"), &m_digestKey}}) {
            auto read = secretFromFile(path, m_random);
            if (!read)
                return tl::unexpected(std::move(read.error()).within("reading a secret of the data directory"));
            *secret = std::move(*read);
        }
        return readOverlay();
    }

    Status readOverlay()
    {
        const auto text = readPrivateFile(m_directory->file("overlay.json"));
        if (!text)
            return text.error().kind == ErrorKind::NotFound ? Status{} : tl::unexpected(text.error());
        const auto value = parseJson(*text);
        if (!value)
            return tl::unexpected(Error{value.error()}.within("reading overlay.json"));
        auto overlay = resource::Overlay::fromJson(*value);
        if (!overlay)
            return tl::unexpected(std::move(overlay.error()).within("reading overlay.json"));
        m_overlay = std::move(*overlay);
        return {};
    }

    Status openStores()
    {
        const auto path = m_directory->file("configuration.db").string();
        auto store = store::ConfigurationStore::open(path, m_clock, m_random, audit::makeRecorder);
        if (!store)
            return tl::unexpected(store.error());
        m_store = std::move(*store);
        if (auto seeded = seed(*m_store, {m_options.scope, m_clock.utc(), &m_random, m_digestKey, {}}); !seeded)
            return seeded;
        auto reader = audit::Reader::open(path);
        if (!reader)
            return tl::unexpected(reader.error());
        m_audit = std::move(*reader);
        auto telemetry = store::TelemetryStore::open(m_directory->file("telemetry.db").string(), m_clock);
        if (!telemetry)
            return tl::unexpected(telemetry.error());
        m_telemetry = std::move(*telemetry);
        auto quotas = store::QuotaStore::open(m_directory->file("quotas.db").string(), m_clock);
        if (!quotas)
            return tl::unexpected(quotas.error());
        m_quotas = std::move(*quotas);
        return {};
    }

    bool listensOnLoopbackAlone() const
    {
        const auto isLoopback = [](const net::Endpoint &endpoint) { return endpoint.isLoopback(); };
        return std::all_of(m_options.listen.begin(), m_options.listen.end(), isLoopback)
            && std::all_of(m_options.listenTls.begin(), m_options.listenTls.end(), isLoopback)
            && (!m_options.management || m_options.management->isLoopback()) && (!m_options.vault || m_options.vault->isLoopback()) && (!m_options.managementTls || m_options.managementTls->isLoopback());
    }

    std::vector<std::string> certificateHosts() const
    {
        std::vector<std::string> hosts;
        if (m_options.managementTls)
            hosts.push_back(m_options.managementTls->host);
        if (m_options.vault) {
            hosts.push_back(m_options.vault->host);
            hosts.emplace_back(VaultEndpoint::hostName);
        }
        for (const auto &endpoint : m_options.listenTls)
            hosts.push_back(endpoint.host);
        return hosts;
    }

    //! Another own certificate when it is time, for new connections.
    void renewCertificate()
    {
        auto own = ownCertificate(*m_directory, certificateHosts(), m_clock.utc());
        if (!own) {
            m_logger.error("the own certificate can't be renewed: {}", own.error().debugText());
            return;
        }
        {
            const std::lock_guard lock(m_certificates);
            if (own->chainPem == m_ownCertificate.chainPem)
                return;
            m_ownCertificate = *own;
        }
        m_references->setTrust(own->chainPem);
        Status done = m_endpoint->setCertificate(*own);
        if (m_vaultEndpoint && done)
            done = m_vaultEndpoint->setCertificate(*own);
        if (m_options.certificateFile.empty() && done)
            done = m_gateway->setCertificates({*own});
        if (done)
            m_logger.info("the own certificate was renewed");
        else
            m_logger.error("the renewed certificate can't be used: {}", done.error().debugText());
    }

    std::vector<ListenerCertificate> listenerCertificates()
    {
        const std::lock_guard lock(m_certificates);
        ListenerCertificate own{"own", m_ownCertificate.chainPem, true, {}};
        ListenerCertificate given{"gateway", m_gatewayCertificate.chainPem, false, {}};
        if (m_options.managementTls)
            own.listeners.emplace_back("management-tls");
        if (m_options.vault)
            own.listeners.emplace_back("vault");
        if (!m_options.listenTls.empty())
            (m_options.certificateFile.empty() ? own : given).listeners.emplace_back("listen-tls");
        std::vector<ListenerCertificate> shown;
        for (auto *one : {&own, &given}) {
            if (!one->listeners.empty())
                shown.push_back(std::move(*one));
        }
        return shown;
    }

    Status makeCertificates()
    {
        const auto hosts = certificateHosts();
        if (hosts.empty())
            return {};
        auto own = ownCertificate(*m_directory, hosts, m_clock.utc());
        if (!own)
            return tl::unexpected(own.error());
        m_ownCertificate = std::move(*own);
        m_gatewayCertificate = m_ownCertificate;
        if (m_options.certificateFile.empty())
            return {};
        auto given = certificateFromFiles(m_options.certificateFile, m_options.keyFile);
        if (!given)
            return tl::unexpected(given.error());
        m_gatewayCertificate = std::move(*given);
        return {};
    }

    static Result<identity::TokenSources> readTokenSources(const std::filesystem::path &path)
    {
        const auto text = readPrivateFile(path);
        if (!text)
            return tl::unexpected(text.error());
        auto sources = identity::parseTokenSources(*text);
        if (!sources)
            sources.error().args.emplace_back("path", path.string());
        return sources;
    }

    Status startGateway()
    {
        if (auto made = makeCertificates(); !made)
            return made;
        gateway::GatewayOptions options;
        if (!m_options.tokenSourcesFile.empty()) {
            auto sources = readTokenSources(m_options.tokenSourcesFile);
            if (!sources)
                return tl::unexpected(std::move(sources.error()));
            options.tokenSources = std::move(*sources);
        }
        if (auto opened = openReferences(options.tokenSources); !opened)
            return opened;
        options.listen = m_options.listen;
        options.listenTls = m_options.listenTls;
        if (!m_options.listenTls.empty())
            options.certificates = {m_gatewayCertificate};
        options.clientCertificates = m_options.clientCertificates;
        options.workers = m_options.workers;
        options.expressions = &m_expressions;
        options.remoteDebugger = m_options.allowRemoteDebugger;
        options.sharedLimits = m_options.sharedLimits;
        options.redisPrefix = m_options.redisPrefix;
        options.tokenCacheBytes = m_options.tokenCacheBytes;
        auto gateway = gateway::Gateway::start(std::move(options), m_clock, m_random, m_logger);
        if (!gateway)
            return tl::unexpected(gateway.error());
        m_gateway = std::move(*gateway);
        auto keeper = QuotaKeeper::start(*m_gateway, *m_quotas, m_logger);
        if (!keeper)
            return tl::unexpected(keeper.error());
        m_quotaKeeper = std::move(*keeper);
        m_gatewayUrls = urlsOf("http", m_gateway->endpoints());
        m_gatewayTlsUrls = urlsOf("https", m_gateway->endpointsTls());
        m_publisher = std::make_unique<Publisher>(
            *m_gateway, [this] { return m_store->current(); }, m_overlay, [this](resource::Configuration &configuration) { m_references->complete(configuration); });
        m_exchanges = std::make_unique<ExchangeBuffer>();
        m_collector = std::make_unique<Collector>(*m_gateway, *m_telemetry, *m_exchanges, m_clock, m_logger);
        return {};
    }

    Status startManagement()
    {
        m_startedAt = m_clock.utc();
        m_local = std::make_unique<LocalProvider>(
            LocalProvider::Parts{*m_gateway, *m_store, *m_telemetry, *m_audit, *m_exchanges, *m_collector, *m_publisher,
                                 m_clock, m_startedAt, m_options.workers, m_gatewayUrls, m_gatewayTlsUrls, &m_expressions});
        const auto &first = m_gatewayUrls.empty() ? m_gatewayTlsUrls : m_gatewayUrls;
        m_board = std::make_unique<CertificateBoard>(
            CertificateBoard::Parts{m_clock, *m_store, *m_references, m_vault.get(), [this] { return listenerCertificates(); }});
        m_testTokens = std::make_unique<TestTokens>(m_directory->path(), listensOnLoopbackAlone(), m_clock, m_random);
        m_application = std::make_unique<ArmApplication>(
            ArmApplication::Parts{m_options.scope, m_token, m_digestKey, first.empty() ? std::string{} : first.front(),
                                  m_clock, m_random, m_logger, *m_store, *m_publisher, *m_local, &m_expressions, &m_gateway->traces(), m_testTokens.get(), m_references.get(), m_board.get()});
        auto endpoint = ManagementEndpoint::listen(
            {m_options.management, m_options.managementTls, m_options.allowRemoteManagement, m_ownCertificate, m_options.signIn},
            *m_application, *m_exchanges, m_random, m_clock);
        if (!endpoint)
            return tl::unexpected(endpoint.error());
        m_endpoint = std::move(*endpoint);
        const auto plain = m_endpoint->plain();
        m_testTokens->setBaseUrl(plain ? urlOf("http", *plain) : urlOf("https", *m_endpoint->tls()));
        return {};
    }

    Status openReferences(const identity::TokenSources &sources)
    {
        auto key = secretFromFile(m_directory->file("vault-key"), m_random);
        if (!key)
            return tl::unexpected(std::move(key.error()).within("reading the key of the vault"));
        m_vaultKey = std::move(*key);
        auto cache = vault::ValueCache::open(m_directory->file("vault-values.db").string(), m_vaultKey, m_random);
        if (!cache)
            return tl::unexpected(std::move(cache.error()).within("opening the values of key vaults"));
        auto made = VaultReferences::create({m_clock, m_logger, std::move(*cache), sources, m_ownCertificate.chainPem, m_options.vaultRefresh,
                                             [this] { return m_store->current(); }, [this] { m_publisher->publish(); }});
        if (!made)
            return tl::unexpected(made.error());
        m_references = std::move(*made);
        return {};
    }

    //! Where the gateway's own vault is, as identifiers may name it.
    vault::OwnVault ownVault() const
    {
        if (!m_vaultEndpoint)
            return {};
        const auto address = urlOf("https", m_vaultEndpoint->endpoint());
        const auto port = ":" + std::to_string(m_vaultEndpoint->endpoint().port);
        return {{address, "https://localhost" + port, "https://127.0.0.1" + port, "https://" + std::string{VaultEndpoint::hostName} + port}, address, m_gatewayToken};
    }

    Status startVault()
    {
        if (m_options.vault) {
            if (auto served = serveVault(); !served)
                return served;
        }
        m_references->start(ownVault());
        if (!certificateHosts().empty())
            m_certificateKeeper = std::make_unique<CertificateKeeper>(m_options.certificateCheck, [this] { renewCertificate(); });
        m_references->fetchNew(std::chrono::seconds{5});
        m_publisher->publish();
        return {};
    }

    Status openVault()
    {
        if (!m_options.vault)
            return {};
        auto vault = vault::Vault::open(m_directory->file("vault.db").string(), m_vaultKey, m_clock, m_random);
        if (!vault)
            return tl::unexpected(std::move(vault.error()).within("opening the vault"));
        m_vault = std::move(*vault);
        return {};
    }

    Status serveVault()
    {
        if (m_options.vaultResource.empty())
            m_options.vaultResource = VaultEndpoint::resource;
        auto signIn = m_options.signIn;
        if (signIn)
            signIn->audiences = {m_options.vaultResource, m_options.vaultResource + "/"};
        const vault::Challenge challenge{signIn ? signIn->issuer : m_options.vaultResource + "/local", m_options.vaultResource, {}};
        m_vaultApplication = std::make_unique<VaultApplication>(
            VaultApplication::Parts{m_options.scope, m_token, m_gatewayToken, challenge, m_clock, m_logger, *m_store, *m_vault});
        auto endpoint = VaultEndpoint::listen({*m_options.vault, m_options.allowRemoteManagement, m_ownCertificate, std::move(signIn)}, *m_vaultApplication,
                                              m_random, m_clock);
        if (!endpoint)
            return tl::unexpected(endpoint.error());
        m_vaultEndpoint = std::move(*endpoint);
        return {};
    }

    json::object description() const
    {
        json::object body{{"pid", static_cast<std::int64_t>(::getpid())},
                          {"started", toIso(m_startedAt)},
                          {"scope", m_options.scope.prefix()}};
        if (const auto plain = m_endpoint->plain())
            body["management"] = urlOf("http", *plain);
        if (const auto tls = m_endpoint->tls()) {
            body["managementTls"] = urlOf("https", *tls);
            body["managementCertificate"] = m_directory->file("management-cert.pem").string();
        }
        if (m_vaultEndpoint) {
            body["vault"] = urlOf("https", m_vaultEndpoint->endpoint());
            body["vaultResource"] = m_options.vaultResource;
            body["managementCertificate"] = m_directory->file("management-cert.pem").string();
        }
        if (!m_gatewayUrls.empty())
            body["gateway"] = arrayOf(m_gatewayUrls);
        if (!m_gatewayTlsUrls.empty())
            body["gatewayTls"] = arrayOf(m_gatewayTlsUrls);
        body["tokenFile"] = std::filesystem::absolute(m_options.tokenFile).string();
        return body;
    }

    Status announce()
    {
        const auto body = description();
        m_announced = true;
        if (auto written = m_directory->writeEndpoint(body); !written)
            return written;
        if (m_options.readyFile.empty())
            return {};
        return writePrivateFile(m_options.readyFile, toPrettyJson(body) + "\n");
    }

    ServiceOptions m_options;
    const Clock &m_clock;
    Random &m_random;
    Logger &m_logger;
    std::optional<DataDirectory> m_directory;
    SecretString m_token, m_digestKey;
    resource::Overlay m_overlay;
    net::ServerCertificate m_ownCertificate, m_gatewayCertificate;
    std::unique_ptr<store::ConfigurationStore> m_store;
    std::unique_ptr<audit::Reader> m_audit;
    std::unique_ptr<store::TelemetryStore> m_telemetry;
    std::unique_ptr<store::QuotaStore> m_quotas;
    policy::Expressions m_expressions;
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::unique_ptr<QuotaKeeper> m_quotaKeeper;
    std::vector<std::string> m_gatewayUrls, m_gatewayTlsUrls;
    std::unique_ptr<VaultReferences> m_references;
    std::unique_ptr<Publisher> m_publisher;
    std::unique_ptr<ExchangeBuffer> m_exchanges;
    std::unique_ptr<Collector> m_collector;
    UtcTime m_startedAt{};
    std::unique_ptr<LocalProvider> m_local;
    std::unique_ptr<TestTokens> m_testTokens;
    std::unique_ptr<CertificateBoard> m_board;
    std::unique_ptr<ArmApplication> m_application;
    std::unique_ptr<ManagementEndpoint> m_endpoint;
    std::mutex m_certificates; //!< m_ownCertificate is renewed
    std::unique_ptr<CertificateKeeper> m_certificateKeeper;
    SecretString m_gatewayToken{randomHex(m_random, 32)}, m_vaultKey;
    std::unique_ptr<vault::Vault> m_vault;
    std::unique_ptr<VaultApplication> m_vaultApplication;
    std::unique_ptr<VaultEndpoint> m_vaultEndpoint;
    bool m_announced = false;
    bool m_stopped = false;
};

} // namespace

Result<std::unique_ptr<Service>> Service::start(ServiceOptions options, const Clock &clock, Random &random,
                                                Logger &logger)
{
    auto service = std::make_unique<LocalService>(std::move(options), clock, random, logger);
    if (auto started = service->start(); !started)
        return tl::unexpected(started.error());
    return service;
}

} // namespace gatehouse::management
