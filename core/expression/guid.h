// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! The sixteen bytes in the order of the text.
using GuidBytes = std::array<std::uint8_t, 16>;

class GuidObject final : public Object
{
public:
    explicit GuidObject(const GuidBytes &bytes) : m_bytes(bytes) { }
    const GuidBytes &bytes() const { return m_bytes; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override; //!< "D"
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    GuidBytes m_bytes;
};

//! Any of the forms N, D, B, P and X, with white space around.
std::optional<GuidBytes> parseGuid(std::u16string_view text);
//! The one form that `format` (N, D, B, P, X) names.
std::optional<GuidBytes> parseGuidExact(std::u16string_view text, char16_t format);
std::u16string formatGuid(const GuidBytes &bytes, std::u16string_view format); //!< "" is "D"; raises FormatException

} // namespace gatehouse::expression
