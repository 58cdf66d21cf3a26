// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads the members of the provider's answers; what is absent or of another type gives the fallback.

namespace gatehouse::remote {

inline std::string textOf(const json::object &object, std::string_view name)
{
    return std::string(stringMember(object, name));
}

inline std::uint64_t countOf(const json::object &object, std::string_view name)
{
    const auto value = intMember(object, name).value_or(0);
    return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

inline std::optional<double> numberOf(const json::object &object, std::string_view name)
{
    const auto *value = member(object, name);
    if (!value || !value->is_number())
        return std::nullopt;
    return value->to_number<double>();
}

inline std::optional<UtcTime> timeOf(const json::object &object, std::string_view name)
{
    const auto time = fromIso(stringMember(object, name));
    return time ? std::optional(*time) : std::nullopt;
}

inline std::vector<std::string> textsOf(const json::object &object, std::string_view name)
{
    std::vector<std::string> texts;
    const auto *value = member(object, name);
    if (const auto *array = value ? value->if_array() : nullptr) {
        for (const auto &item : *array) {
            if (const auto *text = item.if_string())
                texts.emplace_back(text->data(), text->size());
        }
    }
    return texts;
}

inline tl::unexpected<Error> badAnswer(std::string reason)
{
    return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", std::move(reason)}});
}

//! Each element of the array member through `read` (an object to a T); Corrupt when the array or an element has another
//! shape.
template<typename T, typename Read>
Result<std::vector<T>> listOf(const json::value &body, std::string_view name, const Read &read)
{
    const auto *value = member(body, name);
    const auto *array = value ? value->if_array() : nullptr;
    if (!array)
        return badAnswer("no array " + std::string(name));
    std::vector<T> list;
    list.reserve(array->size());
    for (const auto &item : *array) {
        const auto *object = item.if_object();
        if (!object)
            return badAnswer("an element of " + std::string(name) + " is no object");
        list.push_back(read(*object));
    }
    return list;
}

} // namespace gatehouse::remote
