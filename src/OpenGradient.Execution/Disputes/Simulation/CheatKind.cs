namespace OpenGradient.Execution.Disputes;

/// <summary>The ways in which a runner of a simulated dispute cheats.</summary>
public enum CheatKind
{
    /// <summary>It runs with another weight than the one it shows.</summary>
    Weight,

    /// <summary>It changes an element of what a step gives, and goes on with that.</summary>
    Activation,

    /// <summary>It changes an element of the answer.</summary>
    Output,

    /// <summary>It leaves a step out: what the step reads, or zeros, stands for what it gives.</summary>
    SkipStep,

    /// <summary>It runs with another constant, and shows that one.</summary>
    Constant,

    /// <summary>It takes the other body of an <c>If</c>.</summary>
    Branch,

    /// <summary>It runs a <c>Loop</c> once more than is due.</summary>
    ExtraIteration,

    /// <summary>It runs a <c>Loop</c> once less than is due.</summary>
    MissingIteration,

    /// <summary>In one iteration of a <c>Loop</c> it takes what the iteration before was handed for what that one made of it.</summary>
    LoopValue,

    /// <summary>It leaves what a step gives out of its trace.</summary>
    MissingLeaf,

    /// <summary>It gives another token of an answer than the one that its logits and settings choose.</summary>
    Token,

    /// <summary>It counts a token once more than the text has it, when it changes a logit by penalties.</summary>
    Penalty,

    /// <summary>It takes a token that a grammar allows for one that it does not, or the other way round.</summary>
    Mask,

    /// <summary>It leaves out the end of an answer, or says that the answer should have ended before.</summary>
    EarlyEnd,

    /// <summary>It goes on behind the end of an answer, or says that the answer should have gone on.</summary>
    LateEnd,

    /// <summary>It runs as it should, but binds another trace in its receipt.</summary>
    Receipt,
}
