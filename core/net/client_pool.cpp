// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client_pool.h"

#include "core/crypto/digest.h"

#include <algorithm>

namespace gatehouse::net {

namespace {

constexpr std::size_t maxCertified = 256; // a policy may make a certificate of any request: what is remembered is bounded

} // namespace

ClientPool::ClientPool(Loop::Impl &loop, TlsContextPointer tls, const ClientPoolOptions &options)
    : m_loop(loop), m_tls(std::move(tls)), m_options(options)
{
}

ClientPool::~ClientPool() = default;

ClientPool::Entry &ClientPool::entry(bool tls, const std::string &host, std::uint16_t port, const TlsChecks &checks, const ProxyAddress &proxy)
{
    auto text = (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
    const std::string unchecked = std::string(checks.chain ? "" : "?chain") + (checks.name ? "" : "?name");
    // No origin begins so. Whoever authenticates differently shares no connection.
    const auto way = proxy ? "via " + proxy.host + " " + std::to_string(proxy.port) + " " + proxy.authorization + " " : std::string();
    auto &entry = m_entries[way + (tls ? "https://" : "http://") + text + (tls ? unchecked : "")];
    if (!entry) {
        entry = std::make_unique<Entry>();
        entry->origin = std::make_shared<Origin>(Origin{tls, host, port, std::move(text), checks, proxy});
    }
    return *entry;
}

ClientPool::Entry &ClientPool::withCertificate(Entry &plain, const std::shared_ptr<const crypto::CertificateFile> &certificate)
{
    if (!certificate || !plain.origin->tls)
        return plain;
    auto key = std::pair(static_cast<const Entry *>(&plain), crypto::sha256(crypto::derOf(certificate->certificate.get())));
    if (const auto known = m_certified.find(key); known != m_certified.end())
        return *known->second;
    if (m_certified.size() >= maxCertified)
        forgetUnusedCertificates();
    auto origin = *plain.origin;
    origin.certificate = certificate;
    auto entry = std::make_unique<Entry>();
    entry->origin = std::make_shared<const Origin>(std::move(origin));
    return *m_certified.emplace(std::move(key), std::move(entry)).first->second;
}

void ClientPool::forgetUnusedCertificates()
{
    for (auto place = m_certified.begin(); place != m_certified.end();) {
        auto &entry = *place->second;
        if (entry.lent != 0) {
            ++place;
            continue;
        }
        for (auto &connection : entry.idle)
            bury(std::move(connection));
        place = m_certified.erase(place);
    }
}

std::unique_ptr<ClientConnection> ClientPool::acquire(Entry &entry, ClientConnection::Handler &handler, bool headRequest, bool fresh)
{
    ++entry.lent;
    if (!fresh && !entry.idle.empty()) {
        auto connection = std::move(entry.idle.back());
        entry.idle.pop_back();
        connection->unpark();
        connection->begin(handler, headRequest);
        return connection;
    }
    auto connection = std::make_unique<ClientConnection>(m_loop, entry.origin, m_options.limits);
    connection->begin(handler, headRequest);
    connection->connect(entry.origin->tls ? m_tls.get() : nullptr, m_options.connectTimeout);
    return connection;
}

void ClientPool::release(Entry &entry, std::unique_ptr<ClientConnection> connection)
{
    if (!connection)
        return;
    --entry.lent;
    connection->detach();
    if (!connection->isReusable() || entry.idle.size() >= m_options.maxIdlePerOrigin) {
        bury(std::move(connection));
        return;
    }
    connection->park(m_options.idleTimeout, [this, &entry](ClientConnection *gone) { expired(entry, gone); });
    entry.idle.push_back(std::move(connection));
}

void ClientPool::expired(Entry &entry, ClientConnection *connection)
{
    const auto found = std::find_if(entry.idle.begin(), entry.idle.end(),
                                    [connection](const auto &idle) { return idle.get() == connection; });
    if (found == entry.idle.end())
        return;
    auto owned = std::move(*found);
    entry.idle.erase(found);
    bury(std::move(owned));
}

void ClientPool::bury(std::unique_ptr<ClientConnection> connection)
{
    connection->close();
    if (m_buried.empty()) {
        m_loop.defer([this, alive = m_alive] {
            if (alive.use_count() > 1)
                m_buried.clear();
        });
    }
    m_buried.push_back(std::move(connection));
}

} // namespace gatehouse::net
