// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/uri_groups.h"
#include "core/expression/library/views.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <optional>

namespace gatehouse::expression {

namespace {

int hexOf(char16_t unit)
{
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    const char16_t lower = unit | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

std::u16string urlEncoded(std::u16string_view text, const char *hex)
{
    std::u16string out;
    for (const char byte : toUtf8(text)) {
        const auto unit = static_cast<unsigned char>(byte);
        const bool isPlain = (unit >= '0' && unit <= '9') || ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z')
            || std::string_view("-_.!*()").find(byte) != std::string_view::npos;
        if (isPlain) {
            out += static_cast<char16_t>(unit);
        } else if (unit == ' ') {
            out += u'+';
        } else {
            out += u'%';
            out += static_cast<char16_t>(hex[unit >> 4]);
            out += static_cast<char16_t>(hex[unit & 15]);
        }
    }
    return out;
}

//! Bytes that stand escaped beside each other are read as UTF-8 together. `withUnicode`: %u0041 too.
std::u16string urlDecoded(std::u16string_view text, bool withUnicode)
{
    std::u16string out;
    std::string bytes;
    const auto flush = [&] {
        out += toUtf16(bytes);
        bytes.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto digit = [&](std::size_t offset) { return at + offset < text.size() ? hexOf(text[at + offset]) : -1; };
        if (text[at] == u'%' && digit(1) >= 0 && digit(2) >= 0) {
            bytes += static_cast<char>(digit(1) * 16 + digit(2));
            at += 2;
            continue;
        }
        const bool isUnicode = withUnicode && text[at] == u'%' && at + 5 < text.size() && text[at + 1] == u'u' && digit(2) >= 0
            && digit(3) >= 0 && digit(4) >= 0 && digit(5) >= 0;
        flush();
        if (isUnicode) {
            out += static_cast<char16_t>(digit(2) * 4096 + digit(3) * 256 + digit(4) * 16 + digit(5));
            at += 5;
        } else {
            out += text[at] == u'+' ? u' ' : text[at];
        }
    }
    flush();
    return out;
}

std::u16string htmlEncoded(std::u16string_view text)
{
    std::u16string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char16_t unit = text[at];
        switch (unit) {
        case u'<': out += u"&lt;"; continue;
        case u'>': out += u"&gt;"; continue;
        case u'"': out += u"&quot;"; continue;
        case u'\'': out += u"&#39;"; continue;
        case u'&': out += u"&amp;"; continue;
        default: break;
        }
        if (unit < 160) {
            out += unit;
            continue;
        }
        std::uint32_t code = unit;
        if (unit >= 0xD800 && unit <= 0xDBFF && at + 1 < text.size() && text[at + 1] >= 0xDC00 && text[at + 1] <= 0xDFFF) {
            code = 0x10000 + ((unit - 0xD800u) << 10) + (text[at + 1] - 0xDC00u);
            ++at;
        }
        out += code >= 0xD800 && code <= 0xDFFF ? std::u16string(1, static_cast<char16_t>(0xFFFD))
                                                : u"&#" + fromAscii(std::to_string(code)) + u";";
    }
    return out;
}

void appendCode(std::u16string &out, std::uint32_t code)
{
    if (code < 0x10000) {
        out += static_cast<char16_t>(code);
        return;
    }
    out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
    out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
}

//! What "&name;" stands for; nullopt: it stays.
std::optional<std::uint32_t> entity(std::u16string_view name)
{
    const std::string text = toUtf8(name);
    if (text.size() > 1 && text[0] == '#') {
        const bool isHex = text[1] == 'x' || text[1] == 'X';
        const std::string digits = text.substr(isHex ? 2 : 1);
        constexpr std::size_t longest = 8;
        if (digits.empty() || digits.size() > longest || digits.find_first_not_of(isHex ? "0123456789abcdefABCDEF" : "0123456789") != std::string::npos)
            return std::nullopt;
        const unsigned long code = std::stoul(digits, nullptr, isHex ? 16 : 10);
        const bool isValid = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        return isValid ? std::optional(static_cast<std::uint32_t>(code)) : std::nullopt;
    }
    const auto *found = htmlEntityLookup(reinterpret_cast<const xmlChar *>(text.c_str()));
    return found ? std::optional(static_cast<std::uint32_t>(found->value)) : std::nullopt;
}

std::u16string htmlDecoded(std::u16string_view text)
{
    std::u16string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text[at] == u'&' ? text.find_first_of(u";&", at + 1) : std::u16string_view::npos;
        if (end != std::u16string_view::npos && text[end] == u';') {
            if (const auto code = entity(text.substr(at + 1, end - at - 1))) {
                appendCode(out, *code);
                at = end + 1;
                continue;
            }
        }
        out += text[at++];
    }
    return out;
}

std::u16string attributeEncoded(std::u16string_view text)
{
    std::u16string out;
    for (const char16_t unit : text) {
        switch (unit) {
        case u'<': out += u"&lt;"; break;
        case u'"': out += u"&quot;"; break;
        case u'\'': out += u"&#39;"; break;
        case u'&': out += u"&amp;"; break;
        default: out += unit;
        }
    }
    return out;
}

std::u16string scriptEncoded(std::u16string_view text)
{
    static constexpr char16_t hex[] = u"0123456789abcdef";
    std::u16string out;
    for (const char16_t unit : text) {
        switch (unit) {
        case u'\r': out += u"\\r"; continue;
        case u'\t': out += u"\\t"; continue;
        case u'"': out += u"\\\""; continue;
        case u'\\': out += u"\\\\"; continue;
        case u'\n': out += u"\\n"; continue;
        case u'\b': out += u"\\b"; continue;
        case u'\f': out += u"\\f"; continue;
        default: break;
        }
        const bool isEscaped = unit < 0x20 || unit == u'\'' || unit == u'<' || unit == u'>' || unit == u'&' || unit == 0x85 || unit == 0x2028
            || unit == 0x2029;
        if (!isEscaped) {
            out += unit;
            continue;
        }
        out += u"\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += hex[(unit >> shift) & 15];
    }
    return out;
}

std::u16string pathEncoded(std::u16string_view text)
{
    std::u16string out;
    const auto question = std::min(text.find(u'?'), text.size());
    for (const char byte : toUtf8(text.substr(0, question))) {
        const auto unit = static_cast<unsigned char>(byte);
        if (unit > 0x20 && unit < 0x7F) {
            out += static_cast<char16_t>(unit);
            continue;
        }
        static constexpr char16_t hex[] = u"0123456789abcdef";
        out += u'%';
        out += hex[unit >> 4];
        out += hex[unit & 15];
    }
    return out + std::u16string(text.substr(question));
}

//! NameValueCollection, that of ParseQueryString: its text is a query again.
class NameValuesObject final : public Object
{
public:
    struct Entry
    {
        Value name; //!< null of "?x"
        std::vector<Value> values;
    };
    explicit NameValuesObject(bool isQuery) : m_isQuery(isQuery) { }
    std::vector<Entry> entries;
    Entry *find(const Value &name)
    {
        const auto found = std::find_if(entries.begin(), entries.end(), [&name](const Entry &entry) {
            const auto *a = stringOf(entry.name);
            const auto *b = stringOf(name);
            return a && b ? equalsOrdinalIgnoreCase(*a, *b) : !a && !b;
        });
        return found == entries.end() ? nullptr : &*found;
    }
    void add(const Value &name, const Value &value)
    {
        Entry *entry = find(name);
        if (!entry)
            entry = &entries.emplace_back(Entry{name, {}});
        if (!value.isNull())
            entry->values.push_back(value);
    }
    const Type *type(const Library &library) const override { return library.known(Known::NameValueCollection); }
    std::u16string text(Machine &machine) const override;
    EnumeratorPointer enumerate(Machine &) override
    {
        m_keys.clear();
        for (const Entry &entry : entries)
            m_keys.push_back(entry.name);
        return make<ItemsEnumerator>(Value::of(this), m_keys);
    }

private:
    bool m_isQuery;
    std::vector<Value> m_keys;
};

std::u16string NameValuesObject::text(Machine &machine) const
{
    if (!m_isQuery)
        return Object::text(machine);
    std::u16string out;
    for (const Entry &entry : entries) {
        const auto *name = stringOf(entry.name);
        const std::u16string key = (name ? urlEncoded(*name, "0123456789abcdef") : std::u16string()) + u"=";
        std::u16string joined;
        for (const Value &value : entry.values) {
            if (!joined.empty())
                joined += u',';
            joined += *stringOf(value);
        }
        out += (out.empty() ? u"" : u"&") + key + urlEncoded(joined, "0123456789abcdef");
    }
    return out;
}

NameValuesObject &values(Call &c)
{
    return c[0].to<NameValuesObject>();
}

Value joined(const NameValuesObject::Entry *entry)
{
    if (!entry || entry->values.empty())
        return Value::null();
    std::u16string out;
    for (std::size_t i = 0; i < entry->values.size(); ++i)
        out += (i ? u"," : u"") + *stringOf(entry->values[i]);
    return Value::ofString(std::move(out));
}

NameValuesObject::Entry *entryAt(Call &c)
{
    const auto index = static_cast<std::size_t>(c.int32(1));
    if (c.int32(1) < 0 || index >= values(c).entries.size()) {
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.", "index");
    }
    return &values(c).entries[index];
}

Value parseQuery(Call &c)
{
    std::u16string_view query = c.string(0, "query");
    if (!query.empty() && query[0] == u'?')
        query.remove_prefix(1);
    auto result = make<NameValuesObject>(true);
    for (std::size_t at = 0; at < query.size();) {
        const auto end = std::min(query.find(u'&', at), query.size());
        const auto pair = query.substr(at, end - at);
        const auto equals = pair.find(u'=');
        const bool hasName = equals != std::u16string_view::npos;
        c.charge(1);
        result->add(hasName ? Value::ofString(urlDecoded(pair.substr(0, equals), true)) : Value::null(),
                    Value::ofString(urlDecoded(hasName ? pair.substr(equals + 1) : pair, true)));
        at = end + 1;
        if (end + 1 == query.size())
            result->add(Value::null(), Value::ofString(std::u16string()));
    }
    return Value::of(result);
}

Value strings(Call &c, std::vector<Value> items)
{
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

Value allKeys(Call &c)
{
    std::vector<Value> items;
    for (const auto &entry : values(c).entries)
        items.push_back(entry.name);
    return strings(c, std::move(items));
}

Value getValues(Call &c)
{
    const auto *entry = values(c).find(c[1]);
    return !entry || entry->values.empty() ? Value::null() : strings(c, entry->values);
}

Value set(Call &c)
{
    auto *entry = values(c).find(c[1]);
    if (entry)
        entry->values.clear();
    values(c).add(c[1], c[2]);
    return Value::null();
}

Value removeName(Call &c)
{
    if (const auto *entry = values(c).find(c[1]))
        values(c).entries.erase(values(c).entries.begin() + (entry - values(c).entries.data()));
    return Value::null();
}

using Change = std::u16string (*)(std::u16string_view);

template<Change change>
Value changed(Call &c)
{
    return c.isNull(0) ? Value::null() : c.text(change(c.stringOrEmpty(0)));
}

std::u16string upperEncoded(std::u16string_view text)
{
    return urlEncoded(text, "0123456789ABCDEF");
}

std::u16string lowerEncoded(std::u16string_view text)
{
    return urlEncoded(text, "0123456789abcdef");
}

std::u16string plainDecoded(std::u16string_view text)
{
    return urlDecoded(text, false);
}

std::u16string unicodeDecoded(std::u16string_view text)
{
    return urlDecoded(text, true);
}

} // namespace

void declareWebUtilities(Library &library)
{
    library.declare("static class System.Net.WebUtility", Known::WebUtility, {
        {"static string UrlEncode(string value)", changed<upperEncoded>},
        {"static string UrlDecode(string encodedValue)", changed<plainDecoded>},
        {"static string HtmlEncode(string value)", changed<htmlEncoded>},
        {"static string HtmlDecode(string value)", changed<htmlDecoded>},
    });
    library.declare("static class System.Web.HttpUtility", Known::HttpUtility, {
        {"static string UrlEncode(string str)", changed<lowerEncoded>},
        {"static string UrlDecode(string str)", changed<unicodeDecoded>},
        {"static string UrlPathEncode(string str)", changed<pathEncoded>},
        {"static string HtmlEncode(string s)", changed<htmlEncoded>},
        {"static string HtmlDecode(string s)", changed<htmlDecoded>},
        {"static string HtmlAttributeEncode(string s)", changed<attributeEncoded>},
        {"static string JavaScriptStringEncode(string value)", changed<scriptEncoded>},
        {"static NameValueCollection ParseQueryString(string query)", parseQuery},
    });
    library.declare("class System.Collections.Specialized.NameValueCollection : IEnumerable", Known::NameValueCollection, {
        {"new()", [](Call &) { return Value::of(make<NameValuesObject>(false)); }},
        {"int Count { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(values(c).entries.size())); }},
        {"string[] AllKeys { get; }", allKeys},
        {"string[] Keys { get; }", allKeys},
        {"bool HasKeys()",
         [](Call &c) {
             const auto &all = values(c).entries;
             return Value::ofBool(std::any_of(all.begin(), all.end(), [](const auto &entry) { return !entry.name.isNull(); }));
         }},
        {"string this[string name] { get; set; }", [](Call &c) { return joined(values(c).find(c[1])); }, set},
        {"string this[int index] { get; }", [](Call &c) { return joined(entryAt(c)); }},
        {"string Get(string name)", [](Call &c) { return joined(values(c).find(c[1])); }},
        {"string Get(int index)", [](Call &c) { return joined(entryAt(c)); }},
        {"string GetKey(int index)", [](Call &c) { return entryAt(c)->name; }},
        {"string[] GetValues(string name)", getValues},
        {"void Add(string name, string value)",
         [](Call &c) {
             values(c).add(c[1], c[2]);
             return Value::null();
         }},
        {"void Set(string name, string value)", set},
        {"void Remove(string name)", removeName},
        {"void Clear()",
         [](Call &c) {
             values(c).entries.clear();
             return Value::null();
         }},
    });
}

} // namespace gatehouse::expression
