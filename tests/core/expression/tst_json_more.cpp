// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! More of Newtonsoft.Json: conversions, JsonConvert, JSONPath at their edges. Every expected value is what C# itself gives.
class TestJsonMore : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestJsonMore::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row(R"cs(JObject.Parse("{\"a\":100000000000000000000}").Value<bool>("a"))cs", "throws System.InvalidCastException");
    row(R"cs((bool)JToken.Parse("100000000000000000000"))cs", "throws System.OverflowException");
    row(R"cs(JObject.Parse("{\"a\":100000000000000000000}").Value<string>("a"))cs", "throws System.InvalidCastException");
    row(R"cs({ try { return JObject.Parse("null"); } catch (Exception e) { return e.Message; } })cs",
        "System.String: Error reading JObject from JsonReader. Current JsonReader item is not an object: Null. Path '', line 1, position 4.");
    row(R"cs({ var a=new JArray(1,2,3); a.Remove(a[1]); a.Clear(); a.Add(null); return a.ToString(Formatting.None); })cs",
        R"cs(System.String: [null])cs");
    row(R"cs({ var a=JArray.Parse("[1,2,3]"); var b=new JArray(a.Where(x=>(int)x>1)); return b.ToString(Formatting.None)+a.ToString(Formatting.None); })cs",
        R"cs(System.String: [2,3][1,2,3])cs");
    row(R"cs({ var a=JArray.Parse("[{\"id\":1},{\"id\":2}]"); var x=a.FirstOrDefault(t=>(int)t["id"]==2); x["n"]="z"; return a.ToString(Formatting.None); })cs",
        R"cs(System.String: [{"id":1},{"id":2,"n":"z"}])cs");
    row(R"cs({ var a=JArray.Parse("[{\"id\":1},{\"id\":2}]"); foreach(JObject o in a.Children<JObject>()) o.Add("k","v"); return a.ToString(Formatting.None); })cs",
        R"cs(System.String: [{"id":1,"k":"v"},{"id":2,"k":"v"}])cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":{\"b\":1},\"c\":[{\"b\":2}]}"); foreach(var p in o.Descendants().OfType<JProperty>().Where(p=>p.Name=="b").ToList()) p.Value="***"; return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":{"b":"***"},"c":[{"b":"***"}]})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":{\"b\":1},\"c\":[{\"b\":2}]}"); o.Descendants().OfType<JProperty>().Where(p=>p.Name=="b").ToList().ForEach(p=>p.Remove()); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":{},"c":[{}]})cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":[{\"c\":5}]}}")["a"]["b"][0]["c"].Value<int>()+1)cs",
        R"cs(System.Int32: 6)cs");
    row(R"cs((int)JObject.Parse("{\"a\":1.5}")["a"])cs", R"cs(System.Int32: 2)cs");
    row(R"cs((int)JObject.Parse("{\"a\":2.5}")["a"])cs", R"cs(System.Int32: 2)cs");
    row(R"cs((int)JObject.Parse("{\"a\":true}")["a"])cs", R"cs(System.Int32: 1)cs");
    row(R"cs((bool)JObject.Parse("{\"a\":1}")["a"])cs", R"cs(System.Boolean: True)cs");
    row(R"cs((bool)JObject.Parse("{\"a\":null}")["a"])cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs((bool?)JObject.Parse("{\"a\":null}")["a"])cs", R"cs(null)cs");
    row(R"cs((DateTime)JObject.Parse("{\"a\":\"2020-01-02\"}")["a"])cs", R"cs(System.DateTime: 01/02/2020 00:00:00)cs");
    row(R"cs((DateTime)JObject.Parse("{\"a\":\"x\"}")["a"])cs", R"cs(throws System.FormatException)cs");
    row(R"cs((DateTimeOffset)JObject.Parse("{\"a\":\"2020-01-02T03:04:05Z\"}")["a"])cs",
        R"cs(System.DateTimeOffset: 01/02/2020 03:04:05 +00:00)cs");
    row(R"cs((DateTimeOffset)JObject.Parse("{\"a\":\"2020-01-02\"}")["a"])cs",
        R"cs(System.DateTimeOffset: 01/02/2020 00:00:00 +00:00)cs");
    row(R"cs((TimeSpan)JObject.Parse("{\"a\":\"01:02:03\"}")["a"])cs", R"cs(System.TimeSpan: 01:02:03)cs");
    row(R"cs((Uri)JObject.Parse("{\"a\":\"http://x/\"}")["a"])cs", R"cs(System.Uri: http://x/)cs");
    row(R"cs((decimal)JObject.Parse("{\"a\":\"1.5\"}")["a"])cs", R"cs(System.Decimal: 1.5)cs");
    row(R"cs((float)JObject.Parse("{\"a\":1.5}")["a"])cs", R"cs(System.Single: 1.5)cs");
    row(R"cs((double)JObject.Parse("{\"a\":\"1,5\"}")["a"])cs", R"cs(System.Double: 15)cs");
    row(R"cs((byte[])JObject.Parse("{\"a\":\"AQI=\"}")["a"])cs", R"cs(System.Byte[]: System.Byte[])cs");
    row(R"cs((char)JObject.Parse("{\"a\":\"x\"}")["a"])cs", R"cs(System.Char: x)cs");
    row(R"cs((string)JArray.Parse("[1]"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs((JObject)JToken.Parse("[1]"))cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs((JArray)JToken.Parse("[1]") is JArray)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("[1]") as JObject)cs", R"cs(null)cs");
    row(R"cs(JObject.Parse("{\"a\":1}")["a"] is JValue)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("1").Type==JTokenType.Integer)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("[1,[2,[3]]]").SelectTokens("$..[0]").Select(x=>x.ToString(Formatting.None)).Aggregate((a,b)=>a+"|"+b))cs",
        R"cs(System.String: 1)cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":[{\"t\":1},{\"t\":null},{}]}").SelectTokens("$.a[?(@.t)]").Select(x=>x.ToString(Formatting.None))))cs",
        R"cs(System.String: {"t":1}|{"t":null})cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":[{\"t\":1},{\"t\":\"1\"},{\"t\":2.0}]}").SelectTokens("$.a[?(@.t==1)]").Select(x=>x.ToString(Formatting.None))))cs",
        R"cs(System.String: {"t":1})cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":[{\"t\":1},{\"t\":\"1\"},{\"t\":2.0}]}").SelectTokens("$.a[?(@.t>=2)]").Select(x=>x.ToString(Formatting.None))))cs",
        R"cs(System.String: {"t":2.0})cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":[{\"t\":1,\"u\":2},{\"t\":3,\"u\":4}]}").SelectTokens("$.a[?(@.t==1 && @.u==2 || @.t==3)].u")))cs",
        R"cs(System.String: 2)cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":[{\"t\":1},{\"t\":2}]}").SelectTokens("$.a[?(@.t!=1)].t")))cs",
        R"cs(System.String: 2)cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":{\"b\":1,\"c\":2}}").SelectTokens("a.*")))cs",
        R"cs(System.String: 1|2)cs");
    row(R"cs(string.Join("|",JObject.Parse("{\"a\":{\"b\":1,\"c\":2}}").SelectTokens("$.a['b','c']")))cs",
        R"cs(System.String: 1|2)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").SelectToken("$")==null)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").SelectToken("")==null)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").SelectToken("a..b"))cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}").SelectToken("a[5]")==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}").SelectToken("a[5]",true))cs",
        R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}").SelectToken("a[-1]"))cs",
        R"cs(throws System.ArgumentOutOfRangeException)cs");
    row(R"cs(JObject.Parse("{\"a-b\":1}").SelectToken("a-b"))cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a.b\":1}").SelectToken("['a.b']"))cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").SelectToken(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").SelectToken("a b"))cs", R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs(JArray.Parse("[{\"x\":1}]").SelectToken("[0].x"))cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(string.Join("|",JArray.Parse("[{\"n\":\"a\"},{\"n\":\"b\"}]").SelectTokens("[?(@.n=='a' || @.n=='b')].n")))cs",
        R"cs(System.String: a|b)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").ToObject<Dictionary<string,int>>()["a"])cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"}").ToObject<Dictionary<string,int>>()["a"])cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JArray.Parse("[\"a\",\"b\"]").ToObject<List<string>>().Contains("b"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JArray.Parse("[\"a\",\"b\"]").ToObject<HashSet<string>>().Contains("b"))cs",
        R"cs(System.Boolean: True)cs");
    row(R"cs(JArray.Parse("[1]").ToObject<IEnumerable<int>>().First())cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JArray.Parse("[\"2020-01-02T03:04:05Z\"]").ToObject<List<string>>()[0])cs",
        R"cs(System.String: 01/02/2020 03:04:05)cs");
    row(R"cs(JToken.Parse("\"x\"").ToObject<string>())cs", R"cs(System.String: x)cs");
    row(R"cs(JToken.Parse("null").ToObject<string>())cs", R"cs(null)cs");
    row(R"cs(JToken.Parse("null").ToObject<int>())cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JToken.Parse("null").ToObject<int?>())cs", R"cs(null)cs");
    row(R"cs(JToken.Parse("\"Ordinal\"").ToObject<StringComparison>())cs", R"cs(System.StringComparison: Ordinal)cs");
    row(R"cs(JToken.Parse("4").ToObject<StringComparison>())cs", R"cs(System.StringComparison: Ordinal)cs");
    row(R"cs(JToken.Parse("{\"a\":1}").ToObject<JObject>().ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1})cs");
    row(R"cs(JToken.Parse("[1]").ToObject<JObject>())cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JToken.Parse("{\"a\":1}").ToObject<object>().ToString())cs",
        R"cs(System.String: {
  "a": 1
})cs");
    row(R"cs(JsonConvert.DeserializeObject<long>("5"))cs", R"cs(System.Int64: 5)cs");
    row(R"cs(JsonConvert.DeserializeObject<double>("\"1.5\""))cs", R"cs(System.Double: 1.5)cs");
    row(R"cs(JsonConvert.DeserializeObject<decimal>("1.10"))cs", R"cs(System.Decimal: 1.10)cs");
    row(R"cs(JsonConvert.DeserializeObject<Guid>("\"6f9619ff-8b86-d011-b42d-00c04fc964ff\""))cs",
        R"cs(System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff)cs");
    row(R"cs(JsonConvert.DeserializeObject<Guid>("\"x\""))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<object[]>("[1,\"a\",null,{}]").Length)cs", R"cs(System.Int32: 4)cs");
    row(R"cs(JsonConvert.DeserializeObject<JArray>("[1]").Count)cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JsonConvert.DeserializeObject<JToken>("[1]").Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Array)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<JObject>>("[{\"a\":1}]")[0]["a"])cs",
        R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,JToken>>("{\"a\":[1]}")["a"].Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: Array)cs");
    row(R"cs(JsonConvert.DeserializeObject<bool>("\"true\""))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JsonConvert.DeserializeObject<bool>("1"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JsonConvert.DeserializeObject<int>("1.5"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject<int>(""))cs", R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<string>("5"))cs", R"cs(System.String: 5)cs");
    row(R"cs(JsonConvert.DeserializeObject<string>("{}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<string>>("{}"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<string>>("\"x\""))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("[]"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("null"))cs", R"cs(null)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":"))cs", R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(JsonConvert.DeserializeObject("[1,2]").ToString())cs",
        R"cs(System.String: [
  1,
  2
])cs");
    row(R"cs(((JObject)JsonConvert.DeserializeObject("{\"a\":{\"b\":1}}"))["a"]["b"])cs",
        R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JsonConvert.DeserializeObject<KeyValuePair<string,int>>("{\"Key\":\"a\",\"Value\":1}").Value)cs",
        R"cs(System.Int32: 1)cs");
    row(R"cs(JsonConvert.DeserializeObject<DateTime>("\"2020-01-02\""))cs",
        R"cs(System.DateTime: 01/02/2020 00:00:00)cs");
    row(R"cs(JsonConvert.DeserializeObject<TimeSpan>("\"01:00:00\""))cs", R"cs(System.TimeSpan: 01:00:00)cs");
    row(R"cs(JsonConvert.DeserializeObject<string[][]>("[[\"a\"]]")[0][0])cs", R"cs(System.String: a)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":\"2020-01-02T03:04:05Z\"}").ToString())cs",
        R"cs(System.String: {
  "a": "2020-01-02T03:04:05Z"
})cs");
    row(R"cs(JsonConvert.DeserializeAnonymousType("{\"a\":1,\"b\":\"x\"}",new{a=0,b=""}).b)cs",
        R"cs(System.String: x)cs");
    row(R"cs(JObject.Parse("{\"a\":\"\\/Date(1198908717056+0200)\\/\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2007-12-29T06:11:57.056+00:00"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-02-30T00:00:00\"}")["a"].Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T24:00:00\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2020-01-03T00:00:00"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05.12345678Z\"}")["a"].Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05+0200\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2020-01-02T01:04:05+00:00"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05.120Z\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2020-01-02T03:04:05.12Z"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04Z\"}")["a"].Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs(JObject.Parse("{'a':'x'}").ToString(Formatting.None))cs", R"cs(System.String: {"a":"x"})cs");
    row(R"cs(JObject.Parse("{a:1,$b:2,_c:3,d1:4}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"$b":2,"_c":3,"d1":4})cs");
    row(R"cs(JObject.Parse("{\"a\":.5,\"b\":5.,\"c\":-.5}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":0.5,"b":5.0,"c":-0.5})cs");
    row(R"cs(JObject.Parse("{\"a\":+1}").ToString(Formatting.None))cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\":1e5,\"b\":1E-5,\"c\":0.0,\"d\":-0.0}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":100000.0,"b":1E-05,"c":0.0,"d":0.0})cs");
    row(R"cs(JObject.Parse("{\"a\":Infinity,\"b\":-Infinity}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"Infinity","b":"-Infinity"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\ny\"}").ToString(Formatting.None))cs", R"cs(System.String: {"a":"x\ny"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"} // c").ToString(Formatting.None))cs", R"cs(System.String: {"a":"x"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"},"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{,}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\":1,,\"b\":2}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JArray.Parse("[,]").ToString(Formatting.None))cs", R"cs(System.String: [undefined])cs");
    row(R"cs(JArray.Parse("[1,]").ToString(Formatting.None))cs", R"cs(System.String: [1])cs");
    row(R"cs(JArray.Parse("[1}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JArray.Parse("["))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JArray.Parse("[new Date(1,2)]").ToString(Formatting.None))cs", R"cs(System.String: [new Date(1,2)])cs");
    row(R"cs(JToken.Parse("  "))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("nul"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("0123").ToString())cs", R"cs(System.String: 83)cs");
    row(R"cs(JToken.Parse("08"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("0xG"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("9223372036854775807").ToString())cs", R"cs(System.String: 9223372036854775807)cs");
    row(R"cs(JToken.Parse("9223372036854775808").ToString())cs", R"cs(System.String: 9223372036854775808)cs");
    row(R"cs((double)JToken.Parse("9223372036854775808"))cs", R"cs(System.Double: 9.22337203685478E+18)cs");
    row(R"cs((string)JToken.Parse("9223372036854775808"))cs", R"cs(System.String: 9223372036854775808)cs");
    row(R"cs(JToken.Parse("1.0").ToString())cs", R"cs(System.String: 1)cs");
    row(R"cs(JToken.Parse("1.10").ToString())cs", R"cs(System.String: 1.1)cs");
    row(R"cs(JToken.Parse("12345678901234567890.5").ToString())cs", R"cs(System.String: 1.23456789012346E+19)cs");
    row(R"cs(JToken.Parse("true").ToString())cs", R"cs(System.String: True)cs");
    row(R"cs(JToken.Parse("null").ToString())cs", R"cs(System.String: )cs");
    row(R"cs(JToken.Parse("null")==null)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JToken.Parse("\"\"").ToString()=="")cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("[1,2]").Last)cs", R"cs(Newtonsoft.Json.Linq.JValue: 2)cs");
    row(R"cs(JToken.Parse("{\"a\":1}").Last)cs", R"cs(Newtonsoft.Json.Linq.JProperty: "a": 1)cs");
    row(R"cs(string.Concat(JToken.Parse("[1,2]")))cs", R"cs(System.String: 12)cs");
    row(R"cs("x"+JToken.Parse("[1,2]")+JToken.Parse("5")+JToken.Parse("null")+JToken.Parse("true"))cs",
        R"cs(System.String: x[
  1,
  2
]5True)cs");
    row(R"cs($"{JToken.Parse("1.50")} {JToken.Parse("\"2020-01-02T03:04:05Z\""):yyyy}")cs",
        R"cs(System.String: 1.5 2020)cs");
    row(R"cs(string.Join(",",JArray.Parse("[1,\"a\",null,true]")))cs", R"cs(System.String: 1,a,,True)cs");
    row(R"cs(JArray.Parse("[1,\"a\"]").Contains("a"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JArray.Parse("[\"a\",\"b\"]").Select(x=>x.ToString()).Contains("a"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JArray.Parse("[\"a\",\"b\"]").Any(x=>x.Value<string>()=="b"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JArray.Parse("[\"a\",\"b\"]").ToList().Count)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JArray.Parse("[1,2,3]").Sum(x=>(int)x))cs", R"cs(System.Int32: 6)cs");
    row(R"cs(JArray.Parse("[1,2,3]").Max(x=>x.Value<int>()))cs", R"cs(System.Int32: 3)cs");
    row(R"cs(JArray.Parse("[1,2,1]").Distinct().Count())cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JArray.Parse("[1,2,3]").Skip(1).First())cs", R"cs(Newtonsoft.Json.Linq.JValue: 2)cs");
    row(R"cs(JArray.Parse("[{\"a\":1}]").Select(x=>x["b"]).First()==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JArray.Parse("[{\"a\":1},{\"a\":2}]").ToDictionary(x=>x["a"].ToString(),x=>x)["2"].ToString(Formatting.None))cs",
        R"cs(System.String: {"a":2})cs");
    row(R"cs(JArray.Parse("[{\"k\":\"x\",\"v\":1},{\"k\":\"x\",\"v\":2}]").GroupBy(x=>(string)x["k"]).First().Count())cs",
        R"cs(System.Int32: 2)cs");
    row(R"cs(new JObject(JObject.Parse("{\"a\":1,\"b\":2}").Properties().Where(p=>p.Name!="a")).ToString(Formatting.None))cs",
        R"cs(System.String: {"b":2})cs");
    row(R"cs(new JObject(new Dictionary<string,string>{{"a","b"}}.Select(k=>new JProperty(k.Key,k.Value))).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"b"})cs");
    row(R"cs(new JArray(new[]{"a","b"}).ToString(Formatting.None))cs", R"cs(System.String: ["a","b"])cs");
    row(R"cs(new JArray(new List<string>{"a"}).ToString(Formatting.None))cs", R"cs(System.String: ["a"])cs");
    row(R"cs(new JArray("a").ToString(Formatting.None))cs", R"cs(System.String: ["a"])cs");
    row(R"cs(new JArray{"a",1,new JObject{{"b",2}}}.ToString(Formatting.None))cs",
        R"cs(System.String: ["a",1,{"b":2}])cs");
    row(R"cs(new JArray(new{a=1}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JValue(new{a=1}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JProperty("a",new{b=1}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JProperty("a",new Dictionary<string,int>{{"x",1}}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JProperty("a",Guid.Empty).ToString())cs",
        R"cs(System.String: "a": "00000000-0000-0000-0000-000000000000")cs");
    row(R"cs(new JProperty("a",new byte[]{1,2}).ToString())cs", R"cs(System.String: "a": "AQI=")cs");
    row(R"cs(new JProperty("a",new List<string>()).ToString())cs", R"cs(System.String: "a": [])cs");
    row(R"cs(new JProperty("a",new JProperty("b",1)))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JObject(new JObject(new JProperty("a",1))).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1})cs");
    row(R"cs(new JObject{{"a",new JObject{{"b",1}}}}["a"]["b"])cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(new JObject{{"a",1},{"a",2}})cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JObject{["a"]=new JArray{1,2},["b"]=null}.ToString())cs",
        R"cs(System.String: {
  "a": [
    1,
    2
  ],
  "b": null
})cs");
    row(R"cs(JObject.Parse("{\"b\":1,\"a\":2}").Properties().OrderBy(p=>p.Name).Select(p=>p.Name).First())cs",
        R"cs(System.String: a)cs");
    row(R"cs(new JRaw("{x}").ToString(Formatting.None))cs", R"cs(System.String: {x})cs");
    row(R"cs(new JValue("a").CompareTo(new JValue("b")))cs", R"cs(System.Int32: -1)cs");
    row(R"cs(new JValue(5).CompareTo(new JValue("10")))cs", R"cs(System.Int32: -1)cs");
    row(R"cs(JValue.CreateNull().Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Null)cs");
    row(R"cs(JValue.CreateUndefined().ToString(Formatting.None))cs", R"cs(System.String: undefined)cs");
    row(R"cs(JToken.DeepEquals(JToken.Parse("[1,{\"a\":null}]"),JToken.Parse("[1,{\"a\":null}]")))cs",
        R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.DeepEquals(null,null))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.DeepEquals(JToken.Parse("1"),JToken.Parse("1.0")))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Equals(JObject.Parse("{\"a\":1}")))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JToken.Parse("1").Equals(JToken.Parse("1")))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("1").GetHashCode()==JToken.Parse("1").GetHashCode())cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("{\"a\":[1,{\"b\":2}]}")["a"][1]["b"].Path)cs", R"cs(System.String: a[1].b)cs");
    row(R"cs(JToken.Parse("{\"a\":{\"b\":2}}")["a"]["b"].Root.ToString(Formatting.None))cs",
        R"cs(System.String: {"a":{"b":2}})cs");
    row(R"cs(JToken.Parse("{\"a\":[1,2]}")["a"][0].Next.Next==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.Parse("{\"a\":[1,2]}")["a"][0].Previous==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(((JProperty)JToken.Parse("{\"a\":1}").First).Name)cs", R"cs(System.String: a)cs");
    row(R"cs(JToken.Parse("[3]")[0].AfterSelf().Count())cs", R"cs(System.Int32: 0)cs");
    row(R"cs(string.Join(",",JToken.Parse("[1,2,3]")[1].BeforeSelf()))cs", R"cs(System.String: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":null}")["a"].HasValues)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":null}")["a"]==null)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":null}")["a"].Type==JTokenType.Null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":null}")["a"]?.ToString()=="")cs", R"cs(System.Boolean: True)cs");
    row(R"cs(string.IsNullOrEmpty((string)JObject.Parse("{\"a\":null}")["a"]))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(string.IsNullOrEmpty(JObject.Parse("{\"a\":null}")["a"]?.ToString()))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":{}}").Value<JObject>("a").Count)cs", R"cs(System.Int32: 0)cs");
    row(R"cs(JObject.Parse("{\"a\":\"5\"}").Value<double>("a"))cs", R"cs(System.Double: 5)cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"}").Value<int>("a"))cs", R"cs(throws System.FormatException)cs");
    row(R"cs(JObject.Parse("{\"a\":5}").Value<object>("a").ToString())cs", R"cs(System.String: 5)cs");
    row(R"cs(JObject.Parse("{\"a\":5}").Value<JToken>("a").Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Integer)cs");
    row(R"cs(JObject.Parse("{\"a\":5}").Value<long>("a"))cs", R"cs(System.Int64: 5)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05Z\"}").Value<DateTimeOffset>("a"))cs",
        R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JObject.Parse("{\"a\":\"true\"}").Value<bool>("a"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Value<string>("A")==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":true}").Value<string>("a"))cs", R"cs(System.String: True)cs");
    row(R"cs(JObject.Parse("{\"a\":1.50}").Value<string>("a"))cs", R"cs(System.String: 1.5)cs");
    row(R"cs(JArray.Parse("[1,2]").Value<int>(1))cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JArray.Parse("[1,2]").Value<int>("x"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JToken.Parse("5").Value<int>("x"))cs", R"cs(throws System.InvalidOperationException)cs");
    row(R"cs(JArray.Parse("[[1],[2]]").Values().Count())cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JArray.Parse("[[1],[2]]").Children().Count())cs", R"cs(System.Int32: 2)cs");
    row(R"cs(string.Join(",",JArray.Parse("[[1],[2]]").Children().Children()))cs", R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JArray.Parse("[{\"a\":1}]").Children()["a"]))cs", R"cs(System.String: 1)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":1,\"b\":2}").PropertyValues()))cs", R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":1,\"b\":2}").Values()))cs", R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":1,\"b\":2}").Values<int>()))cs",
        R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":"))cs", R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":1"))cs", R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\""))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{"))cs", R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<int>>("[1"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<int>>("[1,"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("{\"a\":\"b\""))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("{\"a\":"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject("nope"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject("<xml/>"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":1} x"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\":"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\""))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("[1"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JArray.Parse("[1"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("[1"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("<html>"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("not json"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs($"{JToken.Parse("1.5"):F2}|{JToken.Parse("5"):D3}|{JToken.Parse("null"):X}|{JToken.Parse("\"x\""):X}")cs",
        R"cs(System.String: 1.50|005||x)cs");
    row(R"cs(string.Format("{0:N2} {1}",JToken.Parse("1234.5"),JToken.Parse("true")))cs",
        R"cs(System.String: 1,234.50 True)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":1,\"b\":2}").Values()))cs", R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[1],\"b\":2}").Properties().Values<int>()))cs",
        R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JsonConvert.SerializeObject(new{s=StringComparison.Ordinal},new Newtonsoft.Json.Converters.StringEnumConverter()))cs",
        R"cs(System.String: {"s":"Ordinal"})cs");
    row(R"cs(JsonConvert.DeserializeObject<decimal>("1.10"))cs", R"cs(System.Decimal: 1.10)cs");
    row(R"cs(JsonConvert.DeserializeAnonymousType("{\"a\":1,\"b\":\"x\"}",new{a=0,b=""}).b)cs",
        R"cs(System.String: x)cs");
    row(R"cs({ var l = new List<string>(); foreach (JToken t in JObject.Parse("{\"items\":[{\"id\":1},{\"id\":2}]}")["items"]) { l.Add((string)t["id"]); } return string.Join(",", l); })cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs({ var l = new List<string>(); foreach (var t in JObject.Parse("{\"items\":{\"a\":1,\"b\":2}}")["items"]) { l.Add(t.ToString()); } return string.Join(",", l); })cs",
        R"cs(System.String: "a": 1,"b": 2)cs");
    row(R"cs({ var l = new List<string>(); foreach (JProperty t in JObject.Parse("{\"items\":{\"a\":1,\"b\":2}}")["items"]) { l.Add(t.Name); } return string.Join(",", l); })cs",
        R"cs(System.String: a,b)cs");
    row(R"cs(JObject.Parse("{\"items\":{\"a\":1,\"b\":2}}")["items"].Select(t=>((JProperty)t).Name).First())cs",
        R"cs(System.String: a)cs");
    row(R"cs(JObject.Parse("{\"items\":{\"a\":1,\"b\":2}}")["items"].Children<JProperty>().Select(t=>t.Name).Last())cs",
        R"cs(System.String: b)cs");
    row(R"cs(JObject.Parse("{\"items\":{\"a\":1,\"b\":2}}")["items"].Count())cs", R"cs(System.Int32: 2)cs");
    row(R"cs({ IDictionary<string,JToken> d = JObject.Parse("{\"a\":1,\"b\":2}"); return d.Count+d.Keys.Last()+d["a"]; })cs",
        R"cs(System.String: 2b1)cs");
    row(R"cs({ foreach (var kv in (IDictionary<string,JToken>)JObject.Parse("{\"a\":1}")) return kv.Key; return null; })cs",
        R"cs(System.String: a)cs");
    row(R"cs({ JToken t = JObject.Parse("{\"a\":1}"); return t.Children().Count() + "" + t.First.Path + t.Count(); })cs",
        R"cs(System.String: 1a1)cs");
    row(R"cs({ object o = JObject.Parse("{\"a\":1}"); return ((JObject)o)["a"].ToString() + (o is JObject) + (o as JArray == null); })cs",
        R"cs(System.String: 1TrueTrue)cs");
    row(R"cs({ var o = JObject.Parse("{\"a\":[{\"b\":1}]}"); var arr = o["a"] as JArray; arr.Add(new JObject(new JProperty("b", 2))); return o.ToString(Formatting.None) + arr.Count; })cs",
        R"cs(System.String: {"a":[{"b":1},{"b":2}]}2)cs");
    row(R"cs({ var o = JObject.Parse("{\"a\":1}"); var p = o.Property("a"); p.AddAfterSelf(new JProperty("b", 2)); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":1,"b":2})cs");
    row(R"cs({ var o = new JObject(); ((JObject)(o["x"] = new JObject()))["y"] = 1; return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"x":{"y":1}})cs");
    row(R"cs({ var o = JObject.Parse("{\"n\":5}"); o["n"] = (int)o["n"] + 1; o["m"] = (string)o["n"] + "x"; return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"n":6,"m":"6x"})cs");
    row(R"cs({ var o = JObject.Parse("{\"a\":{\"b\":1}}"); o["a"].Replace(JToken.FromObject("z")); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":"z"})cs");
    row(R"cs({ var o = JObject.Parse("{\"a\":{\"b\":1}}"); var b = o.SelectToken("a.b"); o.Remove("a"); return b.Parent.Parent.Parent.Type + "" + b.Root.Type + b.Path; })cs",
        R"cs(System.String: PropertyPropertya.b)cs");
    row(R"cs({ var o = JObject.Parse("{\"a\":{\"b\":1}}"); var a = o["a"]; a.Parent.Remove(); return (a.Parent==null)+""+a.Path+"|"+o.ToString(Formatting.None); })cs",
        R"cs(System.String: Falsea|{})cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":{\"c\":[1,2,{\"d\":3}]}}}").SelectToken("a.b.c[2].d").Path)cs",
        R"cs(System.String: a.b.c[2].d)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":{\"b\":{\"c\":[1,2,{\"d\":3}]}}}").SelectTokens("$..*").Select(t=>t.Path)))cs",
        R"cs(System.String: ,a,a.b,a.b.c,a.b.c[0],a.b.c[1],a.b.c[2],a.b.c[2].d)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").ToString(Formatting.None).Length)cs", R"cs(System.Int32: 7)cs");
    row(R"cs(JObject.Parse("{\"a\":\"<b>&amp;\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"<b>&amp;"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"\\u0000\\u001f\\u007f\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"\u0000\u001f"})cs");
    row(R"cs((JObject.Parse("{\"a\":1}")["a"] ?? "x").ToString())cs", R"cs(System.String: 1)cs");
    row(R"cs((JObject.Parse("{}")["a"] ?? "x").ToString())cs", R"cs(System.String: x)cs");
    row(R"cs(((string)JObject.Parse("{}")["a"] ?? "x"))cs", R"cs(System.String: x)cs");
    row(R"cs(JObject.Parse("{\"a\":5}")["a"].Equals(5))cs", R"cs(System.Boolean: False)cs");
    row(R"cs((int)JObject.Parse("{\"a\":5}")["a"] == 5)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":[\"x\",\"y\"]}")["a"].Select(x => (string)x).ToArray().Length)cs",
        R"cs(System.Int32: 2)cs");
    row(R"cs(string.Join(" ", JObject.Parse("{\"scp\":\"a b\"}")["scp"].ToString().Split(' ')))cs",
        R"cs(System.String: a b)cs");
    row(R"cs(JObject.Parse("{\"a\":[\"x\",\"y\"]}")["a"].ToObject<string[]>().Contains("x"))cs",
        R"cs(System.Boolean: True)cs");
    row(R"cs(new JObject(new JProperty("a", new JArray(JObject.Parse("{\"r\":[{\"n\":\"x\"}]}")["r"].Select(r => new JObject(new JProperty("N", r["n"])))))).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":[{"N":"x"}]})cs");
    row(R"cs(JObject.Parse("{\"x\":1}").Properties().ToDictionary(p => p.Name, p => (string)p.Value)["x"])cs",
        R"cs(System.String: 1)cs");
    row(R"cs(JObject.Parse("{\"x\":1}").Properties().Any(p => p.Name == "x" && p.Value.Type == JTokenType.Integer))cs",
        R"cs(System.Boolean: True)cs");
}

void TestJsonMore::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestJsonMore)
#include "tst_json_more.moc"
