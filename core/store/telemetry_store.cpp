// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/telemetry_store.h"

#include "core/store/key_use_table.h"
#include "core/store/series_table.h"

#include <algorithm>
#include <mutex>

namespace gatehouse::store {

using telemetry::SeriesKey;
using telemetry::SeriesValue;

namespace {

constexpr std::int64_t hourMinutes = 60;
constexpr std::int64_t minutesKept = 48 * hourMinutes;
constexpr std::int64_t hoursKept = 400 * 24 * hourMinutes;
constexpr std::int64_t maxStep = 366 * 24 * hourMinutes;

std::int64_t floorTo(std::int64_t minute, std::int64_t step)
{
    const auto rest = minute % step;
    return minute - (rest < 0 ? rest + step : rest);
}

std::int64_t minuteOf(UtcTime time)
{
    return std::chrono::floor<std::chrono::minutes>(time.time_since_epoch()).count();
}

//! The first minute that does not begin before the time.
std::int64_t nextMinute(UtcTime time)
{
    return std::chrono::ceil<std::chrono::minutes>(time.time_since_epoch()).count();
}

std::string groupOf(const SeriesKey &key, SeriesQuery::Group group)
{
    switch (group) {
    case SeriesQuery::ByApi:
        return key.apiId;
    case SeriesQuery::ByOperation:
        return key.apiId.empty() ? "" : key.apiId + "/" + key.operationId;
    case SeriesQuery::BySubscription:
        return key.subscriptionId;
    case SeriesQuery::Total:
        break;
    }
    return {};
}

class SqliteTelemetryStore final : public TelemetryStore
{
public:
    SqliteTelemetryStore(std::string path, sqlite::Database database, const Clock &clock)
        : m_path(std::move(path)),
          m_database(std::move(database)),
          m_clock(clock)
    {
    }

    Status add(const std::map<SeriesKey, SeriesValue> &series, const std::map<std::string, UtcTime> &lastUse,
               const telemetry::KeyCalls &keyCalls) override
    {
        if (series.empty() && lastUse.empty() && keyCalls.empty())
            return {};
        const std::scoped_lock lock(m_mutex);
        return m_database.transaction([&]() -> Status {
            if (auto merged = SeriesTable(m_database, "minutes").merge(series); !merged)
                return merged;
            if (auto merged = KeyUseTable(m_database).mergeLastUse(lastUse); !merged)
                return merged;
            return KeyUseTable(m_database).mergeCalls(keyCalls);
        });
    }

    Result<std::vector<SeriesPoint>> query(const SeriesQuery &query) const override
    {
        if (query.stepMinutes < 1 || query.stepMinutes > maxStep)
            return fail(ErrorKind::Invalid, "telemetry.badStep");
        auto reader = sqlite::Database::open(m_path, sqlite::Mode::ReadOnly);
        if (!reader)
            return tl::unexpected(reader.error());
        std::map<std::pair<std::int64_t, std::string>, SeriesValue> points;
        const auto take = [&](const SeriesKey &key, const SeriesValue &value) -> Status {
            points[{floorTo(key.minute, query.stepMinutes), groupOf(key, query.group)}].merge(value);
            return {};
        };
        const auto from = minuteOf(query.from);
        const auto to = nextMinute(query.to);
        // One snapshot for both, so that compact() moves nothing between the two reads.
        auto done = reader->execute("BEGIN");
        if (done) // an hour that overlaps counts whole: it has no parts any more
            done = SeriesTable(*reader, "hours").each(floorTo(from, hourMinutes), to, query, take);
        if (done)
            done = SeriesTable(*reader, "minutes").each(from, to, query, take);
        if (!done)
            return tl::unexpected(done.error());
        std::vector<SeriesPoint> result;
        result.reserve(points.size());
        for (auto &[place, value] : points)
            result.push_back({place.first, place.second, std::move(value)});
        return result;
    }

    Result<std::map<std::string, UtcTime>> lastUse() const override
    {
        return reading([](const KeyUseTable &table) { return table.lastUse(); });
    }

    Result<telemetry::KeyCalls> keyCalls(std::int64_t from, std::int64_t to) const override
    {
        return reading([from, to](const KeyUseTable &table) { return table.calls(from, to); });
    }

    Result<std::vector<Observation>> observations() const override
    {
        return reading([](const KeyUseTable &table) { return table.observations(); });
    }

    Status beginObservation() override
    {
        const std::scoped_lock lock(m_mutex);
        return m_database.transaction([&] { return KeyUseTable(m_database).beginObservation(m_clock.utc()); });
    }

    Status observed(UtcTime until, bool ended) override
    {
        const std::scoped_lock lock(m_mutex);
        return KeyUseTable(m_database).observed(until, ended);
    }

    Status compact() override
    {
        const std::scoped_lock lock(m_mutex);
        const auto now = minuteOf(m_clock.utc());
        if (auto rolled = rollUp(floorTo(now - minutesKept, hourMinutes)); !rolled)
            return rolled;
        const auto oldest = floorTo(now - hoursKept, hourMinutes);
        if (const auto day = oldest / (24 * hourMinutes); day != m_erasedBefore) {
            if (auto erased = m_database.transaction([&] { return KeyUseTable(m_database).eraseBefore(day); }); !erased)
                return erased;
            m_erasedBefore = day;
        }
        const auto first = SeriesTable(m_database, "hours").first();
        if (!first)
            return tl::unexpected(first.error());
        if (!*first || **first >= oldest)
            return {};
        return m_database.transaction([&] { return SeriesTable(m_database, "hours").eraseBefore(oldest); });
    }

private:
    template<typename Read>
    auto reading(const Read &read) const -> decltype(read(std::declval<const KeyUseTable &>()))
    {
        auto reader = sqlite::Database::open(m_path, sqlite::Mode::ReadOnly);
        if (!reader)
            return tl::unexpected(reader.error());
        return read(KeyUseTable(*reader));
    }

    //! Hour by hour, so that no transaction and no memory grows with a long absence.
    Status rollUp(std::int64_t end)
    {
        for (;;) {
            const auto first = SeriesTable(m_database, "minutes").first();
            if (!first)
                return tl::unexpected(first.error());
            if (!*first || **first >= end)
                return {};
            if (auto done = rollUpHour(floorTo(**first, hourMinutes)); !done)
                return done;
        }
    }

    Status rollUpHour(std::int64_t hour)
    {
        return m_database.transaction([&]() -> Status {
            SeriesTable minutes(m_database, "minutes");
            std::map<SeriesKey, SeriesValue> sums;
            auto done =
                minutes.each(hour, hour + hourMinutes, {}, [&](SeriesKey key, const SeriesValue &value) -> Status {
                    key.minute = hour;
                    sums[std::move(key)].merge(value);
                    return {};
                });
            if (done)
                done = SeriesTable(m_database, "hours").merge(sums);
            return done ? minutes.eraseBefore(hour + hourMinutes) : done;
        });
    }

    std::string m_path;
    std::mutex m_mutex; //!< guards the writing connection
    sqlite::Database m_database;
    std::int64_t m_erasedBefore = 0; //!< day; guarded by m_mutex
    const Clock &m_clock;
};

} // namespace

Result<std::unique_ptr<TelemetryStore>> TelemetryStore::open(const std::string &path, const Clock &clock)
{
    auto database = sqlite::Database::open(path);
    if (!database)
        return tl::unexpected(database.error());
    if (auto migrated = database->migrate(SeriesTable::migrations()); !migrated)
        return tl::unexpected(migrated.error());
    return std::make_unique<SqliteTelemetryStore>(path, *std::move(database), clock);
}

} // namespace gatehouse::store
