// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format_number.h"

#include "core/expression/culture.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace gatehouse::expression {

namespace {

//! Goes through one section of a custom format, which ends at ';' or the end; 0 stands past the end.
class FormatReader
{
public:
    FormatReader(std::u16string_view format, std::size_t at) : m_format(format), m_at(at) { }

    char16_t peek(std::size_t ahead = 0) const { return m_at + ahead < m_format.size() ? m_format[m_at + ahead] : u'\0'; }
    char16_t next() { return m_at < m_format.size() ? m_format[m_at++] : u'\0'; }
    std::size_t position() const { return m_at; }
    std::u16string quoted(char16_t quote)
    {
        const std::size_t begin = m_at;
        m_at = std::min(m_format.find(quote, m_at), m_format.size());
        std::u16string text(m_format.substr(begin, m_at - begin));
        m_at = std::min(m_at + 1, m_format.size());
        return text;
    }

private:
    std::u16string_view m_format;
    std::size_t m_at;
};

//! Where section number `section` (0 positive, 1 negative, 2 zero) begins; 0 when there is none or it is empty.
std::size_t findSection(std::u16string_view format, int section)
{
    if (section == 0)
        return 0;
    FormatReader reader(format, 0);
    for (;;) {
        const char16_t unit = reader.next();
        if (unit == u'\'' || unit == u'"') {
            reader.quoted(unit);
        } else if (unit == u'\\') {
            reader.next();
        } else if (unit == u'\0') {
            return 0;
        } else if (unit == u';' && --section == 0) {
            return reader.peek() != u'\0' && reader.peek() != u';' ? reader.position() : 0;
        }
    }
}

//! What a section asks for.
struct Section
{
    int digitCount = 0;
    int point = -1; //!< how many places stand before the point
    int firstZero = std::numeric_limits<int>::max();
    int lastZero = 0;
    bool isScientific = false;
    bool isGrouped = false;
    int shift = 0; //!< of the point, by % and by commas at the end
};

bool isExponent(const FormatReader &reader)
{
    return reader.peek() == u'0' || ((reader.peek() == u'+' || reader.peek() == u'-') && reader.peek(1) == u'0');
}

Section readSection(std::u16string_view format, std::size_t begin)
{
    Section section;
    int comma = -1;
    int commaCount = 0;
    FormatReader reader(format, begin);
    for (char16_t unit = reader.next(); unit != u'\0' && unit != u';'; unit = reader.next()) {
        switch (unit) {
        case u'#':
            ++section.digitCount;
            break;
        case u'0':
            section.firstZero = std::min(section.firstZero, section.digitCount);
            section.lastZero = ++section.digitCount;
            break;
        case u'.':
            if (section.point < 0)
                section.point = section.digitCount;
            break;
        case u',':
            if (section.digitCount == 0 || section.point >= 0)
                break;
            if (comma == section.digitCount) {
                ++commaCount;
                break;
            }
            section.isGrouped = section.isGrouped || comma >= 0;
            comma = section.digitCount;
            commaCount = 1;
            break;
        case u'%':
            section.shift += 2;
            break;
        case u'\u2030':
            section.shift += 3;
            break;
        case u'\'':
        case u'"':
            reader.quoted(unit);
            break;
        case u'\\':
            reader.next();
            break;
        case u'E':
        case u'e':
            if (isExponent(reader)) {
                do
                    reader.next();
                while (reader.peek() == u'0');
                section.isScientific = true;
            }
            break;
        default:
            break;
        }
    }
    if (section.point < 0)
        section.point = section.digitCount;
    if (comma == section.point)
        section.shift -= commaCount * 3;
    else if (comma >= 0)
        section.isGrouped = true;
    return section;
}

//! Writes `number`, already rounded, by one section.
class SectionWriter
{
public:
    SectionWriter(const NumberDigits &number, const Section &section) : m_number(number), m_section(section)
    {
        m_firstZero = section.firstZero < section.point ? section.point - section.firstZero : 0;
        m_lastZero = section.lastZero > section.point ? section.point - section.lastZero : 0;
        m_place = section.isScientific ? section.point : std::max(number.point, section.point);
        m_extra = section.isScientific ? 0 : number.point - section.point;
        // Commas stand before places 3, 6, ... of the whole part.
        m_isGrouped = section.isGrouped;
        m_groupedDigits = std::max(m_firstZero, m_place + std::min(m_extra, 0));
    }

