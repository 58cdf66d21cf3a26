// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/member_query.h"

#include "core/expression/compile.h"
#include "core/expression/lexer.h"

#include <algorithm>
#include <array>

namespace gatehouse::expression {

namespace {

//! Stands where the caret is: no library has a member of that name, so the checker says what it looked for it in.
constexpr std::string_view placeholder = "caret__";

constexpr std::array<std::string_view, 38> linq{
    "Aggregate", "All", "Any", "Average", "Cast", "Concat", "Contains", "Count", "DefaultIfEmpty", "Distinct", "ElementAt", "ElementAtOrDefault",
    "Except", "First", "FirstOrDefault", "GroupBy", "Intersect", "Last", "LastOrDefault", "Max", "Min", "OfType", "OrderBy", "OrderByDescending",
    "Reverse", "Select", "SelectMany", "SequenceEqual", "Single", "SingleOrDefault", "Skip", "Sum", "Take", "ToArray", "ToDictionary", "ToList",
    "Union", "Where"};

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

const Type *closedResult(const Library &library, const Type &type, const Member &member)
{
    if (!member.result || !member.declaring || member.declaring->arguments.empty())
        return member.result;
    const auto *closed = library.findBase(&type, member.declaring);
    if (!closed || closed->arguments.size() != member.declaring->arguments.size())
        return member.result;
    return library.substitute(member.result, member.declaring->arguments, closed->arguments);
}

MemberInfo infoOf(const Library &library, const Type &type, const Member &member, std::size_t overloads)
{
    const auto *result = closedResult(library, type, member);
    return {.name = member.name, .kind = member.kind, .type = result ? nameOf(*result) : std::string(), .signature = member.signature,
            .overloads = overloads, .isStatic = member.isStatic};
}

void addExtensions(const Library &library, const Type &type, std::vector<MemberInfo> &found)
{
    for (const auto name : linq) {
        const Member *first = nullptr;
        std::size_t overloads = 0;
        for (const auto *member : library.extensions(name)) {
            const auto *extended = member->parameters.empty() ? nullptr : member->parameters[0].type;
            if (!extended || !extended->definition || !library.findBase(&type, extended->definition))
                continue;
            first = first ? first : member;
            ++overloads;
        }
        if (first && std::ranges::find(found, name, &MemberInfo::name) == found.end())
            found.push_back(infoOf(library, type, *first, overloads));
    }
}

//! What closes what is open, innermost first. `ternary`: a "?" waits for its ":".
std::string closing(const std::vector<Token> &tokens, std::size_t first, bool ternary)
{
    struct Open
    {
        char bracket;
        bool isBlock;
        bool isTry;
    };
    std::vector<Open> open;
    for (std::size_t i = first; i < tokens.size(); ++i) {
        const auto &token = tokens[i];
        if (token.kind != TokenKind::Symbol)
            continue;
        const auto before = i > first ? tokens[i - 1].text : std::string_view(";");
        const auto drop = [&open](char bracket) {
            while (!open.empty() && open.back().bracket == '?')
                open.pop_back();
            if (!open.empty() && open.back().bracket == bracket)
                open.pop_back();
        };
        if (token.text == "(" || token.text == "[")
            open.push_back({token.text[0], false, false});
        else if (token.text == "{")
            open.push_back({'{',
                            before == ")" || before == ";" || before == "{" || before == "}" || before == "else" || before == "try" || before == "do"
                                || before == "finally" || before == "=>" || before == "catch",
                            before == "try"});
        else if (token.text == ")")
            drop('(');
        else if (token.text == "]")
            drop('[');
        else if (token.text == "}")
            drop('{');
        else if (token.text == "?" && ternary)
            open.push_back({'?', false, false});
        else if (token.text == ":" && !open.empty() && open.back().bracket == '?')
            open.pop_back();
    }
    std::string text;
    for (auto it = open.rbegin(); it != open.rend(); ++it) {
        if (it->bracket == '?')
            text += ":null";
        else if (it->bracket == '(')
            text += ')';
        else if (it->bracket == '[')
            text += ']';
        else
            text += it->isBlock ? ";}" : "}";
        if (it->isTry)
            text += "finally{}";
    }
    return text;
}

//! The name in quotes that the message about the placeholder begins with.
const Type *typeFrom(const Finding &finding, const Library &library)
{
    if (finding.message.find(placeholder) == std::string::npos || finding.message.empty() || finding.message[0] != '\'')
        return nullptr;
    const auto end = finding.message.find("' does not contain");
    return end == std::string::npos ? nullptr : typeNamed(std::string_view(finding.message).substr(1, end - 1), library);
}

//! "Convert." and "System.Text.Encoding.": a name of a type that no local variable hides.
bool isTypeName(std::string_view beforeDot, std::string_view unfinished, const Library &library)
{
    auto begin = beforeDot.size();
    while (begin > 0 && (isWord(beforeDot[begin - 1]) || beforeDot[begin - 1] == '.'))
        --begin;
    const auto name = beforeDot.substr(begin);
    if (name.empty() || !library.findType(name))
        return false;
    const auto names = namesBefore(unfinished);
    return std::ranges::find(names, name) == names.end();
}

//! "List<string>" and what follows it in `text` from `at` on.
class TypeReader
{
public:
    TypeReader(std::string_view text, const Library &library) : m_text(text), m_library(library) { }

