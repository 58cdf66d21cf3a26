// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/paging.h"

#include "core/base/text.h"

namespace gatehouse::management {

namespace {

tl::expected<std::size_t, ArmError> countParameter(const ArmRequest &request, std::string_view name,
                                                   std::size_t fallback)
{
    const auto text = request.queryValue(name);
    if (!text)
        return fallback;
    const auto value = toInteger(*text);
    if (!value || *value < 0 || *value > 1'000'000'000) {
        return tl::unexpected(ArmError{400,
                                       "ValidationError",
                                       "The value '" + excerpt(*text, 32) + "' of query parameter '" + std::string{name}
                                           + "' is not valid.",
                                       {}});
    }
    return static_cast<std::size_t>(*value);
}

std::string nextLink(const ArmRequest &request, std::size_t top, std::size_t skip)
{
    std::vector<http::QueryPair> pairs;
    for (auto &pair : http::parseQuery(request.query)) {
        if (!equalsIgnoreCase(pair.first, "$top") && !equalsIgnoreCase(pair.first, "$skip"))
            pairs.push_back(std::move(pair));
    }
    pairs.emplace_back("$top", std::to_string(top));
    pairs.emplace_back("$skip", std::to_string(skip));
    return request.origin + request.path + "?" + http::formatQuery(pairs);
}

} // namespace

tl::expected<PageRequest, ArmError> pageRequest(const ArmRequest &request)
{
    PageRequest wanted;
    const auto top = countParameter(request, "$top", PageRequest::defaultTop);
    if (!top)
        return tl::unexpected(top.error());
    const auto skip = countParameter(request, "$skip", 0);
    if (!skip)
        return tl::unexpected(skip.error());
    if (*top == 0)
        return tl::unexpected(
            ArmError{400, "ValidationError", "The value '0' of query parameter '$top' is not valid.", {}});
    wanted.top = std::min(*top, PageRequest::maxTop);
    wanted.skip = *skip;
    if (const auto text = request.queryValue("$filter"); text && !trim(*text).empty()) {
        auto filter = ODataFilter::parse(*text);
        if (!filter) {
            const auto &error = filter.error();
            const auto reason = error.kind == ErrorKind::TooLarge
                ? "it is larger than the limit of " + std::string{error.arg("limit")}
                : std::string{error.arg("reason")} + " at column " + std::string{error.arg("column")};
            return tl::unexpected(
                ArmError{400,
                         "InvalidFilterInQueryString",
                         "Invalid $filter '" + excerpt(*text) + "' specified in the query string: " + reason + ".",
                         {}});
        }
        wanted.filter = std::move(*filter);
    }
    return wanted;
}

json::object page(const ArmRequest &request, const PageRequest &wanted, std::size_t total,
                  const std::function<ODataFilter::Lookup(std::size_t)> &visible,
                  const std::function<json::value(std::size_t)> &render)
{
    json::array value;
    std::size_t matching = 0;
    for (std::size_t i = 0; i < total; ++i) {
        if (wanted.filter && !wanted.filter->matches(visible(i)))
            continue;
        if (matching >= wanted.skip && value.size() < wanted.top)
            value.push_back(render(i));
        ++matching;
    }
    json::object body{{"value", std::move(value)}, {"count", matching}};
    if (wanted.skip + wanted.top < matching)
        body["nextLink"] = nextLink(request, wanted.top, wanted.skip + wanted.top);
    return body;
}

json::value lookupIn(std::string_view name, const json::object &properties, std::string_view property)
{
    if (property.starts_with("properties/"))
        property.remove_prefix(11);
    else if (property == "name")
        return json::value(std::string{name});
    const json::object *object = &properties;
    for (;;) {
        const auto slash = property.find('/');
        const auto *found = object->if_contains(property.substr(0, slash));
        if (!found || slash == std::string_view::npos)
            return found ? *found : json::value(nullptr);
        object = found->if_object();
        if (!object)
            return nullptr;
        property.remove_prefix(slash + 1);
    }
}

} // namespace gatehouse::management
