using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>The stored sentences of a story and what a Spanish reader sees; the lifecycle's own are walked through in its properties.</summary>
public sealed class SpanishStoryTests
{
    [Theory]
    [InlineData("offered", "Offered to ana (attempt 2). Ana: pool emea; Ben off shift until Tue 09:00 CET", "Ofrecido a ana (intento 2). Ana: grupo emea; Ben: fuera de turno hasta mar 09:00 CET")]
    [InlineData("breached", "ana did not contact by 2026-03-02 09:00:00Z; step 2 of the ladder: reassign", "A ana se le pasó el plazo (contactar antes de 2026-03-02 09:00:00Z); paso 2 de la escalera: reasignar")]
    [InlineData("rejected", "Rejected by ana: budget, says {why} by 5", "Rechazado por ana: budget, says {why} by 5")]
    [InlineData("mailed", "reminder mail to ana", "correo de recordatorio a ana")]
    [InlineData("mailHeld", "acknowledgement held until 08:00: quiet hours in America/Bogota, the cap of its class is reached", "confirmación al contacto: retenido hasta 08:00: horas de silencio en America/Bogota, se alcanzó el tope de su clase")]
    [InlineData("mailMerged", "assignment mail to ana goes with the digest that leaves at 10:30 UTC: the cap of its class is reached", "correo de asignación a ana: va en el resumen que sale a las 10:30 UTC, porque se alcanzó el tope de su clase")]
    [InlineData("mergeProposed", "Perhaps the person of lead a: the same phone; Perhaps the person of lead b: the same name", "Quizá la persona del lead a: coincide el teléfono; Quizá la persona del lead b: coincide el nombre")]
    [InlineData("rated", "Rated good by an editor: fast\nanswer", "Valorado como bueno por un editor: fast\nanswer")]
    [InlineData("job", "12 released, 3 stay in quarantine", "12 liberados, 3 siguen en cuarentena")]
    [InlineData("job", "15 records; the books agree", "15 registros; los libros cuadran")]
    [InlineData("job", "15 records, where the books say 16 to 17", "15 registros, cuando los libros dicen de 16 a 17")]
    public void Fixed_words_are_Spanish_and_what_somebody_wrote_stays(string kind, string text, string expected) =>
        Assert.Equal(expected, SpanishStory.Of(kind, text));

    [Fact]
    public void Every_signal_in_every_state_is_told_or_refused_in_Spanish() => Assert.All(
        from signal in DecisionTableTests.Signals
        from status in Enum.GetValues<LeadStatus>()
        let life = A.Life(status)
        from line in Lifecycle.Next(life, signal, signal is Signal.TimerFired ? life.WaitUntil ?? A.Monday9 : A.Monday9).Story
        select line,
        line => Assert.True(SpanishStory.Of(line.Kind, line.Text) is { } spanish && spanish != line.Text, $"{line.Kind}: {line.Text}"));

    [Fact]
    public void Every_reason_to_hold_or_to_drop_a_mail_has_its_Spanish_words()
    {
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            var words = HoldWords.Of(reason);
            Assert.DoesNotContain(words, SpanishStory.Of("mailDropped", $"acknowledgement not sent: {words}")!, StringComparison.Ordinal);
        }
        foreach (var hold in Enum.GetValues<Holds>().Where(h => h != default && HoldWords.Why(h, MailboxState.New).Length > 0))
            Assert.NotNull(SpanishStory.Of("hold", HoldWords.Why(hold, MailboxState.New)));
    }

    [Fact]
    public void Every_state_and_every_effect_has_its_Spanish_word()
    {
        Assert.All(Enum.GetValues<LeadStatus>(), state => Assert.NotEqual(state.PublicName(), SpanishStory.OfState(state)));
        Assert.All(typeof(Effect).GetNestedTypes(), effect => Assert.NotEqual(effect.Name, SpanishStory.OfWord("effect", effect.Name)));
    }

    [Fact]
    public void A_sentence_that_nobody_translated_is_told_to_be_so() => Assert.Null(SpanishStory.Of("offered", "Something new"));
}
