// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::expression {

class Value;

//! How a culture writes numbers, amounts and dates. Groups have three digits, the sign is "-" and the percent sign "%" everywhere here.
struct Culture
{
    std::u16string_view name; //!< "" is the invariant culture
    std::u16string_view point;
    std::u16string_view group;
    std::u16string_view currencyGroup;
    std::u16string_view currency;
    int currencyDigits;
    // Patterns as .NET numbers them.
    int currencyPositive;
    int currencyNegative;
    int percentPositive;
    int percentNegative;
    int firstDay; //!< of the week; 0 is Sunday
    std::u16string_view dateSeparator;
    std::u16string_view timeSeparator;
    std::u16string_view shortDate;
    std::u16string_view longDate;
    std::u16string_view shortTime;
    std::u16string_view longTime;
    std::u16string_view monthDay;
    std::u16string_view yearMonth;
    std::u16string_view morning; //!< AM
    std::u16string_view afternoon;
    // With | between the names, from Sunday and January on.
    std::u16string_view days;
    std::u16string_view shortDays;
    std::u16string_view months;
    std::u16string_view shortMonths;
    std::u16string_view genitives; //!< of months beside a day; "" where they are the same
};

//! The table of cultures; the first is the invariant one.
std::span<const Culture> cultures();
const Culture &invariantCulture();
//! "en-US", "EN-us", or "en" for the first of its language; null: none of ours.
const Culture *findCulture(std::u16string_view name);
std::u16string_view nameAt(std::u16string_view names, std::size_t index); //!< of "a|b|c"
int indexOfName(std::u16string_view names, std::u16string_view word); //!< without regard to case; -1: none

//! What a standard format ("d", "G") stands for; empty for a letter that is none.
std::u16string datePattern(char16_t standard, const Culture &culture);

//! The culture of the native call at hand: its IFormatProvider argument says which, else it is the invariant one.
const Culture &currentCulture();

//! An IFormatProvider that is a value of the language.
class CultureSource
{
public:
    virtual ~CultureSource() = default;
    virtual const Culture &culture() const = 0;
};

//! Makes the provider's culture the current one for a call; null and values that are none give the invariant one.
class CultureScope
{
public:
    explicit CultureScope(const Value *provider); //!< no value: nothing changes
    ~CultureScope();
    CultureScope(const CultureScope &) = delete;
    CultureScope &operator=(const CultureScope &) = delete;

private:
    const Culture *m_before;
};

} // namespace gatehouse::expression
