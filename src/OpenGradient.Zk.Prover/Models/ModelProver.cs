using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Hiding;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover;

/// <summary>Proves what a Program of the integer profile gives of inputs.</summary>
/// <remarks>Reads constants when it is made and when it first proves; the weights stay committed to for later proofs.</remarks>
public sealed class ModelProver
{
    private readonly IConstantSource _constants;
    private WeightCommitment? _commitment;
    private ImmutableArray<BigInteger>? _rowSums;

    private ModelProver(ProofSubject subject, IConstantSource constants)
    {
        (Subject, _constants) = (subject, constants);
    }

    /// <summary>The Program and its public constants: what a verifier needs beside the proof.</summary>
    public ProofSubject Subject { get; }

    /// <summary>The weights, committed to; made when first asked for.</summary>
    public WeightCommitment Commitment => _commitment ??= WeightCommitment.Create(Subject.Program, _constants);

    /// <summary>A prover of a Program.</summary>
    /// <param name="program">Of the integer profile.</param>
    /// <param name="constants">Its constants; read as long as the prover lives.</param>
    /// <param name="commitment">The weights, if they are committed to already.</param>
    /// <exception cref="InvalidInputException">The Program has another profile, or the constants are not its own.</exception>
    public static ModelProver Create(Program program, IConstantSource constants, WeightCommitment? commitment = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Profile != Program.IntegerProfile)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "Only models of the integer profile can be proved: compile this one with `og model compile`.");
        return new(ProofSubject.Create(program, constants), constants) { _commitment = commitment };
    }

    /// <summary>What a proof about inputs of these shapes takes, before anything is done.</summary>
    /// <exception cref="InvalidInputException">A step cannot be proved; it is named.</exception>
    public ProofEstimate Estimate(ImmutableArray<ImmutableArray<long>> inputShapes) => ProofEstimate.Of(BuildCircuit(inputShapes));

    /// <summary>Runs the Program and proves what it gave.</summary>
    /// <param name="inputs">One tensor for each input of the Program, in its order.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told what comes next; may be null.</param>
    /// <param name="cancellationToken">Gives up between steps.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved (it is named), the proof does not fit in the memory, or an input is none that the Program takes.</exception>
    public ModelProof Prove(ImmutableArray<Tensor> inputs, ProverOptions options, IProgress<ProverProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable? alone = options.IsOnOneThread ? Halves.KeepToOneThread() : null;
        ImmutableArray<ImmutableArray<long>> shapes = [.. inputs.Select(static input => input.Shape)];
        Circuit circuit = BuildCircuit(shapes);
        var estimate = ProofEstimate.Of(circuit);
        estimate.RequireFits(options.MemoryLimitBytes);
        ProverMemory.MakeRoomFor(estimate.MemoryBytes);
        progress?.Report(new(ProverPhase.Key, 0, estimate.StepCount));
        WeightCommitment commitment = _commitment ??= WeightCommitment.Create(Subject.Program, _constants, options.MemoryLimitBytes, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new(ProverPhase.Run, 0, estimate.StepCount));
        BorderEvaluator border = new(Subject, circuit, inputs);
        ImmutableArray<BorderTensor> entered = border.Enter();
        RequireBounds(circuit, entered);
        ImmutableArray<int> weights = ProofSubject.WeightPlaces(Subject.Program);
        var witness = CoreWitness.Run(
            circuit, [.. entered.Select(static tensor => tensor.Elements)], weight => WeightCommitment.Elements(Subject.Program, _constants, weights[weight]), cancellationToken);
        ImmutableArray<BorderTensor> left = [.. circuit.BorderOutputs.Select(value => new BorderTensor(circuit.Values[value].Shape, witness.Value(value)))];
        CoreStatement statement = new(
            circuit, commitment.Key, ProofParameters.Default, [.. entered.Select(static tensor => tensor.Elements)], [.. left.Select(static tensor => tensor.Elements)], options.Nonce);
        (ProofProfile profile, ProofParameters parameters) = ChooseParameters(statement, options);
        statement = statement with { Parameters = parameters };
        byte[] proof = profile == ProofProfile.Cubic
            ? CoreProver.Prove<CubicExtension>(statement, witness, commitment.Columns, progress, ProverRandomness.Secure, cancellationToken)
            : CoreProver.Prove<QuadraticExtension>(statement, witness, commitment.Columns, progress, ProverRandomness.Secure, cancellationToken);
        return new(new ProofFile(profile, parameters, commitment.Key, shapes, entered, left, options.Nonce, [.. proof]), border.Leave(statement.Outputs));
    }

    private Circuit BuildCircuit(ImmutableArray<ImmutableArray<long>> inputShapes) =>
        ProofCircuit.Build(Subject, inputShapes, _rowSums ??= _commitment?.Key.RowSums ?? WeightCommitment.RowSums(Subject.Program, _constants));

    /// <summary>The cheapest that make as sure as the profile says.</summary>
    private static (ProofProfile Profile, ProofParameters Parameters) ChooseParameters(CoreStatement statement, ProverOptions options)
    {
        try
        {
            return options.Profile == ProofProfile.Cubic
                ? (ProofProfile.Cubic, ParameterChoice.For<CubicExtension>(statement))
                : (ProofProfile.Quadratic, ParameterChoice.For<QuadraticExtension>(statement));
        }
        catch (InvalidOperationException) when (options.MayUseCubic && options.Profile != ProofProfile.Cubic)
        {
            return ChooseParameters(statement, options with { Profile = ProofProfile.Cubic });
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidInputException(InvalidInputKind.TooLarge, "proof", $"{error.Message} Prove it with the cubic profile.", error);
        }
    }

    /// <summary>An input that is no number can lie outside of what the bounds of the core rest on.</summary>
    private static void RequireBounds(Circuit circuit, ImmutableArray<BorderTensor> entered)
    {
        for (int index = 0; index < entered.Length; index++)
        {
            if (!entered[index].Elements.All(element => circuit.Values[circuit.BorderInputs[index]].Bounds.Contains(element)))
                throw new InvalidInputException(InvalidInputKind.Invalid, "inputs", "An input lies outside of what the Program was compiled for.");
        }
    }
}
