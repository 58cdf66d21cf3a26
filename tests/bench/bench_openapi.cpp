// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/import.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

//! bench_openapi FILE...: milliseconds and MB/s of a whole import.
int main(int count, char **arguments)
{
    for (int i = 1; i < count; ++i) {
        std::ifstream file{arguments[i], std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        gatehouse::openapi::ImportOptions options;
        options.apiId = "bench";
        const auto begin = std::chrono::steady_clock::now();
        const auto result = gatehouse::openapi::import(text, options);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        std::printf("%-60s %8.1f ms %7.1f MB/s %6zu operations %zu findings\n", arguments[i], took.count() * 1e3,
                    static_cast<double>(text.size()) / 1e6 / took.count(), result ? result->operations.size() : 0,
                    result ? result->warnings.size() : result.error().size());
    }
}
