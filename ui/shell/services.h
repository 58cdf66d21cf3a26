// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace gatehouse::remote {
class LocalGateway;
class Network;
}
namespace gatehouse::ui::theme {
class Theme;
}

namespace gatehouse::ui::shell {

class ConnectionList;
class SettingsStore;
class SignIns;
class StagingStore;

//! What all windows of a process share; made in main and outliving every window.
struct Services
{
    theme::Theme &theme;
    std::shared_ptr<remote::Network> network;
    SettingsStore &settings;
    StagingStore *staging = nullptr; //!< nullptr: staged changes live as long as their window
    ConnectionList &connections;
    remote::LocalGateway *gateway = nullptr; //!< nullptr: this window runs none
    SignIns *signIns = nullptr; //!< nullptr: nobody signs in
};

} // namespace gatehouse::ui::shell
