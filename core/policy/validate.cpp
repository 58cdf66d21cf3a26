// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/validate.h"

#include "core/base/text.h"
#include "core/policy/expression_scan.h"
#include "core/policy/named_values.h"
#include "core/policy/value_check.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr std::size_t mostFindings = 500;

SectionFlag flagOf(Section section)
{
    return static_cast<SectionFlag>(1U << static_cast<unsigned>(section));
}
ScopeFlag flagOf(Scope scope)
{
    return static_cast<ScopeFlag>(1U << static_cast<unsigned>(scope));
}

bool isBlankText(std::string_view text)
{
    return trim(text).empty();
}

std::string namesOf(std::span<const ChildRule> children)
{
    std::string text;
    for (const auto &child : children)
        text += (text.empty() ? "" : ", ") + std::string(child.name);
    return text;
}

class Validator
{
public:
    Validator(const Document &document, const References &references) : m_document(document), m_references(references) { }

    Diagnostics policies(Scope scope)
    {
        m_scope = scope;
        const auto top = m_document.documentElement();
        if (m_document.name(top) != "policies") {
            report(top, "policy.wrongRoot", {{"expected", "policies"}});
            return std::move(m_found);
        }
        noText(top, {});
        noAttributes(top);
        for (const auto node : m_document.elements(top))
            section(node);
        if (m_document.element(top, "backend") == noNode)
            report(top, "policy.missingSection", {{"name", "backend"}}, Severity::Warning);
        return std::move(m_found);
    }

    Diagnostics fragment()
    {
        m_inFragment = true;
        const auto top = m_document.documentElement();
        if (m_document.name(top) != "fragment") {
            report(top, "policy.wrongRoot", {{"expected", "fragment"}});
            return std::move(m_found);
        }
        noText(top, {});
        policyList(top);
        return std::move(m_found);
    }

private:
    void report(NodeId node, std::string code, std::vector<Error::Arg> args = {}, Severity severity = Severity::Error)
    {
        if (m_found.size() < mostFindings)
            m_found.push_back({severity, m_document.position(node), std::string(m_document.name(node)), std::move(code),
                               std::move(args)});
    }
    //! At the attribute, for the editor; Azure names the element's place.
    void report(NodeId node, const Attribute &attribute, std::string code, std::vector<Error::Arg> args = {})
    {
        const auto element = m_document.position(node);
        args.emplace_back("attribute", attribute.name);
        args.emplace_back("elementLine", std::to_string(element.line));
        args.emplace_back("elementColumn", std::to_string(element.column + 1));
        report(node, std::move(code), std::move(args));
        if (m_found.size() <= mostFindings)
            m_found.back().position = m_document.valuePosition(attribute);
    }

    void section(NodeId node)
    {
        const auto name = m_document.name(node);
        bool known = false;
        for (const auto candidate : {Section::Inbound, Section::Backend, Section::Outbound, Section::OnError})
            if (nameOf(candidate) == name) {
                known = true;
                m_section = candidate;
            }
        if (!known) {
            report(node, "policy.unknownElement",
                   {{"parent", "policies"}, {"name", std::string(name)}, {"expected", "inbound, backend, outbound, on-error"}});
            return;
        }
        if (m_document.element(m_document.parent(node), name) != node)
            report(node, "policy.duplicateSection", {{"name", std::string(name)}});
        noText(node, {});
        noAttributes(node);
        policyList(node);
    }

    void policyList(NodeId parent)
    {
        for (const auto node : m_document.elements(parent)) {
            const auto name = m_document.name(node);
            if (name == "base")
                base(node);
            else
                policy(node, name);
        }
    }

    void base(NodeId node)
    {
        if (m_inFragment)
            report(node, "policy.baseInFragment");
        noText(node, {});
        for (const auto child : m_document.elements(node))
            report(child, "policy.childNotAllowed", {{"parent", "base"}, {"name", std::string(m_document.name(child))}});
    }

    void policy(NodeId node, std::string_view name)
    {
        const auto *rule = findPolicy(name);
        if (!rule) {
            report(node, "policy.unknownPolicy", {{"name", std::string(name)}});
            return;
        }
        if (rule->isExtension && m_references.forAzure)
            report(node, "policy.notInAzure", {{"name", std::string(name)}});
        if (!m_inFragment) {
            if ((rule->sections & flagOf(m_section)) == 0)
                report(node, "policy.wrongSection");
            if (rule->scopes != 0 && (rule->scopes & flagOf(m_scope)) == 0)
                report(node, "policy.wrongScope");
        }
        element(node, rule->element);
        references(node, name);
    }

