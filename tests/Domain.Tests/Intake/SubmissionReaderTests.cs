using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Intake;

public sealed class SubmissionReaderTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public void Without_a_map_fields_keep_their_own_names() =>
        Assert.Equal(["email=a@b.co", "deep.er=1"], Fields(Source("flat"), Json, """{"email":"a@b.co","deep":{"er":1}}"""));

    [Fact]
    public void A_map_names_attributes_and_every_other_field_is_kept() => Assert.Equal(
        ["Email=a@b.co", "FullName=Eva Ruiz", "colour=green"],
        Fields(Source("flat", "Email=Your E-Mail; FullName=first + last; Phone=tel | mobile"), Json, """{"your e-mail":"a@b.co","first":"Eva","last":"Ruiz","tel":" ","colour":"green"}""").Where(f => !f.StartsWith("tel", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Email=a.b[1].c", """{"a":{"b":[{"c":"x"},{"c":"y"}]}}""", "y")]
    [InlineData("Email=a.b[-1].c", """{"a":{"b":[{"c":"x"},{"c":"z"}]}}""", "z")]
    [InlineData("Email=a.b.c", """{"a":{"b":[{"c":"x"},{"c":"y"}]}}""", "x+y")]
    [InlineData("Email=a[0]", """{"a":"one"}""", "one")]
    [InlineData("""Email=["1.3"]""", """{"1.3":"dots","13":"none"}""", "dots")]
    [InlineData("Email=answers[field.ref=email].email", """{"answers":[{"email":"no","field":{"ref":"phone"}},{"email":"yes","field":{"ref":"E-Mail"}}]}""", "yes")]
    [InlineData("Email=raw:json.q3_email", """{"raw":"{\"q3_email\":\"inside\"}"}""", "inside")]
    [InlineData("Email=raw:json.q3_email | other", """{"raw":"no json","other":"fallback"}""", "fallback")]
    [InlineData("Email=a.b", """{"a":"text"}""", null)]
    public void Paths(string map, string body, string? value) =>
        Assert.Equal(value is null ? null : $"Email={value}", Fields(Source("flat", map), Json, body).FirstOrDefault(f => f.StartsWith("Email=", StringComparison.Ordinal)));

    [Theory]
    [InlineData("fields[email][value]=a%40b.co&fields[name][value]=Eva", "Email=fields[email][value]", "Email=a@b.co")]
    [InlineData("q[0]=x&q[1]=y", "Email=q[1]", "Email=y")]
    [InlineData("topics[]=x&topics[]=y", "Product=topics", "Product=x+y")]
    [InlineData("a[b]c]=x&[=y&a[=z", "Email=none", "a[b]c]=x")]
    public void Brackets_are_ways_into_a_tree(string body, string map, string first) => Assert.Equal(first, Fields(Source("brackets", map), Form, body)[0]);

    [Fact]
    public void In_a_list_the_id_of_an_option_reads_as_its_text_and_unmapped_fields_have_the_names_people_see() => Assert.Equal(
        ["Product=API+SSO", "Team size=51-200"],
        Fields(
            Source("list", "Product=fields[key=topics].value"),
            Json,
            """{"fields":[{"key":"topics","label":"Topics","value":["o1","o2"],"options":[{"id":"o1","text":"API"},{"id":"o2","text":"SSO"}]},{"key":"size","label":"Team size","value":"51-200"}]}""")
            .Where(f => !f.StartsWith("fields", StringComparison.Ordinal) && !f.StartsWith("Topics", StringComparison.Ordinal)));

    [Fact]
    public void Several_ids_are_several_submissions_with_a_part_of_the_body_each()
    {
        var source = Source("ids", "Email=email", idempotency: "entry.changes.value.leadgen_id");
        var forms = Forms(source, Json, """{"entry":[{"changes":[{"value":{"leadgen_id":"1","ad_id":7}},{"value":{"leadgen_id":"2"}}]},{"changes":[{"value":{"leadgen_id":"1"}}]}]}""");
        Assert.Equal(["1", "2"], forms.Select(f => f.Key));
        Assert.Equal("""{"leadgen_id":"1","ad_id":7}""", Encoding.UTF8.GetString(forms[0].Body.Span));
        Assert.Equal("1", Assert.Single(Forms(source, Json, Encoding.UTF8.GetString(forms[0].Body.Span))).Key);
    }

    [Fact]
    public void An_array_is_a_batch_of_its_elements()
    {
        var read = Assert.IsType<Delivery.Forms>(Read(Source("flat", idempotency: "id"), Json, """[{"id":1,"email":"a@b.co"},{"id":2}]"""));
        Assert.True(read.IsBatch);
        Assert.Equal([("1", """{"id":1,"email":"a@b.co"}"""), ("2", """{"id":2}""")], read.All.Select(f => (f.Key!, Encoding.UTF8.GetString(f.Body.Span))));
    }

    [Theory]
    [InlineData("", "[{0},{\"email\":\"b@c.co\"}]")]
    [InlineData("Each=leads", "{\"leads\":[{0},{\"email\":\"b@c.co\"}]}")]
    public void An_element_that_cannot_be_read_is_told_alone(string map, string batch)
    {
        var wide = "{" + string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"f{i}\":1")) + "}";
        foreach (var (bad, problem) in new[] { ("7", "An element of the array is not a JSON object"), ("null", "An element of the array is not a JSON object"), ("[8]", "An element of the array is not a JSON object"), (wide, "501 fields; at most 500 are read") })
        {
            var read = Assert.IsType<Delivery.Forms>(Read(Source("flat", map), Json, batch.Replace("{0}", bad, StringComparison.Ordinal)));
            Assert.True(read.IsBatch);
            Assert.Equal([(bad, problem), ("""{"email":"b@c.co"}""", null)], read.All.Select(f => (Encoding.UTF8.GetString(f.Body.Span), f.Problem)));
            Assert.Equal("b@c.co", read.All[1].Fields["email"]);
            // Alone, it is a delivery that cannot be read.
            Assert.IsType<Delivery.Unreadable>(Read(Source("flat", map), Json, bad));
            Assert.IsType<Delivery.Unreadable>(Read(Source("flat", map), Json, $"[{bad},{bad}]"));
        }
    }

    [Theory]
    [InlineData("Each=leads", """{"sent":1,"leads":[{"id":1,"email":"a@b.co"},{"id":2}]}""")]
    [InlineData("Each=data.contacts | leads", """{"leads":[{"id":1,"email":"a@b.co"},{"id":2}]}""")]
    [InlineData("Each=entries.leads", """{"entries":[{"leads":[{"id":1,"email":"a@b.co"}]},{"leads":[{"id":2}]}]}""")]
    public void A_list_inside_an_object_is_a_batch_when_the_map_says_so(string map, string body)
    {
        var source = Source("flat", map, idempotency: "id");
        var read = Assert.IsType<Delivery.Forms>(Read(source, Json, body));
        Assert.True(read.IsBatch);
        Assert.Equal([("1", """{"id":1,"email":"a@b.co"}"""), ("2", """{"id":2}""")], read.All.Select(f => (f.Key!, Encoding.UTF8.GetString(f.Body.Span))));
        Assert.Equal(["id=1", "email=a@b.co"], read.All[0].Fields.All.Select(f => $"{f.Key}={f.Value[0]}"));
        // Read again from quarantine, a part is one submission.
        Assert.Equal("1", Assert.Single(Forms(source, Json, Encoding.UTF8.GetString(read.All[0].Body.Span))).Key);
        Assert.False(Assert.IsType<Delivery.Forms>(Read(source, Json, """{"leads":[],"email":"a@b.co"}""")).IsBatch);
    }

    [Fact]
    public void One_lead_in_the_list_is_a_batch_of_one() =>
        Assert.True(Assert.IsType<Delivery.Forms>(Read(Source("flat", "Each=leads"), Json, """{"leads":[{"email":"a@b.co"}]}""")).IsBatch);

    [Fact]
    public void Multipart_holds_text_fields_and_names_of_files()
    {
        const string body = "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.co\r\n--B\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--B\r\nContent-Disposition: form-data; name=\"two\"\r\n\r\nline\r\nline\r\n--B--\r\n";
        Assert.Equal(["email=a@b.co", "cv=cv.pdf", "two=line\r\nline"], Fields(null, "multipart/form-data; boundary=B", body));
        Assert.Equal(3, Fields(null, "multipart/form-data; charset=utf-8; boundary=\"B\"", body).Count);
        Assert.IsType<Delivery.Unreadable>(Read(null, "multipart/form-data", body));
        Assert.IsType<Delivery.Unreadable>(Read(null, "multipart/form-data; boundary=C", body));
        Assert.IsType<Delivery.Unreadable>(Read(null, "multipart/form-data; boundary=B", body[..^9]));
    }

    [Theory]
    [InlineData("""{"key":"secret","a":{"KEY":"secret"},"b":"secret2"}""", Json, """{"key":"******","a":{"KEY":"******"},"b":"secret2"}""")]
    [InlineData("""{"key":"s\u0065cret"}""", Json, """{"key":"***********"}""")]
    [InlineData("""{"k\u0065y":"secret","key":12.5,"\ud800":"a"}""", Json, """{"k\u0065y":"******","key":1111,"\ud800":"a"}""")]
    [InlineData("a=1&key=se%20cret&b=2", Form, "a=1&key=*********&b=2")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n**\r\n--B--", "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n**\r\n--B--")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nsecret\r\n--B--", "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n******\r\n--B--")]
    public void A_secret_in_a_body_is_blotted_out_wherever_it_stands(string body, string type, string redacted) =>
        Assert.Equal(redacted, Encoding.UTF8.GetString(BodySecret.Redact(type, Encoding.UTF8.GetBytes(body), "key")));

    [Fact]
    public void No_bytes_make_any_shape_throw()
    {
        string[] seeds = ["{", "}", "[", "]", "\"", ":", ",", "[]", "][", "[a]", "fields", "email", "a@b.co", "=", "&", "%", "%5B", "%00", "\r\n", "--B", "--", "Content-Disposition: form-data; name=\"a\"", "filename=\"", "\r\n\r\n", ";", "\\ud800", "null", "1e999", "é", "\U0001f600"];
        var pieces = Gen.Frequency((6, Gen.Int[0, seeds.Length - 1].Select(i => Encoding.UTF8.GetBytes(seeds[i]))), (1, Gen.Byte.Array[0, 6]));
        SourceRow?[] sources =
        [
            null, Source("flat", "Email=a.b[0].c | raw:json.x + y"), Source("list", "Email=fields[key=email].value"), Source("brackets", "Email=fields[email][value]; Phone=a[0]", idempotency: "a + b"),
            Source("ids", "Email=email", idempotency: "entry.changes.value.id"),
        ];
        string[] types = [Json, Form, "multipart/form-data; boundary=B"];
        Gen.Select(pieces.Array[0, 40], Gen.Int[0, sources.Length - 1], Gen.Int[0, 2]).Sample(
            (parts, source, type) =>
            {
                byte[] body = parts.SelectMany(p => p).ToArray();
                if (type == 2) body = [.. "--B\r\n"u8, .. body, .. "\r\n--B--"u8];
                if (SubmissionReader.Read(sources[source], types[type], body) is Delivery.Forms { All: var forms })
                    foreach (var form in forms) Cleaning.Clean(form.Fields, "web", "ES");
                BodySecret.Redact(types[type], body, "email");
                BodySecret.Find(types[type], body, "email");
            },
            iter: Prove.Size(20_000, 1_000_000));
    }

    [Fact]
    public void Hostile_sizes_are_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("[a]", 80_000));
        Assert.Equal("x", Forms(Source("brackets"), Form, $"a{deep}=x")[0].Fields.All[0].Value[0]);
        Assert.IsType<Delivery.Unreadable>(Read(Source("flat"), Json, "[" + string.Join(',', Enumerable.Repeat("{}", 60_000)) + "]"));
        Assert.IsType<Delivery.Unreadable>(Read(Source("flat"), "multipart/form-data; boundary=B", string.Concat(Enumerable.Repeat("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n", 5_000)) + "--B--"));
        Assert.IsType<Delivery.Unreadable>(Read(Source("brackets"), Form, string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"a[{i}]=1"))));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_thousand_leads_of_a_delivery_are_read_and_no_more(int leads, bool areRead)
    {
        var list = "[" + string.Join(',', Enumerable.Repeat("{\"a\":1}", leads)) + "]";
        Assert.Equal(areRead, Read(Source("flat"), Json, list) is Delivery.Forms);
        Assert.Equal(areRead, Read(Source("flat", "Each=leads"), Json, $"{{\"leads\":{list}}}") is Delivery.Forms);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_boundary_is_short(int length, bool isRead)
    {
        var boundary = new string('B', length);
        Assert.Equal(isRead, Read(null, $"multipart/form-data; boundary={boundary}", $"--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--{boundary}--") is Delivery.Forms);
    }

    internal static SourceRow Source(string shape, string map = "", string idempotency = "", string signature = "", params (string, object?)[] more)
    {
        var row = ConfigRow.From("web", [("Shape", shape), ("Map", map), ("IdempotencyKey", idempotency), ("Signature", signature), ("Secret", signature.Length > 0 ? "web" : ""), .. more]);
        var (live, problems) = LiveConfig.Read(SampleTables.With("Sources", row));
        Assert.True(live is not null, string.Join(Environment.NewLine, problems));
        return live.Sources["web"];
    }

    private static Delivery Read(SourceRow? source, string type, string body) => SubmissionReader.Read(source, type, Encoding.UTF8.GetBytes(body));

    private static IReadOnlyList<SubmissionForm> Forms(SourceRow? source, string type, string body) => Assert.IsType<Delivery.Forms>(Read(source, type, body)).All;

    private static List<string> Fields(SourceRow? source, string type, string body) =>
        [.. Assert.Single(Forms(source, type, body)).Fields.All.Select(f => $"{f.Key}={string.Join('+', f.Value)}")];

    private static class SampleTables
    {
        public static ConfigTables With(string table, ConfigRow row) => Rules.SampleConfig.Load().With(table, [row]);
    }
}
