namespace OpenGradient.Zk.Circuits;

/// <summary>How a value of a Program takes part in a proof; proof-1 sections 8 and 9.</summary>
internal enum ValueRole
{
    /// <summary>Outside the core: floats, and what is computed beside the proof.</summary>
    Outside,

    /// <summary>Known to the verifier: at the border of the core, or a constant that is no weight.</summary>
    Public,

    /// <summary>A column of the proof key.</summary>
    Weight,

    /// <summary>A column of the witness.</summary>
    Committed,

    /// <summary>In no column: claims about it become claims about what it is made of.</summary>
    Virtual,
}
