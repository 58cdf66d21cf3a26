// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"

#include <random>

namespace gatehouse::test {

//! Makes configurations of a handful of resources from a small pool of ids, so that two of them overlap. What it makes
//! is complete: secrets are given and no read-only or write-only property is.
class RandomConfiguration
{
public:
    explicit RandomConfiguration(std::uint32_t seed) : m_random(seed) { }

    resource::Configuration make()
    {
        resource::Configuration configuration;
        for (int i = 0; i < 4; ++i) {
            const auto number = std::to_string(i);
            maybe(configuration, "namedValues/n" + number,
                  {{"displayName", word()}, {"value", word()}, {"secret", flip()}});
            maybe(configuration, "backends/b" + number, {{"url", word()}, {"protocol", "http"}});
            if (maybe(configuration, "apis/A" + number, apiProperties())) {
                for (int j = 0; j < 3; ++j)
                    maybe(configuration, "apis/A" + number + "/operations/o" + std::to_string(j),
                          operationProperties());
                maybe(configuration, "apis/A" + number + "/policies/policy",
                      {{"value", "<policies>" + word() + "</policies>"}});
            }
            if (maybe(configuration, "products/p" + number, {{"displayName", word()}}))
                maybe(configuration, "products/p" + number + "/apis/A0", {});
            maybe(configuration, "subscriptions/s" + number,
                  {{"displayName", word()},
                   {"scope", "products/p" + number},
                   {"primaryKey", word()},
                   {"secondaryKey", word()}});
        }
        return configuration;
    }

private:
    bool flip() { return m_random() % 2 == 0; }
    std::string word()
    {
        static const char *const words[]{"a", "b", "c"};
        return words[m_random() % 3];
    }
    bool maybe(resource::Configuration &configuration, const std::string &id, json::object properties)
    {
        if (m_random() % 4 == 0)
            return false;
        configuration.put({resource::ResourceId::of(id), std::move(properties), {}, word()});
        return true;
    }
    json::object apiProperties()
    {
        json::object properties{{"path", word()}};
        if (flip())
            properties["protocols"] = flip() ? json::array{"http", "https"} : json::array{"https"};
        if (flip())
            properties["subscriptionRequired"] = flip();
        if (flip())
            properties["description"] = word();
        return properties;
    }
    json::object operationProperties()
    {
        json::array responses;
        for (int status = 200; status < 203; ++status)
            if (flip())
                responses.push_back(json::object{{"statusCode", status}, {"description", word()}});
        return {{"displayName", word()}, {"method", "GET"}, {"urlTemplate", "/" + word()}, {"responses", responses}};
    }

    std::mt19937 m_random;
};

} // namespace gatehouse::test
