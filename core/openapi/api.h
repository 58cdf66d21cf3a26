// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/reading.h"

namespace gatehouse::openapi {

//! The API itself: info, servers, security.
resource::Resource readApi(const Reading &reading, const resource::ResourceId &id);

} // namespace gatehouse::openapi
