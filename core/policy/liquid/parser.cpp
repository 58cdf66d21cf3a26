// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/expression/number_parse.h"
#include "core/expression/text16.h"
#include "core/policy/liquid/lexer.h"
#include "core/policy/liquid/template.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy::liquid {

namespace {

//! What ends a parse: DotLiquid's SyntaxException. It never leaves this file.
struct SyntaxError
{
    std::string message;
};

bool isPathCharacter(char c)
{
    return isWordCharacter(c) || c == '-';
}

std::optional<Value> numberOf(std::string_view text)
{
    const auto digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    if (digits.empty() || digits.front() < '0' || digits.front() > '9')
        return std::nullopt;
    if (digits.find_first_not_of("0123456789") == std::string_view::npos) {
        const auto number = toInteger(text.starts_with('+') ? digits : text);
        return number ? std::optional(Value(std::int64_t{*number})) : std::nullopt;
    }
    if (digits.find_first_not_of("0123456789.,") != std::string_view::npos)
        return std::nullopt;
    expression::Decimal decimal;
    const int style = expression::numberStyle::number | expression::numberStyle::exponent;
    if (expression::parseDecimal(expression::toUtf16(text), style, decimal) != expression::Parsed::Ok)
        return std::nullopt;
    return Value(decimal);
}

std::optional<Value> literalOf(std::string_view text)
{
    if (text.empty() || text == "nil" || text == "null")
        return Value();
    if (text == "true" || text == "false")
        return Value(text == "true");
    if (text == "empty" || text == "blank")
        return Value(text == "empty" ? Symbol::Empty : Symbol::Blank);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        return Value(std::string(text.substr(1, text.size() - 2)));
    return numberOf(text);
}

Operand operandOf(std::string_view text, std::size_t depth = 0);

Operand rangeOf(std::string_view text, std::size_t depth)
{
    Operand operand;
    const auto dots = text.find("..");
    operand.from = std::make_shared<const Operand>(operandOf(text.substr(1, dots - 1), depth + 1));
    operand.to = std::make_shared<const Operand>(operandOf(text.substr(dots + 2, text.size() - dots - 3), depth + 1));
    return operand;
}

//! `\[[^\]]+\]|[\w\-]+\??`, the rest between them left out. An index that is quoted may hold a bracket.
Operand pathOf(std::string_view text, std::size_t depth)
{
    Operand operand;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == '[') {
            auto from = at + 1;
            if (from < text.size() && (text[from] == '"' || text[from] == '\'')) {
                const auto quote = text.find(text[from], from + 1);
                from = quote == std::string_view::npos ? from : quote;
            }
            const auto close = text.find(']', from);
            if (close == std::string_view::npos)
                break;
            operand.path.push_back({{}, std::make_shared<const Operand>(operandOf(trim(text.substr(at + 1, close - at - 1)), depth + 1))});
            at = close + 1;
            continue;
        }
        const auto begin = at;
        while (at < text.size() && isPathCharacter(text[at]))
            ++at;
        if (at > begin)
            operand.path.push_back({std::string(text.substr(begin, at - begin)), nullptr});
        else
            ++at;
    }
    return operand;
}

Operand operandOf(std::string_view text, std::size_t depth)
{
    Operand operand;
    if (auto literal = literalOf(text)) {
        operand.literal = std::move(*literal);
        return operand;
    }
    if (depth > 8)
        throw SyntaxError{"Variable '" + std::string(text.substr(0, 40)) + "' is nested too deeply"};
    if (text.front() == '(' && text.back() == ')' && text.find("..") != std::string_view::npos)
        return rangeOf(text, depth);
    return pathOf(text, depth);
}

Filter filterOf(std::string_view markup)
{
    Filter filter;
    std::size_t at = 0;
    while (at < markup.size() && !isWordCharacter(markup[at]))
        ++at;
    filter.name = takeWord(markup, at);
    while (at < markup.size()) {
        if (markup[at] != ':' && markup[at] != ',') {
            ++at;
            continue;
        }
        ++at;
        skipSpaces(markup, at);
        const auto text = takeFragment(markup, at);
        if (!text.empty())
            filter.arguments.push_back(operandOf(text));
    }
    return filter;
}

//! The parts between bars that stand in no quoted text.
std::vector<std::string_view> splitAtBars(std::string_view markup)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= markup.size(); ++at) {
        if (at == markup.size() || markup[at] == '|') {
            parts.push_back(markup.substr(begin, at - begin));
            begin = at + 1;
        } else if (markup[at] == '"' || markup[at] == '\'') {
            const auto close = markup.find(markup[at], at + 1);
            at = close == std::string_view::npos ? at : close;
        }
    }
    return parts;
}

