// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/diagnostic.h"
#include "core/base/result.h"

#include <QString>

namespace gatehouse::ui::components {

//! "154 ms", "1.24 s", "–" for NaN or a negative value.
QString millisecondsText(double milliseconds);
//! "18.4k", "1.2M", "954".
QString countText(double count);
//! "0.38 %".
QString percentText(double fraction);
//! "4.2 KB", "13 MB".
QString bytesText(qint64 bytes);
//! Local time with the zone's offset in the tool tip form: "14:34:51", "24 Nov 14:34".
QString clockText(UtcTime time);
QString dateTimeText(UtcTime time);
QString fromUtf8(std::string_view text);
std::string toUtf8(const QString &text);

//! What a person reads of a failure: translated by its code; a code without words of its own falls back to its kind, with the
//! arguments. Never a secret.
QString errorText(const Error &error);
QString diagnosticText(const Diagnostic &diagnostic);

} // namespace gatehouse::ui::components
