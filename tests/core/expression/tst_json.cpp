// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Newtonsoft.Json. Every expected value is what C# itself gives.
class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
    void nestsOnlySoDeep();
    void keepsATreeByAnyOfItsNodes();
};

void TestJson::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row(R"cs(JObject.Parse("{'a':1,b:2.0,c:[1,2,],d:'2020-01-02T03:04:05Z',e:NaN}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":2.0,"c":[1,2],"d":"2020-01-02T03:04:05Z","e":"NaN"})cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":[1,{\"c\":null}],\"e\":{},\"f\":[]}}").ToString())cs",
        R"cs(System.String: {
  "a": {
    "b": [
      1,
      {
        "c": null
      }
    ],
    "e": {},
    "f": []
  }
})cs");
    row(R"cs((string)JObject.Parse("{\"a\":1}")["a"])cs", R"cs(System.String: 1)cs");
    row(R"cs((int)JObject.Parse("{\"a\":\"12\"}")["a"])cs", R"cs(System.Int32: 12)cs");
    row(R"cs((int)JObject.Parse("{\"a\":null}")["a"])cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs((int)JObject.Parse("{}")["a"])cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs((string)JObject.Parse("{}")["a"])cs", R"cs(null)cs");
    row(R"cs((string)JObject.Parse("{\"a\":null}")["a"])cs", R"cs(null)cs");
    row(R"cs((int?)JObject.Parse("{\"a\":null}")["a"])cs", R"cs(null)cs");
    row(R"cs((bool)JObject.Parse("{\"a\":\"true\"}")["a"])cs", R"cs(System.Boolean: True)cs");
    row(R"cs((bool)JObject.Parse("{\"a\":\"x\"}")["a"])cs", R"cs(throws System.FormatException)cs");
    row(R"cs((string)JObject.Parse("{\"a\":\"2020-01-02T03:04:05Z\"}")["a"])cs",
        R"cs(System.String: 01/02/2020 03:04:05)cs");
    row(R"cs((string)JObject.Parse("{\"a\":1.5}")["a"])cs", R"cs(System.String: 1.5)cs");
    row(R"cs((string)JObject.Parse("{\"a\":true}")["a"])cs", R"cs(System.String: True)cs");
    row(R"cs((string)JObject.Parse("{\"a\":{}}")["a"])cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs((double)JObject.Parse("{\"a\":1}")["a"])cs", R"cs(System.Double: 1)cs");
    row(R"cs((decimal)JObject.Parse("{\"a\":1.10}")["a"])cs", R"cs(System.Decimal: 1.1)cs");
    row(R"cs((long)JObject.Parse("{\"a\":99999999999}")["a"])cs", R"cs(System.Int64: 99999999999)cs");
    row(R"cs((int)JObject.Parse("{\"a\":99999999999}")["a"])cs", R"cs(throws System.OverflowException)cs");
    row(R"cs(JObject.Parse("{\"a\":123456789012345678901234567890}")["a"].Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: Integer)cs");
    row(R"cs(JObject.Parse("{\"a\":123456789012345678901234567890}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":123456789012345678901234567890})cs");
    row(R"cs(JObject.Parse("{\"a\":1,\"a\":2,\"b\":3}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":2,"b":3})cs");
    row(R"cs(JObject.Parse("[1]"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse(""))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\":}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{} x"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(JToken.Parse("5"))cs", R"cs(Newtonsoft.Json.Linq.JValue: 5)cs");
    row(R"cs(JToken.Parse("'x'").Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs(JToken.Parse("null").Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Null)cs");
    row(R"cs(JArray.Parse("[1,,2]").ToString(Formatting.None))cs", R"cs(System.String: [1,undefined,2])cs");
    row(R"cs(JArray.Parse("[]").ToString())cs", R"cs(System.String: [])cs");
    row(R"cs(JArray.Parse("[1,\"a\",true,null,1.0,1e3,-0,0x1F,017]").ToString(Formatting.None))cs",
        R"cs(System.String: [1,"a",true,null,1.0,1000.0,0,31,15])cs");
    row(R"cs(JToken.Parse("\"a\\u00e9\\n\\\"\\/\\ud83d\\ude00\"").ToString())cs",
        R"cs(System.String: aé
