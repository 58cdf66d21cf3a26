// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/overlay.h"

#include "core/base/text.h"
#include "core/resource/kinds.h"

#include <set>

namespace gatehouse::resource {

namespace {

Result<std::map<std::string, std::string>> textsFrom(const json::value &value, std::string_view name)
{
    std::map<std::string, std::string> texts;
    const auto *found = member(value, name);
    if (!found)
        return texts;
    const auto *object = found->if_object();
    if (!object)
        return fail(ErrorKind::Invalid, "overlay.invalid", {{"member", std::string{name}}});
    for (const auto &entry : *object) {
        const auto *text = entry.value().if_string();
        if (!text || !ResourceId::parse(entry.key()))
            return fail(ErrorKind::Invalid, "overlay.invalid", {{"member", std::string{name}}});
        texts[std::string{entry.key()}] = std::string{*text};
    }
    return texts;
}

json::object textsToJson(const std::map<std::string, std::string> &texts)
{
    json::object object;
    for (const auto &[id, text] : texts)
        object[id] = text;
    return object;
}

std::string_view typeOf(const ResourceId &id)
{
    const auto *kind = kindOf(id);
    return kind ? kind->type : std::string_view{};
}

//! The property that a URL of the overlay goes to; "" when the resource has none.
std::string_view urlProperty(const ResourceId &id)
{
    const auto type = typeOf(id);
    return type == "apis" ? "serviceUrl" : type == "backends" ? "url" : "";
}

void change(Configuration &configuration, const std::string &text, std::string_view property, const std::string &value)
{
    const auto id = ResourceId::parse(text);
    const auto *found = id && !property.empty() ? configuration.find(*id) : nullptr;
    if (!found)
        return;
    auto resource = *found;
    resource.properties[property] = value;
    configuration.put(std::move(resource));
}

std::set<ResourceId> idsOf(const std::map<std::string, std::string> &texts)
{
    std::set<ResourceId> ids;
    for (const auto &[text, value] : texts)
        if (auto id = ResourceId::parse(text))
            ids.insert(*std::move(id));
    return ids;
}

bool lacksValue(const Resource &resource)
{
    if (typeOf(resource.id) != "namedValues" || !stringMember(resource.properties, "value").empty())
        return false;
    return boolMember(resource.properties, "secret", false) || resource.properties.contains("keyVault");
}

bool lacksUrl(const Resource &resource)
{
    const auto property = urlProperty(resource.id);
    if (property.empty() || equalsIgnoreCase(stringMember(resource.properties, "type"), "Pool"))
        return false;
    return stringMember(resource.properties, property).empty();
}

} // namespace

Result<Overlay> Overlay::fromJson(const json::value &value)
{
    if (!value.is_object())
        return fail(ErrorKind::Invalid, "overlay.invalid");
    auto urls = textsFrom(value, "backendUrls");
    auto secrets = textsFrom(value, "secretValues");
    if (!urls || !secrets)
        return tl::unexpected(urls ? secrets.error() : urls.error());
    return Overlay{*std::move(urls), *std::move(secrets)};
}

json::value Overlay::toJson() const
{
    return json::object{{"backendUrls", textsToJson(backendUrls)}, {"secretValues", textsToJson(secretValues)}};
}

Configuration apply(const Overlay &overlay, const Configuration &configuration)
{
    auto result = configuration;
    for (const auto &[text, url] : overlay.backendUrls)
        if (const auto id = ResourceId::parse(text))
            change(result, text, urlProperty(*id), url);
    for (const auto &[text, value] : overlay.secretValues)
        if (const auto id = ResourceId::parse(text))
            change(result, text, typeOf(*id) == "namedValues" ? "value" : "", value);
    return result;
}

std::vector<ResourceId> missing(const Overlay &overlay, const Configuration &configuration)
{
    const auto urls = idsOf(overlay.backendUrls);
    const auto secrets = idsOf(overlay.secretValues);
    std::vector<ResourceId> ids;
    for (const auto &[id, resource] : configuration)
        if ((lacksUrl(*resource) && !urls.contains(id)) || (lacksValue(*resource) && !secrets.contains(id)))
            ids.push_back(id);
    return ids;
}

} // namespace gatehouse::resource
