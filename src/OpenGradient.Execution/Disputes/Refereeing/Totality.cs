using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What may come of data that no honest party would send: a step that cannot run, a record that fits nothing. It is never thrown at whoever runs the referee.</summary>
internal static class Totality
{
    /// <summary>Whether an error comes of the data, and not of a defect or of the machine.</summary>
    public static bool IsOfData(Exception error) => error is InvalidInputException or MissingEvidenceException or ArithmeticException or ArgumentException
        or IndexOutOfRangeException or InvalidOperationException or InvalidCastException or KeyNotFoundException or NotSupportedException;
}
