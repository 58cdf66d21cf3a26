// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/format.h"
#include "core/expression/format_number.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"
#include "core/crypto/digest.h"

#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

void appendQuoted(std::u16string &out, std::u16string_view text)
{
    static constexpr char16_t hex[] = u"0123456789abcdef";
    out += u'"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i];
        const bool isPlain = unit >= 0x20 && unit != u'"' && unit != u'\\' && unit != 0x85 && unit != 0x2028 && unit != 0x2029;
        if (isPlain)
            continue;
        out.append(text.substr(start, i - start));
        start = i + 1;
        out += u'\\';
        switch (unit) {
        case u'"': out += u'"'; break;
        case u'\\': out += u'\\'; break;
        case u'\b': out += u'b'; break;
        case u'\t': out += u't'; break;
        case u'\n': out += u'n'; break;
        case u'\f': out += u'f'; break;
        case u'\r': out += u'r'; break;
        default:
            out += u'u';
            for (int shift = 12; shift >= 0; shift -= 4)
                out += hex[(unit >> shift) & 15];
        }
    }
    out.append(text.substr(start));
    out += u'"';
}

std::u16string withPlace(std::u16string digits)
{
    return digits.find_first_of(u".eE") == std::u16string::npos ? digits + u".0" : digits;
}

std::u16string realText(const Value &value)
{
    const double number = value.real();
    if (std::isnan(number))
        return u"\"NaN\"";
    if (std::isinf(number))
        return number > 0 ? u"\"Infinity\"" : u"\"-Infinity\"";
    return withPlace(value.tag() == Tag::Single ? formatReal(number, true, u"R") : roundTripDouble(number));
}

void append2(std::u16string &out, std::int64_t number)
{
    out += static_cast<char16_t>(u'0' + number / 10 % 10);
    out += static_cast<char16_t>(u'0' + number % 10);
}

//! Only what valueOf a scalar needs; strings apart.
void appendScalar(std::u16string &out, const JsonValue &token)
{
    const Value &value = token.content();
    switch (token.kind()) {
    case JsonType::Comment:
        out += u"/*";
        out += token.string();
        out += u"*/";
        return;
    case JsonType::Raw:
        out += token.string();
        return;
    case JsonType::Undefined:
        out += u"undefined";
        return;
    case JsonType::Null:
        out += u"null";
        return;
    default:
        break;
    }
    switch (value.tag()) {
    case Tag::Null:
        out += u"null";
        return;
    case Tag::Bool:
        out += value.boolean() ? u"true" : u"false";
        return;
    case Tag::Char:
        appendQuoted(out, std::u16string(1, value.character()));
        return;
    case Tag::Single:
    case Tag::Double:
        out += realText(value);
        return;
    case Tag::DateTime:
    case Tag::DateTimeOffset:
        appendQuoted(out, jsonDate(value));
        return;
    case Tag::TimeSpan:
        appendQuoted(out, formatTimeSpan(value.integer(), u""));
        return;
    case Tag::UInt64:
        out += fromAscii(std::to_string(static_cast<std::uint64_t>(value.integer())));
        return;
    case Tag::Enum:
        out += fromAscii(std::to_string(value.enumValue()));
        return;
    case Tag::Object:
        break;
    default:
        out += fromAscii(std::to_string(value.integer()));
        return;
    }
    if (const auto *text = stringOf(value))
        appendQuoted(out, *text);
    else if (const auto *bytes = value.as<ArrayObject>())
        appendQuoted(out, fromAscii(crypto::base64(bytesOf(*bytes))));
    else if (const auto *big = value.as<BigIntegerObject>())
        out += big->digits();
    else if (value.as<DecimalObject>())
        out += withPlace(*token.writtenText());
    else if (token.writtenText())
        appendQuoted(out, *token.writtenText());
}

class Writer
{
public:
    explicit Writer(bool indented) : m_indented(indented) { }
    void write(const JsonToken &token);
    std::u16string take() { return std::move(m_out); }

private:
    void line();
    void items(const JsonContainer &container, char16_t open, char16_t close);

    bool m_indented;
    std::size_t m_level = 0;
    std::u16string m_out;
};

void Writer::line()
{
    if (!m_indented)
        return;
    m_out += u'\n';
    m_out.append(m_level * 2, u' ');
}

void Writer::items(const JsonContainer &container, char16_t open, char16_t close)
{
    m_out += open;
    ++m_level;
    bool isFirst = true;
    for (const JsonToken *item : container.items()) {
        if (!isFirst && item->kind() != JsonType::Comment)
            m_out += u',';
        isFirst = false;
        line();
        write(*item);
    }
    --m_level;
    if (!isFirst)
        line();
    m_out += close;
}

void Writer::write(const JsonToken &token)
{
    switch (token.kind()) {
    case JsonType::Object:
        items(static_cast<const JsonContainer &>(token), u'{', u'}');
        return;
    case JsonType::Array:
        items(static_cast<const JsonContainer &>(token), u'[', u']');
        return;
    case JsonType::Property: {
        const auto &property = static_cast<const JsonProperty &>(token);
        appendQuoted(m_out, property.name());
        m_out += m_indented ? u": " : u":";
        if (property.content())
            write(*property.content());
        else
            m_out += u"null";
        return;
    }
    case JsonType::Constructor:
        m_out += u"new " + static_cast<const JsonConstructor &>(token).name();
        items(static_cast<const JsonContainer &>(token), u'(', u')');
        return;
    default:
        appendScalar(m_out, static_cast<const JsonValue &>(token));
    }
}

} // namespace

std::u16string jsonQuoted(std::u16string_view text)
{
    std::u16string out;
    out.reserve(text.size() + 2);
    appendQuoted(out, text);
    return out;
}

std::u16string jsonText(const JsonToken &token, bool indented)
{
    Writer writer(indented);
    writer.write(token);
    return writer.take();
}

std::u16string jsonText(const Value &token, bool indented)
{
    const JsonToken *json = jsonOf(token);
    return json ? jsonText(*json, indented) : u"null";
}

std::u16string jsonDate(const Value &time)
{
    const bool hasOffset = time.tag() == Tag::DateTimeOffset;
    const std::int64_t ticks = time.integer();
    std::u16string out = formatDateTime(ticks, 0, u"yyyy-MM-ddTHH:mm:ss");
    if (const std::int64_t fraction = ticks % ticksPerSecond; fraction != 0) {
        std::string digits = std::to_string(ticksPerSecond + fraction).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        out += u'.' + fromAscii(digits);
    }
    if (!hasOffset && time.aux() != 2)
        return time.aux() == 1 ? out + u'Z' : out;
    const int offset = hasOffset ? time.aux() : 0; // the machine's zone is UTC
    out += offset < 0 ? u'-' : u'+';
    append2(out, std::abs(offset) / 60);
    out += u':';
    append2(out, std::abs(offset) % 60);
    return out;
}

} // namespace gatehouse::expression
