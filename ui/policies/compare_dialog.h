// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/differences.h"

#include <QDialog>

class QListWidget;

namespace gatehouse::ui::policies {

//! "rate-limit: calls 5 → 10 in inbound".
QString differenceText(const policy::PolicyDifference &difference);

//! What a text changes against the live policy: first in the language of policies, then line by line. Empty texts are documents that don't exist.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    CompareDialog(const QString &title, const std::string &before, const std::string &after, QWidget *parent = nullptr);

    QStringList sentences() const;

private:
    QListWidget *m_list;
};

} // namespace gatehouse::ui::policies
