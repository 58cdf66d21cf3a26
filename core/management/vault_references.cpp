// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/vault_references.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"

#include <algorithm>
#include <future>

namespace gatehouse::management {

namespace {

using resource::Configuration;

constexpr std::chrono::seconds longestRound{30};
constexpr std::chrono::seconds firstRetry{60};

const json::object *keyVaultOf(const resource::Resource &resource)
{
    const auto *found = member(resource.properties, "keyVault");
    const auto *object = found ? found->if_object() : nullptr;
    return object && !stringMember(*object, "secretIdentifier").empty() ? object : nullptr;
}

//! The failure as ARM's lastStatus says it; no value and no token is ever in an error.
vault::FetchStatus statusOf(const Error &error, UtcTime now)
{
    const auto code = std::string{error.arg("code")};
    const auto reason = std::string{error.arg("reason")};
    if (error.code == "vault.identifier")
        return {"InvalidIdentifier", "The secret identifier is not one: " + reason + ".", now};
    if (error.code == "vault.otherResource")
        return {"ChallengeRefused", "The vault asks for a token for '" + std::string{error.arg("resource")} + "', which is not the domain that it is in: none was sent.", now};
    if (error.code == "vault.challenge")
        return {"ChallengeRefused", "What the vault says of its tokens can't be followed: " + reason + ".", now};
    if (error.code == "vault.noTokenSource")
        return {"NoIdentity", "The gateway has no token source '" + std::string{error.arg("name")} + "' (gatectl run --token-sources).", now};
    if (error.code == "vault.noToken")
        return {"NoIdentity", "The gateway's token source gave no token for the vault.", now};
    if (error.code == "vault.absent")
        return {code.empty() ? "SecretNotFound" : code, "The vault has no such secret.", now};
    if (error.code == "vault.refused")
        return {code.empty() ? "Forbidden" : code, "The vault does not let the gateway's identity read the secret (" + std::string{error.arg("status")} + ").", now};
    if (error.code == "vault.busy")
        return {code.empty() ? "VaultUnavailable" : code, "The vault answered with " + std::string{error.arg("status")} + ".", now};
    if (error.code == "vault.answer")
        return {"InvalidAnswer", "What the vault answered is no secret: " + reason + ".", now};
    return {"VaultUnreachable", "The vault can't be reached (" + (reason.empty() ? error.code : reason) + ").", now};
}

//! A vault gives PKCS#12 in base64 or PEM; certificates of a configuration are base64 of either.
std::string certificateData(const vault::FetchedValue &fetched)
{
    const auto text = fetched.value.reveal();
    return text.find("-----BEGIN") == std::string_view::npos ? std::string{trim(text)} : crypto::base64(text);
}

std::optional<crypto::CertificateFile> certificateOf(const vault::FetchedValue &fetched)
{
    const auto bytes = crypto::decodeBase64(certificateData(fetched), crypto::Base64Form::Standard);
    auto file = bytes ? crypto::readCertificateFile(*bytes, {}) : Result<crypto::CertificateFile>(fail(ErrorKind::Invalid, "certificate.invalid"));
    return file ? std::optional(std::move(*file)) : std::nullopt;
}

bool isCertificateKey(std::string_view key)
{
    return key.starts_with("certificates/");
}

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

} // namespace

Result<std::unique_ptr<VaultReferences>> VaultReferences::create(Parts parts)
{
    auto known = parts.cache->all();
    if (!known)
        return tl::unexpected(known.error());
    std::unique_ptr<VaultReferences> self{new VaultReferences{std::move(parts)}};
    self->m_values = std::move(*known);
    return self;
}

VaultReferences::~VaultReferences()
{
    stop();
}

void VaultReferences::start(vault::OwnVault own)
{
    m_loop.start("key-vault");
    std::promise<void> made;
    m_loop.post([&] {
        net::HttpClientOptions options;
        options.caPem = m_parts.caPem;
        m_fetcher = std::make_unique<LoopFetcher>(m_loop, std::move(options));
        m_client = std::make_unique<vault::KeyVaultClient>(
            [this](identity::FetchRequest request, std::function<void(Result<http::Response>)> done) { m_fetcher->send(std::move(request), std::move(done)); },
            [this](std::function<void()> task) { m_loop.post(std::move(task)); }, m_parts.sources, m_parts.clock);
        m_client->setOwn(std::move(own));
        made.set_value();
    });
    made.get_future().wait();
    const std::lock_guard lock(m_mutex);
    m_started = true;
    m_thread = std::thread([this] { run(); });
}

void VaultReferences::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_started, false))
            return;
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    std::promise<void> gone;
    m_loop.post([&] {
        m_client.reset();
        m_fetcher.reset();
        m_formerFetchers.clear();
        gone.set_value();
    });
    gone.get_future().wait();
    m_loop.stop();
}

