// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::http {

//! Header fields in the order they came, names compared without case (RFC 9110 section 5). One string holds all bytes
//! and clear() keeps its capacity, so an object that is reused allocates nothing per message. Views are valid until the
//! next change of the object. Values are not checked here: the parser and `isFieldValue` do that.
class Headers
{
public:
    struct Field
    {
        std::string_view name;
        std::string_view value;
    };
    class const_iterator;

    void add(std::string_view name, std::string_view value);
    //! Replaces all fields of that name by one, at the place of the first.
    void set(std::string_view name, std::string_view value);
    //! How many were removed.
    std::size_t remove(std::string_view name);
    //! Removes the fields for which `predicate(Field)` holds; how many.
    template <typename Predicate> std::size_t removeIf(Predicate predicate)
    {
        return std::erase_if(m_entries, [&](const Entry &entry) {
            return predicate(Field{nameOf(entry), valueOf(entry)});
        });
    }
    void clear();

    bool has(std::string_view name) const;
    //! The first field's value.
    std::optional<std::string_view> get(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;
    //! All values joined with ", " (RFC 9110 section 5.2), or "" when there is none.
    std::string joined(std::string_view name) const;

    std::size_t size() const { return m_entries.size(); }
    bool empty() const { return m_entries.empty(); }
    Field at(std::size_t index) const { return {nameOf(m_entries[index]), valueOf(m_entries[index])}; }
    inline const_iterator begin() const;
    inline const_iterator end() const;

    //! Same fields in the same order, names without case.
    bool operator==(const Headers &other) const;

private:
    friend class FieldReader;
    struct Entry
    {
        std::uint32_t name; //!< offsets into m_bytes
        std::uint32_t nameLength;
        std::uint32_t value;
        std::uint32_t valueLength;
    };

    std::string_view nameOf(const Entry &entry) const { return {m_bytes.data() + entry.name, entry.nameLength}; }
    std::string_view valueOf(const Entry &entry) const { return {m_bytes.data() + entry.value, entry.valueLength}; }
    const Entry *find(std::string_view name) const;

    std::string m_bytes; //!< a replaced value leaves its old bytes behind until clear()
    std::vector<Entry> m_entries;
};

class Headers::const_iterator
{
public:
    using value_type = Field;
    using difference_type = std::ptrdiff_t;

    const_iterator() = default;
    const_iterator(const Headers *headers, std::size_t index) : m_headers(headers), m_index(index) { }
    Field operator*() const { return m_headers->at(m_index); }
    const_iterator &operator++()
    {
        ++m_index;
        return *this;
    }
    const_iterator operator++(int)
    {
        auto old = *this;
        ++m_index;
        return old;
    }
    bool operator==(const const_iterator &) const = default;

private:
    const Headers *m_headers = nullptr;
    std::size_t m_index = 0;
};

Headers::const_iterator Headers::begin() const
{
    return {this, 0};
}

Headers::const_iterator Headers::end() const
{
    return {this, m_entries.size()};
}

//! RFC 9110 section 5.6.2 token.
bool isToken(std::string_view text);
//! RFC 9110 section 5.5: no CR, LF or NUL, no control characters but tab.
bool isFieldValue(std::string_view text);
//! True if the comma-separated list in all fields of that name has the element (without case): Connection,
//! Transfer-Encoding.
bool listHas(const Headers &headers, std::string_view name, std::string_view element);
//! Removes what belongs to one connection alone (RFC 9110 section 7.6.1): Connection and what it names, Keep-Alive,
//! Proxy-Connection, TE, Trailer, Transfer-Encoding, Upgrade, and Proxy-Authenticate/-Authorization. Host and
//! Content-Length stay even if Connection names them, since a client must not take them from us.
void removeHopByHop(Headers &headers);
//! A field that frames, routes or authorizes: it must stand in a head, never in a trailer (RFC 9110 section 6.5.1).
bool isForbiddenTrailer(std::string_view name);

} // namespace gatehouse::http
