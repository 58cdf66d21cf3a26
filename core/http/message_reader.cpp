// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message_reader.h"

#include "core/http/characters.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

//! Bytes up to and with the first line feed, or 0.
std::size_t lineLength(std::string_view text)
{
    const auto *found = text.empty() ? nullptr : std::memchr(text.data(), '\n', text.size());
    return found ? static_cast<std::size_t>(static_cast<const char *>(found) - text.data()) + 1 : 0;
}

//! token [ "=" ( token / quoted-string ) ]; takes it off the front of `text`.
bool skipChunkExtension(std::string_view &text)
{
    const auto skipToken = [&text] {
        const char *end = detail::skipToken(text.data(), text.data() + text.size());
        const auto length = static_cast<std::size_t>(end - text.data());
        text.remove_prefix(length);
        return length != 0;
    };
    if (!skipToken())
        return false;
    if (text.empty() || text.front() != '=')
        return true;
    text.remove_prefix(1);
    if (text.empty() || text.front() != '"')
        return skipToken();
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
        if (text[i] == '\\')
            ++i;
        if (i < text.size() && detail::isControl(text[i]))
            return false;
    }
    return false;
}

//! chunk-size [ chunk-ext ] without white space (RFC 9112 section 7.1): the code of what is wrong, or "".
std::string_view parseChunkSize(std::string_view line, std::uint64_t &size)
{
    size = 0;
    std::size_t digits = 0;
    for (; digits < line.size() && detail::hexValue(line[digits]) >= 0; ++digits) {
        if (digits == 15)
            return "http.chunkTooLarge";
        size = size << 4U | static_cast<unsigned>(detail::hexValue(line[digits]));
    }
    if (digits == 0)
        return "http.invalidChunkSize";
    line.remove_prefix(digits);
    while (!line.empty()) {
        if (line.front() != ';')
            return "http.invalidChunkSize";
        line.remove_prefix(1);
        if (!skipChunkExtension(line))
            return "http.invalidChunkExtension";
    }
    return {};
}

} // namespace

void MessageReader::reset()
{
    m_phase = Phase::Start;
    m_framing = BodyFraming::None;
    m_length = 0;
    m_remaining = 0;
    m_errorStatus = 0;
    m_errorCode = {};
    m_line.clear();
    m_trailers.clear();
}

bool MessageReader::fail(int status, std::string_view code)
{
    m_phase = Phase::Failed;
    m_errorStatus = status;
    m_errorCode = code;
    return false;
}

std::optional<std::string_view> MessageReader::line(std::string_view input, std::size_t &consumed, std::size_t limit,
                                                    int status, std::string_view code)
{
    const auto rest = input.substr(consumed);
    const auto length = lineLength(rest);
    const auto taken = rest.substr(0, length == 0 ? rest.size() : length);
    if (m_line.size() + taken.size() > limit) {
        fail(status, code);
        return std::nullopt;
    }
    consumed += taken.size();
    std::string_view line = taken;
    if (length == 0 || !m_line.empty()) {
        m_line.append(taken);
        if (length == 0)
            return std::nullopt;
        m_whole.swap(m_line);
        m_line.clear();
        line = m_whole;
    }
    if (line.size() < 2 || line[line.size() - 2] != '\r') {
        fail(400, "http.bareLineFeed");
        return std::nullopt;
    }
    return line.substr(0, line.size() - 2);
}

std::optional<std::string_view> MessageReader::startLine(std::string_view input, std::size_t &consumed,
                                                         int tooLongStatus)
{
    return line(input, consumed, m_limits.startLine, tooLongStatus, "http.startLineTooLong");
}

void MessageReader::beginFields()
{
    m_phase = Phase::Fields;
    m_fields = {};
    m_sectionBytes = 0;
}

bool MessageReader::readHead(std::string_view input, std::size_t &consumed)
{
    return readFields(input, consumed, m_headers, &m_fields, m_limits.headers);
}

