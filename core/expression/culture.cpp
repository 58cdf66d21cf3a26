// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/culture.h"

#include "core/expression/text16.h"
#include "core/expression/value.h"

namespace gatehouse::expression {

namespace {
thread_local const Culture *installed = nullptr; //!< null: the invariant one

std::u16string joined(std::u16string_view date, std::u16string_view time)
{
    return std::u16string(date) + u' ' + std::u16string(time);
}

} // namespace

std::u16string datePattern(char16_t standard, const Culture &culture)
{
    switch (standard) {
    case u'd': return std::u16string(culture.shortDate);
    case u'D': return std::u16string(culture.longDate);
    case u'f': return joined(culture.longDate, culture.shortTime);
    case u'F':
    case u'U': return joined(culture.longDate, culture.longTime);
    case u'g': return joined(culture.shortDate, culture.shortTime);
    case u'G': return joined(culture.shortDate, culture.longTime);
    case u'm':
    case u'M': return std::u16string(culture.monthDay);
    case u'o':
    case u'O': return u"yyyy-MM-dd'T'HH:mm:ss.fffffffK";
    case u'r':
    case u'R': return u"ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    case u's': return u"yyyy-MM-dd'T'HH:mm:ss";
    case u't': return std::u16string(culture.shortTime);
    case u'T': return std::u16string(culture.longTime);
    case u'u': return u"yyyy-MM-dd HH:mm:ss'Z'";
    case u'y':
    case u'Y': return std::u16string(culture.yearMonth);
    default: return {};
    }
}

const Culture &invariantCulture()
{
    return cultures().front();
}

const Culture *findCulture(std::u16string_view name)
{
    for (const auto &culture : cultures())
        if (equalsOrdinalIgnoreCase(culture.name, name))
            return &culture;
    for (const auto &culture : cultures())
        if (name.size() == 2 && culture.name.size() > 2 && equalsOrdinalIgnoreCase(culture.name.substr(0, 2), name))
            return &culture;
    return nullptr;
}

std::u16string_view nameAt(std::u16string_view names, std::size_t index)
{
    for (; index > 0; --index) {
        const auto bar = names.find(u'|');
        if (bar == std::u16string_view::npos)
            return {};
        names.remove_prefix(bar + 1);
    }
    return names.substr(0, names.find(u'|'));
}

int indexOfName(std::u16string_view names, std::u16string_view word)
{
    for (int i = 0; !word.empty(); ++i) {
        const auto end = names.find(u'|');
        if (equalsOrdinalIgnoreCase(names.substr(0, end), word))
            return i;
        if (end == std::u16string_view::npos)
            return -1;
        names.remove_prefix(end + 1);
    }
    return -1;
}

const Culture &currentCulture()
{
    return installed ? *installed : invariantCulture();
}

CultureScope::CultureScope(const Value *provider) : m_before(installed)
{
    if (!provider)
        return;
    const auto *source = dynamic_cast<const CultureSource *>(provider->object());
    installed = source ? &source->culture() : nullptr;
}

CultureScope::~CultureScope()
{
    installed = m_before;
}

} // namespace gatehouse::expression
