using LeadRouter.Adapters.Tables;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>Short words for rows, writes and outcomes.</summary>
internal static class Rows
{
    public static IReadOnlyDictionary<string, object> Row(params (string Name, object Value)[] properties) =>
        properties.ToDictionary(property => property.Name, property => property.Value);

    public static RowWrite Insert(string rowKey, params (string, object)[] properties) => new RowWrite.Insert(rowKey, Row(properties));

    public static RowWrite Replace(string rowKey, string etag, params (string, object)[] properties) =>
        new RowWrite.Replace(rowKey, Row(properties), etag);

    public static RowWrite Upsert(string rowKey, params (string, object)[] properties) => new RowWrite.Upsert(rowKey, Row(properties));

    public static RowWrite Delete(string rowKey, string? etag) => new RowWrite.Delete(rowKey, etag);

    public static CommitOutcome Refused(int index, Refusal reason) => new CommitOutcome.Refused(index, reason);

    public static string? ETagOf(CommitOutcome outcome) => Assert.Single(Assert.IsType<CommitOutcome.Committed>(outcome).ETags);

    public static void AssertSame(IReadOnlyDictionary<string, object> expected, IReadOnlyDictionary<string, object> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
        {
            Assert.IsType(value.GetType(), actual[name]);
            Assert.Equal(value, actual[name]);
        }
    }
}
