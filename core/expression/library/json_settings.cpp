// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_settings.h"

#include "core/expression/call.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

template<JsonSetting setting, std::int32_t fallback = 0>
Value read(Call &c)
{
    const Value &value = c[0].to<JsonSettingsObject>().at(setting);
    return value.isNull() && c.result()->kind == TypeKind::Enum ? Value::ofEnum(c.result(), fallback) : value;
}

template<JsonSetting setting>
Value write(Call &c)
{
    c[0].to<JsonSettingsObject>().at(setting) = c[1];
    return Value::null();
}

template<Known known>
Value construct(Call &)
{
    return Value::of(make<JsonSettingsObject>(known));
}

//! An object whose class is all that matters: converters and resolvers.
class MarkerObject final : public Object
{
public:
    explicit MarkerObject(const Type *type) : m_type(type) { }
    const Type *type(const Library &) const override { return m_type; }

private:
    const Type *m_type;
};

Value constructMarker(Call &c)
{
    return Value::of(make<MarkerObject>(c.result()));
}

Value converters(Call &c)
{
    Value &list = c[0].to<JsonSettingsObject>().at(JsonSetting::Converters);
    if (list.isNull())
        list = c.list(c.library().known(Known::JsonConverter), {});
    return list;
}

void declareEnums(Library &library)
{
    library.declareEnum("Newtonsoft.Json.Formatting", Known::JsonFormatting, {{"None", 0}, {"Indented", 1}});
    library.declareEnum("Newtonsoft.Json.NullValueHandling", Known::NullValueHandling, {{"Include", 0}, {"Ignore", 1}});
    library.declareEnum("Newtonsoft.Json.DefaultValueHandling", Known::DefaultValueHandling,
                        {{"Include", 0}, {"Ignore", 1}, {"Populate", 2}, {"IgnoreAndPopulate", 3}}, true);
    library.declareEnum("Newtonsoft.Json.DateParseHandling", Known::DateParseHandling, {{"None", 0}, {"DateTime", 1}, {"DateTimeOffset", 2}});
    library.declareEnum("Newtonsoft.Json.DateFormatHandling", Known::DateFormatHandling, {{"IsoDateFormat", 0}, {"MicrosoftDateFormat", 1}});
    library.declareEnum("Newtonsoft.Json.DateTimeZoneHandling", Known::DateTimeZoneHandling,
                        {{"Local", 0}, {"Utc", 1}, {"Unspecified", 2}, {"RoundtripKind", 3}});
    library.declareEnum("Newtonsoft.Json.StringEscapeHandling", Known::StringEscapeHandling,
                        {{"Default", 0}, {"EscapeNonAscii", 1}, {"EscapeHtml", 2}});
    library.declareEnum("Newtonsoft.Json.FloatParseHandling", Known::FloatParseHandling, {{"Double", 0}, {"Decimal", 1}});
    library.declareEnum("Newtonsoft.Json.ReferenceLoopHandling", Known::None, {{"Error", 0}, {"Ignore", 1}, {"Serialize", 2}});
    library.declareEnum("Newtonsoft.Json.MissingMemberHandling", Known::None, {{"Ignore", 0}, {"Error", 1}});
    library.declareEnum("Newtonsoft.Json.ObjectCreationHandling", Known::None, {{"Auto", 0}, {"Reuse", 1}, {"Replace", 2}});
    library.declareEnum("Newtonsoft.Json.TypeNameHandling", Known::None, {{"None", 0}, {"Objects", 1}, {"Arrays", 2}, {"All", 3}, {"Auto", 4}}, true);
    library.declareEnum("Newtonsoft.Json.Linq.MergeArrayHandling", Known::MergeArrayHandling,
                        {{"Concat", 0}, {"Union", 1}, {"Replace", 2}, {"Merge", 3}});
    library.declareEnum("Newtonsoft.Json.Linq.MergeNullValueHandling", Known::MergeNullValueHandling, {{"Ignore", 0}, {"Merge", 1}}, true);
    library.declareEnum("Newtonsoft.Json.Linq.CommentHandling", Known::CommentHandling, {{"Ignore", 0}, {"Load", 1}});
    library.declareEnum("Newtonsoft.Json.Linq.LineInfoHandling", Known::None, {{"Ignore", 0}, {"Load", 1}});
    library.declareEnum("Newtonsoft.Json.Linq.DuplicatePropertyNameHandling", Known::None, {{"Replace", 0}, {"Ignore", 1}, {"Error", 2}});
    library.declareEnum("Newtonsoft.Json.Linq.JTokenType", Known::JTokenType,
                        {{"None", 0}, {"Object", 1}, {"Array", 2}, {"Constructor", 3}, {"Property", 4}, {"Comment", 5}, {"Integer", 6},
                         {"Float", 7}, {"String", 8}, {"Boolean", 9}, {"Null", 10}, {"Undefined", 11}, {"Date", 12}, {"Raw", 13},
                         {"Bytes", 14}, {"Guid", 15}, {"Uri", 16}, {"TimeSpan", 17}});
}

} // namespace

