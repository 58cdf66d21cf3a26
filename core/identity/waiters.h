// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/io.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::identity {

//! Who waits for the same fetch, on whichever worker. Not thread-safe itself: its owner's mutex guards it.
class Waiters
{
public:
    //! Letting go of what it returns, on the worker, forgets `done`.
    std::shared_ptr<void> add(const Io &io, std::function<void()> done)
    {
        auto waiter = std::make_shared<std::function<void()>>(std::move(done));
        m_waiting.push_back({waiter, io.post});
        return waiter;
    }
    //! Each runs on its own worker.
    void wake()
    {
        for (auto &[weak, post] : std::exchange(m_waiting, {}))
            post([waiter = weak] {
                // Its own copy: `done` may let go of the waiter.
                const auto alive = waiter.lock();
                if (alive && *alive)
                    std::exchange(*alive, nullptr)();
            });
    }

private:
    struct Waiting
    {
        std::weak_ptr<std::function<void()>> waiter;
        std::function<void(std::function<void()>)> post;
    };
    std::vector<Waiting> m_waiting;
};

} // namespace gatehouse::identity
