// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/headers.h"

#include "core/base/text.h"
#include "core/http/characters.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

bool sameName(std::string_view a, std::string_view b)
{
    // The first letter, without case, settles most comparisons.
    return a.size() == b.size() && !a.empty() && ((a.front() ^ b.front()) & ~0x20) == 0 && equalsIgnoreCase(a, b);
}

//! Calls `visit` with each element of a comma-separated list, trimmed; stops when it answers true.
template <typename Visit> bool anyElement(std::string_view list, Visit visit)
{
    while (true) {
        const auto comma = list.find(',');
        const auto element = trim(list.substr(0, comma));
        if (!element.empty() && visit(element))
            return true;
        if (comma == std::string_view::npos)
            return false;
        list.remove_prefix(comma + 1);
    }
}

bool belongsToConnection(std::string_view name)
{
    static constexpr std::string_view names[] = {
        "Connection", "Keep-Alive",         "Proxy-Connection",   "TE", "Trailer", "Transfer-Encoding",
        "Upgrade",    "Proxy-Authenticate", "Proxy-Authorization"};
    return std::any_of(std::begin(names), std::end(names), [name](auto other) { return sameName(name, other); });
}

} // namespace

void Headers::add(std::string_view name, std::string_view value)
{
    const auto offset = static_cast<std::uint32_t>(m_bytes.size());
    const auto nameLength = static_cast<std::uint32_t>(name.size());
    const auto valueLength = static_cast<std::uint32_t>(value.size());
    // Either may be a view into m_bytes, which append() allows but a second append() would not after it moved.
    if (m_bytes.capacity() - m_bytes.size() < name.size() + value.size()) {
        std::string grown;
        grown.reserve(2 * (m_bytes.size() + name.size() + value.size()));
        grown.append(m_bytes).append(name).append(value);
        m_bytes.swap(grown);
    } else {
        m_bytes.append(name).append(value);
    }
    m_entries.push_back({offset, nameLength, offset + nameLength, valueLength});
}

void Headers::set(std::string_view name, std::string_view value)
{
    const auto matches = [this, name](const Entry &entry) { return sameName(nameOf(entry), name); };
    const auto first = std::find_if(m_entries.begin(), m_entries.end(), matches);
    if (first == m_entries.end())
        return add(name, value);
    // `name` may be a view into m_bytes: it is not needed any more once those bytes change.
    m_entries.erase(std::remove_if(std::next(first), m_entries.end(), matches), m_entries.end());
    if (value.size() <= first->valueLength) {
        std::memmove(m_bytes.data() + first->value, value.data(), value.size());
    } else {
        first->value = static_cast<std::uint32_t>(m_bytes.size());
        m_bytes.append(value);
    }
    first->valueLength = static_cast<std::uint32_t>(value.size());
}

std::size_t Headers::remove(std::string_view name)
{
    return std::erase_if(m_entries, [this, name](const Entry &entry) { return sameName(nameOf(entry), name); });
}

void Headers::clear()
{
    m_bytes.clear();
    m_entries.clear();
}

const Headers::Entry *Headers::find(std::string_view name) const
{
    for (const auto &entry : m_entries) {
        if (sameName(nameOf(entry), name))
            return &entry;
    }
    return nullptr;
}

bool Headers::has(std::string_view name) const
{
    return find(name) != nullptr;
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    const auto *entry = find(name);
    return entry ? std::optional{valueOf(*entry)} : std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto field : *this) {
        if (sameName(field.name, name))
            values.push_back(field.value);
    }
    return values;
}

std::string Headers::joined(std::string_view name) const
{
    std::string text;
    bool first = true;
    for (const auto field : *this) {
        if (!sameName(field.name, name))
            continue;
        if (!first)
            text += ", ";
        text += field.value;
        first = false;
    }
    return text;
}

bool Headers::operator==(const Headers &other) const
{
    return std::equal(m_entries.begin(), m_entries.end(), other.m_entries.begin(), other.m_entries.end(),
                      [this, &other](const Entry &a, const Entry &b) {
                          return equalsIgnoreCase(nameOf(a), other.nameOf(b)) && valueOf(a) == other.valueOf(b);
                      });
}

bool isToken(std::string_view text)
{
    const char *end = text.data() + text.size();
    return !text.empty() && detail::skipToken(text.data(), end) == end;
}

bool isFieldValue(std::string_view text)
{
    const char *end = text.data() + text.size();
    return detail::findControl(text.data(), end) == end;
}

bool listHas(const Headers &headers, std::string_view name, std::string_view element)
{
    for (const auto field : headers) {
        if (sameName(field.name, name)
            && anyElement(field.value, [element](auto other) { return equalsIgnoreCase(other, element); }))
            return true;
    }
    return false;
}

void removeHopByHop(Headers &headers)
{
    // Fields that Connection names go first, while its value can still be read. Backwards, since a removal moves later
    // fields down.
    std::size_t left = headers.size();
    while (left > 0) {
        --left;
        if (left >= headers.size() || !sameName(headers.at(left).name, "Connection"))
            continue;
        anyElement(headers.at(left).value, [&headers](std::string_view named) {
            if (!sameName(named, "Host") && !sameName(named, "Content-Length") && !belongsToConnection(named))
                headers.remove(named);
            return false;
        });
    }
    headers.removeIf([](const Headers::Field &field) { return belongsToConnection(field.name); });
}

bool isForbiddenTrailer(std::string_view name)
{
    static constexpr std::string_view names[] = {"Content-Length", "Host", "Expect", "Authorization", "Cookie"};
    return belongsToConnection(name)
        || std::any_of(std::begin(names), std::end(names), [name](auto other) { return sameName(name, other); });
}

} // namespace gatehouse::http
