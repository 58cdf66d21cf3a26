// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/backend_check.h"

#include "core/base/iso_duration.h"
#include "core/base/text.h"

#include <set>

namespace gatehouse::management {

namespace {

// Limits of ARM's description of the type and of the service.
constexpr std::size_t maxRules = 1;
constexpr std::size_t maxRanges = 10;
constexpr std::size_t maxReasons = 10;
constexpr std::size_t maxReason = 200;
constexpr std::size_t maxMembers = 30;
constexpr long long maxShare = 100; // weight, priority, percentage

class BackendCheck
{
public:
    BackendCheck(const resource::Resource &backend, const resource::Configuration &configuration)
        : m_backend(backend), m_configuration(configuration)
    {
    }

    std::vector<ArmDetail> run()
    {
        const auto &properties = m_backend.properties;
        if (const auto *breaker = objectMember(properties, "circuitBreaker"))
            checkRules(*breaker);
        const bool isPool = equalsIgnoreCase(stringMember(properties, "type"), "Pool");
        const auto *pool = objectMember(properties, "pool");
        if (pool && !isPool)
            wrong("pool", "Pool can only be specified for a backend of type 'Pool'.");
        else if (pool)
            checkPool(*pool);
        return std::move(m_details);
    }

private:
    void wrong(std::string target, std::string message)
    {
        m_details.push_back({"ValidationError", std::move(target), std::move(message)});
    }

    static const json::object *objectMember(const json::object &object, std::string_view name)
    {
        const auto *value = member(object, name);
        return value && value->is_object() ? &value->get_object() : nullptr;
    }
    static const json::array *arrayMember(const json::object &object, std::string_view name)
    {
        const auto *value = member(object, name);
        return value && value->is_array() ? &value->get_array() : nullptr;
    }
    static bool isSet(const json::object &object, std::string_view name)
    {
        const auto *value = member(object, name);
        return value && !value->is_null();
    }

