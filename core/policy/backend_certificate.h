// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

namespace gatehouse::policy {

using CertificatePointer = std::shared_ptr<const crypto::CertificateFile>;

//! Null: the service has no such certificate. Hexadecimal, without case; marks between its digits don't count.
CertificatePointer certificateByThumbprint(const Bindings &bindings, std::string_view thumbprint);
CertificatePointer certificateById(const Bindings &bindings, std::string_view id);

//! The authentication-certificate element: in inbound, and inside send-request and send-one-way-request. The certificate is one of the
//! service's, by thumbprint or id, or the bytes that an expression gives (a text counts as their base64).
class BackendCertificate
{
public:
    static BackendCertificate compile(Compiler &compiler, NodeId node);
    //! Fails when there is none or it has no private key.
    tl::expected<CertificatePointer, LastError> of(const Run &run) const;

private:
    struct LastRead;

    CertificatePointer find(const Run &run) const;
    CertificatePointer fromBody(const Run &run) const;

    std::optional<ValueSource> m_thumbprint, m_id, m_body;
    ValueSource m_password;
    bool m_isKnown = false; //!< no expression has a say
    CertificatePointer m_known;
    std::shared_ptr<const Bindings> m_certificates; //!< the service's, for what an expression names
    std::shared_ptr<LastRead> m_lastRead; //!< of body: opening a file is slow by intent
};

} // namespace gatehouse::policy