Output parsedOutput(std::string_view markup)
{
    Output output;
    const auto parts = splitAtBars(markup);
    std::size_t at = 0;
    skipSpaces(parts.front(), at);
    output.operand = operandOf(takeFragment(parts.front(), at, true));
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (auto filter = filterOf(parts[i]); !filter.name.empty())
            output.filters.push_back(std::move(filter));
    return output;
}

//! Operators need no spaces around them: "a==b" is three words.
std::vector<std::string_view> conditionWords(std::string_view markup)
{
    constexpr std::string_view operators = "=!<>";
    std::vector<std::string_view> words;
    std::size_t at = 0;
    for (skipSpaces(markup, at); at < markup.size(); skipSpaces(markup, at)) {
        const auto begin = at;
        if (operators.find(markup[at]) != std::string_view::npos) {
            while (at < markup.size() && operators.find(markup[at]) != std::string_view::npos)
                ++at;
        } else {
            auto end = begin;
            const auto fragment = takeFragment(markup, end, true);
            at = begin + fragment.size();
            for (auto i = begin; i < at; ++i) {
                if (markup[i] == '"' || markup[i] == '\'') {
                    i = std::min(markup.find(markup[i], i + 1), at);
                } else if (operators.find(markup[i]) != std::string_view::npos) {
                    at = i;
                }
            }
        }
        if (at == begin) {
            ++at; // a bar or a quote that is never closed
            continue;
        }
        words.push_back(markup.substr(begin, at - begin));
    }
    return words;
}

std::string_view withoutBrackets(std::string_view word)
{
    if (word.find("..") != std::string_view::npos)
        return word;
    while (word.starts_with('('))
        word.remove_prefix(1);
    while (word.ends_with(')'))
        word.remove_suffix(1);
    return word;
}

Condition conditionOf(std::string_view markup, const std::string &tag)
{
    constexpr std::size_t most = 500;
    const auto words = conditionWords(markup);
    if (words.empty())
        throw SyntaxError{"Syntax Error in '" + tag + "' tag - Valid syntax: " + tag + " [expression]"};
    std::vector<Condition> conditions(1);
    std::size_t filled = 0;
    for (const auto word : words) {
        auto &condition = conditions.back();
        if ((word == "and" || word == "or") && filled > 0) {
            condition.relation = word == "and" ? Condition::And : Condition::Or;
            conditions.emplace_back();
            filled = 0;
            continue;
        }
        if (filled == 0)
            condition.left = operandOf(withoutBrackets(word));
        else if (filled == 1)
            condition.comparison = word;
        else if (filled == 2)
            condition.right = operandOf(withoutBrackets(word));
        ++filled;
    }
    if (conditions.size() > most)
        throw SyntaxError{"Syntax Error in '" + tag + "' tag - max 500 conditions are allowed"};
    auto last = std::move(conditions.back());
    for (auto i = conditions.size() - 1; i-- > 0;) {
        conditions[i].next = std::make_shared<const Condition>(std::move(last));
        last = std::move(conditions[i]);
    }
    return last;
}

class Parser
{
public:
    Parser(std::vector<Token> tokens, const ParseLimits &limits) : m_tokens(std::move(tokens)), m_limits(limits) { }

    Nodes run()
    {
        std::string stop;
        auto nodes = block({}, stop);
        return nodes;
    }

private:
    static constexpr std::array<std::string_view, 4> branchTags{"else", "elsif", "elseif", "when"};

    //! Reads until end<tag> or a branch tag of its own, which is left in m_stop with its markup.
    Nodes block(const std::string &tag, std::string &stop)
    {
        if (++m_depth > m_limits.depth)
            throw SyntaxError{"Nesting too deep"};
        Nodes nodes;
        while (m_at < m_tokens.size()) {
            auto token = std::move(m_tokens[m_at++]);
            if (++m_count > m_limits.nodes)
                throw SyntaxError{"The template has too many parts"};
            if (token.kind == Token::Text) {
                add(nodes, NodeKind::Text).text = std::move(token.text);
            } else if (token.kind == Token::Output) {
                add(nodes, NodeKind::Output).output = parsedOutput(token.text);
            } else if (!tag.empty() && token.tag == "end" + tag) {
                stop = token.tag;
                --m_depth;
                return nodes;
            } else if (isBranch(tag, token.tag)) {
                stop = token.tag;
                m_markup = std::move(token.text);
                --m_depth;
                return nodes;
            } else {
                parseTag(nodes, token);
            }
        }
        --m_depth;
        if (!tag.empty())
            throw SyntaxError{tag + " tag was never closed"};
        return nodes;
    }