    //! Numbers may come as text: Microsoft's own templates write them so.
    void checkNumber(const json::object &object, std::string_view name, long long least, long long most, const std::string &target)
    {
        if (!isSet(object, name))
            return;
        auto number = intMember(object, name);
        if (!number)
            number = toInteger(stringMember(object, name));
        if (!number || *number < least || *number > most)
            wrong(target + "." + std::string(name),
                  "'" + std::string(name) + "' must be a number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    }

    void checkDuration(const json::object &object, std::string_view name, const std::string &target)
    {
        const auto duration = parseIsoDuration(stringMember(object, name));
        if (!duration || duration->count() < 1)
            wrong(target + "." + std::string(name), "'" + std::string(name) + "' is required and must be a duration in ISO 8601 format, such as 'PT1M'.");
    }

    void checkRules(const json::object &breaker)
    {
        const auto *rules = arrayMember(breaker, "rules");
        if (!rules)
            return;
        if (rules->size() > maxRules)
            wrong("circuitBreaker.rules", "Only one circuit breaker rule can be specified.");
        for (std::size_t i = 0; i < rules->size() && i < maxRules; ++i) {
            const auto target = "circuitBreaker.rules[" + std::to_string(i) + "]";
            if (const auto &rule = (*rules)[i]; rule.is_object())
                checkRule(rule.get_object(), target);
            else
                wrong(target, "A circuit breaker rule must be an object.");
        }
    }

    void checkRule(const json::object &rule, const std::string &target)
    {
        if (stringMember(rule, "name").empty())
            wrong(target + ".name", "'name' must not be empty.");
        checkDuration(rule, "tripDuration", target);
        const auto *condition = objectMember(rule, "failureCondition");
        if (condition)
            checkCondition(*condition, target + ".failureCondition");
        else
            wrong(target + ".failureCondition", "'failureCondition' must not be empty.");
    }

    void checkCondition(const json::object &condition, const std::string &target)
    {
        if (isSet(condition, "count") == isSet(condition, "percentage"))
            wrong(target, "Either 'count' or 'percentage' must be specified, and not both.");
        checkNumber(condition, "count", 1, 10'000, target);
        checkNumber(condition, "percentage", 1, maxShare, target);
        checkDuration(condition, "interval", target);
        checkRanges(condition, target);
        checkReasons(condition, target);
        const auto isEmpty = [&](std::string_view name) {
            const auto *values = arrayMember(condition, name);
            return !values || values->empty();
        };
        if (isEmpty("statusCodeRanges") && isEmpty("errorReasons"))
            wrong(target, "'statusCodeRanges' or 'errorReasons' must be specified.");
    }

    void checkRanges(const json::object &condition, const std::string &target)
    {
        const auto *ranges = arrayMember(condition, "statusCodeRanges");
        if (!ranges)
            return;
        if (ranges->size() > maxRanges)
            wrong(target + ".statusCodeRanges", "No more than 10 status code ranges can be specified.");
        for (std::size_t i = 0; i < ranges->size() && i < maxRanges; ++i) {
            const auto place = target + ".statusCodeRanges[" + std::to_string(i) + "]";
            if (!(*ranges)[i].is_object()) {
                wrong(place, "A status code range must be an object.");
                continue;
            }
            const auto &range = (*ranges)[i].get_object();
            if (!isSet(range, "min") || !isSet(range, "max"))
                wrong(place, "'min' and 'max' must not be empty.");
            checkNumber(range, "min", 200, 599, place);
            checkNumber(range, "max", 200, 599, place);
            const auto min = intMember(range, "min"), max = intMember(range, "max");
            if (min && max && *min > *max)
                wrong(place, "'min' must not be greater than 'max'.");
        }
    }

    void checkReasons(const json::object &condition, const std::string &target)
    {
        const auto *reasons = arrayMember(condition, "errorReasons");
        if (!reasons)
            return;
        if (reasons->size() > maxReasons)
            wrong(target + ".errorReasons", "No more than 10 error reasons can be specified.");
        for (const auto &reason : *reasons) {
            if (!reason.is_string() || reason.get_string().empty() || reason.get_string().size() > maxReason) {
                wrong(target + ".errorReasons", "An error reason must be a text of 1 to 200 characters.");
                return;
            }
        }
    }

    void checkPool(const json::object &pool)
    {
        const auto *services = arrayMember(pool, "services");
        if (!services)
            return; // required by the table
        if (services->empty() || services->size() > maxMembers)
            wrong("pool.services", "A pool must have from 1 to 30 services.");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < services->size(); ++i) {
            if ((*services)[i].is_object())
                checkMember((*services)[i].get_object(), "pool.services[" + std::to_string(i) + "]", seen);
        }
    }

    void checkMember(const json::object &service, const std::string &target, std::set<std::string> &seen)
    {
        checkNumber(service, "weight", 0, maxShare, target);
        checkNumber(service, "priority", 0, maxShare, target);
        const auto text = stringMember(service, "id");
        if (text.empty())
            return; // required by the table
        const auto id = resource::ResourceId::parse(text.starts_with('/') ? text.substr(1) : text);
        if (!id)
            return; // refused as a reference
        if (!seen.insert(toLower(text)).second)
            wrong(target + ".id", "Backend '" + excerpt(text, 256) + "' is in the pool twice.");
        const auto *backend = m_configuration.find(*id);
        const bool isPool = backend && equalsIgnoreCase(stringMember(backend->properties, "type"), "Pool");
        if (isPool || *id == m_backend.id)
            wrong(target + ".id", "A backend of type 'Pool' can't be a service of a pool.");
    }

    const resource::Resource &m_backend;
    const resource::Configuration &m_configuration;
    std::vector<ArmDetail> m_details;
};

} // namespace

std::vector<ArmDetail> checkBackend(const resource::Resource &backend, const resource::Configuration &configuration)
{
    return BackendCheck(backend, configuration).run();
}

} // namespace gatehouse::management
