// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/completion.h"

#include "core/base/text.h"
#include "ui/components/formats.h"
#include "ui/policies/rule_path.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui::policies {

using components::fromUtf8;
using policy::AttributeRule;
using policy::Content;
using policy::ElementRule;
using policy::ValueType;

namespace {

constexpr std::array<std::string_view, 38> headerNames{
    "Accept", "Accept-Encoding", "Accept-Language", "Access-Control-Allow-Origin", "Age", "Allow", "Authorization", "Cache-Control",
    "Connection", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Security-Policy", "Content-Type", "Cookie",
    "Date", "ETag", "Expires", "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "Last-Modified", "Location",
    "Ocp-Apim-Subscription-Key", "Origin", "Referer", "Retry-After", "Set-Cookie", "Strict-Transport-Security", "traceparent", "User-Agent", "Vary",
    "WWW-Authenticate", "X-Correlation-Id", "X-Forwarded-For"};
constexpr std::array<std::string_view, 7> methods{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

QString tr(const char *text)
{
    return QCoreApplication::translate("Completion", text);
}

//! Everything that must be there, with the caret where the first thing is to be typed.
Completion elementOffer(const std::string &name, const ElementRule *rule, bool hasAngle, bool hasRest)
{
    Completion offer{.kind = Completion::Element, .label = name, .insert = (hasAngle ? "" : "<") + name, .caretBack = 0, .detail = {},
                     .documentation = {}};
    if (hasRest)
        return offer; // the tag goes on: the name alone is replaced
    std::string tail;
    bool hasHole = false;
    if (rule)
        for (const auto &attribute : rule->attributes)
            if (attribute.required) {
                tail += " " + std::string(attribute.name) + "=\"" + (hasHole ? "\"" : "");
                if (!hasHole)
                    offer.insert += tail, tail = "\"", hasHole = true;
            }
    const bool isEmpty = !rule || rule->content == Content::Empty;
    if (!hasHole && !isEmpty)
        offer.insert += ">", tail = "</" + name + ">";
    else
        tail += isEmpty ? " />" : "></" + name + ">";
    if (!hasHole && isEmpty) {
        offer.insert += tail;
        return offer;
    }
    offer.caretBack = int(tail.size());
    offer.insert += tail;
    offer.again = hasHole;
    return offer;
}

QString typeText(const AttributeRule &rule)
{
    switch (rule.type) {
    case ValueType::String: return tr(QT_TRANSLATE_NOOP("Completion", "text"));
    case ValueType::Integer: return tr(QT_TRANSLATE_NOOP("Completion", "whole number"));
    case ValueType::Decimal: return tr(QT_TRANSLATE_NOOP("Completion", "number"));
    case ValueType::Boolean: return tr(QT_TRANSLATE_NOOP("Completion", "true or false"));
    case ValueType::Enum: return tr(QT_TRANSLATE_NOOP("Completion", "one of a list"));
    case ValueType::Url: return tr(QT_TRANSLATE_NOOP("Completion", "address"));
    case ValueType::Seconds: return tr(QT_TRANSLATE_NOOP("Completion", "seconds"));
    }
    return {};
}

class Offers
{
public:
    Offers(const CaretContext &context, const CompletionSources &sources, std::string_view text)
        : m_context(context), m_sources(sources), m_text(text)
    {
    }

    std::vector<Completion> run()
    {
        if (m_context.inNamedValue && m_context.kind != CaretContext::Element) {
            namedValues();
            return std::move(m_found);
        }
        switch (m_context.kind) {
        case CaretContext::Nothing: break;
        case CaretContext::Element: elements(); break;
        case CaretContext::EndElement:
            if (!m_context.path.empty())
                add(Completion::Element, m_context.path.back(), m_context.path.back() + (restHas('>') ? "" : ">"));
            break;
        case CaretContext::Attribute: attributes(); break;
        case CaretContext::Value: values(); break;
        case CaretContext::Text: content(); break;
        case CaretContext::Code: return codeCompletions(m_context, m_sources);
        }
        return std::move(m_found);
    }

private:
    Completion &add(Completion::Kind kind, std::string_view label, std::string insert, const QString &detail = {})
    {
        return m_found.emplace_back(Completion{.kind = kind, .label = std::string(label), .insert = std::move(insert), .caretBack = 0, .detail = detail,
                                               .documentation = {}});
    }
    bool restHas(char c) const { return m_context.wordEnd < m_text.size() && m_text[m_context.wordEnd] == c; }

    void element(const std::string &name, const ElementRule *rule, Completion::Kind kind, const QString &detail, std::string_view documentation)
    {
        const bool hasRest = m_context.hasAngle && m_context.wordEnd < m_text.size()
                             && (m_text[m_context.wordEnd] == '>' || m_text[m_context.wordEnd] == '/'
                                 || (m_text[m_context.wordEnd] == ' ' && m_text.substr(m_context.wordEnd, 2) != " <"));
        auto offer = elementOffer(name, rule, m_context.hasAngle, hasRest);
        offer.kind = kind;
        offer.detail = detail;
        offer.documentation = fromUtf8(documentation);
        m_found.push_back(std::move(offer));
    }

    void elements()
    {
        const auto &path = m_context.path;
        const auto has = [this](std::string_view name) { return std::ranges::find(m_context.siblings, name) != m_context.siblings.end(); };
        static constexpr ElementRule container{{}, Content::Policies, {}, {}};
        if (path.empty()) {
            if (!has("policies") && !has("fragment"))
                element(m_sources.scope ? "policies" : "fragment", &container, Completion::Element, {}, {});
            return;
        }
        if (path.size() == 1 && path[0] == "policies") {
            for (const auto *section : {"inbound", "backend", "outbound", "on-error"})
                if (!has(section))
                    element(section, &container, Completion::Element, tr(QT_TRANSLATE_NOOP("Completion", "section")), {});
            return;
        }
        if (const auto *rule = ruleAt(path))
            for (const auto &child : rule->children)
                if (child.rule && std::ranges::count(m_context.siblings, child.name) < child.maximum)
                    element(std::string(child.name), child.rule, Completion::Element, {}, {});
        if (holdsPolicies(path))
            policies();
    }

    void policies()
    {
        const auto section = sectionAt(m_context.path);
        if (m_sources.scope)
            element("base", nullptr, Completion::Policy, tr(QT_TRANSLATE_NOOP("Completion", "what broader scopes say")), {});
        for (const auto &rule : policy::policyTable()) {
            if (rule.element.name == "base" || (section != 0 && (rule.sections & section) == 0))
                continue;
            if (m_sources.scope && rule.scopes != 0 && (rule.scopes & flagOf(*m_sources.scope)) == 0)
                continue;
            element(std::string(rule.element.name), &rule.element, Completion::Policy,
                    rule.executed ? QString() : tr(QT_TRANSLATE_NOOP("Completion", "not run locally")), rule.documentation);
        }
    }

    void attributes()
    {
        const auto *rule = ruleAt(m_context.path);
        if (!rule)
            return;
        for (const auto &attribute : rule->attributes) {
            const auto has = std::ranges::find(m_context.attributes, attribute.name) != m_context.attributes.end();
            if (has)
                continue;
            const bool hasValue = restHas('=');
            auto &offer = add(Completion::Attribute, attribute.name, std::string(attribute.name) + (hasValue ? "" : "=\"\""), typeText(attribute));
            offer.caretBack = hasValue ? 0 : 1;
            offer.again = !hasValue;
            if (attribute.required)
                offer.detail = tr(QT_TRANSLATE_NOOP("Completion", "required")) + QStringLiteral(" · ") + offer.detail;
            if (!attribute.defaultValue.empty())
                offer.documentation = tr(QT_TRANSLATE_NOOP("Completion", "Default: %1")).arg(fromUtf8(attribute.defaultValue));
        }
        std::stable_partition(m_found.begin(), m_found.end(), [&](const auto &offer) {
            const auto *known = attributeAt(m_context.path, offer.label);
            return known && known->required;
        });
    }

    void values()
    {
        const auto *attribute = attributeAt(m_context.path, m_context.attribute);
        const auto &element = m_context.path.empty() ? std::string() : m_context.path.back();
        if (attribute) {
            for (const auto value : attribute->values)
                add(Completion::Value, value, std::string(value), value == attribute->defaultValue ? tr(QT_TRANSLATE_NOOP("Completion", "default")) : QString());
            if (attribute->type == ValueType::Boolean)
                for (const auto *value : {"true", "false"})
                    add(Completion::Value, value, value, value == attribute->defaultValue ? tr(QT_TRANSLATE_NOOP("Completion", "default")) : QString());
            else if (!attribute->defaultValue.empty() && attribute->values.empty())
                add(Completion::Value, attribute->defaultValue, std::string(attribute->defaultValue), tr(QT_TRANSLATE_NOOP("Completion", "default")));
        }
        if (m_sources.names && m_context.attribute == "fragment-id")
            for (const auto &[id, description] : m_sources.names->fragments)
                add(Completion::Value, id, id, tr(QT_TRANSLATE_NOOP("Completion", "fragment"))).documentation = fromUtf8(description);
        if (m_sources.names && m_context.attribute == "backend-id")
            for (const auto &[id, url] : m_sources.names->backends)
                add(Completion::Value, id, id, tr(QT_TRANSLATE_NOOP("Completion", "backend"))).documentation = fromUtf8(url);
        if ((m_context.attribute == "name" && (element == "set-header" || element == "check-header" || element == "header")) || m_context.attribute == "header-name")
            for (const auto name : headerNames)
                add(Completion::Value, name, std::string(name), tr(QT_TRANSLATE_NOOP("Completion", "header")));
        if (m_context.word.empty() && (!attribute || attribute->expression))
            expression();
    }

    void expression()
    {
        auto &offer = add(Completion::Keyword, "@(…)", "@()", tr(QT_TRANSLATE_NOOP("Completion", "expression")));
        offer.caretBack = 1;
        offer.again = true;
    }

    void content()
    {
        const auto &element = m_context.path.empty() ? std::string() : m_context.path.back();
        if (element == "method" || element == "set-method")
            for (const auto method : methods)
                add(Completion::Value, method, std::string(method));
        else if (element == "vary-by-header" || element == "header")
            for (const auto name : headerNames)
                add(Completion::Value, name, std::string(name), tr(QT_TRANSLATE_NOOP("Completion", "header")));
        const auto *rule = ruleAt(m_context.path);
        if (rule && (rule->content == Content::Text || rule->content == Content::Any))
            expression();
        else if (m_context.word.empty())
            elements();
    }

    void namedValues()
    {
        if (!m_sources.names)
            return;
        const bool isClosed = m_text.substr(m_context.wordEnd).starts_with("}}") || m_text.substr(m_context.wordBegin + m_context.word.size()).starts_with("}}");
        for (const auto &[name, value] : m_sources.names->namedValues) {
            auto &offer = add(Completion::NamedValue, name, name + (isClosed ? "" : "}}"),
                              value.isSecret ? tr(QT_TRANSLATE_NOOP("Completion", "secret")) : tr(QT_TRANSLATE_NOOP("Completion", "named value")));
            if (!value.isSecret && value.value)
                offer.documentation = fromUtf8(std::string_view(*value.value).substr(0, 200));
        }
    }

    const CaretContext &m_context;
    const CompletionSources &m_sources;
    std::string_view m_text;
    std::vector<Completion> m_found;
};

//! Beginnings before middles, the order of the offers otherwise.
std::vector<Completion> filtered(std::vector<Completion> offers, std::string_view word)
{
    if (word.empty())
        return offers;
    const auto rank = [&](const Completion &offer) {
        if (offer.label.size() >= word.size() && equalsIgnoreCase(std::string_view(offer.label).substr(0, word.size()), word))
            return 0;
        return containsIgnoreCase(offer.label, word) ? 1 : 2;
    };
    std::erase_if(offers, [&](const auto &offer) { return rank(offer) == 2; });
    std::ranges::stable_sort(offers, {}, rank);
    return offers;
}

} // namespace

std::vector<Completion> completionsAt(std::string_view text, std::size_t offset, const CompletionSources &sources)
{
    const auto context = caretContext(text, offset);
    return filtered(Offers(context, sources, text).run(), context.word);
}

} // namespace gatehouse::ui::policies
