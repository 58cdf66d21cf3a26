// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/client_connection.h"
#include "core/net/tls_context.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::net {

struct ClientPoolOptions
{
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds idleTimeout{60'000};
    std::size_t maxIdlePerOrigin = 64;
    http::ParserLimits limits;
};

//! Connections of one loop, the last used first. Outlives all that it handed out.
class ClientPool
{
public:
    struct Entry
    {
        std::shared_ptr<const Origin> origin;
        std::vector<std::unique_ptr<ClientConnection>> idle;
        std::size_t lent = 0; //!< connections that are out
    };

    ClientPool(Loop::Impl &loop, TlsContextPointer tls, const ClientPoolOptions &options);
    ~ClientPool();

    //! Stable while the pool lives.
    Entry &entry(bool tls, const std::string &host, std::uint16_t port, const TlsChecks &checks = {}, const ProxyAddress &proxy = {});
    //! The same origin for who shows that certificate: whoever shows another one, or none, shares no connection. `plain` itself without a
    //! certificate or without TLS. Good while a connection of it is out.
    Entry &withCertificate(Entry &plain, const std::shared_ptr<const crypto::CertificateFile> &certificate);
    //! An idle connection, or a new one that connects; begin() was called. `fresh`: no idle one.
    std::unique_ptr<ClientConnection> acquire(Entry &entry, ClientConnection::Handler &handler, bool headRequest, bool fresh = false);
    //! Keeps it when it can serve again, else closes it; it is destroyed later, so this may be called in its own callback.
    void release(Entry &entry, std::unique_ptr<ClientConnection> connection);

private:
    void forgetUnusedCertificates();
    void expired(Entry &entry, ClientConnection *connection);
    void bury(std::unique_ptr<ClientConnection> connection);

    Loop::Impl &m_loop;
    TlsContextPointer m_tls;
    ClientPoolOptions m_options;
    std::map<std::string, std::unique_ptr<Entry>, std::less<>> m_entries;
    std::map<std::pair<const Entry *, std::string>, std::unique_ptr<Entry>> m_certified; //!< by the plain one and the certificate's digest
    std::vector<std::unique_ptr<ClientConnection>> m_buried;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace gatehouse::net
