namespace OpenGradient.Execution.Disputes;

/// <summary>What an operator means, element by element: the pointwise form of its definition in spec/exec-1.</summary>
/// <remarks>
/// It reads inputs only through <see cref="JudgedStep"/>, so what it reads is what must be opened. It is run by the party that opens and by
/// the referee, who sees nothing but the openings.
/// </remarks>
internal interface IJudge
{
    /// <summary>Type and shape of an output.</summary>
    ValueHeader Infer(JudgedStep step, int output);

    /// <summary>How element <paramref name="element"/>, in row-major order, of an output comes about.</summary>
    Derivation Derive(JudgedStep step, int output, long element);
}
