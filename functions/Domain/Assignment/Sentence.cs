using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>Reads a record aloud: who got the lead, why the others did not, and what settled it.</summary>
public static class Sentence
{
    private const int NamedExclusions = 5;

    /// <summary>For the lead's timeline: <c>Ana: pool EMEA SMB; Ben off shift until 09:00 CET; Ana's credit +0.71 is the highest of 3</c>.</summary>
    public static string Of(DecisionRecord record, Labels? labels = null, Phrases? phrases = null)
    {
        (labels, phrases) = (labels ?? Labels.Ids, phrases ?? EnglishPhrases.Instance);
        var pool = Phrases.Fill(phrases.InPool, labels.Pool(record.Policy.Pool));
        var settled = record.Verdict is { Owner: { } owner, By: { } by } ? Picked(record, owner, by, labels, phrases) : null;
        var passedOn = record.Request.OverflowedFrom.Select(before => Phrases.Fill(phrases.PassedOn, labels.Pool(before)));
        var noMembers = record.Candidates.Count == 0 ? phrases.NoMembers : null;
        string?[] clauses = [$"{Head(record, labels, phrases)}: {pool}", .. passedOn, .. Excluded(record, labels, phrases), noMembers, settled];
        return string.Join("; ", clauses.Where(c => c is not null));
    }

    /// <summary>For a rep: why this lead went elsewhere, every reason told.</summary>
    public static string Why(DecisionRecord record, RepId rep, Labels? labels = null, Phrases? phrases = null)
    {
        (labels, phrases) = (labels ?? Labels.Ids, phrases ?? EnglishPhrases.Instance);
        var name = labels.Rep(rep);
        if (record.Verdict.Owner == rep) return Phrases.Fill(phrases.GotIt, name);
        if (record.Candidates.FirstOrDefault(c => c.Rep == rep) is not { } candidate) return Phrases.Fill(phrases.NotMember, name);
        if (!candidate.Eligible)
            return string.Join("; ", candidate.Exclusions.Select(x => Clause(candidate, x, record.Request.Now, labels, phrases)));
        if (!candidate.Contends) return PassedOver(record, candidate, labels, phrases);
        if (record.Verdict.Kind == VerdictKind.Broadcast) return Phrases.Fill(phrases.Offered, name);
        if (record.Verdict is not { Owner: { } owner, By: { } by }) return Phrases.Fill(phrases.WasNext, name);
        return Lost(record, candidate, owner, by, labels, phrases);
    }

    /// <summary>Why a rep could take no lead at this instant, in one clause.</summary>
    public static string Because(RepId rep, Exclusion why, DateTimeOffset now, Labels labels, Phrases phrases)
    {
        var until = why.Until is { } end ? Labels.When(end, now, labels.Zone(rep), phrases) : null;
        var (known, open) = phrases.Excluded[why.Reason];
        return Phrases.Fill(until is null ? open : known, labels.Rep(rep), until, why.Used, why.Limit, why.Missing);
    }

    private static string Head(DecisionRecord record, Labels labels, Phrases phrases) => record.Verdict switch
    {
        { Owner: { } owner } => labels.Rep(owner),
        { Kind: VerdictKind.Held, Until: { } until } verdict => Phrases.Fill(
            verdict.Exact ? phrases.Held : phrases.LookAgain, Labels.When(until, record.Request.Now, labels.House, phrases)),
        { Overflow: { } overflow } => Phrases.Fill(phrases.Overflowed, labels.Pool(overflow)),
        { Kind: VerdictKind.Broadcast } => Phrases.Fill(phrases.Offered, Names(record.Candidates.Where(c => c.Contends), labels, phrases)),
        _ => phrases.NobodyEver,
    };

    private static string Names(IEnumerable<Candidate> reps, Labels labels, Phrases phrases)
    {
        string[] names = [.. reps.Select(c => labels.Rep(c.Rep))];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} {phrases.And} {names[^1]}";
    }

    private static IEnumerable<string> Excluded(DecisionRecord record, Labels labels, Phrases phrases)
    {
        var others = record.Candidates.Where(c => !c.Eligible && c.Rep != record.Verdict.Owner).ToArray();
        var named = others.Length <= NamedExclusions + 1 ? others.Length : NamedExclusions;
        return others[..named].Select(c => Clause(c, Telling(c), record.Request.Now, labels, phrases))
            .Concat(others[named..].CountBy(c => Telling(c).Reason).Select(n => Phrases.Fill(phrases.Counted[n.Key], n.Value)));
    }

    /// <summary>What lasts tells more than what passes: outside the territory, not off shift until nine.</summary>
    private static Exclusion Telling(Candidate candidate) =>
        Array.Find(candidate.Exclusions, x => !x.Passes) ?? candidate.Exclusions[0];

    private static string Clause(Candidate candidate, Exclusion why, DateTimeOffset now, Labels labels, Phrases phrases) =>
        Because(candidate.Rep, why, now, labels, phrases);

    private static string Picked(DecisionRecord record, RepId owner, PickedBy by, Labels labels, Phrases phrases)
    {
        var credit = record.Owner is { } candidate ? phrases.Number(Bid(record, candidate)) : null;
        return Phrases.Fill(phrases.Picked[by], labels.Rep(owner), credit, record.Candidates.Count(c => c.Contends));
    }

    private static string PassedOver(DecisionRecord record, Candidate candidate, Labels labels, Phrases phrases) => Phrases.Fill(
        record.Policy.Strategy switch
        {
            Strategy.Ordered => phrases.LaterTier,
            Strategy.LeastLoaded => phrases.Busier,
            _ => phrases.WasNext,
        },
        labels.Rep(candidate.Rep));

    private static string Lost(DecisionRecord record, Candidate candidate, RepId owner, PickedBy by, Labels labels, Phrases phrases)
    {
        if (by is not (PickedBy.Credit or PickedBy.LongestWait or PickedBy.Draw) || record.Owner is not { } winner)
            return Picked(record, owner, by, labels, phrases);
        var (mine, theirs) = (candidate.After, Bid(record, winner));
        var phrase = by == PickedBy.Credit || theirs - mine > Picker.TieWithin ? phrases.LessCredit : phrases.TiedOut;
        return Phrases.Fill(phrase, labels.Rep(candidate.Rep), phrases.Number(mine), labels.Rep(owner), phrases.Number(theirs));
    }

    /// <summary>The credit with which a rep stood when the lead was picked: before the owner paid for it.</summary>
    private static Credit Bid(DecisionRecord record, Candidate owner) => owner.After + record.Request.Value;
}
