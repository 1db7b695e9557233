using OpenGradient.Primitives;

namespace OpenGradient.Verification;

/// <summary>One thing that a policy asks for, and what was found.</summary>
/// <param name="Demand">What is asked for, in words for people.</param>
/// <param name="IsMet">Whether it is there.</param>
/// <param name="Finding">What was found; repeats no text of the bundle but labels and digests.</param>
/// <param name="Cure">What would help; null if nothing is known, or needed.</param>
public sealed record PolicyDemand(string Demand, bool IsMet, string Finding, string? Cure = null)
{
    /// <summary>The demand for machines.</summary>
    public JsonValue ToJson() => JsonValue.Object(
        ("demand", JsonValue.String(Demand)),
        ("met", IsMet ? JsonValue.True : JsonValue.False),
        ("finding", JsonValue.String(Finding)),
        ("cure", Cure is null ? JsonValue.Null : JsonValue.String(Cure)));
}
