// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/json.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

struct JPathQuery;

//! One part of a path.
struct JPathStep
{
    enum Kind { Root, Field, Fields, Index, Indexes, Slice, Query } kind = Field;
    bool isScan = false; //!< behind ".."
    std::optional<std::u16string> name; //!< of Field; none: any
    std::vector<std::u16string> names;
    std::vector<std::int32_t> indexes; //!< of Index; empty: any
    std::optional<std::int32_t> start, end, step;
    std::shared_ptr<JPathQuery> query;
};
using JPath = std::vector<JPathStep>;

//! One side of a comparison in a filter: a path from the item or the root, or a value.
struct JPathSide
{
    std::optional<JPath> path;
    Value value; //!< a JValue
};

struct JPathQuery
{
    enum Operator { Exists, Equals, StrictEquals, NotEquals, StrictNotEquals, Matches, Less, LessOrEqual, Greater, GreaterOrEqual, And, Or };
    Operator op = Exists;
    JPathSide left, right;
    std::vector<std::shared_ptr<JPathQuery>> parts; //!< of And, Or
};

//! Raises JsonException.
JPath parseJPath(std::u16string_view text);

} // namespace gatehouse::expression
