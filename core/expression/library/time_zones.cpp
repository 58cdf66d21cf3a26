// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/library/strings.h"
#include "core/expression/library/time.h"
#include "core/expression/library/zone_file.h"
#include "core/expression/library/zone_names.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gatehouse::expression {

namespace {

constexpr std::size_t workOfReading = 2000; //!< steps that opening a zone's file counts as

class TimeZoneObject final : public Object
{
public:
    TimeZoneObject(std::string itsId, ZoneFile itsFile) : id(std::move(itsId)), file(std::move(itsFile)) { }
    TimeZoneObject(std::string itsId, std::int64_t offsetSeconds) : id(std::move(itsId)), fixedOffset(offsetSeconds) { }

    std::string id;
    std::optional<ZoneFile> file; //!< none: fixedOffset always
    std::int64_t fixedOffset = 0;

    bool isUtc() const { return id == "UTC"; }
    ZoneOffset at(std::int64_t utcTicks) const
    {
        return file ? file->at((utcTicks - unixEpochTicks) / ticksPerSecond) : ZoneOffset{fixedOffset, false};
    }
    ZoneOffset atLocal(std::int64_t ticks, bool &isInvalid, bool &isAmbiguous) const
    {
        isInvalid = isAmbiguous = false;
        return file ? file->atLocal((ticks - unixEpochTicks) / ticksPerSecond, isInvalid, isAmbiguous) : ZoneOffset{fixedOffset, false};
    }

    const Type *type(const Library &library) const override { return library.known(Known::TimeZoneInfo); }
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override
    {
        const auto *zone = dynamic_cast<const TimeZoneObject *>(&other);
        return zone && zone->id == id;
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(std::hash<std::string>()(id)); }
    std::string displayName(std::int64_t nowTicks) const
    {
        if (isUtc())
            return "UTC";
        const std::int64_t offset = file ? file->baseOffset((nowTicks - unixEpochTicks) / ticksPerSecond) : fixedOffset;
        const std::int64_t minutes = std::abs(offset) / 60;
        const std::string hours = std::to_string(100 + minutes / 60).substr(1);
        return std::string("(UTC") + (offset < 0 ? "-" : "+") + hours + ':' + std::to_string(100 + minutes % 60).substr(1) + ") " + id;
    }
};

std::u16string TimeZoneObject::text(Machine &machine) const
{
    return toUtf16(displayName(nowTicks(machine)));
}

Ref<TimeZoneObject> utcZone()
{
    return make<TimeZoneObject>("UTC", 0);
}

bool isZoneName(std::string_view name)
{
    const auto isAllowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '/';
    };
    return !name.empty() && name[0] != '/' && name.size() < 64 && std::all_of(name.begin(), name.end(), isAllowed);
}

std::string_view ianaName(std::string_view id)
{
    const auto *found = std::find_if(std::begin(windowsZones), std::end(windowsZones), [id](const auto &zone) { return zone.first == id; });
    return found == std::end(windowsZones) ? id : found->second;
}

Ref<TimeZoneObject> findZone(Call &c, std::size_t index)
{
    const std::string id = toUtf8(c.string(index, "id"));
    if (equalsOrdinalIgnoreCase(c.string(index), u"UTC"))
        return utcZone();
    c.charge(workOfReading);
    const std::string_view name = ianaName(id);
    std::string bytes;
    if (isZoneName(name)) {
        std::ifstream stream("/usr/share/zoneinfo/" + std::string(name), std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(stream), {});
    }
    auto file = ZoneFile::read(bytes);
    if (!file)
        raise(Raised::TimeZoneNotFound, "The time zone ID '" + id + "' was not found on the local computer.");
    return make<TimeZoneObject>(id, std::move(*file));
}

TimeZoneObject &zone(Call &c, std::size_t index, std::string_view name = "destinationTimeZone")
{
    return c.object<TimeZoneObject>(index, name);
}

int kindIn(const TimeZoneObject &target)
{
    return target.isUtc() ? kindUtc : kindUnspecified;
}

