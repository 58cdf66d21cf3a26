// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/identifiers.h"

#include "core/expression/context.h"
#include "core/expression/library/groups.h"

#include <chrono>

namespace gatehouse::expression {

namespace {

void declareEnvironment(Library &library)
{
    library.declare("static class System.Environment", Known::Environment, {
        {"static string NewLine { get; }", [](Call &c) { return c.text("\n"); }},
        {"static int TickCount { get; }", [](Call &c) {
             const auto elapsed = c.context().clock().steady().time_since_epoch();
             const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
             return Value::ofInt(static_cast<std::int32_t>(milliseconds));
         }},
    });
}

} // namespace

void declareIdentifiers(Library &library)
{
    declareGuid(library);
    declareRandom(library);
    declareVersion(library);
    declareCultures(library);
    declareEnvironment(library);
}

} // namespace gatehouse::expression
