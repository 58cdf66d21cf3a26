// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/member_query.h"
#include "core/policy/expression_scan.h"
#include "ui/components/formats.h"
#include "ui/policies/completion.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui::policies {

using components::fromUtf8;
using expression::MemberKind;

namespace {

constexpr std::array<std::string_view, 24> offeredKeywords{"bool", "catch", "else", "false", "finally", "for", "foreach", "if", "in", "int", "is", "new",
                                                           "null", "object", "return", "string", "switch", "throw", "true", "try", "typeof", "using", "var", "while"};
//! Types that policies name most; all others complete too once a person knows to write them.
constexpr std::array<std::string_view, 24> offeredTypes{"Array", "Convert", "DateTime", "DateTimeOffset", "Encoding", "Guid", "HMACSHA256", "JArray", "JObject",
                                                        "JProperty", "JToken", "JsonConvert", "Math", "Random", "Regex", "SHA256", "String",
                                                        "StringBuilder", "StringComparison", "StringSplitOptions", "TimeSpan", "Uri", "XDocument", "XElement"};

QString text(const char *words)
{
    return QCoreApplication::translate("Completion", words);
}

void addMembers(const expression::Receiver &receiver, const expression::Library &library, std::vector<Completion> &found)
{
    for (const auto &member : membersOf(library, *receiver.type, receiver.isStatic)) {
        const bool isMethod = member.kind == MemberKind::Method;
        Completion offer{.kind = isMethod ? Completion::Method : Completion::Member, .label = member.name, .insert = member.name, .caretBack = 0,
                         .detail = fromUtf8(member.type), .documentation = fromUtf8(member.signature)};
        if (isMethod) {
            offer.insert += "()";
            offer.caretBack = member.signature.find("()") != std::string::npos && member.overloads == 1 ? 0 : 1;
        }
        if (member.overloads > 1)
            offer.documentation += text(QT_TRANSLATE_NOOP("Completion", "  (+%1 more)")).arg(member.overloads - 1);
        found.push_back(std::move(offer));
    }
}

} // namespace

std::vector<Completion> codeCompletions(const CaretContext &context, const CompletionSources &sources)
{
    std::vector<Completion> found;
    if (!sources.library)
        return found;
    const auto code = policy::unescape(context.code);
    const auto head = std::string_view(code).substr(0, code.size() - std::min(code.size(), context.word.size()));
    if (head.ends_with('.')) {
        if (const auto receiver = expression::receiverBeforeDot(head, *sources.library))
            addMembers(*receiver, *sources.library, found);
        return found;
    }
    const auto add = [&found](Completion::Kind kind, std::string_view label, const QString &detail) {
        found.push_back({.kind = kind, .label = std::string(label), .insert = std::string(label), .caretBack = 0, .detail = detail, .documentation = {}});
    };
    add(Completion::Variable, "context", text(QT_TRANSLATE_NOOP("Completion", "the request that runs")));
    for (const auto &name : expression::namesBefore(head))
        add(Completion::Variable, name, text(QT_TRANSLATE_NOOP("Completion", "local variable")));
    for (const auto name : offeredTypes)
        if (const auto *type = sources.library->findType(name))
            add(Completion::Member, name, fromUtf8(type->fullName));
    for (const auto name : offeredKeywords)
        add(Completion::Keyword, name, {});
    return found;
}

} // namespace gatehouse::ui::policies
