using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Intake;

public sealed class FormReaderTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public void Json_is_read_flat_with_its_depths_as_dotted_names() => Assert.Equal(
        ["email=a@b.co", "size=50", "ok=true", "tags=x+y", "deep.er=1"],
        Fields(Json, """{"email":"a@b.co","size":50,"ok":true,"nothing":null,"tags":["x","y"],"deep":{"er":1}}"""));

    [Fact]
    public void A_form_is_unescaped_and_repeated_names_are_grouped() => Assert.Equal(
        ["name=Eva Ruiz", "plus=a+b", "empty=", "bare="],
        Fields(Form, "name=Eva+Ruiz&plus=a&plus=b&empty=&bare&=nameless&&").Select(f => f));

    [Fact]
    public void However_many_fields_there_are_each_has_all_its_values_and_the_place_of_its_first() =>
        Gen.Select(Gen.Int[0, 39], Gen.Int[0, 9]).Array[1, 120].Sample(pairs => Assert.Equal(
            pairs.GroupBy(p => p.Item1).Select(field => $"f{field.Key}={string.Join('+', field.Select(p => p.Item2))}"),
            Fields(Form, string.Join('&', pairs.Select(p => $"f{p.Item1}={p.Item2}")))));

    [Theory]
    [InlineData("application/JSON; charset=utf-8", "{}", typeof(FormReading.Read))]
    [InlineData("application/ld+json", "{}", typeof(FormReading.Read))]
    [InlineData(null, "{}", typeof(FormReading.Unsupported))]
    [InlineData("text/plain", "{}", typeof(FormReading.Unsupported))]
    [InlineData(Json, "[]", typeof(FormReading.Unreadable))]
    [InlineData(Json, "", typeof(FormReading.Unreadable))]
    [InlineData(Json, "{\"a\":1", typeof(FormReading.Unreadable))]
    [InlineData(Json, "\ufeff{}", typeof(FormReading.Read))]
    [InlineData(Json, "{\"a\\u0000b\":\"\\u0000\"}", typeof(FormReading.Read))]
    [InlineData(Json, "{\"\\ud800\":\"\\udc00\"}", typeof(FormReading.Read))]
    [InlineData(Form, "a=%00&b=%ED%A0%80&c=%ZZ&%", typeof(FormReading.Read))]
    public void Each_body_is_read_or_told_why_not(string? type, string body, Type reading) =>
        Assert.IsType(reading, FormReader.Read(type, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Ten_thousand_nested_arrays_are_unreadable()
    {
        Assert.IsType<FormReading.Unreadable>(Read(Json, "{\"a\":" + new string('[', 10_000)));
        Assert.IsType<FormReading.Unreadable>(Read(Json, "{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}"));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Sixty_four_levels_are_read_and_no_more(int levels, bool isRead)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
        Assert.Equal(isRead, Read(Json, json) is FormReading.Read);
        var name = "a" + string.Concat(Enumerable.Repeat("[a]", levels - 1));
        var form = Assert.IsType<FormReading.Read>(FormReader.Read(Form, Encoding.UTF8.GetBytes($"{name}=x"), brackets: true)).All[0];
        // Deeper, it is a name like any other.
        Assert.Equal(isRead ? "a" : name, Assert.Single(form.Members).Key);
    }

    [Fact]
    public void Five_hundred_fields_are_read_and_five_thousand_are_not()
    {
        Assert.IsType<FormReading.Read>(Read(Form, string.Join('&', Enumerable.Range(0, 500).Select(i => $"f{i}=1"))));
        Assert.Equal("501 fields; at most 500 are read", Problem(Read(Form, string.Join('&', Enumerable.Range(0, 501).Select(i => $"f{i}=1")))));
        Assert.IsType<FormReading.Read>(Read(Form, string.Join("&&", Enumerable.Repeat("a=1", 1_000))));
        Assert.Equal("More than 1000 parts", Assert.IsType<FormReading.Unreadable>(Read(Form, string.Join('&', Enumerable.Repeat("a=1", 1_001)))).Problem);
        Assert.Equal("5000 fields; at most 500 are read", Problem(Read(Json, "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"f{i}\":1")) + "}")));

        static string? Problem(FormReading reading) => Assert.Single(Assert.IsType<FormReading.Read>(reading).All).Problem;
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Form)]
    public void Bytes_that_are_not_utf8_are_unreadable(string type) =>
        Assert.IsType<FormReading.Unreadable>(FormReader.Read(type, [.. "{\"a\":\""u8, 0xff, 0xed, 0xa0, 0x80, .. "\"}"u8]));

    [Fact]
    public void No_bytes_make_reader_cleaner_or_ids_throw()
    {
        string[] seeds = ["{", "}", "[", "]", "\"", ":", ",", "\\u", "\\ud800", "\\u0000", "email", "a@b.co", "phone", "+34 600 11 22 33", "country", "España", "=", "&", "%", "%00", "%ed%a0%80", "+", " ", "\0", "1e999", "null", "é", "\U0001f600"];
        var pieces = Gen.Frequency((5, Gen.Int[0, seeds.Length - 1].Select(i => Encoding.UTF8.GetBytes(seeds[i]))), (1, Gen.Byte.Array[0, 6]));
        Gen.Select(pieces.Array[0, 30], Gen.Bool).Sample(
            (parts, json) =>
            {
                var body = parts.SelectMany(p => p).ToArray();
                if (json && body.Length % 2 == 0) body = [.. "{\"a\":\""u8, .. body, .. "\"}"u8];
                if (FormReader.Read(json ? Json : Form, body) is not FormReading.Read read) return;
                Cleaning.Clean(read.Fields, "web", "ES");
                SubmissionIds.OfFields("web", read.Fields, DateTimeOffset.UnixEpoch);
            },
            iter: Prove.Size(20_000, 1_000_000));
    }

    private static FormReading Read(string type, string body) => FormReader.Read(type, Encoding.UTF8.GetBytes(body));

    private static IEnumerable<string> Fields(string type, string body) =>
        Assert.IsType<FormReading.Read>(Read(type, body)).Fields.All.Select(f => $"{f.Key}={string.Join('+', f.Value)}");
}
