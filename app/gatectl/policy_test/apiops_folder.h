// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/policy_test/file_store.h"
#include "core/base/json.h"
#include "core/policy/configuration_documents.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gatehouse::gatectl::policytest {

//! What a test takes from a folder of artifacts as APIOps extracts them: policy documents of each scope, fragments,
//! named values, backends, APIs.
class ApiopsFolder
{
public:
    explicit ApiopsFolder(std::filesystem::path root) : m_root(std::move(root)) { }

    struct Place
    {
        policy::Scope scope;
        std::filesystem::path file;
    };
    //! Documents that apply there and exist.
    std::vector<Place> documents(const policy::PolicyContext &context) const;
    //! Fragments by name.
    std::vector<std::pair<std::string, std::filesystem::path>> fragments() const;
    //! What a case there starts from: api, operation, product, namedValues, backends. Files that don't read are
    //! remarks.
    json::object defaults(const policy::PolicyContext &context, std::vector<Remark> &remarks) const;

private:
    std::vector<std::filesystem::path> folders(const std::string &kind) const;
    json::object properties(const std::filesystem::path &file, std::vector<Remark> &remarks) const;
    json::object api(const std::string &id, std::vector<Remark> &remarks) const;
    json::object operation(const std::string &apiId, const std::string &id, std::vector<Remark> &remarks) const;

    std::filesystem::path m_root;
};

} // namespace gatehouse::gatectl::policytest
