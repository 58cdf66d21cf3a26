// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::vault {

//! How the last reading of a secret went, as ARM shows it.
struct FetchStatus
{
    std::string code; //!< "Success", "SecretNotFound", "VaultUnreachable" ...
    std::string message;
    UtcTime time{};
};

//! What was read from a vault for one resource.
struct FetchedValue
{
    std::string identifier; //!< of the secret
    bool known = false; //!< there is a value, of now or of before
    SecretString value;
    std::string contentType;
    FetchStatus status;
};

//! Keeps the last good values across restarts, sealed by an Envelope. Thread-safe.
class ValueCache
{
public:
    static Result<std::unique_ptr<ValueCache>> open(const std::string &path, const SecretString &key, Random &random);
    virtual ~ValueCache() = default;

    virtual Status put(const std::string &resource, const FetchedValue &fetched) = 0;
    virtual Status remove(const std::string &resource) = 0;
    //! What can't be opened any more is as if it had never been known.
    virtual Result<std::map<std::string, FetchedValue>> all() = 0;
};

} // namespace gatehouse::vault
