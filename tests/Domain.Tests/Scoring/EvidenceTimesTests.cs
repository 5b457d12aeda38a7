using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Scoring;
using LeadRouter.Domain.Tests.Leads;

namespace LeadRouter.Domain.Tests.Scoring;

/// <summary>Repeat enquiries renew what they told, against the plain list of who told what when.</summary>
public class EvidenceTimesTests
{
    private static readonly string[] Names = ["Country", "Product", "Team Size", "Message", "utm_source"];

    private sealed record Asked(LeadId Submission, DateTimeOffset At, IReadOnlyList<string> Told);

    [Fact]
    public void Each_attribute_is_as_fresh_as_the_last_touch_that_told_it() =>
        Gen.Select(Gen.Select(Gen.Int[1, 5_000], Gen.Int[0, 31], Gen.Int[0, 9]).Array[0, 60], Gen.Int[0, 200_000]).Sample((moves, until) =>
        {
            var received = A.Monday9;
            var turn = new LeadTurn(A.Lead(A.Offered()) with { ReceivedAt = received });
            var asked = new List<Asked>();
            var now = received;
            foreach (var ((minutes, set, kind), number) in moves.Select((move, i) => (move, i)))
            {
                now = now.AddMinutes(minutes);
                if (kind == 0 && !turn.Record.Touches.IsEmpty) Unlink(turn, asked, turn.Record.Touches[set % turn.Record.Touches.Length].Submission, now);
                else Ask(turn, asked, new Asked(new LeadId($"t{number}"), now, [.. Names.Where((_, i) => (set >> i & 1) == 1)]));
            }
            // Of touches that are no longer kept only the last time of each attribute is known.
            DateTimeOffset[] earliest = [received.AddMinutes(until), .. turn.Record.ToldBefore?.Values ?? []];
            var asOf = earliest.Max();
            var times = EvidenceTimes.Of(turn.Record, asOf);
            foreach (var name in Names) Assert.Equal(Oracle(asked, name, received, asOf), times.Of(name));
        });

    [Fact]
    public void A_touch_is_itself_evidence_and_a_lead_without_one_is_as_old_as_its_receipt()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()) with { ReceivedAt = A.Monday9 });
        Assert.Equal(A.Monday9, EvidenceTimes.Of(turn.Record, A.Monday9).Of("Touches"));
        turn.Take(new Signal.Touched(new LeadId("again"), "web", LeadAttributes.Empty), A.Monday9.AddDays(3));
        Assert.Equal(A.Monday9.AddDays(3), EvidenceTimes.Of(turn.Record, A.Monday9.AddDays(9)).Of("Touches"));
    }

    private static void Ask(LeadTurn turn, List<Asked> asked, Asked one)
    {
        turn.Take(new Signal.Touched(one.Submission, "web", LeadAttributes.From(one.Told.Select(name => KeyValuePair.Create(name, "x")))), one.At);
        asked.Add(one);
    }

    private static void Unlink(LeadTurn turn, List<Asked> asked, LeadId submission, DateTimeOffset now)
    {
        turn.Take(new Signal.TouchGone(submission), now);
        asked.RemoveAll(a => a.Submission == submission);
    }

    private static DateTimeOffset Oracle(List<Asked> asked, string name, DateTimeOffset received, DateTimeOffset asOf) =>
        asked.Where(a => a.At <= asOf && a.Told.Contains(name)).Select(a => a.At).Append(received).Max();
}
