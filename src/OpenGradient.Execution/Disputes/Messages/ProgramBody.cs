using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The bytes of the Program, where the parties do not agree about the root over its records.</summary>
/// <param name="Bytes">Their SHA-256 is the ProgramId.</param>
internal sealed record ProgramBody(ImmutableArray<byte> Bytes) : ITypedDisputeBody<ProgramBody>
{
    /// <inheritdoc/>
    public static string Name => "program";

    /// <inheritdoc/>
    public static int LimitBytes => 96 << 20;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public JsonValue ToJson() => JsonValue.Object(("bytes", Json.Bytes(Bytes.AsSpan())));

    /// <inheritdoc/>
    public static bool TryRead(JsonValue value, [NotNullWhen(true)] out ProgramBody? body)
    {
        body = Json.TryBytes(value, "bytes", LimitBytes, out ImmutableArray<byte> bytes) ? new ProgramBody(bytes) : null;
        return body is not null;
    }
}
