// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalog/import_reader.h"

#include "core/http/url.h"
#include "ui/components/formats.h"

#include <QFile>

namespace gatehouse::ui::catalog {

using components::fromUtf8;
using components::toUtf8;

namespace {

constexpr qint64 largestFile = 64 << 20;
constexpr int mostRedirects = 5;

std::string_view formatOf(const ImportPreview &preview)
{
    if (preview.specification == openapi::Version::Swagger20)
        return "swagger-json";
    return preview.isJson ? "openapi+json" : "openapi";
}

std::string absoluteLocation(const std::string &base, std::string_view location)
{
    if (location.find("://") != std::string_view::npos)
        return std::string{location};
    auto url = http::Url::parse(base);
    if (!url || location.empty() || location.front() != '/')
        return {};
    return url->scheme + "://" + url->authority() + std::string{location};
}

} // namespace

Result<std::string> readDocument(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::NotFound, "import.file", {{"path", toUtf8(path)}, {"reason", toUtf8(file.errorString())}});
    if (file.size() > largestFile)
        return fail(ErrorKind::TooLarge, "import.file", {{"path", toUtf8(path)}, {"reason", "above 64 MiB"}});
    return file.readAll().toStdString();
}

Result<std::string> downloadDocument(remote::Network &network, const std::string &first, std::stop_token stop)
{
    std::string url = first;
    for (int redirects = 0;; ++redirects) {
        remote::HttpCall call;
        call.url = url;
        call.headers = {{"Accept", "application/json, application/yaml, text/yaml, */*;q=0.5"}};
        auto answer = network.send(call, stop);
        if (!answer)
            return tl::unexpected(std::move(answer.error()));
        if (answer->status == 200)
            return std::move(answer->body);
        const auto next = answer->status / 100 == 3 ? absoluteLocation(url, answer->header("Location")) : std::string{};
        const bool downgrade = url.starts_with("https:") && next.starts_with("http:");
        if (next.empty() || downgrade || redirects == mostRedirects)
            return fail(ErrorKind::Invalid, "import.status", {{"url", url}, {"status", std::to_string(answer->status)}});
        url = next;
    }
}

std::string apiIdOf(std::string_view title)
{
    std::string id;
    for (const char c : title) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            id += c;
        else if (c >= 'A' && c <= 'Z')
            id += static_cast<char>(c + 32);
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    while (!id.empty() && id.back() == '-')
        id.pop_back();
    return id.substr(0, 80);
}

ImportPreview preview(std::string text, const QString &source)
{
    ImportPreview result;
    result.source = source;
    const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    result.isJson = first != std::string::npos && text[first] == '{';
    openapi::ImportOptions options;
    options.apiId = "preview";
    auto imported = openapi::import(text, options);
    result.text = std::move(text);
    if (!imported) {
        result.diagnostics = std::move(imported.error());
        return result;
    }
    result.specification = imported->version;
    result.diagnostics = std::move(imported->warnings);
    result.schemas = imported->schemas.size();
    const auto &api = imported->api.properties;
    result.title = fromUtf8(stringMember(api, "displayName"));
    result.description = fromUtf8(stringMember(api, "description"));
    result.version = fromUtf8(stringMember(api, "apiVersion"));
    result.suggestedPath = stringMember(api, "path");
    result.serviceUrl = stringMember(api, "serviceUrl");
    result.suggestedId = apiIdOf(stringMember(api, "displayName"));
    for (const auto &operation : imported->operations)
        result.operations.push_back(std::string{stringMember(operation.properties, "method")} + " " + std::string{stringMember(operation.properties, "urlTemplate")});
    return result;
}

resource::Resource importResource(const ImportPreview &preview, const std::string &apiId, const std::string &path, const std::string &displayName,
                                  const std::string &serviceUrl)
{
    resource::Resource api;
    api.id = resource::ResourceId::of("apis/" + apiId);
    api.properties["displayName"] = displayName;
    api.properties["path"] = path;
    api.properties["protocols"] = json::array{"http", "https"};
    if (!serviceUrl.empty())
        api.properties["serviceUrl"] = serviceUrl;
    api.properties["format"] = formatOf(preview);
    api.properties["value"] = preview.text;
    return api;
}

} // namespace gatehouse::ui::catalog
