// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/resource/change_recorder.h"
#include "core/sqlite/database.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::audit {

struct Entry
{
    std::int64_t sequence = 0; //!< gap-free from 1
    resource::ChangeRecord record;
};

struct Filter
{
    std::optional<UtcTime> from, to;
    std::string subject; //!< part of the subject or display name, without case; "" : any
    std::string resource; //!< part of the resource id, without case
    std::string action; //!< exact; "" : any
    std::string outcome;
    std::int64_t before = 0; //!< only sequences below; 0: newest
    std::size_t limit = 100; //!< at most 1,000
};

//! The recorder that writes into the store's own database and transaction. Makes its table when it is not there. The
//! Merkle log comes behind this same interface. A body above 1 MiB is kept as {"bytes", "sha256"}. Rows can be neither
//! changed nor deleted.
std::unique_ptr<resource::ChangeRecorder> makeRecorder(sqlite::Database &database);

//! Reads records; opens a read-only connection of its own. Newest first. Thread-safe.
class Reader
{
public:
    static Result<std::unique_ptr<Reader>> open(const std::string &path);
    virtual ~Reader() = default;
    virtual Result<std::vector<Entry>> query(const Filter &filter) const = 0;
};

json::value toJson(const Entry &entry);

} // namespace gatehouse::audit
