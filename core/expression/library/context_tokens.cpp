// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/context_objects.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/json.h"
#include "core/expression/machine.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"

namespace gatehouse::expression {

namespace {

std::optional<Value> jsonPart(std::string_view part)
{
    const auto text = crypto::decodeBase64(part, crypto::Base64Form::Url);
    if (!text)
        return std::nullopt;
    try {
        return parseJson(toUtf16(*text), nullptr, JsonType::Object, {.dates = false});
    } catch (const Raise &) {
        return std::nullopt;
    }
}

//! A claim's value as text: strings as they are, the rest as compact JSON.
Value claimText(const JsonToken &token)
{
    if (token.kind() == JsonType::String)
        return Value::ofString(std::u16string(static_cast<const JsonValue &>(token).string()));
    return Value::ofString(jsonText(token, false));
}

Value member(const Value &object, std::u16string_view name)
{
    const auto *token = object.to<JsonObject>().get(name);
    return token && token->kind() != JsonType::Null ? claimText(*token) : Value::null();
}

std::vector<Value> claimTexts(const JsonToken &token)
{
    std::vector<Value> texts;
    if (token.kind() == JsonType::Array)
        for (const auto *item : static_cast<const JsonArray &>(token).items())
            texts.push_back(claimText(*item));
    else
        texts.push_back(claimText(token));
    return texts;
}

template<bool OfHeader>
Value jwtText(Call &c, std::u16string_view name)
{
    const auto &jwt = c.object<JwtObject>(0);
    return member(OfHeader ? jwt.header() : jwt.payload(), name);
}

//! NumericDate of RFC 7519: seconds since 1970.
Value jwtTime(Call &c, std::u16string_view name)
{
    const auto *token = c.object<JwtObject>(0).payload().to<JsonObject>().get(name);
    if (!token || (token->kind() != JsonType::Integer && token->kind() != JsonType::Float))
        return Value::null();
    const double seconds = numberOf(static_cast<const JsonValue &>(*token));
    constexpr double latest = 253'402'300'799; // the end of 9999
    if (!(seconds >= -62'135'596'800.0 && seconds <= latest))
        return Value::null();
    return Value::ofDateTime(unixEpochTicks + static_cast<std::int64_t>(seconds) * ticksPerSecond, 1);
}

Value claims(Call &c)
{
    auto map = make<DictionaryObject>(c.result());
    const auto *text = c.library().primitive(TypeKind::String);
    for (const auto *item : c.object<JwtObject>(0).payload().to<JsonObject>().items()) {
        const auto &property = static_cast<const JsonProperty &>(*item);
        map->put(Value::ofString(property.name()), c.array(text, claimTexts(*property.content())), true);
    }
    return Value::of(map);
}

Value audiences(Call &c)
{
    const auto *token = c.object<JwtObject>(0).payload().to<JsonObject>().get(u"aud");
    return Value::of(make<SequenceObject>(c.result(), token ? claimTexts(*token) : std::vector<Value>{}));
}

Value jwtOf(Call &c)
{
    return c.isNull(0) ? Value::null() : parseJwt(toUtf8(c.string(0)));
}

Value basicOf(Call &c)
{
    if (c.isNull(0))
        return Value::null();
    const auto header = toUtf8(c.string(0));
    constexpr std::string_view scheme = "Basic ";
    if (!equalsIgnoreCase(std::string_view(header).substr(0, scheme.size()), scheme))
        return Value::null();
    const auto decoded = crypto::decodeBase64(trim(std::string_view(header).substr(scheme.size())), crypto::Base64Form::Standard);
    if (!decoded)
        return Value::null();
    const auto text = toUtf16(*decoded);
    const auto colon = text.find(u':');
    if (colon == std::u16string::npos)
        return Value::null();
    return Value::of(make<BasicCredentialsObject>(text.substr(0, colon), text.substr(colon + 1)));
}

template<Value (*Parse)(Call &)>
Value tryParse(Call &c)
{
    auto parsed = Parse(c);
    const bool good = !parsed.isNull();
    c.setOut(1, std::move(parsed));
    return Value::ofBool(good);
}

Value authorizationClaims(Call &c)
{
    auto map = make<DictionaryObject>(c.result());
    for (const auto &[name, value] : c.object<AuthorizationObject>(0).claims())
        map->put(name, value, true);
    return Value::of(map);
}

} // namespace

std::u16string JwtObject::text(Machine &) const
{
    return toUtf16(m_token);
}

Value parseJwt(std::string_view text)
{
    text = trim(text);
    constexpr std::string_view scheme = "Bearer ";
    if (equalsIgnoreCase(text.substr(0, scheme.size()), scheme))
        text = trim(text.substr(scheme.size()));
    const auto parts = split(text, '.');
    if (parts.size() != 3)
        return {};
    auto header = jsonPart(parts[0]);
    auto payload = jsonPart(parts[1]);
    if (!header || !payload)
        return {};
    return Value::of(make<JwtObject>(std::string(text), std::move(*header), std::move(*payload)));
}

void declareContextTokens(Library &library)
{
    library.declare("class Jwt", Known::Jwt,
                    {{"string Algorithm { get; }", [](Call &c) { return jwtText<true>(c, u"alg"); }},
                     {"string Type { get; }", [](Call &c) { return jwtText<true>(c, u"typ"); }},
                     {"string Id { get; }", [](Call &c) { return jwtText<false>(c, u"jti"); }},
                     {"string Issuer { get; }", [](Call &c) { return jwtText<false>(c, u"iss"); }},
                     {"string Subject { get; }", [](Call &c) { return jwtText<false>(c, u"sub"); }},
                     {"IEnumerable<string> Audiences { get; }", audiences},
                     {"IReadOnlyDictionary<string, string[]> Claims { get; }", claims},
                     {"DateTime? ExpirationTime { get; }", [](Call &c) { return jwtTime(c, u"exp"); }},
                     {"DateTime? NotBefore { get; }", [](Call &c) { return jwtTime(c, u"nbf"); }},
                     {"DateTime? IssuedAt { get; }", [](Call &c) { return jwtTime(c, u"iat"); }}});
    library.declare("class BasicAuthCredentials", Known::BasicAuthCredentials,
                    {{"string UserId { get; }", [](Call &c) { return c.text(c.object<BasicCredentialsObject>(0).userId()); }},
                     {"string Username { get; }", [](Call &c) { return c.text(c.object<BasicCredentialsObject>(0).userId()); }},
                     {"string Password { get; }", [](Call &c) { return c.text(c.object<BasicCredentialsObject>(0).password()); }}});
    library.declare("class Authorization", Known::Authorization,
                    {{"string AccessToken { get; }", [](Call &c) { return c.object<AuthorizationObject>(0).accessToken(); }},
                     {"IReadOnlyDictionary<string, object> Claims { get; }", authorizationClaims}});
    library.declare("static class ContextExtensions", Known::None,
                    {{"static Jwt AsJwt(this string input)", jwtOf},
                     {"static bool TryParseJwt(this string input, out Jwt result)", tryParse<jwtOf>},
                     {"static BasicAuthCredentials AsBasic(this string input)", basicOf},
                     {"static bool TryParseBasic(this string input, out BasicAuthCredentials result)", tryParse<basicOf>}});
}

} // namespace gatehouse::expression
