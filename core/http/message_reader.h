// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/field_reader.h"
#include "core/http/headers.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

struct ParserLimits
{
    std::size_t startLine = 16U << 10; //!< bytes; over it 414 (request) or an error (response)
    std::size_t headers = 64U << 10; //!< bytes of all fields; over it 431
    std::size_t fields = 128; //!< number of fields; over it 431
    std::size_t chunkLine = 4U << 10; //!< bytes of a chunk-size line with its extensions
    std::size_t trailers = 16U << 10; //!< bytes
};

//! How the body's length is known (RFC 9112 section 6.3).
enum class BodyFraming { None, Length, Chunked, UntilClose };

enum class ParseEvent {
    NeedMore, //!< all of the input was consumed
    Head, //!< the head is complete: read it now; body follows unless framing is None
    Body, //!< `Parsed::body` holds bytes of the body, a view into the input
    Complete, //!< the message has ended; what follows belongs to the next one
    Error, //!< the connection can't be used on; `errorStatus()` and `errorCode()` say why
};

struct Parsed
{
    ParseEvent event = ParseEvent::NeedMore;
    std::size_t consumed = 0; //!< bytes of the input that this step used
    std::string_view body;
};

//! What requests and responses share: lines that come in pieces, field sections and bodies. The parsers in parser.h own
//! the start line and what the fields mean. An error is reported for complete lines or over a limit only, so that it
//! does not depend on where the input was cut.
class MessageReader
{
public:
    enum class Phase : std::uint8_t {
        Start,
        Fields,
        Data, //!< Content-Length, or none
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        UntilClose,
        Complete,
        Failed,
    };

    MessageReader(Headers &headers, const ParserLimits &limits) : m_headers(headers), m_limits(limits) { }

    void reset();
    Phase phase() const { return m_phase; }
    //! True when not one byte of the message came yet.
    bool idle() const { return m_phase == Phase::Start && m_line.empty(); }

    //! The start line without its CRLF when it is complete: valid until the next call. `consumed` is added to. Nothing:
    //! NeedMore or failed.
    std::optional<std::string_view> startLine(std::string_view input, std::size_t &consumed, int tooLongStatus);
    void beginFields();
    //! Takes field lines; true when the head is complete: then set the framing. False: NeedMore or failed.
    bool readHead(std::string_view input, std::size_t &consumed);
    const FramingFields &fields() const { return m_fields; }
    void setFraming(BodyFraming framing, std::uint64_t length);
    //! Everything after the head.
    Parsed readBody(std::string_view input);
    //! The connection closed: completes a body that ends so, and fails any other unfinished message.
    Parsed finish();

    //! Always false.
    bool fail(int status, std::string_view code);
    bool failed() const { return m_phase == Phase::Failed; }

    BodyFraming framing() const { return m_framing; }
    std::uint64_t length() const { return m_length; }
    const Headers &trailers() const { return m_trailers; }
    int errorStatus() const { return m_errorStatus; }
    std::string_view errorCode() const { return m_errorCode; }

private:
    //! Takes the lines of a field section; true when it ended.
    bool readFields(std::string_view input, std::size_t &consumed, Headers &headers, FramingFields *framing,
                    std::size_t limit);
    std::optional<std::string_view> line(std::string_view input, std::size_t &consumed, std::size_t limit, int status,
                                         std::string_view code);
    Parsed readData(std::string_view input, std::size_t consumed, Phase after);
    bool readChunkSize(std::string_view input, std::size_t &consumed);
    bool readChunkEnd(std::string_view input, std::size_t &consumed);

    Headers &m_headers;
    ParserLimits m_limits;
    Phase m_phase = Phase::Start;
    BodyFraming m_framing = BodyFraming::None;
    int m_errorStatus = 0;
    std::uint64_t m_length = 0;
    std::uint64_t m_remaining = 0; //!< of the body or of the chunk
    std::size_t m_sectionBytes = 0; //!< of the field section under way
    FramingFields m_fields;
    std::string m_line; //!< the beginning of a line that came in pieces
    std::string m_whole; //!< such a line once it is complete
    Headers m_trailers;
    std::string_view m_errorCode;
};

} // namespace gatehouse::http
