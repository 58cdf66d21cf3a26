// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/diff_document.h"

#include "core/policy/configuration_documents.h"
#include "core/resource/kinds.h"
#include "ui/components/formats.h"
#include "ui/components/policy_sentences.h"

#include <QCoreApplication>

namespace gatehouse::ui::components {

namespace {

constexpr const char *hidden = "••••••";

json::value *valueAt(json::object &object, std::string_view path)
{
    const auto dot = path.find('.');
    auto *member = object.if_contains(path.substr(0, dot));
    if (dot == std::string_view::npos || !member)
        return member;
    auto *inner = member->if_object();
    return inner ? valueAt(*inner, path.substr(dot + 1)) : nullptr;
}

//! Secrets leave the texts; one that changed says so, since its dots are the same.
void hideSecrets(const resource::ResourceId &id, json::object *before, json::object *after)
{
    const auto *kind = resource::kindOf(id);
    if (!kind)
        return;
    for (const auto &rule : kind->properties) {
        if (!(rule.flags & resource::PropertyRule::Secret))
            continue;
        json::value *old = before ? valueAt(*before, rule.path) : nullptr;
        json::value *now = after ? valueAt(*after, rule.path) : nullptr;
        const bool changed = old && now && *old != *now;
        if (old && !old->is_null())
            *old = hidden;
        if (now && !now->is_null())
            *now = changed ? std::string(hidden) + " (new value)" : std::string(hidden);
    }
}

bool isPolicy(const resource::ResourceId &id)
{
    return id.collection() == "policies" || id.collection() == "policyFragments";
}

//! Both formats of a policy read alike; a text that can't be converted is compared as it is.
std::string policyTextOf(const resource::Resource *resource)
{
    if (!resource)
        return {};
    auto text = policy::policyText(*resource);
    return text ? std::move(*text) : std::string(stringMember(resource->properties, "value"));
}

QString textOf(const resource::ResourceId &id, const json::object &properties)
{
    if (isPolicy(id)) {
        const auto text = stringMember(properties, "value");
        if (!text.empty())
            return fromUtf8(text);
    }
    return fromUtf8(toPrettyJson(json::value(properties)));
}

QString noteOf(const resource::Inverse &inverse)
{
    if (inverse.kind == resource::InverseKind::Impossible)
        return QCoreApplication::translate("DiffDocument", "Can't be undone.");
    if (inverse.kind == resource::InverseKind::Exact)
        return {};
    QStringList lost;
    for (const auto &one : inverse.lost)
        lost << fromUtf8(one);
    return QCoreApplication::translate("DiffDocument", "Undoing would not bring back: %1").arg(lost.join(QStringLiteral(", ")));
}

} // namespace

QString resourceText(const resource::Resource &resource)
{
    json::object properties = resource.properties;
    hideSecrets(resource.id, &properties, nullptr);
    return textOf(resource.id, properties);
}

DiffDocument diffDocument(const resource::Resource *before, const resource::Resource *after)
{
    DiffDocument document;
    const resource::Resource *any = after ? after : before;
    if (!any)
        return document;
    json::object old = before ? before->properties : json::object();
    json::object now = after ? after->properties : json::object();
    hideSecrets(any->id, before ? &old : nullptr, after ? &now : nullptr);
    document.id = fromUtf8(any->id.text());
    document.kind = !before ? DiffDocument::Added : !after ? DiffDocument::Removed : DiffDocument::Changed;
    document.before = before ? textOf(any->id, old) : QString();
    document.after = after ? textOf(any->id, now) : QString();
    if (isPolicy(any->id))
        document.sentences = policySentences(policyTextOf(before), policyTextOf(after));
    return document;
}

DiffDocument diffDocument(const resource::ChangeItem &item)
{
    DiffDocument document;
    if (item.kind == resource::ChangeKind::Action) {
        document.kind = DiffDocument::Action;
        document.after = fromUtf8(item.action);
    } else {
        document = diffDocument(item.before ? &*item.before : nullptr, item.kind == resource::ChangeKind::Put && item.after ? &*item.after : nullptr);
        if (item.kind == resource::ChangeKind::Delete)
            document.kind = DiffDocument::Removed;
    }
    document.id = fromUtf8(item.id.text());
    document.note = noteOf(item.inverse());
    return document;
}

QString nameOf(DiffDocument::Kind kind)
{
    switch (kind) {
    case DiffDocument::Added: return QCoreApplication::translate("DiffDocument", "New");
    case DiffDocument::Removed: return QCoreApplication::translate("DiffDocument", "Delete");
    case DiffDocument::Changed: return QCoreApplication::translate("DiffDocument", "Change");
    case DiffDocument::Action: return QCoreApplication::translate("DiffDocument", "Action");
    }
    return {};
}

theme::Tone toneOf(DiffDocument::Kind kind)
{
    switch (kind) {
    case DiffDocument::Added: return theme::Tone::Success;
    case DiffDocument::Removed: return theme::Tone::Danger;
    case DiffDocument::Changed: return theme::Tone::Info;
    case DiffDocument::Action: return theme::Tone::Warning;
    }
    return theme::Tone::Neutral;
}

} // namespace gatehouse::ui::components
