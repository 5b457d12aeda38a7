using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tests.Tables;

public sealed class SqliteStatementTests
{
    [Theory]
    [InlineData("SELECT n FROM numbers WHERE n >= ?1 AND n < ?2 ORDER BY n LIMIT ?3")]
    [InlineData("SELECT n FROM numbers WHERE n BETWEEN ?1 AND ?2 ORDER BY n DESC LIMIT ?3")]
    public void A_statement_keeps_its_plan_whatever_is_bound(string sql)
    {
        using var database = new SqliteDatabase(SqliteDatabase.Memory, TimeSpan.Zero);
        database.Execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY); INSERT INTO numbers VALUES (1), (2), (3);");
        var statement = database.Prepare(sql);
        for (var most = 1; most <= 3; most++) Assert.NotNull(statement.Bind(1, 1).Bind(2, 3 + most).Bind(3, most).First());
        Assert.Equal(0, statement.PlansAgain);
    }
}
