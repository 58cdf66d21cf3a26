// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::http {

//! Appends the head with its empty line to `out`. The caller has set Content-Length or Transfer-Encoding. A field whose
//! name is no token or whose value has a control character is dropped, never written, as is a Content-Length beside
//! Transfer-Encoding and a second one of either. What may not stand in a method or target is written as %XX, a bad
//! reason or status is replaced (500). The answer is how many fields were dropped and how many parts repaired: 0 for
//! everything that the parser let pass.
std::size_t appendHead(std::string &out, const RequestHead &head);
//! An empty reason is filled with the registered phrase.
std::size_t appendHead(std::string &out, const ResponseHead &head);
//! One chunk (RFC 9112 section 7.1); an empty one appends nothing, since it would end the body.
void appendChunk(std::string &out, std::string_view data);
//! The last chunk, with trailers if any.
void appendLastChunk(std::string &out, const Headers &trailers = {});

} // namespace gatehouse::http
