// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/file_store.h"

#include "core/policy/validate.h"

#include <fstream>
#include <iterator>

namespace gatehouse::gatectl::policytest {

namespace fs = std::filesystem;

std::string lineOf(const Remark &remark)
{
    auto line = remark.file;
    if (remark.position.line > 0)
        line += ":" + std::to_string(remark.position.line) + ":" + std::to_string(remark.position.column);
    return line + ": " + remark.text;
}

std::optional<std::string> textOfFile(const fs::path &path, std::size_t limit, std::string &reason)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        reason = fs::exists(path, error) ? "is no file" : "is not there";
        return std::nullopt;
    }
    const auto size = fs::file_size(path, error);
    if (!error && size > limit) {
        reason = "is larger than " + std::to_string(limit) + " bytes";
        return std::nullopt;
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    if (!stream.is_open() || stream.bad()) {
        reason = "can't be read";
        return std::nullopt;
    }
    return text;
}

std::shared_ptr<const policy::Document> FileStore::policies(const fs::path &path, policy::Scope scope,
                                                            std::vector<Remark> &remarks)
{
    return read(path, scope, Root::Policies, remarks);
}

std::shared_ptr<const policy::Document> FileStore::fragment(const fs::path &path, std::vector<Remark> &remarks)
{
    return read(path, policy::Scope::Global, Root::Fragment, remarks);
}

std::shared_ptr<const policy::Document> FileStore::read(const fs::path &path, policy::Scope scope, Root root,
                                                        std::vector<Remark> &remarks)
{
    const auto name = path.lexically_normal().generic_string();
    const auto key = name + (root == Root::Fragment ? "#fragment" : "#" + std::string(policy::nameOf(scope)));
    auto known = m_entries.find(key);
    if (known == m_entries.end()) {
        auto entry = load(path, scope, root);
        if (entry.document) {
            auto &same = m_documents[name];
            if (same)
                entry.document = same;
            same = entry.document;
            m_files[same.get()] = name;
        }
        known = m_entries.emplace(key, std::move(entry)).first;
    }
    const auto &entry = known->second;
    remarks.insert(remarks.end(), entry.remarks.begin(), entry.remarks.end());
    return entry.document;
}

FileStore::Entry FileStore::load(const fs::path &path, policy::Scope scope, Root root) const
{
    Entry entry;
    const auto name = path.lexically_normal().generic_string();
    std::string reason;
    auto text = textOfFile(path, maxDocument, reason);
    if (!text) {
        entry.remarks.push_back({name, {}, reason});
        return entry;
    }
    auto document = policy::Document::parse(std::move(*text));
    auto findings = document ? Diagnostics() : document.error();
    if (document) {
        policy::References references;
        references.expressions = &m_expressions;
        findings = root == Root::Fragment ? policy::validateFragment(*document, references)
                                          : policy::validate(*document, scope, references);
    }
    for (const auto &finding : findings)
        if (finding.severity == Severity::Error)
            entry.remarks.push_back({name, finding.position, policy::azureText(finding)});
    if (document && !hasErrors(findings))
        entry.document = std::make_shared<const policy::Document>(std::move(*document));
    return entry;
}

std::string FileStore::fileOf(const policy::Document *document) const
{
    const auto found = m_files.find(document);
    return found == m_files.end() ? std::string() : found->second;
}

} // namespace gatehouse::gatectl::policytest
