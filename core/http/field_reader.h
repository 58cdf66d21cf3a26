// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

//! What the field lines said about the message's end and connection, taken down as they pass.
struct FramingFields
{
    static constexpr std::uint64_t noLength = ~std::uint64_t{0};

    std::uint64_t length = noLength;
    std::size_t host = 0; //!< the Host field's index, when there is one
    std::uint8_t hosts = 0;
    bool chunked = false;
    bool otherCoding = false; //!< Transfer-Encoding names something that is not done here
    bool close = false; //!< Connection options
    bool keepAlive = false;
    bool connectionUpgrade = false;
    bool upgrade = false; //!< an Upgrade field came
    bool expectContinue = false;
};

//! Reads whole field lines in place, up to the empty line that ends a section (RFC 9112 section 5), into Headers: the
//! bytes of all lines are copied at once.
class FieldReader
{
public:
    enum class State {
        Incomplete, //!< the lines so far are taken; what is left is the beginning of a line
        Done, //!< the empty line was taken too
        Failed, //!< errorCode() names the first wrong line; `position()` is its beginning
        TooMany, //!< over the limit of fields
    };

    FieldReader(Headers &headers, std::size_t maxFields) : m_headers(headers), m_maxFields(maxFields) { }

    //! In a head, `framing` is filled; in a trailer (null) the fields that it is about are an error.
    State read(std::string_view block, FramingFields *framing);
    std::size_t position() const { return m_position; }
    std::string_view errorCode() const { return m_errorCode; }

private:
    //! Takes one line or leaves `at` alone.
    State readLine(const char *&at, const char *end, FramingFields *framing);
    State fail(std::string_view code);

    Headers &m_headers;
    std::size_t m_maxFields;
    const char *m_origin = nullptr;
    std::uint32_t m_base = 0; //!< where the block's first byte will stand in the headers' bytes
    std::size_t m_position = 0;
    std::string_view m_errorCode;
};

} // namespace gatehouse::http
