// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/signature.h"

#include "core/base/text.h"
#include "core/expression/text16.h"

#include <charconv>
#include <stdexcept>

namespace gatehouse::expression {

namespace {

//! Walks over a declaration's text.
class SignatureReader
{
public:
    explicit SignatureReader(std::string_view text) : m_text(text) { }

    void space()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool end()
    {
        space();
        return m_at == m_text.size();
    }
    bool take(std::string_view symbol)
    {
        space();
        if (!m_text.substr(m_at).starts_with(symbol))
            return false;
        m_at += symbol.size();
        return true;
    }
    bool takeWord(std::string_view word)
    {
        const auto before = m_at;
        if (peekWord() == word) {
            m_at += word.size();
            return true;
        }
        m_at = before;
        return false;
    }
    std::string_view peekWord()
    {
        space();
        auto end = m_at;
        while (end < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[end])) || m_text[end] == '_'))
            ++end;
        return m_text.substr(m_at, end - m_at);
    }
    std::string_view word()
    {
        const auto found = peekWord();
        if (found.empty())
            wrong("a name is expected");
        m_at += found.size();
        return found;
    }
    //! A type's text: dotted name, <...>, [], ?
    std::string_view type()
    {
        space();
        const auto begin = m_at;
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '<')
                ++depth;
            else if (c == '>')
                --depth;
            else if (depth == 0 && !std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '.' && c != '?' && c != '[' &&
                     c != ']')
                break;
            if (c == '[' && depth == 0 && m_text.substr(m_at, 2) != "[]")
                break; // the indexer's own bracket
        }
        if (begin == m_at)
            wrong("a type is expected");
        return m_text.substr(begin, m_at - begin);
    }
    //! Up to one of `stops` outside quotes.
    std::string_view until(std::string_view stops)
    {
        space();
        const auto begin = m_at;
        bool quoted = false;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"' || m_text[m_at] == '\'')
                quoted = !quoted;
            else if (!quoted && stops.find(m_text[m_at]) != std::string_view::npos)
                break;
        }
        return trim(m_text.substr(begin, m_at - begin));
    }
    std::string_view rest() const { return m_text.substr(m_at); }
    [[noreturn]] void wrong(std::string_view what) const
    {
        throw std::logic_error("declaration \"" + std::string(m_text) + "\": " + std::string(what) + " at " + std::to_string(m_at));
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

std::vector<std::string> splitArguments(std::string_view text)
{
    std::vector<std::string> parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ',';
        if (c == '<')
            ++depth;
        else if (c == '>')
            --depth;
        else if (c == ',' && depth == 0) {
            if (const auto part = trim(text.substr(begin, i - begin)); !part.empty())
                parts.emplace_back(part);
            begin = i + 1;
        }
    }
    return parts;
}

Value defaultValue(std::string_view text, const Type *type, const SignatureReader &reader)
{
    if (text == "null" || text == "default")
        return {};
    if (text == "true" || text == "false")
        return Value::ofBool(text == "true");
    if (text.starts_with('"')) {
        auto value = Value::ofString(text.substr(1, text.size() - 2));
        value.object()->makeImmortal();
        return value;
    }
    if (text.starts_with('\''))
        return Value::ofChar(static_cast<char16_t>(text[1]));
    if (type->kind == TypeKind::Enum) {
        const auto dot = text.rfind('.');
        const auto member = dot == std::string_view::npos ? text : text.substr(dot + 1);
        for (const auto &[name, value] : type->values)
            if (name == member)
                return Value::ofEnum(type, value);
    }
    if (type->kind == TypeKind::Double)
        return Value::ofDouble(std::stod(std::string(text)));
    std::int64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
        reader.wrong("unknown default value");
    return type->kind == TypeKind::Int64 ? Value::ofLong(number) : Value::ofInt(static_cast<std::int32_t>(number));
}

