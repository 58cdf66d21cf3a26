// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/keys_rotation.h"

#include "app/gatectl/keys_text.h"
namespace gatehouse::gatectl {

namespace {

using vault::Rotation;
using vault::RotationStep;

std::string rulesFindingText(const Diagnostic &finding)
{
    const auto arg = [&](std::string_view name) { return std::string(finding.arg(name)); };
    const auto code = std::string_view(finding.code).substr(std::string_view("rotationRules.").size());
    if (code == "syntax")
        return arg("reason") + ".";
    if (code == "shape")
        return "'" + arg("member") + "' is to be " + arg("expected") + ".";
    if (code == "unknown")
        return "'" + arg("member") + "' is not known here.";
    if (code == "missing")
        return arg("member") + " is missing.";
    if (code == "twice")
        return "there is a rule for " + arg("subscription") + " already.";
    if (code == "tooMany")
        return "more than " + arg("limit") + " " + arg("member") + ".";
    if (code == "plainHttp")
        return "the key would go in clear: " + arg("url") + " has to be https.";
    return "'" + arg("value") + "' can't be " + arg("member") + ".";
}

} // namespace

std::string rotationText(const Rotation &rotation, UtcTime now)
{
    const auto &name = rotation.rule.subscription;
    const std::string fresh(nameOf(rotation.fresh)), old(nameOf(rotation.old()));
    std::string text = name + ": ";
    switch (rotation.step) {
    case RotationStep::Renewing: text += "the " + fresh + " key is about to be made anew; it may be done already. Both keys of before may still hold."; break;
    case RotationStep::Writing: {
        std::size_t done = 0;
        for (const bool one : rotation.written)
            done += one ? 1U : 0U;
        text += "the new " + fresh + " key is written to " + std::to_string(done) + " of " + std::to_string(rotation.written.size())
            + " places; the " + old + " key goes on to hold.";
        break;
    }
    case RotationStep::Waiting:
        text += "the new " + fresh + " key is where clients read it. Waiting until the " + old + " key was unused for " + vault::spanText(rotation.rule.quiet);
        if (rotation.rule.insist)
            text += ", however long that takes.";
        else if (const auto left = *rotation.deadline() - now; left > std::chrono::seconds{0})
            text += ", at most until " + toIso(*rotation.deadline()) + " (" + agoText(left) + " from now).";
        else
            text += "; its time was over at " + toIso(*rotation.deadline()) + ".";
        break;
    case RotationStep::Retiring: text += "the old " + old + " key is about to be made anew; it may be done already."; break;
    case RotationStep::Done: text += "done at " + toIso(rotation.finished.value_or(now)) + ": both keys were made anew, clients have the " + fresh + " key."; break;
    case RotationStep::Cancelled:
        text += rotation.freshNow.empty() ? "cancelled before anything was written."
                                          : "cancelled half way: the " + fresh + " key is new, the " + old + " key is the old one, and both hold.";
        break;
    }
    if (rotation.unproved)
        text += "\n  warning: the overlap ended while it was not proved that nobody uses the old key: whoever did is refused now.";
    if (rotation.rewritten)
        text += "\n  note: somebody else made the new key anew meanwhile; it was written again.";
    if (!rotation.failure.empty())
        text += "\n  the last run failed (" + rotation.failure + "); run it again to go on.";
    return text;
}

json::object rotationJson(const Rotation &rotation)
{
    auto object = toJson(rotation);
    for (const auto *secretive : {"salt", "freshBefore", "freshNow", "oldBefore"})
        object.erase(secretive);
    if (const auto deadline = rotation.deadline())
        object["deadline"] = toIso(*deadline);
    return object;
}

std::string rulesFindingsText(const Diagnostics &findings, const std::string &file)
{
    std::string text;
    for (const auto &finding : findings) {
        text += text.empty() ? "" : "\n";
        text += file + ":" + std::to_string(finding.position.line) + ":" + std::to_string(finding.position.column) + ": " + rulesFindingText(finding);
    }
    return text;
}

} // namespace gatehouse::gatectl
