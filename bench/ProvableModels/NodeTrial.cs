using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Conformance;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>What became of an operator test of the ONNX project, compiled to integers.</summary>
/// <param name="Name">The test's.</param>
/// <param name="Operators">What its graph is made of.</param>
/// <param name="Outcome">How far it came.</param>
/// <param name="Detail">Why no further.</param>
internal sealed record NodeTrial(string Name, string Operators, NodeOutcome Outcome, string Detail)
{
    /// <summary>From the test to a verified proof, or only to the circuit that it would be about.</summary>
    public static NodeTrial Run(OnnxTestLocation location, bool isQuick)
    {
        OnnxTestCase testCase = OnnxTestFolders.Read(location);
        string operators = string.Join(' ', OnnxTestRunner.Run(testCase, default).Facts.Operators);
        NodeTrial trial = new(testCase.Name, operators, NodeOutcome.NoFloat, "");
        try
        {
            OnnxCompiledCase opened = OnnxTestRunner.Compile(testCase, testCase.DataSets[0], areConstants: true);
            ImmutableArray<Tensor> expected = Executable.Load(opened.Program, opened.Constants).Run(opened.Inputs, default).Outputs;
            trial = trial with { Outcome = NodeOutcome.Refused };
            return trial.Prove(opened, expected, isQuick);
        }
        catch (InvalidInputException refusal)
        {
            return trial with { Detail = refusal.Message };
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            return trial with { Outcome = NodeOutcome.Defect, Detail = $"{defect.GetType().Name}: {defect.Message} {defect.StackTrace?.Split('\n')[0].Trim()}" };
        }
    }

    private NodeTrial Prove(OnnxCompiledCase opened, ImmutableArray<Tensor> expected, bool isQuick)
    {
        IntegerModel integers = IntegerCompiler.Compile(opened.Program, opened.Constants, [opened.Inputs], new IntegerCompilerOptions { WeightBits = 16 }, default);
        ImmutableArray<Tensor> inputs = integers.Accept(opened.Inputs);
        ImmutableArray<Tensor> actual = Executable.Load(integers.Program, integers.Constants).Run(inputs, default).Outputs;
        double error = expected.Zip(actual).Select(static pair => ElementNumbers.Distance(ElementNumbers.Of(pair.First), ElementNumbers.Of(pair.Second))).DefaultIfEmpty().Max();
        if (!(error < Near))
            return this with { Outcome = NodeOutcome.Far, Detail = string.Create(CultureInfo.InvariantCulture, $"{error:P2} from the float model") };
        var prover = ModelProver.Create(integers.Program, integers.Constants);
        _ = prover.Estimate([.. inputs.Select(static input => input.Shape)]);
        if (isQuick)
            return this with { Outcome = NodeOutcome.Proved };
        ModelProof proof = prover.Prove(inputs, new ProverOptions(), progress: null, default);
        var verdict = Zk.ProofVerifier.Verify(proof.File, prover.Subject, inputs, actual);
        return this with { Outcome = verdict.IsProved ? NodeOutcome.Proved : NodeOutcome.Defect, Detail = verdict.IsProved ? "" : verdict.Reason };
    }

    private const double Near = 0.01;
}