    void references(NodeId node, std::string_view name)
    {
        if (name == "include-fragment")
            fragmentReference(node);
        else if (name == "set-backend-service")
            backendReference(node);
        else if (name == "log-to-eventhub")
            loggerReference(node);
        else if (name == "llm-content-safety")
            backendNamed(node, "backend-id");
        else if (name.ends_with("-semantic-cache-lookup"))
            backendNamed(node, "embeddings-backend-id");
        else if (name.ends_with("-token-limit"))
            tokenLimit(node);
        else if (name == "set-header")
            changeableHeader(node);
        else if (name == "retry")
            for (const auto child : m_document.elements(node))
                if (m_document.name(child) == "wait")
                    report(child, "policy.notAllowedInside", {{"name", "wait"}, {"parent", "retry"}});
    }

    void fragmentReference(NodeId node)
    {
        if (m_inFragment)
            report(node, "policy.nestedFragment");
        const auto *id = m_document.attribute(node, "fragment-id");
        if (id && m_references.hasFragment && isPlain(id->value) && !m_references.hasFragment(id->value))
            report(node, *id, "policy.unknownFragment", {{"name", id->value}});
    }

    void backendReference(NodeId node)
    {
        const auto *id = m_document.attribute(node, "backend-id");
        const auto *url = m_document.attribute(node, "base-url");
        if ((id == nullptr) == (url == nullptr))
            report(node, "policy.oneOf", {{"attributes", "'base-url', 'backend-id'"}});
        backendNamed(node, "backend-id");
    }

    void backendNamed(NodeId node, std::string_view attribute)
    {
        const auto *id = m_document.attribute(node, attribute);
        if (id && m_references.hasBackend && isPlain(id->value) && !m_references.hasBackend(id->value))
            report(node, *id, "policy.unknownBackend", {{"name", id->value}});
    }

    void loggerReference(NodeId node)
    {
        if (m_document.attribute(node, "partition-id") && m_document.attribute(node, "partition-key"))
            report(node, "policy.oneOf", {{"attributes", "'partition-id', 'partition-key'"}});
        const auto *id = m_document.attribute(node, "logger-id");
        if (id && m_references.hasLogger && isPlain(id->value) && !m_references.hasLogger(id->value))
            report(node, *id, "policy.unknownLogger", {{"name", id->value}});
    }

    void tokenLimit(NodeId node)
    {
        if (!m_document.attribute(node, "tokens-per-minute") && !m_document.attribute(node, "token-quota"))
            report(node, "policy.oneOfAttributes", {{"attributes", "'tokens-per-minute', 'token-quota'"}});
    }

    void changeableHeader(NodeId node)
    {
        const auto *name = m_document.attribute(node, "name");
        for (const auto *fixed : {"Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding"})
            if (name && equalsIgnoreCase(name->value, fixed))
                report(node, "policy.gatewayHeader", {{"name", name->value}}, Severity::Warning);
    }

    static bool isPlain(std::string_view value)
    {
        return !beginsExpression(value) && value.find("{{") == std::string_view::npos;
    }

    void element(NodeId node, const ElementRule &rule)
    {
        attributes(node, rule);
        namedValuesOf(node, rule);
        switch (rule.content) {
        case Content::Empty:
            noText(node, {});
            for (const auto child : m_document.elements(node))
                report(child, "policy.childNotAllowed",
                       {{"parent", std::string(m_document.name(node))}, {"name", std::string(m_document.name(child))}});
            break;
        case Content::Elements:
            noText(node, rule.children);
            children(node, rule.children);
            break;
        case Content::Text:
            for (const auto child : m_document.elements(node))
                report(child, "policy.childNotAllowed",
                       {{"parent", std::string(m_document.name(node))}, {"name", std::string(m_document.name(child))}});
            checkExpression(node, m_document.textOf(node));
            break;
        case Content::Policies:
            noText(node, {});
            policyList(node);
            break;
        case Content::Any:
            break;
        }
    }

    void attributes(NodeId node, const ElementRule &rule)
    {
        for (const auto &attribute : m_document.attributes(node)) {
            const auto found = std::find_if(rule.attributes.begin(), rule.attributes.end(),
                                            [&](const auto &candidate) { return candidate.name == attribute.name; });
            if (found != rule.attributes.end())
                value(node, attribute, *found);
            else if (!attribute.name.starts_with("xmlns"))
                report(node, attribute, "policy.unknownAttribute");
        }
        for (const auto &required : rule.attributes)
            if (required.required && !m_document.attribute(node, required.name))
                report(node, "policy.missingAttribute", {{"attribute", std::string(required.name)}});
    }

