// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_content.h"

#include "core/base/text.h"
#include "core/http/headers.h"

namespace gatehouse::policy {

namespace {

constexpr std::string_view magic = "GHC1";
constexpr std::size_t maxFieldBytes = 1U << 20;
constexpr std::size_t maxFields = 1000;

void putNumber(std::string &out, std::size_t number, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(number >> (8 * i) & 0xff);
}

void putText(std::string &out, std::string_view text)
{
    putNumber(out, text.size(), 4);
    out += text;
}

class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) { }

    std::size_t number(int bytes)
    {
        if (m_bytes.size() < static_cast<std::size_t>(bytes)) {
            m_broken = true;
            return 0;
        }
        std::size_t number = 0;
        for (int i = bytes - 1; i >= 0; --i)
            number = number << 8 | static_cast<unsigned char>(m_bytes[static_cast<std::size_t>(i)]);
        m_bytes.remove_prefix(static_cast<std::size_t>(bytes));
        return number;
    }
    std::string_view text(std::size_t limit)
    {
        const auto size = number(4);
        if (size > limit || size > m_bytes.size()) {
            m_broken = true;
            return {};
        }
        const auto text = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return text;
    }
    bool isBroken() const { return m_broken; }
    bool isWhole() const { return !m_broken && m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_broken = false;
};

//! "tag integer aux", or "tag real".
bool isScalar(std::string_view text)
{
    const auto parts = split(text, ' ');
    if (parts.size() < 2 || parts.size() > 3 || !toInteger(parts[0]))
        return false;
    return parts.size() == 2 || (toInteger(parts[1]) && toInteger(parts[2]));
}

std::optional<CachedContent> readValue(Reader reader)
{
    CachedValue value;
    const auto kind = reader.number(1);
    value.text = reader.text(maxCachedBytes);
    if (!reader.isWhole() || kind > static_cast<std::size_t>(CachedValue::Kind::Json))
        return std::nullopt;
    value.kind = static_cast<CachedValue::Kind>(kind);
    if (value.kind == CachedValue::Kind::Scalar && !isScalar(value.text))
        return std::nullopt;
    return value;
}

std::optional<CachedContent> readResponse(Reader reader)
{
    CachedResponse response;
    response.status = static_cast<int>(reader.number(2));
    response.reason = reader.text(1000);
    const auto count = reader.number(2);
    std::size_t fieldBytes = 0;
    for (std::size_t i = 0; i < count && !reader.isBroken(); ++i) {
        const auto name = reader.text(maxFieldBytes);
        const auto value = reader.text(maxFieldBytes);
        fieldBytes += name.size() + value.size();
        if (!http::isToken(name) || !http::isFieldValue(value) || fieldBytes > maxFieldBytes || i >= maxFields)
            return std::nullopt;
        response.headers.add(name, value);
    }
    response.body = reader.text(maxCachedBytes);
    const bool plausible = response.status >= 200 && response.status <= 599 && http::isFieldValue(response.reason);
    if (!reader.isWhole() || !plausible)
        return std::nullopt;
    return response;
}

} // namespace

std::string encodeCached(const CachedContent &content)
{
    std::string out(magic);
    if (const auto *value = std::get_if<CachedValue>(&content)) {
        out += 'v';
        putNumber(out, static_cast<std::size_t>(value->kind), 1);
        putText(out, value->text);
        return out;
    }
    const auto &response = std::get<CachedResponse>(content);
    out += 'r';
    putNumber(out, static_cast<std::size_t>(response.status), 2);
    putText(out, response.reason);
    putNumber(out, response.headers.size(), 2);
    for (const auto field : response.headers) {
        putText(out, field.name);
        putText(out, field.value);
    }
    putText(out, response.body);
    return out;
}

std::optional<CachedContent> decodeCached(std::string_view bytes)
{
    if (bytes.size() <= magic.size() || !bytes.starts_with(magic))
        return std::nullopt;
    const char form = bytes[magic.size()];
    const Reader reader(bytes.substr(magic.size() + 1));
    if (form == 'v')
        return readValue(reader);
    return form == 'r' ? readResponse(reader) : std::nullopt;
}

} // namespace gatehouse::policy
