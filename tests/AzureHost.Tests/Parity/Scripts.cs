using LeadRouter.Domain.Leads;

namespace LeadRouter.AzureHost.Tests.Parity;

/// <summary>What happens to a world; each in a world of its own.</summary>
internal static class Scripts
{
    public static readonly IReadOnlyList<(string Title, Func<World, Task> Play)> All =
    [
        ("accepted, contacted, qualified, won, and rated after the end", Accepted),
        ("silence climbs the ladder to the house queue", Silence),
        ("rejected and offered to the next", Rejected),
        ("given to a rep by hand while the pool does not answer", GivenWhileAssigning),
        ("given to a rep by hand in the middle of the pool's decision", GivenDuringDecision),
        ("held until the only rep comes to work", Held),
        ("a repeat enquiry, while the lead is open and after it ended", Repeated),
        ("nurtured until a date", Nurtured),
        ("expired of silence, then recycled", Expired),
        ("taken back, put off, given other terms, and disqualified", ChangedByHand),
        ("in quarantine: one replayed, one thrown away", Quarantined),
        ("refused by the rules, and a pool without anybody", NoTakers),
        ("linked by hand, parted again, erased", Linked),
        ("more offers than a rep wants mails for: a digest", Digest),
        ("a mail that cannot be made, mended and tried again", Mended),
        ("a rep whom one time-out pauses", Paused),
        ("nobody above a rep to tell", NobodyAbove),
        ("asked for again, and urgent by then", Tightened),
        ("asked for again while the lead is just being lost", LostMeanwhile),
        ("announced by a provider: one fetched, one it does not hand out", Announced),
        ("a service knows the company", Enriched),
        ("offered to two at once: taken by the first, refused to one who has enough", Broadcast),
    ];

    private static async Task Accepted(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:10");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
        await w.AtAsync("00:12");
        await w.TellAsync("first", "too-late", new Signal.Accepted(new RepId("dan")));
        await w.AtAsync("01:00");
        await w.TellAsync("first", "contact", new Signal.Contacted(await w.OwnerAsync("first")));
        await w.AtAsync("1.00:00");
        await w.TellAsync("first", "qualify", new Signal.Qualified(await w.OwnerAsync("first"), ["budget", "need"]));
        await w.AtAsync("5.00:00");
        await w.TellAsync("first", "won", new Signal.Won("crm"));
        await w.AtAsync("6.00:00");
        await w.TellAsync("first", "rate", new Signal.Rated("ana", true, null));
    }

    private static async Task Silence(World w)
    {
        await w.SubmitAsync("silent", "grace@northwind.example");
        await w.AtAsync("04:00");
    }

    private static async Task Rejected(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:05");
        await w.TellAsync("first", "reject", new Signal.Rejected(await w.OwnerAsync("first"), "wrong-territory", Disposition.Reroute, Refund: true));
        await w.AtAsync("00:12");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
        await w.SubmitAsync("second", "grace@northwind.example");
        await w.AtAsync("00:30");
        await w.TellAsync("second", "spam", new Signal.Rejected(await w.OwnerAsync("second"), "spam", Disposition.Close, Refund: true));
    }

    private static async Task GivenWhileAssigning(World w)
    {
        w.Pool.IsDown = true;
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:01");
        w.Pool.IsDown = false;
        await w.TellAsync("first", "give", new Signal.Reassigned(new RepId("cleo"), "mia", "knows them"));
        await w.AtAsync("00:10");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
    }

    private static async Task GivenDuringDecision(World w)
    {
        w.Pool.BeforeNext = () => w.StoreAsync("first", "give", new Signal.Reassigned(new RepId("ben"), "mia", null));
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:10");
        await w.TellAsync("first", "back", new Signal.Reassigned(new RepId("ana"), "mia", null));
    }

    private static async Task Held(World w)
    {
        await w.SubmitAsync("early", "ada@northwind.example", product: "day");
        await w.AtAsync("01:10");
        await w.TellAsync("early", "accept", new Signal.Accepted(await w.OwnerAsync("early")));
        await w.AtAsync("12:00");
        await w.SubmitAsync("evening", "grace@northwind.example", product: "day");
        await w.AtAsync("13:00");
        await w.TellAsync("evening", "look", new Signal.LookAgain());
        await w.AtAsync("1.02:00");
    }

    private static async Task Repeated(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:05");
        await w.SubmitAsync("again", "ada@northwind.example");
        await w.AtAsync("00:10");
        await w.TellAsync("first", "lost", new Signal.Lost("crm", "price"));
        await w.AtAsync("2.00:00");
        await w.SubmitAsync("third", "ada@northwind.example");
        await w.AtAsync("2.00:10");
        await w.TellAsync("third", "accept", new Signal.Accepted(null));
    }

    private static async Task Nurtured(World w)
    {
        await w.SubmitAsync("later", "ada@northwind.example");
        await w.AtAsync("00:10");
        await w.TellAsync("later", "not-now", new Signal.Rejected(await w.OwnerAsync("later"), "timing", Disposition.Nurture, Refund: false, World.Start.AddDays(40)));
        await w.AtAsync("40.00:05");
        await w.TellAsync("later", "accept", new Signal.Accepted(await w.OwnerAsync("later")));
    }

