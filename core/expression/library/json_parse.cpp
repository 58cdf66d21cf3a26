// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::size_t maximalDepth = 128;
constexpr std::size_t bytesPerToken = 96; // for the memory limit: about what one takes

bool isDigit(char16_t unit)
{
    return unit >= u'0' && unit <= u'9';
}

int hexDigit(char16_t unit)
{
    if (isDigit(unit))
        return unit - u'0';
    const char16_t lower = unit | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

//! Newtonsoft's reader of JSON text, with all it lets pass: single quotes, bare names, comments, trailing commas, NaN, hex numbers.
class Parser
{
public:
    Parser(std::u16string_view text, Machine *machine, const JsonParseOptions &options) : m_text(text), m_machine(machine), m_options(options) { }

    Value parse(JsonType required);

private:
    [[noreturn]] void fail(const std::string &message) const;
    [[noreturn]] void failUnexpected(std::string_view what) const;
    [[noreturn]] void failEnd() const { fail("Unexpected end when reading token."); }
    void requireRoot(const JsonToken *token, JsonType required) const;

    bool atEnd() const { return m_at >= m_text.size(); }
    char16_t peek() const { return m_text[m_at]; }
    void skipSpace();
    void skipBlank(); //!< white space and comments
    void skipComment();

    bool value(JsonContainer &into); //!< false: none, at ']' or ')' or the end
    void container(JsonContainer &into, JsonContainer *container);
    JsonToken *scalar();
    void fill(JsonContainer &container);
    JsonToken *number();
    JsonToken *integer(std::u16string_view digits);
    JsonToken *floating(std::u16string_view digits);
    JsonToken *basedInteger(std::u16string_view digits);
    JsonToken *stringValue();
    JsonToken *word();
    JsonToken *bare(std::string_view word, JsonType kind, Value value);
    bool matches(std::string_view word);
    void object(JsonObject &object);
    void member(JsonObject &object);
    void elements(JsonContainer &container, char16_t close);
    std::u16string propertyName();
    std::u16string quoted(char16_t quote);
    void escape(std::u16string &out);
    char16_t unicode();
    std::u16string constructorName();
    void enter(JsonContainer &container);
    JsonToken *made(JsonToken *token);

    std::u16string_view m_text;
    Machine *m_machine;
    const JsonParseOptions &m_options;
    std::size_t m_at = 0;
    std::vector<const JsonContainer *> m_open;
};

void Parser::fail(const std::string &message) const
{
    std::size_t line = 1;
    std::size_t start = 0;
    const auto end = std::min(m_at, m_text.size());
    for (std::size_t i = 0; i < end; ++i) {
        if (m_text[i] == u'\n') {
            ++line;
            start = i + 1;
        }
    }
    const std::string path = m_open.empty() ? std::string() : toUtf8(m_open.back()->path());
    const std::string_view point = message.ends_with('.') ? "" : ".";
    raise(Raised::JsonReader, message + std::string(point) + " Path '" + path + "', line " + std::to_string(line) + ", position " + std::to_string(end - start) + ".");
}

void Parser::failUnexpected(std::string_view what) const
{
    if (atEnd())
        fail("Unexpected end of content while loading JSON.");
    fail(std::string(what) + toUtf8(m_text.substr(m_at, 1)) + ".");
}

void Parser::skipSpace()
{
    while (!atEnd() && isWhiteSpace(peek()))
        ++m_at;
}

void Parser::skipComment()
{
    ++m_at;
    if (atEnd())
        fail("Unexpected end while parsing comment.");
    if (peek() == u'/') {
        while (!atEnd() && peek() != u'\n' && peek() != u'\r')
            ++m_at;
        return;
    }
    if (peek() != u'*')
        fail("Error parsing comment. Expected: *, got " + toUtf8(m_text.substr(m_at, 1)) + ".");
    const auto end = m_text.find(u"*/", m_at + 1);
    if (end == std::u16string_view::npos)
        fail("Unexpected end while parsing comment.");
    m_at = end + 2;
}

void Parser::skipBlank()
{
    skipSpace();
    while (!atEnd() && peek() == u'/') {
        skipComment();
        skipSpace();
    }
}

JsonToken *Parser::made(JsonToken *token)
{
    try {
        if (m_machine)
            m_machine->allocate(bytesPerToken);
    } catch (const LimitReached &) {
        const LooseNode loose(token);
        throw;
    }
    return token;
}

void Parser::enter(JsonContainer &container)
{
    m_open.push_back(&container);
    if (m_open.size() > maximalDepth)
        fail("The reader's MaxDepth of " + std::to_string(maximalDepth) + " has been exceeded.");
}

bool Parser::matches(std::string_view word)
{
    if (m_text.size() - m_at < word.size())
        return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (m_text[m_at + i] != static_cast<unsigned char>(word[i]))
            return false;
    }
    const auto after = m_at + word.size();
    if (after < m_text.size()) {
        const char16_t unit = m_text[after];
        const bool separates = isWhiteSpace(unit) || unit == u'}' || unit == u']' || unit == u',' || unit == u'/' || unit == u')' || unit == 0;
        if (!separates)
            return false;
    }
    m_at = after;
    return true;
}

