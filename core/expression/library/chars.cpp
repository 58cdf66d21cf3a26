// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {

// Numbers of UnicodeCategory.
constexpr int upperCaseLetter = 0;
constexpr int lowerCaseLetter = 1;
constexpr int otherLetter = 4;
constexpr int decimalDigit = 8;
constexpr int otherNumber = 10;
constexpr int spaceSeparator = 11;
constexpr int paragraphSeparator = 13;
constexpr int controlCategory = 14;
constexpr int connectorPunctuation = 18;
constexpr int otherPunctuation = 24;
constexpr int mathSymbol = 25;
constexpr int otherSymbol = 28;

bool isBetween(char16_t unit, int first, int last)
{
    const int category = unicodeCategory(unit);
    return category >= first && category <= last;
}

bool isLetter(char16_t unit) { return isBetween(unit, upperCaseLetter, otherLetter); }
bool isDecimalDigit(char16_t unit) { return isBetween(unit, decimalDigit, decimalDigit); }
bool isLetterOrDigit(char16_t unit) { return isLetter(unit) || isDecimalDigit(unit); }
bool isNumber(char16_t unit) { return isBetween(unit, decimalDigit, otherNumber); }
bool isUpper(char16_t unit) { return isBetween(unit, upperCaseLetter, upperCaseLetter); }
bool isLower(char16_t unit) { return isBetween(unit, lowerCaseLetter, lowerCaseLetter); }
bool isPunctuation(char16_t unit) { return isBetween(unit, connectorPunctuation, otherPunctuation); }
bool isSymbol(char16_t unit) { return isBetween(unit, mathSymbol, otherSymbol); }
bool isSeparator(char16_t unit) { return isBetween(unit, spaceSeparator, paragraphSeparator); }
bool isControl(char16_t unit) { return isBetween(unit, controlCategory, controlCategory); }
bool isHighSurrogate(char16_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool isLowSurrogate(char16_t unit) { return unit >= 0xdc00 && unit < 0xe000; }
bool isSurrogate(char16_t unit) { return unit >= 0xd800 && unit < 0xe000; }

//! The unit of a (string s, int index) overload.
char16_t unitAt(Call &c)
{
    const std::u16string &text = c.string(0, "s");
    if (c.int32(1) < 0 || static_cast<std::size_t>(c.int32(1)) >= text.size())
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    return text[static_cast<std::size_t>(c.int32(1))];
}

template<bool (*is)(char16_t)>
Value ofUnit(Call &c)
{
    return Value::ofBool(is(c.character(0)));
}

template<bool (*is)(char16_t)>
Value ofUnitAt(Call &c)
{
    return Value::ofBool(is(unitAt(c)));
}

Value upper(Call &c)
{
    return Value::ofChar(toUpperInvariant(c.character(0)));
}

Value lower(Call &c)
{
    return Value::ofChar(toLowerInvariant(c.character(0)));
}

double numericValue(char16_t unit)
{
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    switch (unit) {
    case 0xbc:
        return 0.25;
    case 0xbd:
        return 0.5;
    case 0xbe:
        return 0.75;
    case 0xb2:
    case 0xb3:
        return unit - 0xb0;
    case 0xb9:
        return 1;
    default:
        break;
    }
    if (!isDecimalDigit(unit))
        return -1;
    // Decimal digits stand in tens, zero first.
    int digit = 0;
    while (digit < 9 && isDecimalDigit(static_cast<char16_t>(unit - digit - 1)))
        ++digit;
    return digit;
}

Value compareUnits(Call &c)
{
    return Value::ofInt(static_cast<std::int32_t>(c.character(0)) - static_cast<std::int32_t>(c.character(1)));
}

Value codePoint(char16_t high, char16_t low)
{
    if (!isHighSurrogate(high))
        raise(Raised::ArgumentOutOfRange, "A valid high surrogate character is between 0xd800 and 0xdbff, inclusive.", "highSurrogate");
    if (!isLowSurrogate(low))
        raise(Raised::ArgumentOutOfRange, "A valid low surrogate character is between 0xdc00 and 0xdfff, inclusive.", "lowSurrogate");
    return Value::ofInt(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
}

Value codePointAt(Call &c)
{
    const char16_t unit = unitAt(c);
    if (!isSurrogate(unit))
        return Value::ofInt(unit);
    const std::u16string &text = c.string(0, "s");
    const auto next = static_cast<std::size_t>(c.int32(1)) + 1;
    if (isLowSurrogate(unit) || next >= text.size() || !isLowSurrogate(text[next]))
        raise(Raised::ArgumentException, "Found a surrogate char without its other half.", "s");
    return codePoint(unit, text[next]);
}

Value fromCodePoint(Call &c)
{
    const std::int32_t code = c.int32(0);
    if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        raise(Raised::ArgumentOutOfRange, "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include "
                                          "surrogate codepoint values (0x00d800 ~ 0x00dfff).",
              "utf32");
    if (code < 0x10000)
        return c.text(std::u16string(1, static_cast<char16_t>(code)));
    const char16_t pair[]{static_cast<char16_t>(0xd800 + ((code - 0x10000) >> 10)),
                          static_cast<char16_t>(0xdc00 + ((code - 0x10000) & 0x3ff))};
    return c.text(std::u16string(pair, 2));
}

bool isPairAt(Call &c)
{
    const char16_t unit = unitAt(c);
    const std::u16string &text = c.string(0, "s");
    const auto next = static_cast<std::size_t>(c.int32(1)) + 1;
    return isHighSurrogate(unit) && next < text.size() && isLowSurrogate(text[next]);
}

void declareUnicodeCategory(Library &library)
{
    library.declareEnum("System.Globalization.UnicodeCategory", Known::None,
                        {{"UppercaseLetter", 0}, {"LowercaseLetter", 1}, {"TitlecaseLetter", 2}, {"ModifierLetter", 3},
                         {"OtherLetter", 4}, {"NonSpacingMark", 5}, {"SpacingCombiningMark", 6}, {"EnclosingMark", 7},
                         {"DecimalDigitNumber", 8}, {"LetterNumber", 9}, {"OtherNumber", 10}, {"SpaceSeparator", 11},
                         {"LineSeparator", 12}, {"ParagraphSeparator", 13}, {"Control", 14}, {"Format", 15}, {"Surrogate", 16},
                         {"PrivateUse", 17}, {"ConnectorPunctuation", 18}, {"DashPunctuation", 19}, {"OpenPunctuation", 20},
                         {"ClosePunctuation", 21}, {"InitialQuotePunctuation", 22}, {"FinalQuotePunctuation", 23},
                         {"OtherPunctuation", 24}, {"MathSymbol", 25}, {"CurrencySymbol", 26}, {"ModifierSymbol", 27},
                         {"OtherSymbol", 28}, {"OtherNotAssigned", 29}});
}

} // namespace

void declareChars(Library &library)
{
    declareUnicodeCategory(library);
    library.declare("struct System.Char : IComparable", Known::Char, {
        {"const char MaxValue", [](Call &) { return Value::ofChar(0xffff); }},
        {"const char MinValue", [](Call &) { return Value::ofChar(0); }},
        {"int CompareTo(char value)", compareUnits},
        {"int CompareTo(object value)", [](Call &c) {
             if (c.isNull(1))
                 return Value::ofInt(1);
             if (c[1].tag() != Tag::Char)
                 raise(Raised::ArgumentException, "Object must be of type Char.");
             return compareUnits(c);
         }},
        {"bool Equals(char obj)", [](Call &c) { return Value::ofBool(c.character(0) == c.character(1)); }},
        {"bool Equals(object obj)", [](Call &c) { return Value::ofBool(equalValues(c[0], c[1])); }},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(c.character(0) | (c.character(0) << 16)); }},
        {"TypeCode GetTypeCode()", [](Call &c) { return Value::ofEnum(c.library().known(Known::TypeCode), 4); }},
        {"string ToString()", [](Call &c) { return c.text(std::u16string(1, c.character(0))); }},
        {"string ToString(IFormatProvider provider)", [](Call &c) { return c.text(std::u16string(1, c.character(0))); }},
        {"static string ToString(char c)", [](Call &c) { return c.text(std::u16string(1, c.character(0))); }},
        {"static char Parse(string s)", [](Call &c) {
             if (c.string(0, "s").size() != 1)
                 raise(Raised::Format, "String must be exactly one character long.");
             return Value::ofChar(c.string(0)[0]);
         }},
        {"static bool TryParse(string s, out char result)", [](Call &c) {
             const std::u16string_view text = c.stringOrEmpty(0);
             c.setOut(1, Value::ofChar(text.size() == 1 ? text[0] : u'\0'));
             return Value::ofBool(text.size() == 1);
         }},
        {"static bool IsLetter(char c)", ofUnit<isLetter>},
        {"static bool IsLetter(string s, int index)", ofUnitAt<isLetter>},
        {"static bool IsDigit(char c)", ofUnit<isDecimalDigit>},
        {"static bool IsDigit(string s, int index)", ofUnitAt<isDecimalDigit>},
        {"static bool IsLetterOrDigit(char c)", ofUnit<isLetterOrDigit>},
        {"static bool IsLetterOrDigit(string s, int index)", ofUnitAt<isLetterOrDigit>},
        {"static bool IsNumber(char c)", ofUnit<isNumber>},
        {"static bool IsNumber(string s, int index)", ofUnitAt<isNumber>},
        {"static bool IsUpper(char c)", ofUnit<isUpper>},
        {"static bool IsUpper(string s, int index)", ofUnitAt<isUpper>},
        {"static bool IsLower(char c)", ofUnit<isLower>},
        {"static bool IsLower(string s, int index)", ofUnitAt<isLower>},
        {"static bool IsWhiteSpace(char c)", ofUnit<isWhiteSpace>},
        {"static bool IsWhiteSpace(string s, int index)", ofUnitAt<isWhiteSpace>},
        {"static bool IsPunctuation(char c)", ofUnit<isPunctuation>},
        {"static bool IsPunctuation(string s, int index)", ofUnitAt<isPunctuation>},
        {"static bool IsSymbol(char c)", ofUnit<isSymbol>},
        {"static bool IsSymbol(string s, int index)", ofUnitAt<isSymbol>},
        {"static bool IsSeparator(char c)", ofUnit<isSeparator>},
        {"static bool IsSeparator(string s, int index)", ofUnitAt<isSeparator>},
        {"static bool IsControl(char c)", ofUnit<isControl>},
        {"static bool IsControl(string s, int index)", ofUnitAt<isControl>},
        {"static bool IsSurrogate(char c)", ofUnit<isSurrogate>},
        {"static bool IsSurrogate(string s, int index)", ofUnitAt<isSurrogate>},
        {"static bool IsHighSurrogate(char c)", ofUnit<isHighSurrogate>},
        {"static bool IsHighSurrogate(string s, int index)", ofUnitAt<isHighSurrogate>},
        {"static bool IsLowSurrogate(char c)", ofUnit<isLowSurrogate>},
        {"static bool IsLowSurrogate(string s, int index)", ofUnitAt<isLowSurrogate>},
        {"static bool IsSurrogatePair(char highSurrogate, char lowSurrogate)",
         [](Call &c) { return Value::ofBool(isHighSurrogate(c.character(0)) && isLowSurrogate(c.character(1))); }},
        {"static bool IsSurrogatePair(string s, int index)", [](Call &c) { return Value::ofBool(isPairAt(c)); }},
        {"static char ToUpper(char c)", upper},
        {"static char ToUpper(char c, CultureInfo culture)", upper},
        {"static char ToUpperInvariant(char c)", upper},
        {"static char ToLower(char c)", lower},
        {"static char ToLower(char c, CultureInfo culture)", lower},
        {"static char ToLowerInvariant(char c)", lower},
        {"static double GetNumericValue(char c)", [](Call &c) { return Value::ofDouble(numericValue(c.character(0))); }},
        {"static double GetNumericValue(string s, int index)", [](Call &c) { return Value::ofDouble(numericValue(unitAt(c))); }},
        {"static UnicodeCategory GetUnicodeCategory(char c)",
         [](Call &c) { return Value::ofEnum(c.result(), unicodeCategory(c.character(0))); }},
        {"static UnicodeCategory GetUnicodeCategory(string s, int index)",
         [](Call &c) { return Value::ofEnum(c.result(), unicodeCategory(unitAt(c))); }},
        {"static string ConvertFromUtf32(int utf32)", fromCodePoint},
        {"static int ConvertToUtf32(char highSurrogate, char lowSurrogate)",
         [](Call &c) { return codePoint(c.character(0), c.character(1)); }},
        {"static int ConvertToUtf32(string s, int index)", codePointAt},
    });
    library.declare("static class System.Globalization.CharUnicodeInfo", Known::None, {
        {"static UnicodeCategory GetUnicodeCategory(char ch)",
         [](Call &c) { return Value::ofEnum(c.result(), unicodeCategory(c.character(0))); }},
        {"static double GetNumericValue(char ch)", [](Call &c) { return Value::ofDouble(numericValue(c.character(0))); }},
    });
}

} // namespace gatehouse::expression