    const Type *read()
    {
        const auto *type = type_();
        return m_at == m_text.size() ? type : nullptr;
    }

private:
    const Type *type_()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && (isWord(m_text[m_at]) || m_text[m_at] == '.'))
            ++m_at;
        const auto name = m_text.substr(begin, m_at - begin);
        std::vector<const Type *> arguments;
        if (m_at < m_text.size() && m_text[m_at] == '<')
            do {
                ++m_at;
                while (m_at < m_text.size() && m_text[m_at] == ' ')
                    ++m_at;
                const auto *argument = type_();
                if (!argument)
                    return nullptr;
                arguments.push_back(argument);
            } while (m_at < m_text.size() && m_text[m_at] == ',');
        if (!arguments.empty() && (m_at >= m_text.size() || m_text[m_at++] != '>'))
            return nullptr;
        const auto *type = find(name, arguments.size());
        if (type && !arguments.empty())
            type = m_library.close(type, arguments);
        return type ? suffixes(type) : nullptr;
    }

    const Type *suffixes(const Type *type)
    {
        for (;;) {
            const auto rest = m_text.substr(m_at);
            if (rest.starts_with("[]")) {
                type = m_library.arrayOf(type);
                m_at += 2;
            } else if (rest.starts_with("?")) {
                type = m_library.nullableOf(type);
                ++m_at;
            } else {
                return type;
            }
        }
    }

    //! The context's own interfaces have no name that an expression could write.
    const Type *find(std::string_view name, std::size_t arity) const
    {
        if (const auto *type = m_library.findType(name, arity))
            return type;
        for (int i = 1; i < int(Known::Count_); ++i)
            if (const auto *type = m_library.known(Known(i)); type && type->shortName == name && type->arguments.size() == arity)
                return type;
        return nullptr;
    }

    std::string_view m_text;
    const Library &m_library;
    std::size_t m_at = 0;
};

} // namespace

const Type *typeNamed(std::string_view name, const Library &library)
{
    return TypeReader(name, library).read();
}

std::vector<MemberInfo> membersOf(const Library &library, const Type &type, bool isStatic)
{
    std::vector<MemberInfo> found;
    if (isStatic && type.kind == TypeKind::Enum)
        for (const auto &[name, value] : type.values)
            found.push_back({.name = name, .kind = MemberKind::Property, .type = nameOf(type), .signature = name + " = " + std::to_string(value),
                             .isStatic = true});
    for (const auto &field : type.fields)
        if (field.type)
            found.push_back({.name = std::string(field.name.begin(), field.name.end()), .type = nameOf(*field.type), .signature = {}});
    for (const auto &name : library.memberNames(type)) {
        const Member *first = nullptr;
        std::size_t overloads = 0;
        for (const auto *member : library.members(type, name)) {
            const bool isNamed = member->kind == MemberKind::Method || member->kind == MemberKind::Property;
            if (!isNamed || member->isStatic != isStatic || member->isExtension)
                continue;
            first = first ? first : member;
            ++overloads;
        }
        if (first)
            found.push_back(infoOf(library, type, *first, overloads));
    }
    if (!isStatic)
        addExtensions(library, type, found);
    return found;
}

std::optional<Receiver> receiverBeforeDot(std::string_view unfinished, const Library &library)
{
    while (!unfinished.empty() && isWord(unfinished.back()))
        unfinished.remove_suffix(1);
    if (unfinished.size() < 4 || unfinished.back() != '.')
        return std::nullopt;
    const auto text = std::string(unfinished) + std::string(placeholder);
    std::vector<Finding> faults;
    const auto tokens = lex(text, 1, text.size(), faults);
    const auto last = std::ranges::find_if(tokens, [](const auto &token) { return token.kind == TokenKind::Identifier && token.text == placeholder; });
    if (last == tokens.end())
        return std::nullopt; // in a string or a comment
    for (const bool ternary : {true, false}) {
        const auto compiled = compile(text + closing(tokens, 0, ternary), library);
        if (compiled)
            continue;
        for (const auto &finding : compiled.error())
            if (const auto *type = typeFrom(finding, library))
                return Receiver{type, isTypeName(unfinished.substr(0, unfinished.size() - 1), unfinished, library)};
    }
    return std::nullopt;
}

std::vector<std::string> namesBefore(std::string_view unfinished)
{
    std::vector<Finding> faults;
    const auto begin = std::min<std::size_t>(1, unfinished.size());
    const auto tokens = lex(unfinished, begin, unfinished.size(), faults);
    std::vector<std::string> names;
    const auto isType = [](const Token &token) {
        return token.kind == TokenKind::Identifier || token.isAt(">") || token.isAt("]")
               || (token.kind == TokenKind::Keyword && token.text != "return" && token.text != "new" && token.text != "in" && token.text != "else"
                   && token.text != "is" && token.text != "as" && token.text != "case" && token.text != "throw");
    };
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::Identifier)
            continue;
        const auto &next = tokens[i + 1];
        const bool isDeclared = i > 0 && isType(tokens[i - 1]) && (next.isAt("=") || next.isAt(";") || next.isAt("in") || next.isAt(")"));
        if ((isDeclared || next.isAt("=>")) && std::ranges::find(names, tokens[i].text) == names.end())
            names.emplace(names.begin(), tokens[i].text);
    }
    return names;
}

} // namespace gatehouse::expression
