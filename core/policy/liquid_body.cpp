// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid_body.h"

#include "core/policy/liquid/bindings.h"
#include "core/policy/liquid/html.h"
#include "core/policy/liquid/renderer.h"
#include "core/policy/message_part.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class LiquidStep final : public Step
{
public:
    LiquidStep(tl::expected<liquid::Template, std::string> parsed, liquid::BodyBinding binding, bool bindsBody, bool response, std::uint32_t slot)
        : m_template(std::move(parsed)), m_binding(binding), m_bindsBody(bindsBody), m_response(response), m_slot(slot)
    {
    }
    StepResult run(Run &run) const override
    {
        if (!m_template)
            return StepResult::fail(policyFailure(m_template.error()));
        std::string failure;
        const auto globals = [&](std::string_view name) -> liquid::Value {
            if (name == "context")
                return liquid::contextValue(run.exchange());
            return name == "body" && m_bindsBody ? body(run.exchange(), failure) : liquid::Value();
        };
        auto text = liquid::render(*m_template, globals, run.services().clock().utc());
        if (!text || !failure.empty())
            return StepResult::fail(policyFailure(failure.empty() ? text.error() : failure));
        run.setValue(m_slot, Variable(std::move(*text)));
        return StepResult::next();
    }

private:
    liquid::Value body(Exchange &exchange, std::string &failure) const
    {
        const auto part = messagePart(exchange, m_response);
        const auto *bytes = part.body.bytes();
        if (!bytes)
            return {};
        auto value = liquid::bodyValue(*bytes, part.headers.get("Content-Type").value_or(""), m_binding);
        if (!value)
            failure = std::move(value.error());
        return value ? std::move(*value) : liquid::Value();
    }

    tl::expected<liquid::Template, std::string> m_template;
    liquid::BodyBinding m_binding;
    bool m_bindsBody;
    bool m_response;
    std::uint32_t m_slot;
};

//! "{{ a[&quot;b&quot;] }}" means what it says; the text around stays as it is.
std::string decodedMarkup(std::string_view source)
{
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at + 1 < source.size(); ++at) {
        const auto begin = source.substr(at, 2);
        if (begin != "{{" && begin != "{%")
            continue;
        const auto end = source.find(begin == "{{" ? "}}" : "%}", at + 2);
        if (end == std::string_view::npos)
            break;
        out += source.substr(copied, at - copied);
        out += liquid::htmlDecode(source.substr(at, end - at));
        copied = end;
        at = end + 1;
    }
    out += source.substr(copied);
    return out;
}

} // namespace

std::string liquidSource(const Document &document, NodeId node)
{
    if (document.elements(node).empty())
        return document.textOf(node);
    std::string source;
    for (const auto child : document.children(node))
        source += document.source(child);
    return decodedMarkup(source);
}

ValueSource compileLiquidBody(Compiler &compiler, NodeId node, bool bindsBody)
{
    liquid::BodyBinding binding;
    binding.nilIsNull = compiler.literal(node, "xsi-nil", "blank") == "null";
    binding.parsesDates = compiler.flag(node, "parse-date", true);
    const bool response = worksOnResponse(compiler.section());
    if (bindsBody)
        compiler.emit(bufferStep(!response, response));
    const auto slot = compiler.newValue();
    compiler.emit(std::make_unique<LiquidStep>(liquid::Template::parse(liquidSource(compiler.document(), node)), binding, bindsBody,
                                               response, slot));
    return ValueSource::ofSlot(slot);
}

} // namespace gatehouse::policy
