// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/arm_client.h"

namespace gatehouse::remote {

namespace {

ErrorKind kindOfStatus(int status)
{
    switch (status) {
    case 401: return ErrorKind::Unauthenticated;
    case 403: return ErrorKind::Forbidden;
    case 404: return ErrorKind::NotFound;
    case 409: return ErrorKind::Conflict;
    case 412: return ErrorKind::PreconditionFailed;
    case 413: return ErrorKind::TooLarge;
    case 428: return ErrorKind::PreconditionRequired;
    case 429: return ErrorKind::TooMany;
    case 501: return ErrorKind::Unsupported;
    default: return status >= 500 ? ErrorKind::Unavailable : ErrorKind::Invalid;
    }
}

void addDetails(const json::object &envelope, Error &error)
{
    const auto *details = member(envelope, "details");
    const auto *array = details ? details->if_array() : nullptr;
    if (!array)
        return;
    for (const auto &item : *array) {
        const auto *detail = item.if_object();
        if (!detail)
            continue;
        std::string text(stringMember(*detail, "target"));
        if (!text.empty())
            text += ": ";
        error.args.emplace_back("detail", text.append(stringMember(*detail, "message")));
    }
}

} // namespace

Error armError(const HttpAnswer &answer)
{
    Error error{kindOfStatus(answer.status), "remote.arm", {{"status", std::to_string(answer.status)}}, {}};
    std::string code, message;
    const auto body = parseJson(answer.body);
    const auto *envelope = body ? member(*body, "error") : nullptr;
    const auto *object = envelope ? envelope->if_object() : nullptr;
    if (object) {
        code = stringMember(*object, "code");
        message = stringMember(*object, "message");
    }
    error.args.emplace_back("code", std::move(code));
    error.args.emplace_back("message", std::move(message));
    error.args.emplace_back("requestId", std::string(answer.header("x-ms-request-id")));
    if (object)
        addDetails(*object, error);
    // Gatehouse.Local's own: what is wrong, member by member.
    if (const auto *findings = object ? member(*object, "findings") : nullptr)
        error.args.emplace_back("findings", toJson(*findings));
    return error;
}

} // namespace gatehouse::remote
