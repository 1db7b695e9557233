namespace OpenGradient.Zk;

/// <summary>Why bytes are no proof file (proof-1 section 15). Each member names the fault that it stops.</summary>
public enum ProofFileFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>More bytes than a proof file may have: exhausting the verifier's memory.</summary>
    TooLarge,

    /// <summary>The bytes end before the file does.</summary>
    CutShort,

    /// <summary>Bytes follow the end: a second form of the same file.</summary>
    TrailingBytes,

    /// <summary>Another kind of file.</summary>
    OtherMagic,

    /// <summary>A version that this verifier does not know.</summary>
    OtherVersion,

    /// <summary>A way of hiding that this verifier does not know.</summary>
    OtherVisibility,

    /// <summary>A profile that there is not.</summary>
    OtherProfile,

    /// <summary>A count, size or rank that no Program has, more elements than the bytes left hold, or a code that there is not.</summary>
    OutOfRange,

    /// <summary>Integers that are packed in another way than theirs: a second form of the same file.</summary>
    NotCanonical,
}
