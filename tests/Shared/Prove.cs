namespace LeadRouter.Tests.Shared;

/// <summary>Some tests exist in two sizes: small with every test run, big when <c>LEADROUTER_PROVE=1</c> asks for the figures of checks.md.</summary>
internal static class Prove
{
    public static readonly bool Big = Environment.GetEnvironmentVariable("LEADROUTER_PROVE") == "1";

    public static int Size(int small, int big) => Big ? big : small;
}
