// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/http/message.h"
#include "core/resource/resource_id.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

struct ArmDetail
{
    std::string code;
    std::string target;
    std::string message;
};

//! What goes out as {"error":{...}}. Texts are Azure's own where they are known.
struct ArmError
{
    int status = 500;
    std::string code;
    std::string message;
    std::vector<ArmDetail> details;
};

http::Response jsonResponse(int status, const json::value &body);
http::Response errorResponse(const ArmError &error);

//! "One or more fields contain incorrect values:" with what they are.
ArmError validationError(std::vector<ArmDetail> details);
ArmError validationError(std::string target, std::string message);
//! "Api not found.", "PoliciesConfiguration not found.": the noun by the kind of the id.
ArmError notFound(const resource::ResourceId &id);
ArmError preconditionFailed();
ArmError ifMatchRequired();
ArmError methodNotAllowed(std::string_view method);
//! What a caller sent, fit to be shown in a message: cut, and printable ASCII alone.
std::string excerpt(std::string_view text, std::size_t limit = 128);
//! Of a failure of the layers below: never with a secret, never with a path of ours.
ArmError fromError(const Error &error, const resource::ResourceId &id = {});

} // namespace gatehouse::management
