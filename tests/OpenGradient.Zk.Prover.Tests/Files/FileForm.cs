using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Files;

/// <summary>What a verifier says that gets a statement and its proof as the bytes of a file, and the circuit from its own Program.</summary>
internal static class FileForm
{
    public static ProofFault Verify<TExtension>(CoreStatement statement, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension>
    {
        byte[] bytes = Write(statement, ProfileOf<TExtension>(statement), proof).ToBytes();
        Assert.True(ProofFile.TryRead(bytes, out ProofFile? file, out _, out _));
        Assert.Equal(bytes, file.ToBytes());
        return CoreVerifier.Verify<TExtension>(ProofCircuit.State(file, statement.Circuit), file.Proof.AsSpan());
    }

    private static ProofProfile ProfileOf<TExtension>(CoreStatement statement)
        where TExtension : struct, IExtension<TExtension> =>
        ProofProfiles.All.ToArray().Single(profile => profile.IsCubic() == (TExtension.Degree == 3) && profile.Trees() == statement.Parameters.Trees);

    private static ProofFile Write(CoreStatement statement, ProofProfile profile, ReadOnlySpan<byte> proof) => new(
        profile,
        statement.Parameters,
        statement.Key,
        statement.Circuit.InputShapes,
        [.. statement.Inputs.Zip(statement.Circuit.BorderInputs, (elements, value) => new BorderTensor(statement.Circuit.Values[value].Shape, elements))],
        [.. statement.Outputs.Zip(statement.Circuit.BorderOutputs, (elements, value) => new BorderTensor(statement.Circuit.Values[value].Shape, elements))],
        statement.Nonce,
        [.. proof])
    {
        Visibility = (ProofVisibility)statement.Circuit.Visibility.ToByte(),
    };
}
