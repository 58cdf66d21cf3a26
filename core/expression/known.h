// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace gatehouse::expression {

//! Types that code of the engine or of the library names, so that Library::known() is an array access. One line a group.
enum class Known : std::uint16_t {
    None,
    // the language's own
    Object, Bool, Char, SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double, Decimal, String,
    Nullable, Enum, Delegate, Array, Grid2, Grid3, Type, ValueTuple, Exception, ValueType, IDisposable, IFormatProvider, IComparable, IFormattable,
    // collections
    IEnumerable, IEnumerable1, IOrderedEnumerable1, ICollection1, IList1, IReadOnlyCollection1, IReadOnlyList1, IDictionary2,
    IReadOnlyDictionary2, List1, Dictionary2, SortedDictionary2, HashSet1, Queue1, Stack1, KeyValuePair2, IGrouping2, ILookup2,
    IEqualityComparer1, IComparer1, StringComparer, Tuple, KeyCollection2, ValueCollection2, ISet1, IEnumerator1, LinkedList1,
    Enumerable, LazySequence1,
    // delegates
    Func, Action, Predicate1, Comparison1, Converter2, MatchEvaluator,
    // time, text, numbers
    DateTime, DateTimeOffset, TimeSpan, DateTimeKind, DayOfWeek, TimeZoneInfo, Guid, Uri, UriBuilder, Version, Random, Math, Convert,
    BitConverter, StringBuilder, Encoding, StringComparison, StringSplitOptions, CultureInfo, NumberStyles, DateTimeStyles, MidpointRounding,
    Environment, TypeCode, NumberFormatInfo, DateTimeFormatInfo, NormalizationForm, TimeZoneNotFound, UriKind, UriComponents, UriFormat,
    UriPartial, Calendar, TextInfo, Base64FormattingOptions,
    // regular expressions
    Regex, Match, Group, Capture, GroupCollection, MatchCollection, CaptureCollection, RegexOptions,
    // JSON
    JToken, JContainer, JObject, JArray, JValue, JProperty, JConstructor, JRaw, JTokenType, JsonFormatting, JsonConvert, JsonSerializerSettings,
    NullValueHandling, JEnumerable1, DateParseHandling, MergeArrayHandling, JsonMergeSettings, JsonReader, JsonTextReader, JsonLoadSettings,
    JsonSelectSettings, JsonSerializer, StringEscapeHandling, DefaultValueHandling, DateFormatHandling, DateTimeZoneHandling,
    BigInteger, FloatParseHandling, MergeNullValueHandling, CommentHandling, JsonConverter,
    // XML
    XObject, XNode, XContainer, XElement, XDocument, XAttribute, XName, XNamespace, XText, XCData, XComment, XDeclaration,
    XProcessingInstruction, XDocumentType, SaveOptions, LoadOptions, XmlReader, StringReader, StringWriter, TextReader, TextWriter,
    XmlNodeType, XmlDocument, XmlNode, XmlElement, XmlAttribute, XmlNodeList, XmlNamespaceManager, XmlConvert, XmlWriter, XmlReaderSettings,
    XmlNodeEqualityComparer, ReaderOptions,
    // network names
    WebUtility, HttpUtility, IPAddress, AddressFamily, HttpStatusCode, NameValueCollection,
    // crypto
    HashAlgorithm, KeyedHashAlgorithm, Hmac, HmacMd5, HmacSha1, HmacSha256, HmacSha384, HmacSha512, Md5, Sha1, Sha256, Sha384, Sha512,
    SymmetricAlgorithm, Aes, CipherMode, PaddingMode, ICryptoTransform, Rsa, RsaCng, RsaCryptoServiceProvider, RsaParameters,
    AsymmetricAlgorithm, HashAlgorithmName, RsaSignaturePadding, RsaEncryptionPadding, X509Certificate, X509Certificate2, X500DistinguishedName,
    X509NameType, PublicKey, Oid, X509KeyStorageFlags, RandomNumberGenerator, Ecdsa, RsaPkcs1SignatureFormatter, X509FindType, X509ContentType,
    // exceptions are found by name
    // context
    IContext, IApi, IBackend, IDeployment, IGateway, IGraphQL, IGraphQLData, ILastError, IOperation, IProduct, IRequest, IResponse,
    ISubscription, IUser, IUserIdentity, IGroup, IWorkspace, IUrl, IMessageBody, IPrivateEndpoint, ISubscriptionKeyParameterNames,
    IProxyRequest, Jwt, BasicAuthCredentials, Authorization, ProductState, ISustainabilityInfo, CarbonIntensity, BackendType, IFoundry,
    Headers, Query, MatchedParameters, Claims, Variables, Certificates, Properties,
    Count_,
};

} // namespace gatehouse::expression
