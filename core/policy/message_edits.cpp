// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"

#include "core/base/text.h"
#include "core/http/message.h"
#include "core/policy/liquid_body.h"
#include "core/policy/steps.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {

namespace {

//! Fields whose values hold commas, or that are written one a line: several values stay several fields.
bool staysSeparate(std::string_view name)
{
    constexpr std::array<std::string_view, 12> names{
        "User-Agent", "WWW-Authenticate", "Proxy-Authenticate", "Cookie", "Set-Cookie", "Warning",
        "Date", "Expires", "If-Modified-Since", "If-Unmodified-Since", "Last-Modified", "Retry-After"};
    return std::any_of(names.begin(), names.end(), [name](auto other) { return equalsIgnoreCase(name, other); });
}

LastError invalidHeader(std::string message)
{
    LastError error;
    error.reason = "HeaderInvalid";
    error.message = std::move(message);
    return error;
}

std::string joinedValues(const std::vector<std::string> &values)
{
    std::string text;
    for (const auto &value : values)
        text += (&value == &values.front() ? "" : ",") + value;
    return text;
}

void write(http::Headers &headers, std::string_view name, bool staysSeparate, const std::vector<std::string> &values)
{
    if (!staysSeparate) {
        headers.set(name, joinedValues(values));
        return;
    }
    headers.remove(name);
    for (const auto &value : values)
        headers.add(name, value);
}

void append(http::Headers &headers, std::string_view name, bool staysSeparate, std::vector<std::string> values)
{
    if (!headers.has(name) || staysSeparate) {
        for (const auto &value : values)
            headers.add(name, value);
        return;
    }
    std::vector<std::string> all;
    for (const auto value : headers.all(name))
        all.emplace_back(value);
    all.insert(all.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
    headers.set(name, joinedValues(all));
}

tl::unexpected<LastError> invalidValue(std::string_view name)
{
    return tl::unexpected(invalidHeader("The value of the header '" + std::string(name) + "' is not valid."));
}

} // namespace

std::optional<ExistsAction> existsActionOf(std::string_view text)
{
    if (text == "override")
        return ExistsAction::Override;
    if (text == "skip")
        return ExistsAction::Skip;
    if (text == "append")
        return ExistsAction::Append;
    if (text == "delete")
        return ExistsAction::Delete;
    return std::nullopt;
}

bool isGatewayHeader(std::string_view name)
{
    return equalsIgnoreCase(name, "Connection") || equalsIgnoreCase(name, "Content-Length")
        || equalsIgnoreCase(name, "Keep-Alive") || equalsIgnoreCase(name, "Transfer-Encoding");
}

HeaderEdit::Field::Field(std::string_view name)
    : isValid(http::isToken(name)), isGateways(isGatewayHeader(name)), staysSeparate(policy::staysSeparate(name))
{
}

tl::expected<void, LastError> HeaderEdit::apply(http::Headers &headers, const Run &run) const
{
    std::string made;
    const auto fieldName = name.view(run, made);
    const auto traits = field ? *field : Field(fieldName);
    if (!traits.isValid)
        return tl::unexpected(invalidHeader("The header's name is not valid."));
    if (traits.isGateways)
        return {}; // Azure lets no policy change them
    const auto what = exists ? exists : existsActionOf(action.text(run));
    if (!what)
        return tl::unexpected(expressionFailure("exists-action is not override, skip, append or delete."));
    if (*what == ExistsAction::Delete) {
        headers.remove(fieldName);
        return {};
    }
    if (*what == ExistsAction::Skip && headers.has(fieldName))
        return {};
    if (values.size() <= 1 && *what != ExistsAction::Append) { // most
        std::string text;
        const auto value = values.empty() ? std::string_view() : trim(values.front().view(run, text));
        if (!http::isFieldValue(value))
            return invalidValue(fieldName);
        headers.set(fieldName, value);
        return {};
    }
    std::vector<std::string> texts;
    for (const auto &value : values) {
        texts.emplace_back(trim(value.text(run)));
        if (!http::isFieldValue(texts.back()))
            return invalidValue(fieldName);
    }
    if (*what == ExistsAction::Append)
        append(headers, fieldName, traits.staysSeparate, std::move(texts));
    else
        write(headers, fieldName, traits.staysSeparate, texts);
    return {};
}

HeaderEdit compileHeaderEdit(Compiler &compiler, NodeId node)
{
    HeaderEdit edit;
    edit.name = compiler.attribute(node, "name");
    edit.action = compiler.attribute(node, "exists-action", "override");
    for (const auto child : compiler.document().elements(node))
        if (compiler.document().name(child) == "value")
            edit.values.push_back(compiler.text(child));
    if (edit.name.isConstant())
        edit.field = HeaderEdit::Field(textOf(edit.name.constant()));
    if (edit.action.isConstant())
        edit.exists = existsActionOf(textOf(edit.action.constant()));
    return edit;
}

tl::expected<void, LastError> StatusEdit::apply(ResponseMessage &response, const Run &run) const
{
    const auto status = code.integer(run);
    if (!status || *status < 100 || *status > 999)
        return tl::unexpected(expressionFailure("The status code is not a number from 100 to 999."));
    auto phrase = reason.text(run);
    if (!http::isFieldValue(phrase))
        return tl::unexpected(expressionFailure("The reason phrase is not valid."));
    response.status = static_cast<int>(*status);
    response.reason = phrase.empty() ? std::string(http::reasonPhrase(response.status)) : std::move(phrase);
    return {};
}

StatusEdit compileStatusEdit(Compiler &compiler, NodeId node)
{
    auto code = compiler.attribute(node, "code", "200");
    return {std::move(code), compiler.attribute(node, "reason")};
}

ValueSource compileBody(Compiler &compiler, NodeId node, bool bindsBody)
{
    const auto *kind = compiler.document().attribute(node, "template");
    return kind && kind->value == "liquid" ? compileLiquidBody(compiler, node, bindsBody) : compiler.bodyText(node);
}

void setBody(Body &body, http::Headers &headers, std::string text)
{
    body.set(std::move(text));
    for (const auto *name : {"Content-Length", "Transfer-Encoding", "Content-Encoding", "Content-MD5"})
        headers.remove(name);
}

tl::expected<void, LastError> ResponseEdits::apply(ResponseMessage &response, const Run &run) const
{
    if (status)
        if (auto applied = status->apply(response, run); !applied)
            return applied;
    for (const auto &header : headers)
        if (auto applied = header.apply(response.headers, run); !applied)
            return applied;
    if (body)
        setBody(response.body, response.headers, body->text(run));
    return {};
}

ResponseEdits compileResponseEdits(Compiler &compiler, NodeId node)
{
    ResponseEdits edits;
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "set-status")
            edits.status = compileStatusEdit(compiler, child);
        else if (name == "set-header")
            edits.headers.push_back(compileHeaderEdit(compiler, child));
        else if (name == "set-body")
            edits.body = compileBody(compiler, child);
        else
            compiler.invalid(child, "policy.unknownElement",
                             {{"parent", "return-response"}, {"name", std::string(name)}, {"expected", "set-status, set-header, set-body"}});
    }
    return edits;
}

} // namespace gatehouse::policy
