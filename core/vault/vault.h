// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::vault {

enum class Kind { Secret, Certificate };

struct Attributes
{
    bool enabled = true;
    std::optional<UtcTime> notBefore, expires;
};

//! One version of a secret, or of a certificate with the secret that goes with it. Without its value.
struct Version
{
    std::string name;
    std::string version; //!< 32 hexadecimal digits
    Attributes attributes;
    UtcTime created{}, updated{};
    std::string contentType;
    json::object tags;
    std::string certificate; //!< DER; "" : a plain secret
    json::object policy; //!< of a certificate: how it came to be

    bool isCertificate() const { return !certificate.empty(); }
};

//! What was deleted and can come back.
struct Deleted
{
    Version version; //!< the newest
    UtcTime deleted{}, purge{};
};

struct NewVersion
{
    SecretString value;
    std::string contentType;
    Attributes attributes;
    json::object tags;
    std::string certificate; //!< DER; "" : a plain secret
    json::object policy;
};

//! What is absent stays.
struct VersionChange
{
    std::optional<bool> enabled;
    std::optional<UtcTime> notBefore, expires;
    std::optional<std::string> contentType;
    std::optional<json::object> tags;
    std::optional<json::object> policy;
};

template<typename T>
struct Page
{
    std::vector<T> items;
    std::string next; //!< where the next one begins; "" : there is none
};

//! A small vault in SQLite: names compare without case, values are sealed by an Envelope. Changes are committed with their record or not at
//! all. Thread-safe. Failures: NotFound "vault.notFound" or "vault.notDeleted", Conflict "vault.deleted" (the name of something deleted, not yet
//! purged) or "vault.otherKind" (a secret's name for a certificate or the other way round), Forbidden "vault.managed" (a certificate's secret
//! changes with it alone), those of Envelope and sqlite; each with args: name.
class Vault
{
public:
    static constexpr std::chrono::days retention{90}; //!< from delete to purge

    //! Called inside the transaction that makes the change; fails it by failing.
    using Record = std::function<Status(const Version &)>;

    static Result<std::unique_ptr<Vault>> open(const std::string &path, const SecretString &key, const Clock &clock, Random &random);
    virtual ~Vault() = default;

    virtual Result<Version> add(std::string_view name, NewVersion wanted, const Record &record) = 0;
    //! `version` "" : the newest.
    virtual Result<Version> find(Kind kind, std::string_view name, std::string_view version) = 0;
    virtual Result<SecretString> reveal(const Version &version) = 0;
    virtual Result<Version> change(Kind kind, std::string_view name, std::string_view version, const VersionChange &change, const Record &record) = 0;
    //! Each by its newest version, by name. Secrets include those of certificates.
    virtual Result<Page<Version>> list(Kind kind, std::string_view from, std::size_t count) = 0;
    //! Newest first.
    virtual Result<Page<Version>> versions(Kind kind, std::string_view name, std::string_view from, std::size_t count) = 0;

    virtual Result<Deleted> remove(Kind kind, std::string_view name, const Record &record) = 0;
    virtual Result<Deleted> findDeleted(Kind kind, std::string_view name) = 0;
    virtual Result<Page<Deleted>> listDeleted(Kind kind, std::string_view from, std::size_t count) = 0;
    virtual Result<Version> recover(Kind kind, std::string_view name, const Record &record) = 0;
    virtual Status purge(Kind kind, std::string_view name, const Record &record) = 0;
};

} // namespace gatehouse::vault
