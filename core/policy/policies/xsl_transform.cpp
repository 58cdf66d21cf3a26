// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/xslt.h"

namespace gatehouse::policy {

namespace {

using Parameters = std::vector<std::pair<std::string, ValueSource>>;

class XslTransformStep final : public Step
{
public:
    XslTransformStep(tl::expected<Stylesheet, std::string> sheet, Parameters parameters, bool response)
        : m_sheet(std::move(sheet)), m_parameters(std::move(parameters)), m_response(response)
    {
    }
    StepResult run(Run &run) const override
    {
        if (!m_sheet)
            return StepResult::fail(policyFailure(m_sheet.error()));
        const auto part = messagePart(run.exchange(), m_response);
        const auto *xml = part.body.bytes();
        if (!xml || xml->empty())
            return StepResult::next();
        XslParameters parameters;
        for (const auto &[name, value] : m_parameters)
            parameters.emplace_back(name, value.text(run));
        auto text = m_sheet->apply(*xml, parameters);
        if (!text)
            return StepResult::fail(policyFailure(std::move(text.error())));
        if (text->size() > maxWrittenBody)
            return StepResult::fail(bodyTooLarge());
        setBody(part.body, part.headers, std::move(*text));
        return StepResult::next();
    }

private:
    tl::expected<Stylesheet, std::string> m_sheet;
    Parameters m_parameters;
    bool m_response;
};

} // namespace

void compileXslTransform(Compiler &compiler, NodeId node)
{
    const auto &document = compiler.document();
    Parameters parameters;
    std::string_view sheet;
    for (const auto child : document.elements(node)) {
        if (document.name(child) != "parameter") {
            sheet = document.source(child);
            continue;
        }
        auto name = compiler.literal(child, compiler.has(child, "name") ? "name" : "parameter-name");
        auto value = compiler.has(child, "value") ? compiler.attribute(child, "value") : compiler.text(child);
        parameters.emplace_back(std::move(name), std::move(value));
    }
    const bool response = worksOnResponse(compiler.section());
    compiler.emit(bufferStep(!response, response));
    compiler.emit(std::make_unique<XslTransformStep>(Stylesheet::compile(sheet), std::move(parameters), response));
}

} // namespace gatehouse::policy
