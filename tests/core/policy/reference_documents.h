// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

//! Name and text of each file in a folder of the reference data; empty when it is not here.
inline std::vector<std::pair<QString, std::string>> referenceFiles(const QString &folder)
{
    std::vector<std::pair<QString, std::string>> files;
    const QDir directory(QString(GATEHOUSE_REFERENCE_DIR) + "/" + folder);
    for (const auto &name : directory.entryList(QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.emplace_back(name, file.readAll().toStdString());
    }
    return files;
}

//! The four real documents that are truly broken: a quote that ends an attribute in the middle of its expression, "-->>" before the root,
//! an expression without its closing bracket, an end tag without ">".
inline bool isBrokenReference(const QString &name)
{
    return name.startsWith("Azure+api-management-policy-snippets__examples__Call out to an HTTP endpoint and cache the response")
        || name.startsWith("CrewAakash+aoai-apim-policies__policies__products__AdaptiveRateLimiting")
        || name.startsWith("mattfeltonma+azure-openai-apim__apim-policies__apim-policy-loadbalance-retry")
        || name.startsWith("yanivno+apim-policies__managed-identities-module__new-policy");
}

} // namespace gatehouse::test
