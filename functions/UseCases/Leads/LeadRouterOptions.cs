using System.ComponentModel.DataAnnotations;

namespace LeadRouter.UseCases.Leads;

/// <summary>The settings of the product, section <c>LeadRouter</c>. Every property is described in docs/settings.md.</summary>
public sealed class LeadRouterOptions
{
    public const string Section = "LeadRouter";

    /// <summary>What links in mails start with, without a slash at the end.</summary>
    [Required]
    public string PublicUrl { get; set; } = "http://127.0.0.1:7071";

    /// <summary>Keys of the viewer role, several for rotation.</summary>
    public IList<string> ViewerKeys { get; } = [];

    /// <summary>Keys of the editor role, several for rotation.</summary>
    public IList<string> EditorKeys { get; } = [];

    /// <summary>Link-signing keys as <c>id:secret</c>; the first signs, all of them are read.</summary>
    public IList<string> LinkKeys { get; } = [];

    /// <summary>Secret of the hashes that stand for personal keys. Never change it: known people would not be recognised any more.</summary>
    public string HashSecret { get; set; } = "";

    /// <summary>Sender address of all mail.</summary>
    [Required]
    public string MailFrom { get; set; } = "leads@leadrouter.example";

    public string MailFromName { get; set; } = "LeadRouter";

    /// <summary>
    /// Verification keys of SendGrid's event webhook, base64 as SendGrid shows them, several for rotation; one that ends is followed by
    /// <c>;until=</c> and an instant.
    /// </summary>
    public IList<string> SendGridEventKeys { get; } = [];

    /// <summary>Who is told when a lead needs a person: the house queue. Empty: nobody.</summary>
    public string HouseEmail { get; set; } = "";

    /// <summary>Who gets the weekly digest: addresses, with <c>es:</c> before those who read Spanish. Empty: nobody.</summary>
    public IList<string> DigestTo { get; } = [];

    public string SendGridApiKey { get; set; } = "";

    /// <summary>Where SendGrid is; the local host points it at its own mailbox.</summary>
    public string SendGridHost { get; set; } = "https://api.sendgrid.com";

    /// <summary>Leads moved at the same time by one host.</summary>
    [Range(1, 1024)]
    public int Parallelism { get; set; } = 128;

    /// <summary>Seconds between two sweeps of the local host.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; set; } = 60;

    /// <summary>Seconds between two looks at the configuration tables for edits made with other tools.</summary>
    [Range(1, 3600)]
    public int ConfigScanSeconds { get; set; } = 60;

    /// <summary>How rules and forms read a number with one separator: <c>comma</c> or <c>point</c> is the sign of decimals.</summary>
    [RegularExpression("comma|point")]
    public string NumberLocale { get; set; } = "comma";

    internal Domain.Rules.NumberLocale Locale => NumberLocale == "point" ? Domain.Rules.NumberLocale.DecimalPoint : Domain.Rules.NumberLocale.DecimalComma;

    /// <summary>Seconds after which another local host on the same store takes over from a driver that went silent.</summary>
    [Range(3, 300)]
    public int DriverLeaseSeconds { get; set; } = 15;

    /// <summary>Seconds that a person needs at least to fill in a form of a source with a honeypot; 0 switches the check off.</summary>
    [Range(0, 60)]
    public int MinFillSeconds { get; set; } = 2;

    /// <summary>Which providers deliver addresses with dots or plus tags to one mailbox.</summary>
    public string MailboxRules { get; set; } = "gmail.com=dots,plus; googlemail.com=dots,plus; outlook.com=plus; hotmail.com=plus; icloud.com=plus; proton.me=plus; fastmail.com=plus";

    /// <summary>A service that is asked what it knows of a lead's company. Empty: nobody is asked.</summary>
    public string EnrichUrl { get; set; } = "";

    /// <summary>Seconds that a lead waits for that service at most.</summary>
    [Range(1, 30)]
    public int EnrichSeconds { get; set; } = 2;

    /// <summary>Questions a day to that service at most.</summary>
    [Range(0, 1_000_000)]
    public int EnrichPerDay { get; set; } = 1000;

    /// <summary>Whether addresses that are set (enrichment) may lie in a private network.</summary>
    public bool AllowPrivateHooks { get; set; }

    /// <summary>Days that raw submissions are kept; then only what was read of them.</summary>
    [Range(1, 3650)]
    public int RawDays { get; set; } = 30;

    /// <summary>Days after which a submission that still waits in quarantine raises an alarm.</summary>
    [Range(1, 365)]
    public int QuarantineAlarmDays { get; set; } = 3;

    /// <summary>Proxies of our own in front: the address that this many of them passed on is the caller's.</summary>
    [Range(0, 8)]
    public int ProxyHops { get; set; }

    /// <summary>Where Meta hands out leads that it announced by id.</summary>
    public string MetaUrl { get; set; } = "https://graph.facebook.com/v23.0";

    /// <summary>Where LinkedIn hands out leads that it announced by id.</summary>
    public string LinkedInUrl { get; set; } = "https://api.linkedin.com/rest";
    /// <summary>Days that an event stays in the feed.</summary>
    [Range(7, 3650)]
    public int EventDays { get; set; } = 400;

    /// <summary>Days that a rep's link in a mail works.</summary>
    [Range(1, 365)]
    public int LinkDays { get; set; } = 30;
}
