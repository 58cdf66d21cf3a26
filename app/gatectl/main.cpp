// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/command_line.h"

#include "app/gatectl/exit_code.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace {

sigset_t terminationSignals()
{
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGINT);
    sigaddset(&endings, SIGTERM);
    return endings;
}

//! Waits for the signals that every other thread blocks: the first asks to stop, the second ends the process at once.
void watchSignals(const std::stop_source &stop)
{
    const auto endings = terminationSignals();
    int number = 0;
    sigwait(&endings, &number);
    std::stop_source(stop).request_stop();
    sigwait(&endings, &number);
    _exit(gatehouse::gatectl::ExitCancelled);
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    const auto endings = terminationSignals();
    pthread_sigmask(SIG_BLOCK, &endings, nullptr);
    std::stop_source stop;
    std::thread(watchSignals, stop).detach();
    // Qt Network's thread wants an application object; nothing runs its loop.
    const QCoreApplication application(argc, argv);
    const gatehouse::gatectl::Console console{std::cin, std::cout, std::cerr, stop.get_token(),
                                              [](const std::string &name) {
                                                  const char *value = std::getenv(name.c_str());
                                                  return value ? std::optional<std::string>(value) : std::nullopt;
                                              }};
    const int code = gatehouse::gatectl::runCommandLine({argv + 1, argv + argc}, console);
    std::cout.flush();
    return code;
}