    static bool isBranch(const std::string &tag, const std::string &name)
    {
        if (std::find(branchTags.begin(), branchTags.end(), name) == branchTags.end())
            return false;
        if (name == "when")
            return tag == "case";
        if (name == "else")
            return tag == "if" || tag == "unless" || tag == "case" || tag == "for" || tag == "JSONArrayFor";
        return tag == "if" || tag == "unless";
    }

    Node &add(Nodes &nodes, NodeKind kind)
    {
        auto node = std::make_unique<Node>();
        node->kind = kind;
        auto &reference = *node;
        nodes.push_back(std::move(node));
        return reference;
    }

    std::shared_ptr<const Nodes> body(const std::string &tag, std::string &stop)
    {
        return std::make_shared<const Nodes>(block(tag, stop));
    }

    void parseTag(Nodes &nodes, const Token &token)
    {
        const auto &tag = token.tag;
        if (tag == "if" || tag == "unless")
            parseIf(add(nodes, NodeKind::If), token);
        else if (tag == "case")
            parseCase(add(nodes, NodeKind::Case), token);
        else if (tag == "for" || tag == "JSONArrayFor" || tag == "tablerow")
            parseLoop(add(nodes, tag == "for" ? NodeKind::For : tag == "tablerow" ? NodeKind::TableRow : NodeKind::JsonArray), token);
        else if (tag == "assign")
            parseAssign(add(nodes, NodeKind::Assign), token);
        else if (tag == "capture" || tag == "ifchanged")
            parseCapture(add(nodes, tag == "capture" ? NodeKind::Capture : NodeKind::IfChanged), token);
        else if (tag == "cycle")
            parseCycle(add(nodes, NodeKind::Cycle), token);
        else if (tag == "increment" || tag == "decrement")
            add(nodes, tag == "increment" ? NodeKind::Increment : NodeKind::Decrement).text = variableOf(token);
        else if (tag == "break" || tag == "continue")
            add(nodes, tag == "break" ? NodeKind::Break : NodeKind::Continue);
        else if (tag == "comment")
            skipComment();
        else if (tag == "include")
            throw SyntaxError{"This liquid context does not allow includes"};
        else
            throw SyntaxError{"Unknown tag '" + tag + "'"};
    }

    void skipComment()
    {
        for (std::size_t open = 1; m_at < m_tokens.size();) {
            const auto &token = m_tokens[m_at++];
            if (token.kind != Token::Tag)
                continue;
            open += token.tag == "comment" ? 1 : 0;
            if (token.tag == "endcomment" && --open == 0)
                return;
        }
        throw SyntaxError{"comment tag was never closed"};
    }

    static std::string variableOf(const Token &token)
    {
        std::size_t at = 0;
        while (at < token.text.size() && isPathCharacter(token.text[at]))
            ++at;
        if (at == 0)
            throw SyntaxError{"Syntax Error in '" + token.tag + "' tag - Valid syntax: " + token.tag + " [var]"};
        return token.text.substr(0, at);
    }

    void parseIf(Node &node, const Token &token)
    {
        std::string stop = token.tag;
        std::string markup = token.text;
        bool isFirst = true;
        while (stop != "end" + token.tag) {
            Branch branch;
            if (stop != "else")
                branch.condition = conditionOf(markup, token.tag);
            branch.negated = isFirst && token.tag == "unless";
            isFirst = false;
            branch.body = body(token.tag, stop);
            node.branches.push_back(std::move(branch));
            markup = m_markup;
        }
    }

    void parseCase(Node &node, const Token &token)
    {
        std::size_t at = 0;
        const auto left = takeFragment(token.text, at);
        if (left.empty())
            throw SyntaxError{"Syntax Error in 'case' tag - Valid syntax: case [condition]"};
        std::string stop;
        block(token.tag, stop); // what stands before the first `when` is never shown
        while (stop != "endcase") {
            std::vector<Branch> branches;
            if (stop == "when")
                branches = whenOf(operandOf(left), m_markup);
            else
                branches.emplace_back();
            const auto shared = body(token.tag, stop);
            for (auto &branch : branches) {
                branch.body = shared;
                node.branches.push_back(std::move(branch));
            }
        }
    }

    static std::vector<Branch> whenOf(const Operand &left, std::string_view markup)
    {
        std::vector<Branch> branches;
        for (std::size_t at = 0; at < markup.size();) {
            skipSpaces(markup, at);
            const auto text = takeFragment(markup, at);
            if (!text.empty() && text != "or") {
                Branch branch;
                branch.condition.emplace();
                branch.condition->left = left;
                branch.condition->comparison = "==";
                branch.condition->right = operandOf(text);
                branches.push_back(std::move(branch));
            } else if (text.empty()) {
                ++at; // a comma
            }
        }
        if (branches.empty())
            throw SyntaxError{"Syntax Error in 'case' tag - Valid when condition: {% when [condition] [or condition2...] %}"};
        return branches;
    }

