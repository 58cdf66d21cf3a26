// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <string>
#include <string_view>
#include <type_traits>

// Walks the dotted paths of the kinds table: "pool.services[].id".

namespace gatehouse::resource {

template<typename From, typename To>
using LikeConst = std::conditional_t<std::is_const_v<From>, const To, To>;

//! Calls visit(parent object, last part of the path, place as written) for each object that holds the path's last part.
template<typename Object, typename Visit>
void visitHolders(Object &object, std::string_view path, const std::string &place, const Visit &visit)
{
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) {
        visit(object, path, place);
        return;
    }
    auto part = path.substr(0, dot);
    const auto rest = path.substr(dot + 1);
    const bool each = part.ends_with("[]");
    if (each)
        part.remove_suffix(2);
    auto *value = object.if_contains(part);
    if (!value)
        return;
    const auto here = place + std::string{part};
    if (!each) {
        if (LikeConst<Object, json::object> *inner = value->if_object())
            visitHolders(*inner, rest, here + ".", visit);
        return;
    }
    LikeConst<Object, json::array> *elements = value->if_array();
    for (std::size_t i = 0; elements && i < elements->size(); ++i)
        if (LikeConst<Object, json::object> *inner = (*elements)[i].if_object())
            visitHolders(*inner, rest, here + "[" + std::to_string(i) + "].", visit);
}

//! Calls visit(value, place) for each value at the path; nulls too.
template<typename Object, typename Visit>
void visitValues(Object &object, std::string_view path, const Visit &visit)
{
    visitHolders(object, path, {}, [&visit](Object &holder, std::string_view last, const std::string &place) {
        const bool each = last.ends_with("[]");
        if (each)
            last.remove_suffix(2);
        auto *value = holder.if_contains(last);
        if (!value)
            return;
        if (!each) {
            visit(*value, place + std::string{last});
            return;
        }
        LikeConst<Object, json::array> *elements = value->if_array();
        for (std::size_t i = 0; elements && i < elements->size(); ++i)
            visit((*elements)[i], place + std::string{last} + "[" + std::to_string(i) + "]");
    });
}

} // namespace gatehouse::resource
