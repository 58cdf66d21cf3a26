// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/secrets.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {

namespace {

constexpr std::size_t shortestSecret = 4;
constexpr std::string_view hidden = "***";
constexpr std::array<std::string_view, 8> secretFields{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie",
                                                       "Ocp-Apim-Subscription-Key", "Api-Key", "X-Functions-Key",
                                                       "Apim-Debug-Authorization"};

void replaceAll(std::string &text, std::string_view secret)
{
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + hidden.size()))
        text.replace(at, secret.size(), hidden);
}

//! "Bearer abc" has a scheme; the name of a cookie is none.
std::size_t endOfScheme(std::string_view name, std::string_view value)
{
    const auto space = value.find(' ');
    return name.ends_with("uthorization") && space != std::string_view::npos ? space + 1 : 0;
}

} // namespace

bool isSecretField(std::string_view name)
{
    return std::any_of(secretFields.begin(), secretFields.end(), [name](auto known) { return equalsIgnoreCase(known, name); });
}

std::string shownField(std::string_view name, std::string_view value)
{
    if (!isSecretField(name))
        return std::string(value);
    return std::string(value.substr(0, endOfScheme(name, value))).append(hidden);
}

void Secrets::add(std::string_view secret)
{
    if (secret.size() >= shortestSecret && std::find(m_own.begin(), m_own.end(), secret) == m_own.end())
        m_own.emplace_back(secret);
}

void Secrets::addFrom(const http::Headers &headers)
{
    for (const auto &[name, value] : headers) {
        if (!isSecretField(name))
            continue;
        const auto space = value.find(' ');
        add(equalsIgnoreCase(name, "Cookie") || space == std::string_view::npos ? value : value.substr(space + 1));
        if (!equalsIgnoreCase(name, "Cookie"))
            continue;
        for (const auto part : split(value, ';'))
            add(trim(part.substr(part.find('=') + 1)));
    }
}

void Secrets::addFrom(const Exchange &exchange)
{
    if (exchange.matched.subscription)
        add(exchange.matched.subscription->key);
    addFrom(exchange.request.headers);
}

void Secrets::blackOut(std::string &text) const
{
    if (m_known) {
        for (const auto &secret : *m_known)
            if (secret.size() >= shortestSecret)
                replaceAll(text, secret);
    }
    for (const auto &secret : m_own)
        replaceAll(text, secret);
}

void Secrets::blackOut(json::value &value) const
{
    if (auto *object = value.if_object()) {
        for (auto &entry : *object)
            blackOut(entry.value());
    } else if (auto *array = value.if_array()) {
        for (auto &element : *array)
            blackOut(element);
    } else if (const auto *text = value.if_string()) {
        std::string shown(*text);
        blackOut(shown);
        if (shown != *text)
            value = shown;
    }
}

} // namespace gatehouse::policy
