// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/encodings.h"

#include "core/expression/library/groups.h"
#include "core/expression/library/strings.h"
#include "core/expression/library/text_encoding.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

struct EncodingTraits
{
    Charset charset;
    int codePage;
    std::string_view webName;
    std::string_view title;
    std::string_view preamble;
    const char *typeName; //!< that GetType() gives
};

constexpr EncodingTraits encodings[]{
    {Charset::Utf8, 65001, "utf-8", "Unicode (UTF-8)", "\xef\xbb\xbf", "System.Text.UTF8Encoding"},
    {Charset::Ascii, 20127, "us-ascii", "US-ASCII", "", "System.Text.ASCIIEncoding"},
    {Charset::Utf16, 1200, "utf-16", "Unicode", "\xff\xfe", "System.Text.UnicodeEncoding"},
    {Charset::Utf16BigEndian, 1201, "utf-16BE", "Unicode (Big-Endian)", "\xfe\xff", "System.Text.UnicodeEncoding"},
    {Charset::Utf32, 12000, "utf-32", "Unicode (UTF-32)", std::string_view("\xff\xfe\0\0", 4), "System.Text.UTF32Encoding"},
    {Charset::Latin1, 28591, "iso-8859-1", "Western European (ISO)", "", "System.Text.Latin1Encoding"},
    {Charset::Windows1252, 1252, "Windows-1252", "Western European (Windows)", "", "System.Text.Encoding"},
};

constexpr std::pair<std::u16string_view, int> otherNames[]{
    {u"utf8", 65001},   {u"unicode-1-1-utf-8", 65001}, {u"ascii", 20127},      {u"us", 20127},       {u"ansi_x3.4-1968", 20127},
    {u"unicode", 1200}, {u"ucs-2", 1200},              {u"utf-16le", 1200},    {u"unicodefffe", 1201}, {u"latin1", 28591},
    {u"iso8859-1", 28591}, {u"iso_8859-1", 28591},     {u"l1", 28591},         {u"utf-32le", 12000}, {u"windows-1252", 1252},
    {u"x-ansi", 1252}};

class EncodingObject final : public Object
{
public:
    EncodingObject(const EncodingTraits &itsTraits, bool givesPreamble, bool refuses)
        : traits(itsTraits), hasPreamble(givesPreamble), isStrict(refuses)
    {
    }
    const EncodingTraits &traits;
    const bool hasPreamble;
    const bool isStrict; //!< malformed bytes raise an exception

    const Type *type(const Library &library) const override
    {
        const Type *own = library.findType(traits.typeName);
        return own ? own : library.known(Known::Encoding);
    }
    bool equals(const Object &other) const override
    {
        const auto *encoding = dynamic_cast<const EncodingObject *>(&other);
        return encoding && encoding->traits.codePage == traits.codePage && encoding->hasPreamble == hasPreamble;
    }
    std::int32_t hash() const override { return traits.codePage; }
};

const EncodingTraits *findCodePage(int codePage)
{
    const auto *found = std::find_if(std::begin(encodings), std::end(encodings),
                                     [codePage](const EncodingTraits &traits) { return traits.codePage == codePage; });
    return found == std::end(encodings) ? nullptr : found;
}

Value encodingOf(Charset charset, bool hasPreamble = true, bool isStrict = false)
{
    const auto *found = std::find_if(std::begin(encodings), std::end(encodings),
                                     [charset](const EncodingTraits &traits) { return traits.charset == charset; });
    return Value::of(make<EncodingObject>(*found, hasPreamble, isStrict));
}

template<Charset charset>
Value encoding(Call &)
{
    return encodingOf(charset);
}

Value byCodePage(Call &c)
{
    const int codePage = c.int32(0) == 0 ? 65001 : c.int32(0);
    const EncodingTraits *traits = findCodePage(codePage);
    if (!traits && (codePage < 0 || codePage > 65535))
        raise(Raised::ArgumentOutOfRange, "Valid values are between 0 and 65535, inclusive.", "codepage");
    if (!traits)
        raise(Raised::NotSupported, "No data is available for encoding " + std::to_string(codePage) + '.');
    return Value::of(make<EncodingObject>(*traits, true, false));
}

