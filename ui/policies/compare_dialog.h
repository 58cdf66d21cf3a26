// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <string>

namespace gatehouse::ui::components {
class DiffView;
}

namespace gatehouse::ui::policies {

//! What a text changes against the live policy: first in the language of policies, then line by line. Empty texts are documents that don't exist.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    CompareDialog(const QString &title, const std::string &before, const std::string &after, QWidget *parent = nullptr);

    components::DiffView *diff() const { return m_diff; }

private:
    components::DiffView *m_diff;
};

} // namespace gatehouse::ui::policies
