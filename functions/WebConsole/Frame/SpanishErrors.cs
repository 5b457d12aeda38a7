using LeadRouter.Adapters.Http;

namespace LeadRouter.WebConsole.Frame;

/// <summary>The errors of the API that a form of the console can bring about, by their code.</summary>
internal static class SpanishErrors
{
    private static readonly Dictionary<string, string> ByCode = new()
    {
        ["by.unknown"] = "No se puede agrupar así.",
        ["criteria.missing"] = "Para darlo por cualificado hay que confirmar todos los criterios obligatorios.",
        ["filter.unsupported"] = "Hay cifras de una sola fuente, campaña, grupo, comercial o banda a la vez: elige una, por día o por semana si quieres.",
        ["note.too-long"] = "La nota es demasiado larga.",
        ["period.invalid"] = "El periodo va de un día a otro igual o posterior, con 731 días como mucho.",
        ["rating.invalid"] = "La valoración es buena o mala.",
        ["reason.unknown"] = "Ese motivo no está en la tabla Reasons.",
        ["rep.unknown"] = "Elige un comercial de la tabla Reps.",
        ["signal.unknown"] = "Ese botón no existe; recarga la página.",
        ["until.invalid"] = "La fecha debe ser futura, dentro de diez años.",
    };

    public static string Of(HttpProblem problem) => ByCode.GetValueOrDefault(problem.Code, problem.Detail);
}
