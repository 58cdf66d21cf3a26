// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

constexpr std::size_t largestHoleNumber = 1'000'000; //!< as .NET has it, of indexes and widths

[[noreturn]] void raiseWrongComposite()
{
    raise(Raised::Format, "Input string was not in a correct format.");
}

//! Reads "{0,-10:N2}" holes among text.
class CompositeWriter
{
public:
    CompositeWriter(Machine &machine, std::u16string_view format, const std::vector<Value> &arguments)
        : m_machine(machine), m_format(format), m_arguments(arguments)
    {
    }

    std::u16string write()
    {
        while (m_at < m_format.size()) {
            const char16_t unit = m_format[m_at++];
            const bool isDouble = m_at < m_format.size() && m_format[m_at] == unit;
            if ((unit == u'{' || unit == u'}') && isDouble)
                ++m_at;
            else if (unit == u'}')
                raiseWrongComposite();
            else if (unit == u'{') {
                writeHole();
                continue;
            }
            m_text += unit;
        }
        return std::move(m_text);
    }

private:
    char16_t peek() const
    {
        if (m_at >= m_format.size())
            raiseWrongComposite();
        return m_format[m_at];
    }

    bool isAtDigit() const { return peek() >= u'0' && peek() <= u'9'; }

    std::size_t readNumber()
    {
        if (!isAtDigit())
            raiseWrongComposite();
        std::size_t number = 0;
        do
            number = number * 10 + (m_format[m_at++] - u'0');
        while (isAtDigit() && number < largestHoleNumber);
        return number;
    }

    void skipSpaces()
    {
        while (m_at < m_format.size() && m_format[m_at] == u' ')
            ++m_at;
    }

    std::u16string readFormat()
    {
        std::u16string format;
        for (;;) {
            const char16_t unit = peek();
            ++m_at;
            const bool isDouble = m_at < m_format.size() && m_format[m_at] == unit;
            if (unit == u'{' || unit == u'}') {
                if (!isDouble && unit == u'{')
                    raiseWrongComposite();
                if (!isDouble) {
                    --m_at;
                    return format;
                }
                ++m_at;
            }
            format += unit;
        }
    }

    void writeHole()
    {
        const std::size_t index = readNumber();
        if (index >= m_arguments.size())
            raise(Raised::Format,
                  "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.");
        skipSpaces();
        std::size_t width = 0;
        bool isLeft = false;
        if (peek() == u',') {
            ++m_at;
            skipSpaces();
            isLeft = peek() == u'-';
            m_at += isLeft ? 1 : 0;
            width = readNumber();
        }
        skipSpaces();
        std::u16string format;
        if (peek() == u':') {
            ++m_at;
            format = readFormat();
        }
        if (peek() != u'}')
            raiseWrongComposite();
        ++m_at;
        append(m_arguments[index], format, width, isLeft);
    }

    void append(const Value &value, const std::u16string &format, std::size_t width, bool isLeft)
    {
        const std::u16string text = formatValue(m_machine, value, format);
        const std::size_t padding = width > text.size() ? width - text.size() : 0;
        m_machine.charge((text.size() + padding));
        if (padding > 0)
            m_machine.allocate(padding * sizeof(char16_t));
        if (!isLeft)
            m_text.append(padding, u' ');
        m_text += text;
        if (isLeft)
            m_text.append(padding, u' ');
    }

    Machine &m_machine;
    std::u16string_view m_format;
    const std::vector<Value> &m_arguments;
    std::size_t m_at = 0;
    std::u16string m_text;
};

} // namespace

std::u16string formatComposite(Machine &machine, std::u16string_view format, const std::vector<Value> &arguments)
{
    machine.charge(format.size());
    return CompositeWriter(machine, format, arguments).write();
}

} // namespace gatehouse::expression
