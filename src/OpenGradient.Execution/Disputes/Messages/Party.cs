namespace OpenGradient.Execution.Disputes;

/// <summary>A party of a dispute.</summary>
public enum Party
{
    /// <summary>The party whose claim was first.</summary>
    A,

    /// <summary>The party that contradicts it.</summary>
    B,
}
