// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/connection.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

//! What a running local gateway says of itself: its ready file, and `endpoint.json` in its data directory.
struct EndpointFile
{
    long long pid = 0;
    std::string started; //!< ISO time
    std::string scope;
    std::string management; //!< "http://127.0.0.1:41000"; "" : not listening
    std::string managementTls;
    std::string vault; //!< "https://127.0.0.1:8444"; "" : there is none
    std::filesystem::path managementCertificate;
    std::vector<std::string> gateway, gatewayTls;
    std::filesystem::path tokenFile;

    bool operator==(const EndpointFile &) const = default;
};

//! Pure. Fails with Invalid "remote.badEndpointFile" (args: reason).
Result<EndpointFile> parseEndpointFile(std::string_view text);
//! Fails with NotFound "remote.noEndpointFile" (args: path) or as parseEndpointFile.
Result<EndpointFile> readEndpointFile(const std::filesystem::path &path);
//! True while a process of that id exists.
bool isAlive(const EndpointFile &file);
//! The connection to it: reads the token file, and the certificate when only TLS is there. Id "local", safety Free.
//! Fails with NotFound "remote.noTokenFile" (args: path).
Result<Connection> connectionOf(const EndpointFile &file);
//! The first line of a token file. Fails with NotFound "remote.noTokenFile" or Invalid "remote.badTokenFile".
Result<SecretString> readToken(const std::filesystem::path &path);

//! $GATEHOUSE_DATA, else $XDG_DATA_HOME/gatehouse, else ~/.local/share/gatehouse.
std::filesystem::path defaultDataDirectory();

} // namespace gatehouse::remote