void VaultReferences::setTrust(const std::string &caPem)
{
    m_loop.post([this, caPem] {
        net::HttpClientOptions options;
        options.caPem = caPem;
        m_formerFetchers.push_back(std::exchange(m_fetcher, std::make_unique<LoopFetcher>(m_loop, std::move(options))));
    });
}

std::vector<VaultReferences::Reference> VaultReferences::references(const Configuration &configuration) const
{
    std::vector<Reference> found;
    for (const auto *collection : {"namedValues", "certificates"}) {
        for (const auto &one : configuration.children({}, collection)) {
            if (const auto *vault = keyVaultOf(*one))
                found.push_back({toLower(one->id.text()), std::string{stringMember(*vault, "secretIdentifier")}, std::string{stringMember(*vault, "identityClientId")}});
        }
    }
    return found;
}

void VaultReferences::complete(Configuration &configuration) const
{
    const auto named = references(configuration);
    const std::lock_guard lock(m_mutex);
    for (const auto &reference : named) {
        const auto id = resource::ResourceId::parse(reference.key);
        const auto *found = id ? configuration.find(*id) : nullptr;
        if (!found)
            continue;
        auto resource = *found;
        const auto fetched = m_values.find(reference.key);
        const bool known = fetched != m_values.end() && fetched->second.known && fetched->second.identifier == reference.text;
        for (const auto *property : {"value", "data", "password"})
            resource.properties.erase(property);
        if (isCertificateKey(reference.key)) {
            if (known)
                resource.properties["data"] = certificateData(fetched->second);
        } else {
            resource.properties["secret"] = true;
            if (known)
                resource.properties["value"] = fetched->second.value.reveal();
        }
        configuration.put(std::move(resource));
    }
}

std::optional<VaultReferences::Facts> VaultReferences::facts(const resource::ResourceId &id) const
{
    vault::FetchedValue fetched;
    const auto key = toLower(id.text());
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_values.find(key);
        if (found == m_values.end())
            return std::nullopt;
        fetched = found->second;
    }
    Facts facts{fetched.status, fetched.known, {}, {}, {}};
    if (!fetched.known || !isCertificateKey(key))
        return facts;
    if (const auto file = certificateOf(fetched)) {
        facts.subject = crypto::distinguishedName(X509_get_subject_name(file->certificate.get()));
        facts.thumbprint = upper(crypto::toHex(crypto::thumbprintOf(file->certificate.get())));
        if (const auto end = crypto::notAfter(file->certificate.get()))
            facts.expires = *end;
    }
    return facts;
}

void VaultReferences::fetchNew(std::chrono::milliseconds limit)
{
    auto named = references(*m_parts.current());
    forgetOthers(named);
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(named, [this](const Reference &one) {
            const auto found = m_values.find(one.key);
            return found != m_values.end() && found->second.identifier == one.text;
        });
    }
    fetch(std::move(named), limit);
}

void VaultReferences::refresh(const resource::ResourceId &id, std::chrono::milliseconds limit)
{
    auto named = references(*m_parts.current());
    std::erase_if(named, [key = toLower(id.text())](const Reference &one) { return one.key != key; });
    fetch(std::move(named), limit);
}

bool VaultReferences::isFresh(const Reference &reference) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_values.find(reference.key);
    return found != m_values.end() && found->second.identifier == reference.text && found->second.status.code == "Success";
}

