// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"

#include <map>
#include <string>
#include <vector>

namespace gatehouse::resource {

//! What a local run needs and a live service does not give; applied between store and compile, never compared, exported
//! or published. Kept as JSON in the data directory (mode 600).
struct Overlay
{
    std::map<std::string, std::string> backendUrls; //!< backend or API id ("backends/orders", "apis/orders") to URL
    std::map<std::string, std::string> secretValues; //!< named value id ("namedValues/key") to value

    //! Fails with Invalid "overlay.invalid" (args: member).
    static Result<Overlay> fromJson(const json::value &value);
    json::value toJson() const;
};

//! The configuration with the overlay in it.
Configuration apply(const Overlay &overlay, const Configuration &configuration);
//! Ids of secret named values without a value and APIs or backends without a URL: the form to fill in.
std::vector<ResourceId> missing(const Overlay &overlay, const Configuration &configuration);

} // namespace gatehouse::resource
