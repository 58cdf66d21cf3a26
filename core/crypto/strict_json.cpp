// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/strict_json.h"

#include "core/base/text.h"

namespace gatehouse::crypto {

namespace {

//! How many members the text of a valid JSON value writes: each has one colon outside strings.
std::size_t membersWritten(std::string_view text)
{
    std::size_t count = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inString && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            inString = !inString;
        else if (!inString && text[i] == ':')
            ++count;
    }
    return count;
}

std::size_t membersKept(const json::value &value)
{
    std::size_t count = 0;
    if (const auto *object = value.if_object()) {
        count = object->size();
        for (const auto &[name, item] : *object)
            count += membersKept(item);
    } else if (const auto *array = value.if_array()) {
        for (const auto &item : *array)
            count += membersKept(item);
    }
    return count;
}

} // namespace

Result<json::object> parseStrictObject(std::string_view text, const JsonLimits &limits)
{
    auto value = parseJson(text, limits);
    if (!value)
        return tl::unexpected(std::move(value.error()));
    if (!value->is_object())
        return fail(ErrorKind::Invalid, "json.notAnObject");
    // Boost.JSON keeps the last of several members of one name.
    if (membersWritten(text) != membersKept(*value))
        return fail(ErrorKind::Invalid, "json.duplicateMember");
    return std::move(value->get_object());
}

} // namespace gatehouse::crypto
