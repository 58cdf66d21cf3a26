// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/resource_id.h"

#include "core/base/text.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse::resource {

namespace {

constexpr std::size_t maxSegments = 16;
constexpr std::size_t maxSegmentBytes = 256;
constexpr std::string_view provider = "/providers/Microsoft.ApiManagement/service/";

bool isSegment(std::string_view segment)
{
    // "." and ".." would change their meaning in a URL and in a folder.
    if (segment.empty() || segment.size() > maxSegmentBytes || segment == "." || segment == "..")
        return false;
    return std::none_of(segment.begin(), segment.end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f || c == '/' || c == '?' || c == '#' || c == '%' || c == '\\';
    });
}

unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c + ('a' - 'A')) : c;
}

//! The separator sorts before every character of a name, so that a parent and all below it stand together.
unsigned char rank(unsigned char c)
{
    return c == '/' ? 0 : lower(c);
}

tl::unexpected<Error> invalid(std::string_view text)
{
    return fail(ErrorKind::Invalid, "resourceId.invalid", {{"id", std::string{text.substr(0, maxSegmentBytes)}}});
}

bool startsWithIgnoreCase(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && equalsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

} // namespace

Result<ResourceId> ResourceId::parse(std::string_view text)
{
    if (text.empty())
        return ResourceId{};
    if (text.size() > maxSegments * (maxSegmentBytes + 1) || !isUtf8(text))
        return invalid(isUtf8(text) ? text : "");
    const auto parts = split(text, '/');
    if (parts.size() > maxSegments || parts.size() % 2 != 0 || !std::all_of(parts.begin(), parts.end(), isSegment))
        return invalid(text);
    return ResourceId{std::string{text}};
}

ResourceId ResourceId::of(std::string_view text)
{
    auto id = parse(text);
    if (!id)
        std::abort();
    return *std::move(id);
}

std::string_view ResourceId::name() const
{
    return m_text.empty() ? std::string_view{} : std::string_view{m_text}.substr(m_text.rfind('/') + 1);
}

std::string_view ResourceId::collection() const
{
    if (m_text.empty())
        return {};
    const auto head = std::string_view{m_text}.substr(0, m_text.rfind('/'));
    const auto slash = head.rfind('/');
    return slash == std::string_view::npos ? head : head.substr(slash + 1);
}

ResourceId ResourceId::parent() const
{
    if (m_text.empty())
        return {};
    const auto head = std::string_view{m_text}.substr(0, m_text.rfind('/'));
    const auto slash = head.rfind('/');
    return slash == std::string_view::npos ? ResourceId{} : ResourceId{std::string{head.substr(0, slash)}};
}

ResourceId ResourceId::child(std::string_view collection, std::string_view name) const
{
    std::string text = m_text;
    if (!text.empty())
        text += '/';
    text.append(collection).append("/").append(name);
    return of(text);
}

std::vector<std::string_view> ResourceId::segments() const
{
    return m_text.empty() ? std::vector<std::string_view>{} : split(m_text, '/');
}

std::string ResourceId::type() const
{
    std::string type;
    const auto parts = segments();
    for (std::size_t i = 0; i < parts.size(); i += 2) {
        if (i != 0)
            type += '/';
        type += parts[i];
    }
    return type;
}

bool ResourceId::isWithin(const ResourceId &ancestor) const
{
    const auto size = ancestor.m_text.size();
    if (size == 0)
        return true;
    return startsWithIgnoreCase(m_text, ancestor.m_text) && (m_text.size() == size || m_text[size] == '/');
}

bool ResourceId::operator==(const ResourceId &other) const
{
    return equalsIgnoreCase(m_text, other.m_text);
}

std::weak_ordering ResourceId::operator<=>(const ResourceId &other) const
{
    const auto common = std::min(m_text.size(), other.m_text.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto a = rank(static_cast<unsigned char>(m_text[i]));
        const auto b = rank(static_cast<unsigned char>(other.m_text[i]));
        if (a != b)
            return a < b ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    if (m_text.size() == other.m_text.size())
        return std::weak_ordering::equivalent;
    return m_text.size() < other.m_text.size() ? std::weak_ordering::less : std::weak_ordering::greater;
}

std::string ServiceScope::prefix() const
{
    return "/subscriptions/" + subscriptionId + "/resourceGroups/" + resourceGroup + std::string{provider}
    + serviceName;
}

std::string ServiceScope::absolute(const ResourceId &id) const
{
    return id.isService() ? prefix() : prefix() + "/" + id.text();
}

Result<ResourceId> ServiceScope::relative(std::string_view id) const
{
    if (startsWithIgnoreCase(id, "/subscriptions/") && containsIgnoreCase(id, "/providers/")) {
        const auto own = prefix();
        if (!startsWithIgnoreCase(id, own) || (id.size() > own.size() && id[own.size()] != '/'))
            return fail(ErrorKind::Invalid, "resourceId.otherService",
                        {{"id", std::string{id.substr(0, maxSegmentBytes)}}});
        id.remove_prefix(own.size());
        if (id == "/") // a trailing separator is not an empty segment of the service itself
            return invalid(id);
    }
    if (!id.empty() && id.front() == '/')
        id.remove_prefix(1);
    return ResourceId::parse(id);
}

} // namespace gatehouse::resource

std::size_t
std::hash<gatehouse::resource::ResourceId>::operator()(const gatehouse::resource::ResourceId &id) const noexcept
{
    std::uint64_t value = 14695981039346656037ULL; // FNV-1a
    for (const char c : id.text()) {
        value ^= gatehouse::resource::lower(static_cast<unsigned char>(c));
        value *= 1099511628211ULL;
    }
    return static_cast<std::size_t>(value);
}
