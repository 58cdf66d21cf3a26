// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sign_in_store.h"

#include "core/base/private_file.h"
#include "core/crypto/aead.h"
#include "core/crypto/digest.h"

#include <QLockFile>
#include <QString>

#include <sys/stat.h>

namespace gatehouse::remote {

namespace {

constexpr std::string_view boundText = "gatehouse sign-in 1";
constexpr int lockLimit = 40'000; //!< longer than a refresh may take

json::object jsonOf(const SignedIn &who)
{
    return {{"issuer", who.settings.issuer}, {"clientId", who.settings.clientId}, {"scope", who.settings.scope}, {"audience", who.settings.audience},
            {"iss", who.issuer}, {"sub", who.subject}, {"name", who.name},
            {"access", std::string(who.accessToken.reveal())}, {"refresh", std::string(who.refreshToken.reveal())},
            {"obtained", toIso(who.obtained)}, {"expires", toIso(who.expires)}};
}

SignedIn signedInOf(const json::object &object)
{
    const auto text = [&](const char *name) { return std::string(stringMember(object, name)); };
    return {{text("issuer"), text("clientId"), text("scope"), text("audience")}, text("iss"), text("sub"), text("name"),
            SecretString(text("access")), SecretString(text("refresh")), fromIso(text("obtained")).value_or(UtcTime{}), fromIso(text("expires")).value_or(UtcTime{})};
}

//! 32 bytes of the file's text.
Result<SecretString> sealingKey(const std::filesystem::path &folder)
{
    SystemRandom random;
    const auto secret = secretFromFile(folder / "people.key", random);
    if (!secret)
        return tl::unexpected(secret.error());
    return SecretString(crypto::sha256(secret->reveal()));
}

} // namespace

SignInStore::Lock::Lock(std::unique_ptr<QLockFile> file) : m_file(std::move(file)) { }
SignInStore::Lock::~Lock() = default;
SignInStore::Lock::Lock(Lock &&) noexcept = default;

Result<SignInStore::Lock> SignInStore::lock() const
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    ::chmod(m_folder.c_str(), S_IRWXU);
    auto file = std::make_unique<QLockFile>(QString::fromStdString((m_folder / "people.lock").string()));
    file->setStaleLockTime(lockLimit);
    if (!file->tryLock(lockLimit))
        return fail(ErrorKind::Timeout, "signIn.locked", {{"path", m_folder.string()}});
    return Lock(std::move(file));
}

Result<SignInStore::Entries> SignInStore::read() const
{
    const auto broken = [this] { return fail(ErrorKind::Corrupt, "signIn.store", {{"path", sealedPath().string()}}); };
    const auto sealed = readPrivateFile(sealedPath());
    if (!sealed && sealed.error().kind == ErrorKind::NotFound)
        return Entries();
    if (!sealed)
        return tl::unexpected(sealed.error());
    const auto key = sealingKey(m_folder);
    if (!key)
        return tl::unexpected(key.error());
    const auto plain = crypto::unseal(*key, *sealed, boundText);
    const auto value = plain ? parseJson(plain->reveal()) : Result<json::value>(broken());
    const auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return broken();
    Entries entries;
    for (const auto &[name, entry] : *object) {
        if (const auto *one = entry.if_object())
            entries.emplace(std::string(name), signedInOf(*one));
    }
    return entries;
}

Status SignInStore::write(const Entries &entries) const
{
    const auto key = sealingKey(m_folder);
    if (!key)
        return tl::unexpected(key.error());
    json::object object;
    for (const auto &[name, who] : entries)
        object[name] = jsonOf(who);
    SystemRandom random;
    const auto sealed = crypto::seal(*key, SecretString(toJson(object)).reveal(), boundText, random);
    if (!sealed)
        return tl::unexpected(sealed.error());
    return writePrivateFile(sealedPath(), *sealed);
}

Result<std::optional<SignedIn>> SignInStore::find(const std::string &name) const
{
    auto entries = read();
    if (!entries)
        return tl::unexpected(entries.error());
    const auto found = entries->find(name);
    return found == entries->end() ? std::nullopt : std::optional(std::move(found->second));
}

Status SignInStore::put(const std::string &name, const SignedIn &who) const
{
    auto entries = read();
    if (!entries && entries.error().code != "signIn.store") // what can't be opened holds nothing of use
        return tl::unexpected(entries.error());
    if (!entries)
        entries = Entries();
    entries->insert_or_assign(name, who);
    return write(*entries);
}

Status SignInStore::remove(const std::string &name) const
{
    auto entries = read();
    if (!entries)
        return tl::unexpected(entries.error());
    return entries->erase(name) == 0 ? Status{} : write(*entries);
}

} // namespace gatehouse::remote
