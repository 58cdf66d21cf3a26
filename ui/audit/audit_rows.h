// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/local_provider.h"
#include "ui/components/diff_document.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

#include <vector>

namespace gatehouse::ui::audit {

//! The records read so far, newest first; older pages are appended.
class AuditRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(AuditRows)

public:
    static QList<components::Column> columns();

    void append(std::vector<remote::AuditEntry> entries);
    void clear() { m_entries.clear(); }
    //! nullptr when it is not there.
    const remote::AuditEntry *find(const QString &key) const;

    int rowCount() const override { return int(m_entries.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;

private:
    std::vector<remote::AuditEntry> m_entries;
};

//! "Changed", "Deleted", "Read a secret of" ...
QString actionText(std::string_view action);
//! What a record did, as a diff; an action without bodies has both texts empty.
components::DiffDocument diffOf(const remote::AuditEntry &entry);
QString whoText(const resource::Principal &principal);

} // namespace gatehouse::ui::audit
