// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/xml_from_json.h"

#include "core/expression/format.h"
#include "core/expression/library/json.h"
#include "core/expression/machine.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"
#include "core/policy/xml_prefixes.h"

namespace gatehouse::policy {

namespace {

using expression::JsonArray;
using expression::JsonObject;
using expression::JsonProperty;
using expression::JsonToken;
using expression::JsonType;
using expression::JsonValue;
using expression::XmlAttribute;
using expression::XmlElement;
using expression::XmlName;

const std::u16string schemaInstance = u"http://www.w3.org/2001/XMLSchema-instance";

bool isNameUnit(char16_t unit, bool isFirst)
{
    const bool letter = (unit >= u'a' && unit <= u'z') || (unit >= u'A' && unit <= u'Z') || unit == u'_' || unit >= 0xC0;
    return letter || (!isFirst && ((unit >= u'0' && unit <= u'9') || unit == u'-' || unit == u'.' || unit == 0xB7));
}

std::u16string trimmed(std::u16string_view text)
{
    while (!text.empty() && expression::isWhiteSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && expression::isWhiteSpace(text.back()))
        text.remove_suffix(1);
    return std::u16string(text);
}

std::u16string textOf(const JsonValue &value)
{
    if (const auto *written = value.writtenText())
        return *written;
    if (const auto *string = expression::stringOf(value.content()))
        return *string;
    return value.content().isNull() ? std::u16string() : expression::primitiveText(value.content());
}

class XmlOfJson
{
public:
    explicit XmlOfJson(const XmlFromJson &options)
        : m_options(options), m_separator(expression::toUtf16(options.namespaceSeparator)),
          m_namespacePrefix(expression::toUtf16(options.namespacePrefix)), m_namespaceBlock(expression::toUtf16(options.namespaceBlockName)),
          m_attributeBlock(expression::toUtf16(options.attributeBlockName)), m_attributePrefix(expression::toUtf16(options.attributePrefix))
    {
    }

    std::u16string write(const JsonToken &root)
    {
        auto *top = new XmlElement({{}, u"Document"});
        const auto kept = top->value();
        const auto *object = dynamic_cast<const JsonObject *>(&root);
        const auto *only = object && object->items().size() == 1 ? static_cast<const JsonProperty *>(object->items().front()) : nullptr;
        if (only && only->content()->kind() != JsonType::Array && !isMarkup(only->name()))
            fill(*top, only->name(), *only->content());
        else if (root.kind() == JsonType::Array)
            children(*top, u"Item", root);
        else
            fill(*top, u"Document", root);
        return expression::xmlText(*top);
    }

private:
    std::u16string localName(std::u16string_view name) const
    {
        std::u16string out;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (isNameUnit(name[i], out.empty())) {
                out += name[i];
            } else if (m_options.invalidCharacterReplacement) {
                out += expression::toUtf16(*m_options.invalidCharacterReplacement);
            } else {
                constexpr std::u16string_view digits = u"0123456789ABCDEF";
                out += u"_x";
                for (int shift = 12; shift >= 0; shift -= 4)
                    out += digits[(name[i] >> shift) & 15];
                out += u'_';
            }
        }
        return out.empty() ? u"_" : out;
    }

    //! A name whose part before the separator is no declared prefix is a plain name.
    XmlName nameOf(std::u16string_view name, bool isAttribute) const
    {
        const auto at = m_separator.empty() ? std::u16string_view::npos : name.find(m_separator);
        if (at != std::u16string_view::npos && at > 0 && at + m_separator.size() < name.size())
            if (const auto space = m_prefixes.spaceOf(name.substr(0, at)))
                return {*space, localName(name.substr(at + m_separator.size()))};
        return {isAttribute ? std::u16string() : m_prefixes.spaceOf(u"").value_or(std::u16string()), localName(name)};
    }

    //! The prefix that a member's name declares; "" is the default namespace.
    std::optional<std::u16string> declaredPrefix(std::u16string_view name) const
    {
        if (m_namespacePrefix.empty() || !name.starts_with(m_namespacePrefix))
            return std::nullopt;
        name.remove_prefix(m_namespacePrefix.size());
        if (name.empty())
            return std::u16string();
        if (m_separator.empty() || !name.starts_with(m_separator) || name.size() == m_separator.size())
            return std::nullopt;
        return std::u16string(name.substr(m_separator.size()));
    }
    bool isAttribute(std::u16string_view name) const
    {
        return !m_attributePrefix.empty() && name.size() > m_attributePrefix.size() && name.starts_with(m_attributePrefix);
    }
    bool isMarkup(const std::u16string &name) const
    {
        return declaredPrefix(name) || isAttribute(name) || (!m_attributeBlock.empty() && name == m_attributeBlock)
            || (!m_namespaceBlock.empty() && name == m_namespaceBlock);
    }
    static const JsonValue *plain(const JsonToken &token) { return dynamic_cast<const JsonValue *>(&token); }

