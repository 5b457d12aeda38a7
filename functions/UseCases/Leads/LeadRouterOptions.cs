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

    /// <summary>Seconds after which another local host on the same store takes over from a driver that went silent.</summary>
    [Range(3, 300)]
    public int DriverLeaseSeconds { get; set; } = 15;

    /// <summary>Days that a rep's link in a mail works.</summary>
    [Range(1, 365)]
    public int LinkDays { get; set; } = 30;
}
