using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Outreach;

/// <summary>A class of mail is written as its name.</summary>
public sealed class MailClassJson : JsonConverter<MailClass>
{
    public override MailClass Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MailClass.Of(reader.GetString() ?? throw new JsonException("a class of mail has a name"));

    public override void Write(Utf8JsonWriter writer, MailClass value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}

/// <summary>A send id is written as it is.</summary>
public sealed class SendIdJson : JsonConverter<SendId>
{
    public override SendId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a send has an id"));

    public override void Write(Utf8JsonWriter writer, SendId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A token is written as sixteen hexadecimal digits: readers of JSON lose the last bits of large numbers.</summary>
public sealed class AttemptTokenJson : JsonConverter<AttemptToken>
{
    public override AttemptToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AttemptToken.TryParse(reader.GetString(), out var token) ? token : throw new JsonException("a token has sixteen hexadecimal digits");

    public override void Write(Utf8JsonWriter writer, AttemptToken value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
