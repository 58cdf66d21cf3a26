// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/base64.h"

#include "core/expression/library/convert.h"
#include "core/expression/library/strings.h"

namespace gatehouse::expression {

namespace {

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t lineLength = 76;
constexpr std::int32_t insertLineBreaks = 1;

int sextetOf(char16_t unit)
{
    if (unit >= u'A' && unit <= u'Z')
        return unit - u'A';
    if (unit >= u'a' && unit <= u'z')
        return unit - u'a' + 26;
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0' + 52;
    return unit == u'+' ? 62 : unit == u'/' ? 63 : -1;
}

bool isBlank(char16_t unit)
{
    return unit == u' ' || unit == u'\t' || unit == u'\r' || unit == u'\n';
}

Value encode(Call &c, std::int64_t offset, std::int64_t length, std::int32_t options)
{
    const std::string bytes = bytesOf(c.object<ArrayObject>(0, "inArray"));
    if (length < 0)
        length = static_cast<std::int64_t>(bytes.size());
    requireRange(offset, length, bytes.size(), "offset", "length");
    c.charge(bytes.size());
    requireTextSize(bytes.size() * 2);
    const std::string_view part = std::string_view(bytes).substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
    return c.text(toBase64Text(part, options == insertLineBreaks));
}

Value encodePart(Call &c, std::int32_t options)
{
    if (c.int32(2) < 0)
        raise(Raised::ArgumentOutOfRange, "Value must be positive.", "length");
    return encode(c, c.int32(1), c.int32(2), options);
}

Value decode(Call &c, std::u16string_view text)
{
    c.charge(text.size());
    const auto bytes = fromBase64Text(text);
    if (!bytes)
        raise(Raised::Format, "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding "
                              "characters, or an illegal character among the padding characters.");
    return c.bytes(*bytes);
}

} // namespace

std::string toBase64Text(std::string_view bytes, bool breaksLines)
{
    std::string text;
    text.reserve(bytes.size() / 3 * 4 + 4);
    std::size_t column = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3, column += 4) {
        if (breaksLines && column == lineLength) {
            text += "\r\n";
            column = 0;
        }
        std::uint32_t triple = 0;
        for (std::size_t j = 0; j < 3; ++j)
            triple = triple << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0);
        text += alphabet[triple >> 18];
        text += alphabet[triple >> 12 & 63];
        text += i + 1 < bytes.size() ? alphabet[triple >> 6 & 63] : '=';
        text += i + 2 < bytes.size() ? alphabet[triple & 63] : '=';
    }
    return text;
}

std::optional<std::string> fromBase64Text(std::u16string_view text)
{
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int sextets = 0;
    int padding = 0;
    for (const char16_t unit : text) {
        if (isBlank(unit))
            continue;
        if (unit == u'=') {
            if (++padding > 2)
                return std::nullopt;
            continue;
        }
        const int sextet = sextetOf(unit);
        if (sextet < 0 || padding > 0)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(sextet);
        if (++sextets == 4) {
            bytes += static_cast<char>(bits >> 16);
            bytes += static_cast<char>(bits >> 8);
            bytes += static_cast<char>(bits);
            sextets = 0;
            bits = 0;
        }
    }
    if ((sextets + padding) % 4 != 0 || sextets == 1 || (sextets == 0 && padding > 0))
        return std::nullopt;
    if (sextets == 2) {
        bytes += static_cast<char>(bits >> 4);
    } else if (sextets == 3) {
        bytes += static_cast<char>(bits >> 10);
        bytes += static_cast<char>(bits >> 2);
    }
    return bytes;
}

void declareBase64(Library &library)
{
    library.declareEnum("System.Base64FormattingOptions", Known::Base64FormattingOptions, {{"None", 0}, {"InsertLineBreaks", 1}}, true);
    library.declare("static class System.Convert", Known::Convert, {
        {"static string ToBase64String(byte[] inArray)", [](Call &c) { return encode(c, 0, -1, 0); }},
        {"static string ToBase64String(byte[] inArray, Base64FormattingOptions options)",
         [](Call &c) { return encode(c, 0, -1, c[1].enumValue()); }},
        {"static string ToBase64String(byte[] inArray, int offset, int length)", [](Call &c) { return encodePart(c, 0); }},
        {"static string ToBase64String(byte[] inArray, int offset, int length, Base64FormattingOptions options)",
         [](Call &c) { return encodePart(c, c[3].enumValue()); }},
        {"static byte[] FromBase64String(string s)", [](Call &c) { return decode(c, c.string(0, "s")); }},
        {"static byte[] FromBase64CharArray(char[] inArray, int offset, int length)", [](Call &c) {
             const std::u16string units = charsOf(&c.object<ArrayObject>(0, "inArray"));
             requireRange(c.int32(1), c.int32(2), units.size(), "offset", "length");
             return decode(c, std::u16string_view(units).substr(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2))));
         }},
    });
}

} // namespace gatehouse::expression