    void declare(XmlElement &element, XmlPrefixes::Scope &scope, const std::u16string &prefix, const JsonToken &space)
    {
        const auto *value = plain(space);
        if (!value)
            return;
        auto uri = textOf(*value);
        if (prefix.empty())
            element.addAttribute(new XmlAttribute({{}, u"xmlns"}, uri));
        else
            element.addAttribute(new XmlAttribute({std::u16string(expression::xmlnsSpace), localName(prefix)}, uri));
        scope.declare(prefix, std::move(uri));
    }

    void declareAll(XmlElement &element, XmlPrefixes::Scope &scope, const JsonObject &object)
    {
        for (const auto *item : object.items()) {
            const auto &property = static_cast<const JsonProperty &>(*item);
            if (const auto prefix = declaredPrefix(property.name()))
                declare(element, scope, *prefix, *property.content());
            const auto *block = dynamic_cast<const JsonObject *>(property.content());
            if (!block || m_namespaceBlock.empty() || property.name() != m_namespaceBlock)
                continue;
            for (const auto *one : block->items()) {
                const auto &declaration = static_cast<const JsonProperty &>(*one);
                const auto prefix = declaredPrefix(declaration.name());
                declare(element, scope, prefix ? *prefix : declaration.name(), *declaration.content());
            }
        }
    }

    void addAttribute(XmlElement &element, std::u16string_view name, const JsonToken &token) const
    {
        const auto *value = plain(token);
        auto of = nameOf(name, true);
        if (value && !element.attribute(of))
            element.addAttribute(new XmlAttribute(std::move(of), valueText(*value)));
    }

    std::u16string valueText(const JsonValue &value) const
    {
        auto text = textOf(value);
        return m_options.trimsValues ? trimmed(text) : text;
    }

    //! `element` has its parent already, so that a failure leaves nothing behind.
    void fill(XmlElement &element, std::u16string_view name, const JsonToken &content)
    {
        XmlPrefixes::Scope scope(m_prefixes);
        const auto *object = dynamic_cast<const JsonObject *>(&content);
        if (object)
            declareAll(element, scope, *object);
        element.name = nameOf(name, false);
        if (object)
            addMembers(element, *object);
        else if (content.kind() == JsonType::Array)
            children(element, name, content);
        else if (const auto *value = plain(content))
            addValue(element, *value);
    }

    void addMembers(XmlElement &element, const JsonObject &object)
    {
        for (const auto *item : object.items()) {
            const auto &property = static_cast<const JsonProperty &>(*item);
            const auto &name = property.name();
            if (isAttribute(name)) {
                addAttribute(element, std::u16string_view(name).substr(m_attributePrefix.size()), *property.content());
            } else if (!m_attributeBlock.empty() && name == m_attributeBlock) {
                if (const auto *block = dynamic_cast<const JsonObject *>(property.content()))
                    for (const auto *one : block->items())
                        addAttribute(element, static_cast<const JsonProperty *>(one)->name(), *static_cast<const JsonProperty *>(one)->content());
            } else if (!isMarkup(name)) {
                children(element, name, *property.content());
            }
        }
    }

    void addValue(XmlElement &element, const JsonValue &value) const
    {
        const auto text = valueText(value);
        const bool isNull = value.kind() == JsonType::Null || value.kind() == JsonType::Undefined || (text.empty() && m_options.emptyAsNull);
        if (isNull) {
            element.addAttribute(new XmlAttribute({schemaInstance, u"nil"}, u"true"));
            element.addAttribute(new XmlAttribute({std::u16string(expression::xmlnsSpace), u"xsi"}, schemaInstance));
        } else if (!text.empty()) {
            element.setText(text);
        } else {
            element.hasContent = true;
        }
    }

    //! One element, or one for each item; an empty array leaves an empty element.
    void children(XmlElement &parent, std::u16string_view name, const JsonToken &content)
    {
        const auto *array = dynamic_cast<const JsonArray *>(&content);
        if (!array) {
            fill(append(parent, name), name, content);
        } else if (array->items().empty()) {
            append(parent, name);
        } else {
            for (const auto *item : array->items())
                fill(append(parent, name), name, *item);
        }
    }
    XmlElement &append(XmlElement &parent, std::u16string_view name) const
    {
        auto *made = new XmlElement(nameOf(name, false));
        parent.append(made);
        return *made;
    }

    const XmlFromJson &m_options;
    std::u16string m_separator, m_namespacePrefix, m_namespaceBlock, m_attributeBlock, m_attributePrefix;
    XmlPrefixes m_prefixes;
};

} // namespace

tl::expected<std::string, std::string> xmlFromJson(std::string_view json, const XmlFromJson &options)
{
    try {
        expression::JsonParseOptions parsing;
        parsing.dates = options.parsesDates;
        constexpr std::string_view mark = "\xef\xbb\xbf";
        const auto text = expression::toUtf16(json.starts_with(mark) ? json.substr(mark.size()) : json);
        const auto parsed = expression::parseJson(text, nullptr, JsonType::None, parsing);
        return expression::toUtf8(XmlOfJson(options).write(*expression::jsonOf(parsed)));
    } catch (const expression::Raise &raised) {
        return tl::unexpected(expression::toUtf8(raised.message));
    } catch (const expression::LimitReached &reached) {
        return tl::unexpected("The JSON goes past the limit of " + reached.limit + ".");
    }
}

} // namespace gatehouse::policy
