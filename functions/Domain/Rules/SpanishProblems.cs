using System.Text.RegularExpressions;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>What is wrong with a configuration, in Spanish. A message is recognised by its fixed words; what was typed stays as it is.</summary>
public static partial class SpanishProblems
{
    private static readonly Twin[] Sentences =
    [
        // Cells of every table.
        new("{column} is required", "Falta {column}"),
        new("Yes or no is expected", "Se espera sí o no"),
        new("A number is expected", "Se espera un número"),
        new("A whole number is expected", "Se espera un número entero"),
        new("The number must be at least {least}", "El número debe ser al menos {least}"),
        new("A cap of 0 is refused; leave it empty for no cap, or disable the row", "Un tope de 0 no se admite; déjalo en blanco si no hay tope, o desactiva la fila"),
        new("A duration is expected: 30m, 4h, 2d, PT30M", "Se espera una duración: 30m, 4h, 2d, PT30M"),
        new("One of {words} is expected", "Se espera uno de estos: {words}"),
        new("One of {words} comes first", "Primero va uno de estos: {words}"),
        new("{text} is not of the form Attribute=test", "{text} no tiene la forma Atributo=condición"),
        new("{text} is not of the form Attribute=path", "{text} no tiene la forma Atributo=ruta"),
        new("{text} is not of the form name=value", "{text} no tiene la forma nombre=valor"),
        new("A time zone of IANA is expected, such as Europe/Madrid", "Se espera una zona horaria de IANA, como Europe/Madrid"),

        // Rows.
        new("A weight is above 0; to give a rep nothing, remove the row or pause the rep", "Un peso es mayor que 0; para no dar nada a un comercial, quita la fila o ponlo en pausa"),
        new("A lead's value is above 0; empty is 1", "El valor de un lead es mayor que 0; en blanco es 1"),
        new("A half-life is a number of days above 0; empty is no decay", "La semivida es un número de días mayor que 0; en blanco, los puntos no decaen"),
        new("The floor is above the cap", "El mínimo está por encima del máximo"),
        new("The band ends before it begins", "La banda termina antes de empezar"),
        new("A clock of pool or lead needs a calendar", "Un reloj de grupo o de lead necesita un calendario"),
        new(
            "A part of the time (50%) or an offset (30m; -15m is before the end) is expected",
            "Se espera una parte del plazo (50%) o un desfase (30m; -15m es antes del final)"),
        new("A signature needs the name of a secret", "Una firma necesita el nombre de un secreto"),
        new("The rep could not be told of a lead", "No habría cómo avisar al comercial de un lead"),
        new("One email address is expected", "Se espera una sola dirección de correo"),

        // Keys, columns, sizes.
        new("The table has more than {most} rows", "La tabla tiene más de {most} filas"),
        new(
            "A key is lower-case letters, digits, points, hyphens and underscores, begins with a letter or digit and has at most 63",
            "Una clave lleva minúsculas, cifras, puntos, guiones y guiones bajos, empieza por letra o cifra y tiene como mucho 63 signos"),
        new("A key has 1 to {most} characters, and no slash, backslash, # or ?", "Una clave tiene de 1 a {most} signos, sin barras, # ni ?"),
        new("Another row has the same key", "Otra fila tiene la misma clave"),
        new("A row has at most {most} filled columns", "Una fila tiene como mucho {most} columnas rellenas"),
        new("A row has at most {most} characters", "Una fila tiene como mucho {most} signos"),
        new("A column's name begins with a letter and has at most {most} characters", "El nombre de una columna empieza por letra y tiene como mucho {most} signos"),
        new("A cell has at most {most} characters", "Una celda tiene como mucho {most} signos"),
        new("Read as a condition on the lead", "Se lee como condición sobre el lead"),
        new("The table {table} has no such column; it is ignored", "La tabla {table} no tiene esa columna; no se usa"),

        // CSV.
        new("A quote is opened and not closed, or something follows the closing one", "Hay comillas que se abren y no se cierran, o algo detrás de las que cierran"),
        new("The first line names the columns; RowKey is one of them", "La primera línea nombra las columnas; RowKey es una de ellas"),
        new("The row has no key", "La fila no tiene clave"),
        new(
            "The row has more cells than there are columns; a text with the separator in it goes in quotes",
            "La fila tiene más celdas que columnas; un texto con el separador dentro va entre comillas"),
        new(
            "A spreadsheet took this cell for a formula and lost its text; type it again with an apostrophe before it",
            "Una hoja de cálculo tomó esta celda por una fórmula y perdió su texto; escríbelo otra vez con un apóstrofo delante"),
        new("Two columns have the same name", "Dos columnas tienen el mismo nombre"),

        // Conditions.
        new("The cell has {number} characters; {most} is the limit", "La celda tiene {number} signos; el límite es {most}"),
        new("not(…) is nested more than {most} times", "not(…) está anidado más de {most} veces"),
        new("The list is empty", "La lista está vacía"),
        new("The list has {number} items; {most} is the limit", "La lista tiene {number} elementos; el límite es {most}"),
        new("Semicolons separate this list, so a comma is part of a text", "Esta lista va separada por punto y coma, así que una coma es parte de un texto"),
        new("Read as one number; a list of numbers is separated by semicolons", "Se lee como un solo número; una lista de números se separa con punto y coma"),
        new("A quote is opened and not closed", "Hay comillas que se abren y no se cierran"),
        new("{text} contains nothing to look for", "{text} no contiene nada que buscar"),
        new("not(…) stands alone in its cell, around the whole list", "not(…) va solo en su celda, alrededor de toda la lista"),
        new("{function}(…) has no closing parenthesis, or something after it", "{function}(…) no tiene paréntesis de cierre, o tiene algo detrás"),
        new("{sign} is not a comparison", "{sign} no es una comparación"),
        new("{sign} is written not(…)", "{sign} se escribe not(…)"),
        new("Nothing follows the sign", "Detrás del signo no hay nada"),
        new("After {sign} comes a number or a date (yyyy-mm-dd)", "Detrás de {sign} va un número o una fecha (aaaa-mm-dd)"),
        new("A range needs at least one end", "Un intervalo necesita al menos un extremo"),
        new("A range has two points", "Un intervalo lleva dos puntos"),
        new(
            "The ends of a range are two numbers or two dates (yyyy-mm-dd); a text with two points goes in quotes",
            "Los extremos de un intervalo son dos números o dos fechas (aaaa-mm-dd); un texto con dos puntos va entre comillas"),
        new("The pattern has {number} characters; {most} is the limit", "El patrón tiene {number} signos; el límite es {most}"),
        new("{function}(…) is not a test", "{function}(…) no es una condición"),
        new("Read as a text; dates are written yyyy-mm-dd", "Se lee como texto; las fechas se escriben aaaa-mm-dd"),
        new("Read as this very text; a range of numbers is written with two points", "Se lee como este mismo texto; un intervalo de números se escribe con dos puntos"),
        new("Read as this very text", "Se lee como este mismo texto"),
        new("The range is the wrong way round and accepts nothing", "El intervalo está al revés y no acepta nada"),
        new(
            "Items of a list are alternatives, and these accept everything; between two ends is written 10..50",
            "Los elementos de una lista son alternativas, y estas lo aceptan todo; entre dos extremos se escribe 10..50"),

        // What points nowhere, and what probably is not meant.
        new("There is no fallback: an enabled row without any condition, with the highest priority number", "No hay fila de último recurso: una activa, sin condiciones y con el número de prioridad más alto"),
        new("There is no score group {named}, so it has no bounds and no label", "No existe el grupo de puntuación {named}, así que no tiene límites ni nombre"),
        new("There is no {target} {named}, so it has no bounds and no label", "No existe {target} {named}, así que no tiene límites ni nombre"),
        new("There is no SLA policy {named}", "No existe la política de SLA {named}"),
        new("There is no {target} {named}", "No existe {target} {named}"),
        new("The pool has no enabled rep; add one in Memberships", "El grupo no tiene ningún comercial activo; añade uno en Memberships"),
        new("The rep is in no pool and manages nobody, and so gets no lead", "El comercial no está en ningún grupo ni es responsable de nadie, así que no recibe leads"),
        new("{rep} is in the pool {pool} already", "{rep} ya está en el grupo {pool}"),
        new("The calendar is never open, so its clock would never end", "El calendario no abre nunca, así que su reloj no terminaría nunca"),
        new("Overflow comes back to this pool; end it in a pool without one", "El desborde vuelve a este grupo; termínalo en un grupo que no tenga"),
        new("The row is never reached: {row} (priority {priority}) takes all of its leads first", "Nunca se llega a la fila: {row} (prioridad {priority}) toma antes todos sus leads"),
        new(
            "A lead can meet this row and {row}, of the same priority; {winner} wins by its key. Give them different ones",
            "Un lead puede cumplir esta fila y {row}, de la misma prioridad; gana {winner} por su clave. Dales prioridades distintas"),
        new("No lead has ever had the attribute {name}", "Ningún lead ha tenido nunca el atributo {name}"),
        new("No lead gets this band: {band} holds all of its scores and is tried first", "Ningún lead llega a esta banda: {band} tiene todas sus puntuaciones y se prueba antes"),
        new("No band holds scores below {first}; leave From empty in the lowest", "Ninguna banda tiene puntuaciones por debajo de {first}; deja From en blanco en la más baja"),
        new(
            "No band holds scores between {reach} and {from}; scores have decimals, so let one end where the next begins",
            "Ninguna banda tiene puntuaciones entre {reach} y {from}; hay decimales, así que una debe terminar donde empieza la siguiente"),
        new("No band holds scores above {reach}; leave To empty in the highest", "Ninguna banda tiene puntuaciones por encima de {reach}; deja To en blanco en la más alta"),
        new(
            "The longest stretch of working time on this clock is {hours}h: the deadline always falls in a later one",
            "El tramo de trabajo más largo de este reloj es de {hours}h: el plazo cae siempre en otro posterior"),

        // Sources.
        new("{name} is mapped twice; write the second path after | to fall back on it", "{name} está dos veces; escribe la segunda ruta detrás de | para usarla si falta la primera"),
        new(
            "{text} is no path; a path is a.b[0].c, a[\"1.3\"], answers[field.ref=email].email or field:json.key",
            "{text} no es una ruta; una ruta es a.b[0].c, a[\"1.3\"], answers[field.ref=email].email o field:json.key"),
        new("{what} is signed, so timestamp= must say where it is", "Se firma {what}, así que timestamp= debe decir dónde está"),
        new("{what} is signed, so id= must say which header it is", "Se firma {what}, así que id= debe decir en qué cabecera está"),
        new("The signed text must contain {what}", "El texto firmado debe contener {what}"),
        new("{name} is nothing that can be signed; {known} are", "{name} no es nada que se pueda firmar; {known} sí"),
        new("in={word}: header, query or body is expected", "in={word}: se espera header, query o body"),
        new("encode={word}: hex or base64 is expected", "encode={word}: se espera hex o base64"),
        new("tolerance={word}: seconds from 1 to 86400 are expected", "tolerance={word}: se esperan segundos de 1 a 86400"),
        new("{name}= is missing", "Falta {name}="),
        new("{name}= has no meaning here", "{name}= no significa nada aquí"),

        // Hours, dates, durations.
        new("The cell is longer than {most} characters", "La celda tiene más de {most} signos"),
        new(
            "'{item}' names days without hours; write for example '{example}', or leave the days out",
            "'{item}' nombra días sin horas; escribe por ejemplo '{example}', o quita los días"),
        new(
            "'{item}' names a day after a comma; separate days with ';', for example 'mon 09:00-14:00; tue 10:00-12:00'",
            "'{item}' nombra un día detrás de una coma; separa los días con ';', por ejemplo 'mon 09:00-14:00; tue 10:00-12:00'"),
        new("'{item}' is not a window of hours; write for example '{example}'", "'{item}' no es un tramo de horas; escribe por ejemplo '{example}'"),
        new(
            "'{end}' in '{item}' is not a time of day; write 00:00 to 24:00, for example '09:00-18:00'",
            "'{end}' en '{item}' no es una hora; escribe de 00:00 a 24:00, por ejemplo '09:00-18:00'"),
        new("'{item}' starts at 24:00; write '00:00' on the next day", "'{item}' empieza a las 24:00; escribe '00:00' en el día siguiente"),
        new("'{item}' is empty; write '00:00-24:00' for a whole day", "'{item}' está vacío; escribe '00:00-24:00' para un día entero"),
        new("'{item}' is not a range of days; write for example 'mon-fri'", "'{item}' no es un intervalo de días; escribe por ejemplo 'mon-fri'"),
        new(
            "'{name}' in '{item}' is not a day of the week; use mon, tue, wed, thu, fri, sat, sun",
            "'{name}' en '{item}' no es un día de la semana; usa lun, mar, mie, jue, vie, sab, dom"),
        new("'{name}' in '{item}' is not a day of the week", "'{name}' en '{item}' no es un día de la semana"),
        new("'{item}' follows a range that already has times; separate them with ';'", "'{item}' va detrás de un intervalo que ya tiene horas; sepáralos con ';'"),
        new("'{item}' applies to more than {most} dates; use weekly hours for that", "'{item}' vale para más de {most} fechas; para eso usa el horario semanal"),
        new("'{item}' is not a range; write for example '2026-08-01..2026-08-15'", "'{item}' no es un intervalo; escribe por ejemplo '2026-08-01..2026-08-15'"),
        new("'{item}' has a start and no end; write '{example}' and the end", "'{item}' tiene principio y no final; escribe '{example}' y el final"),
        new("'{item}' ends before it starts", "'{item}' termina antes de empezar"),
        new("'{item}' has no month {month}; write dates as year-month-day", "'{item}' no tiene mes {month}; escribe las fechas como año-mes-día"),
        new("'{item}' is out of reach; years go from 1900 to 9990", "'{item}' queda fuera; los años van de 1900 a 9990"),
        new("'{item}' does not exist", "'{item}' no existe"),
        new("'{item}' has no valid time of day; write for example '2026-12-24T14:00'", "'{item}' no tiene una hora válida; escribe por ejemplo '2026-12-24T14:00'"),
        new(
            "'{item}' is not a date; write dates as 2026-12-24 and ranges as 2026-08-01..2026-08-15",
            "'{item}' no es una fecha; escribe las fechas como 2026-12-24 y los intervalos como 2026-08-01..2026-08-15"),
        new("'{item}' could be read two ways; write year-month-day: '{example}'", "'{item}' se podría leer de dos maneras; escribe año-mes-día: '{example}'"),
        new("A duration is missing; write for example '30m', '4h' or 'P2D'", "Falta una duración; escribe por ejemplo '30m', '4h' o 'P2D'"),
        new("'{item}' counts months or years, which differ in length; use days or weeks", "'{item}' cuenta meses o años, que no duran siempre lo mismo; usa días o semanas"),
        new("'{item}' is not a duration without a unit", "'{item}' no es una duración sin unidad"),
        new("'{item}' is not a duration; write for example '30m', '4h' or 'P2D'", "'{item}' no es una duración; escribe por ejemplo '30m', '4h' o 'P2D'"),
        new("'{item}' is longer than {most} days", "'{item}' dura más de {most} días"),
        new("The time zone is missing; write an IANA name, for example 'Europe/Madrid'", "Falta la zona horaria; escribe un nombre de IANA, por ejemplo 'Europe/Madrid'"),
        new("'{item}' is not an IANA time zone; write for example 'Europe/Madrid'", "'{item}' no es una zona horaria de IANA; escribe por ejemplo 'Europe/Madrid'"),
        new("'{item}' is not an IANA time zone", "'{item}' no es una zona horaria de IANA"),
        new(
            "The calendar has no hours, so no deadline would ever come; write for example 'mon-fri 09:00-18:00' or '24x7'",
            "El calendario no tiene horas, así que ningún plazo llegaría nunca; escribe por ejemplo 'mon-fri 09:00-18:00' o '24x7'"),

        // Policies of mail.
        new(
            "No cap is written; write for example '1/10m; 3/1d', or 'disabled' for none, or 'block' for no mail at all",
            "No hay ningún tope; escribe por ejemplo '1/10m; 3/1d', o 'disabled' si no lo hay, o 'block' para no enviar nada"),
        new("'{item}' is not a cap; write for example '3/1d' for three in any 24 hours", "'{item}' no es un tope; escribe por ejemplo '3/1d' para tres en 24 horas cualesquiera"),
        new("'{item}' is above {most}, the largest cap that can be kept exactly", "'{item}' pasa de {most}, el tope más alto que se puede cumplir con exactitud"),
        new("'{item}' could mean no limit or no mail; say 'disabled' or 'block'", "'{item}' podría querer decir sin límite o sin correo; escribe 'disabled' o 'block'"),
        new("'{item}' has a window outside 1 second to 366 days", "'{item}' tiene un periodo que no está entre 1 segundo y 366 días"),
        new("'{item}' is not one of defer, drop, merge, block", "'{item}' no es ninguno de defer, drop, merge, block"),
        new("These quiet hours never end; to stop the class write 'block' as its Caps", "Estas horas de silencio no acaban nunca; para parar la clase escribe 'block' en Caps"),
        new("'{item}' is not a number of slots; write for example '2', or leave it empty", "'{item}' no es un número de huecos; escribe por ejemplo '2', o déjalo en blanco"),
        new("'{name}' cannot be told from '{other}'; choose another name", "'{name}' no se distingue de '{other}'; elige otro nombre"),
        new("The ceiling cannot be off; write for example '6/1d', and 'block' in the classes to stop", "El máximo no se puede quitar; escribe por ejemplo '6/1d', y 'block' en las clases que quieras parar"),
        new("The slots reserved for other classes leave none of its {most}; lower their Reserved", "Los huecos reservados para otras clases no dejan ninguno de sus {most}; baja su Reserved"),
        new("A mail that may not wait at all would always expire; write for example '5m'", "Un correo que no puede esperar nada caducaría siempre; escribe por ejemplo '5m'"),
        new("Only mail to reps can be merged into a digest; use defer or drop", "Solo el correo a comerciales se puede reunir en un resumen; usa defer o drop"),
    ];

