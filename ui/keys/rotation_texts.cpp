// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of rotate_dialog.h: what rotations say.

#include "ui/components/formats.h"
#include "ui/keys/key_rows.h"
#include "ui/keys/rotate_dialog.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui::keys {

using components::fromUtf8;
using vault::Rotation;
using vault::RotationStep;

QString planText(const vault::RotationRule &rule, const vault::RotationPlan &plan)
{
    const auto fresh = slotText(plan.fresh), old = slotText(otherThan(plan.fresh));
    QStringList lines;
    lines << RotateDialog::tr("1. %1 is made new.").arg(fresh);
    if (plan.freshUnusedSince)
        lines << RotateDialog::tr("    It is unused since %1.").arg(components::dateTimeText(*plan.freshUnusedSince));
    if (!plan.proved)
        lines << RotateDialog::tr("    Warning: it is not proved that nobody uses it. Whoever does is refused.");
    for (const auto &target : rule.targets)
        lines << RotateDialog::tr("2. The new key is written to %1.").arg(fromUtf8(target.text()));
    lines << (rule.insist ? RotateDialog::tr("3. Waits until %1 was unused for %2.").arg(old, fromUtf8(vault::spanText(rule.quiet)))
                          : RotateDialog::tr("3. Waits until %1 was unused for %2, at most %3.")
                                .arg(old, fromUtf8(vault::spanText(rule.quiet)), fromUtf8(vault::spanText(rule.overlap))));
    if (!plan.tellsKeys)
        lines << RotateDialog::tr("    This service does not tell which key is used: the wait ends by the clock alone.");
    lines << RotateDialog::tr("4. %1 is made new: the old key ends.").arg(old);
    return lines.join('\n');
}

QString rotationStepText(const Rotation &rotation, UtcTime now)
{
    switch (rotation.step) {
    case RotationStep::Renewing: return RotateDialog::tr("%1 is about to be made new").arg(slotText(rotation.fresh));
    case RotationStep::Writing: {
        const auto done = std::count(rotation.written.begin(), rotation.written.end(), true);
        return RotateDialog::tr("The new key is written: %1 of %2 places").arg(done).arg(rotation.written.size());
    }
    case RotationStep::Waiting:
        if (rotation.rule.insist)
            return RotateDialog::tr("Waits until %1 was unused for %2").arg(slotText(rotation.old()), fromUtf8(vault::spanText(rotation.rule.quiet)));
        return now < *rotation.deadline() ? RotateDialog::tr("Waits until %1 was unused for %2, %3 left")
                                                .arg(slotText(rotation.old()), fromUtf8(vault::spanText(rotation.rule.quiet)), spanText(*rotation.deadline() - now))
                                          : RotateDialog::tr("The wait is over: go on to end %1").arg(slotText(rotation.old()));
    case RotationStep::Retiring: return RotateDialog::tr("%1 is about to be made new").arg(slotText(rotation.old()));
    case RotationStep::Done: return rotation.unproved ? RotateDialog::tr("Done, though it was not proved that nobody used the old key") : RotateDialog::tr("Done");
    case RotationStep::Cancelled: break;
    }
    return rotation.freshNow.empty() ? RotateDialog::tr("Cancelled before anything was written") : RotateDialog::tr("Cancelled half way: both keys hold");
}

QString rotationErrorText(const Error &error)
{
    struct Text
    {
        std::string_view code;
        const char *text;
    };
    static constexpr std::array texts{
        Text{"rotation.running", QT_TRANSLATE_NOOP("RotateDialog", "A rotation of this subscription runs already.")},
        Text{"rotation.bothInUse", QT_TRANSLATE_NOOP("RotateDialog", "Both keys are in use: making either new would shut a client out. Move clients to one key, or choose the key to begin with.")},
        Text{"rotation.notProved", QT_TRANSLATE_NOOP("RotateDialog", "It is not known which key is free: none was seen unused for {quiet}. Choose the key to begin with if you know it.")},
        Text{"rotation.none", QT_TRANSLATE_NOOP("RotateDialog", "This rotation is over.")},
        Text{"rotation.notRenewed", QT_TRANSLATE_NOOP("RotateDialog", "The service took the call and the {key} key is still the same.")},
        Text{"rotation.retiring", QT_TRANSLATE_NOOP("RotateDialog", "Too late: the old key may be gone already. Go on instead.")},
        Text{"rotation.state", QT_TRANSLATE_NOOP("RotateDialog", "The state of rotations ({path}) can't be read; nothing was done.")},
        Text{"rotation.locked", QT_TRANSLATE_NOOP("RotateDialog", "Another program works on rotations now ({path}).")},
        Text{"keyTarget.badFile", QT_TRANSLATE_NOOP("RotateDialog", "{path} is not one line of text.")},
        Text{"keyTarget.noFolder", QT_TRANSLATE_NOOP("RotateDialog", "The folder of {path} does not exist.")},
        Text{"keyTarget.refused", QT_TRANSLATE_NOOP("RotateDialog", "{target} refused the new key (HTTP {status}).")},
        Text{"keyTarget.failed", QT_TRANSLATE_NOOP("RotateDialog", "{target} did not take the new key (HTTP {status}).")},
        Text{"file.absent", QT_TRANSLATE_NOOP("RotateDialog", "There is no file {path}.")},
        Text{"file.tooOpen", QT_TRANSLATE_NOOP("RotateDialog", "Others may read {path}, which holds a secret: make it yours alone (mode 600).")},
        Text{"file.write", QT_TRANSLATE_NOOP("RotateDialog", "{path} can't be written: {reason}")},
        Text{"file.read", QT_TRANSLATE_NOOP("RotateDialog", "{path} can't be read: {reason}")},
        Text{"rotationRules.missing", QT_TRANSLATE_NOOP("RotateDialog", "Fill in where the key goes and the file of its secret.")},
        Text{"rotationRules.shape", QT_TRANSLATE_NOOP("RotateDialog", "Fill in where the key goes and the file of its secret.")},
        Text{"rotationRules.value", QT_TRANSLATE_NOOP("RotateDialog", "“{value}” can't be used here.")},
        Text{"rotationRules.plainHttp", QT_TRANSLATE_NOOP("RotateDialog", "The key would go in clear: {url} has to be https.")},
    };
    const auto found = std::ranges::find(texts, std::string_view(error.code), &Text::code);
    if (found == texts.end())
        return components::errorText(error);
    auto text = RotateDialog::tr(found->text);
    for (const auto &[name, value] : error.args)
        text.replace("{" + fromUtf8(name) + "}", fromUtf8(value));
    return text;
}

} // namespace gatehouse::ui::keys