void declareJsonSettings(Library &library)
{
    using S = JsonSetting;
    declareEnums(library);
    library.declare("class Newtonsoft.Json.JsonConverter", Known::JsonConverter);
    library.declare("class Newtonsoft.Json.Converters.StringEnumConverter : JsonConverter", Known::None, {{"new()", constructMarker}});
    library.declare("class Newtonsoft.Json.Serialization.DefaultContractResolver", Known::None, {{"new()", constructMarker}});
    library.declare("class Newtonsoft.Json.Serialization.CamelCasePropertyNamesContractResolver : DefaultContractResolver", Known::None,
                    {{"new()", constructMarker}});
    library.declare("class Newtonsoft.Json.JsonSerializerSettings", Known::JsonSerializerSettings, {
        {"new()", construct<Known::JsonSerializerSettings>},
        {"NullValueHandling NullValueHandling { get; set; }", read<S::NullValueHandling>, write<S::NullValueHandling>},
        {"DefaultValueHandling DefaultValueHandling { get; set; }", read<S::DefaultValueHandling>, write<S::DefaultValueHandling>},
        {"Formatting Formatting { get; set; }", read<S::Formatting>, write<S::Formatting>},
        {"DateParseHandling DateParseHandling { get; set; }", read<S::DateParseHandling, 1>, write<S::DateParseHandling>},
        {"DateFormatHandling DateFormatHandling { get; set; }", read<S::DateFormatHandling>, write<S::DateFormatHandling>},
        {"DateTimeZoneHandling DateTimeZoneHandling { get; set; }", read<S::DateTimeZoneHandling, 3>, write<S::DateTimeZoneHandling>},
        {"string DateFormatString { get; set; }", read<S::DateFormatString>, write<S::DateFormatString>},
        {"StringEscapeHandling StringEscapeHandling { get; set; }", read<S::StringEscapeHandling>, write<S::StringEscapeHandling>},
        {"FloatParseHandling FloatParseHandling { get; set; }", read<S::FloatParseHandling>, write<S::FloatParseHandling>},
        {"ReferenceLoopHandling ReferenceLoopHandling { get; set; }", read<S::ReferenceLoopHandling>, write<S::ReferenceLoopHandling>},
        {"MissingMemberHandling MissingMemberHandling { get; set; }", read<S::MissingMemberHandling>, write<S::MissingMemberHandling>},
        {"ObjectCreationHandling ObjectCreationHandling { get; set; }", read<S::ObjectCreationHandling>, write<S::ObjectCreationHandling>},
        {"TypeNameHandling TypeNameHandling { get; set; }", read<S::TypeNameHandling>, write<S::TypeNameHandling>},
        {"int? MaxDepth { get; set; }", read<S::MaxDepth>, write<S::MaxDepth>},
        {"CultureInfo Culture { get; set; }", read<S::Culture>, write<S::Culture>},
        {"DefaultContractResolver ContractResolver { get; set; }", read<S::ContractResolver>, write<S::ContractResolver>},
        {"IList<JsonConverter> Converters { get; set; }", converters, write<S::Converters>},
    });
    library.declare("class Newtonsoft.Json.Linq.JsonMergeSettings", Known::JsonMergeSettings, {
        {"new()", construct<Known::JsonMergeSettings>},
        {"MergeArrayHandling MergeArrayHandling { get; set; }", read<S::MergeArrayHandling>, write<S::MergeArrayHandling>},
        {"MergeNullValueHandling MergeNullValueHandling { get; set; }", read<S::MergeNullValueHandling>, write<S::MergeNullValueHandling>},
        {"StringComparison PropertyNameComparison { get; set; }", read<S::PropertyNameComparison, 4>, write<S::PropertyNameComparison>},
    });
    library.declare("class Newtonsoft.Json.Linq.JsonLoadSettings", Known::JsonLoadSettings, {
        {"new()", construct<Known::JsonLoadSettings>},
        {"CommentHandling CommentHandling { get; set; }", read<S::CommentHandling>, write<S::CommentHandling>},
        {"LineInfoHandling LineInfoHandling { get; set; }", read<S::LineInfoHandling, 1>, write<S::LineInfoHandling>},
        {"DuplicatePropertyNameHandling DuplicatePropertyNameHandling { get; set; }", read<S::DuplicatePropertyNameHandling>,
         write<S::DuplicatePropertyNameHandling>},
    });
}

} // namespace gatehouse::expression
