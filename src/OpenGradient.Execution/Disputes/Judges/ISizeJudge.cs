namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of an operator of whose outputs a dimension depends on the elements of an input: the dimension has a derivation, too.</summary>
internal interface ISizeJudge : IJudge
{
    /// <summary>How the dimension comes about.</summary>
    Derivation DeriveSize(JudgedStep step, int output);

    /// <summary>Type and shape with that dimension.</summary>
    ValueHeader Header(JudgedStep step, int output, ulong size);
}
