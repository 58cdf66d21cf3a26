// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/xml_from_json.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource apply, considerAccept, attributeBlock, attributePrefix, namespaceBlock, separator, prefix, replacement, emptyValues;
    bool hasReplacement = false;
    bool parsesDates = true;
    bool trimsValues = false;
    bool response = false;
};

class JsonToXmlStep final : public Step
{
public:
    explicit JsonToXmlStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto part = messagePart(run.exchange(), m_settings.response);
        const auto *json = part.body.bytes();
        const auto considers = m_settings.considerAccept.boolean(run);
        if (!considers)
            return StepResult::fail(expressionFailure("consider-accept-header is not a Boolean."));
        const bool applies = m_settings.apply.text(run) != "content-type-json"
            || isJsonType(mediaType(part.headers.get("Content-Type").value_or("")));
        if (!json || json->empty() || !applies || (*considers && !accepts(run.exchange().request.headers, isXmlType)))
            return StepResult::next();
        auto xml = xmlFromJson(*json, options(run));
        if (!xml)
            return StepResult::fail(policyFailure(std::move(xml.error())));
        if (xml->size() > maxWrittenBody)
            return StepResult::fail(bodyTooLarge());
        setBody(part.body, part.headers, std::move(*xml));
        part.headers.set("Content-Type", "application/xml");
        return StepResult::next();
    }

private:
    XmlFromJson options(const Run &run) const
    {
        XmlFromJson options;
        options.parsesDates = m_settings.parsesDates;
        options.trimsValues = m_settings.trimsValues;
        options.emptyAsNull = m_settings.emptyValues.text(run) == "as-null";
        options.namespaceSeparator = m_settings.separator.text(run);
        options.namespacePrefix = m_settings.prefix.text(run);
        options.namespaceBlockName = m_settings.namespaceBlock.text(run);
        options.attributeBlockName = m_settings.attributeBlock.text(run);
        options.attributePrefix = m_settings.attributePrefix.text(run);
        if (m_settings.hasReplacement)
            options.invalidCharacterReplacement = m_settings.replacement.text(run);
        return options;
    }
    Settings m_settings;
};

} // namespace

void compileJsonToXml(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.apply = compiler.attribute(node, "apply");
    settings.considerAccept = compiler.attribute(node, "consider-accept-header", "true");
    settings.parsesDates = compiler.flag(node, "parse-date", true);
    settings.trimsValues = compiler.flag(node, "trim-values", false);
    settings.emptyValues = compiler.attribute(node, "empty-values");
    settings.separator = compiler.attribute(node, "namespace-separator", "_");
    settings.prefix = compiler.attribute(node, "namespace-prefix");
    settings.namespaceBlock = compiler.attribute(node, "namespace-block-name");
    settings.attributeBlock = compiler.attribute(node, "attribute-block-name");
    settings.attributePrefix = compiler.attribute(node, "attribute-prefix");
    settings.hasReplacement = compiler.has(node, "invalid-character-replacement");
    settings.replacement = compiler.attribute(node, "invalid-character-replacement");
    settings.response = worksOnResponse(compiler.section());
    compiler.emit(bufferStep(!settings.response, settings.response));
    compiler.emit(std::make_unique<JsonToXmlStep>(std::move(settings)));
}

} // namespace gatehouse::policy