JsonToken *Parser::bare(std::string_view word, JsonType kind, Value value)
{
    const auto start = m_at;
    if (!matches(word)) {
        while (!atEnd() && m_at - start < word.size() && peek() == static_cast<unsigned char>(word[m_at - start]))
            ++m_at;
        if (atEnd())
            fail("Unexpected end when reading token.");
        fail("Unexpected character encountered while parsing value: " + toUtf8(m_text.substr(start, 1)) + ".");
    }
    JsonToken *token = made(new JsonValue(kind, std::move(value)));
    if (m_options.rawText && kind != JsonType::Null)
        m_options.rawText->emplace(token, fromAscii(word));
    return token;
}

JsonToken *Parser::word()
{
    switch (peek()) {
    case u't':
        return bare("true", JsonType::Boolean, Value::ofBool(true));
    case u'f':
        return bare("false", JsonType::Boolean, Value::ofBool(false));
    case u'n':
        return bare("null", JsonType::Null, Value::null());
    case u'N':
        return bare("NaN", JsonType::Float, Value::ofDouble(std::numeric_limits<double>::quiet_NaN()));
    case u'I':
        return bare("Infinity", JsonType::Float, Value::ofDouble(std::numeric_limits<double>::infinity()));
    case u'u':
        return bare("undefined", JsonType::Undefined, Value::null());
    default:
        failUnexpected("Unexpected character encountered while parsing value: ");
    }
}

//! A container stands in its parent before it is filled, so that it is freed with it when the text proves wrong.
void Parser::container(JsonContainer &into, JsonContainer *container)
{
    into.append(made(container));
    fill(*container);
}

void Parser::fill(JsonContainer &container)
{
    enter(container);
    ++m_at;
    if (container.kind() == JsonType::Object)
        object(static_cast<JsonObject &>(container));
    else
        elements(container, container.kind() == JsonType::Array ? u']' : u')');
    m_open.pop_back();
}

bool Parser::value(JsonContainer &into)
{
    skipBlank();
    if (atEnd() || peek() == u']' || peek() == u')')
        return false;
    if (peek() == u'{')
        container(into, new JsonObject);
    else if (peek() == u'[')
        container(into, new JsonArray);
    else if (peek() == u'n' && m_at + 1 < m_text.size() && m_text[m_at + 1] == u'e')
        container(into, new JsonConstructor(constructorName()));
    else
        into.append(scalar());
    return true;
}

