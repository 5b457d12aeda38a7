using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Sla;

namespace LeadRouter.Adapters.Http;

internal static class SpanishRepWords
{
    public static readonly RepWords All = new()
    {
        Language = "es",
        Name = "Nombre",
        Company = "Empresa",
        Email = "Correo",
        Phone = "Teléfono",
        Country = "País",
        Message = "Mensaje",
        Reason = "Motivo",
        AgainOn = "Si es «{0}»: cuándo volver a ofrecerlo",
        Criteria = "Confirma lo que sabes del lead",
        Rating = "¿Qué tal era el lead?",
        Good = "Bueno",
        Bad = "Malo",
        Until = "hasta",
        Expired = "Este enlace ha caducado",
        ExpiredText = "Usa el correo más reciente sobre este lead.",
        Invalid = "Este enlace no funciona",
        InvalidText = "Puede que se haya cortado o cambiado por el camino. No se ha hecho nada. Ábrelo desde el propio correo.",
        NothingToDo = "Aquí no hay nada que hacer",
        Yours = "Este lead ya es tuyo",
        Taken = "El lead lo ha aceptado {0} {1}.",
        PassedOn = "El lead ha pasado a {0} {1}.",
        Withdrawn = "El lead se ha retirado: ya no se te ofrece.",
        NotNow = "Ahora mismo tienes tantos leads como puedes llevar. Cierra uno y pulsa otra vez: el lead sigue ofrecido.",
        TooLate = "Un lead aceptado se puede devolver durante diez minutos. Recházalo o avisa a tu responsable.",
        Stored = "Recibido",
        StoredText = "Tu respuesta está guardada y se aplicará enseguida.",
        MyLeads = "Mis leads",
        OpenLeads = "Abiertos",
        EndedLeads = "Terminados o pasados a otros hace poco",
        RejectedByYou = "Lo rechazaste",
        TimedOut = "No se aceptó a tiempo",
        GivenToOther = "Ha pasado a otra persona",
        WasOffered = "Se te ofreció {0}",
        NoLeads = "No tienes leads abiertos.",
        WorkingTimeLeft = " (quedan {0} de trabajo)",
        Pausing = "Pausa",
        PauseText = "Mientras estés en pausa no recibirás leads nuevos. Los que tienes siguen contigo.",
        PauseUntil = "Hasta (en blanco: hasta que vuelvas tú)",
        Pause = "Hacer una pausa",
        PausedUntil = "Estás en pausa hasta {0}.",
        PausedOpenly = "Estás en pausa hasta que vuelvas tú.",
        PausedByOffice = "Tu fila de la tabla de comerciales dice que estás en pausa. Habla con quien la lleva.",
        Resume = "Volver",
        JustNow = "ahora mismo",
        AgoForm = "hace {0}",
        Units = [("minuto", "minutos"), ("hora", "horas"), ("día", "días")],
        Deadlines = new Dictionary<Milestone, string>
        {
            [Milestone.Accept] = "Aceptar antes de",
            [Milestone.Contact] = "Contactar antes de",
            [Milestone.Qualify] = "Cualificar antes de",
        },
        Lackings = new Dictionary<Lack, string>
        {
            [Lack.Reason] = "Elige un motivo.",
            [Lack.Date] = "Elige una fecha futura.",
            [Lack.Criteria] = "Aún no está anotado. Para dar el lead por cualificado falta:",
            [Lack.Rating] = "Di si el lead era bueno o malo.",
        },
        States = new Dictionary<LeadStatus, string>
        {
            [LeadStatus.Offered] = "Se te ha ofrecido",
            [LeadStatus.Accepted] = "Aceptado",
            [LeadStatus.Contacted] = "Contactado",
            [LeadStatus.Qualified] = "Cualificado",
            [LeadStatus.Won] = "Ganado",
            [LeadStatus.Lost] = "Perdido",
            [LeadStatus.Disqualified] = "Descartado",
            [LeadStatus.Expired] = "Caducado",
        },
        Actions = new Dictionary<RepAction, ActionWords>
        {
            [RepAction.Accept] = new("¿Aceptas este lead?", "Aceptar", "Aceptar", "El lead es tuyo", "Ya lo habías aceptado."),
            [RepAction.Reject] = new("¿Rechazas este lead?", "Rechazar", "Rechazar", "Has rechazado el lead", "Ya lo habías rechazado."),
            [RepAction.Contacted] = new("¿Has contactado con el lead?", "He contactado con el lead", "Sí, contactado", "Anotado: contactado", "Ya lo habías anotado."),
            [RepAction.Qualified] = new("¿El lead está cualificado?", "El lead está cualificado", "Sí, cualificado", "Anotado: cualificado", "Ya lo habías anotado."),
            [RepAction.Disqualified] = new("¿Descartas el lead?", "Descartar el lead", "Descartar", "Anotado: descartado", "Ya lo habías anotado."),
            [RepAction.UndoAccept] = new("¿Devuelves el lead?", "Devolver el lead", "Devolver", "El lead vuelve a estar ofrecido", "Ya lo habías devuelto."),
            [RepAction.Rate] = new("Valora el lead", "Valorar el lead", "Valorar", "Anotado: gracias", "Ya habías valorado este lead."),
            [RepAction.MyLeads] = new("Mis leads", "Mis leads", "", "", ""),
        },
    };
}
