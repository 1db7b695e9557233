namespace OpenGradient.Zk.Transcripts;

/// <summary>Why a proof is refused. Each member names the fault or attack that it stops.</summary>
internal enum ProofFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>What is to be proved does not hold together: a key of another circuit, or border values of another number, size or range.</summary>
    StatementMalformed,

    /// <summary>The claims of the statement take more memory than a verifier takes on: a Program that was written to exhaust it.</summary>
    StatementTooLarge,

    /// <summary>The bytes end before the proof does.</summary>
    CutShort,

    /// <summary>Bytes follow the end of the proof: a second form of the same proof.</summary>
    TrailingBytes,

    /// <summary>Eight bytes give p or more: a second form of a field element.</summary>
    NotCanonical,

    /// <summary>The last value of a sumcheck is not what the claims behind it give: somewhere a false sum was claimed.</summary>
    SumDiffers,

    /// <summary>A denominator of a sum of fractions is zero, which would make any sum true.</summary>
    ZeroDenominator,

    /// <summary>Opened leaves and their siblings do not hash to the root: they are not what was committed to.</summary>
    RootDiffers,

    /// <summary>The combination of the rows does not have the claimed value at the point.</summary>
    ValueDiffers,

    /// <summary>An opened column is not on the code word that was sent: what was committed to is far from a code word, or another one.</summary>
    ColumnDiffers,

    /// <summary>An opened fibre is not what the fold before it gives: a word was not folded with the challenges.</summary>
    FoldDiffers,

    /// <summary>A claim about a value that everybody knows is false: another input, output or constant was computed with.</summary>
    PublicValueDiffers,

    /// <summary>The columns of a step do not satisfy its equation: a wrong quotient, remainder, limb or limit.</summary>
    EquationDiffers,

    /// <summary>The columns at the final point do not give the last value of the sumcheck over all claims: some claim was false.</summary>
    ClaimsDiffer,

    /// <summary>What pads and products add up to is not what the equations of the protocol ask for: one of these does not hold.</summary>
    PadsDiffer,

    /// <summary>A product of two numbers that are hidden is not the product.</summary>
    ProductDiffers,

    /// <summary>The nonce does not show the work that the profile counts on.</summary>
    TooLittleWork,

    /// <summary>The parameters leave a false statement a better chance than the level of the profile.</summary>
    TooLittleSoundness,
}
