// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! One thing that came out otherwise than expected.
struct Finding
{
    enum class Kind {
        Different, //!< `expected` and `actual`
        Lacks, //!< `actual` does not contain `expected`
        NoMatch, //!< `actual` does not match the regular expression `expected`
        NotTrue, //!< the condition `expected` does not hold
        Missing, //!< it is not there
        Unexpected, //!< it is there
        NoAnswer, //!< a call that no stub answers: `actual`
        NotMatched, //!< the request does not fit the operation's method and URL template: `expected`
        NotFinished, //!< the run did not come to its end within the limits
        BadCheck, //!< the expectation itself can't be judged: `actual` says why
    };
    Kind kind = Kind::Different;
    std::string what; //!< "response.headers.Retry-After", "response.body/items/0/id"
    std::string pointer; //!< of the expectation in the case
    std::string expected, actual;
};

//! Where two JSON values differ, as JSON pointers; at most `limit` of them. `subset`: objects may have members beside
//! the expected ones.
struct JsonDifference
{
    std::string pointer;
    const json::value *expected = nullptr; //!< null: not expected
    const json::value *actual = nullptr; //!< null: not there
};
std::vector<JsonDifference> jsonDifferences(const json::value &expected, const json::value &actual, bool subset,
                                            std::size_t limit);

//! What a person can read of a text: UTF-8, cut after about 4 KiB. Of two texts the part where they differ.
std::string shown(std::string_view text);
void shownPair(std::string_view a, std::string_view b, std::string &shownA, std::string &shownB);

} // namespace gatehouse::policy::rehearsal
