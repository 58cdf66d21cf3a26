// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QDialog;
class QLabel;
class QPushButton;
class QString;
class QVBoxLayout;

namespace gatehouse::ui::components {

//! What dialogs that ask for something have in common: fields, what is wrong with them, Cancel and the button that accepts, which is the default.
//! The parts belong to the dialog.
struct DialogFrame
{
    QVBoxLayout *content; //!< the fields go here
    QLabel *problem;
    QPushButton *accept;
};
DialogFrame frameDialog(QDialog *dialog, const QString &accept);

} // namespace gatehouse::ui::components
