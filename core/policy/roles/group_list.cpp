// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/group_list.h"

#include "core/base/text.h"
#include "core/policy/roles/model.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace gatehouse::policy::roles {

namespace {

constexpr std::size_t maxCsv = 1U << 20;
constexpr std::size_t maxGroups = 10'000;

//! One record from the front of `rest`; nothing when a quote does not close.
std::optional<std::vector<std::string>> takeRecord(std::string_view &rest, char separator)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        const char c = rest[i];
        if (quoted) {
            if (c != '"')
                fields.back() += c;
            else if (i + 1 < rest.size() && rest[i + 1] == '"')
                fields.back() += rest[i++];
            else
                quoted = false;
        } else if (c == '"' && trim(fields.back()).empty()) {
            quoted = true;
            fields.back().clear();
        } else if (c == separator) {
            fields.emplace_back();
        } else if (c == '\n') {
            break;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    if (quoted)
        return std::nullopt;
    for (auto &field : fields)
        field = std::string(trim(field));
    return fields;
}

std::optional<std::size_t> columnOf(const std::vector<std::string> &heading, std::initializer_list<std::string_view> names)
{
    for (std::size_t i = 0; i < heading.size(); ++i)
        for (const auto name : names)
            if (equalsIgnoreCase(heading[i], name))
                return i;
    return std::nullopt;
}

} // namespace

Result<std::vector<Group>> readGroups(std::string_view csv)
{
    if (csv.size() > maxCsv)
        return fail(ErrorKind::TooLarge, "roles.csvTooLarge");
    if (csv.starts_with("\xef\xbb\xbf"))
        csv.remove_prefix(3);
    const auto firstLine = csv.substr(0, csv.find('\n'));
    const char separator = firstLine.find(',') == std::string_view::npos && firstLine.find(';') != std::string_view::npos ? ';' : ',';
    std::vector<Group> groups;
    std::size_t name = 0;
    std::size_t id = 1;
    for (int line = 1; !csv.empty(); ++line) {
        const auto fields = takeRecord(csv, separator);
        if (fields && fields->size() == 1 && fields->front().empty())
            continue;
        if (line == 1 && fields) {
            const auto idColumn = columnOf(*fields, {"id", "object id", "objectid"});
            const auto nameColumn = columnOf(*fields, {"name", "displayName", "display name"});
            if (idColumn && nameColumn) {
                id = *idColumn;
                name = *nameColumn;
                continue;
            }
        }
        if (!fields || fields->size() <= std::max(name, id) || (*fields)[id].empty())
            return fail(ErrorKind::Invalid, "roles.badCsv", {{"line", std::to_string(line)}});
        if (groups.size() == maxGroups)
            return fail(ErrorKind::TooLarge, "roles.csvTooLarge");
        groups.push_back({(*fields)[name], (*fields)[id]});
    }
    return groups;
}

std::string roleNameOf(std::string_view groupName)
{
    std::string out;
    for (const char c : toLower(groupName)) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (good && !(out.empty() && (c == '.' || c == '_')))
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    out.resize(std::min<std::size_t>(out.size(), 64));
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return isRoleName(out) ? out : "group";
}

} // namespace gatehouse::policy::roles
