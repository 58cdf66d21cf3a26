// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::ui::policies {

struct SearchHit
{
    resource::ResourceId document;
    QString scope;
    int line = 0;
    std::size_t begin = 0, end = 0; //!< bytes of the shown text
    QString text; //!< the line, trimmed
};

//! Every place in every policy and fragment where the text stands, without case; at most `most`. For the background.
std::vector<SearchHit> searchPolicies(const resource::Configuration &configuration, std::string_view needle, std::size_t most = 1000,
                                      std::stop_token stop = {});

class SearchRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(SearchRows)

public:
    explicit SearchRows(std::vector<SearchHit> hits) : m_hits(std::move(hits)) { }
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_hits.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }
    const SearchHit &at(int row) const { return m_hits[std::size_t(row)]; }

private:
    std::vector<SearchHit> m_hits;
};

} // namespace gatehouse::ui::policies
