using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Hiding;

/// <summary>Which inputs a proof is about that hides them: nobody is told, and yet only these can ever be shown; proof-1 section 14.</summary>
/// <remarks>
/// Statement: for each border input x the prover knows θ x̃(z), with a pad that the commitment holds, too.
/// Transcript order: the commitment (0x78); for each border input a point z, a number θ, and what was said to be θ x̃(z) (0x79).
/// Soundness error: (n + 1) / |E| for an input of 2^n cells, that another one is shown with an opening.
/// Assumptions: Keccak-256 is a random oracle.
/// Does not establish: that there is an opening. Until somebody shows one, the proof is about some inputs.
/// </remarks>
internal static class InputCommitment
{
    public const int SaltBytes = 32;

    /// <summary>How many bytes an opening has: the salt, and a pad for each border input.</summary>
    public static int OpeningBytes<TExtension>(Circuit circuit)
        where TExtension : struct, IExtension<TExtension> => SaltBytes + (circuit.BorderInputs.Length * TExtension.Degree * Goldilocks.SizeBytes);

    /// <summary>The commitment.</summary>
    /// <param name="circuit">The core.</param>
    /// <param name="inputs">The elements of each border input.</param>
    /// <param name="opening">The salt, and the pads of the first numbers of the proof.</param>
    public static byte[] Hash(Circuit circuit, ImmutableArray<long[]> inputs, ReadOnlySpan<byte> opening)
    {
        Keccak256 hash = default;
        hash.Append("OpenGradient proof-1 inputs\0"u8);
        hash.Append(opening);
        for (int index = 0; index < inputs.Length; index++)
            hash.Append(CoreStatement.BytesOf(circuit.Values[circuit.BorderInputs[index]].Shape, inputs[index]));
        byte[] commitment = new byte[Keccak256.DigestBytes];
        hash.Finish(commitment);
        return commitment;
    }

    /// <summary>θ times what is at a point: a number of its own, so that no constant can be moved between the input and its pad.</summary>
    public static Claim<TExtension> Draw<TExtension>(Transcript transcript, ImmutableArray<long> shape)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] point = transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        TExtension theta = transcript.Challenge<TExtension>();
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        return at with { Weight = [new(axisCount: 0, [theta]), .. at.Weight] };
    }

    /// <summary>Takes what was sent for claims about the inputs.</summary>
    public static void Verify<TExtension>(ref ProofReader reader, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        reader.ReadBytes(MessageLabel.InputCommitment, Keccak256.DigestBytes);
        foreach (int value in claims.Circuit.BorderInputs)
        {
            Claim<TExtension> claim = Draw<TExtension>(reader.Transcript, claims.Circuit.Values[value].Shape);
            claims.Add(ref reader, value, claim with { Sum = reader.ReadOne<TExtension>(MessageLabel.InputValue) });
        }
    }

    /// <summary>Whether a proof that holds is about these inputs and no others.</summary>
    /// <param name="statement">What was proved.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="opening">What the prover kept.</param>
    /// <param name="inputs">The elements of each border input, as many as its shape says.</param>
    public static bool Opens<TExtension>(CoreStatement statement, ReadOnlySpan<byte> proof, ReadOnlySpan<byte> opening, ImmutableArray<long[]> inputs)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = statement.Circuit;
        // Integers are told apart modulo p: two of 64 bits may not be.
        bool isWithinBounds = circuit.BorderInputs.Zip(inputs).All(input => input.Second.All(element => circuit.Values[input.First].Bounds.Contains(element)));
        if (opening.Length != OpeningBytes<TExtension>(circuit) || !isWithinBounds)
            return false;
        ProofReader reader = new(proof, statement.Open<TExtension>());
        reader.ReadBytes(MessageLabel.WitnessRoot, Keccak256.DigestBytes);
        reader.ReadBytes(MessageLabel.PadRoot, Keccak256.DigestBytes);
        if (!reader.ReadBytes(MessageLabel.InputCommitment, Keccak256.DigestBytes).SequenceEqual(Hash(circuit, inputs, opening)))
            return false;
        // The numbers of the opening are elements in their one form, or no prover made it.
        ProofReader pads = new(opening[SaltBytes..], Transcript.Start<TExtension>());
        for (int index = 0; index < inputs.Length; index++)
        {
            Claim<TExtension> claim = Draw<TExtension>(reader.Transcript, circuit.Values[circuit.BorderInputs[index]].Shape);
            TExtension value = reader.ReadOne<TExtension>(MessageLabel.InputValue) - pads.ReadOne<TExtension>(MessageLabel.InputValue);
            reader.RequireEqual(value, claim.Weigh(inputs[index]), ProofFault.ValueDiffers);
        }

        return reader.Fault == ProofFault.None && pads.Finish() == ProofFault.None;
    }
}
