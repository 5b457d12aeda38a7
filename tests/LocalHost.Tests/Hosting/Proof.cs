namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>The sizes of the tests with figures: small in every run, in full when <c>LEADROUTER_PROVE=1</c>.</summary>
internal static class Proof
{
    public static bool InFull { get; } = Environment.GetEnvironmentVariable("LEADROUTER_PROVE") == "1";

    public static int StormLeads => InFull ? 10_000 : 2_000;

    public static int StormKills => InFull ? 100 : 8;

    public static int LostAnswerRounds => InFull ? 1_000 : 8;

    public static int LostMailRecordRounds => InFull ? 1_000 : 6;

    public static int Timers => InFull ? 1_000 : 200;

    public static int SameKeyRounds => InFull ? 200 : 3;

    public static int Orphans => InFull ? 100 : 40;

    public static int ScannerVisits => InFull ? 1_000 : 40;

    public static int MutatedTokens => InFull ? 20_000 : 300;

    /// <summary>Where pictures of pages are kept; null unless <c>LEADROUTER_SCREENSHOTS</c> names the folder.</summary>
    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("LEADROUTER_SCREENSHOTS");

    public static int Payloads => InFull ? 100 : 12;

    public static TimeSpan PageOpen => TimeSpan.FromSeconds(InFull ? 10 : 3);
}
