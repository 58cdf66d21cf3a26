// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

//! Expected values were computed by real C# (mono 6.8).
class TestCrypto : public QObject
{
    Q_OBJECT

private slots:
    void members_data();
    void members();
};

void TestCrypto::members_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const QString &written, const char *expected) {
        auto text = written;
        text.replace("$K", "Enumerable.Range(0, 16).Select(x => (byte)x).ToArray()");
        text.replace("$utf8(", "Encoding.UTF8.GetBytes(");
        text.replace("$hello", "Encoding.UTF8.GetBytes(\"hello\")");
        if (text.startsWith("join: "))
            text = "string.Join(\",\", " + text.mid(6) + ")";
        QTest::newRow(qPrintable(written)) << text << QString(expected);
    };
    row("BitConverter.ToString(MD5.Create().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: 900150983CD24FB0D6963F7D28E17F72");
    row("BitConverter.ToString(SHA1.Create().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: A9993E364706816ABA3E25717850C26C9CD0D89D");
    row("BitConverter.ToString(SHA256.Create().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    row("BitConverter.ToString(SHA384.Create().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAE"
        "CA134C825A7");
    row("BitConverter.ToString(SHA512.Create().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3"
        "C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F");
    row("BitConverter.ToString(new SHA256Managed().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    row("BitConverter.ToString(new SHA1Managed().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: A9993E364706816ABA3E25717850C26C9CD0D89D");
    row("BitConverter.ToString(new SHA1CryptoServiceProvider().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \""
        "\")",
        "System.String: A9993E364706816ABA3E25717850C26C9CD0D89D");
    row("BitConverter.ToString(new SHA256CryptoServiceProvider().ComputeHash($utf8(\"abc\"))).Replace(\"-\", "
        "\"\")",
        "System.String: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    row("BitConverter.ToString(new MD5CryptoServiceProvider().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \""
        "\")",
        "System.String: 900150983CD24FB0D6963F7D28E17F72");
    row("BitConverter.ToString(new SHA512Managed().ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3"
        "C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F");
    row("BitConverter.ToString(new HMACMD5($utf8(\"key\")).ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: D2FE98063F876B03193AFB49B4979591");
    row("BitConverter.ToString(new HMACSHA1($utf8(\"key\")).ComputeHash($utf8(\"abc\"))).Replace(\"-\", \"\")",
        "System.String: 4FD0B215276EF12F2B3E4C8ECAC2811498B656FC");
    row("BitConverter.ToString(new HMACSHA256($utf8(\"key\")).ComputeHash($utf8(\"abc\"))).Replace(\"-\", \""
        "\")",
        "System.String: 9C196E32DC0175F86F4B1CB89289D6619DE6BEE699E4C378E68309ED97A1A6AB");
    row("BitConverter.ToString(new HMACSHA384($utf8(\"key\")).ComputeHash($utf8(\"abc\"))).Replace(\"-\", \""
        "\")",
        "System.String: 30DDB9C8F347CFFBFB44E519D814F074CF4047A55D6F563324F1C6A33920E5EDFB2A34BAC60BDC96CD33A"
        "95623D7D638");
    row("BitConverter.ToString(new HMACSHA512($utf8(\"key\")).ComputeHash($utf8(\"abc\"))).Replace(\"-\", \""
        "\")",
        "System.String: 3926A207C8C42B0C41792CBD3E1A1AAAF5F7A25704F62DFC939C4987DD7CE060009C5BB1C2447355B3216"
        "F10B537E9AFA7B64A4E5391B0D631172D07939E087A");
    row("BitConverter.ToString(new HMACSHA256 { Key = $utf8(\"key\") }.ComputeHash($utf8(\"abc\"))).Replace("
        "\"-\", \"\")",
        "System.String: 9C196E32DC0175F86F4B1CB89289D6619DE6BEE699E4C378E68309ED97A1A6AB");
    row("BitConverter.ToString(SHA256.Create().ComputeHash($utf8(\"abcd\"), 1, 2)).Replace(\"-\", \"\")",
        "System.String: 1E0BBD6C686BA050B8EB03FFEEDC64FDC9D80947FCE821ABBE5D6DC8D252C5AC");
    row("SHA256.Create().ComputeHash($utf8(\"abcd\"), 3, 2)", "throws System.ArgumentException");
    row("SHA256.Create().ComputeHash((byte[])null)", "throws System.ArgumentNullException");
    row("SHA256.Create().ComputeHash($utf8(\"abcd\"), -1, 2)", "throws System.ArgumentOutOfRangeException");
    row("BitConverter.ToString(HashAlgorithm.Create(\"SHA256\").ComputeHash($utf8(\"abc\"))).Replace(\"-\", "
        "\"\")",
        "System.String: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    row("HashAlgorithm.Create(\"nothing\") == null", "System.Boolean: True");
    row("new HMACSHA256().Key.Length", "System.Int32: 64");
    row("new HMACSHA512($utf8(\"k\")).HashSize", "System.Int32: 512");
    row("new HMACSHA256((byte[])null)", "throws System.NullReferenceException");
    row("new HMACSHA256($utf8(\"k\")).HashName", "System.String: SHA256");
    row("{ using (var h = SHA256.Create()) { return Convert.ToBase64String(h.ComputeHash($utf8(\"abc\"))); } "
        "}",
        "System.String: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    row("{ var h = SHA256.Create(); h.Dispose(); return h.ComputeHash($utf8(\"abc\")); }",
        "throws System.ObjectDisposedException");
    row("{ HashAlgorithm h = MD5.Create(); h.ComputeHash($utf8(\"a\")); return h.Hash.Length; }", "System.Int32: 16");
    row("SHA256.Create().Hash == null", "System.Boolean: True");
    row("{ var h = SHA256.Create(); h.TransformBlock($utf8(\"ab\"), 0, 2, null, 0); h.TransformFinalBlock($ut"
        "f8(\"c\"), 0, 1); return BitConverter.ToString(h.Hash); }",
        "System.String: BA-78-16-BF-8F-01-CF-EA-41-41-40-DE-5D-AE-22-23-B0-03-61-A3-96-17-7A-9C-B4-10-FF-61-F"
        "2-00-15-AD");
    row("{ var a = Aes.Create(); a.Key = $K; a.IV = $K; return BitConverter.ToString(a.CreateEncryptor().Tran"
        "sformFinalBlock($utf8(\"hello\"), 0, 5)); }",
        "System.String: 1D-FE-83-6D-F7-0E-89-31-0A-97-0A-31-FA-33-51-FD");
    row("{ var a = Aes.Create(); a.Key = $K; a.IV = $K; var e = a.CreateEncryptor().TransformFinalBlock($utf8"
        "(\"hello\"), 0, 5); return Encoding.UTF8.GetString(a.CreateDecryptor().TransformFinalBlock(e, 0, e.L"
        "ength)); }",
        "System.String: hello");
    row("{ var a = Aes.Create(); a.Mode = CipherMode.ECB; a.Padding = PaddingMode.Zeros; a.Key = $K; return B"
        "itConverter.ToString(a.CreateEncryptor().TransformFinalBlock($utf8(\"hello\"), 0, 5)); }",
        "System.String: A3-A5-FC-F6-48-04-DB-B9-9B-27-81-AE-BF-E3-38-C9");
    row("{ var a = Aes.Create(); a.Mode = CipherMode.CFB; a.Key = $K; a.IV = $K; return BitConverter.ToString"
        "(a.CreateEncryptor().TransformFinalBlock($utf8(\"hello\"), 0, 5)); }",
        "System.String: 62-BF-E8-A3-2E-33-78-DB-5C-AC-BC-B4-3C-B2-2A-C9");
    row("{ var a = new AesManaged(); a.Padding = PaddingMode.None; a.Key = $K; a.IV = $K; return a.CreateEncr"
        "yptor().TransformFinalBlock($utf8(\"hello\"), 0, 5); }",
        "throws System.Security.Cryptography.CryptographicException");
    row("{ var a = Aes.Create(); a.Padding = PaddingMode.ANSIX923; a.Key = $K; a.IV = $K; return BitConverter"
        ".ToString(a.CreateEncryptor().TransformFinalBlock($utf8(\"hello\"), 0, 5)); }",
        "System.String: A2-80-4D-43-17-54-B3-E8-39-E3-42-CA-86-11-C0-3E");
    row("Aes.Create().KeySize", "System.Int32: 256");
    row("Aes.Create().BlockSize", "System.Int32: 128");
    row("Aes.Create().Key.Length", "System.Int32: 32");
    row("Aes.Create().IV.Length", "System.Int32: 16");
    row("{ var a = Aes.Create(); a.KeySize = 128; return a.Key.Length; }", "System.Int32: 16");
    row("{ var a = Aes.Create(); a.KeySize = 100; return a.Key.Length; }",
        "throws System.Security.Cryptography.CryptographicException");
    row("{ var a = Aes.Create(); a.Key = new byte[5]; return a.Key.Length; }",
        "throws System.Security.Cryptography.CryptographicException");
    row("{ var a = Aes.Create(); a.IV = new byte[5]; return a.Key.Length; }",
        "throws System.Security.Cryptography.CryptographicException");
    row("Aes.Create().Mode", "System.Security.Cryptography.CipherMode: CBC");
    row("Aes.Create().Padding", "System.Security.Cryptography.PaddingMode: PKCS7");
    row("SymmetricAlgorithm.Create(\"Aes\").KeySize", "System.Int32: 256");
    row("SymmetricAlgorithm.Create(\"nothing\") == null", "System.Boolean: True");
    row("BitConverter.ToString(SymmetricAlgorithm.Create(\"TripleDES\").CreateEncryptor(Enumerable.Range(0, 2"
        "4).Select(x => (byte)x).ToArray(), new byte[8]).TransformFinalBlock($utf8(\"hello\"), 0, 5)).Replace"
        "(\"-\", \"\")",
        "System.String: 2D4A13668005DB72");
    row("BitConverter.ToString(SymmetricAlgorithm.Create(\"3DES\").CreateEncryptor($K, new byte[8]).Transform"
        "FinalBlock($utf8(\"hello\"), 0, 5)).Replace(\"-\", \"\")",
        "System.String: 5130E642585E16FE");
    row("Aes.Create().CreateEncryptor(new byte[5], new byte[16])",
        "throws System.Security.Cryptography.CryptographicException");
    row("Aes.Create().CreateEncryptor(new byte[16], new byte[5])",
        "throws System.Security.Cryptography.CryptographicException");
    row("Aes.Create().CreateEncryptor(new byte[16], new byte[17])",
        "throws System.Security.Cryptography.CryptographicException");
    row("Aes.Create().CreateDecryptor(new byte[16], new byte[16]).TransformFinalBlock(new byte[16], 0, 16)",
        "throws System.Security.Cryptography.CryptographicException");
    row("Aes.Create().CreateDecryptor(new byte[16], new byte[16]).TransformFinalBlock(new byte[5], 0, 5)",
        "throws System.ArgumentException");
    row("Aes.Create().CreateDecryptor(new byte[16], new byte[16]).TransformFinalBlock(new byte[20], 0, 20)",
        "throws System.ArgumentException");
    row("Aes.Create().CreateDecryptor(new byte[16], new byte[16]).TransformFinalBlock(new byte[0], 0, 0)",
        "throws System.Security.Cryptography.CryptographicException");
    row("{ var t = Aes.Create().CreateEncryptor(new byte[16], new byte[16]); var o = new byte[32]; return t.T"
        "ransformBlock(new byte[32], 0, 32, o, 0) + \":\" + BitConverter.ToString(o); }",
        "System.String: 32:66-E9-4B-D4-EF-8A-2C-3B-88-4C-FA-59-CA-34-2B-2E-F7-95-BD-4A-52-E2-9E-D7-13-D3-13-F"
        "A-20-E9-8D-BC");
    row("{ var t = Aes.Create().CreateDecryptor(new byte[16], new byte[16]); var o = new byte[32]; return t.T"
        "ransformBlock(new byte[32], 0, 32, o, 0); }",
        "System.Int32: 16");
    row("HashAlgorithmName.SHA256.ToString()", "System.String: SHA256");
    row("HashAlgorithmName.SHA256.Name", "System.String: SHA256");
    row("HashAlgorithmName.SHA256 == new HashAlgorithmName(\"SHA256\")", "System.Boolean: True");
    row("RSASignaturePadding.Pkcs1.ToString()", "System.String: Pkcs1");
    row("{ var b = new byte[4]; RandomNumberGenerator.Create().GetBytes(b); return b.Length; }", "System.Int32: 4");
    row("new X509Certificate2(new byte[0]).ToString()",
        "System.String: System.Security.Cryptography.X509Certificates.X509Certificate2");
    row("new X509Certificate2((byte[])null).Thumbprint", "throws System.Security.Cryptography.CryptographicException");
    row("new X509Certificate2(new byte[] { 1, 2, 3 })", "throws System.Security.Cryptography.CryptographicException");
}

void TestCrypto::members()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(gatehouse::expression::test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_crypto.moc"
