// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/command_line.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::test {

//! gatectl in process: an environment of its own, texts and exit code to look at.
class Program
{
public:
    std::map<std::string, std::string> environment{{"HOME", "/nonexistent"}};
    std::string in, out, err;

    int run(const std::vector<std::string> &arguments, std::stop_token stop = {})
    {
        std::istringstream input(in);
        std::ostringstream output, errors;
        const auto lookUp = [this](const std::string &name) {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        const int code = gatectl::runCommandLine(arguments, {input, output, errors, std::move(stop), lookUp});
        out = output.str();
        err = errors.str();
        return code;
    }
};

inline std::string textOfFile(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void writeFile(const std::filesystem::path &path, const std::string &text)
{
    std::ofstream(path, std::ios::binary) << text;
}

//! `gatectl run` on a thread, on free ports and a data directory that goes with it; `flags` are further ones.
class RunningGateway
{
public:
    explicit RunningGateway(const std::vector<std::string> &flags = {})
    {
        m_thread = std::jthread([this, flags](const std::stop_token &stop) {
            std::vector<std::string> arguments{"run", "--data", data(), "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0",
                                               "--ready-file", ready(), "--log-level", "warning", "--drain", "2"};
            arguments.insert(arguments.end(), flags.begin(), flags.end());
            m_code = m_program.run(arguments, stop);
            m_ended = true;
        });
    }
    std::string data() const { return m_folder.path().toStdString() + "/data"; }
    std::string ready() const { return m_folder.path().toStdString() + "/ready.json"; }
    bool isReady() const { return std::filesystem::exists(ready()); }
    bool hasEnded() const { return m_ended; }
    //! SIGTERM's way out; the exit code.
    int stop()
    {
        m_thread.request_stop();
        m_thread.join();
        return m_code;
    }
    const Program &program() const { return m_program; }

private:
    QTemporaryDir m_folder;
    Program m_program;
    std::atomic<int> m_code = -1;
    std::atomic<bool> m_ended = false;
    std::jthread m_thread;
};

} // namespace gatehouse::test
