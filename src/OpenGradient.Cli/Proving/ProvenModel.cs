using System.Collections.Immutable;
using OpenGradient.Cli.Compilation;
using OpenGradient.Execution;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Verification;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Cli.Proving;

/// <summary>What came of proving one run of a model file.</summary>
internal sealed record ProvenModel
{
    public required string File { get; init; }

    /// <summary>The proof with everything that it takes to check it.</summary>
    public required ProofPackage Package { get; init; }

    /// <summary>What shows which inputs the proof hides; empty if it hides none.</summary>
    public required ReadOnlyMemory<byte> Opening { get; init; }

    /// <summary>What hides the weights; null for a key of this proof alone, and for weights that are not hidden.</summary>
    public required HiddenKey? HiddenKey { get; init; }

    /// <summary>What the verifier says, from the bytes that are written.</summary>
    public required ProofVerdict Verdict { get; init; }

    public required ProofFile Proof { get; init; }

    /// <summary>What was proved: the model in integers.</summary>
    public required IntegerForm Form { get; init; }

    public required ProofEstimate Estimate { get; init; }

    /// <summary>Against the float model; empty if the model has the integer profile itself.</summary>
    public required ImmutableArray<LayerError> Errors { get; init; }

    /// <summary>What of the float model the proof is far from, or cannot tell apart; empty if nothing.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>Where the run met the bounds that calibration set.</summary>
    public required ImmutableArray<MetBound> MetBounds { get; init; }

    /// <summary>Runs, proves and verifies.</summary>
    /// <exception cref="InvalidInputException">The model cannot be compiled, run or proved; the node is named.</exception>
    public static ProvenModel Create(
        string file, OpenedModel model, ImmutableArray<Tensor> inputs, IntegerFormOptions compilation, ProverOptions options, ProofKeyStore keys, PhaseClock clock, CancellationToken cancellation)
    {
        clock.Begin("compile");
        var form = IntegerForm.Of(model, inputs, compilation, cancellation);
        clock.Begin("run");
        ImmutableArray<Tensor> outputs = Executable.Load(form.Integers.Program, form.Integers.Constants).Run(form.Inputs, cancellation).Outputs;
        FloatDistance distance = form.Compiled is { } compiled ? FloatDistance.Create(compiled, form.Inputs, outputs, cancellation) : FloatDistance.None;
        ImmutableArray<MetBound> met = OpenGradient.Models.Quantization.MetBounds.Find(form.Integers, [form.Inputs], cancellation);
        clock.Begin("commit to weights");
        var prover = ModelProver.Create(form.Integers.Program, form.Integers.Constants);
        options = keys.Complete(options, form.Integers.Program.Id);
        ProofEstimate estimate = form.Explained(() => prover.Estimate([.. form.Inputs.Select(static input => input.Shape)], options));
        ModelProof proof = form.Explained(() => prover.Prove(form.Inputs, options, clock, cancellation));
        clock.Begin("verify");
        var package = ProofPackage.Create(prover.Subject, proof.File, form.Inputs, outputs);
        return new()
        {
            File = file,
            Package = package,
            Opening = proof.Opening,
            HiddenKey = options.HiddenKey,
            Verdict = (proof.Opening.IsEmpty ? package : package.Open(inputs, proof.Opening)).Verify(),
            Proof = proof.File,
            Form = form,
            Estimate = estimate,
            Errors = distance.Outputs,
            Warnings = [.. distance.Warnings, .. BoundReport.Sentences(met)],
            MetBounds = met,
        };
    }
}
