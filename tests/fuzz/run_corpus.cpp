// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands in for libFuzzer in an ordinary test run: every file of a corpus, all its prefixes, and copies with one bit
// flipped.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

constexpr std::size_t variantsPerFile = 1024; // keeps a large file from taking minutes

void run(const std::string &bytes)
{
    // An exact heap copy, so that a sanitizer sees a read one past the end.
    const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

std::size_t runWithVariants(const std::string &bytes)
{
    run(bytes);
    const std::size_t step = bytes.size() / variantsPerFile + 1;
    std::size_t runs = 1;
    for (std::size_t cut = 0; cut < bytes.size(); cut += step, ++runs)
        run(bytes.substr(0, cut));
    for (std::size_t at = 0; at < bytes.size(); at += step, ++runs) {
        std::string flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << ((at * 5 + 3) % 8)));
        run(flipped);
    }
    return runs;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(argv[1], error)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
    if (files.empty()) {
        std::fprintf(stderr, "no corpus in %s\n", argv[1]);
        return 1;
    }
    std::sort(files.begin(), files.end());
    std::size_t runs = 0;
    for (const auto &file : files) {
        std::ifstream in(file, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        std::printf("%s (%zu bytes)\n", file.filename().c_str(), bytes.size());
        std::fflush(stdout); // names the culprit when the next line never comes
        runs += runWithVariants(bytes);
    }
    std::printf("%zu files, %zu runs\n", files.size(), runs);
    return 0;
}