    void parseLoop(Node &node, const Token &token)
    {
        std::size_t at = 0;
        node.text = takeWord(token.text, at);
        skipSpaces(token.text, at);
        const auto in = takeWord(token.text, at);
        skipSpaces(token.text, at);
        const auto collection = takeFragment(token.text, at);
        if (node.text.empty() || in != "in" || collection.empty())
            throw SyntaxError{"Syntax Error in '" + token.tag + "' tag - Valid syntax: " + token.tag + " [item] in [collection]"};
        node.output.operand = operandOf(collection);
        node.loopName = node.text + "-" + std::string(collection);
        parseAttributes(node, std::string_view(token.text).substr(at));
        std::string stop;
        node.branches.resize(1);
        node.branches[0].body = body(token.tag, stop);
        while (stop == "else") {
            node.branches.resize(2);
            node.branches[1].body = body(token.tag, stop);
        }
    }

    static void parseAttributes(Node &node, std::string_view markup)
    {
        for (std::size_t at = 0; at < markup.size();) {
            const auto name = takeWord(markup, at);
            if (name.empty()) {
                ++at;
                continue;
            }
            auto after = at;
            skipSpaces(markup, after);
            if (name == "reversed")
                node.isReversed = true;
            if (after >= markup.size() || markup[after] != ':')
                continue;
            at = after + 1;
            skipSpaces(markup, at);
            const auto value = takeFragment(markup, at);
            if (name == "limit")
                node.limit = operandOf(value);
            else if (name == "cols")
                node.columns = operandOf(value);
            else if (name == "offset" && value == "continue")
                node.continues = true;
            else if (name == "offset")
                node.offset = operandOf(value);
        }
    }

    static void parseAssign(Node &node, const Token &token)
    {
        const auto sign = token.text.find('=');
        if (sign == std::string::npos || trim(std::string_view(token.text).substr(0, sign)).empty())
            throw SyntaxError{"Syntax Error in 'assign' tag - Valid syntax: assign [var] = [source]"};
        node.text = trim(std::string_view(token.text).substr(0, sign));
        node.output = parsedOutput(std::string_view(token.text).substr(sign + 1));
    }

    void parseCapture(Node &node, const Token &token)
    {
        if (node.kind == NodeKind::Capture) {
            auto name = trim(token.text);
            if (name.size() >= 2 && (name.front() == '"' || name.front() == '\''))
                name = name.substr(1, name.size() - 2);
            if (name.empty())
                throw SyntaxError{"Syntax Error in 'capture' tag - Valid syntax: capture [var]"};
            node.text = name;
        }
        std::string stop;
        node.branches.resize(1);
        node.branches[0].body = body(token.tag, stop);
    }

    static void parseCycle(Node &node, const Token &token)
    {
        std::string_view markup = token.text;
        std::size_t at = 0;
        const auto first = takeFragment(markup, at);
        const bool isQuoted = first.starts_with('"') || first.starts_with('\'');
        auto colon = at;
        skipSpaces(markup, colon);
        const bool isNamed = (isQuoted && colon < markup.size() && markup[colon] == ':') || (!isQuoted && first.ends_with(':'));
        std::string name;
        if (isNamed) {
            name = "n:" + std::string(isQuoted ? first : first.substr(0, first.size() - 1));
            at = isQuoted ? colon + 1 : at;
        } else {
            at = 0;
        }
        for (; at < markup.size(); ++at) {
            skipSpaces(markup, at);
            const auto value = takeFragment(markup, at);
            if (!isNamed)
                name += std::string(value) + ",";
            if (!value.empty())
                node.values.push_back(operandOf(value));
            skipSpaces(markup, at);
        }
        if (node.values.empty())
            throw SyntaxError{"Syntax Error in 'cycle' tag - Valid syntax: cycle [name :] var [, var2, var3 ...]"};
        node.loopName = std::move(name);
    }

    std::vector<Token> m_tokens;
    const ParseLimits &m_limits;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::size_t m_count = 0;
    std::string m_markup; //!< of the branch tag that ended a block
};

} // namespace

tl::expected<Template, std::string> Template::parse(std::string_view source, const ParseLimits &limits)
{
    if (source.size() > limits.bytes)
        return tl::unexpected(std::string("Liquid syntax error: The template is too long"));
    auto tokens = tokenize(source);
    if (!tokens)
        return tl::unexpected("Liquid syntax error: " + tokens.error());
    try {
        Template parsed;
        parsed.m_nodes = std::make_shared<const Nodes>(Parser(std::move(*tokens), limits).run());
        return parsed;
    } catch (const SyntaxError &error) {
        return tl::unexpected("Liquid syntax error: " + error.message);
    }
}

} // namespace gatehouse::policy::liquid