"/😀)cs");
    row(R"cs(JToken.Parse("\"a\\u00e9\\n\\\"\\/\\u2028\"").ToString(Formatting.None))cs",
        R"cs(System.String: "aé\n\"/\u2028")cs");
    row(R"cs(JToken.Parse("\"\\ud800\"").ToString().Length)cs", R"cs(System.Int32: 1)cs");
    row(R"cs(new JObject(new JProperty("a",1),new JProperty("b",new JArray(1,2,3)),new JProperty("c","x"),new JProperty("d",null)).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":[1,2,3],"c":"x","d":null})cs");
    row(R"cs(new JArray(1,"a",true,null,2.5,new DateTime(2020,1,2,3,4,5,DateTimeKind.Utc)).ToString(Formatting.None))cs",
        R"cs(System.String: [1,"a",true,null,2.5,"2020-01-02T03:04:05Z"])cs");
    row(R"cs(new JArray(new[]{1,2,3}.Select(x=>x*2)).ToString(Formatting.None))cs", R"cs(System.String: [2,4,6])cs");
    row(R"cs(new JProperty("n",new[]{1,2}.Select(x=>new JObject(new JProperty("v",x)))).ToString())cs",
        R"cs(System.String: "n": [
  {
    "v": 1
  },
  {
    "v": 2
  }
])cs");
    row(R"cs(new JObject(new JProperty("a",1),new JProperty("a",2)))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JObject("x"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JArray(new JProperty("a",1)))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(new JProperty("a",1,2).ToString(Formatting.None))cs", R"cs(System.String: "a":[1,2])cs");
    row(R"cs(new JProperty("a").ToString(Formatting.None))cs", R"cs(System.String: "a":[])cs");
    row(R"cs(new JObject { {"a",1}, {"b","x"}, {"c",null} }.ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":"x","c":null})cs");
    row(R"cs(new JObject { ["a"]=1, ["b"]="x", ["c"]=true, ["d"]=1.5, ["e"]=null }.ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":"x","c":true,"d":1.5,"e":null})cs");
    row(R"cs({ var o=new JObject(); o["a"]=1; o["b"]=new JArray{1,2}; o["a"]=2; o.Add("z",DateTime.MinValue); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":2,"b":[1,2],"z":"0001-01-01T00:00:00"})cs");
    row(R"cs({ var o=new JObject(); o.Add("a",1); o.Add("a",2); return o; })cs",
        R"cs(throws System.ArgumentException)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":{\"b\":1}}"); var b=o["a"]; o["c"]=b; o["c"]["b"]=2; return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":{"b":1},"c":{"b":2}})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":{\"b\":[1,2]}}"); return o.SelectToken("a.b[1]").Path + o["a"]["b"].Parent.Type + o.SelectToken("a.b[0]").Next + o.Root.Path; })cs",
        R"cs(System.String: a.b[1]Property2)cs");
    row(R"cs(JObject.Parse("{\"x y\":{\"b.c\":[1]}}").Descendants().Last().Path)cs",
        R"cs(System.String: ['x y']['b.c'][0])cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":{\"b\":[1,2]}}").Descendants().Select(t=>t.Type.ToString())))cs",
        R"cs(System.String: Property,Object,Property,Array,Integer,Integer)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o.Remove("a"); return o.ToString(Formatting.None)+o.Count; })cs",
        R"cs(System.String: {"b":2}1)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o.Property("b").Remove(); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":1})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o["a"].Remove(); return o; })cs",
        R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":[1,2,3]}"); o["a"][1].Remove(); o["a"][0].Replace("x"); o["a"].First.AddBeforeSelf(0); o["a"].Last.AddAfterSelf(new[]{8,9}); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":[0,"x",3,8,9]})cs");
    row(R"cs({ string s=""; foreach(var kv in JObject.Parse("{\"a\":1,\"b\":\"x\"}")) { s+=kv.Key+"="+kv.Value+";"; } return s; })cs",
        R"cs(System.String: a=1;b=x;)cs");
    row(R"cs({ string s=""; foreach(var t in JArray.Parse("[1,\"x\"]")) { s+=t+";"; } return s; })cs",
        R"cs(System.String: 1;x;)cs");
    row(R"cs({ string s=""; foreach(var t in (JToken)JObject.Parse("{\"a\":1,\"b\":2}")) { s+=t+";"; } return s; })cs",
        R"cs(System.String: "a": 1;"b": 2;)cs");
    row(R"cs({ string s=""; foreach(JProperty t in JObject.Parse("{\"a\":1,\"b\":2}").Properties()) { s+=t.Name+t.Value+";"; } return s; })cs",
        R"cs(System.String: a1;b2;)cs");
    row(R"cs({ string s=""; foreach(JObject t in JArray.Parse("[{\"a\":1},{\"a\":2}]")) { s+=t["a"]+";"; } return s; })cs",
        R"cs(System.String: 1;2;)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").ContainsKey("a"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs({ JToken t; return JObject.Parse("{\"a\":1}").TryGetValue("A",StringComparison.OrdinalIgnoreCase,out t)+""+t; })cs",
        R"cs(System.String: True1)cs");
    row(R"cs({ JToken t; return JObject.Parse("{\"a\":1}").TryGetValue("b",out t)+""+(t==null); })cs",
        R"cs(System.String: FalseTrue)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").GetValue("A",StringComparison.OrdinalIgnoreCase))cs",
        R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").GetValue("A")==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Value<string>("a"))cs", R"cs(System.String: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":\"1\"}").Value<int>("a"))cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":null}").Value<int>("a"))cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JObject.Parse("{\"a\":null}").Value<int?>("a"))cs", R"cs(null)cs");
    row(R"cs(JObject.Parse("{\"a\":null}").Value<string>("a"))cs", R"cs(null)cs");
    row(R"cs(JObject.Parse("{}").Value<int>("a"))cs", R"cs(System.Int32: 0)cs");
    row(R"cs(JObject.Parse("{}").Value<bool>("a"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").Value<JObject>("a").ToString(Formatting.None))cs",
        R"cs(System.String: {"b":1})cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").Value<JArray>("a"))cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").Value<string>("a"))cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"}")["a"].Value<string>())cs", R"cs(System.String: x)cs");
    row(R"cs(JObject.Parse("{\"a\":5}")["a"].Value<int>())cs", R"cs(System.Int32: 5)cs");
    row(R"cs(JObject.Parse("{\"a\":5.7}")["a"].Value<int>())cs", R"cs(System.Int32: 6)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05Z\"}")["a"].Value<DateTime>())cs",
        R"cs(System.DateTime: 01/02/2020 03:04:05)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05Z\"}")["a"].Value<string>())cs",
        R"cs(System.String: 01/02/2020 03:04:05)cs");
    row(R"cs(JObject.Parse("{\"a\":\"6f9619ff-8b86-d011-b42d-00c04fc964ff\"}")["a"].Value<Guid>())cs",
        R"cs(throws System.InvalidCastException)cs");
    row(R"cs((Guid)JObject.Parse("{\"a\":\"6f9619ff-8b86-d011-b42d-00c04fc964ff\"}")["a"])cs",
        R"cs(System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff)cs");
    row(R"cs(JObject.Parse("{\"a\":5}")["a"].ToObject<int>())cs", R"cs(System.Int32: 5)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].ToObject<int[]>().Sum())cs", R"cs(System.Int32: 3)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].ToObject<List<string>>().Count)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].ToObject<string[]>()[0])cs", R"cs(System.String: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1,\"b\":\"x\"}").ToObject<Dictionary<string,string>>()["a"])cs",
        R"cs(System.String: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1,\"b\":\"x\"}").ToObject<Dictionary<string,object>>()["a"])cs",
        R"cs(System.Int64: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":{}}")["a"].ToObject<string>())cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JObject.Parse("{\"a\":{}}")["a"].ToObject<List<int>>())cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(string.Join(",",JArray.Parse("[1,2,3]").Values<int>()))cs", R"cs(System.String: 1,2,3)cs");
    row(R"cs(string.Join(",",JArray.Parse("[1,2,3]").Select(x=>(int)x)))cs", R"cs(System.String: 1,2,3)cs");
    row(R"cs(string.Join(",",JArray.Parse("[{\"a\":1},{\"a\":2}]").Values<string>("a")))cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[{\"v\":1},{\"v\":2}]}").SelectTokens("$.a[*].v")))cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[{\"v\":1},{\"v\":2}]}").SelectTokens("$..v")))cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[{\"v\":1,\"n\":\"x\"},{\"v\":2,\"n\":\"y\"}]}").SelectTokens("$.a[?(@.v>1)].n")))cs",
        R"cs(System.String: y)cs");
    row(R"cs(JObject.Parse("{\"a\":[{\"v\":1,\"n\":\"x\"},{\"v\":2,\"n\":\"y\"}]}").SelectToken("$.a[?(@.n=='x')].v"))cs",
        R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2,3]}").SelectToken("a[*]"))cs", R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2,3]}").SelectToken("b",true))cs", R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2,3]}").SelectToken("b.c[0]")==null)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2,3]}").SelectToken("a["))cs", R"cs(throws Newtonsoft.Json.JsonException)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[1,2,3,4]}").SelectTokens("a[1:3]")))cs",
        R"cs(System.String: 2,3)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[1,2,3,4]}").SelectTokens("a[-2:]")))cs",
        R"cs(System.String: 3,4)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a\":[1,2,3,4]}").SelectTokens("a[0,2]")))cs",
        R"cs(System.String: 1,3)cs");
    row(R"cs(string.Join(",",JObject.Parse("{\"a b\":{\"c\":1}}").SelectTokens("['a b'].c")))cs",
        R"cs(System.String: 1)cs");
    row(R"cs(JsonConvert.SerializeObject(new {a=1,b="x",c=new[]{1,2},d=(string)null,e=1.5,f=new{g=true}}))cs",
        R"cs(System.String: {"a":1,"b":"x","c":[1,2],"d":null,"e":1.5,"f":{"g":true}})cs");
    row(R"cs(JsonConvert.SerializeObject(new {a=1,b=new[]{"x"}},Formatting.Indented))cs",
        R"cs(System.String: {
  "a": 1,
  "b": [
    "x"
  ]
})cs");
    row(R"cs(JsonConvert.SerializeObject(new Dictionary<string,object>{{"a",1},{"b",null}}))cs",
        R"cs(System.String: {"a":1,"b":null})cs");
    row(R"cs(JsonConvert.SerializeObject(new List<int>{1,2}))cs", R"cs(System.String: [1,2])cs");
    row(R"cs(JsonConvert.SerializeObject("a\"b"))cs", R"cs(System.String: "a\"b")cs");
    row(R"cs(JsonConvert.SerializeObject(1.0))cs", R"cs(System.String: 1.0)cs");
    row(R"cs(JsonConvert.SerializeObject(1m))cs", R"cs(System.String: 1.0)cs");
    row(R"cs(JsonConvert.SerializeObject(null))cs", R"cs(System.String: null)cs");
    row(R"cs(JsonConvert.SerializeObject(true))cs", R"cs(System.String: true)cs");
    row(R"cs(JsonConvert.SerializeObject(new DateTime(2020,1,2,3,4,5,678)))cs",
        R"cs(System.String: "2020-01-02T03:04:05.678")cs");
    row(R"cs(JsonConvert.SerializeObject(new DateTimeOffset(2020,1,2,3,4,5,TimeSpan.FromHours(2))))cs",
        R"cs(System.String: "2020-01-02T03:04:05+02:00")cs");
    row(R"cs(JsonConvert.SerializeObject(TimeSpan.FromMinutes(90)))cs", R"cs(System.String: "01:30:00")cs");
    row(R"cs(JsonConvert.SerializeObject(Guid.Empty))cs",
        R"cs(System.String: "00000000-0000-0000-0000-000000000000")cs");
    row(R"cs(JsonConvert.SerializeObject(new byte[]{1,2,3}))cs", R"cs(System.String: "AQID")cs");
    row(R"cs(JsonConvert.SerializeObject(StringComparison.Ordinal))cs", R"cs(System.String: 4)cs");
    row(R"cs(JsonConvert.SerializeObject('c'))cs", R"cs(System.String: "c")cs");
    row(R"cs(JsonConvert.SerializeObject(new Uri("http://x/a b")))cs", R"cs(System.String: "http://x/a b")cs");
    row(R"cs(JsonConvert.SerializeObject(JObject.Parse("{\"a\":1}")))cs", R"cs(System.String: {"a":1})cs");
    row(R"cs(JsonConvert.SerializeObject(new[]{1,2,3}.Where(x=>x>1).Select(x=>new{x,y=x*2})))cs",
        R"cs(System.String: [{"x":2,"y":4},{"x":3,"y":6}])cs");
    row(R"cs(JsonConvert.SerializeObject(new KeyValuePair<string,int>("a",1)))cs",
        R"cs(System.String: {"Key":"a","Value":1})cs");
    row(R"cs(JsonConvert.SerializeObject(Tuple.Create(1,"a")))cs", R"cs(System.String: {"Item1":1,"Item2":"a"})cs");
    row(R"cs(JsonConvert.SerializeObject(new {a=(string)null,b=1},new JsonSerializerSettings{NullValueHandling=NullValueHandling.Ignore}))cs",
        R"cs(System.String: {"b":1})cs");
    row(R"cs(JsonConvert.SerializeObject(new {a=double.NaN,b=1e300,c=0.1+0.2,d=1f/3}))cs",
        R"cs(System.String: {"a":"NaN","b":1E+300,"c":0.30000000000000004,"d":0.333333343})cs");
    row(R"cs(JsonConvert.DeserializeObject("\"x\""))cs", R"cs(System.String: x)cs");
    row(R"cs(JsonConvert.DeserializeObject(""))cs", R"cs(null)cs");
    row(R"cs(JsonConvert.DeserializeObject<JObject>("{\"a\":1}")["a"])cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JsonConvert.DeserializeObject<JObject>("[1]"))cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("{\"a\":1.50,\"b\":\"2020-01-02T03:04:05Z\",\"c\":true,\"d\":null}").Select(k=>k.Key+k.Value).Aggregate((x,y)=>x+"|"+y))cs",
        R"cs(System.String: a1.50|b2020-01-02T03:04:05Z|ctrue|d)cs");
    row(R"cs(JsonConvert.DeserializeObject<Dictionary<string,string>>("{\"a\":{}}"))cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject<string[]>("[\"a\",\"b\"]").Length)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<int>>("[1,2]").Sum())cs", R"cs(System.Int32: 3)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<int>>("[1,\"x\"]").Sum())cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject<int>("\"12\""))cs", R"cs(System.Int32: 12)cs");
    row(R"cs(JsonConvert.DeserializeObject<int>("\"x\""))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JsonConvert.DeserializeObject<int>("null"))cs",
        R"cs(throws Newtonsoft.Json.JsonSerializationException)cs");
    row(R"cs(JsonConvert.DeserializeObject<int?>("null"))cs", R"cs(null)cs");
    row(R"cs(JsonConvert.DeserializeObject<bool>("true"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JsonConvert.DeserializeObject<DateTime>("\"2020-01-02T03:04:05Z\"").Kind)cs",
        R"cs(System.DateTimeKind: Utc)cs");
    row(R"cs(JsonConvert.DeserializeObject<string>("\"2020-01-02T03:04:05Z\""))cs",
        R"cs(System.String: 2020-01-02T03:04:05Z)cs");
    row(R"cs(JsonConvert.DeserializeObject<List<Dictionary<string,string>>>("[{\"a\":\"b\"}]")[0]["a"])cs",
        R"cs(System.String: b)cs");
    row(R"cs(JsonConvert.DeserializeObject("{\"a\":\"2020-01-02T03:04:05Z\"}",new JsonSerializerSettings{DateParseHandling=DateParseHandling.None}).ToString())cs",
        R"cs(System.String: {
  "a": "2020-01-02T03:04:05Z"
})cs");
    row(R"cs(JObject.FromObject(new{a=1,b=new[]{1,2},c=new{d="x"}}).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":[1,2],"c":{"d":"x"}})cs");
    row(R"cs(JObject.FromObject("x"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JArray.FromObject(new[]{1,2}).ToString(Formatting.None))cs", R"cs(System.String: [1,2])cs");
    row(R"cs(JArray.FromObject(new List<object>{1,"a",null}).ToString(Formatting.None))cs",
        R"cs(System.String: [1,"a",null])cs");
    row(R"cs(JToken.FromObject(5).Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Integer)cs");
    row(R"cs(JToken.FromObject(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(JToken.DeepEquals(JObject.Parse("{\"a\":1,\"b\":2}"),JObject.Parse("{\"b\":2,\"a\":1}")))cs",
        R"cs(System.Boolean: True)cs");
    row(R"cs(JToken.DeepEquals(new JValue(1),new JValue(1.0)))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(new JValue(1).Equals(new JValue(1L)))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(new JValue("a").Equals("a"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(new JValue(true).ToString())cs", R"cs(System.String: True)cs");
    row(R"cs(new JValue((object)null).ToString())cs", R"cs(System.String: )cs");
    row(R"cs(new JValue(new DateTime(2020,1,2)).ToString())cs", R"cs(System.String: 01/02/2020 00:00:00)cs");
    row(R"cs(new JValue(1.0).ToString())cs", R"cs(System.String: 1)cs");
    row(R"cs(new JValue(12.5).ToString("F3"))cs", R"cs(System.String: 12.500)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":{\"c\":[1]}}"); o.Merge(JObject.Parse("{\"a\":2,\"b\":{\"c\":[2],\"d\":null},\"e\":5}")); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":2,"b":{"c":[1,2],"d":null},"e":5})cs");
    row(R"cs({ var o=JObject.Parse("{\"b\":{\"c\":[1,2]}}"); o.Merge(JObject.Parse("{\"b\":{\"c\":[2,3]}}"),new JsonMergeSettings{MergeArrayHandling=MergeArrayHandling.Union}); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"b":{"c":[1,2,3]}})cs");
    row(R"cs({ var a=new JArray(); a.Add("x"); a.Add(1); a.Add(new JObject()); a.Insert(0,"z"); a.RemoveAt(1); return a.ToString(Formatting.None)+a.Count+a.IndexOf("z"); })cs",
        R"cs(System.String: ["z",1,{}]3-1)cs");
    row(R"cs(JArray.Parse("[1]")[5])cs", R"cs(throws System.ArgumentOutOfRangeException)cs");
    row(R"cs(JArray.Parse("[1]")["a"])cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JObject.Parse("{\"a\":1}")["a"]["b"])cs", R"cs(throws System.InvalidOperationException)cs");
    row(R"cs(JObject.Parse("{\"a\":[1]}")["a"]["b"])cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(((JArray)JObject.Parse("{\"a\":{}}")["a"]).Count)cs", R"cs(throws System.InvalidCastException)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].Count())cs", R"cs(System.Int32: 2)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].Any(x=>(int)x==2))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].HasValues)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":[1,2]}")["a"].First)cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").First)cs", R"cs(Newtonsoft.Json.Linq.JProperty: "a": 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1}")["a"].First)cs", R"cs(throws System.InvalidOperationException)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Properties().Select(p=>p.Name).First())cs", R"cs(System.String: a)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Property("a").Value.Type)cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: Integer)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Property("zz")?.Value)cs", R"cs(null)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Children().Count())cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Children<JProperty>().First().Name)cs", R"cs(System.String: a)cs");
    row(R"cs(JObject.Parse("{\"b\":2,\"a\":1}").Properties().OrderBy(p=>p.Name).First().Name)cs",
        R"cs(System.String: a)cs");
    row(R"cs(JArray.Parse("[3,1,2]").OrderBy(x=>x).First())cs", R"cs(Newtonsoft.Json.Linq.JValue: 1)cs");
    row(R"cs(string.Join(",",JArray.Parse("[{\"n\":\"b\"},{\"n\":\"a\"}]").OrderBy(x=>x["n"]).Select(x=>x["n"])))cs",
        R"cs(System.String: a,b)cs");
    row(R"cs(JObject.Parse("{\"a\":\"x\"}")["a"].ToString()=="x")cs", R"cs(System.Boolean: True)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":\"x\"}}")["a"]?["b"]?.ToString())cs", R"cs(System.String: x)cs");
    row(R"cs(JObject.Parse("{}")["a"]?["b"]?.ToString())cs", R"cs(null)cs");
    row(R"cs(JObject.Parse("{\"a\":\"/Date(1198908717056)/\"}")["a"])cs",
        R"cs(Newtonsoft.Json.Linq.JValue: 12/29/2007 06:11:57)cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05+02:00\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2020-01-02T01:04:05+00:00"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02T03:04:05.1234567\"}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":"2020-01-02T03:04:05.1234567"})cs");
    row(R"cs(JObject.Parse("{\"a\":\"2020-01-02\"}")["a"].Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs(JObject.Parse("// c\n{/*x*/\"a\"/*y*/:1/*z*/}").ToString(Formatting.None))cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JObject.Parse("{\"a\":1.0,\"b\":1e3,\"c\":1E+20,\"d\":0.1,\"e\":100000000000000000.0,\"f\":1.7976931348623157E+308,\"g\":5e-324}").ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1.0,"b":1000.0,"c":1E+20,"d":0.1,"e":1E+17,"f":1.7976931348623157E+308,"g":4.94065645841247E-324})cs");
    row(R"cs(JObject.Parse("{\"a\":1e400}").ToString(Formatting.None))cs",
        R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("[1] ").ToString(Formatting.None))cs", R"cs(System.String: [1])cs");
    row(R"cs(JToken.Parse("tru"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("truex"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("{a b:1}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("{\"a\" 1}"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("[1 2]"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("\"abc"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("\"\\q\""))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("undefined").Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Undefined)cs");
    row(R"cs(JToken.Parse("1.2.3"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("-"))cs", R"cs(throws Newtonsoft.Json.JsonReaderException)cs");
    row(R"cs(JToken.Parse("{\"a\":1,}").ToString(Formatting.None))cs", R"cs(System.String: {"a":1})cs");
    row(R"cs(new JObject(new JProperty("a",new JValue((string)null))).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":null})cs");
    row(R"cs({ var o=new JObject(); o["a"]=(string)null; return o["a"].Type; })cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs({ var o=new JObject(); o["a"]=null; return o["a"].Type; })cs",
        R"cs(Newtonsoft.Json.Linq.JTokenType: Null)cs");
    row(R"cs({ JToken t="x"; return t.Type; })cs", R"cs(Newtonsoft.Json.Linq.JTokenType: String)cs");
    row(R"cs({ JToken t=Guid.Empty; return t.Type+t.ToString(Formatting.None); })cs",
        R"cs(System.String: Guid"00000000-0000-0000-0000-000000000000")cs");
    row(R"cs({ JToken t=new Uri("http://x/"); return t.Type+t.ToString(Formatting.None); })cs",
        R"cs(System.String: Uri"http://x/")cs");
    row(R"cs({ JToken t=TimeSpan.FromSeconds(5); return t.Type+t.ToString(Formatting.None); })cs",
        R"cs(System.String: TimeSpan"00:00:05")cs");
    row(R"cs({ JToken t=1.5m; return t.Type+t.ToString(Formatting.None); })cs", R"cs(System.String: Float1.5)cs");
    row(R"cs({ JToken t='c'; return t.Type; })cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Integer)cs");
    row(R"cs((string)new JValue('c'))cs", R"cs(System.String: c)cs");
    row(R"cs({ var p=new JProperty("a",1); var o1=new JObject(p); var o2=new JObject(p); p.Value=5; return o1.ToString(Formatting.None)+o2.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":5}{"a":1})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); foreach(var p in o.Properties().ToList()) { if(p.Name=="a") p.Remove(); } return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"b":2})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); foreach(var p in o) { o.Remove("a"); } return o; })cs",
        R"cs(throws System.InvalidOperationException)cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}").SelectToken("a.b").Parent.Parent.Parent.Parent.ToString(Formatting.None))cs",
        R"cs(System.String: {"a":{"b":1}})cs");
    row(R"cs(JObject.Parse("{\"a\":{\"b\":1}}")["a"]["b"].Ancestors().Count())cs", R"cs(System.Int32: 4)cs");
    row(R"cs(((IDictionary<string,JToken>)JObject.Parse("{\"a\":1}")).Keys.First())cs", R"cs(System.String: a)cs");
    row(R"cs(JObject.Parse("{\"a\":1}").Count)cs", R"cs(System.Int32: 1)cs");
    row(R"cs(JObject.Parse("{\"A\":1,\"b\":[{\"c\":2}]}").DeepClone().ToString(Formatting.None))cs",
        R"cs(System.String: {"A":1,"b":[{"c":2}]})cs");
    row(R"cs(JObject.Parse("{\"a\":[]}").ToString())cs",
        R"cs(System.String: {
  "a": []
})cs");
    row(R"cs(new JObject().ToString())cs", R"cs(System.String: {})cs");
    row(R"cs(new JArray().ToString())cs", R"cs(System.String: [])cs");
    row(R"cs(new JArray(new JArray(),new JObject()).ToString())cs",
        R"cs(System.String: [
  [],
  {}
])cs");
    row(R"cs(JsonConvert.SerializeObject(JToken.Parse("{\"a\":[1,{\"b\":2}]}"),Formatting.Indented))cs",
        R"cs(System.String: {
  "a": [
    1,
    {
      "b": 2
    }
  ]
})cs");
    row(R"cs(JsonConvert.SerializeObject(new{a=new object[]{1,"x",null,1.5m,true,new{z=1}}}))cs",
        R"cs(System.String: {"a":[1,"x",null,1.5,true,{"z":1}]})cs");
    row(R"cs(JsonConvert.SerializeObject(new Dictionary<int,string>{{1,"a"}}))cs", R"cs(System.String: {"1":"a"})cs");
    row(R"cs(JsonConvert.SerializeObject(new Dictionary<string,List<int>>{{"a",new List<int>{1}}},Formatting.Indented))cs",
        R"cs(System.String: {
  "a": [
    1
  ]
})cs");
    row(R"cs(JsonConvert.SerializeObject(new[]{new{a=1},new{a=2}}))cs", R"cs(System.String: [{"a":1},{"a":2}])cs");
    row(R"cs(JsonConvert.SerializeObject(new List<object>()))cs", R"cs(System.String: [])cs");
    row(R"cs(JsonConvert.SerializeObject(new Dictionary<string,string>()))cs", R"cs(System.String: {})cs");
    row(R"cs(JsonConvert.SerializeObject(new{}))cs", R"cs(System.String: {})cs");
    row(R"cs(JsonConvert.SerializeObject(new HashSet<string>{"a","b"}))cs", R"cs(System.String: ["a","b"])cs");
    row(R"cs(JsonConvert.SerializeObject("é<",new JsonSerializerSettings{StringEscapeHandling=StringEscapeHandling.EscapeNonAscii}))cs",
        R"cs(System.String: "\u00e9<")cs");
    row(R"cs(JsonConvert.SerializeObject("é<&'",new JsonSerializerSettings{StringEscapeHandling=StringEscapeHandling.EscapeHtml}))cs",
        R"cs(System.String: "é\u003c\u0026\u0027")cs");
    row(R"cs(JsonConvert.SerializeObject(new{d=new DateTime(2020,1,2)},new JsonSerializerSettings{DateFormatString="yyyy/MM/dd"}))cs",
        R"cs(System.String: {"d":"2020/01/02"})cs");
    row(R"cs(JsonConvert.SerializeObject(new{FirstName="x",URLValue=1},new JsonSerializerSettings{ContractResolver=new Newtonsoft.Json.Serialization.CamelCasePropertyNamesContractResolver()}))cs",
        R"cs(System.String: {"firstName":"x","urlValue":1})cs");
    row(R"cs(JsonConvert.SerializeObject(new{a=0,b=(string)null,c=1},new JsonSerializerSettings{DefaultValueHandling=DefaultValueHandling.Ignore}))cs",
        R"cs(System.String: {"c":1})cs");
    row(R"cs(JsonConvert.SerializeObject(new{s=StringComparison.Ordinal},new Newtonsoft.Json.Converters.StringEnumConverter()))cs",
        R"cs(System.String: {"s":"Ordinal"})cs");
    row(R"cs(JsonConvert.SerializeObject(ulong.MaxValue)+JsonConvert.SerializeObject(long.MinValue)+JsonConvert.SerializeObject((byte)5)+JsonConvert.SerializeObject((short)-5))cs",
        R"cs(System.String: 18446744073709551615-92233720368547758085-5)cs");
    row(R"cs(JsonConvert.SerializeObject(1.0m)+JsonConvert.SerializeObject(1.10m)+JsonConvert.SerializeObject(100m))cs",
        R"cs(System.String: 1.01.10100.0)cs");
    row(R"cs(JsonConvert.SerializeObject(DateTime.MinValue)+JsonConvert.SerializeObject(DateTime.MaxValue))cs",
        R"cs(System.String: "0001-01-01T00:00:00""9999-12-31T23:59:59.9999999")cs");
    row(R"cs(JsonConvert.SerializeObject(new DateTime(2020,1,2,3,4,5,DateTimeKind.Utc))+JsonConvert.SerializeObject(new DateTime(2020,1,2,3,4,5,DateTimeKind.Local)))cs",
        R"cs(System.String: "2020-01-02T03:04:05Z""2020-01-02T03:04:05+00:00")cs");
    row(R"cs(JsonConvert.SerializeObject(TimeSpan.FromDays(1.5))+JsonConvert.SerializeObject(TimeSpan.FromMilliseconds(1)))cs",
        R"cs(System.String: "1.12:00:00""00:00:00.0010000")cs");
    row(R"cs(JsonConvert.SerializeObject(new Exception("x").Message))cs", R"cs(System.String: "x")cs");
    row(R"cs(JsonConvert.SerializeObject("a".ToCharArray()))cs", R"cs(System.String: ["a"])cs");
    row(R"cs(JsonConvert.SerializeObject(new Stack<int>(new[]{1,2})))cs", R"cs(System.String: [2,1])cs");
    row(R"cs(JsonConvert.SerializeObject(Enumerable.Range(1,3)))cs", R"cs(System.String: [1,2,3])cs");
    row(R"cs(JsonConvert.SerializeObject(new[]{"b","a"}.OrderBy(x=>x)))cs", R"cs(System.String: ["a","b"])cs");
    row(R"cs(JsonConvert.SerializeObject(new[]{1,2,3,4}.GroupBy(x=>x%2).ToDictionary(g=>g.Key,g=>g.ToList())))cs",
        R"cs(System.String: {"1":[1,3],"0":[2,4]})cs");
    row(R"cs(JsonConvert.SerializeObject(new[]{1,2,3,4}.GroupBy(x=>x%2)))cs", R"cs(System.String: [[1,3],[2,4]])cs");
    row(R"cs(JObject.FromObject(new Dictionary<string,object>{{"a",1},{"b",new[]{1}}}).ToString(Formatting.None))cs",
        R"cs(System.String: {"a":1,"b":[1]})cs");
    row(R"cs(JToken.FromObject("x").ToString())cs", R"cs(System.String: x)cs");
    row(R"cs(JToken.FromObject(new DateTime(2020,1,2)).Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Date)cs");
    row(R"cs(JToken.FromObject(new{a=1}).Type)cs", R"cs(Newtonsoft.Json.Linq.JTokenType: Object)cs");
    row(R"cs(JArray.FromObject(new{a=1}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(JObject.FromObject(new[]{1}))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":{\"b\":1}}"); var c=(JObject)o["a"]; c["x"]=1; c.Add("y",2); c.Add(new JProperty("z",3)); c.AddFirst(new JProperty("w",0)); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":{"w":0,"b":1,"x":1,"y":2,"z":3}})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1}"); o.Property("a").Value=new JArray(1); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"a":[1]})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o.Property("a").Replace(new JProperty("c",3)); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"c":3,"b":2})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o["a"].Parent.Remove(); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {"b":2})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1,\"b\":2}"); o.RemoveAll(); return o.ToString(Formatting.None); })cs",
        R"cs(System.String: {})cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1}"); o["b"]["c"]=1; return o; })cs",
        R"cs(throws System.NullReferenceException)cs");
    row(R"cs({ var o=JObject.Parse("{\"a\":1}"); o["a"]["c"]=1; return o; })cs",
        R"cs(throws System.InvalidOperationException)cs");
    row(R"cs({ var o=JArray.Parse("[1]"); o[3]=1; return o; })cs", R"cs(throws System.ArgumentOutOfRangeException)cs");
    row(R"cs({ var o=JArray.Parse("[1,2]"); o[0]="x"; return o.ToString(Formatting.None); })cs",
        R"cs(System.String: ["x",2])cs");
    row(R"cs({ JToken t=JArray.Parse("[1,2]"); t[0]="x"; return t.ToString(Formatting.None); })cs",
        R"cs(System.String: ["x",2])cs");
    row(R"cs({ JToken t=JObject.Parse("{}"); t["q"]=new JObject(new JProperty("z",1)); return t.ToString(Formatting.None); })cs",
        R"cs(System.String: {"q":{"z":1}})cs");
}

void TestJson::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

void TestJson::nestsOnlySoDeep()
{
    QCOMPARE(test::evaluate("JArray.Parse(new string('[', 5000))"), std::string("throws Newtonsoft.Json.JsonReaderException"));
    QCOMPARE(test::evaluate("{ var a = new JArray(); for (int i = 0; i < 1000; i++) { var b = new JArray(); b.Add(a); a = b; } return a.Count; }"),
             std::string("limit recursion"));
}

void TestJson::keepsATreeByAnyOfItsNodes()
{
    QCOMPARE(test::evaluate("JObject.Parse(\"{'a':{'b':1},'c':2}\").SelectToken(\"a.b\").Root[\"c\"].ToString()"),
             std::string("System.String: 2"));
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
