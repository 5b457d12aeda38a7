using LeadRouter.Tests.Shared;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>The sizes of the tests with figures: small in every run, in full when <c>LEADROUTER_PROVE=1</c>.</summary>
internal static class Proof
{
    public static int StormLeads => Prove.Big ? 10_000 : 2_000;

    public static int StormKills => Prove.Big ? 100 : 8;

    public static int LostAnswerRounds => Prove.Big ? 1_000 : 8;

    public static int LostMailRecordRounds => Prove.Big ? 1_000 : 6;

    /// <summary>At 200 a second.</summary>
    public static int DeliveriesPerSecret => Prove.Big ? 2_000 : 60;

    public static int Timers => Prove.Big ? 1_000 : 200;

    public static int SameKeyRounds => Prove.Big ? 200 : 3;

    public static int Orphans => Prove.Big ? 100 : 40;

    public static int ScannerVisits => Prove.Big ? 1_000 : 40;

    public static int MutatedTokens => Prove.Big ? 20_000 : 300;

    /// <summary>Where pictures of pages are kept; null unless <c>LEADROUTER_SCREENSHOTS</c> names the folder.</summary>
    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("LEADROUTER_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    public static int Payloads => Prove.Big ? 100 : 12;

    public static TimeSpan PageOpen => TimeSpan.FromSeconds(Prove.Big ? 10 : 3);
}
