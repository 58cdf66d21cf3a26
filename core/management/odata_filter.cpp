// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/odata_filter.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/management/odata_lexer.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace gatehouse::management {

//! An operand (Property, Literal), a comparison or a connective.
struct ODataFilter::Node
{
    enum Kind { Property, Literal, Compare, Function, And, Or, Not } kind = Literal;
    std::string name; //!< of Property, Compare ("eq") and Function ("contains")
    json::value literal;
    std::vector<std::shared_ptr<const Node>> parts;
};

namespace {

using Node = ODataFilter::Node;
using NodePointer = std::shared_ptr<const Node>;

constexpr std::array<std::string_view, 6> comparisons{"eq", "ne", "gt", "ge", "lt", "le"};
constexpr std::array<std::string_view, 4> functions{"contains", "startswith", "endswith", "substringof"};

class Parser
{
public:
    Parser(std::vector<ODataToken> tokens, const FilterLimits &limits) : m_tokens(std::move(tokens)), m_limits(limits)
    {
    }

    Result<NodePointer> parse()
    {
        auto node = orExpression(0);
        if (node && current().type != ODataToken::End)
            return syntax("the end of the expression is expected");
        return node;
    }

private:
    const ODataToken &current() const { return m_tokens[m_at]; }
    bool isWord(std::string_view word) const { return current().type == ODataToken::Word && current().text == word; }

    tl::unexpected<Error> syntax(std::string reason) const
    {
        return fail(ErrorKind::Invalid, "odata.syntax",
                    {{"reason", std::move(reason)}, {"column", std::to_string(current().column)}});
    }

    Result<NodePointer> make(Node node)
    {
        if (++m_terms > m_limits.terms)
            return fail(ErrorKind::TooLarge, "odata.tooLarge", {{"limit", std::to_string(m_limits.terms)}});
        return std::make_shared<const Node>(std::move(node));
    }

    Result<NodePointer> connective(std::string_view word, Node::Kind kind, std::size_t depth,
                                   Result<NodePointer> (Parser::*part)(std::size_t))
    {
        auto first = (this->*part)(depth);
        if (!first || !isWord(word))
            return first;
        std::vector<NodePointer> parts{*first};
        while (isWord(word)) {
            ++m_at;
            auto next = (this->*part)(depth);
            if (!next)
                return next;
            parts.push_back(*next);
        }
        return make({kind, {}, {}, std::move(parts)});
    }

    Result<NodePointer> orExpression(std::size_t depth)
    {
        return connective("or", Node::Or, depth, &Parser::andExpression);
    }
    Result<NodePointer> andExpression(std::size_t depth)
    {
        return connective("and", Node::And, depth, &Parser::notExpression);
    }

    Result<NodePointer> notExpression(std::size_t depth)
    {
        if (!isWord("not"))
            return comparison(depth);
        if (depth >= m_limits.depth)
            return fail(ErrorKind::TooLarge, "odata.tooLarge", {{"limit", std::to_string(m_limits.depth)}});
        ++m_at;
        auto part = notExpression(depth + 1);
        if (!part)
            return part;
        return make({Node::Not, {}, {}, {*part}});
    }

    Result<NodePointer> comparison(std::size_t depth)
    {
        auto left = operand(depth);
        if (!left)
            return left;
        for (const auto word : comparisons) {
            if (!isWord(word))
                continue;
            ++m_at;
            auto right = operand(depth);
            if (!right)
                return right;
            return make({Node::Compare, std::string{word}, {}, {*left, *right}});
        }
        return left;
    }

    Result<NodePointer> operand(std::size_t depth)
    {
        if (depth >= m_limits.depth)
            return fail(ErrorKind::TooLarge, "odata.tooLarge", {{"limit", std::to_string(m_limits.depth)}});
        const auto token = current();
        switch (token.type) {
        case ODataToken::Open: {
            ++m_at;
            auto inner = orExpression(depth + 1);
            if (inner && current().type != ODataToken::Close)
                return syntax("')' is expected");
            ++m_at;
            return inner;
        }
        case ODataToken::Text:
        case ODataToken::Number:
            ++m_at;
            return make({Node::Literal, {}, token.value, {}});
        case ODataToken::Word:
            return word(depth, token.text);
        default:
            return syntax("a property, a literal or '(' is expected");
        }
    }

    Result<NodePointer> word(std::size_t depth, const std::string &text)
    {
        for (const auto name : functions) {
            if (text == name && m_tokens[m_at + 1].type == ODataToken::Open)
                return function(depth, text);
        }
        ++m_at;
        if (text == "true" || text == "false")
            return make({Node::Literal, {}, text == "true", {}});
        if (text == "null")
            return make({Node::Literal, {}, nullptr, {}});
        return make({Node::Property, text, {}, {}});
    }

