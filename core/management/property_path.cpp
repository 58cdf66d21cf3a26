// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/property_path.h"

namespace gatehouse::management {

const json::value *valueAt(const json::object &properties, std::string_view path)
{
    const auto *object = &properties;
    for (;;) {
        const auto dot = path.find('.');
        const auto *found = object->if_contains(path.substr(0, dot));
        if (!found || dot == std::string_view::npos)
            return found;
        object = found->if_object();
        if (!object)
            return nullptr;
        path.remove_prefix(dot + 1);
    }
}

void setAt(json::object &properties, std::string_view path, json::value value)
{
    auto *object = &properties;
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        auto &slot = (*object)[path.substr(0, dot)];
        if (!slot.is_object())
            slot = json::object{};
        object = &slot.get_object();
        path.remove_prefix(dot + 1);
    }
    (*object)[path] = std::move(value);
}

} // namespace gatehouse::management
