namespace OpenGradient.Execution.Disputes;

/// <summary>Why a dispute ended: one member for each cause.</summary>
public enum VerdictCode
{
    /// <summary>Both claims have the same trace: there is nothing to judge.</summary>
    Agreement,

    /// <summary>A party did not speak in its turn.</summary>
    Silence,

    /// <summary>A message is not of the kind that was due, not canonical, too large, or of another dispute or round.</summary>
    Malformed,

    /// <summary>What was said does not lead to what the same party said before: a hash, a path or a length is wrong.</summary>
    BrokenCommitment,

    /// <summary>The root over the Program's records is not that of the Program.</summary>
    FalseGraph,

    /// <summary>A leaf of the trace is not the one that follows the leaf before it: a branch, an iteration or a step that was not due, or one left out.</summary>
    FalseSuccessor,

    /// <summary>The trace that a receipt binds leaves out, adds or changes a leaf of the full trace.</summary>
    FalseReceipt,

    /// <summary>Tiles of a constant do not have the digest that the Program names: a chaining value does not follow, or does not end in the digest.</summary>
    FalseTiles,

    /// <summary>An output has another type or shape than its step gives.</summary>
    FalseHeader,

    /// <summary>A judge read what the party that owed it had not opened.</summary>
    MissingOpening,

    /// <summary>A state of a derivation does not follow from the one before.</summary>
    FalseState,

    /// <summary>An element is not what its step gives.</summary>
    FalseElement,

    /// <summary>The step cannot run on what both parties agree it read: there is no trace, so both claims are void.</summary>
    ImpossibleStep,
}
