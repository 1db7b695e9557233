using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OpenGradient.Zk;

/// <summary>Writes a <see cref="ProofFile"/>.</summary>
internal sealed class ProofFileWriter
{
    private readonly List<byte> _bytes = [];

    public static byte[] Write(ProofFile file)
    {
        ProofFileWriter writer = new();
        writer._bytes.AddRange(ProofFile.Magic);
        writer.Write(ProofFile.Version, (long)file.Visibility, (long)file.Profile);
        writer.Write(file.Parameters.LogInverseRate, file.Parameters.Queries.QueryCount, file.Parameters.Queries.WorkBits, file.Parameters.LookupWorkBits);
        writer._bytes.AddRange(file.Key.Program.AsSpan());
        writer.Write(file.InputShapes.Length);
        foreach (ImmutableArray<long> shape in file.InputShapes)
            writer.Write([shape.Length, .. shape]);
        writer.Write(file.Key.RowSums.Length);
        writer._bytes.AddRange(PackedIntegers.Pack(file.Key.RowSums.AsSpan()));
        writer.Write(file.Key.Root.Length);
        writer._bytes.AddRange(file.Key.Root);
        if (file.Visibility.HasFlag(ProofVisibility.PrivateWeights))
            writer.Write(file.Key.ProofCount);
        writer.Write(file.Inputs);
        writer.Write(file.Outputs);
        writer._bytes.AddRange(file.Nonce);
        writer.Write(file.Proof.Length);
        writer._bytes.AddRange(file.Proof);
        return [.. writer._bytes];
    }

    private void Write(params ReadOnlySpan<long> numbers)
    {
        Span<byte> word = stackalloc byte[sizeof(long)];
        foreach (long number in numbers)
        {
            BinaryPrimitives.WriteInt64BigEndian(word, number);
            _bytes.AddRange(word);
        }
    }

    private void Write(ImmutableArray<BorderTensor> tensors)
    {
        Write(tensors.Length);
        foreach (BorderTensor tensor in tensors)
        {
            Write([tensor.Shape.Length, .. tensor.Shape]);
            _bytes.AddRange(PackedIntegers.Pack(tensor.Elements));
        }
    }
}
