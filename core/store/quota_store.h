// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::store {

//! What was used of one quota in one of its periods.
struct QuotaRow
{
    std::string counter;
    std::string key;
    std::int64_t period = 0;
    UtcTime periodEnd{}; //!< UtcTime{}: it has none
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0;

    bool operator==(const QuotaRow &) const = default;
};

//! Quotas in SQLite, in a file of their own: what the gateway counted survives its restart. Periods that are over are dropped.
//! Thread-safe.
class QuotaStore
{
public:
    static Result<std::unique_ptr<QuotaStore>> open(const std::string &path, const Clock &clock);
    virtual ~QuotaStore() = default;

    //! Replaces what is there of the same counter and key.
    virtual Status put(const std::vector<QuotaRow> &rows) = 0;
    //! Those of periods that are not over.
    virtual Result<std::vector<QuotaRow>> rows() = 0;
};

} // namespace gatehouse::store
