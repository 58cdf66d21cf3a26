// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/message_reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http {

//! Strict incremental parser of HTTP/1.x messages (RFC 9112): call next() with the unconsumed input until it answers
//! NeedMore, Complete or Error (after Head with empty input too: a message without a body is complete at once). The
//! same input gives the same events however it is cut. Bare CR or LF, folded fields, space before a colon, several or
//! differing Content-Length, Content-Length beside Transfer-Encoding, a Transfer-Encoding other than exactly "chunked",
//! a missing or second Host (1.1), a Host that is not the target's, control characters and everything else that two
//! parsers could read in two ways is an error. One empty line before a request is allowed (RFC 9112 section 2.2). Not
//! thread-safe; no sockets, no time.
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
    bool readStartLine(std::string_view input, std::size_t &consumed);
    bool parseStartLine(std::string_view line);
    bool checkTarget(std::optional<std::string_view> host);
    bool finishHead();

    RequestHead &m_head;
    MessageReader m_reader;
    bool m_leadingLine = false; //!< the one empty line that may come before a request was taken
};

//! The same for responses. 1xx heads are reported as a Head followed by Complete; call reset() and go on.
class ResponseParser
{
public:
    explicit ResponseParser(ResponseHead &head, const ParserLimits &limits = {});

    //! A response to HEAD, or 2xx to CONNECT, has no body whatever its fields say: say so before the head comes.
    //! Stays until changed, so that it outlives 1xx heads.
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
    bool readStartLine(std::string_view input, std::size_t &consumed);
    bool parseStartLine(std::string_view line);
    bool finishHead();

    ResponseHead &m_head;
    MessageReader m_reader;
    bool m_noBody = false;
    bool m_unexpectedLength = false; //!< a body was announced where there is none
};

} // namespace gatehouse::http
