// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/hover_text.h"

#include "core/expression/member_query.h"
#include "core/policy/expression_scan.h"
#include "ui/components/formats.h"
#include "ui/policies/rule_path.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace gatehouse::ui::policies {

using components::fromUtf8;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("HoverText", text);
}

QString strong(std::string_view text)
{
    return QStringLiteral("<b>%1</b>").arg(fromUtf8(text).toHtmlEscaped());
}

template<typename Names>
QString joined(const Names &names)
{
    QStringList all;
    for (const auto &name : names)
        all << fromUtf8(name);
    return all.join(QStringLiteral(", ")).toHtmlEscaped();
}

QStringList sectionNames(std::uint8_t sections)
{
    QStringList names;
    if (sections & policy::InInbound)
        names << QStringLiteral("inbound");
    if (sections & policy::InBackend)
        names << QStringLiteral("backend");
    if (sections & policy::InOutbound)
        names << QStringLiteral("outbound");
    if (sections & policy::InOnError)
        names << QStringLiteral("on-error");
    return names;
}

QStringList aboutElement(const std::vector<std::string> &path)
{
    QStringList lines;
    const auto *policy = policyAt(path);
    const auto *rule = ruleAt(path);
    if (path.back() == "base")
        return {strong("base"), tr(QT_TRANSLATE_NOOP("HoverText", "Here runs what the next broader scope has in this section."))};
    if (policy && rule == &policy->element) {
        lines << strong(policy->element.name) << fromUtf8(policy->documentation).toHtmlEscaped();
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "Sections: %1")).arg(sectionNames(policy->sections).join(QStringLiteral(", ")));
        if (!policy->executed)
            lines << tr(QT_TRANSLATE_NOOP("HoverText", "The local gateway does not run it."));
    } else if (rule) {
        lines << strong(path.back());
        if (policy)
            lines << tr(QT_TRANSLATE_NOOP("HoverText", "Part of %1")).arg(fromUtf8(policy->element.name));
    }
    if (rule) {
        std::vector<std::string_view> required;
        for (const auto &attribute : rule->attributes)
            if (attribute.required)
                required.push_back(attribute.name);
        if (!required.empty())
            lines << tr(QT_TRANSLATE_NOOP("HoverText", "Required: %1")).arg(joined(required));
    }
    return lines;
}

QStringList aboutAttribute(const std::vector<std::string> &path, std::string_view name)
{
    QStringList lines;
    const auto *rule = attributeAt(path, name);
    if (!rule)
        return lines;
    lines << strong(name) + (rule->required ? tr(QT_TRANSLATE_NOOP("HoverText", " · required")) : QString());
    if (!rule->values.empty())
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "One of: %1")).arg(joined(rule->values));
    if (rule->type == policy::ValueType::Boolean)
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "true or false"));
    if (rule->minimum != 0 || rule->maximum != 0)
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "From %1 to %2")).arg(rule->minimum).arg(rule->maximum);
    if (!rule->defaultValue.empty())
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "Default: %1")).arg(fromUtf8(rule->defaultValue).toHtmlEscaped());
    lines << (rule->expression ? tr(QT_TRANSLATE_NOOP("HoverText", "May be an expression.")) : tr(QT_TRANSLATE_NOOP("HoverText", "Takes no expression.")));
    return lines;
}

QStringList aboutNamedValue(std::string_view name, const KnownNames &names)
{
    const auto *known = names.namedValue(name);
    if (!known)
        return {};
    QStringList lines{strong(name)};
    if (known->isSecret)
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "Secret named value"));
    else
        lines << tr(QT_TRANSLATE_NOOP("HoverText", "Named value")) + QStringLiteral(": ") + fromUtf8(known->value.value_or("")).left(200).toHtmlEscaped();
    return lines;
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

//! The member of C# that the word at the place is.
QStringList aboutMember(std::string_view text, std::size_t offset, const expression::Library &library)
{
    auto end = offset;
    while (end < text.size() && isWord(text[end]))
        ++end;
    const auto context = caretContext(text, end);
    if (context.kind != CaretContext::Code || context.word.empty())
        return {};
    const auto code = policy::unescape(context.code);
    const auto head = std::string_view(code).substr(0, code.size() - context.word.size());
    if (!head.ends_with('.'))
        return {};
    const auto receiver = expression::receiverBeforeDot(head, library);
    if (!receiver)
        return {};
    for (const auto &member : membersOf(library, *receiver->type, receiver->isStatic))
        if (member.name == context.word) {
            QStringList lines{strong(member.name) + QStringLiteral(": ") + fromUtf8(member.type).toHtmlEscaped()};
            lines << QStringLiteral("<code>%1</code>").arg(fromUtf8(member.signature).toHtmlEscaped());
            if (member.overloads > 1)
                lines << tr(QT_TRANSLATE_NOOP("HoverText", "%1 overloads")).arg(member.overloads);
            return lines;
        }
    return {};
}

//! The caret's context in the middle of the word at `offset`.
CaretContext contextIn(std::string_view text, std::size_t offset)
{
    return caretContext(text, std::min(offset + 1, text.size()));
}

//! The whole {{name}} around the place; "" outside of one.
std::string namedValueAt(std::string_view text, std::size_t offset)
{
    const auto open = text.rfind("{{", offset);
    if (open == std::string_view::npos || offset - open > 260)
        return {};
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos || close + 2 <= offset || close - open > 260)
        return {};
    return std::string(text.substr(open + 2, close - open - 2));
}

} // namespace

QString hoverText(std::string_view text, std::size_t offset, const std::vector<Problem> &problems, const CompletionSources &sources)
{
    QStringList lines;
    for (const auto &problem : problems)
        if (offset >= problem.begin && offset < problem.end)
            lines << problem.text.toHtmlEscaped();
    QStringList about;
    const auto context = contextIn(text, offset);
    if (const auto named = namedValueAt(text, offset); !named.empty() && sources.names)
        about = aboutNamedValue(named, *sources.names);
    else if (context.kind == CaretContext::Element || context.kind == CaretContext::EndElement) {
        auto path = context.path;
        const auto name = context.word + std::string(text.substr(std::min(offset + 1, text.size()), context.wordEnd - std::min(context.wordEnd, offset + 1)));
        if (context.kind == CaretContext::Element)
            path.push_back(name);
        if (!path.empty())
            about = aboutElement(path);
    } else if (context.kind == CaretContext::Attribute) {
        const auto name = text.substr(context.wordBegin, context.wordEnd - context.wordBegin);
        about = aboutAttribute(context.path, name);
    } else if (context.kind == CaretContext::Code && sources.library) {
        about = aboutMember(text, offset, *sources.library);
    }
    if (!lines.isEmpty() && !about.isEmpty())
        lines << QStringLiteral("<hr>");
    lines << about;
    return lines.join(QStringLiteral("<br>"));
}

std::optional<resource::ResourceId> definitionAt(std::string_view text, std::size_t offset, const KnownNames &names)
{
    if (const auto name = namedValueAt(text, offset); !name.empty()) {
        const auto *known = names.namedValue(name);
        return known ? std::optional(known->id) : std::nullopt;
    }
    const auto context = contextIn(text, offset);
    if (context.kind != CaretContext::Value || (context.attribute != "fragment-id" && context.attribute != "backend-id"))
        return std::nullopt;
    const auto name = text.substr(context.wordBegin, context.wordEnd - context.wordBegin);
    auto id = resource::ResourceId::parse((context.attribute == "fragment-id" ? "policyFragments/" : "backends/") + std::string(name));
    return id ? std::optional(*id) : std::nullopt;
}

} // namespace gatehouse::ui::policies
