// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! How ARM writes a policy document: `xml` escapes expressions as XML wants it, `rawxml` leaves quotes, `<` and `&` in them.
enum class Format { Xml, RawXml };

struct DocumentLimits
{
    std::size_t bytes = 512U << 10; //!< Azure's own limit
    std::size_t depth = 64;
    std::size_t nodes = 50'000;
};

using NodeId = std::uint32_t;
inline constexpr NodeId noNode = 0xffffffff;

enum class NodeType { Document, Element, Text, Comment, CData, ProcessingInstruction };

struct Attribute
{
    std::string name;
    std::string value; //!< unescaped; an expression begins with "@(" or "@{"
    std::uint32_t nameBegin = 0, valueBegin = 0, valueEnd = 0; //!< byte offsets in the text; the value without quotes
};

//! A lossless reading of a policy document: every byte of layout, comments and expressions is kept, and an edit changes only its
//! own nodes. Policy documents are not XML: expressions hold raw quotes, `<` and `&` (54 % of real documents), so this reader knows
//! `@(...)` and `@{...}` with C# strings, characters and comments in them, in attributes and in text. A value type.
class Document
{
public:
    //! All findings at once; with an error among them the answer is the findings. Codes "policy.syntax.*".
    static tl::expected<Document, Diagnostics> parse(std::string text, const DocumentLimits &limits = {});

    const std::string &text() const; //!< what was parsed, with the edits in it
    NodeId root() const; //!< the document node
    NodeId documentElement() const; //!< <policies>, <fragment>, or noNode
    NodeType type(NodeId node) const;
    std::string_view name(NodeId node) const; //!< of an element
    std::string textOf(NodeId node) const; //!< of Text and CData: unescaped; of an element: its texts joined
    const std::vector<Attribute> &attributes(NodeId node) const;
    const Attribute *attribute(NodeId node, std::string_view name) const;
    NodeId parent(NodeId node) const;
    std::vector<NodeId> children(NodeId node) const; //!< all node types
    std::vector<NodeId> elements(NodeId node) const; //!< elements alone
    NodeId element(NodeId node, std::string_view name) const; //!< the first child element of that name, or noNode
    Position position(NodeId node) const; //!< of "<"
    Position valuePosition(const Attribute &attribute) const;
    std::string_view source(NodeId node) const; //!< the node's own bytes

    //! Edits: each changes only the bytes named; node ids stay valid except below a removed or replaced node.
    void setAttribute(NodeId node, std::string_view name, std::string_view value); //!< escapes as the value's surroundings need
    bool removeAttribute(NodeId node, std::string_view name);
    void setText(NodeId element, std::string_view text);
    //! Inserts well-formed source as a child at `index` among the elements, indented like its neighbours.
    Result<NodeId> insert(NodeId parent, std::size_t index, std::string_view source);
    //! Removes the node with the white space and line break that belonged to it alone.
    void remove(NodeId node);

    struct Data; //!< of the implementation (document_data.h)

private:
    explicit Document(std::shared_ptr<const Data> data) : m_data(std::move(data)) { }
    std::shared_ptr<Data> edited();
    std::shared_ptr<const Data> m_data; //!< copied on an edit
};

//! xml ⇄ rawxml as Azure does it, layout kept; converting twice never escapes twice.
Result<std::string> convert(std::string_view text, Format from, Format to);

//! True if both mean the same: escapes, attribute order, quotes, white space that means nothing, CRLF, comments and written defaults apart.
bool sameMeaning(std::string_view a, std::string_view b);

} // namespace gatehouse::policy
