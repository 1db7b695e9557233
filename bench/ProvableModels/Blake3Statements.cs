using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Verification;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;
using static OpenGradient.Benchmarks.ProvableModels.Networks.SingleOperators;
using static OpenGradient.Benchmarks.ProvableModels.StatementEdits;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Packages whose proofs have trees of BLAKE3, and what becomes of them when they are changed, or said to be of another profile: proof-1 section 3 for whoever writes another verifier.</summary>
internal static class Blake3Statements
{
    /// <summary>Writes <c>blake3/NAME.json</c> and <c>blake3.json</c>, the changes; the same bytes whenever it runs.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "blake3"));
        JsonArray vectors = [];
        using var dense = CompiledNetwork.Of(Of("perceptron", static graph => Dense(graph, graph.Node("Relu", [Dense(graph, "input", 4, 8)]), 8, 3), 4));
        Write(directory, vectors, "perceptron", dense.Integers.Program, dense.Integers.Constants, dense.Inputs, ProofProfile.QuadraticBlake3);
        IntegerProgram weighted = PublishedPrograms.Weighted();
        Write(directory, vectors, "weighted", weighted.Build(), weighted, weighted.Inputs, ProofProfile.CubicBlake3);
        WriteVectors(Path.Combine(directory, "blake3.json"), vectors);
    }

    private static void Write(string directory, JsonArray vectors, string name, Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, ProofProfile profile)
    {
        var prover = ModelProver.Create(program, constants);
        ImmutableArray<Tensor> outputs = Executable.Load(program, constants).Run(inputs, default).Outputs;
        ProofFile file = prover.Prove(inputs, new ProverOptions { Profile = profile }, progress: null, default).File;
        ProofFile other = prover.Prove(inputs, new ProverOptions { Profile = profile.IsCubic() ? ProofProfile.Cubic : ProofProfile.Quadratic }, progress: null, default).File;
        ProofPackage package = ProofPackage.Create(prover.Subject, file, inputs, outputs);
        Console.WriteLine($"{name}: {package.Verify().Code}");
        byte[] bytes = package.ToBytes();
        File.WriteAllBytes(Path.Combine(directory, "blake3", name + ".json"), bytes);
        void Add(string what, string verdict, params JsonNode[] edits) =>
            vectors.Add(new JsonObject { ["name"] = $"{name}: {what}", ["statement"] = name, ["verdict"] = verdict, ["edits"] = new JsonArray(edits) });
        Add("as it is", "ok");
        ChangeProfile(file, other, Add);
        ChangeProof(JsonNode.Parse(bytes)!, file, Add);
    }

    /// <summary>Another profile; the key of the profile with the other hash; a key of that hash in a proof that says that it is of that profile.</summary>
    private static void ChangeProfile(ProofFile file, ProofFile other, Action<string, string, JsonNode[]> add)
    {
        JsonNode[] path = ["evidence", "proof"];
        for (byte profile = 1; profile <= 6; profile++)
        {
            if (profile != (int)file.Profile)
                add($"profile {profile}", "proof-invalid", [Replaced(path, ProfileAt + 7, [profile])]);
        }

        byte[] otherBytes = other.ToBytes();
        int rootAt = RootAt(other);
        JsonObject OtherRoot() => Replaced(path, rootAt, otherBytes[rootAt..(rootAt + RootBytes)]);
        add("the key of the other hash", "proof-invalid", [OtherRoot()]);
        add("the key of the other hash, and its profile", "proof-invalid", [OtherRoot(), Replaced(path, ProfileAt + 7, [(byte)other.Profile])]);
    }

    private static void ChangeProof(JsonNode json, ProofFile file, Action<string, string, JsonNode[]> add)
    {
        JsonNode[] path = ["evidence", "proof"];
        int end = BytesOf(json, path).Length, start = end - file.ProofBytes;
        void Flip(string what, int at) => add(what, "proof-invalid", [Flipped(json, path, at)]);
        Flip("another root of the run", start);
        FlipParts(json, file.ProofBytes - RootBytes, add);
        Flip("another sibling", end - 1);
        Flip("another nonce", start - 9);
        ChangeEnds(json, add);
    }
}
