// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/bindings.h"

#include "core/base/text.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/json.h"
#include "core/expression/library/xml_node.h"
#include "core/expression/machine.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"
#include "core/policy/exchange_context.h"
#include "core/policy/message_part.h"

namespace gatehouse::policy::liquid {

namespace {

using expression::Tag;
using expression::XmlElement;

Value shared(std::shared_ptr<Hash> hash)
{
    return Value(HashPointer(std::move(hash)));
}

Value jsonValue(const expression::JsonToken &token)
{
    if (const auto *object = dynamic_cast<const expression::JsonObject *>(&token)) {
        auto hash = std::make_shared<Hash>();
        for (const auto *item : object->items()) {
            const auto &property = static_cast<const expression::JsonProperty &>(*item);
            hash->add(expression::toUtf8(property.name()), jsonValue(*property.content()));
        }
        return shared(std::move(hash));
    }
    if (const auto *container = dynamic_cast<const expression::JsonContainer *>(&token)) {
        Array items;
        for (const auto *item : container->items())
            items.push_back(jsonValue(*item));
        return Value::of(std::move(items));
    }
    const auto &value = static_cast<const expression::JsonValue &>(token);
    if (const auto *written = value.writtenText())
        return Value(expression::toUtf8(*written));
    return valueOf(value.content());
}

bool isNil(const XmlElement &element)
{
    const auto *nil = element.attribute({u"http://www.w3.org/2001/XMLSchema-instance", u"nil"});
    return nil && (nil->content == u"true" || nil->content == u"1");
}

Value xmlValue(const XmlElement &element, const BodyBinding &binding)
{
    if (isNil(element))
        return binding.nilIsNull ? Value() : Value(std::string());
    std::vector<std::pair<std::string, Array>> groups; // children of one name are an array, where the first of them stands
    std::map<std::string, std::size_t> known;
    Array elements;
    for (const auto *node : element.nodes()) {
        const auto *child = dynamic_cast<const XmlElement *>(node);
        if (!child)
            continue;
        auto name = expression::toUtf8(child->name.local);
        auto value = xmlValue(*child, binding);
        elements.push_back(value);
        const auto [group, isNew] = known.try_emplace(toLower(name), groups.size());
        if (isNew)
            groups.emplace_back(std::move(name), Array());
        groups[group->second].second.push_back(std::move(value));
    }
    if (elements.empty())
        return Value(expression::toUtf8(element.innerText()));
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    for (auto &[name, values] : groups)
        hash->add(std::move(name), values.size() == 1 ? values.front() : Value::of(values));
    for (const auto *attribute : element.attributes())
        if (!attribute->isDeclaration())
            hash->add(expression::toUtf8(attribute->name().local), Value(expression::toUtf8(attribute->content)));
    hash->elements = std::move(elements);
    return shared(std::move(hash));
}

Value rootValue(const XmlElement &root, const BodyBinding &binding)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    hash->add(expression::toUtf8(root.name.local), xmlValue(root, binding));
    return shared(std::move(hash));
}

Value headersValue(const http::Headers &headers)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    for (const auto field : headers)
        hash->add(std::string(field.name), Value(headers.joined(field.name)));
    return shared(std::move(hash));
}

Value urlValue(const http::Url &url)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    auto query = std::make_shared<Hash>();
    query->ignoresCase = true;
    for (auto &[name, value] : http::parseQuery(url.query))
        query->add(name, Value(value));
    hash->add("Scheme", Value(url.scheme));
    hash->add("Host", Value(url.host));
    hash->add("Port", Value(std::to_string(url.effectivePort())));
    hash->add("Path", Value(url.path));
    hash->add("Query", shared(std::move(query)));
    hash->add("QueryString", Value(url.query.empty() ? std::string() : "?" + url.query));
    hash->add("ToUri", Value(url.text()));
    hash->add("ToString", Value(url.text()));
    return shared(std::move(hash));
}

Value requestValue(const Exchange &exchange)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    auto parameters = std::make_shared<Hash>();
    parameters->ignoresCase = true;
    for (const auto &[name, value] : exchange.matched.parameters)
        parameters->add(name, Value(value));
    hash->add("Url", urlValue(exchange.request.url));
    hash->add("Method", Value(exchange.request.method));
    hash->add("OriginalMethod", Value(exchange.request.method));
    hash->add("OriginalUrl", urlValue(exchange.originalUrl));
    hash->add("IpAddress", Value(exchange.clientAddress));
    hash->add("MatchedParameters", shared(std::move(parameters)));
    hash->add("HasBody", Value(!exchange.request.body.isEmpty()));
    hash->add("Headers", headersValue(exchange.request.headers));
    return shared(std::move(hash));
}

