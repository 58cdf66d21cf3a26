// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// First line a template, second a path, third a query. What a template expands to from matched values it must match
// again.

#include "core/http/url.h"
#include "core/http/url_template.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

std::string_view takeLine(std::string_view &text)
{
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace gatehouse::http;
    std::string_view rest{reinterpret_cast<const char *>(data), size};
    const auto text = takeLine(rest);
    const auto path = takeLine(rest);
    const auto query = takeLine(rest);

    const auto normal = normalizePath(path);
    if (normalizePath(normal) != normal || isNormalizedPath(path) != (normal == path))
        std::abort();
    if (const auto url = Url::parse(path); url && Url::parse(url->text()) != url)
        std::abort();

    const auto parsed = UrlTemplate::parse(text);
    if (!parsed)
        return 0;
    if (parsed->compareSpecificity(*parsed) != 0)
        std::abort();
    UrlTemplate::Values values;
    if (!parsed->match(path, query, &values))
        return 0;
    const auto target = parsed->expand(values);
    const auto mark = target.find('?');
    UrlTemplate::Values again;
    const auto targetQuery = mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
    if (!parsed->match(std::string_view{target}.substr(0, mark), targetQuery, &again) || again != values)
        std::abort();
    return 0;
}