    void value(NodeId node, const Attribute &attribute, const AttributeRule &rule)
    {
        if (rule.isExtension && m_references.forAzure)
            report(node, attribute, "policy.attributeNotInAzure");
        if (auto finding = checkValue(attribute.value, rule); !finding.code.empty())
            report(node, attribute, std::move(finding.code), std::move(finding.args));
        else if (rule.expression)
            compileExpression(node, attribute.value, m_document.valuePosition(attribute));
    }

    void compileExpression(NodeId node, std::string_view text, const Position &position)
    {
        if (!m_references.expressions || !isExpression(text) || (!m_references.namedValue && !namedValueReferences(text).empty()))
            return;
        std::vector<std::string> unknown;
        const auto whole = substituteNamedValues(
            text, [this](std::string_view name) { return m_references.namedValue ? m_references.namedValue(name) : std::nullopt; }, unknown);
        if (!unknown.empty())
            return;
        const auto compiled = m_references.expressions->compile(trim(whole), position);
        if (compiled)
            return;
        for (auto finding : compiled.error()) {
            finding.pointer = m_document.name(node);
            m_found.push_back(std::move(finding));
        }
    }

    void checkExpression(NodeId node, std::string_view text)
    {
        if (beginsExpression(text) && !isExpression(text) && scanExpression(trim(text), 0) == std::string_view::npos)
            report(node, "policy.expressionNotClosed");
        else
            compileExpression(node, text, m_document.position(node));
    }

    //! {{ }} in a Liquid template is Liquid's.
    void namedValuesOf(NodeId node, const ElementRule &rule)
    {
        if (!m_references.hasNamedValue)
            return;
        for (const auto &attribute : m_document.attributes(node))
            for (const auto &reference : namedValueReferences(attribute.value))
                if (reference.certain && !m_references.hasNamedValue(reference.name))
                    report(node, attribute, "policy.unknownNamedValue", {{"name", reference.name}});
        const auto *kind = m_document.attribute(node, "template");
        const bool liquid = rule.name == "set-body" && kind && kind->value == "liquid";
        if (liquid || (rule.content != Content::Text && rule.content != Content::Any))
            return;
        for (const auto &reference : namedValueReferences(m_document.textOf(node)))
            if (reference.certain && !m_references.hasNamedValue(reference.name))
                report(node, "policy.unknownNamedValue", {{"name", reference.name}});
    }

    void children(NodeId node, std::span<const ChildRule> rules)
    {
        const auto elements = m_document.elements(node);
        for (const auto child : elements) {
            const auto name = m_document.name(child);
            const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto &r) { return r.name == name; });
            if (rule == rules.end()) {
                report(child, "policy.unknownElement",
                       {{"parent", std::string(m_document.name(node))}, {"name", std::string(name)}, {"expected", namesOf(rules)}});
                continue;
            }
            childElement(child, *rule);
        }
        for (const auto &rule : rules)
            count(node, elements, rule);
    }

    void childElement(NodeId child, const ChildRule &rule)
    {
        if (rule.rule) {
            element(child, *rule.rule);
        } else if (const auto *known = findPolicy(rule.name)) {
            element(child, known->element);
            references(child, rule.name);
        }
    }

    void count(NodeId node, const std::vector<NodeId> &elements, const ChildRule &rule)
    {
        std::size_t times = 0;
        for (const auto child : elements)
            if (m_document.name(child) == rule.name && ++times == std::size_t{rule.maximum} + 1)
                report(child, "policy.tooManyChildren",
                       {{"parent", std::string(m_document.name(node))}, {"name", std::string(rule.name)},
                        {"maximum", std::to_string(rule.maximum)}});
        if (times < rule.minimum)
            report(node, "policy.missingChild",
                   {{"name", std::string(m_document.name(node))}, {"expected", std::string(rule.name)}});
    }

    void noText(NodeId node, std::span<const ChildRule> expected)
    {
        if (isBlankText(m_document.textOf(node)))
            return;
        const auto name = std::string(m_document.name(node));
        if (expected.empty())
            report(node, "policy.textNotAllowed", {{"name", name}});
        else
            report(node, "policy.textNotAllowedExpected", {{"name", name}, {"expected", namesOf(expected)}});
    }

    void noAttributes(NodeId node)
    {
        for (const auto &attribute : m_document.attributes(node))
            if (!attribute.name.starts_with("xmlns") && attribute.name != "id")
                report(node, attribute, "policy.unknownAttribute");
    }

    const Document &m_document;
    const References &m_references;
    Scope m_scope = Scope::Global;
    Section m_section = Section::Inbound;
    bool m_inFragment = false;
    Diagnostics m_found;
};

} // namespace

Diagnostics validate(const Document &document, Scope scope, const References &references)
{
    return Validator(document, references).policies(scope);
}

Diagnostics validateFragment(const Document &document, const References &references)
{
    return Validator(document, references).fragment();
}

} // namespace gatehouse::policy
