// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/parser.h"

#include "core/base/text.h"
#include "core/http/authority.h"
#include "core/http/characters.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

enum class Version { Http10, Http11, Other, Malformed };

Version versionOf(std::string_view text)
{
    if (text == "HTTP/1.1")
        return Version::Http11;
    if (text == "HTTP/1.0")
        return Version::Http10;
    const bool wellFormed = text.size() == 8 && text.substr(0, 5) == "HTTP/" && detail::isDigit(text[5])
        && text[6] == '.' && detail::isDigit(text[7]);
    return wellFormed ? Version::Other : Version::Malformed;
}

//! False after an error.
bool checkVersion(std::string_view text, int &minorVersion, MessageReader &reader)
{
    const auto version = versionOf(text);
    if (version == Version::Malformed)
        return reader.fail(400, "http.invalidVersion");
    if (version == Version::Other)
        return reader.fail(505, "http.unsupportedVersion");
    minorVersion = version == Version::Http11 ? 1 : 0;
    return true;
}

//! What RFC 9112 section 6.3 forbids whichever way the message goes. False after an error.
bool checkFraming(const FramingFields &fields, int minorVersion, MessageReader &reader)
{
    const bool hasCoding = fields.chunked || fields.otherCoding;
    if (hasCoding && fields.length != FramingFields::noLength)
        return reader.fail(400, "http.lengthAndTransferEncoding");
    if (hasCoding && minorVersion == 0)
        return reader.fail(400, "http.transferEncodingInHttp10");
    if (fields.otherCoding)
        return reader.fail(501, "http.unsupportedTransferEncoding");
    return true;
}

bool keepsAlive(const FramingFields &fields, int minorVersion)
{
    return !fields.close && (minorVersion == 1 || fields.keepAlive);
}

bool isTargetCharacter(char c)
{
    return detail::isVisible(c) && c != '#'; // a fragment is never sent (RFC 9112 section 3.2)
}

//! The authority of a target in absolute-form, or nothing.
std::optional<std::string_view> absoluteAuthority(std::string_view target)
{
    const auto mark = target.find("://");
    if (mark == std::string_view::npos)
        return std::nullopt;
    const auto scheme = target.substr(0, mark);
    if (!equalsIgnoreCase(scheme, "http") && !equalsIgnoreCase(scheme, "https"))
        return std::nullopt;
    const auto rest = target.substr(mark + 3);
    return rest.substr(0, rest.find_first_of("/?"));
}

} // namespace

RequestParser::RequestParser(RequestHead &head, const ParserLimits &limits)
    : m_head(head)
    , m_reader(head.headers, limits)
{
    m_head.clear();
}

void RequestParser::reset()
{
    m_head.clear();
    m_reader.reset();
    m_leadingLine = false;
}

Parsed RequestParser::next(std::string_view input)
{
    using Phase = MessageReader::Phase;
    std::size_t consumed = 0;
    if (m_reader.phase() == Phase::Start && !readStartLine(input, consumed))
        return {m_reader.failed() ? ParseEvent::Error : ParseEvent::NeedMore, consumed, {}};
    if (m_reader.phase() != Phase::Fields)
        return m_reader.readBody(input);
    if (!m_reader.readHead(input, consumed))
        return {m_reader.failed() ? ParseEvent::Error : ParseEvent::NeedMore, consumed, {}};
    return {finishHead() ? ParseEvent::Head : ParseEvent::Error, consumed, {}};
}

bool RequestParser::readStartLine(std::string_view input, std::size_t &consumed)
{
    while (true) {
        // What can't begin a request (a TLS record, say) is refused at its first byte, not when its line ends.
        if (m_reader.idle() && consumed != input.size()) {
            const char first = input[consumed];
            if (!detail::isIn(detail::tokenTable, first) && first != '\r' && first != '\n')
                return m_reader.fail(400, "http.invalidMethod");
        }
        const auto line = m_reader.startLine(input, consumed, 414);
        if (!line)
            return false;
        if (!line->empty() || m_leadingLine)
            return parseStartLine(*line);
        m_leadingLine = true;
    }
}

bool RequestParser::parseStartLine(std::string_view line)
{
    const char *at = line.data();
    const char *end = at + line.size();
    const char *methodEnd = detail::skipToken(at, end);
    if (methodEnd == at || methodEnd == end || *methodEnd != ' ')
        return m_reader.fail(400, "http.invalidMethod");
    const char *target = methodEnd + 1;
    const char *targetEnd = std::find_if_not(target, end, isTargetCharacter);
    if (targetEnd == target || (targetEnd != end && *targetEnd != ' '))
        return m_reader.fail(400, "http.invalidTarget");
    const auto version =
        targetEnd == end ? std::string_view{} : line.substr(static_cast<std::size_t>(targetEnd + 1 - at));
    if (!checkVersion(version, m_head.minorVersion, m_reader))
        return false;
    m_head.method.assign(at, methodEnd);
    m_head.target.assign(target, targetEnd);
    m_reader.beginFields();
    return true;
}

bool RequestParser::checkTarget(std::optional<std::string_view> host)
{
    const std::string_view target = m_head.target;
    const bool isConnect = m_head.method == "CONNECT";
    if (isConnect)
        return isAuthority(target) ? true : m_reader.fail(400, "http.invalidTarget");
    if (target.front() == '/' || (target == "*" && m_head.method == "OPTIONS"))
        return true;
    const auto authority = absoluteAuthority(target);
    if (!authority || !isAuthority(*authority))
        return m_reader.fail(400, "http.invalidTarget");
    // RFC 9112 section 3.2.2 lets the target win; who reads Host instead would go elsewhere.
    return !host || equalsIgnoreCase(*host, *authority) ? true : m_reader.fail(400, "http.hostMismatch");
}

