// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/key_service.h"
#include "core/vault/keys/rotation_file.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::remote {

//! Where the state of a person's rotations is kept: below $XDG_STATE_HOME, or ~/.local/state. The window and gatectl share it.
std::string rotationStatePath(const std::function<std::optional<std::string>(const std::string &)> &environment);

//! A rotator on one connection and its state file, which it holds for itself. The client outlives it.
class KeyRotation
{
public:
    //! Fails with Conflict "rotation.locked" (args: path) while another process or thread holds the state.
    static Result<std::unique_ptr<KeyRotation>> open(const ArmClient &client, const std::string &state, Confirmation confirmation, std::stop_token stop);
    ~KeyRotation();
    KeyRotation(const KeyRotation &) = delete;
    KeyRotation &operator=(const KeyRotation &) = delete;

    vault::Rotator &rotator() { return *m_rotator; }

private:
    KeyRotation() = default;

    int m_lock = -1;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<ArmKeyService> m_service;
    std::unique_ptr<vault::RotationFile> m_journal;
    std::unique_ptr<vault::Rotator> m_rotator;
};

} // namespace gatehouse::remote
