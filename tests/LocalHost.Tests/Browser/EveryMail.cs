using System.Reflection;
using System.Text.RegularExpressions;
using LeadRouter.Adapters.SendGrid;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>Has the product send every kind of mail it knows. The kinds are its templates, so a new one is missed here until something sends it.</summary>
internal static partial class EveryMail
{
    private static readonly DateTimeOffset AfterTheWeek = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);

    private static readonly Assembly Product = typeof(MailTemplates).Assembly;

    /// <summary>What each subject looks like, the most telling first: a subject that is all value fits any mail.</summary>
    private static readonly List<(string Kind, Regex Subject)> Subjects =
    [
        .. from resource in Product.GetManifestResourceNames()
           where resource.EndsWith(".subject", StringComparison.Ordinal)
           let pattern = Placeholder().Split(Read(resource)).Select(Regex.Escape).ToList()
           orderby pattern.Sum(part => part.Length) descending
           select (resource.Split('.')[^3], new Regex($"^{string.Join(".*", pattern)}$", RegexOptions.Singleline)),
    ];

    public static IReadOnlySet<string> Kinds { get; } = Subjects.Select(s => s.Kind).ToHashSet();

    /// <summary>What a host must be started with to send them all.</summary>
    public static (string Name, string Value)[] Settings => [("HouseEmail", "house@leadrouter.example"), ("DigestTo__0", "es:marta@leadrouter.example")];

    public static string KindOf(Mail mail) => Subjects.First(s => s.Subject.IsMatch(mail.Subject)).Kind;

    /// <summary>Ends on a Monday at work, with leads in several states; answers their ids.</summary>
    public static async Task<string[]> SendAsync(Api api)
    {
        // Silence for a week: reminders, managers, pauses, the house queue, and the mail about the week.
        var ids = new List<string>();
        for (var i = 0; i < 6; i++) ids.Add((await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!);
        await api.MoveToAsync(AfterTheWeek);
        foreach (var rep in new[] { "ana", "marc", "lucia" }) (await api.PostAsync($"/api/reps/{rep}/resume", null)).Is(HttpStatusCode.OK);

        var taken = A.Lead();
        ids.Add(await api.ReceiveAsync(taken.DeepClone().AsObject()));
        (await api.SignalAsync(ids[^1], new { type = "accepted" })).Is(HttpStatusCode.OK);
        await api.ReceiveAsync(taken.With("message", "again"));
        var message = new { @class = "legal", to = "ada@elsewhere.example", data = new { subject = "Terms", text = "They changed.", url = "https://www.northwind.example/terms" } };
        (await api.PostAsync("/api/sends", Api.Json(message))).Is(HttpStatusCode.OK);

        // From now on more than one mail an hour is a digest.
        var caps = new[] { "assignment", "sla-alert" }.Select(name => new { RowKey = name, Caps = "1/1h", Over = "merge", MaxDelay = "5m" });
        await api.ConfigureAsync(new { tables = new { ContactPolicies = caps } });
        for (var i = 0; i < 4; i++) ids.Add(await api.ReceiveAsync(A.Lead()));
        await api.AdvanceAsync(TimeSpan.FromMinutes(20));
        return [.. ids];
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Product.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().Trim();
    }

    [GeneratedRegex(@"\{\{#if.*?\{\{/if\}\}|\{\{.*?\}\}")]
    private static partial Regex Placeholder();
}
