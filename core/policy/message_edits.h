// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/program.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy {

enum class ExistsAction { Override, Skip, Append, Delete };
std::optional<ExistsAction> existsActionOf(std::string_view text);

//! What set-header says: of a request or response, in a section or inside send-request and return-response.
struct HeaderEdit
{
    //! What follows from a field's name.
    struct Field
    {
        explicit Field(std::string_view name);
        bool isValid = false;
        bool isGateways = false; //!< isGatewayHeader()
        bool staysSeparate = false; //!< several values stay several fields
    };
    ValueSource name;
    ValueSource action;
    std::vector<ValueSource> values;
    std::optional<Field> field; //!< of a constant name
    std::optional<ExistsAction> exists; //!< of a constant action

    //! Fails with the policy's own error when a value of an expression can't be a header.
    tl::expected<void, LastError> apply(http::Headers &headers, const Run &run) const;
};
HeaderEdit compileHeaderEdit(Compiler &compiler, NodeId node);
//! Connection, Content-Length, Keep-Alive, Transfer-Encoding: the gateway's own.
bool isGatewayHeader(std::string_view name);

struct StatusEdit
{
    ValueSource code;
    ValueSource reason;

    tl::expected<void, LastError> apply(ResponseMessage &response, const Run &run) const;
};
StatusEdit compileStatusEdit(Compiler &compiler, NodeId node);

//! set-body's text, or what its Liquid template gives; only set-body's own sees the message's body (liquid_body.h).
ValueSource compileBody(Compiler &compiler, NodeId node, bool bindsBody = false);
//! Replaces a body and what described the former one.
void setBody(Body &body, http::Headers &headers, std::string text);

//! set-status, set-header and set-body below return-response.
struct ResponseEdits
{
    std::optional<StatusEdit> status;
    std::vector<HeaderEdit> headers;
    std::optional<ValueSource> body;

    tl::expected<void, LastError> apply(ResponseMessage &response, const Run &run) const;
};
ResponseEdits compileResponseEdits(Compiler &compiler, NodeId node);

} // namespace gatehouse::policy
