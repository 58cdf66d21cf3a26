// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::management {

//! resources/gatehouse-local.openapi.json, compiled in.
std::string_view localOpenApiDocument();

} // namespace gatehouse::management