JsonToken *Parser::scalar()
{
    switch (peek()) {
    case u'"':
    case u'\'':
        return stringValue();
    case u',':
        return made(new JsonValue(JsonType::Undefined, Value::null()));
    case u'-':
        if (m_at + 1 < m_text.size() && m_text[m_at + 1] == u'I')
            return bare("-Infinity", JsonType::Float, Value::ofDouble(-std::numeric_limits<double>::infinity()));
        return number();
    default:
        return isDigit(peek()) || peek() == u'.' ? number() : word();
    }
}

void Parser::elements(JsonContainer &container, char16_t close)
{
    for (;;) {
        skipBlank();
        if (atEnd())
            fail("Unexpected end of content while loading " + std::string(close == u']' ? "JArray" : "JConstructor") + ".");
        if (peek() == close) {
            ++m_at;
            return;
        }
        if (!value(container))
            failUnexpected("Unexpected character encountered while parsing value: ");
        skipBlank();
        if (atEnd())
            fail("Unexpected end of content while loading " + std::string(close == u']' ? "JArray" : "JConstructor") + ".");
        if (peek() == u',')
            ++m_at;
        else if (peek() != close)
            failUnexpected("After parsing a value an unexpected character was encountered: ");
    }
}

void Parser::object(JsonObject &object)
{
    for (;;) {
        skipBlank();
        if (atEnd())
            fail("Unexpected end of content while loading JObject.");
        if (peek() == u'}') {
            ++m_at;
            return;
        }
        member(object);
        skipBlank();
        if (atEnd())
            fail("Unexpected end of content while loading JObject.");
        if (peek() == u',')
            ++m_at;
        else if (peek() != u'}')
            failUnexpected("After parsing a value an unexpected character was encountered: ");
    }
}

void Parser::member(JsonObject &object)
{
    auto *property = new JsonProperty(propertyName());
    made(property);
    if (JsonProperty *existing = object.property(property->name()))
        object.replaceToken(existing->indexInParent(), property);
    else
        object.append(property);
    skipSpace();
    if (atEnd() || peek() != u':') {
        m_open.push_back(property);
        fail("Invalid character after parsing property name. Expected ':' but got: " + toUtf8(m_text.substr(std::min(m_at, m_text.size()), 1)) + ".");
    }
    ++m_at;
    m_open.push_back(property);
    skipBlank();
    if (!atEnd() && peek() == u'}')
        failUnexpected("Unexpected character encountered while parsing value: ");
    if (!value(*property))
        failUnexpected("Unexpected character encountered while parsing value: ");
    m_open.pop_back();
}

bool isNameUnit(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return isDigit(unit) || (lower >= u'a' && lower <= u'z') || unit == u'_' || unit == u'$'
        || (unit >= 0x80 && !isWhiteSpace(unit) && toUpperInvariant(unit) != toLowerInvariant(unit));
}

std::u16string Parser::propertyName()
{
    if (peek() == u'"' || peek() == u'\'') {
        const char16_t quote = peek();
        ++m_at;
        return quoted(quote);
    }
    const auto start = m_at;
    while (!atEnd() && isNameUnit(peek()))
        ++m_at;
    if (start == m_at)
        failUnexpected("Invalid property identifier character: ");
    if (!atEnd() && peek() != u':' && !isWhiteSpace(peek()))
        failUnexpected("Invalid JavaScript property identifier character: ");
    return std::u16string(m_text.substr(start, m_at - start));
}

std::u16string Parser::constructorName()
{
    if (!matches("new"))
        failUnexpected("Unexpected content while parsing JSON: ");
    skipSpace();
    const auto start = m_at;
    while (!atEnd() && isNameUnit(peek()))
        ++m_at;
    std::u16string name(m_text.substr(start, m_at - start));
    skipSpace();
    if (atEnd() || peek() != u'(')
        failUnexpected("Unexpected character while parsing constructor: ");
    return name;
}

