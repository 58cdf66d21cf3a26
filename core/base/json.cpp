// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/diagnostic.h"

#include <boost/json/stream_parser.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse {

namespace {

void pretty(const json::value &value, std::string &out, std::size_t indent)
{
    const auto line = [&](std::size_t depth) {
        out += '\n';
        out.append(depth * 2, ' ');
    };
    if (const auto *object = value.if_object(); object && !object->empty()) {
        out += '{';
        for (bool first = true; const auto &[key, item] : *object) {
            out += std::exchange(first, false) ? "" : ",";
            line(indent + 1);
            out += json::serialize(json::string{key}) + ": ";
            pretty(item, out, indent + 1);
        }
        line(indent);
        out += '}';
    } else if (const auto *array = value.if_array(); array && !array->empty()) {
        out += '[';
        for (bool first = true; const auto &item : *array) {
            out += std::exchange(first, false) ? "" : ",";
            line(indent + 1);
            pretty(item, out, indent + 1);
        }
        line(indent);
        out += ']';
    } else {
        out += json::serialize(value);
    }
}

} // namespace

Result<json::value> parseJson(std::string_view text, const JsonLimits &limits)
{
    if (text.size() > limits.bytes)
        return fail(ErrorKind::TooLarge, "json.tooLarge", {{"limit", std::to_string(limits.bytes)}});
    json::parse_options options;
    options.max_depth = limits.depth;
    json::stream_parser parser({}, options);
    boost::system::error_code error;
    const auto used = parser.write_some(text.data(), text.size(), error);
    auto at = used;
    if (!error && used < text.size()) {
        const auto rest = text.find_first_not_of(" \t\r\n", used);
        if (rest != std::string_view::npos) {
            error = json::make_error_code(json::error::extra_data);
            at = rest;
        }
    }
    if (!error && !parser.done())
        parser.finish(error); // a number alone ends where the text does
    if (error) {
        const auto position = positionAt(text, at);
        return fail(ErrorKind::Invalid, "json.syntax",
                    {{"reason", error.message()},
                     {"line", std::to_string(position.line)},
                     {"column", std::to_string(position.column)}});
    }
    return parser.release();
}

std::string toJson(const json::value &value)
{
    return json::serialize(value);
}

std::string toPrettyJson(const json::value &value)
{
    std::string out;
    pretty(value, out, 0);
    return out;
}

const json::value *member(const json::object &object, std::string_view name)
{
    return object.if_contains(name);
}

const json::value *member(const json::value &value, std::string_view name)
{
    const auto *object = value.if_object();
    return object ? object->if_contains(name) : nullptr;
}

std::string_view stringMember(const json::object &object, std::string_view name,
                              std::string_view fallback)
{
    const auto *value = object.if_contains(name);
    const auto *text = value ? value->if_string() : nullptr;
    return text ? std::string_view{text->data(), text->size()} : fallback;
}

bool boolMember(const json::object &object, std::string_view name, bool fallback)
{
    const auto *value = object.if_contains(name);
    const auto *flag = value ? value->if_bool() : nullptr;
    return flag ? *flag : fallback;
}

std::optional<long long> intMember(const json::object &object, std::string_view name)
{
    const auto *value = object.if_contains(name);
    if (!value)
        return std::nullopt;
    if (const auto *number = value->if_int64())
        return *number;
    if (const auto *number = value->if_double(); number && *number == static_cast<double>(static_cast<long long>(*number)))
        return static_cast<long long>(*number);
    return std::nullopt;
}

void mergePatch(json::object &target, const json::object &patch)
{
    for (const auto &[key, value] : patch) {
        if (value.is_null()) {
            target.erase(key);
        } else if (const auto *object = value.if_object()) {
            auto &slot = target[key];
            if (!slot.is_object())
                slot = json::object{};
            mergePatch(slot.get_object(), *object);
        } else {
            target[key] = value;
        }
    }
}

} // namespace gatehouse
