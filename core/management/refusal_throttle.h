// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_recorder.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::management {

//! Keeps a flood of denied attempts from filling the audit log. In each minute of the clock the first 20 of one caller, and the first 200 of
//! all, are recorded one by one; what comes beyond is one record for each caller (of 1,024 at most, the others together), which says how many
//! there were, written once that minute is over. A caller is a principal, or an address when nobody is known. Thread-safe.
class RefusalThrottle
{
public:
    static constexpr std::size_t eachCaller = 20;
    static constexpr std::size_t allCallers = 200;
    static constexpr std::size_t mostCallers = 1024;

    //! What is to be written now: sums of minutes that are over, and the record itself when it is one of the first.
    std::vector<resource::ChangeRecord> take(resource::ChangeRecord record);
    //! Sums of minutes that are over.
    std::vector<resource::ChangeRecord> due(UtcTime now);
    //! All sums, at the end.
    std::vector<resource::ChangeRecord> rest();

private:
    struct Count
    {
        std::size_t recorded = 0, more = 0;
        UtcTime first{};
        resource::ChangeRecord last;
    };
    std::vector<resource::ChangeRecord> sums();
    std::vector<resource::ChangeRecord> sumsBefore(UtcTime now);

    std::mutex m_mutex;
    std::int64_t m_minute = 0;
    std::size_t m_recorded = 0;
    std::map<std::string, Count> m_callers;
};

} // namespace gatehouse::management
