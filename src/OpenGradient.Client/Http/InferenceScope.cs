using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>Ties what a client calls to the requests that this sends, through libraries that know of neither purposes nor evidence.</summary>
/// <param name="Purpose">What the answer is for; null for the default.</param>
internal sealed record InferenceScope(Purpose? Purpose)
{
    private static readonly AsyncLocal<InferenceScope?> Ambient = new();

    /// <summary>What stands behind the answers, in their order.</summary>
    public List<VerifiedAnswer> Answers { get; } = [];

    /// <summary>The scope of the call that runs; null outside of any.</summary>
    public static InferenceScope? Current => Ambient.Value;

    /// <summary>Begins a scope. It ends with the asynchronous method that calls this.</summary>
    public static InferenceScope Begin(Purpose? purpose) => Ambient.Value = new InferenceScope(purpose);
}
