// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"
#include "core/resource/resource.h"
#include "ui/shell/theme/tokens.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace gatehouse::ui::components {

//! One resource's difference as two texts: a policy as its own text, everything else as JSON with one member a line.
//! Secrets are shown as "••••••" here and never leave their SecretString or resource otherwise.
struct DiffDocument
{
    enum Kind { Added, Removed, Changed, Action } kind = Changed;
    QString id; //!< service-relative
    QString note; //!< what can't be undone, or what an action does
    QString before;
    QString after;
    QStringList sentences; //!< what a policy's texts differ in, in words; empty for other resources
};

//! Either may be nullptr: added, removed.
DiffDocument diffDocument(const resource::Resource *before, const resource::Resource *after);
DiffDocument diffDocument(const resource::ChangeItem &item);
//! The text of a resource as a person reads it.
QString resourceText(const resource::Resource &resource);
QString nameOf(DiffDocument::Kind kind);
theme::Tone toneOf(DiffDocument::Kind kind);

} // namespace gatehouse::ui::components
