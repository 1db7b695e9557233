using System.Collections.Immutable;
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
    private (HiddenKey Key, WeightCommitment Commitment)? _hidden;
    private ImmutableArray<long>? _rowSums;

    private ModelProver(ProofSubject subject, IConstantSource constants)
    {
        (Subject, _constants) = (subject, constants);
    }

    /// <summary>The Program and its public constants: what a verifier needs beside the proof.</summary>
    public ProofSubject Subject { get; }

    /// <summary>The weights, committed to for the default profile, or for that of the last proof; made when first asked for.</summary>
    public WeightCommitment Commitment => _commitment ??= WeightCommitment.Create(Subject.Program, _constants, new ProverOptions().Profile);

    /// <summary>A prover of a Program.</summary>
    /// <param name="program">Of the integer profile.</param>
    /// <param name="constants">Its constants; read as long as the prover lives.</param>
    /// <param name="commitment">The weights, if they are committed to already.</param>
    /// <exception cref="InvalidInputException">The Program has another profile, or the constants are not its own.</exception>
    public static ModelProver Create(Program program, IConstantSource constants, WeightCommitment? commitment = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        WeightCommitment.RequireIntegers(program);
        return new(ProofSubject.Create(program, constants), constants) { _commitment = commitment };
    }

    /// <summary>What a proof about inputs of these shapes takes, before anything is done.</summary>
    /// <param name="inputShapes">One for each input of the Program, in its order.</param>
    /// <param name="options">How it would be made; by default as <see cref="ProverOptions"/> says.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved; it is named.</exception>
    public ProofEstimate Estimate(ImmutableArray<ImmutableArray<long>> inputShapes, ProverOptions? options = null) =>
        ProofEstimate.Of(BuildCircuit(inputShapes, options?.Visibility ?? ProofVisibility.Public), options?.HiddenKey?.ProofCount ?? 1);

    /// <summary>Runs the Program and proves what it gave.</summary>
    /// <param name="inputs">One tensor for each input of the Program, in its order.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told what comes next; may be null.</param>
    /// <param name="cancellationToken">Gives up between steps.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved (it is named), the proof does not fit in the memory, an input is none that the Program takes, or the key hides the weights in no more proofs.</exception>
    public ModelProof Prove(ImmutableArray<Tensor> inputs, ProverOptions options, IProgress<ProverProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable? alone = options.IsOnOneThread ? Halves.KeepToOneThread() : null;
        ImmutableArray<ImmutableArray<long>> shapes = [.. inputs.Select(static input => input.Shape)];
        Circuit circuit = BuildCircuit(shapes, options.Visibility);
        options.HiddenKey?.RequireLeft();
        var estimate = ProofEstimate.Of(circuit, options.HiddenKey?.ProofCount ?? 1);
        estimate.RequireFits(options.MemoryLimitBytes);
        ProverMemory.MakeRoomFor(estimate.MemoryBytes);
        progress?.Report(new(ProverPhase.Key, 0, estimate.StepCount));
        WeightCommitment commitment = Commit(options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new(ProverPhase.Run, 0, estimate.StepCount));
        BorderEvaluator border = new(Subject, circuit, inputs);
        ImmutableArray<BorderTensor> entered = border.Enter();
        RequireBounds(circuit, entered);
        ImmutableArray<int> weights = ProofSubject.WeightPlaces(Subject.Program);
        var witness = CoreWitness.Run(
            circuit, [.. entered.Select(static tensor => tensor.Elements)], weight => WeightCommitment.ElementsOf(Subject.Program, _constants, weights[weight]), cancellationToken);
        ImmutableArray<BorderTensor> left = [.. circuit.BorderOutputs.Select(value => new BorderTensor(circuit.Values[value].Shape, witness.Value(value)))];
        ImmutableArray<BorderTensor> shown = circuit.Visibility.HidesInputs ? [] : entered;
        CoreStatement statement = new(
            circuit, commitment.Key, ProofParameters.Default with { Trees = options.Profile.Trees() }, [.. shown.Select(static tensor => tensor.Elements)], [.. left.Select(static tensor => tensor.Elements)], options.Nonce);
        (ProofProfile profile, ProofParameters parameters) = ChooseParameters(statement, options);
        statement = statement with { Parameters = parameters };
        CoreProof proof = profile.IsCubic()
            ? CoreProver.Prove<CubicExtension>(statement, witness, commitment.Columns, progress, ProverRandomness.Secure, cancellationToken)
            : CoreProver.Prove<QuadraticExtension>(statement, witness, commitment.Columns, progress, ProverRandomness.Secure, cancellationToken);
        ProofFile file = new(profile, parameters, commitment.Key, shapes, shown, left, options.Nonce, [.. proof.Bytes]) { Visibility = options.Visibility };
        return new(file, border.Leave(statement.Outputs), proof.Opening);
    }

    /// <summary>The weights, public or hidden by the key that the options name; the last of each is kept.</summary>
    private WeightCommitment Commit(ProverOptions options, CancellationToken cancellation)
    {
        if (!options.Visibility.HasFlag(ProofVisibility.PrivateWeights))
        {
            if (_commitment?.IsFor(options.Profile) != true)
                _commitment = WeightCommitment.Create(Subject.Program, _constants, options.Profile, options.MemoryLimitBytes, cancellation);
            return _commitment;
        }

        HiddenKey key = options.HiddenKey ?? HiddenKey.CreateForOneProof();
        if (_hidden?.Key != key || !_hidden.Value.Commitment.IsFor(options.Profile))
            _hidden = (key, WeightCommitment.CreateHidden(Subject.Program, _constants, key, options.Profile, options.MemoryLimitBytes, cancellation));
        return _hidden.Value.Commitment;
    }

    private Circuit BuildCircuit(ImmutableArray<ImmutableArray<long>> inputShapes, ProofVisibility visibility) =>
        ProofCircuit.Build(Subject, inputShapes, _rowSums ??= _commitment?.Key.RowSums ?? WeightCommitment.RowSums(Subject.Program, _constants), visibility);

    /// <summary>The cheapest that make as sure as the profile says.</summary>
    private static (ProofProfile Profile, ProofParameters Parameters) ChooseParameters(CoreStatement statement, ProverOptions options)
    {
        try
        {
            return (options.Profile, options.Profile.IsCubic() ? ParameterChoice.For<CubicExtension>(statement) : ParameterChoice.For<QuadraticExtension>(statement));
        }
        catch (InvalidOperationException) when (options.MayUseCubic && !options.Profile.IsCubic())
        {
            return ChooseParameters(statement, options with { Profile = options.Profile.ToCubic() });
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidInputException(InvalidInputKind.TooLarge, "proof", $"{error.Message} Prove it with the profile {options.Profile.ToCubic().Name()}.", error);
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
