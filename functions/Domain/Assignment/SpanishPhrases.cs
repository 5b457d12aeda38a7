namespace LeadRouter.Domain.Assignment;

public static class SpanishPhrases
{
    public static readonly Phrases Instance = new()
    {
        Days = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
        Months = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
        And = "y",
        DecimalSign = ",",
        Excluded = new Dictionary<ExclusionReason, (string, string)>
        {
            [ExclusionReason.Inactive] = ("{0}: inactivo", "{0}: inactivo"),
            [ExclusionReason.OffHours] = ("{0}: fuera de turno hasta {1}", "{0}: sin turno a la vista"),
            [ExclusionReason.TimeOff] = ("{0}: ausente hasta {1}", "{0}: ausente"),
            [ExclusionReason.Paused] = ("{0}: en pausa hasta {1}", "{0}: en pausa"),
            [ExclusionReason.CapHour] = ("{0}: {2} de {3} en esta hora", "{0}: {2} de {3} en esta hora"),
            [ExclusionReason.CapDay] = ("{0}: {2} de {3} hoy", "{0}: {2} de {3} hoy"),
            [ExclusionReason.CapWeek] = ("{0}: {2} de {3} esta semana", "{0}: {2} de {3} esta semana"),
            [ExclusionReason.CapOpen] = ("{0}: {2} de {3} abiertos", "{0}: {2} de {3} abiertos"),
            [ExclusionReason.Territory] = ("{0}: fuera del territorio", "{0}: fuera del territorio"),
            [ExclusionReason.Skill] = ("{0}: le falta {4}", "{0}: le falta {4}"),
            [ExclusionReason.Language] = ("{0}: no habla {4}", "{0}: no habla {4}"),
            [ExclusionReason.Tried] = ("{0}: ya se le ofreció", "{0}: ya se le ofreció"),
            [ExclusionReason.Rejected] = ("{0}: lo rechazó", "{0}: lo rechazó"),
            [ExclusionReason.Conflict] = ("{0}: tiene un conflicto", "{0}: tiene un conflicto"),
        },
        Counted = new Dictionary<ExclusionReason, string>
        {
            [ExclusionReason.Inactive] = "{0} más inactivos",
            [ExclusionReason.OffHours] = "{0} más fuera de turno",
            [ExclusionReason.TimeOff] = "{0} más ausentes",
            [ExclusionReason.Paused] = "{0} más en pausa",
            [ExclusionReason.CapHour] = "{0} más en su tope por hora",
            [ExclusionReason.CapDay] = "{0} más en su tope diario",
            [ExclusionReason.CapWeek] = "{0} más en su tope semanal",
            [ExclusionReason.CapOpen] = "{0} más en su tope de abiertos",
            [ExclusionReason.Territory] = "{0} más fuera del territorio",
            [ExclusionReason.Skill] = "{0} más sin la especialidad",
            [ExclusionReason.Language] = "{0} más sin el idioma",
            [ExclusionReason.Tried] = "{0} más a quienes ya se ofreció",
            [ExclusionReason.Rejected] = "{0} más que lo rechazaron",
            [ExclusionReason.Conflict] = "{0} más con conflicto",
        },
        Picked = new Dictionary<PickedBy, string>
        {
            [PickedBy.Credit] = "el crédito de {0}, {1}, es el mayor de {2}",
            [PickedBy.LongestWait] = "{0} empata a {1} y es quien más ha esperado de {2}",
            [PickedBy.Draw] = "{0} empata a {1} y gana el sorteo entre {2}",
            [PickedBy.OnlyOne] = "solo {0} podía atenderlo",
            [PickedBy.PersonOwner] = "{0} ya lleva este contacto",
            [PickedBy.AccountOwner] = "{0} ya lleva esta empresa",
            [PickedBy.Manual] = "{0}: elección manual",
            [PickedBy.Claim] = "{0} aceptó antes que nadie, de {2}",
        },
        InPool = "grupo {0}",
        PassedOn = "nadie en {0} podía atenderlo",
        LaterTier = "{0}: en un nivel posterior",
        Busier = "{0}: con más carga",
        Held = "En espera hasta {0}",
        LookAgain = "En espera, nueva revisión {0}",
        Overflowed = "Pasa al grupo {0}",
        NobodyEver = "Nadie puede atenderlo",
        Offered = "Ofrecido a {0}",
        NoMembers = "el grupo no tiene comerciales",
        LessCredit = "el crédito de {0}, {1}, es menor que el de {2}, {3}",
        TiedOut = "{0} empata a {1} con {2}, a quien le tocaba",
        WasNext = "{0} habría podido atenderlo",
        NotMember = "{0} no estaba en el grupo",
        GotIt = "es de {0}",
    };
}
