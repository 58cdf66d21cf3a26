// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/parameters.h"

#include "core/base/text.h"

#include <algorithm>
#include <optional>

namespace gatehouse::openapi {

namespace {

std::optional<Parameter::In> placeOf(std::string_view in, bool swagger)
{
    if (in == "path")
        return Parameter::In::Path;
    if (in == "query")
        return Parameter::In::Query;
    if (in == "header")
        return Parameter::In::Header;
    if (!swagger && in == "cookie")
        return Parameter::In::Cookie;
    if (swagger && in == "body")
        return Parameter::In::Body;
    if (swagger && in == "formData")
        return Parameter::In::Form;
    return std::nullopt;
}

std::optional<Parameter> readParameter(const Reading &reading, const Node &written)
{
    const auto *node = reading.resolved(written);
    if (!node)
        return std::nullopt;
    Parameter parameter;
    parameter.node = node;
    parameter.written = &written;
    parameter.name = reading.text(*node, "name");
    parameter.required = reading.flag(*node, "required");
    if (!reading.tree.member(*node, "name"))
        reading.required(*node, "name");
    const auto *in = reading.tree.member(*node, "in");
    if (!in) {
        reading.required(*node, "in");
        return std::nullopt;
    }
    if (!reading.isA(*in, NodeKind::String))
        return std::nullopt;
    const auto place = placeOf(in->text, reading.isSwagger());
    if (!place) {
        reading.findings.error(*in, "openapi.parameterPlace", {{"in", std::string{in->text}}});
        return std::nullopt;
    }
    parameter.in = *place;
    if (parameter.in == Parameter::In::Path && !parameter.required)
        reading.findings.warning(*node, "openapi.pathParameterNotRequired", {{"name", parameter.name}});
    if (parameter.name.empty())
        return std::nullopt;
    return parameter;
}

std::vector<Parameter> readList(const Reading &reading, const Node &owner)
{
    std::vector<Parameter> list;
    const auto *parameters = reading.member(owner, "parameters", NodeKind::Array);
    for (const auto *written = parameters ? parameters->first : nullptr; written; written = written->next) {
        const auto parameter = readParameter(reading, *written);
        if (!parameter)
            continue;
        const auto same = [&](const Parameter &other) {
            return other.in == parameter->in && other.name == parameter->name;
        };
        if (std::any_of(list.begin(), list.end(), same))
            reading.findings.error(*written, "openapi.duplicateParameter", {{"name", parameter->name}});
        else
            list.push_back(*parameter);
    }
    return list;
}

std::string plainText(const Node &node)
{
    const auto value = toJson(node);
    const auto *text = value.if_string();
    return text ? std::string{*text} : gatehouse::toJson(value);
}

//! As Azure writes it: "Format - int32. How many to return".
std::string descriptionOf(const Reading &reading, const Node &parameter, const Node *schema)
{
    const auto *facts = schema ? reading.references.follow(*schema) : nullptr;
    const auto format = facts && facts->kind == NodeKind::Object ? reading.text(*facts, "format") : std::string_view{};
    const auto text = reading.text(parameter, "description");
    if (format.empty())
        return std::string{text};
    return "Format - " + std::string{format} + '.' + (text.empty() ? "" : " ") + std::string{text};
}

//! Type, default, whether it is required, and values.
void addSchemaFacts(const Reading &reading, json::object &contract, const Node *schema, bool required)
{
    contract["type"] = schema ? typeOf(reading, *schema) : "string";
    json::array values;
    const auto *facts = schema ? reading.references.follow(*schema) : nullptr;
    if (facts && facts->kind == NodeKind::Object) {
        if (const auto *standard = reading.tree.member(*facts, "default"); standard && standard->kind != NodeKind::Null)
            contract["defaultValue"] = plainText(*standard);
        const auto *choices = reading.member(*facts, "enum", NodeKind::Array);
        for (const auto *choice = choices ? choices->first : nullptr; choice; choice = choice->next)
            values.emplace_back(json::string{plainText(*choice)});
    }
    if (required)
        contract["required"] = true;
    contract["values"] = std::move(values);
}

} // namespace

std::vector<Parameter> readParameters(const Reading &reading, const Node &pathItem, const Node &operation)
{
    auto list = readList(reading, operation);
    const auto own = list.size();
    for (const auto &parameter : readList(reading, pathItem)) {
        const auto same = [&](const Parameter &other) {
            return other.in == parameter.in && other.name == parameter.name;
        };
        if (std::none_of(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(own), same))
            list.push_back(parameter);
    }
    return list;
}

const Node *schemaOf(const Reading &reading, const Parameter &parameter)
{
    if (reading.isSwagger() && parameter.in != Parameter::In::Body)
        return parameter.node;
    if (const auto *schema = reading.tree.member(*parameter.node, "schema"))
        return schema;
    if (const auto *content = reading.member(*parameter.node, "content", NodeKind::Object); content && content->first)
        return reading.tree.member(*content->first, "schema");
    return nullptr;
}

std::string_view typeOf(const Reading &reading, const Node &schema)
{
    const auto *facts = reading.references.follow(schema);
    if (!facts || facts->kind != NodeKind::Object)
        return "string";
    const auto *type = reading.tree.member(*facts, "type");
    if (type && type->kind == NodeKind::String)
        return type->text;
    if (type && type->kind == NodeKind::Array) {
        for (const auto *choice = type->first; choice; choice = choice->next) {
            if (choice->kind == NodeKind::String && choice->text != "null")
                return choice->text;
        }
    }
    if (reading.tree.member(*facts, "items"))
        return "array";
    return reading.tree.member(*facts, "properties") ? "object" : "string";
}

json::object contractOf(const Reading &reading, const Schemas &schemas, const Parameter &parameter)
{
    json::object contract;
    contract["name"] = parameter.name;
    const auto *schema = schemaOf(reading, parameter);
    if (const auto description = descriptionOf(reading, *parameter.node, schema); !description.empty())
        contract["description"] = description;
    addSchemaFacts(reading, contract, schema, parameter.required || parameter.in == Parameter::In::Path);
    if (schema)
        schemas.referIfNamed(contract, *schema);
    addExamples(reading, contract, *parameter.node);
    return contract;
}

json::object headerContract(const Reading &reading, const Schemas &schemas, std::string_view name, const Node &header)
{
    Parameter parameter;
    parameter.in = Parameter::In::Header;
    parameter.name = name;
    parameter.node = &header;
    parameter.required = !reading.isSwagger() && reading.flag(header, "required");
    return contractOf(reading, schemas, parameter);
}

void addExamples(const Reading &reading, json::object &target, const Node &owner)
{
    json::object examples;
    if (const auto *example = reading.tree.member(owner, "example"))
        examples["default"] = json::object{{"value", toJson(*example)}};
    const auto *named = reading.tree.member(owner, "examples");
    for (const auto *entry = named && named->kind == NodeKind::Object ? named->first : nullptr; entry;
         entry = entry->next) {
        const auto *example = reading.references.follow(*entry);
        if (!example || example->kind != NodeKind::Object)
            continue;
        json::object made;
        for (const auto *part : {"summary", "description", "externalValue"}) {
            if (const auto *text = reading.tree.member(*example, part); text && text->kind == NodeKind::String)
                made[part] = text->text;
        }
        if (const auto *value = reading.tree.member(*example, "value"))
            made["value"] = toJson(*value);
        examples[entry->key] = std::move(made);
    }
    if (!examples.empty())
        target["examples"] = std::move(examples);
}

} // namespace gatehouse::openapi
