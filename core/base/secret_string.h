// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse {

//! A value that is wiped from memory when it goes and has no way into a stream, a log or a JSON value but reveal().
//! Moves wipe the source. Equality takes constant time for equal lengths.
class SecretString
{
public:
    SecretString() = default;
    explicit SecretString(std::string value) : m_value(std::move(value)) { }
    SecretString(const SecretString &) = default;
    SecretString &operator=(const SecretString &other);
    SecretString(SecretString &&other) noexcept;
    SecretString &operator=(SecretString &&other) noexcept;
    ~SecretString();

    bool empty() const { return m_value.empty(); }
    //! The value itself; the caller keeps it out of logs, records and errors.
    std::string_view reveal() const { return m_value; }
    bool operator==(const SecretString &other) const;

private:
    void wipe() noexcept;
    std::string m_value;
};

} // namespace gatehouse
