// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/revocation_lists.h"

#include "core/crypto/openssl_handle.h"
#include "core/http/url.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <arpa/inet.h>

#include <algorithm>

namespace gatehouse::identity {

namespace {

constexpr std::size_t longestUrl = 2048;
constexpr std::chrono::seconds longestListFetch{20}; // one that has not ended after that went with its worker

//! 169.254.0.0/16, fe80::/10, and what is nobody's address.
bool isLinkLocal(const std::string &host)
{
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
        const auto address = ntohl(v4.s_addr);
        return (address >> 16) == 0xa9fe || (address >> 24) == 0 || (address >> 28) >= 0xe;
    }
    in6_addr v6{};
    if (inet_pton(AF_INET6, host.c_str(), &v6) != 1)
        return false;
    return IN6_IS_ADDR_LINKLOCAL(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || IN6_IS_ADDR_MULTICAST(&v6) || IN6_IS_ADDR_V4MAPPED(&v6);
}

//! "0x7f.1" and "2852039166" are addresses to a resolver.
bool isDisguisedAddress(const std::string &host)
{
    const auto last = host.substr(host.rfind('.') + 1);
    in_addr v4{};
    return !last.empty() && last.front() >= '0' && last.front() <= '9' && host.find(':') == std::string::npos
        && inet_pton(AF_INET, host.c_str(), &v4) != 1;
}

RevocationLists::ListPointer parseList(const std::string &bytes)
{
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    X509_CRL *list = d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size()));
    if (!list && bytes.find("-----BEGIN") != std::string::npos) {
        const crypto::BioHandle bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
        list = bio ? PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr) : nullptr;
    }
    ERR_clear_error();
    if (!list)
        return nullptr;
    return {list, [](const X509_CRL *old) { X509_CRL_free(const_cast<X509_CRL *>(old)); }};
}

} // namespace

Status judgeListUrl(std::string_view url)
{
    const auto refused = [&](std::string reason) {
        return fail(ErrorKind::Invalid, "identity.url", {{"url", std::string(url.substr(0, 512))}, {"reason", std::move(reason)}});
    };
    if (url.size() > longestUrl)
        return refused("too long");
    const auto parsed = http::Url::parse(url);
    if (!parsed)
        return refused(std::string(parsed.error().arg("reason")));
    if (parsed->scheme != "http")
        return refused("lists are fetched by http");
    if (isLinkLocal(parsed->host) || isDisguisedAddress(parsed->host))
        return refused("not an address to ask");
    return {};
}

RevocationLists::Entry &RevocationLists::entryOf(const std::string &url, SteadyTime now)
{
    if (const auto found = m_entries.find(url); found != m_entries.end()) {
        found->second.used = now;
        return found->second;
    }
    if (m_entries.size() >= m_options.lists) {
        const auto oldest = std::min_element(m_entries.begin(), m_entries.end(), [](const auto &a, const auto &b) { return a.second.used < b.second.used; });
        oldest->second.waiters.wake();
        m_entries.erase(oldest);
    }
    auto &entry = m_entries[url];
    entry.used = now;
    return entry;
}

RevocationLists::ListPointer RevocationLists::latest(const std::string &url)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(url);
    return found == m_entries.end() ? nullptr : found->second.list;
}

bool RevocationLists::isFresh(const std::string &url, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    const auto &entry = entryOf(url, now);
    return entry.list && now - entry.fetched < m_options.refreshAfter;
}

std::shared_ptr<void> RevocationLists::load(const std::string &url, SteadyTime now, const Io &io, std::function<void()> done)
{
    std::shared_ptr<void> waiter;
    {
        const std::lock_guard lock(m_mutex);
        auto &entry = entryOf(url, now);
        const bool underWay = entry.underWay && now - entry.started < longestListFetch;
        if (!underWay && now < entry.retryAt)
            return nullptr;
        waiter = entry.waiters.add(io, std::move(done));
        if (underWay)
            return waiter;
        entry.underWay = true;
        entry.started = now;
    }
    fetch(url, now, io);
    return waiter;
}

void RevocationLists::fetch(const std::string &url, SteadyTime now, const Io &io)
{
    if (!judgeListUrl(url)) {
        end(url, nullptr, now);
        return;
    }
    FetchRequest request;
    request.url = url;
    request.timeout = std::chrono::seconds(10);
    io.fetch(std::move(request), [this, url, now](Result<FetchAnswer> answer) {
        const bool came = answer && answer->status == 200 && answer->body.size() <= m_options.bytes;
        end(url, came ? parseList(answer->body) : nullptr, now);
    });
}

void RevocationLists::end(const std::string &url, ListPointer list, SteadyTime began)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(url);
    if (found == m_entries.end())
        return; // displaced meanwhile
    auto &entry = found->second;
    entry.underWay = false;
    if (list) {
        entry.list = std::move(list);
        entry.fetched = began;
        entry.retryAt = {};
    } else {
        entry.retryAt = began + m_options.retryAfter;
    }
    entry.waiters.wake();
}

} // namespace gatehouse::identity
