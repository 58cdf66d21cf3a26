// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/url.h"

#include <string>
#include <string_view>

namespace gatehouse::gateway {

//! Puts a request's target and Host together into `url`, whose strings are reused. The path is normalized: what is routed is what is
//! forwarded. False: the target or the host can't be served by a gateway ("*", authority-form, a malformed port).
bool readRequestUrl(std::string_view target, std::string_view host, bool tls, http::Url &url);

} // namespace gatehouse::gateway
