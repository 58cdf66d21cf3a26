// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/resource/resource_id.h"

#include <string>

namespace gatehouse::resource {

//! One ARM resource: `properties` as ARM writes them, references stored service-relative, secrets included (they leave
//! only through the kinds table's rules). `envelope` holds the members beside id, type, name and properties (sku,
//! location, tags, identity: the service alone has them). The ETag is the source's metadata and never compared.
struct Resource
{
    ResourceId id;
    json::object properties;
    json::object envelope;
    std::string etag; //!< without quotes; "" when the source gave none
};

} // namespace gatehouse::resource
