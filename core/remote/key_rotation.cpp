// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/key_rotation.h"

#include "core/base/private_file.h"
#include "core/remote/key_targets.h"

#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::remote {

std::string rotationStatePath(const std::function<std::optional<std::string>(const std::string &)> &environment)
{
    const auto folder = environment("XDG_STATE_HOME").value_or("");
    return (folder.empty() ? environment("HOME").value_or(".") + "/.local/state" : folder) + "/gatehouse/key-rotations.json";
}

Result<std::unique_ptr<KeyRotation>> KeyRotation::open(const ArmClient &client, const std::string &state, Confirmation confirmation, std::stop_token stop)
{
    std::error_code ignored;
    if (const auto folder = std::filesystem::path(state).parent_path(); !folder.empty())
        std::filesystem::create_directories(folder, ignored);
    std::unique_ptr<KeyRotation> opened(new KeyRotation);
    opened->m_lock = ::open((state + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (opened->m_lock < 0)
        return fail(ErrorKind::Unavailable, "file.write", {{"path", state + ".lock"}, {"reason", std::generic_category().message(errno)}});
    if (::flock(opened->m_lock, LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorKind::Conflict, "rotation.locked", {{"path", state}});
    const vault::ReadPrivateFile read = [](const std::filesystem::path &path) { return readPrivateFile(path, 8U << 20); };
    const vault::WritePrivateFile write = [](const std::filesystem::path &path, std::string_view text) { return writePrivateFile(path, text); };
    opened->m_service = std::make_unique<ArmKeyService>(client, std::move(confirmation), stop);
    opened->m_journal = std::make_unique<vault::RotationFile>(state, read, write);
    opened->m_rotator = std::make_unique<vault::Rotator>(vault::Rotator::Parts{
        *opened->m_service, *opened->m_journal, keyTargets({client.network(), read, write, &opened->m_clock, stop}), opened->m_clock, opened->m_random});
    return opened;
}

KeyRotation::~KeyRotation()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

} // namespace gatehouse::remote
