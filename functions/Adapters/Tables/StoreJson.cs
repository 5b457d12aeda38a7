using System.Text.Json;
using System.Text.Json.Serialization;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>How records are written into rows: compact JSON, enums by name, unknown members ignored so that a rollback still reads.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(LeadIdJson), typeof(RepIdJson), typeof(PoolIdJson)])]
[JsonSerializable(typeof(LeadRecord))]
[JsonSerializable(typeof(Signal))]
[JsonSerializable(typeof(SignalAnswer))]
[JsonSerializable(typeof(List<TimelineEntry>))]
[JsonSerializable(typeof(LeadLine))]
[JsonSerializable(typeof(LeadEvent))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StoreJson : JsonSerializerContext;

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

internal sealed class PoolIdJson : JsonConverter<PoolId>
{
    public override PoolId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, PoolId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