    Result<NodePointer> function(std::size_t depth, const std::string &name)
    {
        m_at += 2;
        auto first = operand(depth + 1);
        if (!first)
            return first;
        if (current().type != ODataToken::Comma)
            return syntax("',' is expected");
        ++m_at;
        auto second = operand(depth + 1);
        if (!second)
            return second;
        if (current().type != ODataToken::Close)
            return syntax("')' is expected");
        ++m_at;
        // substringof has its arguments the other way round.
        if (name == "substringof")
            return make({Node::Function, "contains", {}, {*second, *first}});
        return make({Node::Function, name, {}, {*first, *second}});
    }

    std::vector<ODataToken> m_tokens;
    FilterLimits m_limits;
    std::size_t m_at = 0;
    std::size_t m_terms = 0;
};

bool isTrue(const Node &node, const ODataFilter::Lookup &lookup);

json::value valueOf(const Node &node, const ODataFilter::Lookup &lookup)
{
    switch (node.kind) {
    case Node::Property:
        return lookup(node.name);
    case Node::Literal:
        return node.literal;
    default:
        return isTrue(node, lookup);
    }
}

std::optional<double> numberOf(const json::value &value)
{
    if (const auto *number = value.if_int64())
        return static_cast<double>(*number);
    if (const auto *number = value.if_uint64())
        return static_cast<double>(*number);
    if (const auto *number = value.if_double())
        return *number;
    return std::nullopt;
}

std::string_view textOf(const json::value &value)
{
    const auto *text = value.if_string();
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

//! Negative, zero, positive; nothing when the two have no order. Times compare as times.
std::optional<int> order(const json::value &a, const json::value &b)
{
    if (const auto x = numberOf(a), y = numberOf(b); x && y)
        return *x < *y ? -1 : *x > *y ? 1 : 0;
    if (a.is_bool() && b.is_bool())
        return static_cast<int>(a.get_bool()) - static_cast<int>(b.get_bool());
    if (!a.is_string() || !b.is_string())
        return std::nullopt;
    if (textOf(a).size() >= 19 && textOf(b).size() >= 10) {
        if (const auto x = fromIso(textOf(a)), y = fromIso(textOf(b)); x && y)
            return *x < *y ? -1 : *x > *y ? 1 : 0;
    }
    return compareIgnoreCase(textOf(a), textOf(b));
}

bool compare(const Node &node, const ODataFilter::Lookup &lookup)
{
    const auto left = valueOf(*node.parts[0], lookup);
    const auto right = valueOf(*node.parts[1], lookup);
    const auto &name = node.name;
    if (left.is_null() || right.is_null())
        return name == "eq" ? left.is_null() && right.is_null() : name == "ne" && left.is_null() != right.is_null();
    const auto result = order(left, right);
    if (!result)
        return name == "ne";
    if (name == "eq")
        return *result == 0;
    if (name == "ne")
        return *result != 0;
    if (name == "gt")
        return *result > 0;
    if (name == "ge")
        return *result >= 0;
    return name == "lt" ? *result < 0 : *result <= 0;
}

bool call(const Node &node, const ODataFilter::Lookup &lookup)
{
    const auto whole = valueOf(*node.parts[0], lookup);
    const auto piece = valueOf(*node.parts[1], lookup);
    if (!whole.is_string() || !piece.is_string())
        return false;
    const auto text = textOf(whole);
    const auto part = textOf(piece);
    if (node.name == "contains")
        return containsIgnoreCase(text, part);
    if (part.size() > text.size())
        return false;
    return equalsIgnoreCase(
        node.name == "startswith" ? text.substr(0, part.size()) : text.substr(text.size() - part.size()), part);
}

bool isTrue(const Node &node, const ODataFilter::Lookup &lookup)
{
    switch (node.kind) {
    case Node::And:
        for (const auto &part : node.parts) {
            if (!isTrue(*part, lookup))
                return false;
        }
        return true;
    case Node::Or:
        for (const auto &part : node.parts) {
            if (isTrue(*part, lookup))
                return true;
        }
        return false;
    case Node::Not:
        return !isTrue(*node.parts[0], lookup);
    case Node::Compare:
        return compare(node, lookup);
    case Node::Function:
        return call(node, lookup);
    case Node::Property:
    case Node::Literal: {
        const auto value = valueOf(node, lookup);
        return value.is_bool() && value.get_bool();
    }
    }
    return false;
}

} // namespace

Result<ODataFilter> ODataFilter::parse(std::string_view text, const FilterLimits &limits)
{
    if (text.size() > limits.bytes)
        return fail(ErrorKind::TooLarge, "odata.tooLarge", {{"limit", std::to_string(limits.bytes)}});
    auto tokens = tokenizeOData(text);
    if (!tokens)
        return tl::unexpected(tokens.error());
    auto root = Parser{std::move(*tokens), limits}.parse();
    if (!root)
        return tl::unexpected(root.error());
    return ODataFilter{std::move(*root)};
}

bool ODataFilter::matches(const Lookup &lookup) const
{
    return isTrue(*m_root, lookup);
}

} // namespace gatehouse::management
