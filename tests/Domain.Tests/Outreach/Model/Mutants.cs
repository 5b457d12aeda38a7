using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>The eight ways in which a throttle is usually wrong.</summary>
internal static class Mutants
{
    public static Protocol Of(string name) => name switch
    {
        "check then send" => new CheckThenSend(),
        "stamp at reservation" => new StampAtReservation(),
        "slot freed at lease end while dispatched" => new SlotFreedAtLeaseEnd(),
        "retry on the same slot" => new RetryOnTheSameSlot(),
        "no deadline check before the post" => new NoDeadlineCheck(),
        "calendar window" => new CalendarWindow(),
        "counting only accepted" => new CountingOnlyAccepted(),
        "no own-token check" => new NoOwnTokenCheck(),
        _ => new Protocol(),
    };

    private sealed class CheckThenSend : Protocol
    {
        public override bool ChecksThenSends => true;
    }

    private sealed class RetryOnTheSameSlot : Protocol
    {
        public override bool RetriesOnTheSameSlot => true;
    }

    private sealed class NoDeadlineCheck : Protocol
    {
        public override bool MayPost(Send send, AttemptToken token, DateTimeOffset now) =>
            send.Status.Owner == token && send.Status is SendStatus.Dispatched or SendStatus.Unknown;
    }

    private sealed class StampAtReservation : Protocol
    {
        private readonly Dictionary<long, long> reservedAt = [];

        public override Submission Submit(MailRules rules, MailboxState state, SendRequest request, Claim claim, DateTimeOffset now)
        {
            reservedAt[claim.Token.Value] = Millis.Floor(now);
            var submission = base.Submit(rules, state, request, claim, now);
            return submission with { State = Restamped(submission.State) };
        }

        public override Move Dispatch(MailboxState state, Send send, AttemptToken token, DateTimeOffset deadline, DateTimeOffset now) =>
            Restamped(base.Dispatch(state, send, token, deadline, now));

        public override Move Confirm(MailboxState state, Send send, AttemptToken token, ProviderAnswer answer, DateTimeOffset after) =>
            Restamped(base.Confirm(state, send, token, answer, after));

        private Move Restamped(Move move) => move is Move.Moved moved ? moved with { State = Restamped(moved.State) } : move;

        private MailboxState Restamped(MailboxState state) => state with
        {
            Log = SendLog.Of([.. state.Log.Reservations,
                .. state.Log.Sends.Select(e => e with { Stamp = reservedAt.GetValueOrDefault(e.Token, e.Stamp) })]),
        };
    }

    /// <summary>Decides on a part of the log only.</summary>
    private abstract class Blind : Protocol
    {
        public override Submission Submit(MailRules rules, MailboxState state, SendRequest request, Claim claim, DateTimeOffset now)
        {
            var all = state.Log.Sends.Concat(state.Log.Reservations).ToList();
            var seen = all.Where(e => e.Send == request.Hash || Sees(e, now)).ToList();
            var submission = base.Submit(rules, state with { Log = SendLog.Of(seen) }, request, claim, now);
            var after = submission.State.Log.Sends.Concat(submission.State.Log.Reservations);
            return submission with { State = submission.State with { Log = SendLog.Of([.. after, .. all.Except(seen)]) } };
        }

        protected abstract bool Sees(LogEntry entry, DateTimeOffset now);
    }

    private sealed class SlotFreedAtLeaseEnd : Blind
    {
        private readonly Dictionary<long, DateTimeOffset> leaseEnds = [];

        public override Submission Submit(MailRules rules, MailboxState state, SendRequest request, Claim claim, DateTimeOffset now)
        {
            leaseEnds[claim.Token.Value] = now.AddMilliseconds(300);
            return base.Submit(rules, state, request, claim, now);
        }

        protected override bool Sees(LogEntry entry, DateTimeOffset now) =>
            entry.Status != SlotStatus.Dispatched || now < leaseEnds.GetValueOrDefault(entry.Token, DateTimeOffset.MaxValue);
    }

    private sealed class CalendarWindow : Blind
    {
        protected override bool Sees(LogEntry entry, DateTimeOffset now) =>
            entry.Status == SlotStatus.Reserved || entry.Stamp / InterleavingTests.WindowMillis == Millis.Floor(now) / InterleavingTests.WindowMillis;
    }

    private sealed class CountingOnlyAccepted : Blind
    {
        protected override bool Sees(LogEntry entry, DateTimeOffset now) => entry.Status == SlotStatus.Accepted;
    }

    private sealed class NoOwnTokenCheck : Protocol
    {
        public override Move Dispatch(MailboxState state, Send send, AttemptToken token, DateTimeOffset deadline, DateTimeOffset now) =>
            base.Dispatch(state, send, send.Status.Owner ?? token, deadline, now);

        public override bool MayPost(Send send, AttemptToken token, DateTimeOffset now) => base.MayPost(send, send.Status.Owner ?? token, now);

        public override Move Confirm(MailboxState state, Send send, AttemptToken token, ProviderAnswer answer, DateTimeOffset after) =>
            base.Confirm(state, send, send.Status.Owner ?? token, answer, after);
    }
}
