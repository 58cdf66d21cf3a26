// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/remote/sign_in_client.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

class QLockFile;

namespace gatehouse::remote {

//! Who is signed in, by a name for what it is for ("connection/UUID"), in one sealed file (AES-256-GCM) of its owner's alone; the key lies in a file
//! beside it, mode 600. The window and gatectl share it. Thread-safe.
class SignInStore
{
public:
    //! Held while somebody's tokens are replaced: a refresh token that is used twice ends the session at most providers.
    class Lock
    {
    public:
        explicit Lock(std::unique_ptr<QLockFile> file);
        ~Lock();
        Lock(Lock &&) noexcept;

    private:
        std::unique_ptr<QLockFile> m_file;
    };

    explicit SignInStore(std::filesystem::path folder) : m_folder(std::move(folder)) { }

    //! The folder in a data directory.
    static std::filesystem::path folderIn(const std::filesystem::path &data) { return data / "sign-in"; }
    //! Blocks for other programs. Fails with Timeout "signIn.locked".
    Result<Lock> lock() const;
    //! Nothing: nobody. Fails with Corrupt "signIn.store" (args: path) and as files do.
    Result<std::optional<SignedIn>> find(const std::string &name) const;
    //! With the lock.
    Status put(const std::string &name, const SignedIn &who) const;
    Status remove(const std::string &name) const;

private:
    using Entries = std::map<std::string, SignedIn>;
    Result<Entries> read() const;
    Status write(const Entries &entries) const;
    std::filesystem::path sealedPath() const { return m_folder / "people.sealed"; }

    std::filesystem::path m_folder;
};

} // namespace gatehouse::remote
