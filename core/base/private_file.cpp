// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/private_file.h"

#include "core/base/text.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse {

namespace {

class Descriptor
{
public:
    explicit Descriptor(int value) : m_value(value) { }
    ~Descriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    operator int() const { return m_value; }

private:
    int m_value;
};

tl::unexpected<Error> systemError(ErrorKind kind, std::string code, const std::filesystem::path &path)
{
    return fail(kind, std::move(code), {{"path", path.string()}, {"reason", std::strerror(errno)}});
}

bool writeAll(int file, std::string_view content)
{
    while (!content.empty()) {
        const auto count = ::write(file, content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fsync(file) == 0;
}

} // namespace

Status writePrivateFile(const std::filesystem::path &path, std::string_view content)
{
    auto temporary = path;
    temporary += ".new";
    ::unlink(temporary.c_str());
    {
        const Descriptor file{
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
        if (file < 0 || !writeAll(file, content))
            return systemError(ErrorKind::Unavailable, "file.write", path);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return systemError(ErrorKind::Unavailable, "file.write", path);
    return {};
}

Result<std::string> readPrivateFile(const std::filesystem::path &path, std::size_t limit)
{
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (file < 0)
        return systemError(errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Unavailable,
                           errno == ENOENT ? "file.absent" : "file.read", path);
    struct stat status
    {
    };
    if (::fstat(file, &status) != 0)
        return systemError(ErrorKind::Unavailable, "file.read", path);
    if (!S_ISREG(status.st_mode) || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 || status.st_uid != ::geteuid())
        return fail(ErrorKind::Forbidden, "file.tooOpen", {{"path", path.string()}});
    std::string content;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(file, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(ErrorKind::Unavailable, "file.read", path);
        if (count == 0)
            return content;
        content.append(buffer.data(), static_cast<std::size_t>(count));
        if (content.size() > limit)
            return fail(ErrorKind::TooLarge, "file.tooLarge",
                        {{"path", path.string()}, {"limit", std::to_string(limit)}});
    }
}

Result<SecretString> secretFromFile(const std::filesystem::path &path, Random &random)
{
    if (auto content = readPrivateFile(path, 4096)) {
        SecretString secret{std::string{trim(*content)}};
        if (secret.reveal().size() < 16)
            return fail(ErrorKind::Invalid, "file.secretTooShort", {{"path", path.string()}, {"minimum", "16"}});
        return secret;
    } else if (content.error().kind != ErrorKind::NotFound) {
        return tl::unexpected(content.error());
    }
    SecretString secret{randomHex(random, 32)};
    if (auto written = writePrivateFile(path, std::string{secret.reveal()} + "\n"); !written)
        return tl::unexpected(written.error());
    return secret;
}

} // namespace gatehouse
