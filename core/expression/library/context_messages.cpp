// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/body.h"
#include "core/expression/library/context_objects.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/machine.h"
#include "core/http/url.h"

namespace gatehouse::expression {

namespace {

Value urlValue(const std::string &text)
{
    return text.empty() ? Value::null() : Value::of(make<UrlObject>(text));
}

Value bodyValue(BodySource &body, Value owner)
{
    return body.exists() ? Value::of(make<BodyObject>(body, std::move(owner))) : Value::null();
}

ResponseSource &responseOf(Call &c)
{
    return c.object<ResponseObject>(0).source();
}

Value privateEndpoint(Call &c)
{
    return c.context().privateEndpoint() ? partValue(Known::IPrivateEndpoint) : Value::null();
}

template<auto Member>
Value endpointText(Call &c)
{
    const auto part = c.context().privateEndpoint();
    return part ? textValue(c, (*part).*Member) : Value::null();
}

//! The text; null when it was used up.
std::optional<std::string> takeText(Call &c)
{
    const bool preserve = c.boolean(1);
    const auto text = c.object<BodyObject>(0).source().read(preserve);
    if (!text)
        return std::nullopt;
    c.charge(text->size() / 64);
    return std::string(*text);
}

Value as(Call &c)
{
    const auto text = takeText(c);
    return text ? bodyAs(c, *text, c.typeArgument(0)) : zeroOf(c.typeArgument(0), c.library());
}

Value asForm(Call &c)
{
    auto map = make<DictionaryObject>(c.result());
    const auto text = takeText(c);
    if (!text)
        return Value::null();
    const auto *textType = c.library().primitive(TypeKind::String);
    for (auto &[name, value] : http::parseQuery(*text)) {
        auto key = Value::ofString(std::string_view(name));
        c.machine().allocate(name.size() + value.size() + sizeof(HashSlots::Slot));
        if (const auto known = map->find(key))
            known->to<ListObject>().items().push_back(Value::ofString(std::string_view(value)));
        else
            map->put(std::move(key), c.list(textType, {Value::ofString(std::string_view(value))}), true);
    }
    return Value::of(map);
}

} // namespace

void declareContextMessages(Library &library)
{
    library.declare(
        "interface IRequest", Known::IRequest,
        {{"IMessageBody Body { get; }", [](Call &c) { return bodyValue(c.context().requestBody(), {}); }},
         {"X509Certificate2 Certificate { get; }", [](Call &c) { return c.context().clientCertificate(); }},
         {"IReadOnlyDictionary<string, string[]> Headers { get; }",
          [](Call &c) { return Value::of(make<FieldsObject>(c.library(), c.context().requestHeaders(), false)); }},
         {"string IpAddress { get; }", [](Call &c) { return textValue(c, c.context().ipAddress()); }},
         {"IReadOnlyDictionary<string, string> MatchedParameters { get; }",
          [](Call &c) { return Value::of(make<FieldsObject>(c.library(), c.context().matchedParameters(), true)); }},
         {"string Method { get; }", [](Call &c) { return textValue(c, c.context().method()); }},
         {"IUrl OriginalUrl { get; }", [](Call &c) { return urlValue(c.context().originalUrl()); }},
         {"IUrl Url { get; }", [](Call &c) { return urlValue(c.context().url()); }},
         {"IPrivateEndpointConnection PrivateEndpointConnection { get; }", privateEndpoint},
         {"IFoundry Foundry { get; }",
          [](Call &c) { return c.context().foundryDeployment() ? partValue(Known::IFoundry) : Value::null(); }}});
    library.declare("interface IPrivateEndpointConnection", Known::IPrivateEndpoint,
                    {{"string Name { get; }", endpointText<&PrivateEndpointPart::name>},
                     {"string GroupId { get; }", endpointText<&PrivateEndpointPart::groupId>},
                     {"string MemberName { get; }", endpointText<&PrivateEndpointPart::memberName>}});
    library.declare("interface IFoundry", Known::IFoundry,
                    {{"string Deployment { get; }", [](Call &c) { return textValue(c, c.context().foundryDeployment()); }}});
    library.declare("interface IResponse", Known::IResponse,
                    {{"IMessageBody Body { get; }", [](Call &c) { return bodyValue(responseOf(c).body(), c[0]); }},
                     {"IReadOnlyDictionary<string, string[]> Headers { get; }",
                      [](Call &c) { return Value::of(make<FieldsObject>(c.library(), responseOf(c).headers(), false, c[0])); }},
                     {"int StatusCode { get; }", [](Call &c) { return Value::ofInt(responseOf(c).statusCode()); }},
                     {"string StatusReason { get; }", [](Call &c) { return textValue(c, responseOf(c).statusReason()); }}});
    library.declare("interface IMessageBody", Known::IMessageBody,
                    {{"T As<T>(bool preserveContent = false)", as},
                     {"IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)", asForm}});
}

} // namespace gatehouse::expression
