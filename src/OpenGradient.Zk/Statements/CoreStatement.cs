using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>That the core of a Program, with the weights of a key, makes these outputs of these inputs; proof-1 section 8.</summary>
/// <param name="Circuit">The core.</param>
/// <param name="Key">The weights.</param>
/// <param name="Parameters">How sure it is to be.</param>
/// <param name="Inputs">The elements of each border input; none where inputs are private.</param>
/// <param name="Outputs">The elements of each border output, within its bounds.</param>
/// <param name="Nonce">32 bytes that the verifier chose, or zeros.</param>
internal sealed record CoreStatement(
    Circuit Circuit, ProofKey Key, ProofParameters Parameters, ImmutableArray<long[]> Inputs, ImmutableArray<long[]> Outputs, ImmutableArray<byte> Nonce)
{
    /// <summary>A transcript that has taken in everything public.</summary>
    public Transcript Open<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        var transcript = Transcript.Start<TExtension>(Parameters.Trees);
        transcript.Absorb(MessageLabel.Key, Key.ToBytes(ProofProfiles.NameOf<TExtension>(Parameters.Trees)));
        transcript.Absorb(MessageLabel.Parameters, Parameters.ToBytes());
        // Sizes that only Shape reads are part of no border tensor: who chose them behind the challenges could solve the equations for them.
        transcript.Absorb(MessageLabel.InputShapes, Bytes([.. Circuit.InputShapes.SelectMany(static shape => (long[])[shape.Length, .. shape])]));
        for (int index = 0; index < Inputs.Length; index++)
            transcript.Absorb(MessageLabel.BorderInput, BytesOf(Circuit.Values[Circuit.BorderInputs[index]].Shape, Inputs[index]));
        for (int index = 0; index < Outputs.Length; index++)
            transcript.Absorb(MessageLabel.BorderOutput, BytesOf(Circuit.Values[Circuit.BorderOutputs[index]].Shape, Outputs[index]));
        transcript.Absorb(MessageLabel.Nonce, Nonce.AsSpan());
        if (Circuit.Visibility.IsHiding)
            transcript.Absorb(MessageLabel.Visibility, [Circuit.Visibility.ToByte()]);
        return transcript;
    }

    /// <summary>Integers with their sizes, as they are absorbed.</summary>
    public static byte[] BytesOf(ImmutableArray<long> shape, long[] elements) => Bytes([shape.Length, .. shape, .. elements]);

    /// <summary>Whether a verifier takes the parameters on, the key is the one that the circuit was built for, and there are as many border values as the circuit has, of its sizes and within their bounds.</summary>
    public bool IsWellFormed() =>
        Parameters.IsWellFormed
        && Nonce.Length == 32
        && Key.Program == Circuit.Program
        && Key.RowSums.SequenceEqual(Circuit.RowSums)
        && Key.RowSums.All(static sum => sum >= 0)
        && (Circuit.Visibility.HidesWeights ? Key.ProofCount is > 0 and <= ProofKey.MostProofs && Parameters.Queries.QueryCount <= ProofKey.MostColumns : Key.ProofCount == 0)
        && Key.Root.Length == (Circuit.KeyColumns.IsEmpty ? 0 : Keccak256.DigestBytes)
        && Fits(Circuit.Visibility.HidesInputs ? [] : Circuit.BorderInputs, Inputs)
        && Fits(Circuit.BorderOutputs, Outputs);

    private bool Fits(ImmutableArray<int> values, ImmutableArray<long[]> elements) =>
        values.Length == elements.Length
        && !values.Where((value, index) => elements[index].Length != Circuit.Values[value].CellCount || !elements[index].All(element => Circuit.Values[value].Bounds.Contains(element))).Any();

    private static byte[] Bytes(long[] words)
    {
        byte[] bytes = new byte[words.Length * sizeof(long)];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * sizeof(long)), words[index]);
        return bytes;
    }
}
