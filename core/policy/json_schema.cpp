// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/json_schema.h"

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>

namespace gatehouse::policy {

namespace {

constexpr std::size_t maxFaults = 20;
constexpr int maxSchemaDepth = 64;

//! Turns OpenAPI's forms into JSON Schema's and puts `additional` in. Members of `properties` are schemas, whatever their names.
void prepare(json::value &value, std::optional<bool> additional, bool areProperties, int depth)
{
    if (depth > maxSchemaDepth)
        return;
    if (auto *array = value.if_array())
        for (auto &item : *array)
            prepare(item, additional, false, depth + 1);
    auto *object = value.if_object();
    if (!object)
        return;
    for (auto &[name, part] : *object)
        if (name != "example" && name != "examples" && name != "default" && name != "enum")
            prepare(part, additional, !areProperties && name == "properties", depth + 1);
    if (areProperties)
        return;
    const auto *type = member(*object, "type");
    if (boolMember(*object, "nullable", false) && type && type->is_string())
        (*object)["type"] = json::array{json::value(*type), json::value("null")};
    for (const char *bound : {"exclusiveMinimum", "exclusiveMaximum"}) // booleans of draft 4
        if (const auto *flag = member(*object, bound); flag && flag->is_bool()) {
            const bool isSet = flag->get_bool();
            const auto *limit = member(*object, std::string_view(bound) == "exclusiveMinimum" ? "minimum" : "maximum");
            if (isSet && limit)
                (*object)[bound] = json::value(*limit);
            else
                object->erase(bound);
        }
    if (additional && *additional)
        object->erase("additionalProperties");
    else if (additional && object->contains("properties"))
        (*object)["additionalProperties"] = false;
}

bool hasLongText(const json::value &value)
{
    if (const auto *text = value.if_string())
        return text->size() > JsonSchema::maxText;
    if (const auto *array = value.if_array())
        return std::any_of(array->begin(), array->end(), hasLongText);
    const auto *object = value.if_object();
    return object && std::any_of(object->begin(), object->end(), [](const auto &item) { return hasLongText(item.value()); });
}

} // namespace

struct JsonSchema::Data
{
    valijson::Schema schema;
};

tl::expected<JsonSchema, std::string> JsonSchema::compile(const json::value &document, std::string_view reference, std::optional<bool> additionalProperties)
{
    try {
        json::value root = document;
        prepare(root, additionalProperties, false, 0);
        if (!reference.empty()) {
            if (!root.is_object())
                return tl::unexpected(std::string("The schema is no object."));
            root.get_object()["$ref"] = json::value(reference);
        }
        auto data = std::make_shared<Data>();
        valijson::SchemaParser parser;
        const valijson::adapters::BoostJsonAdapter adapter(root);
        parser.populateSchema(adapter, data->schema);
        JsonSchema schema;
        schema.m_data = std::move(data);
        return schema;
    } catch (const std::exception &error) {
        return tl::unexpected(std::string(error.what()));
    }
}

tl::expected<std::vector<std::string>, std::string> JsonSchema::faults(const json::value &value) const
{
    if (hasLongText(value))
        return tl::unexpected("A text is longer than " + std::to_string(maxText) + " bytes.");
    try {
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        const valijson::adapters::BoostJsonAdapter adapter(value);
        std::vector<std::string> faults;
        if (validator.validate(m_data->schema, adapter, &results))
            return faults;
        valijson::ValidationResults::Error error;
        while (faults.size() < maxFaults && results.popError(error)) {
            std::string path;
            for (const auto &part : error.context)
                path += part == "<root>" ? std::string() : part;
            faults.push_back(error.description + " Path '" + path + "'.");
        }
        return faults;
    } catch (const std::exception &error) {
        return tl::unexpected(std::string(error.what()));
    }
}

} // namespace gatehouse::policy
