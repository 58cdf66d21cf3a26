// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/local_provider.h"
#include "core/resource/change_set.h"
#include "core/resource/configuration.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ui::catalog {

//! Figures of the last 24 hours, by "api" and "api/operation" in lower case.
using Figures = std::map<std::string, remote::TrafficFigures>;

//! APIs and their operations as a tree in pre-order, with figures beside. Immutable.
class CatalogRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(CatalogRows)

public:
    CatalogRows(std::shared_ptr<const resource::Configuration> configuration, const resource::ChangeSet &changes, Figures figures);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_rows.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;
    QString searchText(int row, int columns) const override;
    QVariant sortValue(int row, int column) const override;
    int depth(int row) const override { return m_rows[std::size_t(row)].isApi ? 0 : 1; }
    bool isBranch(int row) const override { return m_rows[std::size_t(row)].isApi; }
    int apiCount() const { return m_apis; }
    int operationCount() const { return int(m_rows.size()) - m_apis; }

private:
    struct Row
    {
        resource::Configuration::Pointer resource;
        std::string path; //!< "/orders/{id}"
        const remote::TrafficFigures *figures = nullptr;
        bool isApi = false;
        bool staged = false;
    };
    components::Cell nameCell(const Row &row) const;
    components::Cell authenticationCell(const Row &row) const;

    Figures m_figures;
    std::vector<Row> m_rows;
    double m_slowest = 1; //!< ms: what a full bar stands for
    int m_apis = 0;
};

//! "/orders/{id}" of an operation, or an API's "/orders".
std::string fullPath(const resource::Configuration &configuration, const resource::ResourceId &id);

} // namespace gatehouse::ui::catalog
