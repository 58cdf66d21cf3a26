// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/apiops_folder.h"

#include "core/base/text.h"
#include "core/openapi/import.h"

#include <algorithm>
#include <array>

namespace gatehouse::gatectl::policytest {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t maxInformation = 1U << 20;
constexpr std::size_t maxSpecification = 32U << 20;

//! Ids become names of folders: nothing that leads elsewhere.
bool isName(const std::string &id)
{
    return !id.empty() && id != "." && id != ".." && id.find_first_of("/\\") == std::string::npos;
}

void copyText(json::object &to, std::string_view name, const json::object &from, std::string_view source)
{
    if (const auto text = stringMember(from, source); !text.empty())
        to[name] = text;
}

} // namespace

std::vector<ApiopsFolder::Place> ApiopsFolder::documents(const policy::PolicyContext &context) const
{
    std::vector<Place> found;
    const auto add = [&found](policy::Scope scope, const fs::path &file) {
        std::error_code error;
        if (fs::is_regular_file(file, error))
            found.push_back({scope, file});
    };
    add(policy::Scope::Global, m_root / "policy.xml");
    if (isName(context.productId))
        add(policy::Scope::Product, m_root / "products" / context.productId / "policy.xml");
    if (!isName(context.apiId))
        return found;
    const auto api = m_root / "apis" / context.apiId;
    add(policy::Scope::Api, api / "policy.xml");
    if (isName(context.operationId))
        add(policy::Scope::Operation, api / "operations" / context.operationId / "policy.xml");
    return found;
}

std::vector<fs::path> ApiopsFolder::folders(const std::string &kind) const
{
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(m_root / kind, error))
        if (entry.is_directory(error))
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::pair<std::string, fs::path>> ApiopsFolder::fragments() const
{
    std::vector<std::pair<std::string, fs::path>> found;
    for (const auto &folder : folders("policy fragments")) {
        std::error_code error;
        if (fs::is_regular_file(folder / "policy.xml", error))
            found.emplace_back(folder.filename().string(), folder / "policy.xml");
    }
    return found;
}

json::object ApiopsFolder::properties(const fs::path &file, std::vector<Remark> &remarks) const
{
    std::error_code error;
    if (!fs::exists(file, error))
        return {};
    std::string reason;
    const auto text = textOfFile(file, maxInformation, reason);
    const auto parsed = text ? parseJson(*text) : Result<json::value>(json::value());
    if (!text || !parsed) {
        const auto where = text ? "is no JSON: line " + std::string(parsed.error().arg("line")) + ": "
                + std::string(parsed.error().arg("reason"))
                                : reason;
        remarks.push_back({file.generic_string(), {}, where});
        return {};
    }
    const auto *found = member(*parsed, "properties");
    return found && found->is_object() ? found->get_object() : json::object();
}

json::object ApiopsFolder::api(const std::string &id, std::vector<Remark> &remarks) const
{
    const auto info = properties(m_root / "apis" / id / "apiInformation.json", remarks);
    json::object api{{"id", id}};
    copyText(api, "name", info, "displayName");
    copyText(api, "path", info, "path");
    copyText(api, "serviceUrl", info, "serviceUrl");
    copyText(api, "revision", info, "apiRevision");
    copyText(api, "version", info, "apiVersion");
    return api;
}

//! Method and URL template stand in the API's specification alone.
json::object ApiopsFolder::operation(const std::string &apiId, const std::string &id,
                                     std::vector<Remark> &remarks) const
{
    json::object operation{{"id", id}};
    static constexpr std::array<const char *, 3> names{"specification.yaml", "specification.yml", "specification.json"};
    for (const auto name : names) {
        const auto file = m_root / "apis" / apiId / name;
        std::error_code error;
        if (!fs::exists(file, error))
            continue;
        std::string reason;
        const auto text = textOfFile(file, maxSpecification, reason);
        openapi::ImportOptions options;
        options.apiId = "api";
        const auto imported = text ? openapi::import(*text, options) : tl::unexpected(Diagnostics());
        if (!imported) {
            if (!text)
                remarks.push_back({file.generic_string(), {}, reason});
            else if (!imported.error().empty())
                remarks.push_back({file.generic_string(), imported.error().front().position,
                                   openapi::describe(imported.error().front())});
            continue;
        }
        for (const auto &found : imported->operations) {
            if (!equalsIgnoreCase(found.id.name(), id))
                continue;
            copyText(operation, "name", found.properties, "displayName");
            copyText(operation, "method", found.properties, "method");
            copyText(operation, "urlTemplate", found.properties, "urlTemplate");
        }
    }
    return operation;
}

json::object ApiopsFolder::defaults(const policy::PolicyContext &context, std::vector<Remark> &remarks) const
{
    json::object all;
    if (isName(context.apiId)) {
        all["api"] = api(context.apiId, remarks);
        if (isName(context.operationId))
            all["operation"] = operation(context.apiId, context.operationId, remarks);
    }
    if (isName(context.productId)) {
        json::object product{{"id", context.productId}};
        copyText(product, "name",
                 properties(m_root / "products" / context.productId / "productInformation.json", remarks),
                 "displayName");
        all["product"] = std::move(product);
    }
    json::object named, backends;
    for (const auto &folder : folders("named values")) {
        const auto info = properties(folder / "namedValueInformation.json", remarks);
        const auto *value = info.if_contains("value"); // of secrets it is not there: the test gives one
        if (value && value->is_string())
            named[stringMember(info, "displayName", folder.filename().string())] =
                json::object{{"value", *value}, {"secret", boolMember(info, "secret", false)}};
    }
    for (const auto &folder : folders("backends"))
        copyText(backends, folder.filename().string(), properties(folder / "backendInformation.json", remarks), "url");
    all["namedValues"] = std::move(named);
    all["backends"] = std::move(backends);
    return all;
}

} // namespace gatehouse::gatectl::policytest
