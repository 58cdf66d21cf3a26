// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"
#include "core/expression/library/tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

class Machine;

//! XmlNodeType.
enum class XmlKind : std::int32_t {
    Element = 1, Attribute = 2, TextNode = 3, CData = 4, ProcessingInstruction = 7, Comment = 8, Document = 9, DocumentType = 10,
};

//! A name with its namespace, as it is compared.
struct XmlName
{
    std::u16string space;
    std::u16string local;
    bool operator==(const XmlName &other) const { return local == other.local && space == other.space; }
};
constexpr std::u16string_view xmlSpace = u"http://www.w3.org/XML/1998/namespace";
constexpr std::u16string_view xmlnsSpace = u"http://www.w3.org/2000/xmlns/";

//! XName.
class XmlNameObject final : public Object
{
public:
    explicit XmlNameObject(XmlName name) : m_name(std::move(name)) { }
    const XmlName &name() const { return m_name; }
    const Type *type(const Library &library) const override { return library.known(Known::XName); }
    std::u16string text(Machine &) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    XmlName m_name;
};

//! XNamespace.
class XmlNamespaceObject final : public Object
{
public:
    explicit XmlNamespaceObject(std::u16string uri) : m_uri(std::move(uri)) { }
    const std::u16string &uri() const { return m_uri; }
    const Type *type(const Library &library) const override { return library.known(Known::XNamespace); }
    std::u16string text(Machine &) const override { return m_uri; }
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    std::u16string m_uri;
};

//! XDeclaration.
class XmlDeclarationObject final : public Object
{
public:
    Value version, encoding, standalone; //!< strings or null
    const Type *type(const Library &library) const override { return library.known(Known::XDeclaration); }
    std::u16string text(Machine &) const override;
};

class XmlContainer;

//! XObject: a node or an attribute.
class XmlNode : public TreeNode
{
public:
    virtual XmlKind kind() const = 0;
    virtual XmlNode *copy() const = 0; //!< deep, without a parent; not referenced yet
    XmlContainer *parent() const;
    std::u16string text(Machine &machine) const override; //!< indented XML

protected:
    void appendChildren(std::vector<TreeNode *> &) const override { }
};

class XmlAttribute final : public XmlNode
{
public:
    XmlAttribute(XmlName name, std::u16string text) : content(std::move(text)), m_name(std::move(name)) { }
    std::u16string content;
    const XmlName &name() const { return m_name; }
    bool isDeclaration() const { return m_name.space == xmlnsSpace || (m_name.space.empty() && m_name.local == u"xmlns"); }
    XmlKind kind() const override { return XmlKind::Attribute; }
    XmlNode *copy() const override { return new XmlAttribute(m_name, content); }
    const Type *type(const Library &library) const override { return library.known(Known::XAttribute); }

private:
    XmlName m_name;
};

//! XText, XCData, XComment.
class XmlText final : public XmlNode
{
public:
    XmlText(XmlKind kind, std::u16string text) : content(std::move(text)), m_kind(kind) { }
    std::u16string content;
    XmlKind kind() const override { return m_kind; }
    bool isText() const { return m_kind == XmlKind::TextNode || m_kind == XmlKind::CData; }
    XmlNode *copy() const override { return new XmlText(m_kind, content); }
    const Type *type(const Library &library) const override;

private:
    XmlKind m_kind;
};

//! XProcessingInstruction, XDocumentType.
class XmlInstruction final : public XmlNode
{
public:
    XmlInstruction(XmlKind kind, std::u16string of, std::u16string text) : target(std::move(of)), data(std::move(text)), m_kind(kind) { }
    std::u16string target;
    std::u16string data; //!< of a document type: its internal subset
    XmlKind kind() const override { return m_kind; }
    XmlNode *copy() const override { return new XmlInstruction(m_kind, target, data); }
    const Type *type(const Library &library) const override;

private:
    XmlKind m_kind;
};

class XmlContainer : public XmlNode
{
public:
    const std::vector<XmlNode *> &nodes() const { return m_nodes; }
    //! One that has a parent is copied. Raises what .NET does for one that does not fit.
    void insert(std::size_t index, XmlNode *node);
    void append(XmlNode *node) { insert(m_nodes.size(), node); }
    virtual void appendText(std::u16string_view text); //!< joins a text that ends the content
    void remove(XmlNode &node);
    void removeAll();
    std::size_t indexOf(const XmlNode &node) const;

protected:
    virtual void validate(const XmlNode &node) const = 0;
    virtual void changed() { }
    void appendChildren(std::vector<TreeNode *> &nodes) const override;
    void copyNodesTo(XmlContainer &other) const;

private:
    std::vector<XmlNode *> m_nodes;
};

class XmlElement final : public XmlContainer
{
public:
    explicit XmlElement(XmlName elementName) : name(std::move(elementName)) { }
    XmlName name;
    bool hasContent = false; //!< without nodes: written <a></a>, not <a />
    const std::vector<XmlAttribute *> &attributes() const { return m_attributes; }
    XmlAttribute *attribute(const XmlName &of) const;
    void addAttribute(XmlAttribute *attribute);
    void removeAttribute(XmlAttribute &attribute);
    void removeAttributes();
    std::u16string innerText() const;
    void setText(std::u16string_view text);
    void appendText(std::u16string_view text) override;
    XmlKind kind() const override { return XmlKind::Element; }
    XmlNode *copy() const override;
    const Type *type(const Library &library) const override { return library.known(Known::XElement); }

protected:
    void validate(const XmlNode &node) const override;
    void changed() override { hasContent = false; }
    void appendChildren(std::vector<TreeNode *> &nodes) const override;

private:
    std::vector<XmlAttribute *> m_attributes;
};

class XmlDocumentNode final : public XmlContainer
{
public:
    Value declaration; //!< XDeclaration or null
    XmlElement *rootElement() const;
    void appendText(std::u16string_view text) override;
    XmlKind kind() const override { return XmlKind::Document; }
    XmlNode *copy() const override;
    const Type *type(const Library &library) const override { return library.known(Known::XDocument); }

protected:
    void validate(const XmlNode &node) const override;
};

//! "{urn:x}local" or "local": XName.Get. Raises XmlException for what is no name.
XmlName xmlNameOf(std::u16string_view expanded);
void verifyXmlName(std::u16string_view local);
std::u16string expandedText(const XmlName &name);

struct XmlWriting
{
    bool indented = true;
    bool omitsDuplicateNamespaces = false;
};
std::u16string xmlText(const XmlNode &node, const XmlWriting &writing = {});

//! White space between tags is kept where `keepsSpace`. Raises XmlException.
Value parseXmlDocument(std::u16string_view text, bool keepsSpace, Machine *machine);
Value parseXmlElement(std::u16string_view text, bool keepsSpace, Machine *machine);

} // namespace gatehouse::expression
