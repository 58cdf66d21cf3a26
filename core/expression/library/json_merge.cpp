// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_merge.h"

#include "core/expression/library/json_settings.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

void mergeObject(JsonObject &target, const JsonObject &content, const JsonMerging &merging)
{
    for (const JsonToken *item : std::vector<JsonToken *>(content.items())) {
        const auto &property = static_cast<const JsonProperty &>(*item);
        JsonToken *value = property.content();
        JsonProperty *existing = merging.ignoresCase ? target.propertyIgnoringCase(property.name()) : target.property(property.name());
        if (!existing) {
            target.set(property.name(), value);
            continue;
        }
        auto *inner = dynamic_cast<JsonContainer *>(existing->content());
        if (inner && inner->kind() == value->kind())
            mergeJson(*inner, *value, merging);
        else if (value->kind() != JsonType::Null || merging.mergesNull)
            existing->setContent(value);
    }
}

void mergeByIndex(JsonContainer &target, const std::vector<JsonToken *> &content, const JsonMerging &merging)
{
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (i >= target.items().size())
            target.append(content[i]);
        else if (auto *inner = dynamic_cast<JsonContainer *>(target.items()[i]))
            mergeJson(*inner, *content[i], merging);
        else if (content[i]->kind() != JsonType::Null)
            target.replaceToken(i, content[i]);
    }
}

void mergeArray(JsonContainer &target, const JsonContainer &source, const JsonMerging &merging)
{
    const std::vector<JsonToken *> content = source.items();
    switch (merging.arrays) {
    case JsonMerging::Concat:
        for (JsonToken *item : content)
            target.append(item);
        return;
    case JsonMerging::Union:
        for (JsonToken *item : content) {
            const auto &items = target.items();
            if (std::none_of(items.begin(), items.end(), [item](const JsonToken *other) { return deepEquals(item, other); }))
                target.append(item);
        }
        return;
    case JsonMerging::Replace:
        if (&target == &source)
            return;
        target.clearTokens();
        for (JsonToken *item : content)
            target.append(item);
        return;
    case JsonMerging::Merge:
        mergeByIndex(target, content, merging);
    }
}

} // namespace

JsonMerging mergingOf(const Value &value)
{
    JsonMerging merging;
    if (const auto *settings = value.as<JsonSettingsObject>()) {
        merging.arrays = static_cast<JsonMerging::Arrays>(settings->number(JsonSetting::MergeArrayHandling));
        merging.mergesNull = settings->number(JsonSetting::MergeNullValueHandling) == 1;
        merging.ignoresCase = settings->number(JsonSetting::PropertyNameComparison, 4) % 2 == 1;
    }
    return merging;
}

void mergeJson(JsonContainer &target, JsonToken &content, const JsonMerging &merging)
{
    if (auto *object = dynamic_cast<JsonObject *>(&target)) {
        if (const auto *other = dynamic_cast<const JsonObject *>(&content))
            mergeObject(*object, *other, merging);
        return;
    }
    const auto *other = dynamic_cast<const JsonContainer *>(&content);
    if (other && target.kind() == JsonType::Array && content.kind() == JsonType::Array) {
        mergeArray(target, *other, merging);
        return;
    }
    auto *property = dynamic_cast<JsonProperty *>(&target);
    if (property && content.kind() == JsonType::Property) {
        JsonToken *value = static_cast<JsonProperty &>(content).content();
        if (value && value->kind() != JsonType::Null)
            property->setContent(value);
    }
}

} // namespace gatehouse::expression
