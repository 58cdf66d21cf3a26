// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/json_schema.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/validation.h"
#include "core/policy/xml_schema.h"

#include <map>
#include <mutex>

namespace gatehouse::policy {

namespace {

struct ContentRule
{
    std::string as;
    ValueSource type, action, schemaId, schemaRef;
    std::optional<bool> additional;
};
struct Mapping
{
    bool isCondition = false;
    ValueSource from, to;
};
struct Settings
{
    ValueSource unspecified, maxSize, sizeAction, anyType, missingType;
    std::vector<Mapping> mappings;
    std::vector<ContentRule> contents;
    std::string variable;
    bool response = false;
};

//! The schema of one representation.
struct Definition
{
    std::string name;
    const json::value *document = nullptr; //!< of a JSON schema
    std::string reference; //!< in it
    std::string_view xsd;
};

const json::value *representationOf(const Exchange &exchange, bool response, std::string_view type)
{
    if (!exchange.matched.operation)
        return nullptr;
    const json::value *list = nullptr;
    if (response) {
        const auto *definition = responseDefinition(exchange, exchange.response.status);
        list = definition ? member(*definition, "representations") : nullptr;
    } else {
        const auto *request = member(exchange.matched.operation->definition, "request");
        list = request ? member(*request, "representations") : nullptr;
    }
    if (list && list->is_array())
        for (const auto &one : list->get_array())
            if (one.is_object() && mediaType(stringMember(one.get_object(), "contentType")) == type)
                return &one;
    return nullptr;
}

class ValidateContentStep final : public Step
{
public:
    explicit ValidateContentStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto part = messagePart(exchange, m_settings.response);
        const auto *bytes = part.body.bytes();
        Validation validation(m_settings.variable, m_settings.response);
        const auto maxSize = m_settings.maxSize.integer(run);
        const auto sizeAction = validationActionOf(m_settings.sizeAction.text(run));
        const auto unspecified = validationActionOf(m_settings.unspecified.text(run));
        if (!maxSize || !sizeAction || !unspecified)
            return StepResult::fail(expressionFailure("max-size is no number, or an action is not ignore, prevent or detect."));
        if (bytes && static_cast<long long>(bytes->size()) > *maxSize) {
            validation.add(*sizeAction, sizeError(bytes->size(), *maxSize));
            if (*sizeAction == ValidationAction::Prevent)
                return validation.finish(exchange);
        }
        if (!bytes || bytes->empty())
            return validation.finish(exchange);
        const auto type = mappedType(run, part.headers);
        const auto *representation = representationOf(exchange, m_settings.response, type);
        const auto *content = contentFor(run, type, representation != nullptr);
        if (!content && !representation)
            validation.add(*unspecified, {type, messageType(), "Unspecified", "Unspecified content type " + type + " is not allowed.",
                                          shown("Unspecified content type " + type + " is not allowed.")});
        if (content) {
            const auto action = validationActionOf(content->action.text(run));
            if (!action)
                return StepResult::fail(expressionFailure("The action is not ignore, prevent or detect."));
            if (*action != ValidationAction::Ignore)
                if (auto error = check(run, *content, type, representation, *bytes))
                    validation.add(*action, std::move(*error));
        }
        return validation.finish(exchange);
    }

private:
    std::string messageType() const { return m_settings.response ? "ResponseBody" : "RequestBody"; }
    //! Clients read what is wrong with their own requests alone.
    std::string shown(std::string details) const { return m_settings.response ? std::string(internalPublicResponse) : std::move(details); }

    ValidationError sizeError(std::size_t size, long long most) const
    {
        const std::string side = m_settings.response ? "Response" : "Request";
        const auto text = side + "'s body is " + std::to_string(size) + " bytes long and it exceeds the ";
        const auto limit = "limit of " + std::to_string(most) + " bytes.";
        return {{}, messageType(), "SizeLimit", text + "configured " + limit, shown(text + limit)};
    }

