using LeadRouter.Domain.Outreach;

namespace LeadRouter.Adapters.Http;

/// <summary>The texts of the rep's page in both languages.</summary>
internal sealed record RepWords
{
    public required string Language { get; init; }
    public required string Name { get; init; }
    public required string Company { get; init; }
    public required string Email { get; init; }
    public required string Phone { get; init; }
    public required string Country { get; init; }
    public required string Message { get; init; }
    public required string Deadline { get; init; }
    public required string Reason { get; init; }
    public required string Expired { get; init; }
    public required string ExpiredText { get; init; }
    public required string Invalid { get; init; }
    public required string InvalidText { get; init; }
    public required string NothingToDo { get; init; }
    public required string DoneByYou { get; init; }
    public required string TakenByOther { get; init; }
    public required string Withdrawn { get; init; }
    public required string NotNow { get; init; }
    public required string Stored { get; init; }
    public required string StoredText { get; init; }
    public required IReadOnlyDictionary<RepAction, (string Title, string Button, string Done)> Actions { get; init; }

    public string Title(RepAction action) => Actions[action].Title;

    public string Button(RepAction action) => Actions[action].Button;

    public string Done(RepAction action) => Actions[action].Done;

    public static RepWords In(string? language) => language == "es" ? Spanish : English;

    private static readonly RepWords English = new()
    {
        Language = "en",
        Name = "Name",
        Company = "Company",
        Email = "Email",
        Phone = "Phone",
        Country = "Country",
        Message = "Message",
        Deadline = "Deadline",
        Reason = "Reason",
        Expired = "This link has expired",
        ExpiredText = "Use the newest mail about this lead.",
        Invalid = "This link does not work",
        InvalidText = "It may have been cut off or changed on its way. Open it from the mail itself.",
        NothingToDo = "Nothing to do here",
        DoneByYou = "You have done this already.",
        TakenByOther = "The lead belongs to {0} by now.",
        Withdrawn = "The lead is no longer offered to you.",
        NotNow = "You have as many leads as you may just now. Close one and press again: the lead is still offered.",
        Stored = "Received",
        StoredText = "Your answer is stored and takes effect in a moment.",
        Actions = new Dictionary<RepAction, (string, string, string)>
        {
            [RepAction.Accept] = ("Accept this lead?", "Accept", "The lead is yours"),
            [RepAction.Reject] = ("Reject this lead?", "Reject", "You have rejected the lead"),
            [RepAction.Contacted] = ("Have you contacted the lead?", "Yes, contacted", "Noted: contacted"),
            [RepAction.Qualified] = ("Is the lead qualified?", "Yes, qualified", "Noted: qualified"),
            [RepAction.Disqualified] = ("Disqualify the lead?", "Disqualify", "Noted: disqualified"),
        },
    };

    private static readonly RepWords Spanish = new()
    {
        Language = "es",
        Name = "Nombre",
        Company = "Empresa",
        Email = "Correo",
        Phone = "Teléfono",
        Country = "País",
        Message = "Mensaje",
        Deadline = "Plazo",
        Reason = "Motivo",
        Expired = "Este enlace ha caducado",
        ExpiredText = "Usa el correo más reciente sobre este lead.",
        Invalid = "Este enlace no funciona",
        InvalidText = "Puede que se haya cortado o cambiado por el camino. Ábrelo desde el propio correo.",
        NothingToDo = "Aquí no hay nada que hacer",
        DoneByYou = "Ya lo habías hecho.",
        TakenByOther = "El lead ya es de {0}.",
        Withdrawn = "El lead ya no se te ofrece.",
        NotNow = "Ahora mismo tienes tantos leads como puedes llevar. Cierra uno y pulsa otra vez: el lead sigue ofrecido.",
        Stored = "Recibido",
        StoredText = "Tu respuesta está guardada y se aplicará enseguida.",
        Actions = new Dictionary<RepAction, (string, string, string)>
        {
            [RepAction.Accept] = ("¿Aceptas este lead?", "Aceptar", "El lead es tuyo"),
            [RepAction.Reject] = ("¿Rechazas este lead?", "Rechazar", "Has rechazado el lead"),
            [RepAction.Contacted] = ("¿Has contactado con el lead?", "Sí, contactado", "Anotado: contactado"),
            [RepAction.Qualified] = ("¿El lead está cualificado?", "Sí, cualificado", "Anotado: cualificado"),
            [RepAction.Disqualified] = ("¿Descartas el lead?", "Descartar", "Anotado: descartado"),
        },
    };
}
