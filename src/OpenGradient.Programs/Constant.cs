using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>A weight: how its bytes are encoded, its shape, and the digest of those bytes. The bytes stay in the model's files.</summary>
/// <param name="Name">The name in the model's file; informative, not part of the Program.</param>
/// <param name="Encoding">
/// An <see cref="ElementType"/>'s canonical name, or a stored form that exec-1 widens to binary32 exactly:
/// <c>f16</c>, <c>bf16</c>, <c>q8_0</c>, <c>q4_0</c>, … (GGML's block formats).
/// </param>
/// <param name="Shape">Row-major, outermost dimension first.</param>
/// <param name="Digest">SHA-256 of the encoded bytes.</param>
public sealed record Constant(string Name, string Encoding, ImmutableArray<long> Shape, Digest Digest);
