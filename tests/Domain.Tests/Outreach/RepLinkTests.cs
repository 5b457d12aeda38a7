using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class RepLinkTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly LinkKey Key = new("k1", Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
    private static readonly RepLink Link = new(new LeadId("lead"), new RepId("ana"), 1, RepAction.Accept, Now.AddDays(30));
    private static readonly string Token = RepLinks.Sign(Link, Key);

    [Fact]
    public void A_token_reads_as_what_was_signed() => Assert.Equal(new RepLinkReading.Valid(Link), Read(Token));

    [Fact]
    public void A_token_expires_after_its_last_second()
    {
        Assert.IsType<RepLinkReading.Valid>(RepLinks.Read(Token, [Key], Link.Expires));
        Assert.Equal(new RepLinkReading.Expired(Link), RepLinks.Read(Token, [Key], Link.Expires.AddTicks(1)));
    }

    [Fact]
    public void An_older_key_is_read_until_it_is_retired()
    {
        var newer = new LinkKey("k2", Encoding.UTF8.GetBytes("another secret of some length"));
        Assert.IsType<RepLinkReading.Valid>(RepLinks.Read(Token, [newer, Key], Now));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(Token, [newer], Now));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(Token, [new LinkKey("k1", newer.Secret)], Now));
    }

    [Fact]
    public void A_token_of_a_retired_key_is_told_from_a_forged_one()
    {
        var (issuer, other) = (Encoding.UTF8.GetBytes("the secret of the house"), Encoding.UTF8.GetBytes("the secret of another house"));
        var (older, newer) = (Key with { Issuer = issuer }, new LinkKey("k2", Encoding.UTF8.GetBytes("another secret of some length")) { Issuer = issuer });
        var token = RepLinks.Sign(Link, older);
        Assert.Equal(new RepLinkReading.Valid(Link), RepLinks.Read(token, [newer, older], Now));
        Assert.Equal(new RepLinkReading.Retired(Link), RepLinks.Read(token, [newer], Now));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read("x" + token, [newer], Now));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(RepLinks.Sign(Link, older with { Issuer = other }), [newer], Now));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(Token, [newer], Now));
        // Whoever got hold of the house's secret alone opens nothing.
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(RepLinks.Sign(Link, new LinkKey("k2", other) { Issuer = issuer }), [newer], Now));
    }

    [Fact]
    public void Claims_of_one_token_do_not_go_with_the_signature_of_another()
    {
        RepLink[] others = [Link with { Lead = new("other") }, Link with { Rep = new("ben") }, Link with { Attempt = 2 }, Link with { Action = RepAction.Reject }, Link with { Expires = Now.AddDays(31) }];
        var mac = Token.Split('.')[2];
        foreach (var other in others.Select(o => RepLinks.Sign(o, Key).Split('.')))
        {
            Assert.NotEqual(mac, other[2]);
            Assert.IsType<RepLinkReading.Invalid>(Read($"{other[0]}.{other[1]}.{mac}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("k1..")]
    [InlineData("k1.\u0000.\ud800")]
    [InlineData("k1.bGVhZA.bGVhZA")]
    public void Nonsense_is_invalid(string token) => Assert.IsType<RepLinkReading.Invalid>(Read(token));

    [Fact]
    public void Every_truncation_and_extension_is_invalid()
    {
        for (var length = 0; length < Token.Length; length++) Assert.IsType<RepLinkReading.Invalid>(Read(Token[..length]));
        foreach (var more in new[] { "=", " ", "\n", ".", "A", "%3D", new string('A', 10_000) }) Assert.IsType<RepLinkReading.Invalid>(Read(Token + more));
    }

    [Fact]
    public void Another_spelling_of_the_same_bytes_is_invalid()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=";
        var accepted = alphabet.Count(last => Token[^1] != last && Read(Token[..^1] + last) is not RepLinkReading.Invalid);
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void No_mutation_of_a_token_is_accepted()
    {
        var random = new Random(1);
        for (var i = 0; i < Prove.Size(100_000, 1_000_000); i++)
        {
            var text = Token.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                text[at] = random.Next(10) == 0 ? (char)random.Next(0x10000) : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."[random.Next(65)];
            }
            var token = new string(text);
            if (token != Token) Assert.True(Read(token) is RepLinkReading.Invalid, token);
        }
    }

    private static RepLinkReading Read(string token) => RepLinks.Read(token, [Key], Now);
}
