// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/json_from_xml.h"
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource kind, apply, considerAccept, alwaysArrays, keepsSpace, trimsValues, emptyValues;
    bool response = false;
};

class XmlToJsonStep final : public Step
{
public:
    explicit XmlToJsonStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto considers = m_settings.considerAccept.boolean(run);
        const auto arrays = m_settings.alwaysArrays.boolean(run);
        const auto space = m_settings.keepsSpace.boolean(run);
        const auto trims = m_settings.trimsValues.boolean(run);
        const auto kind = m_settings.kind.text(run);
        if (!considers || !arrays || !space || !trims)
            return StepResult::fail(expressionFailure("A value of xml-to-json is not a Boolean."));
        if (kind != "direct" && kind != "javascript-friendly")
            return StepResult::fail(expressionFailure("kind is not javascript-friendly or direct."));
        const auto part = messagePart(run.exchange(), m_settings.response);
        const auto *xml = part.body.bytes();
        const bool applies = m_settings.apply.text(run) != "content-type-xml"
            || isXmlType(mediaType(part.headers.get("Content-Type").value_or("")));
        if (!xml || xml->empty() || !applies || (*considers && !accepts(run.exchange().request.headers, isJsonType)))
            return StepResult::next();
        JsonFromXml options{kind == "javascript-friendly", *arrays, *space, *trims, EmptyValues::AsWritten};
        if (const auto empty = m_settings.emptyValues.text(run); !empty.empty())
            options.emptyValues = empty == "as-null" ? EmptyValues::AsNull : EmptyValues::Preserve;
        auto json = jsonFromXml(*xml, options);
        if (!json)
            return StepResult::fail(policyFailure(std::move(json.error())));
        if (json->size() > maxWrittenBody)
            return StepResult::fail(bodyTooLarge());
        setBody(part.body, part.headers, std::move(*json));
        part.headers.set("Content-Type", "application/json");
        return StepResult::next();
    }

private:
    Settings m_settings;
};

} // namespace

void compileXmlToJson(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.kind = compiler.attribute(node, "kind");
    settings.apply = compiler.attribute(node, "apply");
    settings.considerAccept = compiler.attribute(node, "consider-accept-header", "true");
    settings.alwaysArrays = compiler.attribute(node, "always-array-child-elements", "false");
    settings.keepsSpace = compiler.attribute(node, "preserve-whitespace-nodes", "false");
    settings.trimsValues = compiler.attribute(node, "trim-values", "false");
    settings.emptyValues = compiler.attribute(node, "empty-values");
    settings.response = worksOnResponse(compiler.section());
    compiler.emit(bufferStep(!settings.response, settings.response));
    compiler.emit(std::make_unique<XmlToJsonStep>(std::move(settings)));
}

} // namespace gatehouse::policy
