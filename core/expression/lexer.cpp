// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/lexer.h"

#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace gatehouse::expression {

namespace {

const std::set<std::string_view> keywordSet{"abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class",
    "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false",
    "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
    "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref",
    "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try",
    "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while"};

//! Longest first.
constexpr std::string_view symbols[]{"<<=", ">>=", "?\?=", "=>", "==", "!=", "<=", ">=", "&&", "||", "?\?", "?.", "++", "--", "+=", "-=", "*=",
    "/=", "%=", "&=", "|=", "^=", "<<", "->", "::", "{", "}", "(", ")", "[", "]", ".", ",", ":", ";", "+", "-", "*", "/", "%", "&", "|",
    "^", "!", "~", "=", "<", ">", "?"};

bool isIdentifierStart(unsigned char c)
{
    return std::isalpha(c) || c == '_' || c >= 0x80;
}

class Lexer
{
public:
    Lexer(std::string_view source, std::size_t begin, std::size_t end, std::vector<Finding> &findings)
        : m_text(source.substr(0, end)), m_at(begin), m_findings(findings)
    {
    }

    std::vector<Token> run()
    {
        std::vector<Token> tokens;
        for (;;) {
            skipSpace();
            Token token;
            token.begin = m_at;
            if (m_at < m_text.size())
                read(token);
            token.end = m_at;
            token.text = m_text.substr(token.begin, token.end - token.begin);
            const bool isEnd = token.kind == TokenKind::End;
            tokens.push_back(std::move(token));
            if (isEnd)
                return tokens;
        }
    }

private:
    char at(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    void fault(std::string code, std::string message) { m_findings.push_back({m_at, std::move(code), std::move(message)}); }

    void skipSpace()
    {
        while (m_at < m_text.size()) {
            const auto c = static_cast<unsigned char>(at());
            if (std::isspace(c)) {
                ++m_at;
            } else if (m_text.substr(m_at).starts_with("\xC2\xA0") || m_text.substr(m_at).starts_with("\xEF\xBB\xBF")) {
                m_at += c == 0xC2 ? 2 : 3;
            } else if (c == '#' && isDirective()) {
                while (m_at < m_text.size() && at() != '\n')
                    ++m_at;
            } else if (c == '/' && at(1) == '/') {
                while (m_at < m_text.size() && at() != '\n')
                    ++m_at;
            } else if (c == '/' && at(1) == '*') {
                const auto close = m_text.find("*/", m_at + 2);
                if (close == std::string_view::npos)
                    fault("CS1035", "End-of-file found, '*/' expected");
                m_at = close == std::string_view::npos ? m_text.size() : close + 2;
            } else {
                return;
            }
        }
    }

    //! A directive that says nothing to the program.
    bool isDirective() const
    {
        const auto rest = m_text.substr(m_at);
        return rest.starts_with("#region") || rest.starts_with("#endregion") || rest.starts_with("#pragma");
    }

    void read(Token &token)
    {
        const auto c = at();
        if (c == '"')
            return regularString(token);
        if (c == '@' && at(1) == '"')
            return ++m_at, verbatimString(token);
        if (c == '$' && at(1) == '"')
            return ++m_at, interpolated(token, false);
        if ((c == '$' && at(1) == '@' && at(2) == '"') || (c == '@' && at(1) == '$' && at(2) == '"'))
            return m_at += 2, interpolated(token, true);
        if (c == '\'')
            return character(token);
        if (std::isdigit(static_cast<unsigned char>(c)) || (c == '.' && std::isdigit(static_cast<unsigned char>(at(1)))))
            return number(token);
        if (isIdentifierStart(static_cast<unsigned char>(c)) || (c == '@' && isIdentifierStart(static_cast<unsigned char>(at(1)))))
            return identifier(token);
        for (const auto symbol : symbols)
            if (m_text.substr(m_at).starts_with(symbol)) {
                // "a ? .5 : b" is a conditional, "a?.b" is not.
                if (symbol == "?." && std::isdigit(static_cast<unsigned char>(at(2))))
                    continue;
                m_at += symbol.size();
                token.kind = TokenKind::Symbol;
                return;
            }
        fault("CS1056", std::string("Unexpected character '") + c + "'");
        ++m_at;
        skipSpace();
        token.begin = m_at;
        if (m_at < m_text.size())
            read(token);
    }

    void identifier(Token &token)
    {
        const bool escaped = at() == '@';
        m_at += escaped;
        const auto begin = m_at;
        while (m_at < m_text.size() && (isIdentifierStart(static_cast<unsigned char>(at())) || std::isdigit(static_cast<unsigned char>(at()))))
            ++m_at;
        const auto word = m_text.substr(begin, m_at - begin);
        token.begin = begin;
        token.kind = !escaped && keywordSet.contains(word) ? TokenKind::Keyword : TokenKind::Identifier;
    }

    //! One escape after the backslash; appends to `out`.
    void escape(std::u16string &out)
    {
        const char c = at();
        ++m_at;
        constexpr std::string_view codes = "'\"\\0abfnrtv";
        constexpr char16_t values[]{u'\'', u'"', u'\\', 0, u'\a', u'\b', u'\f', u'\n', u'\r', u'\t', u'\v'};
        if (const auto code = codes.find(c); code != std::string_view::npos && c != '\0') {
            out += values[code];
            return;
        }
        const std::size_t most = c == 'u' ? 4 : c == 'x' ? 4 : c == 'U' ? 8 : 0;
        const std::size_t least = c == 'x' ? 1 : most;
        std::uint32_t code = 0;
        std::size_t count = 0;
        while (count < most && std::isxdigit(static_cast<unsigned char>(at()))) {
            code = code * 16 + static_cast<std::uint32_t>(std::stoi(std::string(1, at()), nullptr, 16));
            ++m_at, ++count;
        }
        if (most == 0 || count < least || code > 0x10FFFF) {
            fault("CS1009", "Unrecognized escape sequence");
            return;
        }
        if (code >= 0x10000) {
            out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
            out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
        } else {
            out += static_cast<char16_t>(code);
        }
    }

    void flush(std::u16string &out, std::size_t &from)
    {
        out += toUtf16(m_text.substr(from, m_at - from));
        from = m_at;
    }

    void regularString(Token &token)
    {
        token.kind = TokenKind::String;
        auto from = ++m_at;
        while (m_at < m_text.size() && at() != '"') {
            if (at() == '\n') {
                fault("CS1010", "Newline in constant");
                break;
            }
            if (at() == '\\') {
                flush(token.string, from);
                ++m_at;
                escape(token.string);
                from = m_at;
            } else {
                ++m_at;
            }
        }
        flush(token.string, from);
        closeQuote();
    }

    void verbatimString(Token &token)
    {
        token.kind = TokenKind::String;
        auto from = ++m_at;
        while (m_at < m_text.size()) {
            if (at() == '"') {
                if (at(1) != '"')
                    break;
                ++m_at;
                flush(token.string, from);
                from = ++m_at;
            } else {
                ++m_at;
            }
        }
        flush(token.string, from);
        closeQuote();
    }

    void closeQuote()
    {
        if (at() == '"')
            ++m_at;
        else
            fault("CS1039", "Unterminated string literal");
    }

    void interpolated(Token &token, bool isVerbatim)
    {
        token.kind = TokenKind::Interpolated;
        auto from = ++m_at;
        std::u16string literal;
        const auto push = [&] {
            if (!literal.empty())
                token.pieces.push_back({false, std::exchange(literal, {}), 0, 0, {}, {}});
        };
        while (m_at < m_text.size()) {
            const char c = at();
            if (c == '"' && isVerbatim && at(1) == '"') {
                ++m_at;
                flush(literal, from);
                from = ++m_at;
            } else if (c == '"') {
                break;
            } else if (c == '\\' && !isVerbatim) {
                flush(literal, from);
                ++m_at;
                escape(literal);
                from = m_at;
            } else if ((c == '{' || c == '}') && at(1) == c) {
                ++m_at;
                flush(literal, from);
                from = ++m_at;
            } else if (c == '{') {
                flush(literal, from);
                push();
                hole(token, isVerbatim);
                from = m_at;
            } else if (c == '}') {
                fault("CS8086", "A '}' character must be escaped (by doubling) in an interpolated string");
                ++m_at;
            } else if (c == '\n' && !isVerbatim) {
                fault("CS1010", "Newline in constant");
                break;
            } else {
                ++m_at;
            }
        }
        flush(literal, from);
        push();
        closeQuote();
    }

    //! After "{": an expression, an alignment after "," and a format after ":", both at depth 0.
    void hole(Token &token, bool isVerbatim)
    {
        InterpolationPiece piece;
        piece.isHole = true;
        piece.begin = ++m_at;
        int depth = 0;
        int conditionals = 0;
        const auto scan = [&](bool stopAtComma) {
            while (m_at < m_text.size()) {
                const char c = at();
                if (c == '"' || c == '\'' || (c == '$' && at(1) == '"') || (c == '@' && at(1) == '"')) {
                    skipLiteral();
                    continue;
                }
                if (c == '(' || c == '[' || c == '{')
                    ++depth;
                else if (depth == 0 && (c == '}' || (c == ',' && stopAtComma)))
                    return;
                else if (depth == 0 && c == '?' && at(1) != '.' && at(1) != '?' && at(1) != '[')
                    ++conditionals;
                else if (depth == 0 && c == '?' && at(1) == '?')
                    ++m_at;
                else if (depth == 0 && c == ':' && at(1) == ':')
                    ++m_at;
                else if (depth == 0 && c == ':' && conditionals-- == 0)
                    return;
                else if (c == ')' || c == ']' || c == '}')
                    --depth;
                ++m_at;
            }
        };
        scan(true);
        piece.end = m_at;
        if (at() == ',') {
            const auto from = ++m_at;
            scan(false);
            const auto text = m_text.substr(from, m_at - from);
            for (const char c : text)
                if (!std::isspace(static_cast<unsigned char>(c)))
                    piece.alignment += c;
            int width = 0;
            const auto *last = piece.alignment.data() + piece.alignment.size();
            if (std::from_chars(piece.alignment.data(), last, width).ptr != last || piece.alignment.empty())
                fault("CS0029", "The alignment of an interpolation has to be a number");
        }
        if (at() == ':') {
            auto from = ++m_at;
            while (m_at < m_text.size() && at() != '}' && (at() != '"' || isVerbatim)) {
                if (at() == '\\' && !isVerbatim) {
                    flush(piece.format, from);
                    ++m_at;
                    escape(piece.format);
                    from = m_at;
                } else {
                    ++m_at;
                }
            }
            flush(piece.format, from);
        }
        if (at() == '}')
            ++m_at;
        else
            fault("CS1513", "} expected");
        token.pieces.push_back(std::move(piece));
    }

    //! A nested literal inside a hole: skipped whole, its faults are found when the hole is read.
    void skipLiteral()
    {
        std::vector<Finding> ignored;
        Lexer inner(m_text, m_at, m_text.size(), ignored);
        Token token;
        token.begin = m_at;
        inner.read(token);
        m_at = std::max(inner.m_at, m_at + 1);
    }

    void character(Token &token)
    {
        token.kind = TokenKind::Char;
        ++m_at;
        std::u16string out;
        auto from = m_at;
        while (m_at < m_text.size() && at() != '\'' && at() != '\n') {
            if (at() == '\\') {
                flush(out, from);
                ++m_at;
                escape(out);
                from = m_at;
            } else {
                ++m_at;
            }
        }
        flush(out, from);
        if (out.size() != 1)
            fault(out.empty() ? "CS1011" : "CS1012", out.empty() ? "Empty character literal" : "Too many characters in character literal");
        if (at() == '\'')
            ++m_at;
        token.value = Value::ofChar(out.empty() ? u' ' : out[0]);
    }

    void number(Token &token)
    {
        token.kind = TokenKind::Integer;
        const auto begin = m_at;
        int base = 10;
        if (at() == '0' && (at(1) == 'x' || at(1) == 'X'))
            base = 16;
        else if (at() == '0' && (at(1) == 'b' || at(1) == 'B'))
            base = 2;
        m_at += base == 10 ? 0 : 2;
        std::string digits;
        const auto take = [&](auto isDigit) {
            while (isDigit(static_cast<unsigned char>(at())) || (at() == '_' && !digits.empty())) {
                if (at() != '_')
                    digits += at();
                ++m_at;
            }
        };
        const auto isDecimal = [](unsigned char c) { return std::isdigit(c) != 0; };
        if (base == 16)
            take([](unsigned char c) { return std::isxdigit(c) != 0; });
        else
            take(isDecimal);
        bool isReal = false;
        if (base == 10 && at() == '.' && std::isdigit(static_cast<unsigned char>(at(1)))) {
            isReal = true;
            digits += '.';
            ++m_at;
            take(isDecimal);
        }
        if (base == 10 && (at() == 'e' || at() == 'E') &&
            (std::isdigit(static_cast<unsigned char>(at(1))) || ((at(1) == '+' || at(1) == '-') && std::isdigit(static_cast<unsigned char>(at(2)))))) {
            isReal = true;
            digits += 'e';
            ++m_at;
            digits += at();
            ++m_at;
            take(isDecimal);
        }
        std::string suffix;
        while (std::isalpha(static_cast<unsigned char>(at())))
            suffix += static_cast<char>(std::tolower(static_cast<unsigned char>(m_text[m_at++])));
        token.begin = begin;
        if (base == 10 && (isReal || suffix == "d" || suffix == "f" || suffix == "m"))
            return real(token, digits, suffix);
        std::uint64_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        if (read.ec != std::errc() || digits.empty())
            fault("CS1021", "Integral constant is too large");
        const bool isUnsigned = suffix.find('u') != std::string::npos;
        const bool isLong = suffix.find('l') != std::string::npos;
        if (suffix.find_first_not_of("ul") != std::string::npos || suffix.size() > 2)
            fault("CS1002", "; expected");
        Tag tag = Tag::UInt64;
        if (!isLong && !isUnsigned && value <= 0x7FFFFFFF)
            tag = Tag::Int32;
        else if (!isLong && value <= 0xFFFFFFFF)
            tag = Tag::UInt32;
        else if (!isUnsigned && value <= 0x7FFFFFFFFFFFFFFF)
            tag = Tag::Int64;
        token.value = Value::ofInteger(tag, static_cast<std::int64_t>(value));
    }

    void real(Token &token, const std::string &digits, const std::string &suffix)
    {
        token.kind = TokenKind::Real;
        if (suffix == "m") {
            token.string = toUtf16(digits); // the checker makes a decimal of it
            token.value = Value::null();
            return;
        }
        double value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (suffix == "f")
            token.value = Value::ofReal(Tag::Single, static_cast<float>(value));
        else
            token.value = Value::ofDouble(value);
    }

    std::string_view m_text;
    std::size_t m_at;
    std::vector<Finding> &m_findings;
};

} // namespace

std::vector<Token> lex(std::string_view source, std::size_t begin, std::size_t end, std::vector<Finding> &findings)
{
    return Lexer(source, begin, end, findings).run();
}

} // namespace gatehouse::expression
