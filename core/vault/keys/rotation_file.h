// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keys/rotation.h"

#include <filesystem>

namespace gatehouse::vault {

//! Of files with mode 600; whoever has such functions gives them.
using ReadPrivateFile = std::function<Result<std::string>(const std::filesystem::path &)>; //!< NotFound when it is not there
using WritePrivateFile = std::function<Status(const std::filesystem::path &, std::string_view)>; //!< replaces it whole, on disk when done

//! Rotations in a JSON file. Fails with Corrupt "rotation.state" (args: path) when it can't be read: then nothing is done.
class RotationFile final : public RotationJournal
{
public:
    RotationFile(std::filesystem::path path, ReadPrivateFile read, WritePrivateFile write)
        : m_path(std::move(path)), m_read(std::move(read)), m_write(std::move(write))
    {
    }
    Result<std::vector<Rotation>> load() override;
    Status save(const std::vector<Rotation> &rotations) override;

private:
    std::filesystem::path m_path;
    ReadPrivateFile m_read;
    WritePrivateFile m_write;
};

} // namespace gatehouse::vault
