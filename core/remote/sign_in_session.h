// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/personal_access.h"
#include "core/remote/sign_in_client.h"
#include "core/remote/sign_in_store.h"

#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::remote {

//! Somebody's access by what the store keeps of them. Refreshes a minute before the token ends (of a short-lived one sooner), once for all who ask,
//! also of other programs.
class SignInSession final : public PersonalAccess
{
public:
    //! Nothing when nobody is signed in under that name, or for other settings. Fails as SignInStore::find() does.
    static Result<std::shared_ptr<SignInSession>> resume(const std::string &name, const SignInSettings &settings, SignInStore store, std::shared_ptr<Network> network);
    //! Keeps who just signed in.
    static Result<std::shared_ptr<SignInSession>> begin(const std::string &name, SignedIn who, SignInStore store, std::shared_ptr<Network> network);
    //! Takes the tokens back and forgets them; forgets them also when the provider can't be asked, and says so then.
    static Status end(const std::string &name, const SignInStore &store, std::shared_ptr<Network> network, const std::stop_token &stop);

    SignInSession(std::string name, SignedIn who, SignInStore store, std::shared_ptr<Network> network);

    Result<SecretString> token(const std::stop_token &stop) override;
    SecretString held() const override;
    void refused(const SecretString &token) override;
    std::string name() const override;
    UtcTime expires() const override;
    SignedIn who() const;

private:
    Result<SignedIn> renewed(const SignedIn &before, bool wasRefused, const std::stop_token &stop) const;

    std::string m_name;
    SignInStore m_store;
    std::shared_ptr<Network> m_network;
    std::mutex m_renewing; //!< one refresh at a time; taken before `m_mutex`
    mutable std::mutex m_mutex;
    SignedIn m_who;
    bool m_refused = false;
};

} // namespace gatehouse::remote
