using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>A leaf of the trace: spec/exec-1, section 9.</summary>
internal static class TraceLeaf
{
    /// <summary>The hash of the leaf of one output of one step.</summary>
    public static Digest Hash(int step, int output, Digest content)
    {
        Span<byte> leaf = stackalloc byte[8 + Digest.SizeBytes];
        BinaryPrimitives.WriteUInt32BigEndian(leaf, (uint)step);
        BinaryPrimitives.WriteUInt32BigEndian(leaf[4..], (uint)output);
        content.CopyTo(leaf[8..]);
        return MerkleTree.HashLeaf(leaf);
    }

    /// <summary>Whether a value is at a leaf under a root.</summary>
    public static bool Verify(int leaf, int leafCount, ClaimedOutput claim, Digest root) => MerkleProof.VerifyInclusion(
        (ulong)leaf, (ulong)leafCount, Hash(claim.Step, claim.Output, claim.Content), claim.Path.AsSpan(), root);
}