Value byName(Call &c)
{
    const std::u16string &name = c.string(0, "name");
    for (const EncodingTraits &traits : encodings)
        if (equalsOrdinalIgnoreCase(name, fromAscii(traits.webName)))
            return Value::of(make<EncodingObject>(traits, true, false));
    for (const auto &[other, codePage] : otherNames)
        if (equalsOrdinalIgnoreCase(name, other))
            return Value::of(make<EncodingObject>(*findCodePage(codePage), true, false));
    raise(Raised::ArgumentException, "Encoding name '" + toUtf8(name) + "' not supported.", "name");
}

EncodingObject &self(Call &c)
{
    return c.object<EncodingObject>(0);
}

Value encode(Call &c, std::u16string_view text)
{
    c.charge(text.size());
    return c.bytes(encodeText(text, self(c).traits.charset));
}

std::u16string_view partOf(Call &c, std::u16string_view text, const char *first = "index")
{
    requireRange(c.int32(2), c.int32(3), text.size(), first, "count");
    return text.substr(static_cast<std::size_t>(c.int32(2)), static_cast<std::size_t>(c.int32(3)));
}

std::u16string decode(Call &c, std::string_view bytes)
{
    c.charge(bytes.size());
    const EncodingObject &encoder = self(c);
    if (encoder.isStrict && !isWellFormedText(bytes, encoder.traits.charset))
        raise(Raised::DecoderFallback, "Unable to translate bytes at index 0 from specified code page to Unicode.");
    return decodeText(bytes, encoder.traits.charset);
}

std::string bytesArgument(Call &c, bool isPart)
{
    std::string bytes = bytesOf(c.object<ArrayObject>(1, "bytes"));
    if (!isPart)
        return bytes;
    requireRange(c.int32(2), c.int32(3), bytes.size(), "index", "count");
    return bytes.substr(static_cast<std::size_t>(c.int32(2)), static_cast<std::size_t>(c.int32(3)));
}

Value charsArray(Call &c, const std::u16string &text)
{
    std::vector<Value> items;
    for (const char16_t unit : text)
        items.push_back(Value::ofChar(unit));
    return c.array(c.library().primitive(TypeKind::Char), std::move(items));
}

Value size(std::size_t count)
{
    return Value::ofInt(static_cast<std::int32_t>(count));
}

std::u16string charsArgument(Call &c)
{
    return charsOf(&c.object<ArrayObject>(1, "chars"));
}

Value convert(Call &c, std::string_view bytes)
{
    const auto &source = c.object<EncodingObject>(0, "srcEncoding");
    const auto &target = c.object<EncodingObject>(1, "dstEncoding");
    c.charge(bytes.size());
    return c.bytes(encodeText(decodeText(bytes, source.traits.charset), target.traits.charset));
}

void declareTranscoding(Library &library)
{
    library.declare("class System.Text.Encoding", Known::Encoding, {
        {"byte[] GetBytes(string s)", [](Call &c) { return encode(c, c.string(1, "s")); }},
        {"byte[] GetBytes(string s, int index, int count)", [](Call &c) { return encode(c, partOf(c, c.string(1, "s"))); }},
        {"byte[] GetBytes(char[] chars)", [](Call &c) { return encode(c, charsArgument(c)); }},
        {"byte[] GetBytes(char[] chars, int index, int count)", [](Call &c) {
             const std::u16string chars = charsArgument(c);
             return encode(c, partOf(c, chars));
         }},
        {"string GetString(byte[] bytes)", [](Call &c) { return c.text(decode(c, bytesArgument(c, false))); }},
        {"string GetString(byte[] bytes, int index, int count)", [](Call &c) { return c.text(decode(c, bytesArgument(c, true))); }},
        {"char[] GetChars(byte[] bytes)", [](Call &c) { return charsArray(c, decode(c, bytesArgument(c, false))); }},
        {"char[] GetChars(byte[] bytes, int index, int count)", [](Call &c) { return charsArray(c, decode(c, bytesArgument(c, true))); }},
        {"int GetByteCount(string s)",
         [](Call &c) { return size(encodeText(c.string(1, "chars"), self(c).traits.charset).size()); }},
        {"int GetByteCount(char[] chars)", [](Call &c) { return size(encodeText(charsArgument(c), self(c).traits.charset).size()); }},
        {"int GetCharCount(byte[] bytes)", [](Call &c) { return size(decode(c, bytesArgument(c, false)).size()); }},
        {"int GetMaxByteCount(int charCount)", [](Call &c) {
             const Charset charset = self(c).traits.charset;
             const int each = charset == Charset::Utf8 ? 3 : charset == Charset::Utf32 ? 4 : charset >= Charset::Latin1 ? 1 : 2;
             return Value::ofInt((c.int32(1) + 1) * (charset == Charset::Ascii ? 1 : each));
         }},
        {"byte[] GetPreamble()",
         [](Call &c) { return c.bytes(self(c).hasPreamble ? self(c).traits.preamble : std::string_view()); }},
        {"static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes)",
         [](Call &c) { return convert(c, bytesOf(c.object<ArrayObject>(2, "bytes"))); }},
        {"static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes, int index, int count)", [](Call &c) {
             const std::string bytes = bytesOf(c.object<ArrayObject>(2, "bytes"));
             requireRange(c.int32(3), c.int32(4), bytes.size(), "index", "count");
             return convert(c, bytes.substr(static_cast<std::size_t>(c.int32(3)), static_cast<std::size_t>(c.int32(4))));
         }},
    });
}

