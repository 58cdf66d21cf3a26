// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/policy_test/apiops_folder.h"
#include "app/gatectl/policy_test/file_store.h"
#include "core/openapi/data_document.h"
#include "core/policy/rehearsal/rehearse.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gatectl::policytest {

//! One file of cases: which documents they run through, what they share, and the cases.
class TestFile
{
public:
    static constexpr std::size_t maxBytes = 32U << 20;

    //! Nothing when it can't be used at all; why is added to `remarks`.
    static std::optional<TestFile> read(const std::filesystem::path &path, std::vector<Remark> &remarks);

    std::string name() const { return m_path.generic_string(); }
    std::size_t size() const { return m_cases; }
    std::string caseName(std::size_t index) const;
    int caseLine(std::size_t index) const;
    //! Where a pointer into the case stands: in the case, or in the defaults that it took it from.
    Position position(std::size_t index, const std::string &pointer) const;

    //! The case with everything that it starts from. Nothing when it is wrong: why is added to `remarks`.
    std::optional<policy::rehearsal::Case> given(std::size_t index, std::vector<Remark> &remarks) const;
    //! What a case runs through; what can't be used is added to `remarks`.
    policy::rehearsal::Documents documents(const policy::rehearsal::Case &given, FileStore &store,
                                           std::vector<Remark> &remarks) const;

private:
    struct Entry
    {
        policy::Scope scope = policy::Scope::Api;
        std::string file;
        std::string api, operation, product; //!< "" : any
        std::string pointer;
    };
    TestFile(std::filesystem::path path, openapi::DataDocument data) : m_path(std::move(path)), m_data(std::move(data))
    {
    }
    void readMembers(Diagnostics &findings);
    Remark remark(const Diagnostic &finding, const std::string &pointer) const;
    const json::value &caseValue(std::size_t index) const;

    std::filesystem::path m_path;
    openapi::DataDocument m_data;
    std::vector<Entry> m_entries;
    std::vector<std::pair<std::string, std::string>> m_fragments; //!< id and file
    std::optional<ApiopsFolder> m_folder;
    json::value m_defaults = json::object();
    std::size_t m_cases = 0;
};

//! English for codes "rehearsal.*" and "openapi.*".
std::string describe(const Diagnostic &finding);

} // namespace gatehouse::gatectl::policytest
