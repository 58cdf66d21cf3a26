// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/policy_sentences.h"

#include "ui/components/finding_text.h"
#include "ui/components/formats.h"

#include <QCoreApplication>

namespace gatehouse::ui::components {

using policy::PolicyDifference;

namespace {

QString inWords(const char *text)
{
    return QCoreApplication::translate("PolicyDifference", text);
}

} // namespace

QString differenceText(const PolicyDifference &difference)
{
    auto name = fromUtf8(difference.name);
    if (!difference.label.empty())
        name += QStringLiteral(" “%1”").arg(fromUtf8(difference.label));
    QString text;
    switch (difference.kind) {
    case PolicyDifference::Added: text = inWords(QT_TRANSLATE_NOOP("PolicyDifference", "%1 added")).arg(name); break;
    case PolicyDifference::Removed: text = inWords(QT_TRANSLATE_NOOP("PolicyDifference", "%1 removed")).arg(name); break;
    case PolicyDifference::Moved: text = inWords(QT_TRANSLATE_NOOP("PolicyDifference", "%1 moved")).arg(name); break;
    case PolicyDifference::Changed: {
        const auto none = inWords(QT_TRANSLATE_NOOP("PolicyDifference", "(none)"));
        const auto before = difference.before.empty() ? none : fromUtf8(difference.before);
        const auto after = difference.after.empty() ? none : fromUtf8(difference.after);
        text = inWords(QT_TRANSLATE_NOOP("PolicyDifference", "%1: %2 %3 → %4")).arg(name, fromUtf8(difference.what), before, after);
        break;
    }
    }
    if (!difference.section.empty() && difference.section != difference.name)
        text += inWords(QT_TRANSLATE_NOOP("PolicyDifference", " in %1")).arg(fromUtf8(difference.section));
    return text.simplified();
}

QStringList policySentences(const std::string &before, const std::string &after)
{
    static const std::string nothing = "<policies></policies>";
    static const std::string noFragment = "<fragment></fragment>";
    const auto &missing = (before.empty() ? after : before).find("<fragment") == std::string::npos ? nothing : noFragment;
    const auto found = policy::differences(before.empty() ? missing : before, after.empty() ? missing : after);
    QStringList lines;
    if (!found) {
        for (const auto &problem : found.error())
            lines << inWords(QT_TRANSLATE_NOOP("PolicyDifference", "Can't be compared: %1")).arg(findingText(problem));
        return lines;
    }
    for (const auto &difference : *found)
        lines << differenceText(difference);
    if (lines.isEmpty())
        lines << inWords(QT_TRANSLATE_NOOP("PolicyDifference", "No effective difference: layout, comments or the order of attributes alone changed."));
    return lines;
}

} // namespace gatehouse::ui::components