std::vector<Parameter> readParameters(SignatureReader &reader, std::string_view close, const TypeScope &scope, bool &isExtension)
{
    std::vector<Parameter> parameters;
    while (!reader.take(close)) {
        if (!parameters.empty() && !reader.take(","))
            reader.wrong("a comma is expected");
        Parameter parameter;
        if (reader.takeWord("this"))
            isExtension = true;
        else if (reader.takeWord("params"))
            parameter.isParams = true;
        else if (reader.takeWord("out"))
            parameter.isOut = true;
        parameter.type = readTypeName(reader.type(), scope);
        parameter.name = reader.word();
        if (reader.take("=")) {
            parameter.hasDefault = true;
            parameter.defaultValue = defaultValue(reader.until(",)]"), parameter.type, reader);
        }
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

} // namespace

TypeText readType(std::string_view text)
{
    SignatureReader reader(text);
    TypeText type;
    type.isStatic = reader.takeWord("static");
    type.keyword = reader.word();
    if (type.keyword == "delegate")
        type.result = reader.type();
    std::string_view name = reader.type();
    if (const auto angle = name.find('<'); angle != std::string_view::npos) {
        type.parameters = splitArguments(name.substr(angle + 1, name.rfind('>') - angle - 1));
        name = name.substr(0, angle);
    }
    type.fullName = name;
    if (type.keyword == "delegate") {
        if (!reader.take("("))
            reader.wrong("( is expected");
        while (!reader.take(")")) {
            reader.take(",");
            type.delegateParameters.emplace_back(reader.type());
            if (!reader.peekWord().empty())
                reader.word();
        }
    } else if (reader.take(":")) {
        type.bases = splitArguments(reader.rest());
    }
    return type;
}

const Type *readTypeName(std::string_view text, const TypeScope &scope)
{
    text = trim(text);
    if (text.ends_with("[]"))
        return scope.library.arrayOf(readTypeName(text.substr(0, text.size() - 2), scope));
    if (text.ends_with("?"))
        return scope.library.nullableOf(readTypeName(text.substr(0, text.size() - 1), scope));
    for (const auto *parameter : scope.parameters)
        if (parameter->shortName == text)
            return parameter;
    const auto angle = text.find('<');
    std::vector<const Type *> arguments;
    if (angle != std::string_view::npos)
        for (const auto &argument : splitArguments(text.substr(angle + 1, text.rfind('>') - angle - 1)))
            arguments.push_back(readTypeName(argument, scope));
    const auto *type = scope.find(text.substr(0, angle), arguments.size());
    if (!type)
        throw std::logic_error("a declaration names the unknown type " + std::string(text));
    return arguments.empty() ? type : scope.library.close(type, arguments);
}

Member readMember(std::string_view text, const Type *declaring, const TypeScope &outer,
                  const std::function<const Type *(std::string_view)> &makeParameter)
{
    SignatureReader reader(text);
    Member member;
    member.signature = text;
    member.declaring = declaring;
    TypeScope scope = outer;
    if (reader.takeWord("const"))
        member.isStatic = true;
    member.isStatic |= reader.takeWord("static");
    bool ignored = false;
    if (reader.peekWord() == "new") {
        reader.word();
        member.kind = MemberKind::Constructor;
        member.name = "new";
        member.result = declaring;
        if (!reader.take("("))
            reader.wrong("( is expected");
        member.parameters = readParameters(reader, ")", scope, ignored);
        return member;
    }
    if (const auto word = reader.peekWord(); word == "implicit" || word == "explicit") {
        reader.word();
        member.kind = word == "implicit" ? MemberKind::ImplicitConversion : MemberKind::ExplicitConversion;
        member.isStatic = true;
        if (!reader.takeWord("operator"))
            reader.wrong("operator is expected");
        member.name = word;
        member.result = readTypeName(reader.type(), scope);
        if (!reader.take("("))
            reader.wrong("( is expected");
        member.parameters = readParameters(reader, ")", scope, ignored);
        return member;
    }
    // A generic method's own parameters have to be known before its result type is read: look ahead for Name<...>(.
    const auto parenthesis = text.find('(');
    if (parenthesis != std::string_view::npos && parenthesis > 0 && text[parenthesis - 1] == '>' &&
        text.find("operator") == std::string_view::npos) {
        int depth = 0;
        auto at = parenthesis - 1;
        for (;; --at) {
            depth += text[at] == '>' ? 1 : text[at] == '<' ? -1 : 0;
            if (depth == 0 || at == 0)
                break;
        }
        for (const auto &name : splitArguments(text.substr(at + 1, parenthesis - at - 2))) {
            member.typeParameters.push_back(makeParameter(name));
            scope.parameters.insert(scope.parameters.begin(), member.typeParameters.back());
        }
    }
    member.result = readTypeName(reader.type(), scope);
    if (reader.takeWord("operator")) {
        member.kind = MemberKind::Operator;
        member.isStatic = true;
        member.name = reader.until("(");
        reader.take("(");
        member.parameters = readParameters(reader, ")", scope, ignored);
        return member;
    }
    if (reader.takeWord("this")) {
        member.kind = MemberKind::Indexer;
        member.name = "Item";
        if (!reader.take("["))
            reader.wrong("[ is expected");
        member.parameters = readParameters(reader, "]", scope, ignored);
        return member;
    }
    member.name = reader.word();
    if (!member.typeParameters.empty())
        reader.until("(");
    if (reader.take("(")) {
        member.kind = MemberKind::Method;
        member.parameters = readParameters(reader, ")", scope, member.isExtension);
    } else {
        member.kind = MemberKind::Property;
    }
    return member;
}

} // namespace gatehouse::expression
