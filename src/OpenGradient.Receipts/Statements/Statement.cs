namespace OpenGradient.Receipts;

/// <summary>The fixed names of the in-toto Statement that a payload is.</summary>
public static class Statement
{
    /// <summary>The DSSE payload type.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>The <c>_type</c> of an in-toto Statement v1.</summary>
    public const string Type = "https://in-toto.io/Statement/v1";

    /// <summary>The predicate type of version 1; a new meaning gets a new one.</summary>
    public const string PredicateType = "urn:opengradient:inference-receipt:v1";
}
