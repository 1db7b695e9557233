using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>What an answer is for, in a request: <c>Inference-Purpose: transfer; amount=250</c>.</summary>
internal static class PurposeHeader
{
    private const string AmountPrefix = "amount=";

    /// <summary>What the request says, else the default.</summary>
    /// <exception cref="InvalidInputException">The header has another form: it must not be passed over.</exception>
    public static Purpose Read(HttpRequest request, Purpose otherwise)
    {
        string text = request.Headers[Purpose.HeaderName].ToString();
        if (text.Length == 0)
            return otherwise;
        string[] parts = text.Split(';', 2, StringSplitOptions.TrimEntries);
        bool hasAmount = parts.Length == 2 && parts[1].StartsWith(AmountPrefix, StringComparison.Ordinal);
        return (parts.Length == 1 || hasAmount) && Purpose.TryParse(parts[0], hasAmount ? parts[1][AmountPrefix.Length..] : null, out Purpose? purpose)
            ? purpose.Value
            : throw new InvalidInputException(InvalidInputKind.Invalid, Purpose.HeaderName, "This header is a name, then perhaps '; amount=' and a number: transfer; amount=250.");
    }
}
