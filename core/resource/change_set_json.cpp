// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/change_set.h"

#include <algorithm>
#include <array>

namespace gatehouse::resource {

namespace {

constexpr std::array<std::string_view, 3> kindNames{"put", "delete", "action"};

json::value bodyToJson(const std::optional<Resource> &resource)
{
    if (!resource)
        return nullptr;
    return json::object{
        {"properties", resource->properties}, {"envelope", resource->envelope}, {"etag", resource->etag}};
}

//! Absent and null both mean that there is none.
Result<std::optional<Resource>> bodyFromJson(const json::object &item, std::string_view name, const ResourceId &id)
{
    const auto *value = member(item, name);
    if (!value || value->is_null())
        return std::optional<Resource>{};
    const auto *properties = member(*value, "properties");
    const auto *envelope = member(*value, "envelope");
    if (!properties || !properties->is_object() || (envelope && !envelope->is_object()))
        return fail(ErrorKind::Invalid, "changeSet.invalid");
    Resource resource{id, properties->get_object(), {}, std::string{stringMember(value->get_object(), "etag")}};
    if (envelope)
        resource.envelope = envelope->get_object();
    return std::optional<Resource>{std::move(resource)};
}

json::value itemToJson(const ChangeItem &item)
{
    return json::object{{"kind", kindNames[static_cast<std::size_t>(item.kind)]},
                        {"id", item.id.text()},
                        {"after", bodyToJson(item.after)},
                        {"action", item.action},
                        {"before", bodyToJson(item.before)},
                        {"coversDescendants", item.coversDescendants},
                        {"baselineEtag", item.baselineEtag}};
}

Result<ChangeItem> itemFromJson(const json::value &value)
{
    const auto invalid = fail(ErrorKind::Invalid, "changeSet.invalid");
    const auto *object = value.if_object();
    if (!object)
        return invalid;
    const auto kind = std::find(kindNames.begin(), kindNames.end(), stringMember(*object, "kind"));
    auto id = ResourceId::parse(stringMember(*object, "id"));
    if (kind == kindNames.end() || !id)
        return invalid;
    auto after = bodyFromJson(*object, "after", *id);
    auto before = bodyFromJson(*object, "before", *id);
    if (!after || !before)
        return invalid;
    ChangeItem item;
    item.kind = static_cast<ChangeKind>(kind - kindNames.begin());
    item.id = *std::move(id);
    item.after = *std::move(after);
    item.before = *std::move(before);
    item.action = stringMember(*object, "action");
    item.coversDescendants = boolMember(*object, "coversDescendants", false);
    item.baselineEtag = stringMember(*object, "baselineEtag");
    if ((item.kind == ChangeKind::Put && !item.after) || (item.kind == ChangeKind::Action && item.action.empty()))
        return invalid;
    return item;
}

} // namespace

json::value ChangeSet::toJson() const
{
    json::array items;
    for (const auto &item : m_items)
        items.push_back(itemToJson(item));
    return json::object{{"version", 1}, {"items", std::move(items)}};
}

Result<ChangeSet> ChangeSet::fromJson(const json::value &value)
{
    const auto *items = member(value, "items");
    const auto *array = items ? items->if_array() : nullptr;
    const auto *version = member(value, "version");
    if (!array || !version || *version != 1)
        return fail(ErrorKind::Invalid, "changeSet.invalid");
    ChangeSet set;
    for (std::size_t i = 0; i < array->size(); ++i) {
        auto item = itemFromJson((*array)[i]);
        if (!item)
            return fail(ErrorKind::Invalid, "changeSet.invalid", {{"item", std::to_string(i)}});
        set.m_items.push_back(*std::move(item));
    }
    return set;
}

} // namespace gatehouse::resource
