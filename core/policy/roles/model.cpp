// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/model.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy::roles {

namespace {

constexpr std::size_t longestRole = 64;
constexpr std::size_t longestValue = 512;

std::string upper(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isName(std::string_view name)
{
    if (name.empty() || name.size() > longestRole || !isAlphanumeric(name.front()))
        return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return isAlphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

//! One line of text that a C# string can hold.
bool isLine(std::string_view text)
{
    return !text.empty() && text.size() <= longestValue && isUtf8(text)
        && std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

bool isMethodName(std::string_view method)
{
    return !method.empty() && method.size() <= longestRole
        && std::all_of(method.begin(), method.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; });
}

bool isIdentifier(std::string_view id)
{
    return isLine(id) && id == toLower(id) && id.find_first_of("/?#%\\;\"") == std::string_view::npos && id == trim(id);
}

void sortOnce(std::vector<std::string> &names)
{
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

//! Sorts by `key` and puts roles of equal ones together.
template<typename Entry, typename Key>
void mergeBy(std::vector<Entry> &entries, Key key)
{
    std::stable_sort(entries.begin(), entries.end(), [&](const Entry &a, const Entry &b) { return key(a) < key(b); });
    std::vector<Entry> merged;
    for (auto &entry : entries) {
        if (!merged.empty() && key(merged.back()) == key(entry))
            merged.back().roles.insert(merged.back().roles.end(), entry.roles.begin(), entry.roles.end());
        else
            merged.push_back(std::move(entry));
    }
    for (auto &entry : merged)
        sortOnce(entry.roles);
    std::erase_if(merged, [](const Entry &entry) { return entry.roles.empty(); });
    entries = std::move(merged);
}

void addTexts(const json::value &value, std::vector<std::string> &out)
{
    if (const auto *items = value.if_array()) {
        for (const auto &item : *items)
            addTexts(item, out);
    } else if (value.is_string()) {
        out.emplace_back(value.get_string());
    } else if (!value.is_null()) {
        out.push_back(toJson(value));
    }
}

std::vector<std::string> valuesOf(const json::object &claims, std::string_view claim)
{
    std::vector<std::string> texts;
    if (const auto *value = member(claims, claim))
        addTexts(*value, texts);
    if (claim != "scp" && claim != "scope")
        return texts;
    std::vector<std::string> words;
    for (const auto &text : texts)
        for (const auto word : split(text, ' '))
            words.emplace_back(word);
    return words;
}

bool applies(const Mapping &mapping, const json::object &claims)
{
    if (stringMember(claims, "iss") != mapping.issuer)
        return false;
    const auto values = valuesOf(claims, mapping.claim);
    if (mapping.value == anyValue)
        return !values.empty();
    return std::find(values.begin(), values.end(), mapping.value) != values.end();
}

bool covers(const Target &target, const CallPlace &call)
{
    const auto api = toLower(call.api.substr(0, call.api.find(';'))); // without its revision
    switch (target.kind) {
    case TargetKind::Everything:
        return true;
    case TargetKind::Method:
        return target.method == upper(call.method);
    case TargetKind::Product:
        return target.product == toLower(call.product);
    case TargetKind::Api:
        return target.api == api;
    case TargetKind::ApiMethod:
        return target.api == api && target.method == upper(call.method);
    case TargetKind::Operation:
        return target.api == api && target.operation == toLower(call.operation);
    }
    return false;
}

} // namespace

Target Target::ofMethod(std::string_view method)
{
    return {TargetKind::Method, {}, {}, upper(method), {}};
}

Target Target::ofProduct(std::string_view product)
{
    return {TargetKind::Product, toLower(product), {}, {}, {}};
}

Target Target::ofApi(std::string_view api)
{
    return {TargetKind::Api, {}, toLower(api), {}, {}};
}

Target Target::ofApi(std::string_view api, std::string_view method)
{
    return {TargetKind::ApiMethod, {}, toLower(api), upper(method), {}};
}

Target Target::ofOperation(std::string_view api, std::string_view operation)
{
    return {TargetKind::Operation, {}, toLower(api), {}, toLower(operation)};
}

bool Target::isValid() const
{
    switch (kind) {
    case TargetKind::Everything:
        return true;
    case TargetKind::Method:
        return isMethodName(method);
    case TargetKind::Product:
        return isIdentifier(product);
    case TargetKind::Api:
        return isIdentifier(api);
    case TargetKind::ApiMethod:
        return isIdentifier(api) && isMethodName(method);
    case TargetKind::Operation:
        return isIdentifier(api) && isIdentifier(operation);
    }
    return false;
}

std::string Target::text() const
{
    switch (kind) {
    case TargetKind::Everything:
        break;
    case TargetKind::Method:
        return method + " of everything";
    case TargetKind::Product:
        return "product " + product;
    case TargetKind::Api:
        return "api " + api;
    case TargetKind::ApiMethod:
        return method + " of api " + api;
    case TargetKind::Operation:
        return "operation " + api + "/" + operation;
    }
    return "everything";
}

void RoleModel::normalize()
{
    mergeBy(mappings, [](const Mapping &mapping) { return std::tie(mapping.issuer, mapping.claim, mapping.value); });
    mergeBy(grants, [](const Grant &grant) { return std::tie(grant.target); });
}

std::vector<std::string> RoleModel::roles() const
{
    std::vector<std::string> names;
    for (const auto &mapping : mappings)
        names.insert(names.end(), mapping.roles.begin(), mapping.roles.end());
    for (const auto &grant : grants)
        names.insert(names.end(), grant.roles.begin(), grant.roles.end());
    sortOnce(names);
    std::erase_if(names, [](const std::string &name) { return name == anyone || name == signedIn; });
    return names;
}

std::vector<std::string> rolesOf(const RoleModel &model, const json::object *claims)
{
    std::vector<std::string> names{std::string(anyone)};
    if (claims) {
        names.emplace_back(signedIn);
        for (const auto &mapping : model.mappings)
            if (applies(mapping, *claims))
                names.insert(names.end(), mapping.roles.begin(), mapping.roles.end());
    }
    sortOnce(names);
    return names;
}

std::vector<const Grant *> grantsOf(const RoleModel &model, const CallPlace &call)
{
    std::vector<const Grant *> found;
    for (const auto &grant : model.grants)
        if (covers(grant.target, call))
            found.push_back(&grant);
    std::stable_sort(found.begin(), found.end(),
                     [](const Grant *a, const Grant *b) { return a->target.kind < b->target.kind; });
    return found;
}

std::vector<const Mapping *> mappingsOf(const RoleModel &model, const json::object &claims, std::string_view role)
{
    std::vector<const Mapping *> found;
    for (const auto &mapping : model.mappings)
        if (std::find(mapping.roles.begin(), mapping.roles.end(), role) != mapping.roles.end() && applies(mapping, claims))
            found.push_back(&mapping);
    return found;
}

bool isGrantee(std::string_view name)
{
    return isName(name) && name != groupsOverage;
}

bool isRoleName(std::string_view name)
{
    return isGrantee(name) && name != anyone && name != signedIn;
}

bool isValid(const Mapping &mapping)
{
    return isLine(mapping.issuer) && isLine(mapping.claim) && isLine(mapping.value)
        && mapping.issuer.find(' ') == std::string::npos && mapping.claim.find(' ') == std::string::npos
        && std::all_of(mapping.roles.begin(), mapping.roles.end(), isRoleName);
}

bool isTokenName(std::string_view name)
{
    return isName(name);
}

} // namespace gatehouse::policy::roles
