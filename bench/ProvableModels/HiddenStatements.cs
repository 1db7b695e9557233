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

/// <summary>Packages whose proofs hide something, and what becomes of them when they are changed: proof-1 section 14 for whoever writes another verifier.</summary>
/// <remarks>Other bytes whenever it runs, because what hides is random.</remarks>
internal static class HiddenStatements
{
    /// <summary>Writes <c>hidden/NAME.json</c>, each with all that shows its inputs, and <c>hidden.json</c>, the changes.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "hidden"));
        JsonArray vectors = [];
        using var softmax = CompiledNetwork.Of(Of("softmax", static graph => graph.Node("Softmax", ["input"]), 5));
        Write(directory, vectors, "inputs", softmax.Integers.Program, softmax.Integers.Constants, softmax.Inputs, new() { Visibility = ProofVisibility.PrivateInputs });
        using var dense = CompiledNetwork.Of(Of("dense", static graph => Dense(graph, "input", 4, 3), 4));
        Write(directory, vectors, "weights", dense.Integers.Program, dense.Integers.Constants, dense.Inputs, new() { Visibility = ProofVisibility.PrivateWeights });
        IntegerProgram weighted = PublishedPrograms.Weighted();
        Write(directory, vectors, "both", weighted.Build(), weighted, weighted.Inputs, new() { Visibility = ProofVisibility.PrivateInputs | ProofVisibility.PrivateWeights, Profile = ProofProfile.Cubic });
        WriteVectors(Path.Combine(directory, "hidden.json"), vectors);
    }

    private static void Write(string directory, JsonArray vectors, string name, Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, ProverOptions options)
    {
        var prover = ModelProver.Create(program, constants);
        ImmutableArray<Tensor> outputs = Executable.Load(program, constants).Run(inputs, default).Outputs;
        ModelProof proof = prover.Prove(inputs, options, progress: null, default);
        ProofPackage package = ProofPackage.Create(prover.Subject, proof.File, inputs, outputs);
        if (options.Visibility.HasFlag(ProofVisibility.PrivateInputs))
            package = package.Open(inputs, proof.Opening);
        Console.WriteLine($"{name}: {package.Verify().Code}");
        byte[] bytes = package.ToBytes();
        File.WriteAllBytes(Path.Combine(directory, "hidden", name + ".json"), bytes);
        JsonNode json = JsonNode.Parse(bytes)!;
        void Add(string what, string verdict, params JsonNode[] edits) =>
            vectors.Add(new JsonObject { ["name"] = $"{name}: {what}", ["statement"] = name, ["verdict"] = verdict, ["edits"] = new JsonArray(edits) });
        Add("as it is", "ok");
        ChangeProof(json, proof.File, Add);
        ChangeTensors(json, options.Visibility, Add);
        if (options.Visibility.HasFlag(ProofVisibility.PrivateInputs))
            ChangeOpening(json, Add);
    }

    private static void ChangeProof(JsonNode json, ProofFile file, Action<string, string, JsonNode[]> add)
    {
        JsonNode[] path = ["evidence", "proof"];
        int end = BytesOf(json, path).Length, start = end - file.ProofBytes;
        void Flip(string what, int at) => add(what, "proof-invalid", [Flipped(json, path, at)]);
        Flip("another root of the run", start);
        Flip("another root of the pads", start + RootBytes);
        FlipParts(json, file.ProofBytes - (2 * RootBytes), add);
        Flip("another nonce", start - 9);
        for (int visibility = 0; visibility <= 4; visibility++)
        {
            if (visibility != (int)file.Visibility)
                add($"visibility {visibility}", "proof-invalid", [Replaced(path, VisibilityAt + 7, [(byte)visibility])]);
        }

        ChangeEnds(json, add);
        if (file.KeyProofCount > 0)
            Flip("a key for another number of proofs", RootAt(file) + RootBytes + 7);
    }

    private static void ChangeTensors(JsonNode json, ProofVisibility visibility, Action<string, string, JsonNode[]> add)
    {
        foreach (string list in (string[])["inputs", "outputs"])
        {
            JsonNode[] path = [list, 0, "content"];
            add($"another of the {list}", list == "inputs" ? "input-differs" : "output-differs", [Flipped(json, path, BytesOf(json, path).Length - 1)]);
        }

        add("no inputs", "input-differs", [Edit(["inputs"], ("value", new JsonArray()))]);
        if (!visibility.HasFlag(ProofVisibility.PrivateInputs))
            return;
        add("inputs that nothing shows", "input-differs", [Edit(["evidence", "opening"], ("drop", true))]);
        add("nothing that shows inputs", "ok-for-hidden-input", [Edit(["evidence", "opening"], ("drop", true)), Edit(["inputs"], ("value", new JsonArray()))]);
    }

    private static void ChangeOpening(JsonNode json, Action<string, string, JsonNode[]> add)
    {
        JsonNode[] path = ["evidence", "opening"];
        int size = BytesOf(json, path).Length;
        add("an opening with another salt", "input-differs", [Flipped(json, path, 0)]);
        add("an opening with another pad", "input-differs", [Flipped(json, path, size - 1)]);
        add("an opening that ends early", "input-differs", [Edit(path, ("at", size - 1), ("remove", 1), ("insert", ""))]);
        add("an opening that goes on", "input-differs", [Edit(path, ("at", size), ("remove", 0), ("insert", "00"))]);
    }
}