    std::u16string write(FormatReader reader)
    {
        for (char16_t unit = reader.next(); unit != u'\0' && unit != u';'; unit = reader.next()) {
            if (m_extra > 0 && (unit == u'#' || unit == u'0' || unit == u'.'))
                writeExtra();
            writeUnit(unit, reader);
        }
        return std::move(m_text);
    }

private:
    bool hasDigit() const { return m_next < m_number.digits.size(); }

    void writeDigit(char16_t digit)
    {
        m_text += digit;
        if (m_isGrouped && m_place > 1 && (m_place - 1) % 3 == 0 && m_place - 1 < m_groupedDigits)
            m_text += currentCulture().group;
    }

    //! Digits before those that the format has places for.
    void writeExtra()
    {
        for (; m_extra > 0; --m_extra, --m_place)
            writeDigit(hasDigit() ? static_cast<char16_t>(m_number.digits[m_next++]) : u'0');
    }

    void writePlace()
    {
        if (m_extra < 0) {
            ++m_extra;
            if (m_place <= m_firstZero)
                writeDigit(u'0');
        } else if (hasDigit()) {
            writeDigit(static_cast<char16_t>(m_number.digits[m_next++]));
        } else if (m_place > m_lastZero) {
            writeDigit(u'0');
        }
        --m_place;
    }

    void writePoint()
    {
        if (m_place != 0 || m_hasPoint)
            return;
        if (m_lastZero < 0 || (m_section.point < m_section.digitCount && hasDigit())) {
            m_text += currentCulture().point;
            m_hasPoint = true;
        }
    }

    void writeExponent(char16_t letter, FormatReader &reader)
    {
        if (!m_isExponentWritten && m_section.isScientific && isExponent(reader)) {
            const bool hasPlus = reader.peek() == u'+';
            int digits = reader.peek() == u'0' ? 1 : 0;
            for (reader.next(); reader.peek() == u'0'; reader.next())
                ++digits;
            const int exponent = m_number.digits.empty() ? 0 : m_number.point - m_section.point;
            m_text += letter;
            if (exponent < 0)
                m_text += u'-';
            else if (hasPlus)
                m_text += u'+';
            const std::string text = std::to_string(exponent < 0 ? -exponent : exponent);
            m_text.append(static_cast<std::size_t>(std::max(std::min(digits, 10) - static_cast<int>(text.size()), 0)), u'0');
            m_text += fromAscii(text);
            m_isExponentWritten = true;
            return;
        }
        m_text += letter;
        if (m_section.isScientific)
            return;
        if (reader.peek() == u'+' || reader.peek() == u'-')
            m_text += reader.next();
        while (reader.peek() == u'0')
            m_text += reader.next();
    }

    void writeUnit(char16_t unit, FormatReader &reader)
    {
        switch (unit) {
        case u'#':
        case u'0':
            writePlace();
            break;
        case u'.':
            writePoint();
            break;
        case u',':
            break;
        case u'\'':
        case u'"':
            m_text += reader.quoted(unit);
            break;
        case u'\\':
            if (reader.peek() != u'\0')
                m_text += reader.next();
            break;
        case u'E':
        case u'e':
            writeExponent(unit, reader);
            break;
        default:
            m_text += unit;
        }
    }

    const NumberDigits &m_number;
    const Section &m_section;
    int m_firstZero = 0;
    int m_lastZero = 0;
    int m_place = 0; //!< of the next digit; 1 is the last before the point
    int m_extra = 0; //!< digits of the number without a place (> 0), or places without a digit (< 0)
    bool m_isGrouped = false;
    int m_groupedDigits = 0;
    std::size_t m_next = 0;
    bool m_hasPoint = false;
    bool m_isExponentWritten = false;
    std::u16string m_text;
};

} // namespace

std::u16string formatCustomNumber(NumberDigits number, std::u16string_view format)
{
    std::size_t begin = findSection(format, number.digits.empty() ? 2 : number.isNegative ? 1 : 0);
    Section section = readSection(format, begin);
    while (!number.digits.empty()) {
        number.point += section.shift;
        number.round(section.isScientific ? section.digitCount : number.point + section.digitCount - section.point);
        if (!number.digits.empty())
            break;
        const std::size_t zero = findSection(format, 2);
        if (zero == begin)
            break;
        begin = zero;
        section = readSection(format, begin);
    }
    if (number.digits.empty())
        number.point = 0;
    std::u16string text = number.isNegative && begin == 0 ? u"-" : u"";
    return text + SectionWriter(number, section).write(FormatReader(format, begin));
}

} // namespace gatehouse::expression
