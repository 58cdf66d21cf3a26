// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"
#include "core/expression/value.h"

#include <array>

namespace gatehouse::expression {

//! What can be set on the settings of Newtonsoft.Json, those of every class together.
enum class JsonSetting : std::uint8_t {
    NullValueHandling, DefaultValueHandling, Formatting, DateParseHandling, DateFormatHandling, DateTimeZoneHandling, DateFormatString,
    StringEscapeHandling, FloatParseHandling, ReferenceLoopHandling, MissingMemberHandling, ObjectCreationHandling, TypeNameHandling,
    MaxDepth, Culture, ContractResolver, Converters, MergeArrayHandling, MergeNullValueHandling, PropertyNameComparison, CommentHandling,
    LineInfoHandling, DuplicatePropertyNameHandling, Count_,
};

//! JsonSerializerSettings, JsonMergeSettings, JsonLoadSettings.
class JsonSettingsObject final : public Object
{
public:
    explicit JsonSettingsObject(Known known) : m_known(known) { }
    Value &at(JsonSetting setting) { return m_values[static_cast<std::size_t>(setting)]; }
    const Value &at(JsonSetting setting) const { return m_values[static_cast<std::size_t>(setting)]; }
    //! Of an enum: `fallback` where nobody set it.
    std::int32_t number(JsonSetting setting, std::int32_t fallback = 0) const
    {
        return at(setting).isNull() ? fallback : at(setting).enumValue();
    }
    const Type *type(const Library &library) const override { return library.known(m_known); }

private:
    Known m_known;
    std::array<Value, static_cast<std::size_t>(JsonSetting::Count_)> m_values;
};

void declareJsonSettings(Library &library);

} // namespace gatehouse::expression
