namespace OpenGradient.Models.Encoders;

/// <summary>How an encoder makes one vector of the vectors of all tokens.</summary>
internal enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first token's.</summary>
    First,

    /// <summary>The last token's.</summary>
    Last,
}