    private static readonly Dictionary<string, string> Targets = new()
    {
        ["pool"] = "el grupo",
        ["rep"] = "el comercial",
        ["calendar"] = "el calendario",
        ["reason"] = "el motivo",
        ["band"] = "la banda",
    };

    /// <returns>Null when nobody has told the message in Spanish yet.</returns>
    public static string? Of(string message)
    {
        var hint = DidYouMean().Match(message);
        var plain = (hint.Success ? message[..hint.Index] : message).TrimEnd('.');
        // A clause of the business clock begins with a small letter until it becomes a sentence.
        if (plain.Length == 0 || (Twin.Of(Sentences, plain, Part) ?? Twin.Of(Sentences, char.ToUpperInvariant(plain[0]) + plain[1..], Part)) is not { } spanish) return null;
        return hint.Success ? $"{spanish}; ¿querías decir {hint.Groups[1].Value}?" : spanish + ".";
    }

    /// <summary>A problem with its place, as <see cref="Problem.ToString"/> tells it.</summary>
    public static string Line(Problem problem)
    {
        var row = problem.Row.StartsWith("line ", StringComparison.Ordinal) ? $"línea {problem.Row[5..]}" : problem.Row;
        var place = string.Join(" / ", new[] { problem.Table, row, problem.Column }.Where(part => part.Length > 0));
        var read = problem.Read.Length > 0 ? $" (leído: {problem.Read})" : "";
        return $"{place}: {Of(problem.Message) ?? problem.Message}{read}" + (problem.Suggestion is null ? "" : $" ¿Querías decir {problem.Suggestion}?");
    }

    private static string Part(string part, string value) => part switch
    {
        "target" => Targets.GetValueOrDefault(value, value),
        "known" => value.Replace(" and ", " y ", StringComparison.Ordinal),
        _ => value,
    };

    [GeneratedRegex("; did you mean ('.*')\\?$", RegexOptions.Singleline)]
    private static partial Regex DidYouMean();
}
