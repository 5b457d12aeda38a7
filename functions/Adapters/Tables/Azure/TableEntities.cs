using System.Text;
using Azure.Data.Tables;

namespace LeadRouter.Adapters.Tables.Azure;

/// <summary>Rows as the service's SDK has them.</summary>
internal static class TableEntities
{
    public static TableEntity Entity(string partitionKey, string rowKey, IReadOnlyDictionary<string, object> properties)
    {
        var entity = new TableEntity(partitionKey, rowKey);
        foreach (var (name, value) in PropertyChunks.Split(properties))
            entity[name] = Stored(value);
        return entity;
    }

    /// <param name="isWhole">Nothing of the row was left out, so that it may be written again.</param>
    public static TableRow Row(TableEntity entity, bool isWhole = true) =>
        new(entity.PartitionKey, entity.RowKey, PropertyChunks.Join(Properties(entity)), isWhole ? entity.ETag.ToString() : TableRow.NoETag);

    private static IEnumerable<KeyValuePair<string, object>> Properties(TableEntity entity) => entity
        .Where(property => !IsOfTheService(property.Key))
        .Select(property => new KeyValuePair<string, object>(property.Key, Read(property.Value)));

    private static bool IsOfTheService(string name) => name is "odata.etag" or "PartitionKey" or "RowKey" or "Timestamp";

    // Nobody here writes a GUID, but people edit rows by hand.
    private static object Read(object value) => value is Guid guid ? guid.ToString() : value;

    private static object Stored(object value) => value switch
    {
        string text when text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') => WellFormed(text),
        DateTimeOffset date => date.ToUniversalTime(),
        _ => value,
    };

    // Half a surrogate pair becomes U+FFFD here, as in the embedded engine, and not whatever the JSON writer of the day makes of it.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