Value responseValue(const ResponseMessage &response)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    hash->add("StatusCode", Value(std::int64_t{response.status}));
    hash->add("StatusReason", Value(response.reason));
    hash->add("Headers", headersValue(response.headers));
    return shared(std::move(hash));
}

Value variablesValue(const Exchange &exchange)
{
    auto hash = std::make_shared<Hash>();
    for (const auto &[name, variable] : exchange.variables) {
        const auto *response = std::get_if<std::shared_ptr<ResponseMessage>>(&variable);
        hash->add(name, response && *response ? responseValue(**response) : valueOf(toValue(variable)));
    }
    return shared(std::move(hash));
}

template<typename Info>
Value namedValue(const std::shared_ptr<const Info> &info)
{
    if (!info)
        return {};
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    hash->add("Id", Value(info->id));
    hash->add("Name", Value(info->name));
    return shared(std::move(hash));
}

} // namespace

Value valueOf(const expression::Value &value, const BodyBinding &binding)
{
    switch (value.tag()) {
    case Tag::Null: return {};
    case Tag::Bool: return Value(value.boolean());
    case Tag::SByte:
    case Tag::Byte:
    case Tag::Int16:
    case Tag::UInt16:
    case Tag::Int32:
    case Tag::UInt32:
    case Tag::Int64: return Value(value.integer());
    case Tag::Single:
    case Tag::Double: return Value(value.real());
    case Tag::DateTime:
    case Tag::DateTimeOffset: return Value(Moment{value});
    case Tag::Object: break;
    default: return Value(expression::toUtf8(expression::primitiveText(value)));
    }
    if (const auto *text = expression::stringOf(value))
        return Value(expression::toUtf8(*text));
    if (const auto *token = expression::jsonOf(value))
        return jsonValue(*token);
    if (value.as<expression::DecimalObject>())
        return Value(expression::decimalOf(value));
    if (const auto *document = value.as<expression::XmlDocumentNode>())
        return document->rootElement() ? rootValue(*document->rootElement(), binding) : Value();
    if (const auto *element = value.as<XmlElement>())
        return xmlValue(*element, binding);
    Array items;
    if (auto *list = value.as<expression::ListObject>()) {
        for (const auto &item : list->items())
            items.push_back(valueOf(item, binding));
    } else if (auto *array = value.as<expression::ArrayObject>()) {
        for (const auto &item : array->items())
            items.push_back(valueOf(item, binding));
    } else {
        return {};
    }
    return Value::of(std::move(items));
}

tl::expected<Value, std::string> bodyValue(std::string_view text, std::string_view contentType, const BodyBinding &binding)
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark))
        text.remove_prefix(mark.size());
    const auto type = mediaType(contentType);
    if (trim(text).empty())
        return Value();
    try {
        if (isXmlType(type)) {
            const auto parsed = expression::parseXmlDocument(expression::toUtf16(text), false, nullptr);
            return valueOf(parsed, binding);
        }
        if (isJsonType(type)) {
            expression::JsonParseOptions options;
            options.dates = binding.parsesDates;
            const auto parsed = expression::parseJson(expression::toUtf16(text), nullptr, expression::JsonType::None, options);
            return valueOf(parsed);
        }
        return Value(std::string(text));
    } catch (const expression::Raise &raised) {
        return tl::unexpected(expression::toUtf8(raised.message));
    } catch (const expression::LimitReached &reached) {
        return tl::unexpected("The body goes past the limit of " + reached.limit + ".");
    }
}

Value contextValue(const Exchange &exchange)
{
    auto hash = std::make_shared<Hash>();
    hash->ignoresCase = true;
    hash->add("RequestId", Value(exchange.requestId));
    hash->add("Request", requestValue(exchange));
    if (exchange.hasResponse)
        hash->add("Response", responseValue(exchange.response));
    hash->add("Variables", variablesValue(exchange));
    hash->add("Api", namedValue(exchange.matched.api));
    hash->add("Operation", namedValue(exchange.matched.operation));
    hash->add("Product", namedValue(exchange.matched.product));
    hash->add("Subscription", namedValue(exchange.matched.subscription));
    return shared(std::move(hash));
}

} // namespace gatehouse::policy::liquid
