// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/mock_sample.h"

#include "core/base/text.h"

namespace gatehouse::policy {

namespace {

constexpr int maxDepth = 8; // of a sample: schemas refer to themselves

//! "#/components/schemas/Order" in the schema's own document.
const json::value *resolve(const json::value &document, std::string_view reference)
{
    if (!reference.starts_with("#/"))
        return nullptr;
    const auto *at = &document;
    for (const auto part : split(reference.substr(2), '/')) {
        at = member(*at, part);
        if (!at)
            return nullptr;
    }
    return at;
}

json::value sampleOf(const json::value &schema, const json::value &document, int depth);

json::value sampleOfObject(const json::object &schema, const json::value &document, int depth)
{
    json::object sample;
    if (const auto *properties = member(schema, "properties"); properties && properties->is_object())
        for (const auto &[name, property] : properties->as_object())
            sample[name] = sampleOf(property, document, depth + 1);
    return sample;
}

json::value sampleOfString(const json::object &schema)
{
    const auto format = stringMember(schema, "format");
    if (format == "date-time")
        return "2000-01-23T04:56:07.000Z";
    if (format == "date")
        return "2000-01-23";
    if (format == "uuid")
        return "00000000-0000-0000-0000-000000000000";
    return "string";
}

//! The members of allOf together; of oneOf and anyOf the first.
json::value sampleOfCombination(const json::object &schema, const json::value &document, int depth)
{
    if (const auto *all = member(schema, "allOf"); all && all->is_array()) {
        json::object sample;
        for (const auto &part : all->as_array())
            if (const auto value = sampleOf(part, document, depth + 1); value.is_object())
                for (const auto &[name, property] : value.as_object())
                    sample[name] = property;
        return sample;
    }
    for (const auto *key : {"oneOf", "anyOf"})
        if (const auto *any = member(schema, key); any && any->is_array() && !any->as_array().empty())
            return sampleOf(any->as_array().front(), document, depth + 1);
    return nullptr;
}

json::value sampleOf(const json::value &value, const json::value &document, int depth)
{
    if (!value.is_object() || depth > maxDepth)
        return nullptr;
    const auto &schema = value.as_object();
    if (const auto reference = stringMember(schema, "$ref"); !reference.empty()) {
        const auto *target = resolve(document, reference);
        return target ? sampleOf(*target, document, depth + 1) : json::value(nullptr);
    }
    for (const auto *key : {"example", "default", "const"})
        if (const auto *given = member(schema, key))
            return *given;
    if (const auto *values = member(schema, "enum"); values && values->is_array() && !values->as_array().empty())
        return values->as_array().front();
    const auto type = stringMember(schema, "type");
    if (type == "object" || member(schema, "properties"))
        return sampleOfObject(schema, document, depth);
    if (type == "array") {
        const auto *items = member(schema, "items");
        return items ? json::array{sampleOf(*items, document, depth + 1)} : json::array{};
    }
    if (type == "string")
        return sampleOfString(schema);
    if (type == "integer" || type == "number")
        return 0;
    if (type == "boolean")
        return true;
    return sampleOfCombination(schema, document, depth);
}

std::string textOfExample(const json::value &value)
{
    return value.is_string() ? std::string(value.as_string()) : toJson(value);
}

std::string exampleOf(const json::object &representation, std::size_t index)
{
    if (const auto *examples = member(representation, "examples"); examples && examples->is_object() && !examples->as_object().empty()) {
        const auto &object = examples->as_object();
        const auto place = index < object.size() ? index : 0;
        const auto &example = (object.begin() + static_cast<std::ptrdiff_t>(place))->value();
        const auto *value = member(example, "value");
        return value ? textOfExample(*value) : std::string();
    }
    const auto *sample = member(representation, "sample"); // the form of api-versions before 2021
    return sample ? textOfExample(*sample) : std::string();
}

//! The named type in the schema resource's document.
std::string schemaSample(const json::object &representation, const MockSchemas &schemas)
{
    const auto found = schemas.find(stringMember(representation, "schemaId"));
    const auto *document = found == schemas.end() ? nullptr : member(found->second, "document");
    if (!document)
        return {};
    const auto type = stringMember(representation, "typeName");
    const json::value *schema = nullptr;
    if (const auto *components = member(*document, "components"))
        if (const auto *all = member(*components, "schemas"))
            schema = member(*all, type);
    if (const auto *definitions = schema ? nullptr : member(*document, "definitions"))
        schema = member(*definitions, type);
    if (!schema)
        return {};
    const auto sample = sampleOf(*schema, *document, 0);
    return sample.is_null() ? std::string() : toJson(sample);
}

const json::object *representationOf(const json::object &response, const std::string &contentType)
{
    const auto *representations = member(response, "representations");
    if (!representations || !representations->is_array())
        return nullptr;
    for (const auto &representation : representations->as_array())
        if (representation.is_object()
            && (contentType.empty() || equalsIgnoreCase(stringMember(representation.as_object(), "contentType"), contentType)))
            return &representation.as_object();
    return nullptr;
}

} // namespace

MockSample mockSample(const json::object &operation, const MockSchemas &schemas, int status, const std::string &contentType,
                      std::size_t index)
{
    const auto *responses = member(operation, "responses");
    if (!responses || !responses->is_array())
        return {};
    for (const auto &response : responses->as_array()) {
        if (!response.is_object() || intMember(response.as_object(), "statusCode") != status)
            continue;
        const auto *representation = representationOf(response.as_object(), contentType);
        if (!representation)
            return {};
        MockSample sample{std::string(stringMember(*representation, "contentType")), exampleOf(*representation, index)};
        if (sample.body.empty() && containsIgnoreCase(sample.contentType, "json"))
            sample.body = schemaSample(*representation, schemas);
        return sample;
    }
    return {};
}

} // namespace gatehouse::policy
