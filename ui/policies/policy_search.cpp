// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_search.h"

#include "core/base/text.h"
#include "ui/components/formats.h"
#include "ui/policies/policy_scopes.h"

#include <algorithm>

namespace gatehouse::ui::policies {

using components::fromUtf8;

namespace {

void searchOne(const resource::Configuration &configuration, const resource::Resource &resource, const std::string &needle, std::size_t most,
               std::vector<SearchHit> &hits)
{
    const auto text = shownText(resource);
    const auto lower = toLower(text);
    QString scope;
    int line = 1;
    std::size_t counted = 0;
    for (auto at = lower.find(needle); at != std::string::npos && hits.size() < most; at = lower.find(needle, at + needle.size())) {
        if (scope.isEmpty())
            scope = scopeTitle(configuration, resource.id);
        line += int(std::count(text.begin() + std::ptrdiff_t(counted), text.begin() + std::ptrdiff_t(at), '\n'));
        counted = at;
        const auto before = text.rfind('\n', at);
        const auto begin = at == 0 || before == std::string::npos ? 0 : before + 1;
        const auto end = std::min(text.find('\n', at), text.size());
        hits.push_back({.document = resource.id, .scope = scope, .line = line, .begin = at, .end = at + needle.size(),
                        .text = fromUtf8(trim(std::string_view(text).substr(begin, end - begin))).left(300)});
    }
}

} // namespace

std::vector<SearchHit> searchPolicies(const resource::Configuration &configuration, std::string_view needle, std::size_t most, std::stop_token stop)
{
    std::vector<SearchHit> hits;
    const auto wanted = toLower(needle);
    if (wanted.empty())
        return hits;
    for (const auto &[id, resource] : configuration) {
        if (stop.stop_requested() || hits.size() >= most)
            break;
        if (isFragment(id) || scopeOf(id))
            searchOne(configuration, *resource, wanted, most, hits);
    }
    return hits;
}

QList<components::Column> SearchRows::columns()
{
    return {
        {tr("Scope"), components::CellKind::Strong, 190, false, Qt::ElideMiddle},
        {tr("Line"), components::CellKind::Figure, 56, false, Qt::ElideRight},
        {tr("Text"), components::CellKind::Mono, 300, true, Qt::ElideRight},
    };
}

components::Cell SearchRows::cell(int row, int column) const
{
    const auto &hit = at(row);
    components::Cell cell;
    cell.text = column == 0 ? hit.scope : column == 1 ? QString::number(hit.line) : hit.text;
    cell.toolTip = column == 0 ? fromUtf8(hit.document.text()) : hit.text;
    return cell;
}

} // namespace gatehouse::ui::policies
