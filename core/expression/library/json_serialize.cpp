// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/json_content.h"
#include "core/expression/library/json_convert.h"
#include "core/expression/library/json_groups.h"
#include "core/expression/library/json_settings.h"
#include "core/expression/library/xml_json.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

struct TextOptions
{
    bool indented = false;
    std::int32_t escapes = 0; //!< StringEscapeHandling
};

//! EscapeNonAscii, EscapeHtml: on the finished text, since only strings hold such characters.
std::u16string escaped(std::u16string text, std::int32_t handling)
{
    if (handling == 0)
        return text;
    static constexpr char16_t hex[] = u"0123456789abcdef";
    const auto isPlain = [handling](char16_t unit) {
        return handling == 1 ? unit < 0x80 : unit != u'<' && unit != u'>' && unit != u'&' && unit != u'\'';
    };
    std::u16string out;
    for (const char16_t unit : text) {
        if (isPlain(unit)) {
            out += unit;
            continue;
        }
        out += u"\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += hex[(unit >> shift) & 15];
    }
    return out;
}

//! DateFormatString, and DateTimeZoneHandling.Utc: dates of the token become what they are to be written as.
void formatDates(JsonToken &token, std::u16string_view format)
{
    if (auto *value = dynamic_cast<JsonValue *>(&token)) {
        const Value &time = value->content();
        if (time.tag() == Tag::DateTime)
            value->set(JsonType::String, Value::ofString(formatDateTime(time.integer(), time.aux(), format)), nullptr);
        else if (time.tag() == Tag::DateTimeOffset)
            value->set(JsonType::String, Value::ofString(formatDateTimeOffset(time.integer(), time.aux(), format)), nullptr);
        return;
    }
    for (JsonToken *child : static_cast<JsonContainer &>(token).items())
        formatDates(*child, format);
}

bool hasEnumConverter(const Value &converters)
{
    const auto *items = itemsOf(converters);
    return items && !items->empty();
}

Value serialize(Call &c, bool indented, const Value &settingsValue, const Value &converters = {})
{
    JsonWriting writing;
    writing.enumsAsText = hasEnumConverter(converters);
    TextOptions text{indented, 0};
    std::u16string dateFormat;
    if (const auto *settings = settingsValue.as<JsonSettingsObject>()) {
        writing.skipsNull = settings->number(JsonSetting::NullValueHandling) == 1;
        writing.skipsDefault = (settings->number(JsonSetting::DefaultValueHandling) & 1) != 0;
        const Value &resolver = settings->at(JsonSetting::ContractResolver);
        writing.camelCase = !resolver.isNull() && c.library().typeOf(resolver)->shortName == "CamelCasePropertyNamesContractResolver";
        writing.enumsAsText = writing.enumsAsText || hasEnumConverter(settings->at(JsonSetting::Converters));
        text.indented = text.indented || settings->number(JsonSetting::Formatting) == 1;
        text.escapes = settings->number(JsonSetting::StringEscapeHandling);
        if (const auto *format = stringOf(settings->at(JsonSetting::DateFormatString)))
            dateFormat = *format;
    }
    if (const JsonToken *token = jsonOf(c[0]); token && dateFormat.empty())
        return c.text(escaped(jsonText(*token, text.indented), text.escapes));
    return withJsonOf(c, c[0], writing, [text, dateFormat](Machine &machine, const Value &token) {
        if (!dateFormat.empty())
            formatDates(*jsonOf(token), dateFormat);
        std::u16string written = escaped(jsonText(token, text.indented), text.escapes);
        machine.allocate(written.size() * 2);
        return Value::ofString(std::move(written));
    });
}

//! The serializer has an exception of its own for text that ends within a value.
Value parsed(Call &c, const std::u16string &text, const JsonParseOptions &options)
{
    try {
        return parseJson(text, &c.machine(), JsonType::None, options);
    } catch (const Raise &failure) {
        if (failure.kind == Raised::JsonReader && failure.message.starts_with(u"Unexpected end of content"))
            raise(Raised::JsonSerialization, toUtf8(failure.message));
        throw;
    }
}

bool isBlank(std::u16string_view text)
{
    return std::all_of(text.begin(), text.end(), isWhiteSpace);
}