    std::string mappedType(const Run &run, const http::Headers &headers) const
    {
        const auto type = mediaType(headers.get("Content-Type").value_or(""));
        for (const auto &mapping : m_settings.mappings)
            if (mapping.isCondition ? mapping.from.boolean(run).value_or(false) : mediaType(mapping.from.text(run)) == type)
                return mediaType(mapping.to.text(run));
        if (const auto any = mediaType(m_settings.anyType.text(run)); !any.empty())
            return any;
        return type.empty() ? mediaType(m_settings.missingType.text(run)) : type;
    }

    const ContentRule *contentFor(const Run &run, const std::string &type, bool isSpecified) const
    {
        const ContentRule *fallback = nullptr;
        for (const auto &content : m_settings.contents) {
            const auto own = mediaType(content.type.text(run));
            if (!own.empty() && own == type)
                return &content;
            if (own.empty() && isSpecified && !fallback)
                fallback = &content;
        }
        return fallback;
    }

    ValidationError schemaError(std::string details) const
    {
        return {{}, "ApiSchema", {}, std::move(details), std::string(internalPublicResponse)};
    }

    std::optional<ValidationError> check(Run &run, const ContentRule &content, const std::string &type, const json::value *representation,
                                         const std::string &bytes) const
    {
        const auto &exchange = run.exchange();
        auto schemaId = content.schemaId.text(run);
        const bool isOwn = schemaId.empty();
        if (isOwn && representation)
            schemaId = stringMember(representation->get_object(), "schemaId");
        const auto found = exchange.matched.api ? exchange.matched.api->schemas.find(schemaId) : decltype(exchange.matched.api->schemas.find(schemaId))();
        if (!exchange.matched.api || found == exchange.matched.api->schemas.end())
            return schemaError("API's schema does not exist or it could not be resolved.");
        const auto *document = member(found->second, "document");
        if (!document)
            return schemaError("API's schema does not specify definitions.");
        Definition definition{schemaId, document, content.schemaRef.text(run), {}};
        if (isOwn && representation)
            definition = ownDefinition(*document, std::string(stringMember(representation->get_object(), "typeName")));
        if (const auto *object = document->if_object())
            definition.xsd = stringMember(*object, "value");
        if (content.as != "json")
            return checkXml(definition, content.as == "soap", type, bytes);
        return checkJson(exchange, definition, schemaId, content.additional, type, bytes);
    }

    //! A type of an OpenAPI document's components, or of a Swagger's definitions.
    static Definition ownDefinition(const json::value &document, const std::string &type)
    {
        Definition definition{type, &document, {}, {}};
        if (type.empty())
            return definition;
        const auto *components = member(document, "components");
        const auto *schemas = components ? member(*components, "schemas") : nullptr;
        const auto *definitions = member(document, "definitions");
        if (schemas && member(*schemas, type))
            definition.reference = "#/components/schemas/" + type;
        else if (definitions && member(*definitions, type))
            definition.reference = "#/definitions/" + type;
        else
            definition.document = nullptr;
        return definition;
    }

    std::string side() const { return m_settings.response ? "response" : "request"; }
    ValidationError incorrect(const Definition &definition, const std::string &type, const std::string &reason) const
    {
        const auto text = "Body of the " + side() + " does not conform to the definition " + definition.name
            + ", which is associated with the content type " + type + ".\n\n" + reason;
        return {type, messageType(), "IncorrectMessage", text, shown(text)};
    }
    ValidationError impossible(const std::string &type, const std::string &reason) const
    {
        return {{}, messageType(), "ValidationException",
                "Body of the " + side() + " cannot be validated for the content type " + type + ".\n\n" + reason,
                std::string(internalPublicResponse)};
    }

    std::optional<ValidationError> checkXml(const Definition &definition, bool soap, const std::string &type, const std::string &bytes) const
    {
        if (definition.xsd.empty())
            return schemaError("API's schema does not specify definitions.");
        const auto fault = xmlFault(bytes, definition.xsd, soap);
        if (!fault)
            return std::nullopt;
        if (fault->isSchema)
            return impossible(type, fault->message);
        return incorrect(definition, type, fault->message + " Line: " + std::to_string(fault->line) + ", Position: " + std::to_string(fault->position));
    }