    private static async Task ChangedByHand(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:05");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
        await w.AtAsync("00:06");
        await w.TellAsync("first", "undo", new Signal.UndoAccept(await w.OwnerAsync("first")));
        await w.AtAsync("00:10");
        await w.TellAsync("first", "rebase", new Signal.Rebase((await w.RecordAsync("first")).Life.Terms with { AcceptWithin = TimeSpan.FromHours(2) }, 1, "mia"));
        await w.AtAsync("00:15");
        await w.TellAsync("first", "put-off", new Signal.Nurture(World.Start.AddDays(3), "mia"));
        await w.AtAsync("3.00:05");
        await w.TellAsync("first", "no-fit", new Signal.Disqualified(await w.OwnerAsync("first"), "no-fit"));
    }

    private static async Task Quarantined(World w)
    {
        await w.SubmitUselessAsync("kept");
        await w.SubmitUselessAsync("thrown");
        await w.AtAsync("00:10");
        var found = (await w.RecordAsync("kept")).Attributes.With("Email", "ada@northwind.example");
        await w.TellAsync("kept", "replay", new Signal.Replayed(found, 1));
        await w.TellAsync("thrown", "discard", new Signal.ThrownAway("mia"));
        await w.AtAsync("00:20");
        await w.TellAsync("kept", "accept", new Signal.Accepted(await w.OwnerAsync("kept")));
    }

    private static async Task NoTakers(World w)
    {
        await w.SubmitAsync("spy", "ada@northwind.example", product: "spying");
        await w.SubmitAsync("nobody", "grace@northwind.example", product: "empty");
        await w.AtAsync("00:10");
    }

    private static async Task Linked(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example", product: "patient");
        await w.SubmitAsync("second", "grace@northwind.example", product: "patient");
        await w.AtAsync("00:05");
        await w.TellAsync("second", "link", new Signal.Merged(w.IdOf("first"), "mia"));
        await w.AtAsync("00:10");
        await w.TellAsync("second", "part", new Signal.Unmerged(w.IdOf("first"), "mia"));
        await w.AtAsync("00:15");
        await w.TellAsync("second", "erase", new Signal.Erased());
    }

    private static async Task Digest(World w)
    {
        await w.AtAsync("01:10");
        foreach (var name in new[] { "one", "two", "three" }) await w.SubmitAsync(name, $"{name}@northwind.example", product: "day");
        await w.AtAsync("01:20");
    }

    private static async Task Mended(World w)
    {
        w.Mailer.IsBroken = true;
        await w.SubmitAsync("first", "ada@northwind.example", product: "patient");
        await w.AtAsync("00:20");
        w.Mailer.IsBroken = false;
        await w.TellAsync("first", "retry", new Signal.Retried("mia"));
        await w.AtAsync("00:25");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
    }

    private static async Task Paused(World w)
    {
        await w.SubmitAsync("silent", "ada@northwind.example", product: "strict");
        await w.AtAsync("00:40");
        await w.TellAsync("silent", "accept", new Signal.Accepted(await w.OwnerAsync("silent")));
        await w.SubmitAsync("next", "grace@northwind.example", product: "strict");
        await w.AtAsync("00:50");
        await w.TellAsync("next", "accept", new Signal.Accepted(await w.OwnerAsync("next")));
    }

    private static async Task NobodyAbove(World w)
    {
        await w.SubmitAsync("silent", "ada@northwind.example", product: "alone");
        await w.AtAsync("00:40");
    }

    private static async Task Tightened(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example", product: "twice");
        await w.AtAsync("00:05");
        await w.SubmitAsync("again", "ada@northwind.example", product: "twice");
        await w.AtAsync("00:20");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
    }

    private static async Task LostMeanwhile(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example", product: "patient");
        await w.AtAsync("00:05");
        w.Identities.BeforeNextNote = () => w.StoreAsync("first", "lost", new Signal.Lost("crm", "price"));
        await w.SubmitAsync("again", "ada@northwind.example", product: "patient");
        await w.AtAsync("00:10");
        await w.TellAsync("again", "accept", new Signal.Accepted(await w.OwnerAsync("again")));
    }

    private static async Task Announced(World w)
    {
        await w.AnnounceAsync("found");
        await w.AnnounceAsync("deleted");
        await w.AtAsync("00:10");
        await w.TellAsync("found", "accept", new Signal.Accepted(await w.OwnerAsync("found")));
    }

    private static async Task Enriched(World w)
    {
        w.Providers.IsOn = true;
        await w.SubmitAsync("first", "ada@northwind.example");
        await w.AtAsync("00:10");
        await w.TellAsync("first", "accept", new Signal.Accepted(await w.OwnerAsync("first")));
    }

    private static async Task Broadcast(World w)
    {
        await w.SubmitAsync("first", "ada@northwind.example", product: "all");
        await w.SubmitAsync("second", "grace@northwind.example", product: "all");
        await w.AtAsync("00:05");
        await w.TellAsync("first", "eva-accepts", new Signal.Accepted(new RepId("eva"), 1));
        await w.TellAsync("first", "finn-accepts", new Signal.Accepted(new RepId("finn"), 1));
        await w.AtAsync("00:06");
        await w.TellAsync("second", "eva-accepts", new Signal.Accepted(new RepId("eva"), 1));
        await w.AtAsync("00:40");
        await w.TellAsync("second", "finn-accepts", new Signal.Accepted(new RepId("finn"), 1));
    }

    private static async Task Expired(World w)
    {
        await w.SubmitAsync("cold", "ada@northwind.example", product: "patient");
        await w.AtAsync("00:10");
        await w.TellAsync("cold", "accept", new Signal.Accepted(await w.OwnerAsync("cold")));
        await w.AtAsync("31.00:00");
        await w.TellAsync("cold", "recycle", new Signal.Recycle("mia"));
        await w.AtAsync("31.00:20");
        await w.TellAsync("cold", "accept-again", new Signal.Accepted(await w.OwnerAsync("cold")));
    }
}
