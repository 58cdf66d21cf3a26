// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gatectl::policytest {

//! Something about a place in a file that a person has to look at.
struct Remark
{
    std::string file;
    Position position; //!< line 0: the whole file
    std::string text;
};

//! "file:line:column: text".
std::string lineOf(const Remark &remark);

//! The whole file; nothing when it can't be read or is larger than `limit`.
std::optional<std::string> textOfFile(const std::filesystem::path &path, std::size_t limit, std::string &reason);

//! Reads policy documents, each file once, and checks them as the gateway does at PUT.
class FileStore
{
public:
    static constexpr std::size_t maxDocument = 4U
        << 20; //!< the reader refuses what is above Azure's limit, with its own words

    explicit FileStore(const policy::ExpressionCompiler &expressions) : m_expressions(expressions) { }

    //! Null when it can't be used: why is added to `remarks`.
    std::shared_ptr<const policy::Document> policies(const std::filesystem::path &path, policy::Scope scope,
                                                     std::vector<Remark> &remarks);
    std::shared_ptr<const policy::Document> fragment(const std::filesystem::path &path, std::vector<Remark> &remarks);
    //! "" when it is none of this store's.
    std::string fileOf(const policy::Document *document) const;

private:
    struct Entry
    {
        std::shared_ptr<const policy::Document> document;
        std::vector<Remark> remarks;
    };
    enum class Root { Policies, Fragment };
    std::shared_ptr<const policy::Document> read(const std::filesystem::path &path, policy::Scope scope, Root root,
                                                 std::vector<Remark> &remarks);
    Entry load(const std::filesystem::path &path, policy::Scope scope, Root root) const;

    const policy::ExpressionCompiler &m_expressions;
    std::map<std::string, Entry> m_entries; //!< by path and what it was read as
    std::map<std::string, std::shared_ptr<const policy::Document>>
        m_documents; //!< by path: coverage counts a file once
    std::map<const policy::Document *, std::string> m_files;
};

} // namespace gatehouse::gatectl::policytest
