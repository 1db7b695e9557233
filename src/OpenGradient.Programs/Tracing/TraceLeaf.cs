using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>What a trace says about one output of one step (spec/exec-1, section "Trace").</summary>
/// <remarks>
/// <code>
/// leaf = RFC 6962 leaf hash of ( step u32be ‖ output u32be ‖ iteration u32be for each loop around the step ‖ tiles ‖ type "[" d0 "," d1 … "]" )
/// </code>
/// </remarks>
/// <param name="Step">The step's place in the Program.</param>
/// <param name="Output">Which of its outputs.</param>
/// <param name="Path">The iterations of the loops around the step, outermost first; empty outside of loops.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Tiles">The root over the tiles of the elements: <see cref="TraceTiles"/>.</param>
public sealed record TraceLeaf(int Step, int Output, ImmutableArray<int> Path, ElementType Type, ImmutableArray<long> Shape, Digest Tiles)
{
    /// <summary>The leaf's hash in the tree of the trace.</summary>
    public Digest Hash()
    {
        string description = string.Create(CultureInfo.InvariantCulture, $"{Type.CanonicalName()}[{string.Join(',', Shape)}]");
        int tilesAt = 8 + (4 * Path.Length);
        byte[] leaf = new byte[tilesAt + Digest.SizeBytes + description.Length];
        BinaryPrimitives.WriteUInt32BigEndian(leaf, (uint)Step);
        BinaryPrimitives.WriteUInt32BigEndian(leaf.AsSpan(4), (uint)Output);
        for (int loop = 0; loop < Path.Length; loop++)
            BinaryPrimitives.WriteUInt32BigEndian(leaf.AsSpan(8 + (4 * loop)), (uint)Path[loop]);
        Tiles.CopyTo(leaf.AsSpan(tilesAt));
        Encoding.ASCII.GetBytes(description, leaf.AsSpan(tilesAt + Digest.SizeBytes));
        return MerkleTree.HashLeaf(leaf);
    }
}
