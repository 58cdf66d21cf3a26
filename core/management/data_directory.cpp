// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/data_directory.h"

#include "core/base/text.h"
#include "core/management/private_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::management {

namespace {

tl::unexpected<Error> failed(const std::filesystem::path &path, std::string reason)
{
    return fail(ErrorKind::Unavailable, "service.dataDirectory",
                {{"path", path.string()}, {"reason", std::move(reason)}});
}

std::string pidIn(int file)
{
    char text[32] = {};
    const auto count = ::pread(file, text, sizeof text - 1, 0);
    return std::string{trim({text, static_cast<std::size_t>(count > 0 ? count : 0)})};
}

} // namespace

Result<DataDirectory> DataDirectory::open(const std::filesystem::path &path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        std::filesystem::create_directories(path.parent_path(), error);
        if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            return failed(path, std::strerror(errno));
    }
    const auto absolute = std::filesystem::canonical(path, error);
    if (error)
        return failed(path, error.message());
    const auto lockPath = absolute / "lock";
    const int lock = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (lock < 0)
        return failed(lockPath, std::strerror(errno));
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        auto pid = pidIn(lock);
        ::close(lock);
        return fail(ErrorKind::Conflict, "service.locked",
                    {{"pid", std::move(pid)}, {"endpoint", (absolute / "endpoint.json").string()}});
    }
    const auto text = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
        auto reason = std::string{std::strerror(errno)};
        ::close(lock);
        return failed(lockPath, std::move(reason));
    }
    DataDirectory directory{absolute, lock};
    directory.removeEndpoint(); // left by a holder that was killed
    return directory;
}

DataDirectory::DataDirectory(DataDirectory &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
{
}

DataDirectory &DataDirectory::operator=(DataDirectory &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_lock, other.m_lock);
    return *this;
}

DataDirectory::~DataDirectory()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

Status DataDirectory::writeEndpoint(const json::value &endpoint) const
{
    return writePrivateFile(file("endpoint.json"), toPrettyJson(endpoint) + "\n");
}

void DataDirectory::removeEndpoint() const
{
    ::unlink(file("endpoint.json").c_str());
}

} // namespace gatehouse::management
