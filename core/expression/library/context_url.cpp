// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/context_objects.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/machine.h"
#include "core/http/url.h"

namespace gatehouse::expression {

namespace {

const UriParts &partsOf(Call &c)
{
    return c.object<UrlObject>(0).parts();
}

template<auto Member>
Value part(Call &c)
{
    return c.text(std::u16string(partsOf(c).*Member));
}

//! Decoded names and values; names are found without regard to case, repeated ones collect.
Value query(Call &c)
{
    constexpr int ordinalIgnoreCase = 5;
    auto map = make<DictionaryObject>(c.result(), make<StringComparerObject>(c.library().known(Known::StringComparer), ordinalIgnoreCase));
    const auto *text = c.library().primitive(TypeKind::String);
    const auto written = toUtf8(partsOf(c).query);
    for (const auto &[name, value] : http::parseQuery(std::string_view(written).substr(written.empty() ? 0 : 1))) {
        auto key = Value::ofString(std::string_view(name));
        c.machine().allocate(name.size() + value.size() + sizeof(HashSlots::Slot));
        if (const auto known = map->find(key))
            known->to<ArrayObject>().items().push_back(Value::ofString(std::string_view(value)));
        else
            map->put(std::move(key), c.array(text, {Value::ofString(std::string_view(value))}), true);
    }
    return Value::of(map);
}

} // namespace

UrlObject::UrlObject(std::string_view text) : m_uri(&uriOf(toUtf16(text)).to<UriObject>()) { }

std::u16string UrlObject::text(Machine &) const
{
    const auto &uri = parts();
    auto whole = uri.scheme + u"://" + uri.host;
    if (uri.port >= 0 && uri.port != defaultPortOf(uri.scheme))
        whole += u':' + fromAscii(std::to_string(uri.port));
    return whole + uri.path + uri.query;
}

void declareContextUrl(Library &library)
{
    library.declare("interface IUrl", Known::IUrl,
                    {{"string Scheme { get; }", part<&UriParts::scheme>},
                     {"string Host { get; }", part<&UriParts::host>},
                     {"int Port { get; }", [](Call &c) { return Value::ofInt(partsOf(c).port); }},
                     {"string Path { get; }", part<&UriParts::path>},
                     {"string QueryString { get; }", part<&UriParts::query>},
                     {"IReadOnlyDictionary<string, string[]> Query { get; }", query},
                     {"Uri ToUri()", [](Call &c) { return uriOf(c.text(c[0])); }}});
}

} // namespace gatehouse::expression
