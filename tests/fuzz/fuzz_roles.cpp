// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/fragment.h"

#include <cstdlib>

using namespace gatehouse::policy::roles;

namespace {

void require(bool claim)
{
    if (!claim)
        std::abort();
}

} // namespace

//! A fragment that reads is kept byte for byte, an edit and its inverse too, and what it says can be written anew.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    auto fragment = RoleFragment::parse(text);
    if (!fragment)
        return 0;
    require(fragment->text() == text);
    const auto model = fragment->model();
    fragment->opaqueRows();
    const auto written = RoleFragment::make(model);
    const auto again = RoleFragment::parse(written.text());
    require(again && again->model() == model && again->hasOwnFrame());
    const auto target = Target::ofApi("an api that no fuzzer thinks of");
    if (fragment->grant("nobody-at-all", target, true)) {
        const auto edited = RoleFragment::parse(fragment->text());
        require(edited && edited->model() == fragment->model());
        require(fragment->grant("nobody-at-all", target, false) && fragment->text() == text);
    }
    return 0;
}
