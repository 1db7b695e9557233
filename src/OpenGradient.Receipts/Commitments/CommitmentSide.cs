namespace OpenGradient.Receipts;

/// <summary>Which of the two committed trees of a receipt.</summary>
public enum CommitmentSide
{
    /// <summary>What the model was given.</summary>
    Input,

    /// <summary>What the model gave.</summary>
    Output,
}
