// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/findings.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui::roles {

//! What a role may do at a row of the matrix.
struct MatrixCell
{
    bool isOwn = false; //!< a row of the mapping says so
    std::int8_t inherited = -1; //!< TargetKind of the broader row that says so; -1: none
    std::uint16_t covered = 0, operations = 0; //!< of an API: how many of its operations
};

struct MatrixRow
{
    enum Kind { Grants, Opaque } kind = Grants;
    policy::roles::Target target;
    QString key; //!< "apis/orders/operations/get" and the like
    QString name, method, path;
    QString toolTip;
    int depth = 0;
    bool isBranch = false;
};

//! Everything the page shows of one configuration; made in the background, then immutable.
struct RoleSnapshot
{
    std::shared_ptr<const resource::Configuration> configuration;
    std::optional<policy::roles::FoundRoles> found;
    Error problem; //!< why nothing was found
    policy::roles::RoleModel model;
    std::vector<std::string> roles; //!< columns: anyone, signed-in, then the others
    std::vector<MatrixRow> rows;
    std::vector<MatrixCell> cells; //!< rows x roles
    Diagnostics findings;
    std::vector<policy::roles::OpaqueRow> opaque;

    const MatrixCell &cell(std::size_t row, std::size_t role) const { return cells[row * roles.size() + role]; }
    int rowOf(const QString &key) const; //!< -1: none
};
std::shared_ptr<const RoleSnapshot> makeSnapshot(std::shared_ptr<const resource::Configuration> configuration);

//! Targets down, roles across: a tree of APIs and their operations.
class MatrixRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(MatrixRows)

public:
    explicit MatrixRows(std::shared_ptr<const RoleSnapshot> snapshot) : m_snapshot(std::move(snapshot)) { }
    static QList<components::Column> columns(const RoleSnapshot &snapshot);

    int rowCount() const override { return int(m_snapshot->rows.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return m_snapshot->rows[std::size_t(row)].key; }
    QString searchText(int row, int columns) const override;
    int depth(int row) const override { return m_snapshot->rows[std::size_t(row)].depth; }
    bool isBranch(int row) const override { return m_snapshot->rows[std::size_t(row)].isBranch; }

private:
    std::shared_ptr<const RoleSnapshot> m_snapshot;
};

//! Claims to roles; lines that a person wrote stand below.
class MappingRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(MappingRows)

public:
    explicit MappingRows(std::shared_ptr<const RoleSnapshot> snapshot);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_snapshot->model.mappings.size() + m_opaque.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }
    const policy::roles::Mapping *mapping(int row) const;

private:
    std::shared_ptr<const RoleSnapshot> m_snapshot;
    std::vector<const policy::roles::OpaqueRow *> m_opaque;
};

class FindingRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(FindingRows)

public:
    explicit FindingRows(std::shared_ptr<const RoleSnapshot> snapshot) : m_snapshot(std::move(snapshot)) { }
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_snapshot->findings.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;

private:
    std::shared_ptr<const RoleSnapshot> m_snapshot;
};

} // namespace gatehouse::ui::roles
