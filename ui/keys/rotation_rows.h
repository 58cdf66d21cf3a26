// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keys/rotation.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

namespace gatehouse::ui::keys {

//! Rotations, those that run first.
class RotationRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(RotationRows)

public:
    static QList<components::Column> columns();
    RotationRows(std::vector<vault::Rotation> rotations, UtcTime now);

    int rowCount() const override { return int(m_rotations.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;

private:
    std::vector<vault::Rotation> m_rotations;
    UtcTime m_now;
};

} // namespace gatehouse::ui::keys
