// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/resource/change_recorder.h"
#include "core/resource/configuration.h"
#include "core/sqlite/database.h"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

//! If-Match as HTTP says it.
struct Precondition
{
    std::optional<std::string> ifMatch; //!< ETag without quotes, or "*"; absent: none asked
    bool ifNoneMatchAny = false; //!< If-None-Match: *: only create
};

//! One resource to write or delete in a transaction.
struct Write
{
    resource::ResourceId id;
    std::optional<resource::Resource> resource; //!< absent: delete it and everything below
    Precondition precondition;
};

struct Written
{
    resource::ResourceId id;
    std::string etag; //!< new one; "" when deleted
    bool created = false;
    std::int64_t revision = 0;
};

struct Revision
{
    std::int64_t revision = 0;
    UtcTime time{};
    std::string subject;
    std::optional<json::object> properties; //!< absent: the revision deleted it
    std::string etag;
};

//! Makes the audit record of a transaction from what was there and what will be; called on the writer thread inside it.
using RecordMaker = std::function<std::vector<resource::ChangeRecord>(const resource::Configuration &before,
                                                                      const std::vector<Written> &written)>;

//! The local gateway's configuration with all its revisions, in SQLite. One writer thread with group commit; a write is
//! answered only after its commit is on disk. Readers get an immutable configuration. Thread-safe.
class ConfigurationStore
{
public:
    //! Makes what writes the records, into the store's own database and transaction. Clock and random outlive the
    //! store.
    using RecorderFactory = std::function<std::unique_ptr<resource::ChangeRecorder>(sqlite::Database &)>;
    static Result<std::unique_ptr<ConfigurationStore>> open(const std::string &path, const Clock &clock, Random &random,
                                                            RecorderFactory recorder);
    virtual ~ConfigurationStore() = default;

    virtual std::shared_ptr<const resource::Configuration> current() const = 0;
    //! All or nothing, each write seeing those before it; a delete makes a Written of each resource that went.
    //! Failures: PreconditionFailed "store.etagMismatch", NotFound "store.noSuchResource" or "store.noSuchParent",
    //! Conflict "store.exists", Internal "store.noRecord" when `records` gives none, and the recorder's own. The future
    //! is ready when the commit is durable and the callbacks of onCommitted have run.
    virtual std::future<Result<std::vector<Written>>> write(std::vector<Write> writes, resource::Principal principal,
                                                            RecordMaker records) = 0;
    //! A record without a change (a refused attempt, a secret that was read).
    virtual std::future<Status> record(resource::ChangeRecord record) = 0;
    //! Newest first.
    virtual Result<std::vector<Revision>> history(const resource::ResourceId &id, std::size_t limit = 100) const = 0;
    //! Called on the writer thread after each commit that changed something; must neither throw nor wait for a write.
    virtual void onCommitted(std::function<void(std::shared_ptr<const resource::Configuration>)> callback) = 0;
};

} // namespace gatehouse::store