Value deserialize(Call &c, const Type *target, const Value &settingsValue)
{
    const auto &text = c.string(0, "value");
    const auto *settings = settingsValue.as<JsonSettingsObject>();
    const std::int32_t dates = settings ? settings->number(JsonSetting::DateParseHandling, 1) : 1;
    if (isBlank(text)) {
        const bool allowsNull = target->isReference() || target->kind == TypeKind::Nullable;
        if (!allowsNull) {
            raise(Raised::JsonSerialization, "No JSON content found and type '" + fullNameOf(*target) + "' is not nullable.");
        }
        return Value::null();
    }
    JsonParseOptions options;
    options.dates = dates != 0;
    options.dateOffsets = dates == 2;
    const bool isToken = c.library().isAssignable(target, c.library().known(Known::JToken));
    if (isToken || target->kind == TypeKind::Object) {
        const Value token = parsed(c, text, options);
        return objectOfJson(c.machine(), jsonOf(token), target, {});
    }
    std::unordered_map<const JsonToken *, std::u16string> rawText;
    options.dates = false;
    options.rawText = &rawText;
    const Value token = parsed(c, text, options);
    JsonReading reading;
    reading.dates = dates != 0;
    reading.rawText = &rawText;
    return objectOfJson(c.machine(), jsonOf(token), target, reading);
}

bool isIndented(const Value &formatting)
{
    return formatting.enumValue() == 1;
}

Value serializeXml(Call &c, bool indented, bool omitsRoot)
{
    if (c.isNull(0))
        return Value::ofString("null");
    const Value token = jsonOfXml(c[0].to<XmlNode>(), omitsRoot)->value();
    return c.text(jsonText(token, indented));
}

Value plainText(Call &c)
{
    const Value token = c.isNull(0) ? newJsonNull()->value() : newJsonValue(c.machine(), c[0])->value();
    return c.text(jsonText(token, false));
}

} // namespace

void declareJsonConvert(Library &library)
{
    declareJsonSettings(library);
    library.declare("static class Newtonsoft.Json.JsonConvert", Known::JsonConvert, {
        {"static string SerializeObject(object value)", [](Call &c) { return serialize(c, false, {}); }},
        {"static string SerializeObject(object value, Formatting formatting)", [](Call &c) { return serialize(c, isIndented(c[1]), {}); }},
        {"static string SerializeObject(object value, params JsonConverter[] converters)", [](Call &c) { return serialize(c, false, {}, c[1]); }},
        {"static string SerializeObject(object value, Formatting formatting, params JsonConverter[] converters)",
         [](Call &c) { return serialize(c, isIndented(c[1]), {}, c[2]); }},
        {"static string SerializeObject(object value, JsonSerializerSettings settings)", [](Call &c) { return serialize(c, false, c[1]); }},
        {"static string SerializeObject(object value, Formatting formatting, JsonSerializerSettings settings)",
         [](Call &c) { return serialize(c, isIndented(c[1]), c[2]); }},
        {"static object DeserializeObject(string value)",
         [](Call &c) { return deserialize(c, c.library().known(Known::Object), {}); }},
        {"static object DeserializeObject(string value, JsonSerializerSettings settings)",
         [](Call &c) { return deserialize(c, c.library().known(Known::Object), c[1]); }},
        {"static T DeserializeObject<T>(string value)", [](Call &c) { return deserialize(c, c.typeArgument(0), {}); }},
        {"static T DeserializeObject<T>(string value, JsonSerializerSettings settings)",
         [](Call &c) { return deserialize(c, c.typeArgument(0), c[1]); }},
        {"static T DeserializeObject<T>(string value, params JsonConverter[] converters)",
         [](Call &c) { return deserialize(c, c.typeArgument(0), {}); }},
        {"static T DeserializeAnonymousType<T>(string value, T anonymousTypeObject)",
         [](Call &c) { return deserialize(c, c.typeArgument(0), {}); }},
        {"static string SerializeXNode(XObject node)", [](Call &c) { return serializeXml(c, false, false); }},
        {"static string SerializeXNode(XObject node, Formatting formatting)", [](Call &c) { return serializeXml(c, isIndented(c[1]), false); }},
        {"static string SerializeXNode(XObject node, Formatting formatting, bool omitRootObject)",
         [](Call &c) { return serializeXml(c, isIndented(c[1]), c.boolean(2)); }},
        {"static string ToString(object value)", plainText},
        {"static string ToString(string value)", plainText},
        {"static string ToString(bool value)", plainText},
        {"static string ToString(int value)", plainText},
        {"static string ToString(long value)", plainText},
        {"static string ToString(double value)", plainText},
        {"static string ToString(decimal value)", plainText},
        {"static string ToString(DateTime value)", plainText},
        {"static string ToString(Guid value)", plainText},
    });
}

} // namespace gatehouse::expression
