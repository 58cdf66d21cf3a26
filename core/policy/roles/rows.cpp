// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/rows.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy::roles {

namespace {

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

//! Takes a C# string from the front of `rest`.
std::optional<std::string> takeQuoted(std::string_view &rest)
{
    if (!rest.starts_with('"'))
        return std::nullopt;
    std::string out;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return out;
        }
        if (rest[i] == '\\' && ++i == rest.size())
            break;
        out += rest[i];
    }
    return std::nullopt;
}

bool take(std::string_view &rest, std::string_view expected)
{
    if (!rest.starts_with(expected))
        return false;
    rest.remove_prefix(expected.size());
    return true;
}

std::string joined(const std::vector<std::string> &names)
{
    std::string out;
    for (const auto &name : names)
        out += name + ' ';
    return out;
}

//! "reader operator ": at least one unless `orNone`, each once.
std::optional<std::vector<std::string>> namesIn(std::string_view text, bool (*isGood)(std::string_view))
{
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto end = text.find(' ');
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string name(text.substr(0, end));
        if (!isGood(name) || std::find(names.begin(), names.end(), name) != names.end())
            return std::nullopt;
        names.push_back(std::move(name));
        text.remove_prefix(end + 1);
    }
    return names;
}

} // namespace

std::string_view subjectOf(RowSection section)
{
    switch (section) {
    case RowSection::ClaimPresent:
        return R"x(claim.Value.Length == 0 ? "" : jwt.Issuer + " " + claim.Key)x";
    case RowSection::ClaimValue:
        return R"x(jwt.Issuer + " " + claim.Key + " " + value)x";
    case RowSection::Method:
        return "method";
    case RowSection::Product:
        return "product";
    case RowSection::Api:
        return "api";
    case RowSection::ApiMethod:
        return R"x(api + " " + method)x";
    case RowSection::Operation:
        return R"x(api + "/" + operation)x";
    }
    return {};
}

std::string rowLine(std::string_view key, const std::vector<std::string> &roles)
{
    return "case " + quoted(key) + ": roles += " + quoted(joined(roles)) + "; break;";
}

std::optional<std::pair<std::string, std::vector<std::string>>> readRow(RowSection section, std::string_view line)
{
    auto rest = line;
    if (!take(rest, "case "))
        return std::nullopt;
    auto key = takeQuoted(rest);
    if (!key || !take(rest, ": roles += "))
        return std::nullopt;
    const auto text = takeQuoted(rest);
    if (!text || rest != "; break;")
        return std::nullopt;
    auto names = namesIn(*text, isOfClaims(section) ? isRoleName : isGrantee);
    const bool hasMeaning = isOfClaims(section) ? mappingOf(section, *key).has_value() : targetOf(section, *key).has_value();
    if (!names || names->empty() || !hasMeaning || rowLine(*key, *names) != line)
        return std::nullopt;
    return std::pair(std::move(*key), std::move(*names));
}

std::string everythingLine(const std::vector<std::string> &roles)
{
    return "var roles = " + quoted(" " + joined(roles)) + ";";
}

std::optional<std::vector<std::string>> readEverything(std::string_view line)
{
    auto rest = line;
    if (!take(rest, "var roles = "))
        return std::nullopt;
    const auto text = takeQuoted(rest);
    if (!text || !text->starts_with(' '))
        return std::nullopt;
    auto names = namesIn(std::string_view(*text).substr(1), isGrantee);
    return names && everythingLine(*names) == line ? names : std::nullopt;
}

std::string tokensLine(const std::vector<std::string> &names)
{
    std::string list;
    for (const auto &name : names)
        list += (list.empty() ? "" : ", ") + quoted(name);
    return "foreach (var name in new[] { " + list + " }) {";
}

std::optional<std::vector<std::string>> readTokens(std::string_view line)
{
    auto rest = line;
    if (!take(rest, "foreach (var name in new[] { "))
        return std::nullopt;
    std::vector<std::string> names;
    do {
        auto name = takeQuoted(rest);
        if (!name || !isTokenName(*name))
            return std::nullopt;
        names.push_back(std::move(*name));
    } while (take(rest, ", "));
    return tokensLine(names) == line ? std::optional(std::move(names)) : std::nullopt;
}

std::vector<std::string> caseLabels(std::string_view code)
{
    std::vector<std::string> labels;
    for (auto at = code.find("case "); at != std::string_view::npos; at = code.find("case ", at + 1)) {
        auto rest = code.substr(at + 5);
        while (rest.starts_with(' '))
            rest.remove_prefix(1);
        if (auto label = takeQuoted(rest))
            labels.push_back(std::move(*label));
    }
    return labels;
}

std::string keyOf(const Mapping &mapping)
{
    const auto key = mapping.issuer + " " + mapping.claim;
    return mapping.value == anyValue ? key : key + " " + mapping.value;
}

std::string keyOf(const Target &target)
{
    switch (target.kind) {
    case TargetKind::Everything:
        break;
    case TargetKind::Method:
        return target.method;
    case TargetKind::Product:
        return target.product;
    case TargetKind::Api:
        return target.api;
    case TargetKind::ApiMethod:
        return target.api + " " + target.method;
    case TargetKind::Operation:
        return target.api + "/" + target.operation;
    }
    return {};
}

RowSection sectionOf(const Mapping &mapping)
{
    return mapping.value == anyValue ? RowSection::ClaimPresent : RowSection::ClaimValue;
}

RowSection sectionOf(const Target &target)
{
    switch (target.kind) {
    case TargetKind::Method:
        return RowSection::Method;
    case TargetKind::Product:
        return RowSection::Product;
    case TargetKind::ApiMethod:
        return RowSection::ApiMethod;
    case TargetKind::Operation:
        return RowSection::Operation;
    case TargetKind::Everything:
    case TargetKind::Api:
        break;
    }
    return RowSection::Api;
}

std::optional<Mapping> mappingOf(RowSection section, std::string_view key)
{
    const auto first = key.find(' ');
    if (first == std::string_view::npos)
        return std::nullopt;
    Mapping mapping{std::string(key.substr(0, first)), {}, std::string(anyValue), {}};
    auto rest = key.substr(first + 1);
    if (section == RowSection::ClaimValue) {
        const auto second = rest.find(' ');
        if (second == std::string_view::npos || rest.substr(second + 1) == anyValue)
            return std::nullopt;
        mapping.value = rest.substr(second + 1);
        rest = rest.substr(0, second);
    }
    mapping.claim = rest;
    return isValid(mapping) ? std::optional(std::move(mapping)) : std::nullopt;
}

std::optional<Target> targetOf(RowSection section, std::string_view key)
{
    Target target;
    const auto slash = key.find('/');
    const auto space = key.rfind(' ');
    switch (section) {
    case RowSection::Method:
        target = Target::ofMethod(key);
        break;
    case RowSection::Product:
        target = Target::ofProduct(key);
        break;
    case RowSection::Api:
        target = Target::ofApi(key);
        break;
    case RowSection::ApiMethod:
        if (space == std::string_view::npos)
            return std::nullopt;
        target = Target::ofApi(key.substr(0, space), key.substr(space + 1));
        break;
    case RowSection::Operation:
        if (slash == std::string_view::npos)
            return std::nullopt;
        target = Target::ofOperation(key.substr(0, slash), key.substr(slash + 1));
        break;
    case RowSection::ClaimPresent:
    case RowSection::ClaimValue:
        return std::nullopt;
    }
    return target.isValid() && keyOf(target) == key ? std::optional(std::move(target)) : std::nullopt;
}

} // namespace gatehouse::policy::roles