JsonToken *Parser::stringValue()
{
    const char16_t quote = peek();
    ++m_at;
    std::u16string text = quoted(quote);
    if (m_machine)
        m_machine->allocate(text.size() * 2);
    if (m_options.dates) {
        Value date = jsonDateOf(text, m_options.dateOffsets);
        if (!date.isNull())
            return made(new JsonValue(JsonType::Date, std::move(date)));
    }
    return made(newJsonString(std::move(text)));
}

std::u16string Parser::quoted(char16_t quote)
{
    std::u16string out;
    for (;;) {
        const auto start = m_at;
        while (!atEnd() && peek() != quote && peek() != u'\\')
            ++m_at;
        out.append(m_text.substr(start, m_at - start));
        if (atEnd())
            fail("Unterminated string. Expected delimiter: " + std::string(1, static_cast<char>(quote)) + ".");
        if (m_text[m_at++] == quote)
            return out;
        escape(out);
    }
}

char16_t Parser::unicode()
{
    int code = 0;
    for (int i = 0; i < 4; ++i) {
        if (atEnd())
            fail("Unexpected end while parsing Unicode escape sequence.");
        const int digit = hexDigit(peek());
        if (digit < 0)
            fail("Invalid Unicode escape sequence: \\u" + toUtf8(m_text.substr(m_at - static_cast<std::size_t>(i), 4)) + ".");
        code = code * 16 + digit;
        ++m_at;
    }
    return static_cast<char16_t>(code);
}

