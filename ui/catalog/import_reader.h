// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/import.h"
#include "core/remote/network.h"
#include "core/resource/resource.h"

#include <QString>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::ui::catalog {

//! An OpenAPI document that was read, or everything that is wrong with it.
struct ImportPreview
{
    QString source; //!< file name or URL
    std::string text;
    std::vector<std::string> operations; //!< "GET /pets/{id}"
    QString title, version, description;
    std::string suggestedId, suggestedPath, serviceUrl;
    openapi::Version specification = openapi::Version::OpenApi30;
    bool isJson = false;
    Diagnostics diagnostics; //!< with an error among them there is nothing to import
    std::size_t schemas = 0;

    bool isUsable() const { return !hasErrors(diagnostics); }
};

//! Reads a file from disk. Blocking. Fails with NotFound or TooLarge "import.file" (args: path, reason).
Result<std::string> readDocument(const QString &path);
//! Downloads; redirects are followed up to 5 times, https to http never. Fails as Network does, or Invalid "import.status" (args: url, status).
Result<std::string> downloadDocument(remote::Network &network, const std::string &url, std::stop_token stop);
ImportPreview preview(std::string text, const QString &source);

//! The PUT that imports the document as one transaction, here and on Azure.
resource::Resource importResource(const ImportPreview &preview, const std::string &apiId, const std::string &path, const std::string &displayName,
                                  const std::string &serviceUrl);
//! "orders-api" of "Orders API!".
std::string apiIdOf(std::string_view title);

} // namespace gatehouse::ui::catalog
