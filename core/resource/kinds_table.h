// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/kinds.h"

// Short forms in which the table is written. Part of kinds_*.cpp alone.

namespace gatehouse::resource::table {

using Text = std::string_view;
using Texts = std::span<const std::string_view>;
using P = PropertyRule;

constexpr PropertyRule text(Text path, std::size_t maxLength = 0, std::uint32_t flags = 0, Text when = {})
{
    return {path, flags, {}, {}, maxLength, P::Text, when};
}
constexpr PropertyRule boolean(Text path, Text defaultJson = {}, Text when = {})
{
    return {path, 0, defaultJson, {}, 0, P::Boolean, when};
}
constexpr PropertyRule integer(Text path)
{
    return {path, 0, {}, {}, 0, P::Integer, {}};
}
constexpr PropertyRule choice(Text path, Texts values, std::uint32_t flags = 0, Text defaultJson = {}, Text when = {})
{
    return {path, flags | P::Enum, defaultJson, values, 0, P::Text, when};
}
constexpr PropertyRule reference(Text path, Texts types, std::uint32_t flags = 0)
{
    return {path, flags | P::Reference, {}, types, 0, P::Text, {}};
}
constexpr PropertyRule array(Text path, std::uint32_t flags = 0)
{
    return {path, flags, {}, {}, 0, P::Array, {}};
}
constexpr PropertyRule object(Text path, std::uint32_t flags = 0, Text defaultJson = {})
{
    return {path, flags, defaultJson, {}, 0, P::Object, {}};
}
//! What the server alone sets.
constexpr PropertyRule readOnly(Text path)
{
    return {path, P::ReadOnly, {}, {}, 0, P::Any, {}};
}

inline constexpr Text service[]{""};
inline constexpr Text serviceOrWorkspace[]{"", "workspaces"};
inline constexpr Text apis[]{"apis", "workspaces/apis"};
inline constexpr Text apisAlone[]{"apis"};
inline constexpr Text operations[]{"apis/operations", "workspaces/apis/operations"};
inline constexpr Text products[]{"products", "workspaces/products"};
inline constexpr Text productsAlone[]{"products"};

std::span<const Kind> rows();

} // namespace gatehouse::resource::table