Value fromUtc(std::int64_t utcTicks, const TimeZoneObject &target)
{
    const std::int64_t ticks = utcTicks + target.at(utcTicks).seconds * ticksPerSecond;
    return Value::ofDateTime(std::clamp<std::int64_t>(ticks, 0, maxDateTicks), kindIn(target));
}

std::int64_t toUtc(std::int64_t ticks, const TimeZoneObject &source)
{
    bool isInvalid = false;
    bool isAmbiguous = false;
    const ZoneOffset offset = source.atLocal(ticks, isInvalid, isAmbiguous);
    if (isInvalid)
        raise(Raised::ArgumentException, "The supplied DateTime represents an invalid time. For example, when the clock is adjusted forward, "
                                         "any time in the period that is skipped is invalid.",
              "dateTime");
    return std::clamp<std::int64_t>(ticks - offset.seconds * ticksPerSecond, 0, maxDateTicks);
}

//! A kind other than Unspecified says already which zone the time is of; the machine's zone is UTC.
void requireKindOf(const Value &dateTime, const TimeZoneObject &source)
{
    if (dateTime.aux() != kindUnspecified && !source.isUtc())
        raise(Raised::ArgumentException, "The conversion could not be completed because the supplied DateTime did not have the Kind property "
                                         "set correctly.",
              "sourceTimeZone");
}

Value convertBetween(const Value &dateTime, const TimeZoneObject &source, const TimeZoneObject &target)
{
    requireKindOf(dateTime, source);
    return fromUtc(toUtc(dateTime.integer(), source), target);
}

Value convertOffset(const Value &moment, const TimeZoneObject &target)
{
    const std::int64_t utcTicks = moment.integer() - moment.aux() * ticksPerMinute;
    const std::int64_t minutes = target.at(utcTicks).seconds / 60;
    return dateTimeOffsetInRange(utcTicks + minutes * ticksPerMinute, minutes);
}

//! The offset at a DateTime: one without a kind is of the zone itself.
ZoneOffset offsetAt(const TimeZoneObject &target, const Value &dateTime)
{
    bool isInvalid = false;
    bool isAmbiguous = false;
    return dateTime.aux() == kindUnspecified ? target.atLocal(dateTime.integer(), isInvalid, isAmbiguous) : target.at(dateTime.integer());
}

ZoneOffset offsetAtMoment(const TimeZoneObject &target, const Value &moment)
{
    return target.at(moment.integer() - moment.aux() * ticksPerMinute);
}

Value span(const ZoneOffset &offset)
{
    return Value::ofTimeSpan(offset.seconds * ticksPerSecond);
}

void declareZoneConversions(Library &library)
{
    library.declare("class System.TimeZoneInfo", Known::TimeZoneInfo, {
        {"static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)",
         [](Call &c) { return fromUtc(c[0].integer(), zone(c, 1)); }},
        {"static DateTimeOffset ConvertTime(DateTimeOffset dateTimeOffset, TimeZoneInfo destinationTimeZone)",
         [](Call &c) { return convertOffset(c[0], zone(c, 1)); }},
        {"static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)",
         [](Call &c) { return convertBetween(c[0], zone(c, 1, "sourceTimeZone"), zone(c, 2)); }},
        {"static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)", [](Call &c) {
             if (c[0].aux() == kindLocal)
                 raise(Raised::ArgumentException, "The conversion could not be completed because the supplied DateTime did not have the "
                                                  "Kind property set correctly.",
                       "dateTime");
             return fromUtc(c[0].integer(), zone(c, 1));
         }},
        {"static DateTime ConvertTimeToUtc(DateTime dateTime)", [](Call &c) { return Value::ofDateTime(c[0].integer(), kindUtc); }},
        {"static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)", [](Call &c) {
             const TimeZoneObject &source = zone(c, 1, "sourceTimeZone");
             requireKindOf(c[0], source);
             return Value::ofDateTime(toUtc(c[0].integer(), source), kindUtc);
         }},
        {"static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)",
         [](Call &c) { return fromUtc(c[0].integer(), *findZone(c, 1)); }},
        {"static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, string destinationTimeZoneId)",
         [](Call &c) { return convertOffset(c[0], *findZone(c, 1)); }},
        {"static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)",
         [](Call &c) { return convertBetween(c[0], *findZone(c, 1), *findZone(c, 2)); }},
    });
}

} // namespace

