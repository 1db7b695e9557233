using System.Collections.Immutable;
using OpenGradient.Cli.Compilation;
using OpenGradient.Execution;
using OpenGradient.Gateway;
using OpenGradient.Models;
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

    /// <summary>Runs, proves and verifies.</summary>
    /// <exception cref="InvalidInputException">The model cannot be compiled, run or proved; the step is named.</exception>
    public static ProvenModel Create(string file, OpenedModel model, ImmutableArray<Tensor> inputs, string? calibration, int weightBits, ProverOptions options, ProofKeyStore keys, PhaseClock clock, CancellationToken cancellation)
    {
        clock.Begin("compile");
        var form = IntegerForm.Of(model, inputs, calibration, weightBits, cancellation);
        clock.Begin("run");
        ImmutableArray<Tensor> outputs = Executable.Load(form.Program, form.Constants).Run(inputs, cancellation).Outputs;
        ImmutableArray<LayerError> errors = form.IsCompiled ? ErrorsOf(model, inputs, outputs, cancellation) : [];
        clock.Begin("commit to weights");
        var prover = ModelProver.Create(form.Program, form.Constants);
        options = keys.Complete(options, form.Program.Id);
        ProofEstimate estimate = prover.Estimate([.. inputs.Select(static input => input.Shape)], options);
        ModelProof proof = prover.Prove(inputs, options, clock, cancellation);
        clock.Begin("verify");
        var package = ProofPackage.Create(prover.Subject, proof.File, inputs, outputs);
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
            Errors = errors,
        };
    }

    private static ImmutableArray<LayerError> ErrorsOf(OpenedModel model, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs, CancellationToken cancellation)
    {
        ImmutableArray<Tensor> expected = Executable.Load(model.Program, model.Constants).Run(inputs, cancellation).Outputs;
        var errors = ImmutableArray.CreateBuilder<LayerError>();
        for (int output = 0; output < outputs.Length; output++)
        {
            if (expected[output].Type != ElementType.Float32)
                continue;
            LayerError error = new(model.Program.Outputs[output].Name, "output");
            error.Add(expected[output].As<float>(), outputs[output].As<float>(), expected[output].Shape.IsEmpty ? 1 : (int)expected[output].Shape[^1]);
            errors.Add(error);
        }

        return errors.ToImmutable();
    }
}