bool isHigh(char16_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool isLow(char16_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

void Parser::escape(std::u16string &out)
{
    if (atEnd())
        fail("Unterminated string. Expected delimiter: \".");
    const char16_t unit = m_text[m_at++];
    switch (unit) {
    case u'b': out += u'\b'; return;
    case u't': out += u'\t'; return;
    case u'n': out += u'\n'; return;
    case u'f': out += u'\f'; return;
    case u'r': out += u'\r'; return;
    case u'\\': case u'"': case u'\'': case u'/': out += unit; return;
    case u'u': break;
    default:
        fail("Bad JSON escape sequence: \\" + toUtf8(std::u16string(1, unit)) + ".");
    }
    constexpr char16_t replacement = 0xFFFD;
    char16_t first = unicode();
    while (isHigh(first)) {
        if (m_text.size() - m_at < 2 || m_text[m_at] != u'\\' || m_text[m_at + 1] != u'u') {
            out += replacement;
            return;
        }
        m_at += 2;
        const char16_t second = unicode();
        if (isLow(second)) {
            out += first;
            out += second;
            return;
        }
        out += replacement;
        first = second;
    }
    out += isLow(first) ? replacement : first;
}

JsonToken *Parser::number()
{
    const auto start = m_at;
    while (!atEnd()) {
        const char16_t unit = peek();
        if (hexDigit(unit) >= 0 || unit == u'-' || unit == u'+' || unit == u'.' || unit == u'x' || unit == u'X') {
            ++m_at;
            continue;
        }
        if (isWhiteSpace(unit) || unit == u'}' || unit == u']' || unit == u',' || unit == u')' || unit == u'/')
            break;
        fail("Unexpected character encountered while parsing number: " + toUtf8(m_text.substr(m_at, 1)) + ".");
    }
    const auto digits = m_text.substr(start, m_at - start);
    const bool isBased = digits.size() > 1 && digits[0] == u'0' && digits[1] != u'.' && digits[1] != u'e' && digits[1] != u'E';
    JsonToken *token = isBased ? basedInteger(digits) : integer(digits);
    if (m_options.rawText)
        m_options.rawText->emplace(token, digits);
    return made(token);
}

JsonToken *Parser::basedInteger(std::u16string_view digits)
{
    const bool isHex = digits[1] == u'x' || digits[1] == u'X';
    const int base = isHex ? 16 : 8;
    std::uint64_t number = 0;
    const auto start = isHex ? std::size_t{2} : std::size_t{0};
    for (std::size_t i = start; i < digits.size(); ++i) {
        const int digit = hexDigit(digits[i]);
        if (digit < 0 || digit >= base || number >> (isHex ? 60 : 61))
            fail("Input string '" + toUtf8(digits) + "' is not a valid number.");
        number = number * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
    }
    if (start == digits.size())
        fail("Input string '" + toUtf8(digits) + "' is not a valid number.");
    return new JsonValue(JsonType::Integer, Value::ofLong(static_cast<std::int64_t>(number)));
}

JsonToken *Parser::integer(std::u16string_view digits)
{
    const bool isNegative = digits[0] == u'-';
    constexpr std::size_t longestInteger = 380;
    Int128 number = 0;
    bool isBig = false;
    for (std::size_t i = isNegative ? 1 : 0; i < digits.size(); ++i) {
        if (!isDigit(digits[i]))
            return floating(digits);
        number = number * 10 + (digits[i] - u'0');
        isBig = isBig || number > (isNegative ? -static_cast<Int128>(std::numeric_limits<std::int64_t>::min())
                                              : static_cast<Int128>(std::numeric_limits<std::int64_t>::max()));
        if (isBig)
            number = 0;
    }
    if (digits.size() == (isNegative ? 1u : 0u))
        fail("Input string '" + toUtf8(digits) + "' is not a valid number.");
    if (isBig && digits.size() > longestInteger)
        fail("JSON integer " + toUtf8(digits) + " is too large to parse.");
    if (isBig)
        return new JsonValue(JsonType::Integer, Value::of(make<BigIntegerObject>(std::u16string(digits))));
    return new JsonValue(JsonType::Integer, Value::ofLong(static_cast<std::int64_t>(isNegative ? -number : number)));
}

JsonToken *Parser::floating(std::u16string_view digits)
{
    const std::string text = toUtf8(digits);
    char *end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const bool isPlain = text.find_first_of("xX") == std::string::npos && text.find_first_of("0123456789") != std::string::npos;
    if (!isPlain || end != text.c_str() + text.size() || std::isinf(number))
        fail("Input string '" + text + "' is not a valid number.");
    return new JsonValue(JsonType::Float, Value::ofDouble(number));
}

void Parser::requireRoot(const JsonToken *token, JsonType required) const
{
    if (required == JsonType::None)
        return;
    const std::string name = required == JsonType::Object ? "JObject" : "JArray";
    if (!token)
        fail("Error reading " + name + " from JsonReader.");
    if (token->kind() != required) {
        fail("Error reading " + name + " from JsonReader. Current JsonReader item is not an "
             + (required == JsonType::Object ? "object: " : "array: ") + std::string(nameOf(token->kind())));
    }
}

Value Parser::parse(JsonType required)
{
    skipBlank();
    if (atEnd())
        fail(std::string("Error reading ") + (required == JsonType::Object ? "JObject" : required == JsonType::Array ? "JArray" : "JToken")
             + " from JsonReader.");
    JsonToken *token = nullptr;
    Value held;
    if (peek() == u'{' || peek() == u'[') {
        JsonContainer *root = peek() == u'{' ? static_cast<JsonContainer *>(new JsonObject) : new JsonArray;
        held = root->value();
        requireRoot(root, required);
        fill(*root);
        token = root;
    } else {
        auto *holder = new JsonArray;
        const Value heldHolder = holder->value();
        if (!value(*holder))
            failUnexpected("Unexpected character encountered while parsing value: ");
        token = holder->first();
        held = token->value();
        holder->removeToken(0);
        requireRoot(token, required);
    }
    skipBlank();
    if (!atEnd())
        failUnexpected("Additional text encountered after finished reading JSON content: ");
    return held;
}

} // namespace

Value parseJson(std::u16string_view text, Machine *machine, JsonType required, const JsonParseOptions &options)
{
    return Parser(text, machine, options).parse(required);
}

} // namespace gatehouse::expression
