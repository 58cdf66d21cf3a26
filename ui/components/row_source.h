// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/tokens.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QVariant>

namespace gatehouse::ui::components {

//! How a column shows its cells.
enum class CellKind {
    Text,
    Strong, //!< the name of the row
    Secondary, //!< quieter
    Mono, //!< paths, addresses, times
    Figure, //!< right aligned
    Method, //!< badge, then `secondary` as strong text
    Pill, //!< a word in its tone, with a dot when `dot`
    Bar, //!< bar of `fraction`, then the text right aligned
};

struct Column
{
    QString title;
    CellKind kind = CellKind::Text;
    int width = 120; //!< at 100 %; the user may change it
    bool stretch = false; //!< takes what is left
    Qt::TextElideMode elide = Qt::ElideRight; //!< ElideMiddle for paths
};

//! What a cell shows. Only `text` is searched, copied and read aloud (with `secondary`).
struct Cell
{
    QString text;
    QString secondary; //!< second text, quieter (or the strong text beside a method badge)
    theme::Tone tone = theme::Tone::Neutral; //!< colour of a pill, a bar, a figure; of text when not Neutral
    double fraction = -1; //!< of a bar, 0 to 1
    QString icon; //!< before the text
    QString toolTip;
    bool dot = false;
};

//! The rows behind a table. Immutable once given, or appended to between two calls of RowModel: see there. Rows may form a
//! tree in pre-order by depth(): a parent comes before its children.
class RowSource
{
public:
    virtual ~RowSource() = default;

    virtual int rowCount() const = 0;
    virtual Cell cell(int row, int column) const = 0;
    //! Stable identity of a row: keeps selection and expansion across a reset.
    virtual QString key(int row) const = 0;
    //! What the filter looks in; the texts of all cells by default, given the number of columns.
    virtual QString searchText(int row, int columns) const;
    //! What sorting compares: a number or a text; the cell's text by default.
    virtual QVariant sortValue(int row, int column) const { return cell(row, column).text; }
    virtual int depth(int) const { return 0; }
    //! A tree's row that can have children; it shows a chevron even without any.
    virtual bool isBranch(int) const { return false; }
};

} // namespace gatehouse::ui::components

Q_DECLARE_METATYPE(gatehouse::ui::components::Cell)
