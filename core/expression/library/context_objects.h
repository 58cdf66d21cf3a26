// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/context.h"
#include "core/expression/library/uri.h"
#include "core/expression/library/views.h"

#include <memory>

namespace gatehouse::expression {

//! Stands for a part of the context: its members ask the evaluation's Context. Immortal, one a part.
class PartObject final : public Object
{
public:
    explicit PartObject(Known part) : m_part(part) { makeImmortal(); }
    const Type *type(const Library &library) const override { return library.known(m_part); }

private:
    Known m_part;
};
Value partValue(Known part);

//! IGroup, IUserIdentity, IPrivateEndpoint: two or three texts.
class NamedObject final : public Object
{
public:
    NamedObject(Known known, Value id, Value name) : m_known(known), m_id(std::move(id)), m_name(std::move(name)) { }
    const Type *type(const Library &library) const override { return library.known(m_known); }
    const Value &id() const { return m_id; }
    const Value &name() const { return m_name; }

private:
    Known m_known;
    Value m_id, m_name;
};

//! IUrl.
class UrlObject final : public Object
{
public:
    explicit UrlObject(std::string_view text); //!< absolute; raises UriFormatException
    const Type *type(const Library &library) const override { return library.known(Known::IUrl); }
    std::u16string text(Machine &machine) const override; //!< without a default port
    const UriParts &parts() const { return m_uri->parts(); }

private:
    Ref<UriObject> m_uri;
};

//! IMessageBody.
class BodyObject final : public Object
{
public:
    BodyObject(BodySource &source, Value owner) : m_source(source), m_owner(std::move(owner)) { }
    const Type *type(const Library &library) const override { return library.known(Known::IMessageBody); }
    BodySource &source() const { return m_source; }

private:
    BodySource &m_source;
    Value m_owner;
};

//! IResponse: the context's own (not owned), or one in a variable.
class ResponseObject final : public Object
{
public:
    explicit ResponseObject(ResponseSource &source) : m_source(source) { }
    explicit ResponseObject(std::shared_ptr<ResponseSource> source) : m_source(*source), m_owned(std::move(source)) { }
    const Type *type(const Library &library) const override { return library.known(Known::IResponse); }
    ResponseSource &source() const { return m_source; }
    const std::shared_ptr<ResponseSource> &owned() const { return m_owned; }

private:
    ResponseSource &m_source;
    std::shared_ptr<ResponseSource> m_owned;
};

//! Header fields (values are string[]) or matched parameters (`single`: string).
class FieldsObject final : public Object, public MapView
{
public:
    FieldsObject(const Library &library, const Fields &fields, bool single, Value owner = {})
        : m_library(library), m_fields(fields), m_single(single), m_owner(std::move(owner))
    {
    }
    const Type *type(const Library &library) const override;
    EnumeratorPointer enumerate(Machine &machine) override;
    std::size_t size() const override { return m_fields.names().size(); }
    std::optional<Value> find(const Value &key) const override;
    std::vector<Entry> entries(Machine &machine) const override;
    const Fields &fields() const { return m_fields; }

private:
    Value valueOf(const std::vector<std::string_view> &values) const;

    const Library &m_library;
    const Fields &m_fields;
    bool m_single;
    Value m_owner;
};

//! context.Variables.
class VariablesObject final : public Object, public MapView
{
public:
    explicit VariablesObject(Context &context) : m_context(context) { }
    const Type *type(const Library &library) const override;
    EnumeratorPointer enumerate(Machine &machine) override;
    std::size_t size() const override { return m_context.variableNames().size(); }
    std::optional<Value> find(const Value &key) const override;
    std::vector<Entry> entries(Machine &machine) const override;

private:
    Context &m_context;
};

//! A parsed JSON Web Token; nothing of it is verified.
class JwtObject final : public Object
{
public:
    JwtObject(std::string token, Value header, Value payload)
        : m_token(std::move(token)), m_header(std::move(header)), m_payload(std::move(payload))
    {
    }
    const Type *type(const Library &library) const override { return library.known(Known::Jwt); }
    std::u16string text(Machine &machine) const override;
    const std::string &token() const { return m_token; }
    const Value &header() const { return m_header; } //!< a JObject
    const Value &payload() const { return m_payload; }

private:
    std::string m_token;
    Value m_header, m_payload;
};
//! "Bearer " in front is passed over. Null: it is no token.
Value parseJwt(std::string_view text);

class BasicCredentialsObject final : public Object
{
public:
    BasicCredentialsObject(std::u16string userId, std::u16string password) : m_userId(std::move(userId)), m_password(std::move(password)) { }
    const Type *type(const Library &library) const override { return library.known(Known::BasicAuthCredentials); }
    const std::u16string &userId() const { return m_userId; }
    const std::u16string &password() const { return m_password; }

private:
    std::u16string m_userId, m_password;
};

//! What get-authorization-context leaves in a variable.
class AuthorizationObject final : public Object
{
public:
    AuthorizationObject(Value accessToken, std::vector<MapView::Entry> claims)
        : m_accessToken(std::move(accessToken)), m_claims(std::move(claims))
    {
    }
    const Type *type(const Library &library) const override { return library.known(Known::Authorization); }
    const Value &accessToken() const { return m_accessToken; }
    const std::vector<MapView::Entry> &claims() const { return m_claims; }

private:
    Value m_accessToken;
    std::vector<MapView::Entry> m_claims;
};

Value textValue(Call &call, const Text &text); //!< null when absent
Value utcValue(UtcTime time); //!< a DateTime of kind Utc

void declareContextParts(Library &library);
void declareContextMessages(Library &library);
void declareContextMaps(Library &library);
void declareContextUrl(Library &library);
void declareContextTokens(Library &library);

} // namespace gatehouse::expression
