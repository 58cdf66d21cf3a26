// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/xml_content.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

class StringReaderObject final : public Object
{
public:
    explicit StringReaderObject(std::u16string text) : m_text(std::move(text)) { }
    bool atEnd() const { return m_at >= m_text.size(); }
    char16_t peek() const { return m_text[m_at]; }
    void skip() { ++m_at; }
    std::u16string rest() { return m_text.substr(std::exchange(m_at, m_text.size())); }
    std::u16string line();
    const Type *type(const Library &library) const override { return library.known(Known::StringReader); }

private:
    std::u16string m_text;
    std::size_t m_at = 0;
};

std::u16string StringReaderObject::line()
{
    const auto end = std::min(m_text.find_first_of(u"\r\n", m_at), m_text.size());
    std::u16string line = m_text.substr(m_at, end - m_at);
    m_at = std::min(end + 1, m_text.size());
    if (end < m_text.size() && m_text[end] == u'\r' && m_at < m_text.size() && m_text[m_at] == u'\n')
        ++m_at;
    return line;
}

class StringWriterObject final : public Object
{
public:
    std::u16string content;
    const Type *type(const Library &library) const override { return library.known(Known::StringWriter); }
    std::u16string text(Machine &) const override { return content; }
};

StringReaderObject &reader(Call &c)
{
    return c[0].to<StringReaderObject>();
}

Value write(Call &c, std::u16string text, bool endsLine)
{
    if (endsLine)
        text += u'\n';
    c.machine().allocate(text.size() * 2);
    c[0].to<StringWriterObject>().content += text;
    return Value::null();
}

std::u16string formatted(Call &c)
{
    std::vector<Value> arguments;
    if (const auto *array = c[2].as<ArrayObject>())
        arguments = array->items();
    return formatComposite(c.machine(), c.string(1, "format"), arguments);
}

Value nothing(Call &)
{
    return Value::null();
}

} // namespace

std::u16string takeReaderText(const Value &value)
{
    auto *source = value.as<StringReaderObject>();
    if (!source)
        raiseNullArgument("textReader");
    return source->rest();
}

void appendToWriter(const Value &value, std::u16string_view text)
{
    auto *writer = value.as<StringWriterObject>();
    if (!writer)
        raiseNullArgument("textWriter");
    writer->content += text;
}

void declareTextStreams(Library &library)
{
    library.declare("class System.IO.TextReader : IDisposable", Known::TextReader, {{"void Dispose()", nothing}, {"void Close()", nothing}});
    library.declare("class System.IO.StringReader : TextReader", Known::StringReader, {
        {"new(string s)", [](Call &c) { return Value::of(make<StringReaderObject>(c.string(0, "s"))); }},
        {"string ReadToEnd()", [](Call &c) { return c.text(reader(c).rest()); }},
        {"string ReadLine()", [](Call &c) { return reader(c).atEnd() ? Value::null() : c.text(reader(c).line()); }},
        {"int Peek()", [](Call &c) { return Value::ofInt(reader(c).atEnd() ? -1 : reader(c).peek()); }},
        {"int Read()",
         [](Call &c) {
             if (reader(c).atEnd())
                 return Value::ofInt(-1);
             const char16_t unit = reader(c).peek();
             reader(c).skip();
             return Value::ofInt(unit);
         }},
    });
    library.declare("class System.IO.TextWriter : IDisposable", Known::TextWriter, {{"void Dispose()", nothing}, {"void Close()", nothing}, {"void Flush()", nothing}});
    library.declare("class System.IO.StringWriter : TextWriter", Known::StringWriter, {
        {"new()", [](Call &) { return Value::of(make<StringWriterObject>()); }},
        {"new(IFormatProvider formatProvider)", [](Call &) { return Value::of(make<StringWriterObject>()); }},
        {"void Write(string value)", [](Call &c) { return write(c, std::u16string(c.stringOrEmpty(1)), false); }},
        {"void Write(char value)", [](Call &c) { return write(c, std::u16string(1, c.character(1)), false); }},
        {"void Write(object value)", [](Call &c) { return write(c, c.text(c[1]), false); }},
        {"void Write(string format, params object[] arg)", [](Call &c) { return write(c, formatted(c), false); }},
        {"void WriteLine()", [](Call &c) { return write(c, {}, true); }},
        {"void WriteLine(string value)", [](Call &c) { return write(c, std::u16string(c.stringOrEmpty(1)), true); }},
        {"void WriteLine(char value)", [](Call &c) { return write(c, std::u16string(1, c.character(1)), true); }},
        {"void WriteLine(object value)", [](Call &c) { return write(c, c.text(c[1]), true); }},
        {"void WriteLine(string format, params object[] arg)", [](Call &c) { return write(c, formatted(c), true); }},
    });
}

} // namespace gatehouse::expression
