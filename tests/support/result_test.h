// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

//! QVERIFY for a Result: the failure's own text is shown.
#define VERIFY_RESULT(result)                                                                                          \
    do {                                                                                                               \
        if (!(result).has_value())                                                                                     \
            QFAIL((result).error().debugText().c_str());                                                               \
    } while (false)