    std::optional<ValidationError> checkJson(const Exchange &exchange, const Definition &definition, const std::string &schemaId,
                                             std::optional<bool> additional, const std::string &type, const std::string &bytes) const
    {
        if (!definition.document)
            return ValidationError{type, messageType(), "MissingDefinition",
                                   "API's schema does not contain definition " + definition.name
                                       + ", which is associated with the content type " + type + ".",
                                   std::string(internalPublicResponse)};
        const auto schema = schemaOf(exchange, definition, schemaId, additional);
        if (!schema)
            return impossible(type, schema.error());
        const auto body = parseJson(bytes);
        if (!body)
            return incorrect(definition, type, std::string(body.error().arg("reason")) + " Line: " + std::string(body.error().arg("line"))
                                 + ", Position: " + std::string(body.error().arg("column")));
        const auto faults = schema->faults(*body);
        if (!faults)
            return impossible(type, faults.error());
        if (faults->empty())
            return std::nullopt;
        return incorrect(definition, type, faults->back());
    }

    //! Compiled once for an API of a snapshot.
    tl::expected<JsonSchema, std::string> schemaOf(const Exchange &exchange, const Definition &definition, const std::string &schemaId,
                                                   std::optional<bool> additional) const
    {
        constexpr std::size_t most = 64;
        const auto key = schemaId + '\n' + definition.reference + (additional ? *additional ? "\n+" : "\n-" : "");
        {
            const std::lock_guard lock(m_mutex);
            if (const auto found = m_compiled.find({exchange.matched.api, key}); found != m_compiled.end())
                return found->second;
        }
        auto compiled = JsonSchema::compile(*definition.document, definition.reference, additional);
        const std::lock_guard lock(m_mutex);
        if (m_compiled.size() >= most)
            m_compiled.clear();
        m_compiled.insert_or_assign({exchange.matched.api, key}, compiled);
        return compiled;
    }

    Settings m_settings;
    mutable std::mutex m_mutex; //!< steps are shared by workers
    mutable std::map<std::pair<std::shared_ptr<const ApiInfo>, std::string>, tl::expected<JsonSchema, std::string>> m_compiled;
};

void compileMap(Compiler &compiler, NodeId map, Settings &settings)
{
    settings.anyType = compiler.attribute(map, "any-content-type-value");
    settings.missingType = compiler.attribute(map, "missing-content-type-value");
    for (const auto child : compiler.document().elements(map)) {
        Mapping mapping;
        mapping.isCondition = compiler.has(child, "when");
        mapping.from = compiler.attribute(child, mapping.isCondition ? "when" : "from");
        mapping.to = compiler.attribute(child, "to");
        settings.mappings.push_back(std::move(mapping));
    }
}

} // namespace

void compileValidateContent(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.response = compiler.section() == Section::Outbound || compiler.section() == Section::OnError;
    settings.unspecified = compiler.attribute(node, "unspecified-content-type-action");
    settings.maxSize = compiler.attribute(node, "max-size");
    settings.sizeAction = compiler.attribute(node, "size-exceeded-action");
    settings.variable = compiler.literal(node, "errors-variable-name");
    for (const auto child : compiler.document().elements(node)) {
        if (compiler.document().name(child) == "content-type-map") {
            compileMap(compiler, child, settings);
            continue;
        }
        ContentRule content;
        content.as = compiler.literal(child, "validate-as");
        content.type = compiler.attribute(child, "type");
        content.action = compiler.attribute(child, "action");
        content.schemaId = compiler.attribute(child, "schema-id");
        content.schemaRef = compiler.attribute(child, "schema-ref");
        if (compiler.has(child, "allow-additional-properties"))
            content.additional = compiler.flag(child, "allow-additional-properties", false);
        settings.contents.push_back(std::move(content));
    }
    compiler.emit(bufferStep(!settings.response, settings.response));
    compiler.emit(std::make_unique<ValidateContentStep>(std::move(settings)));
}

} // namespace gatehouse::policy