void declareEncodingClasses(Library &library)
{
    library.declare("class System.Text.UTF8Encoding : Encoding", Known::None, {
        {"new()", [](Call &) { return encodingOf(Charset::Utf8, false); }},
        {"new(bool encoderShouldEmitUTF8Identifier)", [](Call &c) { return encodingOf(Charset::Utf8, c.boolean(0)); }},
        {"new(bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes)",
         [](Call &c) { return encodingOf(Charset::Utf8, c.boolean(0), c.boolean(1)); }},
    });
    library.declare("class System.Text.ASCIIEncoding : Encoding", Known::None, {{"new()", encoding<Charset::Ascii>}});
    library.declare("class System.Text.UnicodeEncoding : Encoding", Known::None, {
        {"new()", encoding<Charset::Utf16>},
        {"new(bool bigEndian, bool byteOrderMark)",
         [](Call &c) { return encodingOf(c.boolean(0) ? Charset::Utf16BigEndian : Charset::Utf16, c.boolean(1)); }},
    });
    library.declare("class System.Text.UTF32Encoding : Encoding", Known::None, {{"new()", encoding<Charset::Utf32>}});
}

} // namespace

void declareEncodings(Library &library)
{
    library.declare("class System.Text.Encoding", Known::Encoding, {
        {"static Encoding UTF8 { get; }", encoding<Charset::Utf8>},
        {"static Encoding ASCII { get; }", encoding<Charset::Ascii>},
        {"static Encoding Unicode { get; }", encoding<Charset::Utf16>},
        {"static Encoding BigEndianUnicode { get; }", encoding<Charset::Utf16BigEndian>},
        {"static Encoding UTF32 { get; }", encoding<Charset::Utf32>},
        {"static Encoding Latin1 { get; }", encoding<Charset::Latin1>},
        {"static Encoding Default { get; }", encoding<Charset::Utf8>},
        {"static Encoding GetEncoding(int codepage)", byCodePage},
        {"static Encoding GetEncoding(string name)", byName},
        {"string WebName { get; }", [](Call &c) { return c.text(self(c).traits.webName); }},
        {"string HeaderName { get; }", [](Call &c) { return c.text(self(c).traits.webName); }},
        {"string BodyName { get; }", [](Call &c) { return c.text(self(c).traits.webName); }},
        {"string EncodingName { get; }", [](Call &c) { return c.text(self(c).traits.title); }},
        {"int CodePage { get; }", [](Call &c) { return Value::ofInt(self(c).traits.codePage); }},
        {"bool IsSingleByte { get; }", [](Call &c) {
             const Charset charset = self(c).traits.charset;
             return Value::ofBool(charset == Charset::Ascii || charset >= Charset::Latin1);
         }},
        {"bool Equals(object value)", [](Call &c) { return Value::ofBool(equalValues(c[0], c[1])); }},
    });
    declareTranscoding(library);
    declareEncodingClasses(library);
    declareAddresses(library);
}

} // namespace gatehouse::expression
