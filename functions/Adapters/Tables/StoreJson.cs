using System.Collections;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// How records are written into rows: compact JSON, enums by name, nulls left out, unknown members ignored so that a rollback still
/// reads. By reflection and not by generated code, because that forgets the initial values of members that an older version did not write.
/// </summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new LeadIdJson(), new RepIdJson(), new PoolIdJson(), new DecisionIdJson(), new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsNotThere } },
    };

    // A lead's record is written several times in a lead's life, and most of its members are empty most of the time. Only members with an
    // initial value of their own can be left out: what a constructor takes would come back as nothing at all.
    private static void LeaveOutWhatIsNotThere(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(p => p.AssociatedParameter is null))
        {
            if (member.PropertyType == typeof(bool)) member.ShouldSerialize = (_, value) => value is true;
            else if (member.PropertyType == typeof(SlaTerms)) member.ShouldSerialize = (_, value) => value is SlaTerms { Policy.Length: > 0 };
            else if (member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
                member.ShouldSerialize = (_, value) => value is ICollection { Count: > 0 };
        }
    }

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}

internal sealed class LeadIdJson : JsonConverter<LeadId>
{
    public override LeadId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, LeadId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class RepIdJson : JsonConverter<RepId>
{
    public override RepId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, RepId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class DecisionIdJson : JsonConverter<DecisionId>
{
    public override DecisionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, DecisionId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class PoolIdJson : JsonConverter<PoolId>
{
    public override PoolId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, PoolId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
