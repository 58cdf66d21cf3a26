// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::http {

//! Appends the head with its empty line to `out`. The caller has set Content-Length or Transfer-Encoding. A field whose name
//! is no token or whose value has CR, LF or NUL is dropped, never written: the answer is the number of dropped fields.
std::size_t appendHead(std::string &out, const RequestHead &head);
//! An empty reason is filled with the registered phrase.
std::size_t appendHead(std::string &out, const ResponseHead &head);
//! One chunk (RFC 9112 section 7.1); an empty one appends nothing, since it would end the body.
void appendChunk(std::string &out, std::string_view data);
//! The last chunk, with trailers if any.
void appendLastChunk(std::string &out, const Headers &trailers = {});

} // namespace gatehouse::http
