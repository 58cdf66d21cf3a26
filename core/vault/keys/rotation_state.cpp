// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/rotation.h"
#include "core/vault/keys/rotation_file.h"

#include <algorithm>
#include <array>

namespace gatehouse::vault {

namespace {

constexpr std::array<std::string_view, 6> stepNames{"renewing", "writing", "waiting", "retiring", "done", "cancelled"};
constexpr std::size_t mostStateBytes = 8U << 20;

tl::unexpected<Error> badState()
{
    return fail(ErrorKind::Corrupt, "rotation.state");
}

void putTime(json::object &object, std::string_view name, const std::optional<UtcTime> &time)
{
    if (time)
        object[name] = toIso(*time);
}

Result<std::optional<UtcTime>> timeAt(const json::object &object, std::string_view name)
{
    if (!member(object, name))
        return std::optional<UtcTime>{};
    const auto time = fromIso(stringMember(object, name));
    if (!time)
        return badState();
    return std::optional(*time);
}

} // namespace

std::string_view nameOf(RotationStep step)
{
    return stepNames[static_cast<std::size_t>(step)];
}

json::object toJson(const Rotation &rotation)
{
    json::array written;
    for (const bool one : rotation.written)
        written.push_back(one);
    json::object object{{"id", rotation.id},
                        {"service", rotation.service},
                        {"rule", toJson(rotation.rule)},
                        {"reason", rotation.reason},
                        {"fresh", nameOf(rotation.fresh)},
                        {"step", nameOf(rotation.step)},
                        {"salt", rotation.salt},
                        {"freshBefore", rotation.freshBefore},
                        {"freshNow", rotation.freshNow},
                        {"oldBefore", rotation.oldBefore},
                        {"written", std::move(written)},
                        {"started", toIso(rotation.started)},
                        {"unproved", rotation.unproved},
                        {"rewritten", rotation.rewritten},
                        {"failure", rotation.failure}};
    putTime(object, "writtenAt", rotation.writtenAt);
    putTime(object, "finished", rotation.finished);
    return object;
}

Result<Rotation> rotationFrom(const json::value &value)
{
    const auto *object = value.if_object();
    const auto *rule = object ? member(*object, "rule") : nullptr;
    const auto *written = object ? member(*object, "written") : nullptr;
    if (!rule || !written || !written->is_array())
        return badState();
    auto read = ruleFrom(*rule);
    const auto step = std::find(stepNames.begin(), stepNames.end(), stringMember(*object, "step"));
    const auto started = timeAt(*object, "started"), writtenAt = timeAt(*object, "writtenAt"), finished = timeAt(*object, "finished");
    if (!read || step == stepNames.end() || !started || !*started || !writtenAt || !finished)
        return badState();
    Rotation rotation;
    rotation.id = stringMember(*object, "id");
    rotation.service = stringMember(*object, "service");
    rotation.rule = std::move(*read);
    rotation.reason = stringMember(*object, "reason");
    rotation.fresh = stringMember(*object, "fresh") == "primary" ? Slot::Primary : Slot::Secondary;
    rotation.step = static_cast<RotationStep>(step - stepNames.begin());
    rotation.salt = stringMember(*object, "salt");
    rotation.freshBefore = stringMember(*object, "freshBefore");
    rotation.freshNow = stringMember(*object, "freshNow");
    rotation.oldBefore = stringMember(*object, "oldBefore");
    for (const auto &one : written->get_array())
        rotation.written.push_back(one.is_bool() && one.get_bool());
    rotation.started = **started;
    rotation.writtenAt = *writtenAt;
    rotation.finished = *finished;
    rotation.unproved = boolMember(*object, "unproved", false);
    rotation.rewritten = boolMember(*object, "rewritten", false);
    rotation.failure = stringMember(*object, "failure");
    const bool afterWriting = rotation.step == RotationStep::Waiting || rotation.step == RotationStep::Retiring;
    if (rotation.id.empty() || rotation.salt.empty() || rotation.written.size() != rotation.rule.targets.size()
        || (afterWriting && !rotation.writtenAt))
        return badState();
    return rotation;
}

Result<std::vector<Rotation>> RotationFile::load()
{
    const auto text = m_read(m_path);
    if (!text && text.error().kind == ErrorKind::NotFound)
        return std::vector<Rotation>{};
    if (!text)
        return tl::unexpected(text.error());
    const auto value = parseJson(*text, {.bytes = mostStateBytes});
    const auto *object = value ? value->if_object() : nullptr;
    const auto *all = object ? member(*object, "rotations") : nullptr;
    if (!all || !all->is_array() || intMember(*object, "version") != 1)
        return fail(ErrorKind::Corrupt, "rotation.state", {{"path", m_path.string()}});
    std::vector<Rotation> rotations;
    for (const auto &one : all->get_array()) {
        auto rotation = rotationFrom(one);
        if (!rotation)
            return fail(ErrorKind::Corrupt, "rotation.state", {{"path", m_path.string()}});
        rotations.push_back(std::move(*rotation));
    }
    return rotations;
}

Status RotationFile::save(const std::vector<Rotation> &rotations)
{
    json::array all;
    for (const auto &rotation : rotations)
        all.push_back(toJson(rotation));
    return m_write(m_path, toPrettyJson(json::object{{"version", 1}, {"rotations", std::move(all)}}) + "\n");
}

} // namespace gatehouse::vault
