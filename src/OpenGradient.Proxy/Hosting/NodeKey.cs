using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Proxy;

/// <summary>The key that a node behind a front end asks for: sent to the node, and to nobody else.</summary>
/// <remarks>A class without a textual form, so that no log and no message has it in it by accident.</remarks>
public sealed class NodeKey
{
    private const string Bearer = "Authorization";

    private NodeKey(string headerName, string headerValue)
    {
        HeaderName = headerName;
        HeaderValue = headerValue;
    }

    internal string HeaderName { get; }

    internal string HeaderValue { get; }

    /// <summary>A key, and the header that it goes into; <c>Authorization</c> has it as a bearer token. False if a header cannot hold it.</summary>
    public static bool TryCreate(string key, string headerName, [NotNullWhen(true)] out NodeKey? created)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(headerName);
        created = key.Length > 0 && key.All(static character => character is > ' ' and <= '~') && headerName.Length > 0 && headerName.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? new NodeKey(headerName, headerName.Equals(Bearer, StringComparison.OrdinalIgnoreCase) ? $"Bearer {key}" : key)
            : null;
        return created is not null;
    }
}
