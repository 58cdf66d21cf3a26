// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/fragment.h"

#include "core/policy/roles/rows.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse::policy::roles {

namespace {

template<typename... Cases>
struct Overloaded : Cases...
{
    using Cases::operator()...;
};
template<typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void put(std::vector<std::string> &names, const std::string &name, bool in)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (in && found == names.end())
        names.insert(std::upper_bound(names.begin(), names.end(), name), name);
    else if (!in && found != names.end())
        names.erase(found);
}

void tidy(std::vector<std::string> &names)
{
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

int lineOf(const std::string &before)
{
    return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

} // namespace

RoleFragment RoleFragment::make(RoleModel model)
{
    auto fragment = parse(emptyFragment);
    if (!fragment)
        std::abort(); // the template is a constant
    model.normalize();
    std::ignore = fragment->setTokens(model.tokens);
    for (auto &mapping : model.mappings)
        if (isValid(mapping))
            fragment->rowsOf(sectionOf(mapping))->rows.push_back({keyOf(mapping), mapping.roles, {}, {}});
    for (const auto &grant : model.grants)
        if (grant.target.kind == TargetKind::Everything || !grant.target.isValid()
            || !std::all_of(grant.roles.begin(), grant.roles.end(), isGrantee))
            std::ignore = fragment->setGrant(grant.target, grant.roles);
        else
            fragment->rowsOf(sectionOf(grant.target))->rows.push_back({keyOf(grant.target), grant.roles, {}, {}});
    return std::move(*fragment);
}

std::string RoleFragment::text() const
{
    std::string out;
    for (const auto &piece : m_pieces)
        std::visit(Overloaded{[&](const std::string &frame) { out += frame; },
                              [&](const Rows &rows) {
                                  for (const auto &row : rows.rows)
                                      out += row.key.empty() ? row.opaque : rows.indent + rowLine(row.key, row.roles) + rows.lineEnd;
                              },
                              [&](const Everything &everything) { out += everythingLine(everything.roles); },
                              [&](const Tokens &tokens) { out += tokensLine(tokens.names); }},
                   piece);
    return out;
}

RoleModel RoleFragment::model() const
{
    RoleModel model;
    for (const auto &piece : m_pieces) {
        if (const auto *tokens = std::get_if<Tokens>(&piece))
            model.tokens = tokens->names;
        if (const auto *everything = std::get_if<Everything>(&piece))
            model.grants.push_back({Target::everything(), everything->roles});
        const auto *rows = std::get_if<Rows>(&piece);
        for (const auto &row : rows ? rows->rows : std::vector<Row>()) {
            if (row.key.empty())
                continue;
            if (isOfClaims(rows->section)) {
                auto mapping = *mappingOf(rows->section, row.key);
                mapping.roles = row.roles;
                model.mappings.push_back(std::move(mapping));
            } else {
                model.grants.push_back({*targetOf(rows->section, row.key), row.roles});
            }
        }
    }
    model.normalize();
    return model;
}

std::vector<OpaqueRow> RoleFragment::opaqueRows() const
{
    std::vector<OpaqueRow> found;
    int line = 1;
    for (const auto &piece : m_pieces) {
        if (const auto *frame = std::get_if<std::string>(&piece))
            line += lineOf(*frame) - 1;
        const auto *rows = std::get_if<Rows>(&piece);
        for (const auto &row : rows ? rows->rows : std::vector<Row>()) {
            if (row.key.empty())
                found.push_back({rows->section, line, row.opaque, row.labels});
            line += row.key.empty() ? lineOf(row.opaque) - 1 : 1;
        }
    }
    return found;
}

std::string RoleFragment::frame() const
{
    std::string out;
    for (const auto &piece : m_pieces)
        if (const auto *text = std::get_if<std::string>(&piece))
            out += *text;
    std::erase(out, '\r');
    return out;
}

bool RoleFragment::hasOwnFrame() const
{
    return frame() == make({}).frame();
}

RoleFragment::Rows *RoleFragment::rowsOf(RowSection section)
{
    for (auto &piece : m_pieces)
        if (auto *rows = std::get_if<Rows>(&piece); rows && rows->section == section)
            return rows;
    return nullptr;
}

Status RoleFragment::setRow(RowSection section, const std::string &key, std::vector<std::string> roles)
{
    tidy(roles);
    auto *rows = rowsOf(section);
    if (!rows)
        return roles.empty() ? Status() : fail(ErrorKind::Conflict, "roles.noPlace");
    auto &all = rows->rows;
    const auto at = std::find_if(all.begin(), all.end(), [&](const Row &row) { return row.key == key; });
    if (at != all.end()) {
        if (roles.empty())
            all.erase(at);
        else
            at->roles = std::move(roles);
        return {};
    }
    if (roles.empty())
        return {};
    for (const auto &row : all)
        if (std::find(row.labels.begin(), row.labels.end(), key) != row.labels.end())
            return fail(ErrorKind::Conflict, "roles.opaque", {{"key", key}});
    const auto after = std::find_if(all.begin(), all.end(), [&](const Row &row) { return !row.key.empty() && row.key > key; });
    all.insert(after, {key, std::move(roles), {}, {}});
    return {};
}

Status RoleFragment::setGrant(const Target &target, std::vector<std::string> roles)
{
    if (!target.isValid())
        return fail(ErrorKind::Invalid, "roles.badTarget", {{"target", target.text()}});
    for (const auto &role : roles)
        if (!isGrantee(role))
            return fail(ErrorKind::Invalid, "roles.badRole", {{"role", role}});
    if (target.kind != TargetKind::Everything)
        return setRow(sectionOf(target), keyOf(target), std::move(roles));
    tidy(roles);
    for (auto &piece : m_pieces)
        if (auto *everything = std::get_if<Everything>(&piece)) {
            everything->roles = std::move(roles);
            return {};
        }
    return fail(ErrorKind::Conflict, "roles.noPlace");
}

Status RoleFragment::setMapping(const std::string &issuer, const std::string &claim, const std::string &value, std::vector<std::string> roles)
{
    const Mapping mapping{issuer, claim, value, roles};
    for (const auto &role : roles)
        if (!isRoleName(role))
            return fail(ErrorKind::Invalid, "roles.badRole", {{"role", role}});
    if (!isValid(mapping))
        return fail(ErrorKind::Invalid, "roles.badMapping");
    return setRow(sectionOf(mapping), keyOf(mapping), std::move(roles));
}

Status RoleFragment::setTokens(const std::vector<std::string> &names)
{
    for (const auto &name : names)
        if (!isTokenName(name))
            return fail(ErrorKind::Invalid, "roles.badToken", {{"name", name}});
    if (names.empty())
        return fail(ErrorKind::Invalid, "roles.badToken", {{"name", ""}});
    for (auto &piece : m_pieces)
        if (auto *tokens = std::get_if<Tokens>(&piece)) {
            tokens->names = names;
            return {};
        }
    return fail(ErrorKind::Conflict, "roles.noPlace");
}

Status RoleFragment::grant(const std::string &role, const Target &target, bool allowed)
{
    std::vector<std::string> names;
    for (const auto &grant : model().grants)
        if (grant.target == target)
            names = grant.roles;
    put(names, role, allowed);
    return setGrant(target, std::move(names));
}

Status RoleFragment::map(const std::string &role, const std::string &issuer, const std::string &claim, const std::string &value, bool mapped)
{
    std::vector<std::string> names;
    for (const auto &mapping : model().mappings)
        if (mapping.issuer == issuer && mapping.claim == claim && mapping.value == value)
            names = mapping.roles;
    put(names, role, mapped);
    return setMapping(issuer, claim, value, std::move(names));
}

template<typename Change>
void RoleFragment::changeRoles(Change change)
{
    for (auto &piece : m_pieces) {
        if (auto *everything = std::get_if<Everything>(&piece))
            change(everything->roles);
        if (auto *rows = std::get_if<Rows>(&piece)) {
            for (auto &row : rows->rows)
                change(row.roles);
            std::erase_if(rows->rows, [](const Row &row) { return !row.key.empty() && row.roles.empty(); });
        }
    }
}

void RoleFragment::removeRole(const std::string &role)
{
    changeRoles([&](std::vector<std::string> &roles) { std::erase(roles, role); });
}

Status RoleFragment::renameRole(const std::string &from, const std::string &to)
{
    if (!isRoleName(to))
        return fail(ErrorKind::Invalid, "roles.badRole", {{"role", to}});
    changeRoles([&](std::vector<std::string> &roles) {
        if (std::find(roles.begin(), roles.end(), from) == roles.end())
            return;
        std::erase(roles, from);
        put(roles, to, true);
    });
    return {};
}

} // namespace gatehouse::policy::roles