bool VaultReferences::fetch(std::vector<Reference> wanted, std::chrono::milliseconds limit)
{
    const auto asked = wanted;
    std::unique_lock lock(m_mutex);
    if (!m_started || m_stopping || wanted.empty())
        return true;
    auto batch = std::make_shared<Batch>();
    batch->left = wanted.size();
    m_loop.post([this, batch, all = std::move(wanted)] {
        for (const auto &reference : all) {
            const auto taken = [this, batch, reference](Result<vault::SecretAnswer> answer) {
                take(reference, std::move(answer));
                const std::lock_guard inner(m_mutex);
                --batch->left;
                m_wake.notify_all();
            };
            const auto identifier = vault::parseSecretIdentifier(reference.text);
            if (identifier)
                m_client->read(*identifier, reference.clientId, taken);
            else
                taken(tl::unexpected(identifier.error()));
        }
    });
    m_wake.wait_for(lock, limit, [&] { return m_stopping || batch->left == 0; });
    lock.unlock();
    return std::ranges::all_of(asked, [this](const Reference &one) { return isFresh(one); });
}

void VaultReferences::take(const Reference &reference, Result<vault::SecretAnswer> answer)
{
    const auto now = m_parts.clock.utc();
    vault::FetchedValue fetched;
    {
        const std::lock_guard lock(m_mutex);
        auto &entry = m_values[reference.key];
        if (entry.identifier != reference.text)
            entry = {};
        entry.identifier = reference.text;
        if (answer && isCertificateKey(reference.key)) {
            vault::FetchedValue came;
            came.value = answer->value;
            if (!certificateOf(came))
                answer = fail(ErrorKind::Invalid, "vault.answer", {{"reason", "it is no certificate"}});
        }
        if (answer && !answer->attributes.enabled)
            answer = fail(ErrorKind::Forbidden, "vault.refused", {{"status", "200"}, {"code", "SecretDisabled"}});
        if (answer) {
            m_publish = m_publish || !entry.known || !(entry.value == answer->value);
            entry.known = true;
            entry.value = std::move(answer->value);
            entry.contentType = std::move(answer->contentType);
            entry.status = {"Success", {}, now};
        } else {
            entry.status = statusOf(answer.error(), now);
            m_failed = true;
            m_parts.logger.warn("{}: {} {}", reference.key, entry.status.code, entry.status.message);
        }
        fetched = entry;
    }
    if (auto kept = m_parts.cache->put(reference.key, fetched); !kept)
        m_parts.logger.error("the value of {} can't be kept: {}", reference.key, kept.error().debugText());
}

void VaultReferences::forgetOthers(const std::vector<Reference> &named)
{
    std::vector<std::string> gone;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[key, value] : m_values) {
            if (std::ranges::find(named, key, &Reference::key) == named.end())
                gone.push_back(key);
        }
        for (const auto &key : gone)
            m_values.erase(key);
    }
    for (const auto &key : gone) {
        if (auto done = m_parts.cache->remove(key); !done)
            m_parts.logger.error("the value of {} can't be forgotten: {}", key, done.error().debugText());
    }
}

void VaultReferences::run()
{
    using Steady = std::chrono::steady_clock;
    // At the start all are asked for again: they may be of long ago.
    auto whole = Steady::now();
    auto due = whole;
    std::chrono::seconds pause = firstRetry;
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait_until(lock, due, [this] { return m_stopping || m_publish || m_failed; });
        if (m_stopping)
            return;
        if (std::exchange(m_failed, false))
            due = std::min(due, Steady::now() + pause);
        const bool publishes = std::exchange(m_publish, false);
        lock.unlock();
        if (publishes)
            m_parts.changed();
        if (Steady::now() < due)
            continue;
        auto named = references(*m_parts.current());
        forgetOthers(named);
        if (Steady::now() < whole)
            std::erase_if(named, [this](const Reference &one) { return isFresh(one); });
        else
            whole = Steady::now() + m_parts.refreshEvery;
        const bool anyFailed = !fetch(named, longestRound);
        pause = anyFailed ? std::min<std::chrono::seconds>(pause * 2, m_parts.refreshEvery) : firstRetry;
        due = anyFailed ? std::min(whole, Steady::now() + pause) : whole;
    }
}

} // namespace gatehouse::management
