// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/management/arm_request.h"
#include "core/management/environment.h"
#include "core/resource/kinds.h"

namespace gatehouse::management {

struct ShowOptions
{
    bool inList = false;
    std::string format; //!< ?format= of policies; "" : the default
};

//! Properties as a GET or a LIST shows them: no secret, references relative still.
json::object shownProperties(const resource::Kind &kind, const resource::Resource &resource,
                             const Environment &environment, const ShowOptions &options);
//! The whole body: id, type, name, properties (the service has its envelope too), references absolute.
json::object shownResource(const resource::Kind &kind, const resource::Resource &resource,
                           const Environment &environment, const ShowOptions &options = {});
//! 200 or 201 with the body and the ETag.
http::Response resourceResponse(int status, const resource::Kind &kind, const resource::Resource &resource,
                                const Environment &environment, const ShowOptions &options = {});
void setEtag(http::Response &response, const std::string &etag);

} // namespace gatehouse::management
