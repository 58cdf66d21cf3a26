// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/json.h"

namespace gatehouse::expression {

//! JsonMergeSettings.
struct JsonMerging
{
    enum Arrays { Concat, Union, Replace, Merge } arrays = Concat;
    bool mergesNull = false;
    bool ignoresCase = false; //!< of property names
};
JsonMerging mergingOf(const Value &settings);

//! JContainer.Merge: `content` itself stays as it is.
void mergeJson(JsonContainer &target, JsonToken &content, const JsonMerging &merging);

} // namespace gatehouse::expression
