// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <cstddef>
#include <cstdint>
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

//! Strict incremental parser of HTTP/1.x messages (RFC 9112): call next() with the unconsumed input until it answers NeedMore,
//! Complete or Error. The same input gives the same events however it is cut. Bare CR or LF, folded fields, space before a
//! colon, several or differing Content-Length, Content-Length beside Transfer-Encoding, a Transfer-Encoding other than exactly
//! "chunked", a missing or second Host (1.1), control characters and everything else that two parsers could read in two ways
//! is an error. Not thread-safe; no sockets, no time.
class RequestParser
{
public:
    //! `head` must outlive the parser; it is filled in place and reused by reset().
    explicit RequestParser(RequestHead &head, const ParserLimits &limits = {});

    Parsed next(std::string_view input);
    //! Ready for the next message on the connection. Clears the head.
    void reset();

    BodyFraming framing() const;
    std::uint64_t contentLength() const; //!< when framing is Length
    bool keepAlive() const; //!< by version and Connection (RFC 9112 section 9.3); valid after Head
    bool expectsContinue() const; //!< Expect: 100-continue was sent
    bool isUpgrade() const; //!< Connection: upgrade with an Upgrade field
    //! True when not one byte of the next message came yet.
    bool idle() const;
    const Headers &trailers() const; //!< valid at Complete

    int errorStatus() const; //!< 400, 414, 431, 501 or 505
    std::string_view errorCode() const; //!< stable, for example "http.bareLineFeed"

private:
    friend class ResponseParser;
    // The implementation is free to change what follows.
    struct State
    {
        int phase = 0;
        BodyFraming framing = BodyFraming::None;
        std::uint64_t length = 0;
        std::uint64_t remaining = 0;
        std::size_t lineBytes = 0;
        std::size_t headerBytes = 0;
        int errorStatus = 0;
        std::string_view errorCode;
    };
    RequestHead &m_head;
    ParserLimits m_limits;
    State m_state;
    std::string m_line; //!< a line that came in pieces
    Headers m_trailers;
};

//! The same for responses. 1xx heads are reported as a Head followed by Complete; call reset() and go on.
class ResponseParser
{
public:
    explicit ResponseParser(ResponseHead &head, const ParserLimits &limits = {});

    //! A response to HEAD, or 2xx to CONNECT, has no body whatever its fields say: say so before the head comes.
    void expectNoBody(bool none);
    Parsed next(std::string_view input);
    //! The connection closed: Complete when framing is UntilClose, else Error.
    Parsed finish();
    void reset();

    BodyFraming framing() const;
    std::uint64_t contentLength() const;
    bool keepAlive() const;
    bool idle() const;
    const Headers &trailers() const;
    std::string_view errorCode() const;

private:
    ResponseHead &m_head;
    ParserLimits m_limits;
    RequestParser::State m_state;
    std::string m_line;
    Headers m_trailers;
    bool m_noBody = false;
};

} // namespace gatehouse::http
