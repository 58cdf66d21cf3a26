// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/names.h"

#include "core/base/text.h"

#include <cstdint>

namespace gatehouse::openapi {

namespace {

constexpr std::size_t maxStem = 76;
constexpr int maxSuffix = 999;

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string normalized(std::string_view text, std::string_view alsoKept)
{
    std::string name;
    for (const char c : text) {
        if (isAlphanumeric(c) || alsoKept.find(c) != std::string_view::npos)
            name += c;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    const auto begin = name.find_first_not_of('-');
    name = begin == std::string::npos ? std::string{} : name.substr(begin, maxStem);
    while (!name.empty() && (name.back() == '-' || name.back() == '.'))
        name.pop_back();
    return name.empty() ? "operation" : name;
}

std::string unused(std::string stem, std::unordered_set<std::string> &used)
{
    if (used.insert(toLower(stem)).second)
        return stem;
    for (int i = 1; i <= maxSuffix; ++i) {
        auto name = stem + '-' + std::to_string(i);
        if (used.insert(toLower(name)).second)
            return name;
    }
    return {};
}

std::uint64_t fnv1a(std::uint64_t hash, std::string_view text)
{
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

} // namespace

std::string OperationNames::make(std::string_view operationId)
{
    return unused(normalized(operationId, "-._"), m_used);
}

std::string OperationNames::make(std::string_view method, std::string_view path)
{
    return unused(toLower(normalized(std::string{method} + '-' + std::string{path}, "-")), m_used);
}

std::string pascalCase(std::string_view text)
{
    std::string out;
    bool atStart = true;
    for (const char c : text) {
        if (isAlphanumeric(c))
            out += atStart ? upper(c) : c;
        atStart = !isAlphanumeric(c);
    }
    return out;
}

std::string schemaNameStem(std::string_view path, std::string_view method)
{
    std::string out;
    path = path.substr(0, path.find('?'));
    while (!path.empty()) {
        const auto open = path.find('{');
        out += pascalCase(path.substr(0, open));
        if (open == std::string_view::npos)
            break;
        const auto close = path.find('}', open);
        std::string name;
        for (const char c : path.substr(open, close == std::string_view::npos ? close : close - open)) {
            if (isAlphanumeric(c) || c == '_')
                name += c;
        }
        out += '-' + name + '-';
        path.remove_prefix(close == std::string_view::npos ? path.size() : close + 1);
    }
    return out + pascalCase(toLower(method));
}

std::string hexId(std::string_view seed)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const auto high = fnv1a(0xCBF29CE484222325ULL, seed);
    const auto low = fnv1a(high, "schema");
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
        out += digits[(high >> shift) & 0xF];
    for (int shift = 60; shift >= 32; shift -= 4)
        out += digits[(low >> shift) & 0xF];
    return out;
}

} // namespace gatehouse::openapi
