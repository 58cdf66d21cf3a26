// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/result.h"

#include <filesystem>

namespace gatehouse::management {

//! The directory of one local gateway (mode 700), held by one process at a time; the lock goes with the object or the
//! process.
class DataDirectory
{
public:
    //! Makes it where needed. Fails with Conflict "service.locked" (args: pid, endpoint: where the holder's
    //! endpoint.json lies) when another process holds it, Unavailable "service.dataDirectory" (args: path, reason).
    static Result<DataDirectory> open(const std::filesystem::path &path);
    DataDirectory(DataDirectory &&other) noexcept;
    DataDirectory &operator=(DataDirectory &&other) noexcept;
    ~DataDirectory();

    const std::filesystem::path &path() const { return m_path; }
    std::filesystem::path file(std::string_view name) const { return m_path / name; }
    //! Written when the endpoints are open, removed when they close.
    Status writeEndpoint(const json::value &endpoint) const;
    void removeEndpoint() const;

private:
    DataDirectory(std::filesystem::path path, int lock) : m_path(std::move(path)), m_lock(lock) { }
    std::filesystem::path m_path;
    int m_lock = -1;
};

} // namespace gatehouse::management