bool RequestParser::finishHead()
{
    const auto &fields = m_reader.fields();
    std::optional<std::string_view> host;
    if (fields.hosts != 0)
        host = m_head.headers.at(fields.host).value;
    if (!host && m_head.minorVersion == 1)
        return m_reader.fail(400, "http.missingHost");
    if (host && !isAuthority(*host))
        return m_reader.fail(400, "http.invalidHost");
    if (!checkTarget(host) || !checkFraming(fields, m_head.minorVersion, m_reader))
        return false;
    const bool hasLength = fields.length != FramingFields::noLength;
    if (m_head.method == "CONNECT" && (fields.chunked || (hasLength && fields.length != 0)))
        return m_reader.fail(400, "http.bodyNotAllowed");
    m_reader.setFraming(fields.chunked  ? BodyFraming::Chunked
                            : hasLength ? BodyFraming::Length
                                        : BodyFraming::None,
                        fields.length);
    return true;
}

BodyFraming RequestParser::framing() const
{
    return m_reader.framing();
}

std::uint64_t RequestParser::contentLength() const
{
    return m_reader.length();
}

bool RequestParser::keepAlive() const
{
    return keepsAlive(m_reader.fields(), m_head.minorVersion);
}

bool RequestParser::expectsContinue() const
{
    return m_reader.fields().expectContinue && m_head.minorVersion == 1;
}

bool RequestParser::isUpgrade() const
{
    return m_reader.fields().connectionUpgrade && m_reader.fields().upgrade && m_head.minorVersion == 1;
}

bool RequestParser::idle() const
{
    return m_reader.idle();
}

const Headers &RequestParser::trailers() const
{
    return m_reader.trailers();
}

int RequestParser::errorStatus() const
{
    return m_reader.errorStatus();
}

std::string_view RequestParser::errorCode() const
{
    return m_reader.errorCode();
}

ResponseParser::ResponseParser(ResponseHead &head, const ParserLimits &limits)
    : m_head(head)
    , m_reader(head.headers, limits)
{
    m_head.clear();
}

void ResponseParser::expectNoBody(bool none)
{
    m_noBody = none;
}

void ResponseParser::reset()
{
    m_head.clear();
    m_reader.reset();
    m_unexpectedLength = false;
}

Parsed ResponseParser::next(std::string_view input)
{
    using Phase = MessageReader::Phase;
    std::size_t consumed = 0;
    if (m_reader.phase() == Phase::Start && !readStartLine(input, consumed))
        return {m_reader.failed() ? ParseEvent::Error : ParseEvent::NeedMore, consumed, {}};
    if (m_reader.phase() != Phase::Fields)
        return m_reader.readBody(input);
    if (!m_reader.readHead(input, consumed))
        return {m_reader.failed() ? ParseEvent::Error : ParseEvent::NeedMore, consumed, {}};
    return {finishHead() ? ParseEvent::Head : ParseEvent::Error, consumed, {}};
}

bool ResponseParser::readStartLine(std::string_view input, std::size_t &consumed)
{
    if (m_reader.idle() && consumed != input.size() && input[consumed] != 'H')
        return m_reader.fail(400, "http.invalidVersion");
    const auto line = m_reader.startLine(input, consumed, 400);
    return line && parseStartLine(*line);
}

bool ResponseParser::parseStartLine(std::string_view line)
{
    const auto space = line.find(' ');
    if (!checkVersion(line.substr(0, space), m_head.minorVersion, m_reader))
        return false;
    const auto rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    const bool hasStatus =
        rest.size() >= 3 && std::all_of(rest.begin(), rest.begin() + 3, detail::isDigit) && rest[0] != '0';
    // The space before an empty reason is left out by many servers; nobody reads that in two ways.
    if (!hasStatus || (rest.size() > 3 && rest[3] != ' '))
        return m_reader.fail(400, "http.invalidStatus");
    const auto reason = rest.size() > 3 ? rest.substr(4) : std::string_view{};
    if (!isFieldValue(reason))
        return m_reader.fail(400, "http.invalidReason");
    m_head.status = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
    m_head.reason.assign(reason);
    m_reader.beginFields();
    return true;
}

bool ResponseParser::finishHead()
{
    const auto &fields = m_reader.fields();
    if (!checkFraming(fields, m_head.minorVersion, m_reader))
        return false;
    const bool hasLength = fields.length != FramingFields::noLength;
    const bool neverHasBody = m_head.status < 200 || m_head.status == 204;
    if (neverHasBody || m_head.status == 304 || m_noBody) {
        // Some servers send the body all the same; such a connection can't be trusted with another request.
        m_unexpectedLength = neverHasBody && (fields.chunked || (hasLength && fields.length != 0));
        m_reader.setFraming(BodyFraming::None, 0);
        return true;
    }
    m_reader.setFraming(fields.chunked  ? BodyFraming::Chunked
                            : hasLength ? BodyFraming::Length
                                        : BodyFraming::UntilClose,
                        fields.length);
    return true;
}

Parsed ResponseParser::finish()
{
    return m_reader.finish();
}

BodyFraming ResponseParser::framing() const
{
    return m_reader.framing();
}

std::uint64_t ResponseParser::contentLength() const
{
    return m_reader.length();
}

bool ResponseParser::keepAlive() const
{
    return m_reader.framing() != BodyFraming::UntilClose && !m_unexpectedLength
        && keepsAlive(m_reader.fields(), m_head.minorVersion);
}

bool ResponseParser::idle() const
{
    return m_reader.idle();
}

const Headers &ResponseParser::trailers() const
{
    return m_reader.trailers();
}

std::string_view ResponseParser::errorCode() const
{
    return m_reader.errorCode();
}

} // namespace gatehouse::http
