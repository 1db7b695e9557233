namespace OpenGradient.Zk;

/// <summary>What became of a proof. Each member names the fault or attack that it stops.</summary>
public enum ProofVerdictCode
{
    /// <summary>Proved.</summary>
    Ok,

    /// <summary>Proved, for inputs that the proof hides: which they are, nobody has shown.</summary>
    OkForHiddenInput,

    /// <summary>The proof is about another Program.</summary>
    ProgramDiffers,

    /// <summary>Parameters that do not make as sure as the profile says.</summary>
    ParametersTooWeak,

    /// <summary>A step of the Program that this verifier has no rule for, or whose bounds it cannot show; not checked.</summary>
    NotProvable,

    /// <summary>Something lies around the core that only running it again can check; not checked.</summary>
    OutsideNotChecked,

    /// <summary>The core was proved for another input than this one.</summary>
    InputDiffers,

    /// <summary>The core was proved to give another output than this one.</summary>
    OutputDiffers,

    /// <summary>The bytes of the proof do not prove the statement.</summary>
    ProofInvalid,
}