void declareTimeZones(Library &library)
{
    library.declare("class System.TimeZoneInfo", Known::TimeZoneInfo, {
        {"static TimeZoneInfo Utc { get; }", [](Call &) { return Value::of(utcZone()); }},
        {"static TimeZoneInfo Local { get; }", [](Call &) { return Value::of(utcZone()); }},
        {"static TimeZoneInfo FindSystemTimeZoneById(string id)", [](Call &c) { return Value::of(findZone(c, 0)); }},
        {"static TimeZoneInfo CreateCustomTimeZone(string id, TimeSpan baseUtcOffset, string displayName, string standardDisplayName)",
         [](Call &c) {
             const std::string id = toUtf8(c.string(0, "id"));
             return Value::of(make<TimeZoneObject>(id, c[1].integer() / ticksPerSecond));
         }},
        {"string Id { get; }", [](Call &c) { return c.text(zone(c, 0).id); }},
        {"string DisplayName { get; }", [](Call &c) { return c.text(zone(c, 0).displayName(nowTicks(c))); }},
        {"string StandardName { get; }", [](Call &c) { return c.text(zone(c, 0).id); }},
        {"string DaylightName { get; }", [](Call &c) { return c.text(zone(c, 0).id); }},
        {"TimeSpan BaseUtcOffset { get; }", [](Call &c) {
             const TimeZoneObject &self = zone(c, 0);
             const std::int64_t now = (nowTicks(c) - unixEpochTicks) / ticksPerSecond;
             return Value::ofTimeSpan((self.file ? self.file->baseOffset(now) : self.fixedOffset) * ticksPerSecond);
         }},
        {"bool SupportsDaylightSavingTime { get; }",
         [](Call &c) { return Value::ofBool(zone(c, 0).file && zone(c, 0).file->hasDaylight()); }},
        {"TimeSpan GetUtcOffset(DateTime dateTime)", [](Call &c) { return span(offsetAt(zone(c, 0), c[1])); }},
        {"TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)", [](Call &c) { return span(offsetAtMoment(zone(c, 0), c[1])); }},
        {"bool IsDaylightSavingTime(DateTime dateTime)", [](Call &c) { return Value::ofBool(offsetAt(zone(c, 0), c[1]).isDaylight); }},
        {"bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)",
         [](Call &c) { return Value::ofBool(offsetAtMoment(zone(c, 0), c[1]).isDaylight); }},
        {"bool IsInvalidTime(DateTime dateTime)", [](Call &c) {
             bool isInvalid = false;
             bool isAmbiguous = false;
             zone(c, 0).atLocal(c[1].integer(), isInvalid, isAmbiguous);
             return Value::ofBool(isInvalid && c[1].aux() == kindUnspecified);
         }},
        {"bool IsAmbiguousTime(DateTime dateTime)", [](Call &c) {
             bool isInvalid = false;
             bool isAmbiguous = false;
             zone(c, 0).atLocal(c[1].integer(), isInvalid, isAmbiguous);
             return Value::ofBool(isAmbiguous && c[1].aux() == kindUnspecified);
         }},
        {"bool Equals(TimeZoneInfo other)", [](Call &c) { return Value::ofBool(equalValues(c[0], c[1])); }},
        {"bool HasSameRules(TimeZoneInfo other)", [](Call &c) { return Value::ofBool(equalValues(c[0], c[1])); }},
        {"string ToString()", [](Call &c) { return c.text(zone(c, 0).displayName(nowTicks(c))); }},
    });
    declareZoneConversions(library);
}

} // namespace gatehouse::expression
