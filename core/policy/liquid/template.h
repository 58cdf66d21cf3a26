// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/liquid/value.h"

#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::liquid {

struct ParseLimits
{
    std::size_t bytes = 512U << 10; //!< a policy document's own
    std::size_t depth = 80; //!< blocks in blocks, as DotLiquid
    std::size_t nodes = 100'000;
};

//! A value as a template writes it: a literal, a range, or a path of names and [index].
struct Operand
{
    struct Part
    {
        std::string name; //!< "" where `index` stands
        std::shared_ptr<const Operand> index;
    };
    Value literal;
    std::vector<Part> path; //!< empty: the literal
    std::shared_ptr<const Operand> from, to; //!< of a range
};

struct Filter
{
    std::string name;
    std::vector<Operand> arguments;
};

//! {{ operand | filter: argument, argument | ... }}
struct Output
{
    Operand operand;
    std::vector<Filter> filters;
};

//! `left op right`, and what follows it: DotLiquid reads "a and b or c" as "a and (b or c)".
struct Condition
{
    Operand left;
    std::string comparison; //!< "" : left alone
    Operand right;
    enum Relation { None, And, Or } relation = None;
    std::shared_ptr<const Condition> next;
};

struct Node;
using Nodes = std::vector<std::unique_ptr<const Node>>;

struct Branch
{
    std::optional<Condition> condition; //!< else: none
    bool negated = false;
    std::shared_ptr<const Nodes> body; //!< shared by the values of one `when`
};

enum class NodeKind {
    Text, Output, Assign, Capture, If, Case, For, TableRow, JsonArray, Cycle, Increment, Decrement, IfChanged, Break, Continue,
};

struct Node
{
    NodeKind kind = NodeKind::Text;
    std::string text; //!< of Text; the variable of Assign, Capture, For, Increment ...
    Output output; //!< of Output and Assign; the sequence of loops; the name of a cycle
    std::vector<Branch> branches; //!< of If and Case; body and else of loops; the body of Capture and IfChanged
    std::vector<Operand> values; //!< of Cycle
    std::optional<Operand> limit, offset, columns;
    bool isReversed = false;
    bool continues = false; //!< offset: continue
    std::string loopName; //!< "item-body.items"
};

//! A parsed template: immutable, shared by threads.
class Template
{
public:
    //! Fails with DotLiquid's message.
    static tl::expected<Template, std::string> parse(std::string_view source, const ParseLimits &limits = {});
    const Nodes &nodes() const { return *m_nodes; }

private:
    std::shared_ptr<const Nodes> m_nodes;
};

} // namespace gatehouse::policy::liquid
