// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_body.h"

#include "core/base/text.h"

namespace gatehouse::management {

namespace {

bool isJson(std::string_view contentType)
{
    const auto media = trim(contentType.substr(0, contentType.find(';')));
    return equalsIgnoreCase(media, "application/json") || equalsIgnoreCase(media, "text/json")
        || (media.size() > 5 && equalsIgnoreCase(media.substr(media.size() - 5), "+json"));
}

} // namespace

tl::expected<json::object, ArmError> bodyObject(const ArmRequest &request)
{
    const auto type = request.headers.get("Content-Type").value_or("");
    if (!isJson(type)) {
        return tl::unexpected(ArmError{415,
                                       "UnsupportedMediaType",
                                       "The content media type '" + excerpt(type, 64)
                                           + "' is not supported. Only 'application/json' is supported.",
                                       {}});
    }
    // Request bodies are bounded before they get here; the text of a document to import is one string in it.
    auto value = parseJson(request.body, {request.body.size(), 128});
    if (!value) {
        return tl::unexpected(ArmError{400,
                                       "InvalidRequestContent",
                                       "The request content was invalid and could not be deserialized: '"
                                           + std::string{value.error().arg("reason")} + " on line "
                                           + std::string{value.error().arg("line")} + ", column "
                                           + std::string{value.error().arg("column")} + "'.",
                                       {}});
    }
    if (auto *object = value->if_object())
        return std::move(*object);
    return tl::unexpected(
        ArmError{400,
                 "InvalidRequestContent",
                 "The request content was invalid and could not be deserialized: 'an object is expected'.",
                 {}});
}

std::optional<std::string> ifMatch(const ArmRequest &request)
{
    const auto header = request.headers.get("If-Match");
    if (!header)
        return std::nullopt;
    auto text = trim(*header);
    if (text.starts_with("W/"))
        text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    if (text.empty())
        return std::nullopt;
    return std::string{text};
}

} // namespace gatehouse::management
