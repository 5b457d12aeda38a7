using System.Globalization;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>
/// The step function as a table: signal, states it meets, what they become, effects. A state stays with <c>=</c>; <c>refused</c> is told
/// why, <c>-</c> is passed over without a word. Every pair of state and signal stands in exactly one row.
/// </summary>
public sealed class DecisionTableTests
{
    // One matter a fire: what the timer does to each state later stands in TimerTests.
    private const string Table = """
        recognised   | received | = | score
        recognised   | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        erased       | offered accepted contacted qualified | disqualified | release
        erased       | assigning broadcast | disqualified | refund
        erased       | received held nurturing house | disqualified |
        erased       | quarantined | discarded |
        erased       | won lost disqualified expired discarded linked | = |
        fetched      | received | = | recognise
        fetched      | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        unfetched    | received | quarantined |
        unfetched    | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        merged       | received held nurturing house won lost disqualified expired | linked | attachTouch
        merged       | assigning broadcast offered accepted contacted qualified | linked | refund attachTouch
        merged       | quarantined discarded linked | refused |
        unmerged     | linked | received | score detachTouch
        unmerged     | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded | refused |
        touchGone    | accepted assigning broadcast contacted held house nurturing offered qualified | = | score
        touchGone    | received won lost disqualified expired quarantined discarded linked | = |
        knownAs      | received | linked | attachTouch
        knownAs      | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        linkRefused  | linked | received | recognise
        linkRefused  | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded | - |
        scored       | received | assigning | assign
        scored       | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        tightened    | assigning held broadcast offered accepted contacted qualified nurturing house | = |
        tightened    | received won lost disqualified expired quarantined discarded linked | - |
        unfit        | received | disqualified |
        unfit        | assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        assigned     | assigning | offered | notifyRep acknowledgeContact
        assigned     | received held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        broadcast    | assigning | broadcast | notifyRep notifyRep acknowledgeContact
        broadcast    | received held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        claimed      | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        claimRefused | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        nobodyNow    | assigning | held | acknowledgeContact
        nobodyNow    | received held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        nobodyEver   | assigning | house | alarm acknowledgeContact
        nobodyEver   | received held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        repPaused    | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | = | tellPaused tellPaused
        nobodyTold   | offered | = | notifyRep
        nobodyTold   | broadcast | = | notifyRep notifyRep
        nobodyTold   | received assigning held accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        touched      | offered accepted contacted qualified | = | notifyRep score
        touched      | received | = |
        touched      | assigning held broadcast house | = | score
        touched      | won lost disqualified expired | = | returnTouch
        touched      | linked | = | attachTouch
        touched      | nurturing | assigning | assign
        touched      | quarantined discarded | refused |
        timerFired   | offered accepted contacted | = | notifyRep
        timerFired   | broadcast | = | notifyRep notifyRep
        timerFired   | assigning | expired | refund
        timerFired   | held nurturing | assigning | assign
        timerFired   | received house | expired |
        timerFired   | qualified | expired | release
        timerFired   | won lost disqualified expired quarantined discarded linked | - |
        accepted     | broadcast | = | claim
        accepted     | offered | accepted |
        accepted     | received assigning held accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | refused |
        undoAccept   | accepted | offered |
        undoAccept   | received assigning held broadcast offered contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | refused |
        rejected     | offered accepted contacted qualified | assigning | release assign
        rejected     | broadcast | = |
        rejected     | received assigning held nurturing house won lost disqualified expired quarantined discarded linked | refused |
        contacted    | offered accepted | contacted |
        contacted    | contacted qualified | = |
        contacted    | received assigning held broadcast nurturing house won lost disqualified expired quarantined discarded linked | refused |
        qualified    | offered accepted contacted | qualified |
        qualified    | received assigning held broadcast qualified nurturing house won lost disqualified expired quarantined discarded linked | refused |
        disqualified | offered accepted contacted qualified | disqualified | release
        disqualified | assigning broadcast | disqualified | refund
        disqualified | received held nurturing house | disqualified |
        disqualified | won lost disqualified expired quarantined discarded linked | refused |
        won          | offered accepted contacted qualified | won | release
        won          | assigning broadcast | won | refund
        won          | received held nurturing house | won |
        won          | won lost disqualified expired quarantined discarded linked | refused |
        lost         | offered accepted contacted qualified | lost | release
        lost         | assigning broadcast | lost | refund
        lost         | received held nurturing house | lost |
        lost         | won lost disqualified expired quarantined discarded linked | refused |
        rated        | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired | = |
        rated        | quarantined discarded linked | refused |
        reassigned   | broadcast accepted contacted qualified | offered | refund charge notifyRep
        reassigned   | assigning | offered | refund charge notifyRep acknowledgeContact
        reassigned   | held nurturing house | offered | charge notifyRep
        reassigned   | offered | = | refund charge notifyRep
        reassigned   | received | offered | charge notifyRep acknowledgeContact
        reassigned   | won lost disqualified expired quarantined discarded linked | refused |
        nurture      | offered accepted contacted qualified | nurturing | release
        nurture      | assigning broadcast | nurturing | refund
        nurture      | received held house | nurturing |
        nurture      | nurturing | = |
        nurture      | won lost disqualified expired quarantined discarded linked | refused |
        recycle      | offered accepted contacted qualified | assigning | release assign
        recycle      | broadcast | assigning | refund assign
        recycle      | held nurturing house lost disqualified expired | assigning | assign
        recycle      | received assigning won quarantined discarded linked | refused |
        rebase       | received assigning held broadcast offered accepted contacted qualified nurturing house | = |
        rebase       | won lost disqualified expired quarantined discarded linked | refused |
        replayed     | quarantined discarded | received | recognise
        replayed     | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired linked | refused |
        thrownAway   | quarantined | discarded |
        thrownAway   | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired linked | refused |
        thrownAway   | discarded | - |
        lookAgain    | held | assigning | assign
        lookAgain    | received assigning broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | - |
        retried      | received assigning held broadcast offered accepted contacted qualified nurturing house won lost disqualified expired quarantined discarded linked | = |
        """;

