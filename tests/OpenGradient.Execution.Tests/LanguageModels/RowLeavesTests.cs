using System.Buffers.Binary;
using System.Text;
using CsCheck;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Leaves are those of the specification's text, hash after hash.</summary>
public sealed class RowLeavesTests
{
    [Fact]
    public void Complete_AnyRowsAndWidths_IsTheDefinition() => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 2100].Array[1, 5], Gen.Int).SampleFixed(
        (rowCount, widths, seed) =>
        {
            Random random = new(seed);
            RowLeaves leaves = new();
            byte[][] outputs = [.. widths.Select(width => Bytes(random, rowCount * width * sizeof(float)))];
            for (int run = 0; run < 2; run++)
            {
                for (int step = 0; step < widths.Length; step++)
                    leaves.Add(step, 0, new Value(ElementType.Float32, [rowCount, widths[step]], outputs[step], buffer: null), default);

                Digest[] actual = leaves.Complete(rowCount, default).ToArray();

                for (int row = 0; row < rowCount; row++)
                    Assert.Equal(Defined(outputs, widths, row), actual[row]);
            }
        },
        iter: 40);

    [Fact]
    public void FoldEach_AnyTrees_IsTheRootOfEach()
    {
        for (int leafCount = 1; leafCount <= 70; leafCount++)
        {
            Digest[] leaves = [.. Enumerable.Range(0, leafCount * 11).Select(static i => Digest.Sha256(BitConverter.GetBytes(i)))];
            Digest[] expected = [.. leaves.Chunk(leafCount).Select(static tree => MerkleTree.Root(tree))];

            Assert.Equal(expected, TileHashes.FoldEach(leaves, leafCount).ToArray());
        }
    }

    private static Digest Defined(byte[][] outputs, int[] widths, int row)
    {
        List<byte> content = [];
        for (int step = 0; step < outputs.Length; step++)
        {
            byte[] header = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(header, step);
            byte[] bytes = outputs[step].AsSpan(row * widths[step] * sizeof(float), widths[step] * sizeof(float)).ToArray();
            Digest[] tiles = [.. bytes.Chunk(1024).Select(static tile => MerkleTree.HashLeaf(tile))];
            content.AddRange([.. header, .. MerkleTree.Root(tiles).ToArray(), .. Encoding.ASCII.GetBytes($"f32[{widths[step]}]")]);
        }

        return MerkleTree.HashLeaf([.. content]);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