bool MessageReader::readFields(std::string_view input, std::size_t &consumed, Headers &headers, FramingFields *framing,
                               std::size_t limit)
{
    FieldReader reader{headers, m_limits.fields};
    while (true) {
        // Most heads come in one piece and are read in place; a line that was cut is put together first.
        const bool wasCut = !m_line.empty();
        std::string_view block = input.substr(consumed);
        if (wasCut) {
            const auto length = lineLength(block);
            m_line.append(block.substr(0, length == 0 ? block.size() : length));
            consumed += length == 0 ? block.size() : length;
            if (m_sectionBytes + m_line.size() > limit)
                return fail(431, "http.fieldsTooLarge");
            if (length == 0)
                return false;
            block = m_line;
        }
        const auto state = reader.read(block, framing);
        const auto rest = block.substr(reader.position());
        m_sectionBytes += reader.position();
        const auto lineBytes = lineLength(rest);
        const bool isWrong =
            lineBytes != 0 && (state == FieldReader::State::Failed || state == FieldReader::State::TooMany);
        const auto counted = state == FieldReader::State::Done ? 0 : isWrong ? lineBytes : rest.size();
        if (m_sectionBytes + counted > limit)
            return fail(431, "http.fieldsTooLarge");
        if (isWrong)
            return state == FieldReader::State::Failed ? fail(400, reader.errorCode())
                                                       : fail(431, "http.tooManyFields");
        if (!wasCut) {
            consumed += reader.position();
            if (state == FieldReader::State::Done)
                return true;
            m_line.assign(rest);
            consumed += rest.size();
            return false;
        }
        m_line.clear();
        if (state == FieldReader::State::Done)
            return true;
    }
}

void MessageReader::setFraming(BodyFraming framing, std::uint64_t length)
{
    m_framing = framing;
    m_length = framing == BodyFraming::Length ? length : 0;
    m_remaining = m_length;
    m_phase = framing == BodyFraming::Chunked ? Phase::ChunkSize
        : framing == BodyFraming::UntilClose  ? Phase::UntilClose
                                              : Phase::Data;
}

Parsed MessageReader::readBody(std::string_view input)
{
    std::size_t consumed = 0;
    while (true) {
        switch (m_phase) {
        case Phase::Data:
            if (m_remaining == 0) {
                m_phase = Phase::Complete;
                break;
            }
            return readData(input, consumed, Phase::Data);
        case Phase::UntilClose:
            return {input.empty() ? ParseEvent::NeedMore : ParseEvent::Body, input.size(), input};
        case Phase::ChunkData:
            return readData(input, consumed, Phase::ChunkEnd);
        case Phase::ChunkSize:
            if (!readChunkSize(input, consumed) && !failed())
                return {ParseEvent::NeedMore, consumed, {}};
            break;
        case Phase::ChunkEnd:
            if (!readChunkEnd(input, consumed) && !failed())
                return {ParseEvent::NeedMore, consumed, {}};
            break;
        case Phase::Trailers:
            if (readFields(input, consumed, m_trailers, nullptr, m_limits.trailers))
                m_phase = Phase::Complete;
            else if (!failed())
                return {ParseEvent::NeedMore, consumed, {}};
            break;
        case Phase::Complete:
            return {ParseEvent::Complete, consumed, {}};
        default:
            return {ParseEvent::Error, consumed, {}};
        }
    }
}

Parsed MessageReader::readData(std::string_view input, std::size_t consumed, Phase after)
{
    const auto available = input.substr(consumed);
    const auto body =
        available.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, available.size())));
    if (body.empty())
        return {ParseEvent::NeedMore, consumed, {}};
    m_remaining -= body.size();
    if (m_remaining == 0)
        m_phase = after;
    return {ParseEvent::Body, consumed + body.size(), body};
}

bool MessageReader::readChunkSize(std::string_view input, std::size_t &consumed)
{
    const auto text = line(input, consumed, m_limits.chunkLine, 400, "http.chunkLineTooLong");
    if (!text)
        return false;
    const auto code = parseChunkSize(*text, m_remaining);
    if (!code.empty())
        return fail(400, code);
    m_phase = m_remaining == 0 ? Phase::Trailers : Phase::ChunkData;
    m_sectionBytes = 0;
    return true;
}

bool MessageReader::readChunkEnd(std::string_view input, std::size_t &consumed)
{
    for (; consumed != input.size(); ++consumed) {
        if (input[consumed] != (m_line.empty() ? '\r' : '\n'))
            return fail(400, "http.invalidChunkEnd");
        if (input[consumed] == '\n') {
            ++consumed;
            m_line.clear();
            m_phase = Phase::ChunkSize;
            return true;
        }
        m_line = "\r";
    }
    return false;
}

Parsed MessageReader::finish()
{
    if (m_phase == Phase::UntilClose)
        m_phase = Phase::Complete;
    if (m_phase == Phase::Data && m_remaining == 0)
        m_phase = Phase::Complete;
    if (m_phase != Phase::Complete && m_phase != Phase::Failed)
        fail(400, "http.closedEarly");
    return {failed() ? ParseEvent::Error : ParseEvent::Complete, 0, {}};
}

} // namespace gatehouse::http
