// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::sample {

//! The text of a file of resources/sample ("orders.openapi.yaml"), compiled in; "" when there is none of that name.
std::string_view file(std::string_view name);

} // namespace gatehouse::sample
