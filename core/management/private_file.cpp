// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/private_file.h"

#include "core/crypto/key_file.h"

namespace gatehouse::management {

Result<crypto::Jwk> keyFromFile(const std::filesystem::path &path, std::string_view algorithm)
{
    const auto text = readPrivateFile(path);
    if (text) {
        auto key = crypto::readPrivateKey(SecretString(*text));
        return key ? std::move(key) : tl::unexpected(std::move(key.error()).within("reading " + path.string()));
    }
    if (text.error().kind != ErrorKind::NotFound)
        return tl::unexpected(text.error());
    auto key = crypto::generateKey(algorithm);
    if (!key)
        return key;
    const auto pem = crypto::privateKeyPem(*key);
    if (!pem)
        return tl::unexpected(pem.error());
    if (auto written = writePrivateFile(path, pem->reveal()); !written)
        return tl::unexpected(std::move(written.error()));
    return key;
}

} // namespace gatehouse::management
