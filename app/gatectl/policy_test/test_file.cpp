// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/test_file.h"

#include "core/base/text.h"
#include "core/openapi/import.h"
#include "core/policy/rehearsal/reader.h"

#include <array>

namespace gatehouse::gatectl::policytest {

using policy::Scope;
using policy::rehearsal::ObjectReader;

namespace {

constexpr std::size_t maxDepth = 64;

struct Text
{
    std::string_view code;
    std::string_view english;
};

constexpr auto texts = std::to_array<Text>({
    {"rehearsal.unknownMember", "\"{name}\" is not known here; known are: {expected}"},
    {"rehearsal.type", "has to be of type {expected}, not {actual}"},
    {"rehearsal.badValue", "\"{value}\" is not what can stand here: {expected}"},
    {"rehearsal.required", "\"{member}\" is missing"},
    {"rehearsal.oneOf", "only one of {members} can be given"},
    {"rehearsal.nothingExpected", "says nothing that could fail"},
    {"rehearsal.documents", "either \"documents\" or \"folder\" says which policies are tested"},
});

std::string idOr(const std::string &id, const char *fallback)
{
    return id.empty() ? fallback : id;
}

std::string resourceOf(Scope scope, const policy::rehearsal::Case &given)
{
    const auto operation = given.operation ? given.operation->id : std::string();
    switch (scope) {
    case Scope::Product:
        return "products/" + idOr(given.product ? given.product->id : std::string(), "product") + "/policies/policy";
    case Scope::Api:
        return "apis/" + idOr(given.api.id, "api") + "/policies/policy";
    case Scope::Operation:
        return "apis/" + idOr(given.api.id, "api") + "/operations/" + idOr(operation, "operation") + "/policies/policy";
    case Scope::Workspace:
        return "workspaces/workspace/policies/policy";
    case Scope::Global:
        break;
    }
    return "policies/policy";
}

std::optional<Scope> scopeNamed(std::string_view name)
{
    for (const auto scope : {Scope::Global, Scope::Workspace, Scope::Product, Scope::Api, Scope::Operation})
        if (policy::nameOf(scope) == name)
            return scope;
    return std::nullopt;
}

bool fits(const std::string &wanted, const std::string &actual)
{
    return wanted.empty() || equalsIgnoreCase(wanted, actual);
}

std::string idIn(const json::value &value, std::string_view name)
{
    const auto *part = member(value, name);
    const auto *object = part ? part->if_object() : nullptr;
    return object ? std::string(stringMember(*object, "id")) : std::string();
}

} // namespace

std::string describe(const Diagnostic &finding)
{
    for (const auto &[code, english] : texts) {
        if (code != finding.code)
            continue;
        std::string out = finding.pointer.empty() ? "" : finding.pointer + ": ";
        for (auto rest = english; !rest.empty();) {
            const auto open = rest.find('{');
            out += rest.substr(0, open);
            if (open == std::string_view::npos)
                break;
            const auto close = rest.find('}', open);
            out += finding.arg(rest.substr(open + 1, close - open - 1));
            rest.remove_prefix(close + 1);
        }
        return out;
    }
    auto plain = finding;
    plain.position = {};
    return openapi::describe(plain);
}

std::optional<TestFile> TestFile::read(const std::filesystem::path &path, std::vector<Remark> &remarks)
{
    std::string reason;
    auto text = textOfFile(path, maxBytes, reason);
    if (!text) {
        remarks.push_back({path.generic_string(), {}, reason});
        return std::nullopt;
    }
    auto data = openapi::DataDocument::read(std::move(*text), {maxBytes, maxDepth});
    if (!data) {
        for (const auto &finding : data.error())
            remarks.push_back({path.generic_string(), finding.position, describe(finding)});
        return std::nullopt;
    }
    TestFile file(path, std::move(*data));
    Diagnostics findings;
    file.readMembers(findings);
    for (const auto &finding : findings)
        remarks.push_back(file.remark(finding, finding.pointer));
    return findings.empty() ? std::optional(std::move(file)) : std::nullopt;
}

void TestFile::readMembers(Diagnostics &findings)
{
    ObjectReader reader({&m_data.value(), ""}, findings);
    reader.text("description");
    const auto folder = reader.text("folder");
    if (folder)
        m_folder.emplace(m_path.parent_path() / *folder);
    for (const auto &place : reader.list("documents")) {
        ObjectReader entry(place, findings);
        Entry document;
        document.pointer = place.pointer;
        const auto scope = entry.required("scope");
        document.file = entry.required("file");
        document.api = entry.text("api", "");
        document.operation = entry.text("operation", "");
        document.product = entry.text("product", "");
        if (const auto known = scopeNamed(scope))
            document.scope = *known;
        else if (!scope.empty())
            entry.report(place.pointer + "/scope", "rehearsal.badValue",
                         {{"value", scope}, {"expected", "global, workspace, product, api, operation"}});
        m_entries.push_back(std::move(document));
    }
    if (reader.isObject() && m_folder.has_value() == !m_entries.empty())
        reader.report("", "rehearsal.documents");
    if (const auto fragments = reader.find("fragments"))
        policy::rehearsal::forEachMember(*fragments, findings,
                                         [&](const std::string &id, const policy::rehearsal::Place &file) {
                                             if (const auto *text = file.value->if_string())
                                                 m_fragments.emplace_back(id, std::string(*text));
                                             else
                                                 policy::rehearsal::reportType(findings, file, "string");
                                         });
    if (const auto defaults = reader.find("defaults")) {
        m_defaults = *defaults->value;
        if (!m_defaults.is_object())
            policy::rehearsal::reportType(findings, *defaults, "object");
    }
    const auto cases = reader.find("cases");
    if (cases && cases->value->is_array())
        m_cases = cases->value->get_array().size();
    else if (cases)
        policy::rehearsal::reportType(findings, *cases, "array");
    if (reader.isObject() && m_cases == 0)
        reader.report("", "rehearsal.required", {{"member", "cases"}});
}

Remark TestFile::remark(const Diagnostic &finding, const std::string &pointer) const
{
    return {name(), m_data.position(pointer), describe(finding)};
}

const json::value &TestFile::caseValue(std::size_t index) const
{
    return m_data.value().get_object().at("cases").get_array()[index];
}

std::string TestFile::caseName(std::size_t index) const
{
    const auto *object = caseValue(index).if_object();
    const auto name = object ? stringMember(*object, "name") : std::string_view();
    return name.empty() ? "case " + std::to_string(index + 1) : std::string(name);
}

int TestFile::caseLine(std::size_t index) const
{
    return m_data.position("/cases/" + std::to_string(index)).line;
}

Position TestFile::position(std::size_t index, const std::string &pointer) const
{
    const auto own = "/cases/" + std::to_string(index);
    if (!m_data.has(own + pointer) && m_data.has("/defaults" + pointer))
        return m_data.position("/defaults" + pointer);
    return m_data.position(own + pointer);
}

std::optional<policy::rehearsal::Case> TestFile::given(std::size_t index, std::vector<Remark> &remarks) const
{
    using policy::rehearsal::merged;
    const auto before = remarks.size();
    auto value = merged(m_defaults, caseValue(index));
    if (m_folder) {
        const policy::PolicyContext context{idIn(value, "api"), idIn(value, "operation"), idIn(value, "product")};
        value = merged(m_folder->defaults(context, remarks), value);
    }
    auto read = policy::rehearsal::readCase(value);
    if (!read)
        for (const auto &finding : read.error())
            remarks.push_back({name(), position(index, finding.pointer), describe(finding)});
    if (!read || remarks.size() > before)
        return std::nullopt;
    return std::move(*read);
}

policy::rehearsal::Documents TestFile::documents(const policy::rehearsal::Case &given, FileStore &store,
                                                 std::vector<Remark> &remarks) const
{
    policy::rehearsal::Documents found;
    const auto operation = given.operation ? given.operation->id : std::string();
    const auto product = given.product ? given.product->id : std::string();
    const auto add = [&](Scope scope, const std::filesystem::path &file, const Position &position) {
        for (const auto &other : found.scopes)
            if (other.scope == scope)
                remarks.push_back({name(), position,
                                   "a second document of scope " + std::string(policy::nameOf(scope))
                                       + " applies to this case: " + file.generic_string()});
        if (auto document = store.policies(file, scope, remarks))
            found.scopes.push_back({scope, resourceOf(scope, given), std::move(document)});
    };
    for (const auto &entry : m_entries)
        if (fits(entry.api, given.api.id) && fits(entry.operation, operation) && fits(entry.product, product))
            add(entry.scope, m_path.parent_path() / entry.file, m_data.position(entry.pointer));
    auto fragments = std::vector<std::pair<std::string, std::filesystem::path>>();
    if (m_folder) {
        for (const auto &place : m_folder->documents({given.api.id, operation, product}))
            add(place.scope, place.file, m_data.position("/folder"));
        fragments = m_folder->fragments();
    }
    for (const auto &[id, file] : m_fragments)
        fragments.emplace_back(id, m_path.parent_path() / file);
    for (const auto &[id, file] : fragments)
        if (auto document = store.fragment(file, remarks))
            found.fragments.insert_or_assign(toLower(id), std::move(document));
    if (found.scopes.empty() && remarks.empty())
        remarks.push_back({name(), {}, "no policy document applies to this case"});
    return found;
}

} // namespace gatehouse::gatectl::policytest
