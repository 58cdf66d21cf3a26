// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/expression/context.h"
#include "core/expression/library.h"

namespace gatehouse::expression {

//! The parts of a context that stand in JSON: they refer to it.

Text textMember(const json::object &object, std::string_view name); //!< null unless it is a string

class JsonFields final : public Fields
{
public:
    explicit JsonFields(const json::object *fields) : m_fields(fields) { }
    std::vector<std::string_view> names() const override;
    std::optional<std::vector<std::string_view>> values(std::string_view name) const override;

private:
    const json::object *m_fields; //!< may be null; values are strings or arrays of strings
};

class JsonBody final : public BodySource
{
public:
    explicit JsonBody(const json::value *text) : m_text(text && text->is_string() ? &text->get_string() : nullptr) { }
    bool exists() const override { return m_text; }
    Text read(bool preserve) override;

private:
    const json::string *m_text;
    bool m_used = false;
};

class JsonResponse final : public ResponseSource
{
public:
    explicit JsonResponse(json::object response);
    int statusCode() const override;
    Text statusReason() const override { return textMember(m_response, "statusReason"); }
    const Fields &headers() const override { return m_headers; }
    BodySource &body() override { return m_body; }

private:
    json::object m_response;
    JsonFields m_headers;
    JsonBody m_body;
};

//! {"type": "int", "value": 3}. Null for a type that it does not know.
Value valueFromJson(const Library &library, const json::object &written);
//! {"pfx": base64} or {"cer": base64}.
Value certificateFromJson(const json::value &certificate);

} // namespace gatehouse::expression
