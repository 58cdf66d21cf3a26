// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// crash_writer DATABASE FIRST: writes numbered resources until it is killed and prints each number once its write is
// answered.

#include "core/audit/log.h"
#include "core/store/configuration_store.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <unistd.h>

using namespace gatehouse;

namespace {

constexpr std::size_t inFlight = 8; //!< so that commits hold several writes

resource::ResourceId idOf(long long number)
{
    return resource::ResourceId::of("namedValues/n" + std::to_string(number));
}

//! Every third write is an import of two resources.
std::vector<store::Write> writesOf(long long number)
{
    const auto put = [number](const resource::ResourceId &id) {
        return store::Write{
            id, resource::Resource{id, {{"displayName", "n"}, {"value", std::to_string(number)}}, {}, {}}, {}};
    };
    if (number % 3 == 0)
        return {put(idOf(number)), put(resource::ResourceId::of("tags/t" + std::to_string(number)))};
    return {put(idOf(number))};
}

std::vector<resource::ChangeRecord> recordsOf(const SystemClock &clock, const std::vector<store::Written> &written)
{
    std::vector<resource::ChangeRecord> records;
    for (const auto &one : written) {
        resource::ChangeRecord record;
        record.time = clock.utc();
        record.action = "put";
        record.resourceId = one.id.text();
        record.etagAfter = one.etag;
        record.outcome = "succeeded";
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const SystemClock clock;
    SystemRandom random;
    const auto store = store::ConfigurationStore::open(argv[1], clock, random, audit::makeRecorder);
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().debugText().c_str());
        return 1;
    }
    struct Pending
    {
        long long number;
        std::future<Result<std::vector<store::Written>>> answer;
    };
    std::deque<Pending> pending;
    for (long long number = std::atoll(argv[2]);; ++number) {
        pending.push_back({number, (*store)->write(writesOf(number), {}, [&clock](const auto &, const auto &written) {
                               return recordsOf(clock, written);
                           })});
        if (pending.size() < inFlight)
            continue;
        if (!pending.front().answer.get())
            return 1;
        const auto line = std::to_string(pending.front().number) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            return 1;
        pending.pop_front();
    }
}