    private static readonly DateTimeOffset Now = A.Monday9;

    internal static readonly Signal[] Signals =
    [
        new Signal.Accepted(A.Ana, 1),
        new Signal.UndoAccept(A.Ana, 1),
        A.Rejected(Disposition.Reroute),
        new Signal.Contacted(A.Ana, 1),
        new Signal.Qualified(A.Ana, ["budget"], 1),
        new Signal.Disqualified(null, "no fit"),
        new Signal.Won("crm"),
        new Signal.Lost("crm", "price"),
        new Signal.Rated("mia", true, null),
        new Signal.Reassigned(A.Ben, "mia", null),
        new Signal.Nurture(Now.AddDays(14), "mia"),
        new Signal.Recycle("mia"),
        new Signal.Rebase(A.Terms with { AcceptWithin = TimeSpan.FromHours(1) }, 2, "mia"),
        new Signal.Touched(new LeadId("second"), "web", LeadAttributes.Empty),
        new Signal.LinkRefused(A.First),
        new Signal.Replayed(LeadAttributes.Empty, 1),
        new Signal.ThrownAway("mia"),
        new Signal.Retried("mia"),
        new Signal.LookAgain(),
        new Signal.Erased(),
        new Signal.Merged(A.First, "mia"),
        new Signal.Unmerged(A.First, "mia"),
        new Signal.TouchGone(new LeadId("second")),
        new Signal.Fetched(LeadAttributes.Empty, []),
        new Signal.Unfetched("fetch.refused"),
        new Signal.TimerFired(0),
        new Signal.Recognised(null, null),
        new Signal.KnownAs(A.First),
        A.Scored(),
        new Signal.Tightened("a", A.Terms with { AcceptWithin = TimeSpan.FromMinutes(5) }),
        new Signal.Unfit("competitor"),
        A.AssignedTo(A.Ana),
        new Signal.Broadcast(1, [A.Ana, A.Ben], A.Spain, ""),
        new Signal.Claimed(1, A.Ana, ""),
        new Signal.ClaimRefused(1, A.Ana, ""),
        new Signal.NobodyNow(1, Now.AddHours(1), ""),
        new Signal.NobodyEver(1, ""),
        new Signal.RepPaused(A.Ana, 3),
        new Signal.NobodyTold(1, Milestone.Accept, 0, null),
    ];

    [Fact]
    public void Every_state_meets_every_signal_as_the_table_says()
    {
        var expected = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Cells).Order().ToList();
        var actual = Signals.SelectMany(signal => Enum.GetValues<LeadStatus>().Select(status => Cell(status, signal))).Order().ToList();
        Assert.True(expected.SequenceEqual(actual), Difference(expected, actual));
    }

    [Fact]
    public void Nothing_opens_a_lead_again_whose_person_was_erased() => Assert.All(Enum.GetValues<LeadStatus>(), status =>
    {
        var erased = Lifecycle.Next(A.Life(status), new Signal.Erased(), Now).State;
        Assert.False(erased.Status.IsOpen());
        Assert.All(Signals, signal => Assert.False(Lifecycle.Next(erased, signal, Now).State.Status.IsOpen(), $"{status} is opened by {signal.GetType().Name}"));
    });

    [Fact]
    public void The_table_knows_every_signal() => Assert.Equal(
        typeof(Signal).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Signal))).Select(t => t.Name).Order(),
        Signals.Select(s => s.GetType().Name).Order());

    private static IEnumerable<string> Cells(string row)
    {
        var columns = row.Split('|', StringSplitOptions.TrimEntries);
        return columns[1].Split(' ').Select(state => $"{columns[0]} | {state} | {columns[2]} | {columns[3]}");
    }

    private static string Cell(LeadStatus status, Signal signal)
    {
        var life = A.Life(status);
        var step = Lifecycle.Next(life, signal, signal is Signal.TimerFired ? life.WaitUntil ?? Now : Now);
        var becomes = step.Refusal is not null ? "refused" : step.State.Status != status ? Name(step.State.Status) : step.Story.IsEmpty ? "-" : "=";
        if (becomes is "refused" or "-") Assert.True(step.State == life && step.Effects.IsEmpty, $"{status} {signal} is {becomes} and yet changes something");
        return $"{Name(signal.GetType().Name)} | {Name(status)} | {becomes} | {string.Join(' ', step.Effects.Select(e => Name(e.GetType().Name)))}";
    }

    private static string Name<T>(T name) => char.ToLowerInvariant(name!.ToString()![0]) + name.ToString()![1..];

    private static string Difference(List<string> expected, List<string> actual)
    {
        var text = new StringBuilder("The table and the step function differ. In the table only:\n");
        foreach (var row in expected.Except(actual)) text.AppendLine(row);
        text.AppendLine("In the step function only:");
        foreach (var group in actual.Except(expected).Select(c => c.Split(" | ")).GroupBy(c => (c[0], c[2], c[3])))
            text.AppendLine(CultureInfo.InvariantCulture, $"{group.Key.Item1,-12} | {string.Join(' ', group.Select(c => c[1]))} | {group.Key.Item2} | {group.Key.Item3}");
        return text.ToString();
    }
}
